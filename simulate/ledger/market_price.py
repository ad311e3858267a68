"""What corporate events read of the market: the Market Price (``W 4``)."""

from __future__ import annotations

from fractions import Fraction

from simulate.ledger.path import Path


def market_price(path: Path, session: int) -> Fraction | None:
    """The Market Price M: the closing bid of the session before.

    Parameters
    ----------
    path
        Whose bids.
    session
        The session.

    Returns
    -------
    Fraction or None
        Dollars. Where that bid is not on record the last one before it that is; None: there is none.
    """
    for earlier in range(session - 1, -path.first - 1, -1):
        bid = path.bid(earlier)
        if bid is not None:
            return Fraction(bid, path.grid.per_dollar)
    return None
