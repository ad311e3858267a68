"""Preferred that maturity goes on converting, and of which the limits let not one through (``CoD IV.H``; METHODS 6.3).

An exhausted cap keeps it for years. Each session then only counts the limit that binds.
"""

from __future__ import annotations

from kernels.conversion import shares_per_preferred, within_limits
from kernels.jit import clause
from kernels.limits import cap_room
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
    price = state.price[series]
    if price <= 0.0:
        return NOT_ONE
    table = tables.series
    each = shares_per_preferred(tables.claim[series, t], table.claim_scale[series], price, tables.deal)
    room = cap_room(table.counts_to_cap[series], t, tables, state, whole)
    n, limit = within_limits(series, state.preferred[series], each, each, room, tables, state, whole)
    return limit if n <= 0.0 else NOT_ONE
