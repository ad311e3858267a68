"""The conversion price (``CoD III.D`` to ``III.G``) and its waiver (``SPA 4.8``)."""

from __future__ import annotations

from kernels.jit import clause
from kernels.state import State
from kernels.tables import Floats, SeriesTable


@clause
def insert_sorted(window: Floats, count: int, bid: float) -> None:
    """Put a bid into the first ``count`` sorted places of a window, which then holds one more."""
    k = count
    while k > 0 and window[k - 1] > bid:
        window[k] = window[k - 1]
        k -= 1
    window[k] = bid


@clause
def replace_sorted(window: Floats, count: int, old: float, new: float) -> None:
    """Replace one bid of the ``count`` sorted places of a window by another, in one pass of selects without
    branches.
    """
    before = -1.0
    for k in range(count - 1):
        here = window[k] if window[k] < old else window[k + 1]
        low = new if new < here else here
        window[k] = low if low > before else before
        before = here
    window[count - 1] = new if new > before else before


@clause
def move_window(series: int, end: int, length: int, bids: Floats, state: State) -> None:
    """Make the series' window hold the ``length`` bids that end at place ``end``: slide by one, or build it afresh."""
    window = state.window[series]
    if state.window_end[series] == end:
        return
    if state.window_end[series] == end - 1 and end >= 1:
        replace_sorted(window, length, bids[end - length], bids[end])
    else:
        for k in range(length):
            insert_sorted(window, k, bids[end - length + 1 + k])
    state.window_end[series] = end


@clause
def variable_price(series: int, place: int, bids: Floats, table: SeriesTable, state: State) -> float:
    """Variable Conversion Price in units of 1/Q: multiplier x mean of the m lowest of n bids (``CoD III.G``).

    Parameters
    ----------
    series
        Which series.
    place
        Place of the session's own bid in ``bids``.
    bids
        Closing bids of the path in units.
    table, state
        The series' terms and the path's windows.
    """
    length = table.lookback_sessions[series]
    move_window(series, place - table.window_lag[series], length, bids, state)
    total = 0.0
    for k in range(table.lowest_count[series]):
        total += state.window[series, k]
    return total * float(table.window_price[series])


@clause
def floating_price(series: int, t: int, place: int, bids: Floats, table: SeriesTable, state: State) -> float:
    """Fixed before ``switch_on``, then the lower of fixed and variable (``CoD III.D``); 0: no price today."""
    fixed = float(table.fixed_price[series])
    if table.window_price[series] == 0.0 or t < table.switch_on[series]:
        return fixed
    variable = variable_price(series, place, bids, table, state)
    if fixed == 0.0:
        return variable
    return variable if variable < fixed else fixed


@clause
def price_plain(series: int, t: int, place: int, bids: Floats, gross: bool, table: SeriesTable, state: State) -> None:
    """Set the series' conversion price and floating price of the session.

    Under the waiver the series converts at its fixed price; the floating one is then needed only where the cap counts
    what was issued before the contribution back (``gross``).
    """
    if table.waived[series]:
        state.price[series] = table.fixed_price[series]
        state.floating[series] = (
            floating_price(series, t, place, bids, table, state) if gross else table.fixed_price[series]
        )
    else:
        state.floating[series] = floating_price(series, t, place, bids, table, state)
        state.price[series] = state.floating[series]
