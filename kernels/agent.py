"""The placement agent's warrants: what it sells and exercises, in a room of its own (METHODS 10, 11)."""

from __future__ import annotations

from kernels.jit import rare
from kernels.market.scratch import Quotes
from kernels.sales import participation_shares
from kernels.state import State
from kernels.tables import BIG, Tables
from kernels.warrant_sales import sell_held_warrants
from kernels.warrants import exercise_warrants
from kernels.whole_tables import Whole


@rare
def sell_for_agent(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> float:
    """Sell what the agent holds within its own share of the volume; what that leaves it, BIG: no limit (step 3)."""
    limit = participation_shares(place, market.volumes, tables.sale)
    sold = sell_held_warrants(True, t, market.bids[place], limit, tables, state, whole)
    return limit if limit == BIG else limit - sold


@rare
def agents_round(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """The placement agent sells what it holds and exercises, where nothing comes between (METHODS 10, 11)."""
    room = sell_for_agent(t, place, market, tables, state, whole)
    exercise_warrants(True, t, place, room, market, tables, state, whole)
