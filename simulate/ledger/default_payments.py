"""Conversion Default Payments: two stages, a calendar day each (``CoD VII.A``)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from simulate.ledger.obligations import owe_certificate, shared_out
from simulate.ledger.path import Path
from simulate.ledger.payment_terms import claims
from simulate.ledger.remedy_state import OpenFailure, state_of, terms_of
from simulate.ledger.remedy_terms import DeliveryTerms


def delivery_terms(path: Path) -> DeliveryTerms:
    """The terms of a deal whose deliveries may fail (``CoD VII``).

    Parameters
    ----------
    path
        Of the deal.

    Returns
    -------
    DeliveryTerms
    """
    terms = terms_of(path).delivery
    assert terms is not None
    return terms


def premium_to(path: Path, place: int, day: date) -> Fraction:
    """Premium on one preferred share up to a calendar day (``CoD III.F``).

    Parameters
    ----------
    path
        Of the deal.
    place
        The series.
    day
        Counts itself.

    Returns
    -------
    Fraction
        Dollars.
    """
    series = path.contract.scenario.deal.series[place]
    return claims(series, [day])[0] - Fraction(series.stated_value_usd)


def accrue(path: Path, session: int, failure: OpenFailure) -> None:
    """Conversion Default Payments of the calendar days since the session before (``CoD VII.A``).

    Parameters
    ----------
    path
        Where the path stands at the close.
    session
        The session.
    failure
        The failure that is open.
    """
    rule, dates, end = delivery_terms(path), path.contract.session_dates, failure.period_end
    refusal, face = failure.terms.refusal, Fraction(0)
    if not refusal and (end is None or not any(failure.preferred)):
        # The period ends after the run, or exercises alone failed.
        return
    for series in path.contract.series:
        face += failure.preferred[series.place] * series.stated_value
    first = failure.conversion if end is None or refusal else end
    turns = failure.conversion + rule.flat_until_sessions
    flat_until = dates[min(turns, len(dates) - 1)].toordinal()
    begins = max(state_of(path).read_to, dates[first].toordinal())
    for day in range(begins + 1, dates[session].toordinal() + 1):
        if not refusal and day <= flat_until:
            failure.accrued += rule.flat_a_day
            continue
        failure.accrued += rule.face_fraction_a_day * face
        if rule.premium_daily:
            for place, preferred in enumerate(failure.preferred):
                if preferred:
                    failure.accrued += preferred * premium_to(path, place, date.fromordinal(day))
        elif not failure.premium_added:
            failure.accrued += failure.premium_at_conversion
            failure.premium_added = True


def become_due(path: Path, session: int, failure: OpenFailure) -> None:
    """What has accrued becomes due, payable some sessions after the demand (``CoD VII.A``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.
    failure
        The failure that it is for.
    """
    by_series = accrued_by_series(path, failure)
    amount = failure.accrued - sum(failure.converted.values(), Fraction(0))
    failure.accrued, failure.converted = Fraction(0), {}
    due = session + delivery_terms(path).pay_after_sessions
    if amount:
        note = "Conversion Default Payments become due"
        path.write(session, "default payments", amount=amount, clause="CoD VII.A", note=note)
    owe_certificate(path, due, amount, by_series, "Conversion Default Payments", default=True)


def accrued_by_series(path: Path, failure: OpenFailure) -> list[Fraction]:
    """What has accrued of a failure and was not converted, by the affected face of each series.

    Parameters
    ----------
    path
        Of the failure.
    failure
        The failure that is open.

    Returns
    -------
    list of Fraction
        Dollars.
    """
    faces = [failure.preferred[series.place] * series.stated_value for series in path.contract.series]
    shares = shared_out(failure.accrued, faces)
    return [share - failure.converted.get(place, Fraction(0)) for place, share in enumerate(shares)]


def penalty(path: Path) -> Fraction:
    """Default payments accrued so far of an open refusal, on each affected preferred, or on each that is left.

    It is the Penalty of ``CoD VIII.C``.

    Parameters
    ----------
    path
        Where the path stands.

    Returns
    -------
    Fraction
        Dollars per preferred share; 0 without a refusal.
    """
    failure = state_of(path).failure
    if failure is None or not failure.terms.refusal:
        return Fraction(0)
    redemption = terms_of(path).redemption
    all_left = redemption is not None and not redemption.penalty_of_affected
    affected = sum(path.preferred_left if all_left else failure.preferred)
    return Fraction(failure.accrued) / affected if affected else Fraction(0)
