"""The company calls preferred while that costs less than the common it would convert into (METHODS 26.1)."""

from __future__ import annotations

from fractions import Fraction

from simulate.ledger.call_terms import CallTerms
from simulate.ledger.contract import SeriesTerms
from simulate.ledger.conversion_price import conversion_price
from simulate.ledger.market_price import market_price
from simulate.ledger.obligations import owe_certificate
from simulate.ledger.path import Path
from simulate.ledger.remedy_state import state_of, terms_of
from simulate.ledger.remedy_terms import in_force


def free_cash(path: Path, session: int, *, until: int | None = None) -> Fraction:
    """What the company can pay in all, less what it has paid, owes, and will owe for what is given notice of.

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.
    until
        Last session whose dues count; None: all that will fall due.

    Returns
    -------
    Fraction
        Dollars; below zero if it owes more.
    """
    redemption = terms_of(path).redemption
    assert redemption is not None  # a scenario without it has no such policy
    accounts = state_of(path).accounts
    counted = [item.amount for item in accounts.certificate if until is None or item.session <= until]
    to_come = sum(counted, Fraction(0))
    return in_force(redemption.cash, session) + path.raised_usd - accounts.cash_paid - accounts.owed - to_come


def call_preferred(path: Path, session: int) -> None:
    """Call each callable series, in order, whose common is worth more at the bid of the day before.

    Parameters
    ----------
    path
        Where the path stands, before the session's conversions.
    session
        The session.
    """
    assert path.contract.general is not None
    terms = path.contract.general.call
    if terms is None or session < terms.first:
        return
    market = market_price(path, session)
    if market is None:
        return
    for place in terms.places:
        if path.preferred_left[place]:
            _call(path, terms, path.contract.series[place], session, market)


def _call(path: Path, terms: CallTerms, series: SeriesTerms, session: int, market: Fraction) -> None:
    """Call as much of a series as the company can, and may lawfully, pay for."""
    place, state = series.place, state_of(path)
    price = conversion_price(path, series, session)
    if price is None or terms.multiple * price >= market * path.grid.per_dollar:
        return
    each = terms.multiple * Fraction(path.grid.claims[place][session], path.grid.per_dollar)
    left = free_cash(path, session)
    redemption = terms_of(path).redemption
    assert redemption is not None
    if redemption.lawful:
        left = min(left, in_force(redemption.lawful, session) - state.lawful_taken)
    preferred = min(path.preferred_left[place], left // each) if left > 0 else 0
    if preferred <= 0:
        return
    path.preferred_left[place] -= preferred
    path.redeemed[place] += preferred
    total = preferred * each
    state.lawful_taken += total
    path.called += preferred
    path.call_usd += total
    note = (
        f"${float(each):,.6f} each, {float(terms.multiple):g} times stated value and Premium; as converted it is worth "
        f"more at the bid of the day before, ${float(market):,.4f}"
    )
    path.write(
        session, "company call", series.name, preferred=preferred, amount=total, clause="METHODS 26.1", note=note
    )
    by_series = [total if other.place == place else Fraction(0) for other in path.contract.series]
    owe_certificate(path, session + terms.pay_after_sessions, total, by_series, f"call of series {series.name}")
