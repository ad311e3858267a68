"""Failing to deliver: undelivered common, default payments, the falling fixed price, buy-in (``CoD VII``)."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from fractions import Fraction

from simulate.ledger import exercise_delivery
from simulate.ledger.conversion import Quantity
from simulate.ledger.conversion_price import conversion_price
from simulate.ledger.default_payments import accrue, become_due, delivery_terms, premium_to
from simulate.ledger.obligations import owe_certificate, shared_out
from simulate.ledger.path import Path
from simulate.ledger.redemption_rights import cured as end_right
from simulate.ledger.redemption_rights import give_right, late_approval, leave_market
from simulate.ledger.remedy_state import FailedExercise, OpenFailure, state_of
from simulate.ledger.remedy_terms import FailureTerms


def _on_or_after(path: Path, day: date) -> int | None:
    """First session on or after a day; None: the run ends before it."""
    dates = path.contract.session_dates
    session = bisect_left(dates, day)
    return session if session < len(dates) else None


def open_failures(path: Path, session: int) -> None:
    """End of step 1: deliver what its Cure Date brings, then open a refusal whose time has come (``CoD VII.A``).

    A late approval ends event (viii), and the common leaves its market, at the same moment.

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.
    """
    late_approval(path, session)
    leave_market(path, session)
    state = state_of(path)
    if state.failure is not None:
        if _is_cured(state.failure, session):
            _deliver(path, session, state.failure)
        return
    for terms in state.waiting:
        if terms.refusal and _has_come(path, terms, session):
            _open(path, session, terms, list(path.preferred_left))
            return


def _has_come(path: Path, terms: FailureTerms, session: int) -> bool:
    """Whether the session of a failure has come."""
    begins = path.event_sessions[terms.event]
    return begins is not None and begins <= session


def _is_cured(failure: OpenFailure, session: int) -> bool:
    """Whether the Cure Date has come."""
    return failure.delivered is not None and session >= failure.delivered


def refuses(path: Path, session: int) -> bool:
    """Whether the company honours no notice, required conversion or exercise on a session (``CoD VII.A(y)``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.

    Returns
    -------
    bool
    """
    failure = state_of(path).failure
    return failure is not None and failure.terms.refusal and not _is_cured(failure, session)


def failure_of_the_day(path: Path, session: int) -> OpenFailure | None:
    """The failure of which a session is the Conversion Date; one whose session has come opens now.

    Parameters
    ----------
    path
        Where the path stands; common has just been issued to the investor.
    session
        The session.

    Returns
    -------
    OpenFailure or None
        None: what was issued is delivered in time.
    """
    state = state_of(path)
    if state.failure is None:
        come = [each for each in state.waiting if not each.refusal and _has_come(path, each, session)]
        if come:
            _open(path, session, come[0], [0 for _ in path.preferred_left])
    failure = state.failure
    return failure if failure is not None and not failure.terms.refusal and failure.conversion == session else None


def notice_given(path: Path, place: int, session: int, preferred: Quantity, shares: Quantity, bid: int) -> None:
    """A conversion has issued common: a failure whose session has come makes this its Conversion Date.

    Parameters
    ----------
    path
        Where the path stands, the common held.
    place
        The series that converted.
    session, bid
        The session and its closing bid, in quanta.
    preferred, shares
        What converted, and the common issued for it.
    """
    failure = failure_of_the_day(path, session) if shares else None
    if failure is None:
        return
    failure.preferred[place] += preferred
    failure.issued[place] += shares
    failure.premium_at_conversion += preferred * premium_to(path, place, path.contract.session_dates[session])


def sold_at_once(path: Path, place: int, session: int, shares: Quantity, bid: int) -> None:
    """Common is sold on its Conversion Date: delivery of the sale is not due yet, but a buy-in may come of it.

    Parameters
    ----------
    path
        Where the path stands.
    place
        The series that it came from.
    session, bid
        The session and its closing bid, in quanta.
    shares
        How many.
    """
    failure = state_of(path).failure
    if failure is not None and not failure.terms.refusal and failure.conversion == session:
        failure.sold[place] += shares
        failure.sales += Fraction(shares * bid, path.grid.per_dollar) * (1 - path.contract.commission)


def _open(path: Path, session: int, terms: FailureTerms, preferred: list[Quantity]) -> None:
    """A failure begins: its dates follow from the contract's periods."""
    state, dates, rule = state_of(path), path.contract.session_dates, delivery_terms(path)
    end: int | None = session + rule.period_sessions
    delivered = ratchet = None
    if end is not None and end < len(dates):
        delivered = _on_or_after(path, dates[end] + timedelta(terms.late_days))
        falls = dates[end] + timedelta(rule.ratchet_days)
        # A delivery after the run is later than every session of it.
        if delivered is None or dates[delivered] >= falls:
            ratchet = _on_or_after(path, falls)
    else:
        end = None
    count = len(preferred)
    state.waiting.remove(terms)
    premium = Fraction(0)
    for place, number in enumerate(preferred):
        if number:
            premium += number * premium_to(path, place, dates[session])
    state.failure = OpenFailure(
        terms=terms,
        conversion=session,
        period_end=end,
        delivered=delivered,
        ratchet=ratchet,
        preferred=preferred,
        premium_at_conversion=premium,
        issued=[0 for _ in range(count)],
        sold=[0 for _ in range(count)],
        sales=Fraction(0),
        exercises=[FailedExercise() for _ in path.warrants],
        lowest_price=[None for _ in range(count)],
    )
    until = "after the run" if delivered is None else f"on {dates[delivered].isoformat()}"
    if terms.refusal:
        path.fire("refusal")
        note = f"the company announces that it converts nothing; it undertakes to do so again {until}"
        path.write(session, "refusal", clause="CoD VII.A(y)", note=note)
    else:
        path.fire("default")
        note = f"Conversion Default: the certificates of this Conversion Date are delivered {until}"
        path.write(session, "default", clause="CoD VII.A(x)", note=note)


def _deliver(path: Path, session: int, failure: OpenFailure) -> None:
    """What was undelivered is held, and what was bought in is delivered too (``CoD VII.A``)."""
    total: Quantity = 0
    for place, undelivered in enumerate(path.undelivered):
        again = failure.sold[place] if failure.bought_in else 0
        path.common_held[place] += undelivered + again
        state_of(path).bought_in[place] += again
        path.undelivered[place] = 0
        total += undelivered + again
    failure.bought_in = False
    total += exercise_delivery.deliver(path, failure)
    if total:
        note = "what was not delivered is held from now on, and with it what was bought in"
        path.write(session, "delivery", "common", shares=total, clause="CoD VII.A", note=note)


def delivery(path: Path, session: int) -> None:
    """Step 7 of an open failure: payments accrue, the fixed price falls, the holder buys in (``CoD VII``).

    Parameters
    ----------
    path
        Where the path stands at the close.
    session
        The session.
    """
    state = state_of(path)
    failure = state.failure
    if failure is None:
        return
    if session == failure.conversion:
        for place, issued in enumerate(failure.issued):
            unsold = issued - failure.sold[place]
            path.common_held[place] -= unsold
            path.undelivered[place] += unsold
        exercise_delivery.keep_undelivered(path, failure)
    for series in path.contract.series:
        price, lowest = conversion_price(path, series, session), failure.lowest_price[series.place]
        if price is not None and (lowest is None or price < lowest):
            failure.lowest_price[series.place] = price
    accrue(path, session, failure)
    cured, end = _is_cured(failure, session), failure.period_end
    if failure.ratchet is not None and session >= failure.ratchet and (cured or not failure.price_fell):
        failure.price_fell = True
        _ratchet(path, session, failure)
    if end is not None and not cured:
        within = delivery_terms(path).event_sessions
        # Event (iii) and default payments are of conversions, a warrant has its buy-in alone (W 1(e)).
        if session >= end + within and (failure.terms.refusal or any(failure.preferred)):
            give_right(path, session, "iii", f"nothing delivered within {within} business days of the Delivery Period")
        if session > end and failure.terms.buy_in and not failure.bought_in:
            _buy_in(path, session, failure)
    if not cured and failure.terms.buy_in:
        exercise_delivery.buy_in(path, session, failure)
    if cured or session == len(path.contract.session_dates) - 1:
        become_due(path, session, failure)
    if cured:
        state.failure = None
        end_right(path, session, "iii", "what was not delivered is")


def _ratchet(path: Path, session: int, failure: OpenFailure) -> None:
    """The fixed price falls to the lowest conversion price since the Conversion Date, for good (``CoD VII.C``)."""
    for series in path.contract.series:
        place, lowest = series.place, failure.lowest_price[series.place]
        fixed = path.fixed_prices[place]
        if fixed is None or lowest is None or lowest >= fixed:
            continue
        if failure.terms.refusal or failure.preferred[place]:
            path.fixed_prices[place] = lowest
            path.fire("ratchet")
            price = Fraction(lowest, path.grid.per_dollar)
            note = "the fixed price falls for good, to the lowest conversion price since the Conversion Date"
            path.write(session, "fixed price falls", series.name, price=price, clause="CoD VII.C", note=note)


def _buy_in(path: Path, session: int, failure: OpenFailure) -> None:
    """The holder buys what it sold and was not given; the company owes what that costs more (``CoD VII.B``)."""
    close, shares = path.closes[path.first + session], sum(failure.sold)
    if not shares or close is None:
        return
    price = Fraction(close, path.grid.per_dollar)
    # The "total purchase price (including brokerage commissions, if any)".
    each = price * (1 + path.contract.commission)
    cost = shares * each
    state_of(path).buy_in_costs.append((session, cost))
    for place, sold in enumerate(failure.sold):
        if sold:
            state_of(path).bought_in_on_series[place].append((session, sold * each))
    failure.bought_in = True
    path.fire("buy_in")
    note = f"bought at the close to deliver what was sold for ${float(failure.sales):,.2f}"
    path.write(session, "buy-in", "common", shares=shares, price=price, amount=-cost, clause="CoD VII.B", note=note)
    owed = max(Fraction(0), cost - failure.sales)
    due = session + delivery_terms(path).pay_after_sessions
    owe_certificate(path, due, owed, shared_out(owed, failure.sold), "buy-in: its cost less what the sales brought")


def bought_in_and_not_delivered(path: Path, place: int) -> Quantity:
    """Common of a series that the company still owes the holder for what it bought in: the holder's (``CoD IV.C``).

    Parameters
    ----------
    path
        Where the path stands.
    place
        Of the series.

    Returns
    -------
    int or Fraction
    """
    failure = state_of(path).failure
    return failure.sold[place] if failure is not None and failure.bought_in else 0


def hold_what_was_bought_in(path: Path) -> None:
    """At the completion of a merger, common bought in and not delivered again yet is held as all the rest is.

    Parameters
    ----------
    path
        Where the path stands.
    """
    state = state_of(path)
    failure = state.failure
    if failure is None:
        return
    for place in range(len(path.common_held)):
        again = bought_in_and_not_delivered(path, place)
        path.common_held[place] += again
        state.bought_in[place] += again
    failure.bought_in = False
    exercise_delivery.deliver(path, failure)


def deliver_at_the_end(path: Path, session: int) -> None:
    """At the end of a run all that is undelivered counts as held.

    Parameters
    ----------
    path
        Where the path stands.
    session
        The last session.
    """
    failure = state_of(path).failure
    if failure is not None:
        _deliver(path, session, failure)
        state_of(path).failure = None
