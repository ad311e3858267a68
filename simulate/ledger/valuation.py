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
    last = last_quoted(path)
    for session in range(last, min(last, 0) - 1, -1):
        bid = path.bid(session)
        if bid is not None:
            return session, bid
    return None


def last_quoted(path: Path) -> int:
    """The last session on which there is stock to quote: the run's, or the one before a merger or a liquidation.

    Parameters
    ----------
    path
        The path.

    Returns
    -------
    int
        -1 if session 0 opens with the end.
    """
    ended = path.ended if path.contract.whole else None
    return len(path.contract.session_dates) - 1 if ended is None else ended - 1
