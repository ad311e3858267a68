"""What the selectors take of the windows of a whole tile of sessions at once (``CoD III.G``).

One session's window differs from the next one's by a bid, but a loop over sessions vectorises and a sorted window that
slides does not. Most selectors look at no more than the four highest or lowest bids, and those of a window follow from
those of its parts: of spans of 1, 2, 4 and 8 bids, of which every length up to 15 is made. Bids are whole numbers, so
the sums are the same in whatever order.
"""

from __future__ import annotations

import numpy as np

from kernels.jit import clause, rare
from kernels.layout import WINDOW_SUM
from kernels.market.scratch import TILE
from kernels.state import State
from kernels.tables import BIG, Floats, Tables
from kernels.whole_state import LIVE_NOTES_PRICES, LIVE_SUMS_UNTIL
from kernels.whole_tables import CLOSING_BID, Whole

SHORT = 15
"""Longest window of the quick way."""
FEW = 4
"""So many bids a list of the quick way holds; a sum stands in the row after."""
ROWS = FEW + 1
WINDOWS = 2 * ROWS
"""First of the rows that hold lists and sums of the windows; before them are those of spans, in two places by turns."""

Four = tuple[float, float, float, float]


@clause
def four_highest(a: Four, b: Four) -> Four:
    """The four highest of two lists, all three with the highest first (a bitonic merge)."""
    # What meets crosswise: the higher of each pair is one of the four.
    p = a[0] if a[0] > b[3] else b[3]
    q = a[1] if a[1] > b[2] else b[2]
    r = a[2] if a[2] > b[1] else b[1]
    s = a[3] if a[3] > b[0] else b[0]
    p, r = (p if p > r else r), (r if p > r else p)
    q, s = (q if q > s else s), (s if q > s else q)
    return (p if p > q else q), (q if p > q else p), (r if r > s else s), (s if r > s else r)


@clause
def join(to: int, first: int, second: int, shift: int, places: int, lists: Floats) -> None:
    """Put the four highest of two lists, and the sum of two sums, into rows from ``to``: of all places.

    Parameters
    ----------
    to, first, second
        First rows of what is made, and of what it is made of.
    shift
        How much further on the second list lies.
    places
        How many there are.
    lists
        Rows by place.
    """
    for i in range(places):
        # Without a sign, so that no place counts from the end.
        k = np.uint64(i) + np.uint64(shift)
        a = (lists[first, i], lists[first + 1, i], lists[first + 2, i], lists[first + 3, i])
        b = (lists[second, k], lists[second + 1, k], lists[second + 2, k], lists[second + 3, k])
        lists[to, i], lists[to + 1, i], lists[to + 2, i], lists[to + 3, i] = four_highest(a, b)
        lists[to + FEW, i] = lists[first + FEW, i] + lists[second + FEW, k]


@clause
def add_span(span: int, here: int, there: int, covered: int, length: int, lists: Floats) -> int:
    """Add the spans in rows ``here`` that begin ``covered`` bids into each window, if its length has them; join pairs.

    The first three are written out where this is called: the loops vectorise only if the compiler knows them.

    Returns
    -------
    int
        Bids that the windows' lists now cover.
    """
    if length & span:
        join(WINDOWS, WINDOWS, here, covered, TILE, lists)
        covered += span
    if 2 * span <= length:
        # Up to a multiple of eight: what lies beyond is never looked at, but a remainder would be done one by one.
        join(there, here, here, span, (TILE + length - 2 * span + 7) // 8 * 8, lists)
    return covered


@clause
def list_few(sign: float, start: int, length: int, bids: Floats, lists: Floats) -> None:
    """Leave in the rows from ``WINDOWS`` the four highest of each session's ``length`` bids times ``sign``, and a sum.

    ``bids[start]`` is the first one's. The sum is of all ``length``. Where a window has fewer than four, ``-BIG``
    stands in their place.
    """
    taken = bids[start:]
    for i in range(TILE + length - 1):
        signed = sign * taken[i]
        lists[0, i] = signed
        lists[FEW, i] = signed
    for row in range(1, FEW):
        for i in range(TILE + length - 1):
            lists[row, i] = -BIG
    for row in range(WINDOWS, WINDOWS + FEW):
        for i in range(TILE):
            lists[row, i] = -BIG
    for i in range(TILE):
        lists[WINDOWS + FEW, i] = 0.0
    covered = add_span(1, 0, ROWS, 0, length, lists)
    covered = add_span(2, ROWS, 0, covered, length, lists)
    covered = add_span(4, 0, ROWS, covered, length, lists)
    add_span(8, ROWS, 0, covered, length, lists)


@clause
def keep_lowest(size: int, start: int, length: int, bids: Floats, lists: Floats, bid: Floats) -> None:
    """Leave in ``lists[:size]`` the lowest of each session's ``length`` bids, the lowest first, however many."""
    for j in range(size):
        for i in range(TILE):
            lists[j, i] = BIG
    for k in range(length):
        taken = bids[start + k :]
        for i in range(TILE):
            bid[i] = taken[i]
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
    lists = live.lists
    total = live.bid
    length = table.lookback_sessions[series]
    skipped = whole.pricing.first_taken[series]
    count = table.lowest_count[series]
    start = tables.clock.earlier_bids.size + first - table.window_lag[series] - length + 1
    if length <= SHORT and skipped == 0 and length - count <= FEW:
        # All but the highest.
        list_few(1.0, start, length, bids, lists)
        for i in range(TILE):
            total[i] = lists[WINDOWS + FEW, i]
        for j in range(length - count):
            for i in range(TILE):
                total[i] -= lists[WINDOWS + j, i]
    elif length <= SHORT and skipped + count <= FEW:
        list_few(-1.0, start, length, bids, lists)
        for i in range(TILE):
            total[i] = 0.0
        for j in range(skipped, skipped + count):
            for i in range(TILE):
                total[i] -= lists[WINDOWS + j, i]
    else:
        keep_lowest(skipped + count, start, length, bids, lists, total)
        for i in range(TILE):
            total[i] = 0.0
        for j in range(skipped, skipped + count):
            for i in range(TILE):
                total[i] += lists[j, i]
    sums = state.whole.by_session[WINDOW_SUM + series]
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
