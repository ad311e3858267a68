"""Pricing-window pressure: sell into the look-back window first, convert at the price so pressed afterwards.

A stress, not a policy that the contract allows: ``SPA 4.14`` bars manipulation, and every output says so.
"""

from __future__ import annotations

from simulate.ledger.conversion import Quantity
from simulate.ledger.path import Path


def shares_to_reach(path: Path, session: int, limit: int | None) -> Quantity | None:
    """How much common the notices of a session are to reach (METHODS, Pressure).

    Parameters
    ----------
    path
        Where the path stands, what was held already sold.
    session
        The session.
    limit
        What it allows to be sold; None: no limit.

    Returns
    -------
    int or None
        0 while common is left that may be sold; then so many sessions' sales at once; None: all preferred.
    """
    from simulate.ledger.general_sales import investor_could_sell_more  # it reads the path's sales in its turn

    if investor_could_sell_more(path, session):
        return 0
    return None if limit is None else path.contract.scenario.holder.pricing_window_pressure.sessions * limit
