"""The bid that values what remains at the end of a path."""

from __future__ import annotations

from simulate.ledger.path import Path


def last_bid(path: Path) -> tuple[int, int] | None:
    """The session and the bid, in quanta, that value what remains: the last session's, or the last on record.

    Parameters
    ----------
    path
        The path.

    Returns
    -------
    tuple of int, or None
        None: no bid of the run is on record.
    """
    # After a merger or a liquidation there is no stock: the bid of its session is the last.
    ended = path.ended if path.contract.whole else None
    last = len(path.contract.session_dates) - 1 if ended is None else ended
    for session in range(last, -1, -1):
        bid = path.bid(session)
        if bid is not None:
            return session, bid
    return None
