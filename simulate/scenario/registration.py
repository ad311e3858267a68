"""Registration of the common: statements, deadlines, payments, and the cover test (``RRA 2``, ``3.2``)."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import model_validator

from simulate.scenario.base import Exact, Part, term


class Statement(Part):
    """A registration statement (``RRA 2.1``)."""

    series: str = term("The series whose shares it covers", clause="RRA 2.1")
    registered_shares: int = term(
        "Shares registered on it", unit="shares", clause="RRA 2.1", mark="choice", gt=0, le=100_000_000_000
    )


class Registration(Part):
    """Registration deadlines, payments and the cover test (``RRA 2.3``, ``3.2``)."""

    statements: tuple[Statement, ...] = term("The statements", clause="RRA 2.1", default=())
    cover_multiple: Exact = term(
        "A statement covers too little under this multiple of what is registrable on it",
        unit="multiple",
        clause="RRA 3.2",
        default=Decimal("1.75"),
        gt=0,
        le=100,
    )
    restored_multiple: Exact = term(
        "... and is amended to this multiple", unit="multiple", clause="RRA 3.2", default=Decimal(2), gt=0, le=100
    )
    cover_sessions: int = term(
        "Sessions in a row that make the Registration Trigger Date",
        unit="sessions",
        clause="RRA 3.2",
        default=3,
        ge=1,
        le=60,
    )
    company: Literal["raises", "binds"] = term(
        "Whether the company amends it in time, or never", clause="RRA 3.2", mark="choice", default="raises"
    )
    effective_within_sessions: int = term(
        "Business days after the trigger date until event (ix): 10 for an amendment, 20 for a new statement",
        unit="sessions",
        clause="CoD VIII.A(ix)",
        default=10,
        ge=1,
        le=250,
    )
    paying_series: str | None = term(
        "The series whose deadline is watched; null: no registration payments", clause="RRA 2.3", default=None
    )
    deadline_days: int = term(
        "Deadline, calendar days after the series' issue", unit="days", clause="RRA 2.3", default=60, ge=1, le=3650
    )
    deadline_days_with_comments: int = term(
        "... if the SEC comments", unit="days", clause="RRA 2.3", default=90, ge=1, le=3650
    )
    sec_comments: bool = term("Whether the SEC comments", clause="RRA 2.3", mark="choice", default=True)
    payment_fraction_per_month: Exact = term(
        "Payment for 30 days, of the purchase price",
        unit="fraction",
        clause="RRA 2.3",
        default=Decimal("0.03"),
        ge=0,
        le=1,
    )
    payment_month_days: int = term(
        "Calendar days of the month that this fraction is for; a longer delay is paid for each such period",
        unit="days",
        clause="RRA 2.3",
        default=30,
        ge=1,
        le=366,
    )
    pay_after_days: int = term(
        "Calendar days from the end of the delay, or of such a period, until it is paid",
        unit="days",
        clause="RRA 2.3",
        default=5,
        ge=0,
        le=366,
    )
    payment_base: Literal["both_series", "affected"] = term(
        "The purchase price of all series, or of the affected one; converted shares included",
        clause="RRA 2.3",
        mark="choice",
        default="both_series",
    )
    runs_from: Literal["from_deadline", "from_closing"] = term(
        "From when the days of a late registration count", clause="RRA 2.3", mark="choice", default="from_deadline"
    )
    redemption_day: int = term(
        "Event (vi): not effective by this day after the issue",
        unit="days",
        clause="CoD VIII.A(vi)",
        default=90,
        ge=1,
        le=3650,
    )
    unusable_sessions: int = term(
        "Event (vi): unusable for so many business days running",
        unit="sessions",
        clause="CoD VIII.A(vi)",
        default=5,
        ge=1,
    )
    unusable_days_per_year: int = term(
        "Event (vi): unusable on more than so many calendar days of any 365",
        unit="days",
        clause="CoD VIII.A(vi)",
        default=20,
        ge=1,
    )

    @model_validator(mode="after")
    def _multiples(self) -> Registration:
        if self.restored_multiple < self.cover_multiple:
            raise ValueError(
                f"restored_multiple ({self.restored_multiple}) is below cover_multiple ({self.cover_multiple}); an "
                "amendment would fail its own test (RRA 3.2): raise it"
            )
        return self
