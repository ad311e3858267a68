"""A notice of conversion: preferred becomes common, within the limits (``CoD IV.A``, ``IV.G``)."""

from __future__ import annotations

from simulate.ledger.contract import SeriesTerms
from simulate.ledger.conversion import Quantity
from simulate.ledger.conversion_price import cap_price
from simulate.ledger.general_limits import within_general_limits
from simulate.ledger.general_notice import after_notice
from simulate.ledger.limits import cap_room, within_limits
from simulate.ledger.path import Path


def give_notice(
    path: Path,
    series: SeriesTerms,
    session: int,
    *,
    wanted: Quantity,
    price: int,
    bid: int,
    kind: str = "notice",
) -> Quantity | None:
    """Convert what is wanted, as far as the limits let it through; the new shares are held.

    Parameters
    ----------
    path
        Where the path stands.
    series, session
        What converts, and when.
    wanted
        Preferred shares.
    price, bid
        Conversion price and the session's closing bid, in quanta.
    kind
        ``notice``, ``required conversion``, ``amortisation``, or ``draw``, which takes from what the line may
        still draw.

    Returns
    -------
    int, Fraction or None
        Shares issued; None: nothing converted.
    """
    contract, rounding = path.contract, path.contract.rounding
    claim = path.grid.claims[series.place][session]
    counted_at = cap_price(path, series, session, price)
    if counted_at is None:
        if path.journal is not None:
            path.journal.no_price(series.place, session)
        return None
    if contract.whole:
        preferred, limit = within_general_limits(
            path, series, session, wanted=wanted, price=price, cap_price=counted_at, by_holder=kind == "notice"
        )
    else:
        preferred, limit = within_limits(
            path, series, session, wanted=wanted, claim=claim, price=price, cap_price=counted_at
        )
    if limit:
        path.binds(limit, session)
    if preferred <= 0:
        return None
    shares = rounding.shares(preferred, claim, price)
    room = cap_room(path, series, session)
    if room is not None:
        counted = shares if counted_at == price else rounding.shares(preferred, claim, counted_at)
        if contract.cap_excess_lost:
            # A split rounds the amount and its use apart, so that the use may come to exceed it.
            room = max(room, 0)
            if shares > room:
                path.binds("cap", session)
                limit = limit or "cap"
            shares, counted = min(shares, room), min(counted, room)
        path.cap_used += counted
    left = path.commitment if kind == "draw" else path.preferred_left
    left[series.place] -= preferred
    path.common_held[series.place] += shares
    path.issued[series.place] += shares
    path.outstanding += shares
    path.notice_value += shares * bid
    if path.lowest_price is None or price < path.lowest_price:
        path.lowest_price = price
    path.last_conversion = session
    if path.journal is not None:
        path.journal.notice(series, session, kind=kind, preferred=preferred, shares=shares, price=price, limit=limit)
    if contract.whole:
        after_notice(path, series, session, kind=kind, preferred=preferred, shares=shares, bid=bid)
    return shares
