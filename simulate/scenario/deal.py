"""The deal: instruments, prices, dates and limits, each with the clause it comes from."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import model_validator

from simulate.scenario.base import Day, Exact, Part, refuse, term


class Issuer(Part):
    """The company whose common stock the preferred converts into."""

    name: str = term("Name of the company", min_length=1)
    ticker: str = term("Trading symbol of the common stock", min_length=1)
    calendar: Literal["XNYS"] = term(
        "Exchange calendar of trading sessions", default="XNYS", mark="choice", clause="contract 2"
    )


class Common(Part):
    """The common stock at session 0."""

    outstanding_shares: int = term(
        "Common shares outstanding at session 0, before anything is issued under the deal",
        unit="shares",
        mark="public",
        gt=0,
        le=100_000_000_000,
    )
    authorized_shares: int | None = term(
        "Authorized common shares; nothing is issued beyond them; null: no such limit",
        unit="shares",
        clause="CoD V",
        mark="assumed",
        default=None,
        gt=0,
        le=100_000_000_000,
    )

    @model_validator(mode="after")
    def _authorized_covers_outstanding(self) -> Common:
        if self.authorized_shares is not None and self.authorized_shares < self.outstanding_shares:
            raise ValueError(
                f"authorized_shares ({self.authorized_shares:,}) is below outstanding_shares "
                f"({self.outstanding_shares:,}); authorized must be at least outstanding: raise it, or "
                "set it to null for no such limit"
            )
        return self


class Premium(Part):
    """Simple accretion on the stated value: stated value x rate x N / day count (``CoD III.F``)."""

    rate_per_year: Exact = term("Premium rate, simple", unit="per year", clause="CoD III.F", ge=0, le=2)
    day_count_days: int = term(
        "Days in the year of the Premium formula", unit="days", clause="CoD III.F", default=365, ge=360, le=366
    )
    counts_issue_date: bool = term(
        "Whether N counts the issue date itself; the Conversion Date always counts",
        clause="CoD III.F",
        mark="inferred",
        default=False,
    )


class VariablePrice(Part):
    """The Variable Conversion Price: a multiple of the average of the lowest closing bids (``CoD III.G``)."""

    switch_on: Day = term("First date on which the conversion price may float, inclusive", clause="CoD III.D")
    multiplier: Exact = term("Multiplier of the average", unit="fraction", clause="CoD III.G", gt=0, le=3)
    lookback_sessions: int = term(
        "Length n of the window of closing bids", unit="sessions", clause="CoD III.G", ge=1, le=60
    )
    lowest_count: int = term(
        "How many (m) of the lowest closing bids are averaged", unit="sessions", clause="CoD III.G", ge=1, le=60
    )
    window_end: Literal["day_before", "same_day"] = term(
        "Whether the window ends on the trading day before the conversion or on that day",
        clause="CoD III.G",
        default="day_before",
    )
    waived: bool = term(
        "Whether shares above the number at the fixed price are contributed back",
        clause="SPA 4.8",
        default=False,
    )

    @model_validator(mode="after")
    def _count_within_window(self) -> VariablePrice:
        if self.lowest_count > self.lookback_sessions:
            raise ValueError(
                f"lowest_count ({self.lowest_count}) is more than lookback_sessions "
                f"({self.lookback_sessions}); take at most as many bids as the window holds"
            )
        return self


class ConversionPrice(Part):
    """The conversion price: fixed, then the lower of fixed and variable (``CoD III.D``)."""

    fixed_usd: Exact | None = term(
        "Fixed Conversion Price; null: none (the price floats from switch_on, and nothing converts before)",
        unit="USD per share",
        clause="CoD III.E",
        default=None,
        ge=Decimal("0.0001"),
        le=100_000,
    )
    variable: VariablePrice | None = term("Variable Conversion Price; null: none", clause="CoD III.G", default=None)

    @model_validator(mode="after")
    def _some_price(self) -> ConversionPrice:
        if self.fixed_usd is None and self.variable is None:
            raise ValueError("neither fixed_usd nor variable is given; a series needs at least one price")
        if self.fixed_usd is None and self.variable is not None and self.variable.waived:
            raise ValueError("variable.waived needs a fixed_usd to fall back on (SPA 4.8); give one")
        return self


class Series(Part):
    """One series of convertible preferred stock."""

    name: str = term("Short name, used in column names: A, B", pattern=r"^[A-Za-z][A-Za-z0-9]{0,7}$")
    preferred_shares: int = term(
        "Preferred shares issued", unit="preferred shares", clause="CoD I", gt=0, le=10_000_000
    )
    stated_value_usd: Exact = term(
        "Stated value of one preferred share",
        unit="USD",
        clause="CoD III.F",
        default=Decimal(1000),
        gt=0,
        le=10_000_000,
    )
    purchase_price_usd: Exact = term("What the investor paid for the whole series", unit="USD", clause="SPA 1", gt=0)
    issue_date: Day = term("Date of first issue: the purchase price is paid and N runs from it", clause="CoD III.F")
    premium: Premium = term("Premium on the stated value", clause="CoD III.F")
    conversion_price: ConversionPrice = term("Conversion price", clause="CoD III.D")
    registration_effective: Day = term(
        "Date from which the series' shares may be sold on a public market", clause="RRA 2.1", mark="public"
    )
    maturity: Day = term("Maturity Date: required conversion of what is left", clause="CoD IV.H")
    assumed: tuple[str, ...] = term(
        "Terms of this series that nobody gave, by name (maturity, conversion_price.variable): listed with the "
        "assumed inputs",
        mark="setting",
        default=(),
    )

    @model_validator(mode="after")
    def _dates_in_order(self) -> Series:
        problems: list[str] = []
        for name in self.assumed:
            part: object = self
            for word in name.split("."):
                fields = type(part).model_fields if isinstance(part, Part) else {}
                part = getattr(part, word) if word in fields and word != "assumed" else None
            if part is None:
                problems.append(f"assumed names {name!r}, which is no term of series {self.name} in force; name one")
        if self.maturity <= self.issue_date:
            problems.append(
                f"maturity ({self.maturity}) is not after issue_date ({self.issue_date}); put the dates in order"
            )
        variable = self.conversion_price.variable
        if variable is not None and variable.switch_on > self.maturity:
            problems.append(
                f"conversion_price.variable.switch_on ({variable.switch_on}) is after maturity ({self.maturity}); "
                "the variable price would never act: move it, or set variable to null"
            )
        refuse(problems)
        return self


class Approval(Part):
    """Stockholder Approval, which lifts the cap (``CoD IV.G(i)``, ``SPA 4.7``)."""

    mode: Literal["date", "never", "probability"] = term(
        "date: given on that date; never; probability: drawn once per path, effective on that date",
        clause="CoD IV.G(i)",
        mark="choice",
    )
    date: Day | None = term("Date of approval", clause="CoD IV.G(i)", mark="public", default=None)
    probability: Exact | None = term(
        "Chance that approval is given on that date", unit="fraction", mark="assumed", default=None, ge=0, le=1
    )

    @model_validator(mode="after")
    def _mode_has_its_inputs(self) -> Approval:
        problems: list[str] = []
        if self.mode != "never" and self.date is None:
            problems.append(f"mode {self.mode} needs a date; add one, or set mode to never")
        if self.mode == "never" and self.date is not None:
            problems.append("mode never takes no date; remove date, or set mode to date")
        if self.mode == "probability" and self.probability is None:
            problems.append("mode probability needs a probability from 0 to 1; add one, or set mode to date or never")
        if self.mode != "probability" and self.probability is not None:
            problems.append(f"probability goes with mode probability only, not {self.mode}; remove it, or change mode")
        refuse(problems)
        return self


class Cap(Part):
    """The Cap Amount: the most common that may be issued before approval (``CoD IV.G(i)``, ``W 5``)."""

    amount_shares: int = term("Cap Amount", unit="shares", clause="CoD IV.G(i)", gt=0, le=100_000_000_000)
    counts: tuple[str, ...] = term(
        "The series whose conversions count, first come first served", clause="CoD IV.G(i)", mark="choice", min_length=1
    )
    returns: Literal["net", "gross"] = term(
        "Whether shares contributed back under the waiver leave the count (net) or stay in it (gross)",
        clause="SPA 4.8",
        mark="choice",
        default="net",
    )
    excess: Literal["stays", "lost"] = term(
        "What a notice above the cap leaves: preferred that stays unconverted (the contract), or a claim that is "
        "lost (for closed forms)",
        clause="CoD IV.G",
        mark="choice",
        default="stays",
    )

    @model_validator(mode="after")
    def _excess_fits_returns(self) -> Cap:
        if self.excess == "lost" and self.returns == "gross":
            raise ValueError(
                "excess lost contradicts returns gross: a lost claim has no contribution back to count; set returns "
                "to net"
            )
        return self


class SaleVolume(Part):
    """The holder's covenant on how much it sells in a session (``SPA 4.15``)."""

    while_held: str = term("The series whose ownership keeps the covenant alive", clause="SPA 4.15")
    floor_shares: int = term(
        "First leg: a number of shares", unit="shares", clause="SPA 4.15(i)", ge=0, le=10_000_000_000
    )
    share_of_session_volume: Exact = term(
        "Second leg: share of that session's volume", unit="fraction", clause="SPA 4.15(ii)", ge=0, le=1
    )
    share_of_average_volume: Exact = term(
        "Third leg: share of the average volume of the sessions before",
        unit="fraction",
        clause="SPA 4.15(iii)",
        ge=0,
        le=1,
    )
    average_sessions: int = term(
        "Sessions in that average", unit="sessions", clause="SPA 4.15(iii)", default=5, ge=1, le=60
    )
    price_below_usd: Exact | None = term(
        "The covenant binds sales at prices under this line; null: at every price",
        unit="USD per share",
        clause="SPA 4.15",
        default=None,
        gt=0,
        le=100_000,
    )


