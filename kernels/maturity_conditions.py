"""What required conversion needs: shares authorized and reserved, registered, listed (``CoD IV.H``; METHODS 19)."""

from __future__ import annotations

from kernels.jit import clause, rare
from kernels.registration import is_suspended, registrable, sold_under
from kernels.remedy_state import REMEDY_RESERVED_LEFT
from kernels.reserve import as_converted, authorized_room, investor_warrant_shares, warrant_shares
from kernels.rights import any_alive
from kernels.rows import FIRED_MATURITY_CONDITION_FAILED, FIRED_REFUSED_AT_MATURITY
from kernels.state import State
from kernels.tables import BIG, Tables
from kernels.whole_state import LIVE_AUTHORIZED, LIVE_DELISTED, fire
from kernels.whole_tables import Whole


@clause
def are_authorized_and_reserved(t: int, tables: Tables, state: State, whole: Whole) -> bool:
    """Whether the common for all preferred and the investor's warrants is authorized, and, where it binds, reserved."""
    if state.whole.live.numbers[LIVE_AUTHORIZED] == BIG:
        return True
    needed = investor_warrant_shares(False, t, state, whole)
    for series in range(state.preferred.size):
        needed += as_converted(series, t, tables, state, whole)
    if authorized_room(True, tables, state, whole) < needed:
        return False
    table = whole.remedy.reserve
    if table.series < 0 or table.raises:
        return True
    reserved = as_converted(table.series, t, tables, state, whole) + investor_warrant_shares(True, t, state, whole)
    return bool(state.whole.remedy.numbers[REMEDY_RESERVED_LEFT] >= reserved)


@clause
def are_registered(t: int, tables: Tables, state: State, whole: Whole) -> bool:
    """Whether all preferred left and the investor's unexpired warrants are registered and not suspended."""
    for series in range(state.preferred.size):
        usable = t >= tables.series.registered[series] and not is_suspended(series, t, state, whole)
        if state.preferred[series] > 0.0 and not usable:
            return False
    for warrant in range(whole.warrants.entries):
        counts = state.whole.warrant.amount[warrant] > 0.0 and not whole.warrants.agent[warrant]
        if counts and t <= whole.warrants.last[warrant]:
            statement = whole.warrants.statement[warrant]
            if t < whole.warrants.registered[warrant] or is_suspended(statement, t, state, whole):
                return False
    return True


@clause
def agents_share_of(statement: int, t: int, state: State, whole: Whole) -> float:
    """Whole Warrant Shares of the agent's warrants on a statement, which are no condition."""
    out = 0.0
    for warrant in range(whole.warrants.entries):
        if whole.warrants.agent[warrant] and whole.warrants.statement[warrant] == statement:
            out += warrant_shares(warrant, t, state, whole)
    return out


@clause
def are_covered(t: int, tables: Tables, state: State, whole: Whole) -> bool:
    """Whether each statement, where the company lets it bind, has what is registrable on it available."""
    table = whole.remedy.registration
    if table.raises:
        return True
    for statement in range(state.preferred.size):
        if table.has_statement[statement]:
            available = state.whole.remedy.registered[statement] - sold_under(statement, state, whole)
            needed = registrable(statement, t, tables, state, whole) - agents_share_of(statement, t, state, whole)
            if available < needed:
                return False
    return True


@rare
def conditions_hold(series: int, t: int, tables: Tables, state: State, whole: Whole) -> bool:
    """Whether maturity may convert a series by force on session t; counts why not.

    Parameters
    ----------
    series, t
        Which series, on its maturity session.
    tables, state, whole
        The deal and the path; ``state.price`` must be set for every series.
    """
    if whole.limits.maturity_tested:
        listed = t < state.whole.live.numbers[LIVE_DELISTED]
        ready = are_authorized_and_reserved(t, tables, state, whole) and are_registered(t, tables, state, whole)
        if not (listed and ready and are_covered(t, tables, state, whole)):
            fire(FIRED_MATURITY_CONDITION_FAILED, state.whole.fired)
            return False
    if whole.limits.refuses_at_maturity and any_alive(t, state):
        fire(FIRED_REFUSED_AT_MATURITY, state.whole.fired)
        return False
    return True
