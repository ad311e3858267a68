"""The holder's round of a session, by its policy (METHODS 6.2, 25)."""

from __future__ import annotations

from kernels.holder.convert_and_sell import give_notices
from kernels.holder.dated_acts import give_dated_notices
from kernels.holder.short_hedged import hedge
from kernels.jit import clause
from kernels.market.scratch import Quotes
from kernels.policy_tables import DATED_ACTS, SHORT_HEDGED
from kernels.state import State
from kernels.tables import Tables
from kernels.whole_tables import Whole


@clause
def holders_round(
    t: int,
    place: int,
    room: float,
    reach: float,
    sold: float,
    honoured: bool,
    market: Quotes,
    tables: Tables,
    state: State,
    whole: Whole | None,
) -> tuple[float, bool, float]:
    """What the holder converts and sells at once.

    Parameters
    ----------
    t, place
        Session, and the place of its bid in ``market.bids``.
    room
        Shares that may still be sold this session; BIG: no limit.
    reach
        Shares that notices are to reach, where a policy wants other than the room.
    sold
        Shares sold on the session so far.
    honoured
        Whether the company honours notices today.
    market, tables, state, whole
        The path; the rest of the contract, or None.

    Returns
    -------
    sold : float
        Shares sold at once that count against the limit on sales.
    cut : bool
        Whether that limit cut what the holder wanted.
    room : float
        What is left of it.
    """
    if whole is not None:
        if tables.holder.policy == DATED_ACTS:
            return give_dated_notices(t, place, room, honoured, market, tables, state, whole)
        if tables.holder.policy == SHORT_HEDGED and honoured:
            return hedge(t, place, room, sold, market, tables, state, whole)
    if not honoured:
        return 0.0, False, room
    return give_notices(t, place, room, reach, market, tables, state, whole)
