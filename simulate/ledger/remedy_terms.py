"""The terms of what the company owes when something fails, on the sessions of a deal (contract 6 to 8, 10).

Dates become session numbers ("on or after a date" is the first session whose date is on or after it) or stay
calendar dates where the contract counts calendar days; decimals become exact fractions.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from simulate.ledger.registration_terms import (
    CoverTerms,
    RegistrationPaymentTerms,
    SuspensionTerms,
    cover_terms,
    registration_payment_terms,
    suspension_terms,
)
from simulate.scenario import CapTest, Delivery, DeliveryFailure, ListingRule, Money, Redemption, Reserve, Scenario


@dataclass(frozen=True, slots=True)
class ReserveTerms:
    """The Reserved Amount and its test (``CoD V``)."""

    place: int
    """The series that it is reserved for."""
    amount: int
    used: int
    looks_at_what_remains: bool
    required_multiple: Fraction
    sessions: int
    raises: bool
    act_within_days: int


@dataclass(frozen=True, slots=True)
class CapTestTerms:
    """The Trading Market Trigger Event (``CoD VI.B``)."""

    place: int
    first: int
    """First session on which it is read."""
    approval_by: date
    required_multiple: Fraction
    late_approval_cures: bool
    looks_at_what_remains: bool
    """Whether a redemption restores what is left of the cap, not all of it (``CoD VIII.B(iii)``)."""


@dataclass(frozen=True, slots=True)
class DeliveryTerms:
    """The Delivery Period and what a failure costs (``CoD IV.C``, ``VII``)."""

    period_sessions: int
    """Sessions from the Conversion Date to the end of the Delivery Period, the later of its two legs."""
    exercise_period_sessions: int
    """Sessions from an exercise to the end of a warrant's own Delivery Period (``W 1(b)``)."""
    flat_a_day: Fraction
    flat_until_sessions: int
    face_fraction_a_day: Fraction
    premium_daily: bool
    ratchet_days: int
    event_sessions: int
    pay_after_sessions: int


@dataclass(frozen=True, slots=True)
class FailureTerms:
    """One failure to deliver (``CoD VII.A``)."""

    event: int
    """Its place among the deal's events."""
    late_days: int
    refusal: bool
    buy_in: bool


@dataclass(frozen=True, slots=True)
class RedemptionTerms:
    """Redemption by the holder, and what the company can pay (``CoD VIII``, ``XIV.E``)."""

    places: tuple[int, ...]
    face_multiple: Fraction
    pay_after_sessions: int
    cash: tuple[tuple[int, Fraction], ...]
    """First session and amount that the company can pay in all, ascending."""
    lawful: tuple[tuple[int, Fraction], ...]
    """The same of what it may lawfully pay for redemptions; empty: no limit."""
    ends_when_cured: bool
    """Whether the rights of events (iii), (vii) and (ix) end with what gave them."""
    penalty_of_affected: bool
    """Whether the Penalty is divided by the preferred that the refusal affected, not by all that is left."""


@dataclass(frozen=True, slots=True)
class ListingTerms:
    """The exchange's rule on low prices (contract 8)."""

    minimum_bid: Fraction
    """Dollars."""
    sessions_under: int
    cure_days: int
    cure_sessions: int
    event_sessions: int
    """Sessions without a listing that make event (i)."""


@dataclass(frozen=True, slots=True)
class RemedyTerms:
    """All of them; a part that the deal does not name is None. Build with :meth:`of`."""

    reserve: ReserveTerms | None
    cap_test: CapTestTerms | None
    payments: RegistrationPaymentTerms | None
    cover: CoverTerms | None
    suspensions: tuple[SuspensionTerms, ...]
    delivery: DeliveryTerms | None
    failures: tuple[FailureTerms, ...]
    redemption: RedemptionTerms | None
    listing: ListingTerms | None
    interest_a_day: Fraction
    """Simple interest on the certificate account, of the principal, a calendar day."""
    conditions_tested: bool
    """Whether required conversion has conditions (``CoD IV.H``)."""
    redeems: str
    """``never``, ``when_it_pays_more`` or ``always``: when the holder elects redemption."""
    refuses_at_maturity: bool
    has_listing_ended: bool

    @classmethod
    def of(cls, scenario: Scenario, dates: Sequence[date]) -> RemedyTerms:
        """Read them from a scenario.

        Parameters
        ----------
        scenario
            The deal and its holder.
        dates
            Dates of the sessions, ascending.

        Returns
        -------
        RemedyTerms
        """
        deal, holder = scenario.deal, scenario.holder
        places = {series.name: place for place, series in enumerate(deal.series)}
        suspensions = suspension_terms(scenario, places, dates)
        redemption = deal.redemption
        # Without redemption, default payments are all that the Certificate makes due (CoD XIV.E).
        bears_interest = deal.delivery if redemption is None else redemption
        rate = Fraction(0) if bears_interest is None else Fraction(bears_interest.interest_per_year)
        return cls(
            reserve=None if deal.reserve is None else _reserve(deal.reserve, places),
            cap_test=None if deal.cap_test is None else _cap_test(deal.cap_test, places, dates),
            payments=registration_payment_terms(scenario, places, dates, suspensions),
            cover=cover_terms(deal.registration, places),
            suspensions=suspensions,
            delivery=None if deal.delivery is None else _delivery(deal.delivery),
            failures=() if deal.delivery is None else _failures(scenario),
            redemption=None if redemption is None else _redemption(redemption, places, dates),
            listing=None if deal.listing_rule is None else _listing(deal.listing_rule),
            interest_a_day=rate / 365,
            conditions_tested=deal.conversion.maturity_conditions == "tested",
            redeems=holder.redeems,
            refuses_at_maturity=holder.refuses_at_maturity,
            has_listing_ended=holder.has_listing_ended,
        )


