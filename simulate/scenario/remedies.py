"""What the company owes when something fails: reserve and cap tests, delivery, redemption (contract 6 to 8)."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Literal

from pydantic import model_validator

from simulate.scenario.base import Day, Exact, Part, refuse, term


class Money(Part):
    """An amount that holds from a date on."""

    date: Day = term("First date on which it holds", mark="setting")
    usd: Exact = term("Amount", unit="USD", mark="assumed", ge=0)


def in_order(name: str, amounts: tuple[Money, ...]) -> list[str]:
    """Problems of a schedule whose dates do not ascend."""
    if any(later.date <= earlier.date for earlier, later in pairwise(amounts)):
        return [f"{name}: the dates do not ascend; put them in order, each once"]
    return []


class Reserve(Part):
    """The Reserved Amount and its test (``CoD V``)."""

    amount_shares: int = term("Reserved Amount at session 0", unit="shares", clause="CoD V.A", ge=0, le=100_000_000_000)
    series: str = term("The series that it is reserved for, with the warrants in_reserve", clause="CoD V.A")
    used_shares: int = term(
        "Shares already issued out of it at the start", unit="shares", clause="CoD V.A", mark="setting", default=0, ge=0
    )
    basis: Literal["remaining", "original"] = term(
        "Whether the test looks at what remains of it, or at the original number",
        clause="CoD V.B",
        mark="choice",
        default="remaining",
    )
    required_multiple: Exact = term(
        "The test fails under this multiple of the series as converted",
        unit="multiple",
        clause="CoD V.B",
        default=Decimal(2),
        gt=0,
        le=100,
    )
    sessions: int = term(
        "Sessions in a row that make the Authorization Trigger Date",
        unit="sessions",
        clause="CoD V.B",
        default=3,
        ge=1,
        le=60,
    )
    company: Literal["raises", "binds"] = term(
        "Whether the company raises it in time, as far as authorized, or never",
        clause="CoD V.B",
        mark="choice",
        default="raises",
    )
    act_within_days: int = term(
        "Calendar days after the trigger date until event (vii): 60, or 70 (10 and then 60), or 10 where the board "
        "alone can",
        unit="days",
        clause="CoD VIII.A(vii)",
        mark="choice",
        default=60,
        ge=1,
        le=3650,
    )


class CapTest(Part):
    """The Trading Market Trigger Event (``CoD VI.B``)."""

    series: str = term("The series as converted that it looks at", clause="CoD VI.B")
    after: Day = term("It is read on sessions after this date", clause="CoD VI.B")
    approval_by: Day = term("Approval missed by this date makes a failed test event (viii)", clause="CoD VIII.A(viii)")
    required_multiple: Exact = term(
        "It fails under this multiple", unit="multiple", clause="CoD VI.B", default=Decimal(2), gt=0, le=100
    )
    late_approval_cures: bool = term(
        "Whether a later approval ends event (viii)", clause="CoD VIII.A(viii)", mark="choice", default=True
    )
    redemption_basis: Literal["remaining", "allocated"] = term(
        "What must exceed the multiple after a redemption under event (viii): the unissued part of the Cap Amount, as "
        "the test of CoD VI.B, so that the redemption cures what failed; or, literally, all of the allocated portion",
        clause="CoD VIII.B(iii)",
        mark="choice",
        default="remaining",
    )


class Delivery(Part):
    """Default payments for late certificates (``CoD VII``); the failures are events."""

    period_sessions: int = term(
        "Delivery Period: business days after the Conversion Date",
        unit="sessions",
        clause="CoD IV.C",
        default=3,
        ge=0,
        le=60,
    )
    certificate_sessions: int = term(
        "Business days from the Conversion Date until the holder's certificates arrive; the period ends at the later",
        unit="sessions",
        clause="CoD IV.C",
        mark="assumed",
        default=2,
        ge=0,
        le=60,
    )
    flat_usd_per_day: Exact = term(
        "First stage, a calendar day, flat", unit="USD per day", clause="CoD VII.A", default=Decimal(500), ge=0
    )
    flat_until_sessions: int = term(
        "... until this business day after the notice", unit="sessions", clause="CoD VII.A", default=5, ge=0, le=60
    )
    face_fraction_per_day: Exact = term(
        "Second stage, a calendar day, of the affected face",
        unit="fraction",
        clause="CoD VII.A",
        default=Decimal("0.01"),
        ge=0,
        le=1,
    )
    premium: Literal["once", "daily"] = term(
        "Whether the Premium on the affected face is added once or every day",
        clause="CoD VII.A",
        mark="choice",
        default="once",
    )
    ratchet_days: int = term(
        "Not delivered before this calendar day after the period: the fixed price falls",
        unit="days",
        clause="CoD VII.C",
        default=10,
        ge=1,
    )
    event_sessions: int = term(
        "Event (iii): business days after the period", unit="sessions", clause="CoD VIII.A(iii)", default=10, ge=1
    )
    pay_after_sessions: int = term(
        "Business days after the demand until payment is due",
        unit="sessions",
        clause="CoD VII.A",
        default=5,
        ge=0,
        le=60,
    )
    interest_per_year: Exact = term(
        "Interest on default payments that are due and unpaid, in a deal without redemption; with it, redemption's "
        "interest_per_year is on all that the Certificate makes due",
        unit="per year",
        clause="CoD XIV.E",
        default=Decimal("0.24"),
        ge=0,
        le=2,
    )


class Redemption(Part):
    """Redemption by the holder (``CoD VIII``)."""

    series: tuple[str, ...] = term("The series that may be redeemed", clause="CoD VIII.B, SPA 7.1(i)", min_length=1)
    face_multiple: Exact = term(
        "First leg of the Redemption Amount, of face",
        unit="multiple",
        clause="CoD VIII.C",
        default=Decimal("1.25"),
        ge=0,
        le=100,
    )
    right: Literal["persists", "ends_when_cured"] = term(
        "Whether the right of an event, once born, persists, or ends when (iii) the shares are delivered, (vii) the "
        "reserve or (ix) the registered shares suffice again; (viii) has a switch of its own",
        clause="CoD VIII.A, VIII.B",
        mark="choice",
        default="persists",
    )
    penalty_per: Literal["affected_share", "share_left"] = term(
        "Which preferred share the Penalty in the Redemption Amount, the refusal's unpaid default payments, is divided "
        "by: those that the refusal affected, or all that are left",
        clause="CoD VIII.C, VII.A",
        mark="choice",
        default="affected_share",
    )
    pay_after_sessions: int = term(
        "Business days after the Redemption Notice until it is paid",
        unit="sessions",
        clause="CoD VIII.D",
        default=5,
        ge=0,
        le=60,
    )
    cash_usd: tuple[Money, ...] = term(
        "What the company can pay the investor in all, up to each date's next: a required input of the company",
        unit="USD",
        clause="CoD VIII.D",
        min_length=1,
    )
    lawful_usd: tuple[Money, ...] = term(
        "What it may lawfully pay for redemptions in all (capital impairment); empty: no limit",
        unit="USD",
        clause="CoD VIII.F",
        default=(),
    )
    interest_per_year: Exact = term(
        "Interest on what the Certificate makes due and is unpaid",
        unit="per year",
        clause="CoD XIV.E",
        default=Decimal("0.24"),
        ge=0,
        le=2,
    )
    owed_recovery: Exact = term(
        "Worth at the horizon of a dollar owed and unpaid",
        unit="fraction",
        mark="assumed",
        default=Decimal(0),
        ge=0,
        le=1,
    )

    @model_validator(mode="after")
    def _schedules(self) -> Redemption:
        refuse(in_order("cash_usd", self.cash_usd) + in_order("lawful_usd", self.lawful_usd))
        return self
