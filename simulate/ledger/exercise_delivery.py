"""Failing to deliver the common of an exercise: it is not for sale, and the holder may buy in (``W 1(e)``)."""

from __future__ import annotations

from fractions import Fraction

from simulate.ledger.default_payments import delivery_terms
from simulate.ledger.obligations import owe_on_warrant
from simulate.ledger.path import Path
from simulate.ledger.remedy_state import OpenFailure, state_of
from simulate.ledger.warrant_terms import WarrantState


def exercise_given(path: Path, warrant: WarrantState, session: int, shares: int) -> None:
    """An exercise has issued common: as a conversion does, it may make a waiting failure's Conversion Date.

    Parameters
    ----------
    path
        Where the path stands, the common held.
    warrant
        Which; the agent's exercises are not touched.
    session
        The session.
    shares
        How many.
    """
    from simulate.ledger.delivery import failure_of_the_day  # it delivers exercises in its turn

    if warrant.terms.party == "investor":
        failure = failure_of_the_day(path, session)
        if failure is not None:
            failure.exercises[warrant.terms.place].issued += shares


def sold_at_once(path: Path, warrant: WarrantState, session: int, bid: int, shares: int) -> None:
    """Common of an exercise is sold on the day: a buy-in may come of it.

    Parameters
    ----------
    path
        Where the path stands.
    warrant
        Which.
    session, bid
        The session and its closing bid, in quanta.
    shares
        How many.
    """
    failure = state_of(path).failure
    if failure is None or failure.terms.refusal or failure.conversion != session or warrant.terms.party != "investor":
        return
    failed = failure.exercises[warrant.terms.place]
    failed.sold += shares
    failed.sales += Fraction(shares * bid, path.grid.per_dollar) * (1 - path.contract.commission)
    failed.strike += shares * warrant.price


def keep_undelivered(path: Path, failure: OpenFailure) -> None:
    """At the close of the Conversion Date what was not sold of its exercises is not for sale.

    Parameters
    ----------
    path
        Where the path stands.
    failure
        The failure that is open.
    """
    for warrant, failed in zip(path.warrants, failure.exercises, strict=True):
        warrant.undelivered = failed.issued - failed.sold


def deliver(path: Path, failure: OpenFailure) -> int:
    """What was not delivered of exercises may be sold, and what was bought in is held.

    Parameters
    ----------
    path
        Where the path stands.
    failure
        The failure that ends.

    Returns
    -------
    int
        Shares delivered.
    """
    total = 0
    for warrant, failed in zip(path.warrants, failure.exercises, strict=True):
        again = failed.sold if failed.bought_in else 0
        failed.bought_in = False
        total += warrant.undelivered + again
        warrant.undelivered = 0
        warrant.held += again
        warrant.bought_in += again
    return total


def bought_in_and_not_delivered(path: Path, warrant: WarrantState) -> int:
    """Common of a warrant that the company still owes the holder for what it bought in.

    Parameters
    ----------
    path
        Where the path stands.
    warrant
        Which.

    Returns
    -------
    int
    """
    failure = state_of(path).failure
    if failure is None:
        return 0
    failed = failure.exercises[warrant.terms.place]
    return failed.sold if failed.bought_in else 0


def buy_in(path: Path, session: int, failure: OpenFailure) -> None:
    """The holder buys what it sold of its exercises, once their Delivery Period is over (``W 1(e)``).

    The company owes what that cost above the lesser of what the sales brought and the Exercise Price.

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.
    failure
        The failure that is open, not cured.
    """
    rule, close = delivery_terms(path), path.closes[path.first + session]
    if session <= failure.conversion + rule.exercise_period_sessions or close is None:
        return
    for warrant, failed in zip(path.warrants, failure.exercises, strict=True):
        if not failed.sold or failed.bought_in:
            continue
        price = Fraction(close, path.grid.per_dollar)
        cost = failed.sold * price * (1 + path.contract.commission)
        state_of(path).buy_in_costs.append((session, cost))
        state_of(path).bought_in_on_warrants[warrant.terms.place].append((session, cost))
        failed.bought_in = True
        path.fire("exercise_buy_in")
        note = (
            f"bought at the close to deliver what was sold for ${float(failed.sales):,.2f}, at an Exercise Price of "
            f"${float(failed.strike):,.2f}"
        )
        name = warrant.terms.name
        path.write(session, "buy-in", name, shares=failed.sold, price=price, amount=-cost, clause="W 1(e)", note=note)
        owed = cost - min(failed.sales, failed.strike)
        due = session + rule.pay_after_sessions
        owe_on_warrant(path, due, owed, warrant.terms.place, f"buy-in of {name}: its cost less the lesser of the two")
