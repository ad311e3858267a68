"""What the selectors take of the windows of a whole tile of sessions at once (``CoD III.G``).

One session's window differs from the next one's by a bid, but a loop over sessions vectorises and a sorted window that
slides does not. Bids are whole numbers, so the sums are the same.
"""

from __future__ import annotations

from kernels.jit import clause, rare
from kernels.layout import WINDOW_SUM
from kernels.market.scratch import TILE
from kernels.state import State
from kernels.tables import BIG, Floats, Tables
from kernels.whole_state import LIVE_NOTES_PRICES, LIVE_SUMS_UNTIL
from kernels.whole_tables import CLOSING_BID, Whole


@clause
def keep_highest(size: int, start: int, length: int, bids: Floats, lists: Floats, bid: Floats) -> None:
    """Leave in ``lists[:size]`` the highest of each session's ``length`` bids; ``bids[start]`` is the first one's."""
    for j in range(size):
        for i in range(TILE):
            lists[j, i] = 0.0
    for k in range(length):
        for i in range(TILE):
            bid[i] = bids[start + k + i]
        for j in range(size):
            for i in range(TILE):
                a, b = lists[j, i], bid[i]
                lists[j, i] = a if a > b else b
                bid[i] = b if a > b else a


@clause
def keep_lowest(size: int, start: int, length: int, bids: Floats, lists: Floats, bid: Floats) -> None:
    """Leave in ``lists[:size]`` the lowest of each session's ``length`` bids, the lowest first."""
    for j in range(size):
        for i in range(TILE):
            lists[j, i] = BIG
    for k in range(length):
        for i in range(TILE):
            bid[i] = bids[start + k + i]
        for j in range(size):
            for i in range(TILE):
                a, b = lists[j, i], bid[i]
                lists[j, i] = a if a < b else b
                bid[i] = b if a < b else a


@clause
def sum_window(series: int, first: int, end: int, bids: Floats, tables: Tables, state: State, whole: Whole) -> None:
    """Sum what the series' selector takes of the windows of sessions ``first`` to ``end - 1``."""
    table = tables.series
    live = state.whole.live
    length = table.lookback_sessions[series]
    skipped = whole.pricing.first_taken[series]
    count = table.lowest_count[series]
    start = tables.clock.earlier_bids.size + first - table.window_lag[series] - length + 1
    sums = state.whole.by_session[WINDOW_SUM + series]
    total = live.bid
    if skipped == 0 and length - count < count:
        # All but the highest.
        keep_highest(length - count, start, length, bids, live.lists, live.bid)
        for i in range(TILE):
            total[i] = 0.0
        for k in range(length):
            for i in range(TILE):
                total[i] += bids[start + k + i]
        for j in range(length - count):
            for i in range(TILE):
                total[i] -= live.lists[j, i]
    else:
        keep_lowest(skipped + count, start, length, bids, live.lists, live.bid)
        for i in range(TILE):
            total[i] = 0.0
        for j in range(skipped, skipped + count):
            for i in range(TILE):
                total[i] += live.lists[j, i]
    for t in range(first, end):
        sums[t] = total[t - first]


@clause
def is_variable(series: int, tables: Tables) -> bool:
    """Whether the series' variable price may be asked for: under the waiver only what the cap counts has one."""
    waived = tables.series.waived[series] and not tables.deal.cap_gross
    return tables.series.window_price[series] > 0.0 and not waived


@rare
def sum_windows(first: int, end: int, bids: Floats, tables: Tables, state: State, whole: Whole | None) -> None:
    """Sum the windows of a tile that has been drawn, for every series that may need its price or shows it in the fans.

    Not after a split, which restates bids, nor where the holder's doing moves them, nor for windows of other prices
    than closing bids.
    """
    if whole is None:
        return
    if whole.events.split_count > 0 or whole.feedback.moves_prices:
        return
    for series in range(state.preferred.size):
        if whole.pricing.price_field[series] != CLOSING_BID:
            return
    live = state.whole.live
    needed = live.numbers[LIVE_NOTES_PRICES] > 0.0
    for series in range(state.preferred.size):
        needed = needed or state.preferred[series] > 0.0
    if not needed:
        return
    for series in range(state.preferred.size):
        if is_variable(series, tables) and end > tables.series.switch_on[series]:
            sum_window(series, first, end, bids, tables, state, whole)
    live.numbers[LIVE_SUMS_UNTIL] = float(end)
