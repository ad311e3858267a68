"""Registration statements on the sessions of a deal: suspensions, payments, cover (``RRA 2.3``, ``3.2``, ``3.6``)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from simulate.scenario import Registration, Scenario, Suspension


@dataclass(frozen=True, slots=True)
class RegistrationPaymentTerms:
    """Payments for a registration that is late or suspended, and event (vi) (``RRA 2.3``, ``CoD VIII.A(vi)``)."""

    place: int
    """The paying series."""
    counted_days: frozenset[int]
    """Ordinals of the calendar days of the run on which its shares cannot be sold, deadline considered."""
    fraction_a_day: Fraction
    """Of the purchase price: the month's fraction over its days."""
    month_days: int
    """A longer obligation is paid for every period of so many days."""
    pay_after_days: int
    """Calendar days after the end of a period until it is paid."""
    of_all_series: bool
    in_shares: bool
    late_session: int
    """Session on which event (vi) is read for a statement not effective by then."""
    is_late: bool
    """Whether the statement is not effective by its day, which may fall before that session."""
    suspended_days: tuple[int, ...]
    """Ordinals of the calendar days of its suspensions from effectiveness on, ascending."""
    unusable_sessions: int
    unusable_days: int


@dataclass(frozen=True, slots=True)
class CoverTerms:
    """How many shares each statement registers, and the test of it (``RRA 3.2``)."""

    registered: tuple[tuple[int, int], ...]
    """Series and shares registered, by statement."""
    cover_multiple: Fraction
    restored_multiple: Fraction
    sessions: int
    raises: bool
    effective_within_sessions: int


@dataclass(frozen=True, slots=True)
class SuspensionTerms:
    """A window in which statements cannot be used (``RRA 3.6``, ``4.5``)."""

    first: int
    after: int
    """First session after it."""
    first_day: date
    last_day: date
    statements: frozenset[int]


def suspension_terms(scenario: Scenario, places: dict[str, int], dates: Sequence[date]) -> tuple[SuspensionTerms, ...]:
    """Windows that begin in the run; what is dated before session 0 does not act.

    Parameters
    ----------
    scenario
        The deal.
    places
        Of the series, by name.
    dates
        Of the sessions.

    Returns
    -------
    tuple of SuspensionTerms
    """
    return tuple(
        SuspensionTerms(
            first=bisect_left(dates, event.date),
            after=bisect_right(dates, event.until),
            first_day=event.date,
            last_day=event.until,
            statements=frozenset(places[name] for name in event.statements),
        )
        for event in scenario.deal.events
        if isinstance(event, Suspension) and event.date >= dates[0]
    )


def registration_payment_terms(
    scenario: Scenario, places: dict[str, int], dates: Sequence[date], suspensions: tuple[SuspensionTerms, ...]
) -> RegistrationPaymentTerms | None:
    """The payments of the paying series, the days on which its shares cannot be sold laid out one by one.

    Parameters
    ----------
    scenario
        The deal and its holder.
    places
        Of the series, by name.
    dates
        Of the sessions.
    suspensions
        From :func:`suspension_terms`.

    Returns
    -------
    RegistrationPaymentTerms or None
        None: no series pays.
    """
    registration = scenario.deal.registration
    if registration is None or registration.paying_series is None:
        return None
    place = places[registration.paying_series]
    series = scenario.deal.series[place]
    issued, effective = series.issue_date, series.registration_effective
    within = registration.deadline_days_with_comments if registration.sec_comments else registration.deadline_days
    deadline = issued + timedelta(within)
    from_closing = registration.runs_from == "from_closing" and effective > deadline
    late = _days(issued if from_closing else deadline, effective - timedelta(1))
    own = [window for window in suspensions if place in window.statements]
    suspended = {day for window in own for day in _days(window.first_day, window.last_day)}
    counted = set(late) | {
        day for window in own if window.first_day > deadline for day in _days(window.first_day, window.last_day)
    }
    in_the_run = range(dates[0].toordinal() + 1, dates[-1].toordinal() + 1)
    by = issued + timedelta(registration.redemption_day)
    late_session = bisect_left(dates, by)
    return RegistrationPaymentTerms(
        place=place,
        counted_days=frozenset(counted.intersection(in_the_run)),
        fraction_a_day=Fraction(registration.payment_fraction_per_month) / registration.payment_month_days,
        month_days=registration.payment_month_days,
        pay_after_days=registration.pay_after_days,
        of_all_series=registration.payment_base == "both_series",
        in_shares=scenario.holder.takes_registration_payments_in == "shares",
        late_session=late_session,
        # A day that was over before the run is asked about on its first session.
        is_late=late_session < len(dates) and effective > max(by, dates[0]),
        suspended_days=tuple(sorted(day for day in suspended if day >= effective.toordinal())),
        unusable_sessions=registration.unusable_sessions,
        unusable_days=registration.unusable_days_per_year,
    )


def _days(first: date, last: date) -> range:
    """Ordinals of the calendar days from one to another, both included."""
    return range(first.toordinal(), last.toordinal() + 1)


def cover_terms(registration: Registration | None, places: dict[str, int]) -> CoverTerms | None:
    """The statements and the test of what they cover.

    Parameters
    ----------
    registration
        As configured.
    places
        Of the series, by name.

    Returns
    -------
    CoverTerms or None
        None: no statement is given.
    """
    if registration is None or not registration.statements:
        return None
    return CoverTerms(
        registered=tuple((places[each.series], each.registered_shares) for each in registration.statements),
        cover_multiple=Fraction(registration.cover_multiple),
        restored_multiple=Fraction(registration.restored_multiple),
        sessions=registration.cover_sessions,
        raises=registration.company == "raises",
        effective_within_sessions=registration.effective_within_sessions,
    )
