"""How many shares the covenant lets through by the price that their sale achieves (``SPA 4.15``; METHODS, Impact)."""

from __future__ import annotations

from simulate.ledger.path import Path
from simulate.ledger.sales import market_limit, part_of_limit, rule_limit

UNLIMITED = 2**52
"""More than can be sold: what is tried where nothing limits sales."""


def achieved_limit(path: Path, session: int, bid: int) -> tuple[int | None, str]:
    """How many shares the investor may sell on a session under the covenant's bands, and what says so.

    Each band lets through so many as its rule allows and as still fill inside it; the greatest of these stands.

    Parameters
    ----------
    path
        Where the path stands, the covenant's series owned.
    session, bid
        The session and its closing bid, in quanta.

    Returns
    -------
    shares : int or None
        The limit; None: there is none.
    name : str
        ``sale_limit``, ``participation`` or empty.
    """
    covenant = path.contract.covenant
    assert covenant is not None
    taken = market_limit(path, session, unknown=path.bands[0][0].floor_shares)
    free = UNLIMITED if taken is None else taken
    most = _most_at_or_above(path, path.bands[-1][1], free, bid)
    name = "sale_limit" if most < free else "" if taken is None else "participation"
    for place in reversed(range(len(path.bands))):
        rule, end = path.bands[place]
        allowed = shares = part_of_limit(covenant, rule_limit(path, rule, session))
        if place > 0:
            shares = _most_at_or_above(path, path.bands[place - 1][1], allowed, bid)
        inside = shares >= 0 and (end is None or _fill(path, bid, shares) < end)
        if inside and shares > most:
            most, name = shares, "sale_limit"
    return (None if most == UNLIMITED else most), name


def _fill(path: Path, bid: int, shares: int) -> int:
    """What the session's sales fill at, in quanta, if so many are sold."""
    feedback = path.feedback
    assert feedback is not None
    return feedback.fill(path, bid, shares)


def _most_at_or_above(path: Path, line: int | None, most: int, bid: int) -> int:
    """The largest number up to ``most`` that does not fill under a line; -1: not even the first, or no line."""
    if line is None or _fill(path, bid, 0) < line:
        return -1
    if _fill(path, bid, most) >= line:
        return most
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        if _fill(path, bid, middle) >= line:
            low = middle
        else:
            high = middle
    return low
