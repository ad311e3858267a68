"""What happens to the company on a date, or by chance: issues, splits, mergers, failures (contract 7 to 9)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from simulate.scenario.base import Day, Exact, refuse, term
from simulate.scenario.event_base import Dated, DatedOrDrawn
from simulate.scenario.issues import ConvertibleIssue, Issuance, Readjustment


class Split(Dated):
    """A split, a reverse split or a stock dividend: ``CoD XI.A``, ``W 4(c)``."""

    kind: Literal["split"] = term("A split or a reverse split", clause="CoD XI.A, W 4(c)")
    new_shares: int = term("New shares", unit="shares", clause="CoD XI.A", gt=0, le=1000)
    old_shares: int = term("... for so many old ones", unit="shares", clause="CoD XI.A", gt=0, le=1000)

    @model_validator(mode="after")
    def _changes_something(self) -> Split:
        if self.new_shares == self.old_shares:
            raise ValueError(
                f"new_shares ({self.new_shares}) for as many old_shares is no split (CoD XI.A); give another ratio, or "
                "remove the event"
            )
        return self


class StockDividend(Dated):
    """A dividend in common stock: ``CoD XI.A``, ``W 4(c)``."""

    kind: Literal["stock_dividend"] = term("A dividend in common stock", clause="CoD XI.A, W 4(c)")
    new_shares: int = term("Shares after, of ...", unit="shares", clause="CoD XI.A", gt=0, le=1000)
    old_shares: int = term("... so many before", unit="shares", clause="CoD XI.A", gt=0, le=1000)
    treatment: Literal["as_split", "price_only"] = term(
        "Whether all adjusts that a split adjusts, or the prices only",
        clause="CoD XI.A, III.G, V.A, SPA 4.15",
        mark="choice",
        default="as_split",
    )

    @model_validator(mode="after")
    def _more_shares(self) -> StockDividend:
        if self.new_shares <= self.old_shares:
            raise ValueError(
                f"new_shares ({self.new_shares}) is not more than old_shares ({self.old_shares}); a dividend in stock "
                "adds shares: use a split for fewer"
            )
        return self


class Merger(Dated):
    """A merger, a sale of the assets or a tender offer, from its announcement: ``CoD XI.B``, ``XI.C``, ``W 4(e)``."""

    kind: Literal["merger"] = term("A merger, sale or tender offer that is announced", clause="CoD XI.B, XI.C")
    date: Day = term("Announcement Date", clause="CoD XI.B")
    transaction: Literal["merger", "asset_sale", "tender_offer"] = term(
        "What is announced: a merger (or consolidation), whose completion is paid; a sale of substantially all assets, "
        "or a tender offer for half of the common or more, whose completion only ends the freeze",
        clause="CoD XI.B, XI.C, W 4(e)",
        default="merger",
    )
    completed: Day | None = term("Date of its completion; null: not completed", clause="CoD XI.C", default=None)
    abandoned: Day | None = term(
        "Date on which its abandonment is announced; null: none", clause="CoD XI.B", default=None
    )
    consideration_usd: Exact | None = term(
        "Cash, or value in cash, per share of common; null: the closing bid of the session before completion",
        unit="USD per share",
        clause="CoD XI.C",
        default=None,
        ge=0,
    )
    treasury_rate_per_year: Exact = term(
        "Treasury rate of the warrants' remaining term, for the Black-Scholes Amount",
        unit="per year",
        clause="W 4(e)",
        mark="assumed",
        default=Decimal("0.05"),
        ge=0,
        le=1,
    )

    @model_validator(mode="after")
    def _one_end(self) -> Merger:
        problems: list[str] = []
        if self.completed is not None and self.abandoned is not None:
            problems.append("completed and abandoned exclude each other; keep one (CoD XI.B)")
        for name in ("completed", "abandoned"):
            end = getattr(self, name)
            if end is not None and end <= self.date:
                problems.append(f"{name} ({end}) is not after the announcement ({self.date}); put the dates in order")
        if self.transaction != "merger" and self.consideration_usd is not None:
            problems.append(
                f"consideration_usd is given for transaction {self.transaction}, whose completion pays nothing under "
                "this deal; remove it (CoD XI.C)"
            )
        refuse(problems)
        return self

    @property
    def pays(self) -> bool:
        """Whether it is a Major Transaction, whose completion is paid and ends the path (``CoD XI.C``, ``W 4(e)``)."""
        return self.transaction == "merger"


class Distribution(Dated):
    """A cash dividend, or pro-rata rights of a stated worth: ``CoD IX.B``, ``XI.F``, ``W 4(f)``."""

    kind: Literal["dividend", "rights"] = term("A dividend in cash, or pro-rata rights", clause="CoD IX.B, XI.F")
    date: Day = term("Record date; paid on it", clause="CoD IX.B")
    worth_usd: Exact = term(
        "Cash, or worth of the rights, per share of common", unit="USD per share", clause="CoD IX.B, XI.F", gt=0
    )


class Liquidation(DatedOrDrawn):
    """The company is wound up: ``CoD X``."""

    kind: Literal["liquidation"] = term("A liquidation", clause="CoD X")
    recovery: Exact = term(
        "What the preferred gets, of its Liquidation Preference; the common gets nothing",
        unit="fraction",
        clause="CoD X",
        mark="assumed",
        ge=0,
        le=1,
    )


class SpecialAdjustment(Dated):
    """An adjustment that the accountants set: ``CoD XI.G``."""

    kind: Literal["special_adjustment"] = term("An adjustment by the accountants", clause="CoD XI.G")
    factor: Exact = term(
        "The fixed price is multiplied by this", unit="fraction", clause="CoD XI.G", mark="assumed", gt=0, le=1
    )


class AuthorizedIncrease(Dated):
    """Stockholders authorize more common: ``CoD V``."""

    kind: Literal["authorized_increase"] = term("More common is authorized", clause="CoD V")
    shares: int = term("How much more", unit="shares", clause="CoD V", gt=0, le=100_000_000_000)


class Delisting(DatedOrDrawn):
    """The common leaves its market: event (i), and the end of the cap: ``CoD VIII.A(i)``, ``IV.G(i)``."""

    kind: Literal["delisting"] = term("The common is delisted", clause="CoD VIII.A(i)")
    event_sessions: int = term(
        "Event (i): trading days without a listing, the first of them included",
        unit="sessions",
        clause="CoD VIII.A(i)",
        default=5,
        ge=1,
        le=250,
    )
    hazard_level_usd: Exact | None = term(
        "A performance delisting: hazard_per_year is the chance at this closing bid, and rises as the bid falls; null: "
        "the same at every price",
        unit="USD per share",
        clause="contract 8",
        mark="assumed",
        default=None,
        gt=0,
        le=100_000,
    )
    hazard_power: Exact = term(
        "Power p of the chance: hazard_per_year x (hazard_level_usd / bid)^p",
        unit="power",
        clause="contract 8",
        mark="assumed",
        default=Decimal(2),
        gt=0,
        le=10,
    )

    @model_validator(mode="after")
    def _level_of_a_hazard(self) -> Delisting:
        if self.hazard_level_usd is not None and self.hazard_per_year is None:
            raise ValueError(
                "hazard_level_usd is given for a delisting that is dated; give hazard_per_year, or remove it"
            )
        return self


class Suspension(Dated):
    """A window in which a registration statement cannot be used: ``RRA 3.6``, ``4.5``."""

    kind: Literal["suspension"] = term("A suspension window", clause="RRA 3.6, 4.5")
    until: Day = term("Last date of the window, inclusive", clause="RRA 3.6")
    statements: tuple[str, ...] = term("The series whose statements are suspended", clause="RRA 3.6", min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Suspension:
        if self.until < self.date:
            raise ValueError(f"until ({self.until}) is before date ({self.date}); put the dates in order")
        return self


class DeliveryFailure(DatedOrDrawn):
    """The company delivers no certificates: ``CoD VII``."""

    kind: Literal["delivery_failure"] = term("A failure to deliver", clause="CoD VII")
    late_days: int = term(
        "Calendar days from the end of the Delivery Period to the delivery",
        unit="days",
        clause="CoD VII.A",
        mark="assumed",
        ge=1,
        le=3650,
    )
    refusal: bool = term(
        "Whether the company announces that it will not convert: no notice is honoured until the Cure Date",
        clause="CoD VII.A(y)",
        default=False,
    )
    buy_in: bool = term(
        "Whether the holder buys in what it had sold of the undelivered shares",
        clause="CoD VII.B, W 1(e)",
        default=False,
    )


class RedemptionEvent(DatedOrDrawn):
    """A Redemption Event that no state of the simulation decides: ``CoD VIII.A``."""

    kind: Literal["redemption_event"] = term("A Redemption Event", clause="CoD VIII.A")
    event: Literal["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"] = term(
        "Which one; vii, viii and ix are computed, and are refused here", clause="CoD VIII.A"
    )
    until: Day | None = term(
        "It gives a right only if it happens before this date, as event (x) before 1999-07-27; null: without end",
        clause="CoD VIII.A(x)",
        default=None,
    )

    @model_validator(mode="after")
    def _decided_by_nothing_simulated(self) -> RedemptionEvent:
        computed = {"vii": "reserve", "viii": "cap_test", "ix": "registration"}
        if self.event in computed:
            raise ValueError(
                f"event ({self.event}) is computed from the deal's {computed[self.event]}, and is no input; allowed "
                f"here: i to vi and x; remove it, and state {computed[self.event]} (CoD VIII.A({self.event}))"
            )
        return self

    @model_validator(mode="after")
    def _before_its_end(self) -> RedemptionEvent:
        if self.until is not None and self.date is not None and self.date >= self.until:
            raise ValueError(
                f"date ({self.date}) is not before until ({self.until}), from which on event ({self.event}) gives no "
                f"right; allowed: a date before it; remove the event, or put until later (CoD VIII.A({self.event}))"
            )
        return self


Event = Annotated[
    Issuance
    | ConvertibleIssue
    | Readjustment
    | Split
    | StockDividend
    | Merger
    | Distribution
    | Liquidation
    | SpecialAdjustment
    | AuthorizedIncrease
    | Delisting
    | Suspension
    | DeliveryFailure
    | RedemptionEvent,
    Field(discriminator="kind"),
]
"""Any event."""
