"""Quotations on the footing of their session after splits, and the price fields that rest on them (METHODS 12.4)."""

from __future__ import annotations

from kernels.exact import floor_of_ratio, nearest_of_ratio
from kernels.jit import clause, rare
from kernels.market.scratch import TILE, Market, Quotes
from kernels.tables import Tables
from kernels.whole_tables import LOW_PROXY, VWAP_PROXY, Whole


@clause
def restated_quote(units: float, new: float, old: float) -> float:
    """A quotation on the footing after a split of new for old: the nearest unit, at least 1."""
    quote = nearest_of_ratio(units, old, new)
    return quote if quote > 1.0 else 1.0


@rare
def restate_earlier(t: int, market: Quotes, earlier: int, new: float, old: float) -> None:
    """Restate all quotations and volumes before session t, and the price fields that rest on them."""
    for k in range(earlier + t):
        market.bids[k] = restated_quote(market.bids[k], new, old)
        market.volumes[k] = floor_of_ratio(market.volumes[k], new, old)
    for k in range(t):
        market.closes[k] = restated_quote(market.closes[k], new, old)
    fill_fields(0, t + 1, earlier, market)


@clause
def fill_fields(first: int, end: int, earlier: int, market: Market | Quotes) -> None:
    """Fill the price fields beside the closing bid for the sessions from ``first`` to ``end - 1`` (METHODS 13)."""
    if market.fields.shape[0] > 0:
        if first == 0:
            for field in range(market.fields.shape[0]):
                for k in range(earlier):
                    market.fields[field, k] = market.bids[k]
        for t in range(first, end):
            close = market.closes[t]
            before = market.closes[t - 1] if t > 0 else close
            market.fields[1, earlier + t] = close
            market.fields[VWAP_PROXY, earlier + t] = nearest_of_ratio(before + close, 1.0, 2.0)
            market.fields[LOW_PROXY, earlier + t] = before if before < close else close


@clause
def restate_tile(first: int, tables: Tables, market: Market, whole: Whole | None) -> None:
    """Put a tile just drawn on the footing of its own sessions: every split so far, one after the other."""
    if whole is None:
        return
    earlier = tables.clock.earlier_bids.size
    events = whole.events
    end = first + TILE
    for k in range(events.split_count):
        event = events.splits[k]
        new, old = events.shares[event], events.old_shares[event]
        start = events.session[event] if events.session[event] > first else first
        for t in range(start, end):
            market.closes[t] = restated_quote(market.closes[t], new, old)
            market.bids[earlier + t] = restated_quote(market.bids[earlier + t], new, old)
            market.volumes[earlier + t] = floor_of_ratio(market.volumes[earlier + t], new, old)
    fill_fields(first, end, earlier, market)