class Limits(Part):
    """The limits on conversion and sale, each on its own (``CoD IV.G``)."""

    cap: Cap | None = term("Cap Amount; null: none", clause="CoD IV.G(i)", default=None)
    ownership_fraction: Exact | None = term(
        "Most of the common outstanding that the holder may hold after a conversion; null: no limit",
        unit="fraction",
        clause="CoD IV.G(ii), RRA 2.3",
        default=None,
        gt=0,
        lt=1,
    )
    sale_volume: SaleVolume | None = term("Sale-volume covenant; null: none", clause="SPA 4.15", default=None)


class Conversion(Part):
    """How a notice becomes shares, and what happens at and after maturity."""

    round_up: Literal["per_notice", "per_share"] = term(
        "Where the number of common shares is rounded up", clause="CoD IV.A, IV.E", mark="choice", default="per_notice"
    )
    fractional_shares: bool = term(
        "Convert fractions of preferred into fractions of common, nothing rounded (for closed forms)",
        clause="CoD IV.E",
        mark="choice",
        default=False,
    )
    same_day_sale: bool = term(
        "Whether shares may be sold on their Conversion Date", clause="CoD IV.C", mark="choice", default=True
    )
    after_maturity: Literal["keeps_converting", "stranded"] = term(
        "What the limits hold back at maturity: converts as room appears, or never",
        clause="CoD IV.H",
        mark="choice",
        default="keeps_converting",
    )
    unconverted_recovery: Exact = term(
        "Worth of preferred still unconverted at the horizon, as a share of stated value",
        unit="fraction",
        mark="assumed",
        default=Decimal(0),
        ge=0,
        le=5,
    )


