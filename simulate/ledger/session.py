"""One session of the holder, in the contract's order: sales, notices, required conversion, and what bound."""

from __future__ import annotations

from simulate.ledger.conversion import Quantity
from simulate.ledger.holder import convert_and_sell
from simulate.ledger.maturity import required_conversion
from simulate.ledger.path import Path
from simulate.ledger.sales import sale_limit, sell_what_is_held
from simulate.ledger.whole_session import run_whole_session


def run_session(path: Path, session: int) -> None:
    """Run one session; one without a bid on record passes with no acts, the Premium running.

    Parameters
    ----------
    path
        Where the path stands when the session opens.
    session
        The session.
    """
    if path.contract.whole:
        run_whole_session(path, session)
        return
    bid = path.bid(session)
    if bid is None:
        if path.journal is not None:
            path.journal.gap(session)
        return
    limit, name = sale_limit(path, session, bid)
    if path.journal is not None:
        path.journal.sales_allowed(limit, name)
    sold = sell_what_is_held(path, session, bid, limit)
    cut = False
    if path.contract.policy.converts:
        room: Quantity | None = None if limit is None else limit - sold
        sold_at_once, cut, _ = convert_and_sell(path, session, bid, room, room)
        sold += sold_at_once
    if limit is not None and sold == limit and (cut or _registered_common_left(path, session)):
        path.binds(name, session)
        if path.journal is not None:
            path.journal.sales_bound(name)
    required_conversion(path, session, bid)


def _registered_common_left(path: Path, session: int) -> bool:
    """Whether common that may be sold is still held."""
    return any(
        held and session >= series.registered
        for series, held in zip(path.contract.series, path.common_held, strict=True)
    )
