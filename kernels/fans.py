"""Per-session accumulators: integer counts in bins, and sums by session.

Counts of shares issued and preferred left are kept as differences: +1 where a path enters a bin, -1 where it leaves,
so a path that is finished costs nothing and the counts stay exact. Integer counts do not depend on the order of
paths.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kernels.bins import bin_of
from kernels.conversion_price import floating_price
from kernels.jit import clause, rare
from kernels.layout import NOTED_PRICE
from kernels.market.scratch import Quotes
from kernels.price_rules import note_prices_from
from kernels.state import State
from kernels.tables import Floats, Tables
from kernels.whole_state import LIVE_LAST_SESSION
from kernels.whole_tables import Whole

Counts = npt.NDArray[np.int32]

LOWEST_SHARES = 1.0
SHARE_BINS = 128 * 38 + 1
"""Shares issued: 1 to 2**38."""
PREFERRED_BINS = 128 * 26 + 1
"""Preferred left: 1 to 2**26."""
LOWEST_PRICE_USD = 2.0**-20
PRICE_BINS = 128 * 37 + 1
"""Prices: 2**-20 to 2**17 dollars."""
WAITING = 64
"""Paths whose prices wait to be counted together."""
_BIN = 0xFFFF
"""One bin of the four that a word holds: there are fewer than 2**15."""


class Fans(NamedTuple):
    """Accumulators of one thread."""

    issued: Counts
    """Differences of counts of shares issued, [T, SHARE_BINS]."""
    preferred_left: Counts
    """Differences of counts of preferred left, [T, PREFERRED_BINS]."""
    price: Counts
    """Counts of the close, first paths only, [T, PRICE_BINS]."""
    conversion_price: Counts
    """Counts of the conversion price of one series, first paths only, [T, PRICE_BINS]."""
    waiting_price: npt.NDArray[np.uint16]
    """Bins of closes not yet counted, [WAITING, T]: counted session by session, so that a session's counts stay in
    the cache."""
    waiting_conversion_price: npt.NDArray[np.uint16]
    """Bins of conversion prices not yet counted, [WAITING, T]."""
    waiting_moves: npt.NDArray[np.int64]
    """Bins of shares issued before and after, and of preferred left before and after, 16 bits each, of paths that moved
    on a session and are not yet counted, [T, WAITING]."""
    moved: npt.NDArray[np.int64]
    """How many moves wait, [T]."""


class Sums(NamedTuple):
    """Sums over the paths of one block, in path order."""

    flows: Floats
    """Cash to the investor by session, USD, [T]."""
    issued: Floats
    """Common issued by session, [T]."""


def make_fans(sessions: int) -> Fans:
    """Allocate the counts of one thread."""
    return Fans(
        issued=np.zeros((sessions, SHARE_BINS), dtype=np.int32),
        preferred_left=np.zeros((sessions, PREFERRED_BINS), dtype=np.int32),
        price=np.zeros((sessions, PRICE_BINS), dtype=np.int32),
        conversion_price=np.zeros((sessions, PRICE_BINS), dtype=np.int32),
        waiting_price=np.zeros((WAITING, sessions), dtype=np.uint16),
        waiting_conversion_price=np.zeros((WAITING, sessions), dtype=np.uint16),
        waiting_moves=np.zeros((sessions, WAITING), dtype=np.int64),
        moved=np.zeros(sessions, dtype=np.int64),
    )


def make_sums(sessions: int) -> Sums:
    """Allocate the sums of one block."""
    return Sums(flows=np.zeros(sessions), issued=np.zeros(sessions))


@clause
def issued_bin_of(shares: float) -> int:
    """The bin of shares issued."""
    return bin_of(shares, LOWEST_SHARES, SHARE_BINS)


@clause
def preferred_bin_of(preferred: float) -> int:
    """The bin of preferred left."""
    return bin_of(preferred, LOWEST_SHARES, PREFERRED_BINS)


@clause
def note_move(t: int, issued: int, issued_now: int, left: int, left_now: int, fans: Fans) -> None:
    """Note the bins between which a path's shares issued and preferred left moved on session t, to be counted later."""
    k = fans.moved[t]
    fans.waiting_moves[t, k] = issued | issued_now << 16 | left << 32 | left_now << 48
    fans.moved[t] = k + 1
    if k + 1 == WAITING:
        count_moves(t, fans)


@rare
def count_moves(t: int, fans: Fans) -> None:
    """Move the waiting paths of session t from bin to bin: together, so that the session's counts stay in the cache."""
    for k in range(fans.moved[t]):
        move = fans.waiting_moves[t, k]
        fans.issued[t, move & _BIN] -= 1
        fans.issued[t, move >> 16 & _BIN] += 1
        fans.preferred_left[t, move >> 32 & _BIN] -= 1
        fans.preferred_left[t, move >> 48] += 1
    fans.moved[t] = 0


@rare
def count_all_moves(fans: Fans) -> None:
    """Count the moves that still wait."""
    for t in range(fans.moved.size):
        count_moves(t, fans)


@clause
def note_prices(
    first: int,
    end: int,
    waiting: int,
    series: int,
    market: Quotes,
    tables: Tables,
    state: State,
    fans: Fans,
    whole: Whole | None,
) -> None:
    """Note the bins of a tile's closes and of the series' conversion prices, to be counted later.

    Parameters
    ----------
    first, end
        The tile's sessions.
    waiting
        Paths that are noted already.
    series
        Whose conversion price it is.
    market, tables, state, whole
        The path.
    fans
        Receives the bins.
    """
    closes = market.closes[first:]
    bins = fans.waiting_price[waiting, first:]
    for i in range(end - first):
        bins[i] = bin_of(closes[i] / tables.quote.units_per_dollar, LOWEST_PRICE_USD, PRICE_BINS)
    table = tables.series
    scale = table.price_scale[series]
    bins = fans.waiting_conversion_price[waiting, first:]
    if whole is not None:
        # After the last session that was followed, the terms stay as they were.
        after = max(first, int(state.whole.live.numbers[LIVE_LAST_SESSION]) + 1)
        if after < end:
            note_prices_from(series, after, end, market, tables, state, whole)
        prices = state.whole.by_session[NOTED_PRICE, first:]
        for i in range(end - first):
            bins[i] = bin_of(prices[i] / scale, LOWEST_PRICE_USD, PRICE_BINS)
    else:
        for t in range(first, end):
            units = table.fixed_price[series]
            if not table.waived[series]:
                units = floating_price(series, t, tables.clock.earlier_bids.size + t, market.bids, table, state)
            bins[t - first] = bin_of(units / scale, LOWEST_PRICE_USD, PRICE_BINS)


@clause
def count_noted(waiting: int, fans: Fans) -> None:
    """Count the prices of the first ``waiting`` noted paths: one kind after the other, whose counts fit the cache."""
    for t in range(fans.price.shape[0]):
        for k in range(waiting):
            fans.price[t, fans.waiting_price[k, t]] += 1
        for k in range(waiting):
            fans.conversion_price[t, fans.waiting_conversion_price[k, t]] += 1
