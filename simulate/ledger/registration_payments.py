"""Payments for a registration that is late or suspended, and event (vi) (``RRA 2.3``, ``CoD VIII.A(vi)``)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import timedelta
from fractions import Fraction

from simulate.ledger import rule_144
from simulate.ledger.conversion_price import conversion_price
from simulate.ledger.general_limits import ownership_room_of
from simulate.ledger.general_notice import book_issue
from simulate.ledger.limits import cap_room
from simulate.ledger.obligations import owe_registration
from simulate.ledger.path import Path
from simulate.ledger.redemption_rights import give_right
from simulate.ledger.registration import suspended
from simulate.ledger.registration_terms import RegistrationPaymentTerms
from simulate.ledger.remedy_state import state_of, terms_of
from simulate.ledger.reserve import authorized_room


def registration_payments(path: Path, session: int, bid: int) -> None:
    """Count the days since the session before, let payments fall due and pay them (``RRA 2.3``).

    Parameters
    ----------
    path
        Where the path stands at the close.
    session, bid
        The session and its closing bid, in quanta.
    """
    terms, state = terms_of(path).payments, state_of(path)
    if terms is None:
        return
    today = path.contract.session_dates[session].toordinal()
    days = 0
    if state.owns_paying_series:
        days = sum(day in terms.counted_days for day in range(state.read_to + 1, today + 1))
        if days and rule_144.stops_payments(path, session):
            days = 0
    before, state.days_counted = state.days_counted, state.days_counted + days
    state.days_accrued += days
    state.registration_accrued += days * terms.fraction_a_day * _purchase_price(path, terms)
    full_period = state.days_counted // terms.month_days > before // terms.month_days
    ended = state.counted_at_last and not days
    state.counted_at_last = days > 0
    at_the_end = session == len(path.contract.session_dates) - 1
    if full_period or ended or at_the_end:
        _falls_due(path, session, terms)
    _pay(path, session, bid, terms)
    place = terms.place
    state.owns_paying_series = bool(path.preferred_left[place] or path.common_held[place] or path.undelivered[place])
    _read_event(path, session, terms)


def _purchase_price(path: Path, terms: RegistrationPaymentTerms) -> Fraction:
    """What the investor paid for the preferred that the payment is of; of a line, what has been drawn."""
    price = Fraction(0)
    for series in path.contract.series:
        if terms.of_all_series or series.place == terms.place:
            if path.contract.scenario.deal.series[series.place].draws is None:
                price += series.purchase_price
            else:
                price += sum((paid for _, place, paid in path.purchases if place == series.place), Fraction(0))
    return price


def _falls_due(path: Path, session: int, terms: RegistrationPaymentTerms) -> None:
    """What has accrued falls due, to be paid some days later, at the last session at the latest."""
    state, dates = state_of(path), path.contract.session_dates
    amount, days = state.registration_accrued, state.days_accrued
    state.registration_accrued, state.days_accrued = Fraction(0), 0
    if not amount:
        return
    pays = min(bisect_left(dates, dates[session] + timedelta(terms.pay_after_days)), len(dates) - 1)
    state.registration_due.append((pays, amount))
    path.fire("registration_payment")
    name = path.contract.series[terms.place].name
    note = f"{days} days without a usable registration, payable on {dates[pays].isoformat()}"
    path.write(session, "registration payment", name, amount=amount, clause="RRA 2.3", note=note)


def _pay(path: Path, session: int, bid: int, terms: RegistrationPaymentTerms) -> None:
    """Pay what is payable by now: in common where the holder takes it so and the limits hold it, else in cash."""
    state = state_of(path)
    payable = [amount for pays, amount in state.registration_due if pays <= session]
    state.registration_due = [item for item in state.registration_due if item[0] > session]
    for amount in payable:
        if not (terms.in_shares and _paid_in_shares(path, session, bid, terms.place, amount)):
            owe_registration(path, session, amount, terms.place)


def settle_registration(path: Path, session: int) -> None:
    """At the end of a path what has accrued or fallen due is owed in cash.

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.
    """
    terms, state = terms_of(path).payments, state_of(path)
    if terms is None:
        return
    _falls_due(path, session, terms)
    for _, amount in state.registration_due:
        owe_registration(path, session, amount, terms.place)
    state.registration_due = []


def _paid_in_shares(path: Path, session: int, bid: int, place: int, amount: Fraction) -> bool:
    """Pay an amount in common at the conversion price, if every limit holds it (``RRA 2.3``)."""
    series = path.contract.series[place]
    price = conversion_price(path, series, session)
    if price is None:
        return False
    shares = int(amount * path.grid.per_dollar // price)
    rooms = (
        cap_room(path, series, session),
        ownership_room_of(path, path.investor_common),
        authorized_room(path, "series", place),
    )
    if shares < 1 or any(room is not None and room < shares for room in rooms):
        return False
    book_issue(path, place, session, shares, bid)
    rule_144.begins_to_be_held(path, series.name, session, shares)
    path.fire("registration_payment_in_shares")
    path.write(
        session,
        "payment in shares",
        series.name,
        shares=shares,
        price=Fraction(price, path.grid.per_dollar),
        amount=amount,
        clause="RRA 2.3",
        note="registration payment in common, at the conversion price; what is less than a share is dropped",
    )
    return True


def _read_event(path: Path, session: int, terms: RegistrationPaymentTerms) -> None:
    """Event (vi): not effective by its day, or unusable too long (``CoD VIII.A(vi)``)."""
    state, series = state_of(path), path.contract.series[terms.place]
    if session >= terms.late_session and terms.is_late:
        give_right(path, session, "vi", f"the statement of {series.name} is not effective in time")
    unusable = session >= series.registered and suspended(path, terms.place, session)
    state.unusable_running = state.unusable_running + 1 if unusable else 0
    today = path.contract.session_dates[session].toordinal()
    in_a_year = bisect_right(terms.suspended_days, today) - bisect_right(terms.suspended_days, today - 365)
    if state.unusable_running >= terms.unusable_sessions or in_a_year > terms.unusable_days:
        give_right(path, session, "vi", f"the statement of {series.name} cannot be used for too long")