def _reserve(reserve: Reserve, places: dict[str, int]) -> ReserveTerms:
    return ReserveTerms(
        place=places[reserve.series],
        amount=reserve.amount_shares,
        used=reserve.used_shares,
        looks_at_what_remains=reserve.basis == "remaining",
        required_multiple=Fraction(reserve.required_multiple),
        sessions=reserve.sessions,
        raises=reserve.company == "raises",
        act_within_days=reserve.act_within_days,
    )


def _cap_test(test: CapTest, places: dict[str, int], dates: Sequence[date]) -> CapTestTerms:
    return CapTestTerms(
        place=places[test.series],
        first=bisect_right(dates, test.after),
        approval_by=test.approval_by,
        required_multiple=Fraction(test.required_multiple),
        late_approval_cures=test.late_approval_cures,
        looks_at_what_remains=test.redemption_basis == "remaining",
    )


def _delivery(delivery: Delivery) -> DeliveryTerms:
    return DeliveryTerms(
        period_sessions=max(delivery.period_sessions, delivery.certificate_sessions + 1),
        exercise_period_sessions=delivery.period_sessions,
        flat_a_day=Fraction(delivery.flat_usd_per_day),
        flat_until_sessions=delivery.flat_until_sessions,
        face_fraction_a_day=Fraction(delivery.face_fraction_per_day),
        premium_daily=delivery.premium == "daily",
        ratchet_days=delivery.ratchet_days,
        event_sessions=delivery.event_sessions,
        pay_after_sessions=delivery.pay_after_sessions,
    )


def _failures(scenario: Scenario) -> tuple[FailureTerms, ...]:
    """Failures in deal order; the session of each is the event's."""
    return tuple(
        FailureTerms(place, event.late_days, event.refusal, event.buy_in)
        for place, event in enumerate(scenario.deal.events)
        if isinstance(event, DeliveryFailure)
    )


def _redemption(redemption: Redemption, places: dict[str, int], dates: Sequence[date]) -> RedemptionTerms:
    return RedemptionTerms(
        places=tuple(places[name] for name in redemption.series),
        face_multiple=Fraction(redemption.face_multiple),
        pay_after_sessions=redemption.pay_after_sessions,
        cash=_schedule(redemption.cash_usd, dates),
        lawful=_schedule(redemption.lawful_usd, dates),
        ends_when_cured=redemption.right == "ends_when_cured",
        penalty_of_affected=redemption.penalty_per == "affected_share",
    )


def _listing(rule: ListingRule) -> ListingTerms:
    return ListingTerms(
        minimum_bid=Fraction(rule.minimum_bid_usd),
        sessions_under=rule.sessions_under,
        cure_days=rule.cure_days,
        cure_sessions=rule.cure_sessions,
        event_sessions=rule.event_sessions,
    )


def _schedule(amounts: tuple[Money, ...], dates: Sequence[date]) -> tuple[tuple[int, Fraction], ...]:
    return tuple((bisect_left(dates, amount.date), Fraction(amount.usd)) for amount in amounts)


def in_force(schedule: tuple[tuple[int, Fraction], ...], session: int) -> Fraction:
    """The amount of a schedule that holds on a session.

    Parameters
    ----------
    schedule
        First session and dollars of each amount, ascending.
    session
        The session.

    Returns
    -------
    Fraction
        Dollars; 0 before the first.
    """
    amounts = [amount for first, amount in schedule if first <= session]
    return amounts[-1] if amounts else Fraction(0)
