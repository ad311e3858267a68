"""A series of convertible preferred: its Premium, its conversion price, and what is paid along the way."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import model_validator

from simulate.scenario.base import Day, Exact, Part, refuse, term


def ascending(name: str, dates: tuple[Day, ...]) -> list[str]:
    """The problem of dates that do not ascend, each once."""
    if list(dates) != sorted(set(dates)):
        return [f"{name} do not ascend; put them in order, each once"]
    return []


FEWEST_CALENDAR_DAYS = 360
"""Of a year by any day count."""
MOST_SESSIONS_A_YEAR = 262
"""Weekdays of a year; more are no sessions."""


class Premium(Part):
    """Accretion on the stated value: stated value x rate x N / day count (``CoD III.F``), simple unless it says so."""

    rate_per_year: Exact = term("Premium rate", unit="per year", clause="CoD III.F", ge=0, le=2)
    counts: Literal["calendar_days", "sessions"] = term(
        "What N counts: calendar days (the contract's), or trading sessions (252 a year: a textbook's)",
        clause="CoD III.F",
        default="calendar_days",
    )
    day_count_days: int = term(
        "Days, or sessions, in the year of the Premium formula",
        unit="days",
        clause="CoD III.F",
        default=365,
        ge=250,
        le=366,
    )
    counts_issue_date: bool = term(
        "Whether N counts the issue date itself; the Conversion Date always counts",
        clause="CoD III.F",
        mark="inferred",
        default=False,
    )
    paid: Literal["on_conversion", "in_kind", "cash", "shares"] = term(
        "on_conversion: it accretes, simple; in_kind: it is added to the stated value on every pay date (it "
        "compounds); cash, shares: it is paid on every pay date, and what has run since then is converted",
        clause="CoD III.F",
        default="on_conversion",
    )
    pay_months: int = term(
        "Months between pay dates, counted from the issue date", unit="months", default=3, ge=1, le=12
    )

    @model_validator(mode="after")
    def _one_year(self) -> Premium:
        problems: list[str] = []
        if self.counts == "calendar_days" and self.day_count_days < FEWEST_CALENDAR_DAYS:
            problems.append(
                f"day_count_days ({self.day_count_days}) is below {FEWEST_CALENDAR_DAYS} with counts calendar_days; "
                "set it to 360, 365 or 366, or counts to sessions"
            )
        if self.counts == "sessions" and self.day_count_days > MOST_SESSIONS_A_YEAR:
            problems.append(
                f"day_count_days ({self.day_count_days}) is above {MOST_SESSIONS_A_YEAR} with counts sessions; set it "
                "to 252, or counts to calendar_days"
            )
        if self.counts == "sessions" and self.paid != "on_conversion":
            problems.append(
                f"counts sessions goes with paid on_conversion alone, and paid is {self.paid}; set counts to "
                "calendar_days"
            )
        refuse(problems)
        return self


class MultiplierStep(Part):
    """A multiplier from a date on."""

    date: Day = term("From this date", clause="CoD III.G")
    multiplier: Exact = term("Multiplier of the average", unit="fraction", clause="CoD III.G", gt=0, le=3)
    unless: Literal["registered", "never"] = term(
        "registered: the step falls away if the series' registration is effective by its date (a milestone)",
        default="never",
    )


class Resets(Part):
    """Dates on which a fixed price falls to the market, if the market is lower."""

    dates: tuple[Day, ...] = term("Reset dates", min_length=1, max_length=60)
    multiplier: Exact = term("New price, of the average of the lowest closing bids", unit="fraction", gt=0, le=3)
    lookback_sessions: int = term("Length n of the window, ending on the day before", unit="sessions", ge=1, le=60)
    lowest_count: int = term("How many of the lowest bids are averaged", unit="sessions", ge=1, le=60)
    floor_usd: Exact | None = term(
        "It never falls below this; null: no floor", unit="USD per share", default=None, gt=0
    )

    @model_validator(mode="after")
    def _in_order(self) -> Resets:
        problems: list[str] = []
        if self.lowest_count > self.lookback_sessions:
            problems.append(
                f"lowest_count ({self.lowest_count}) is more than lookback_sessions ({self.lookback_sessions}); take "
                "at most as many bids as the window holds"
            )
        refuse(problems + ascending("dates", self.dates))
        return self


class VariablePrice(Part):
    """The Variable Conversion Price: a multiple of the average of the lowest closing bids (``CoD III.G``)."""

    switch_on: Day = term("First date on which the conversion price may float, inclusive", clause="CoD III.D")
    multiplier: Exact = term("Multiplier of the average", unit="fraction", clause="CoD III.G", gt=0, le=3)
    lookback_sessions: int = term(
        "Length n of the window of closing bids", unit="sessions", clause="CoD III.G", ge=1, le=60
    )
    lowest_count: int = term(
        "How many (m) of the lowest closing bids are averaged; k for kth_lowest; 1 for lowest, mean and median, which "
        "do not use it",
        unit="sessions",
        clause="CoD III.G",
        default=1,
        ge=1,
        le=60,
    )
    selector: Literal["lowest_average", "lowest", "mean", "median", "kth_lowest"] = term(
        "What is taken of the window: the average of the m lowest (the contract's), the lowest, the mean or the median "
        "of all, or the k-th lowest",
        clause="CoD III.G",
        default="lowest_average",
    )
    price_field: Literal["closing_bid", "close", "vwap_proxy", "low_proxy"] = term(
        "Which price of a session: vwap_proxy is the mean of the close and the close before, low_proxy the lower of "
        "them (a session's own trades are not simulated)",
        clause="CoD III.G",
        default="closing_bid",
    )
    multiplier_steps: tuple[MultiplierStep, ...] = term("Later multipliers, by date", clause="CoD III.G", default=())
    floor_usd: Exact | None = term("Floor of the variable price; null: none", unit="USD per share", default=None, gt=0)
    below_floor: Literal["at_floor", "stops", "cash_difference"] = term(
        "Below the floor: it converts at the floor; not at all; or at the floor, the shares that are missing paid in "
        "cash at the closing bid",
        default="at_floor",
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
        refuse(ascending("multiplier_steps", tuple(step.date for step in self.multiplier_steps)))
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
    ceiling_usd: Exact | None = term(
        "The conversion price never exceeds this; null: no ceiling", unit="USD per share", default=None, gt=0
    )
    resets: Resets | None = term("Resets of the fixed price; null: none", default=None)

    @model_validator(mode="after")
    def _some_price(self) -> ConversionPrice:
        floor = None if self.variable is None else self.variable.floor_usd
        if floor is not None and self.ceiling_usd is not None and floor > self.ceiling_usd:
            raise ValueError(
                f"variable.floor_usd ({floor}) is above ceiling_usd ({self.ceiling_usd}): no price can satisfy both; "
                "lower the floor or raise the ceiling"
            )
        if self.resets is not None and self.fixed_usd is None:
            raise ValueError("resets need a fixed_usd to reset; give one, or remove resets")
        if self.fixed_usd is None and self.variable is None:
            raise ValueError("neither fixed_usd nor variable is given; a series needs at least one price")
        if self.fixed_usd is None and self.variable is not None and self.variable.waived:
            raise ValueError("variable.waived needs a fixed_usd to fall back on (SPA 4.8); give one")
        stops = self.variable is not None and self.variable.below_floor == "stops"
        if stops and floor is not None and self.fixed_usd is not None and floor > self.fixed_usd:
            raise ValueError(
                f"variable.floor_usd ({floor}) is above fixed_usd ({self.fixed_usd}) with below_floor stops: the "
                "variable price would never be the lower of the two; lower the floor, or set below_floor to at_floor"
            )
        return self


class Amortisation(Part):
    """Preferred that the company must retire on dates, in cash or in common."""

    dates: tuple[Day, ...] = term("Dates", min_length=1, max_length=120)
    preferred_shares: int = term("Preferred retired on each", unit="preferred shares", gt=0)
    pay: Literal["cash", "shares"] = term(
        "cash: claim paid in cash; shares: converted at the conversion price within the limits, what they hold back "
        "paid in cash"
    )

    @model_validator(mode="after")
    def _in_order(self) -> Amortisation:
        refuse(ascending("dates", self.dates))
        return self


class Draws(Part):
    """An equity line: the company sells on dates; the preferred stands for the dollars it may draw."""

    dates: tuple[Day, ...] = term("Dates on which the company draws", min_length=1, max_length=600)
    preferred_shares: int = term("Drawn on each: so many times the stated value", unit="preferred shares", gt=0)

    @model_validator(mode="after")
    def _in_order(self) -> Draws:
        refuse(ascending("dates", self.dates))
        return self


class Position(Part):
    """Where a series stands when a run begins in the middle."""

    preferred_left: int = term("Preferred left at session 0", unit="preferred shares", mark="setting", ge=0)
    common_held: int = term("Common held from it at session 0", unit="shares", mark="setting", default=0, ge=0)
    proceeds_usd: Exact = term(
        "Sales of its common before session 0, counted on session 0",
        unit="USD",
        mark="setting",
        default=Decimal(0),
        ge=0,
    )
    fixed_usd: Exact | None = term(
        "Fixed price in force at session 0, if it has been adjusted",
        unit="USD per share",
        mark="setting",
        default=None,
        gt=0,
    )


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
    amortisation: Amortisation | None = term("Retirement on dates; null: none", default=None)
    draws: Draws | None = term("An equity line's draws; null: bought on its issue date", default=None)
    position: Position | None = term("Position at the start; null: nothing converted yet", default=None)
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
