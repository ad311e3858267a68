"""The company sells common to others when its cash runs low (METHODS 26.2)."""

from __future__ import annotations

from fractions import Fraction

from simulate.ledger.anti_dilution import adjust_warrants, adjustment_factor
from simulate.ledger.company_call import free_cash
from simulate.ledger.issue_covenant import part_held
from simulate.ledger.market_price import market_price
from simulate.ledger.path import Path
from simulate.ledger.reserve import unreserved_room


def raise_equity(path: Path, session: int, bid: int) -> None:
    """Sell common at a discount to the bid, if what the company could pay has run low.

    Parameters
    ----------
    path
        Where the path stands, after the session's trading and before its tests and payments.
    session, bid
        The session and its closing bid, in quanta.
    """
    assert path.contract.general is not None
    terms = path.contract.general.equity_raise
    if terms is None or (path.last_raise is not None and session - path.last_raise < terms.between):
        return
    free = free_cash(path, session, until=session + terms.due_within)
    if free >= terms.threshold:
        return
    price = Fraction(bid, path.grid.per_dollar) * (1 - terms.discount)
    market = market_price(path, session)
    if _is_restricted(path, session, price, market):
        return
    room, shares = unreserved_room(path), int(terms.most // price)
    shares = shares if room is None else min(shares, int(room))
    if shares <= 0:
        return
    consideration = shares * price
    path.fire("equity_raised")
    note = (
        f"${float(consideration):,.2f} in all, {float(terms.discount):.1%} under the bid: what the company could pay, "
        f"${float(free):,.2f}, is under ${float(terms.threshold):,.2f}; {path.outstanding:,} outstanding before"
    )
    path.write(
        session, "equity raised", "common", shares=shares, price=price, amount=consideration,
        clause="METHODS 26.2, W 4(a)", note=note,
    )  # fmt: skip
    if market is not None:
        factor = adjustment_factor(Fraction(path.outstanding), consideration, market, shares)
        adjust_warrants(path, session, path.contract.session_dates[session], factor)
    path.outstanding += shares
    path.other_issues_shares += shares
    path.other_issues_usd += consideration
    path.raised_usd += consideration
    path.last_raise = session


def _is_restricted(path: Path, session: int, price: Fraction, market: Fraction | None) -> bool:
    """Whether the company has promised not to sell at this price (``SPA 4.5``)."""
    covenant = path.contract.scenario.deal.issue_covenant
    if covenant is None or path.contract.session_dates[session] >= covenant.until:
        return False
    low = price * path.new_for_old < Fraction(covenant.fixed_floor_usd)
    if covenant.market_leg == "tested" and market is not None:
        low = low or price < Fraction(covenant.market_fraction) * market
    return low and part_held(path) >= Fraction(covenant.held_fraction)