class Deal(Part):
    """Everything the documents fix."""

    issuer: Issuer = term("The company")
    start: Day = term("Session 0: the Second Closing", clause="SPA 1")
    horizon: Day = term("Last date that is simulated", clause="CoD IV.H")
    common: Common = term("Common stock at session 0")
    series: tuple[Series, ...] = term("Series of preferred, in the order of ties", min_length=1, max_length=4)
    approval: Approval = term("Stockholder Approval", clause="CoD IV.G(i)")
    limits: Limits = term("Limits on conversion and sale", clause="CoD IV.G", default_factory=Limits)
    conversion: Conversion = term("Mechanics of conversion", clause="CoD IV", default_factory=Conversion)

    @model_validator(mode="after")
    def _hangs_together(self) -> Deal:
        problems: list[str] = []
        names = [series.name for series in self.series]
        folded = [name.casefold() for name in names]
        if len(set(folded)) != len(folded):
            problems.append(f"series names {names} repeat (capitals do not count); name each series once")
        if self.horizon <= self.start:
            problems.append(f"horizon ({self.horizon}) is not after start ({self.start}); put the dates in order")
        for series in self.series:
            if series.issue_date > self.start:
                problems.append(
                    f"series {series.name}: issue_date ({series.issue_date}) is after start ({self.start}); "
                    "session 0 is the last closing: move start"
                )
            if series.maturity <= self.start:
                problems.append(
                    f"series {series.name}: maturity ({series.maturity}) is not after start ({self.start}); "
                    "put the dates in order"
                )
            if series.maturity > self.horizon:
                problems.append(
                    f"series {series.name}: maturity ({series.maturity}) is after horizon ({self.horizon}); "
                    "the run must reach it: move horizon"
                )
        cap, covenant = self.limits.cap, self.limits.sale_volume
        if cap is not None:
            unknown = [name for name in cap.counts if name not in names]
            if unknown:
                problems.append(f"limits.cap.counts names {unknown}, not among the series {names}")
            if len(set(cap.counts)) != len(cap.counts):
                problems.append(f"limits.cap.counts {list(cap.counts)} names a series twice; name each once")
            room = (
                None
                if self.common.authorized_shares is None
                else (self.common.authorized_shares - self.common.outstanding_shares)
            )
            if room is not None and cap.amount_shares > room:
                problems.append(
                    f"limits.cap.amount_shares ({cap.amount_shares:,}) is more than common.authorized_shares leaves "
                    f"({room:,}); the two limits contradict each other: lower the cap or raise the authorized shares"
                )
        if covenant is not None and covenant.while_held not in names:
            problems.append(
                f"limits.sale_volume.while_held names {covenant.while_held!r}, not among the series {names}"
            )
        if self.conversion.fractional_shares and self.conversion.round_up == "per_share":
            problems.append("conversion.fractional_shares contradicts round_up per_share; choose one")
        refuse(problems)
        return self
