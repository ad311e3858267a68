"""One session, in the contract's order (section 2 of its reading; METHODS 6)."""

from __future__ import annotations

from kernels.holder.convert_and_sell import give_notices
from kernels.jit import clause
from kernels.market.scratch import Market
from kernels.maturity import required_conversion
from kernels.rows import LIMITS
from kernels.sales import sale_limit, sell_held
from kernels.state import State
from kernels.tables import BIG, Tables

FRACTION_TOLERANCE = 1e-9
"""How near to the limit sales must come to have filled it, where shares are fractions."""


@clause
def sellable_held(t: int, tables: Tables, state: State) -> bool:
    """Whether registered common is still held."""
    for series in range(state.held.size):
        if state.held[series] > 0.0 and t >= tables.series.registered[series]:
            return True
    return False


@clause
def count_bounds(state: State) -> None:
    """Add today's binding limits to the path's counts, each once, and clear them."""
    for limit in range(LIMITS):
        if state.bound_today[limit]:
            state.bound[limit] += 1
            state.bound_today[limit] = False


@clause
def run_session(t: int, market: Market, tables: Tables, state: State) -> None:
    """Sales of what is held, notices and their sales, required conversion.

    Parameters
    ----------
    t
        Session.
    market
        The path's market, drawn at least to session t.
    tables, state
        The deal and the path.
    """
    place = tables.clock.earlier_bids.size + t
    bid = market.bids[place]
    owns = tables.sale.covenant and state.preferred[tables.sale.while_held] > 0.0
    limit, name = sale_limit(place, bid, owns, market.volumes, tables.sale)
    sold = sell_held(t, bid, limit, tables, state)
    cut = False
    if tables.holder.converts:
        room = limit if limit == BIG else limit - sold
        sold_at_once, cut = give_notices(t, place, room, market, tables, state)
        sold += sold_at_once
    # With fractions the shares of a notice that fills the room come back to it only within rounding.
    full = limit * (1.0 - FRACTION_TOLERANCE) if tables.deal.fractional else limit
    if limit != BIG and sold >= full and (cut or sellable_held(t, tables, state)):
        state.bound_today[name] = True
    required_conversion(t, place, market, tables, state)
    count_bounds(state)
