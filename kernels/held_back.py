"""Preferred that maturity goes on converting, and of which the limits let not one through (``CoD IV.H``; METHODS 6.3).

An exhausted cap keeps it for years. Each session then only counts the limit that binds.
"""

from __future__ import annotations

from kernels.conversion import comes_out_of_reserve, most_within
from kernels.jit import clause
from kernels.limits import authorized_room, cap_room, held_by_investor, ownership_room
from kernels.rows import AUTHORIZED, CAP, OWNERSHIP
from kernels.state import State
from kernels.tables import Tables
from kernels.whole_tables import Whole

NOT_ONE = -1
"""Maturity could convert some, or has no price."""


@clause
def is_forced(series: int, t: int, tables: Tables, state: State) -> bool:
    """Whether the series has matured, has preferred left, and is converted by force."""
    matured = state.preferred[series] > 0.0 and t > tables.series.matures[series]
    return bool(matured and not state.whole.live.optional_only[series])


@clause
def any_forced(t: int, tables: Tables, state: State) -> bool:
    """Whether that is so of any series."""
    for series in range(state.preferred.size):
        if is_forced(series, t, tables, state):
            return True
    return False


@clause
def what_holds_back(series: int, t: int, tables: Tables, state: State, whole: Whole) -> int:
    """The limit that lets no preferred of a series through, as :func:`kernels.conversion.convert` names it.

    Parameters
    ----------
    series, t
        Series and session; the state's price of the series must be set, and nothing else moves on the session.
    tables, state, whole
        The path of a deal that :func:`kernels.quick_deals.may_act_alone` knows.

    Returns
    -------
    int
        CAP, OWNERSHIP or AUTHORIZED; NOT_ONE.
    """
    if state.price[series] <= 0.0:
        return NOT_ONE
    deal = tables.deal
    a, b = tables.claim[series, t], tables.series.claim_scale[series] * state.price[series]
    if most_within(cap_room(tables.series.counts_to_cap[series], t, tables, state, whole), a, b, deal) <= 0.0:
        return CAP
    if most_within(ownership_room(held_by_investor(state, whole), deal, state, whole), a, b, deal) <= 0.0:
        return OWNERSHIP
    reserved = comes_out_of_reserve(series, whole)
    if most_within(authorized_room(reserved, tables, state, whole), a, b, deal) <= 0.0:
        return AUTHORIZED
    return NOT_ONE
