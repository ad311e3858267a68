"""Tiles in which nobody can act unless the stock rises: only their prices are drawn, and only how high they come.

A path waits like that for years when its preferred is gone and its warrants are out of the money. Its volumes, its bids
and even the rounding of its closes are then of no account. If the price comes near an exercise price after all, or
something dated is due, everything since the path fell asleep is drawn in full: the same random numbers, the same bits.
"""

from __future__ import annotations

import math

from kernels.jit import clause, rare
from kernels.market import bootstrap, garch, gbm, merton, tree
from kernels.market.quotes import bid_units, close_units
from kernels.market.scratch import ASLEEP_SINCE, INDEX_THEN, LOG2_THEN, NEWS_THEN, TILE, Market
from kernels.random import Word
from kernels.state import State
from kernels.tables import Tables
from kernels.whole_state import (
    LIVE_BUSY_FROM,
    LIVE_EXERCISE_UNITS,
    LIVE_HAS_COMMON,
    LIVE_NOTES_PRICES,
)
from kernels.whole_tables import Whole

ASLEEP = -1
"""The tile is dealt with: nothing happens in it."""
PRICED = -2
"""Closes and bids of the tile are drawn, and its sessions are to be run; its volumes move nothing."""
_MARGIN = 1e-6
"""In base-2 logarithms: far more than rounding, far less than a session's move."""


@rare
def may_sleep(end: int, tables: Tables, state: State, whole: Whole | None) -> bool:
    """Whether only a rise of the stock could make anything happen before session ``end``, the last one apart."""
    if whole is None:
        return False
    numbers = state.whole.live.numbers
    if numbers[LIVE_HAS_COMMON] > 0.0 or numbers[LIVE_NOTES_PRICES] > 0.0 or whole.payments.needs_last_bid:
        return False
    if whole.remedy.listing.sessions > 0 or whole.feedback.moves_prices or whole.events.follows_price:
        return False
    # A draw of an equity line, a split: neither is worth a rule of its own here.
    if whole.events.split_count > 0:
        return False
    for series in range(state.preferred.size):
        if state.preferred[series] > 0.0 or whole.payments.is_drawn[series]:
            return False
    last = tables.clock.days.size - 1
    busy = numbers[LIVE_BUSY_FROM]
    return bool(busy >= end or busy == last)


@clause
def wake(first: int, market: Market) -> int:
    """Wake up on session ``first``; returns the session from which the market is to be drawn in full."""
    since = int(market.carry[ASLEEP_SINCE])
    if since < 0:
        return first
    market.carry[0] = market.carry[LOG2_THEN]
    market.carry[1] = market.carry[NEWS_THEN]
    market.carry[2] = market.carry[INDEX_THEN]
    market.carry[ASLEEP_SINCE] = -1.0
    return since


@clause
def walk_prices(tables: Tables, seed: Word, path: Word, first: int, market: Market) -> None:
    """Draw the tile's log prices, and nothing else."""
    if tables.bootstrap.log2_gross.size > 0:
        bootstrap.walk_prices(tables.bootstrap, seed, path, first, market)
    elif tables.merton.count_words.size > 0:
        merton.walk_prices(tables.merton, tables.sampling, seed, path, first, market)
    elif tables.garch.growth.size > 0:
        garch.walk_prices(tables.garch, tables.sampling, seed, path, first, market)
    elif tables.tree.up_words.size > 0:
        tree.walk_prices(tables.tree, seed, path, first, market)
    else:
        gbm.walk_prices(tables.gbm, tables.sampling, seed, path, first, market)


@clause
def sleep_through(
    first: int, end: int, sleepy: bool, tables: Tables, seed: Word, path: Word, market: Market, state: State
) -> int:
    """Deal with a tile by its prices alone, if that is enough.

    Parameters
    ----------
    first, end
        The tile's sessions.
    tables, seed, path, market
        As in :func:`kernels.market.draw.fill_tile`.
    sleepy
        Whether :func:`may_sleep` says so.
    state
        Where the path stands at the close of session ``first - 1``.

    Returns
    -------
    int
        ASLEEP, PRICED, or the session from which the market is to be drawn in full up to this tile.
    """
    if not sleepy:
        return wake(first, market)
    carry = market.carry
    if carry[ASLEEP_SINCE] < 0.0:
        carry[ASLEEP_SINCE] = float(first)
        carry[LOG2_THEN], carry[NEWS_THEN], carry[INDEX_THEN] = carry[0], carry[1], carry[2]
    before = carry[0]
    walk_prices(tables, seed, path, first, market)
    highest = before
    for i in range(TILE):
        highest = market.log2_units[i] if market.log2_units[i] > highest else highest
    lowest_that_pays = state.whole.live.numbers[LIVE_EXERCISE_UNITS]
    # A close is rounded by half a unit, and a bid is no higher than its close.
    if not (lowest_that_pays > 2.0 and highest < math.log2(lowest_that_pays - 1.0) - _MARGIN):
        return wake(first, market)
    if state.whole.live.numbers[LIVE_BUSY_FROM] >= end:
        return ASLEEP
    earlier = tables.clock.earlier_bids.size
    closes = market.closes[first:]
    bids = market.bids[earlier + first :]
    for i in range(TILE):
        close = close_units(market.log2_units[i], tables.quote)
        closes[i] = close
        bids[i] = bid_units(close, tables.quote)
    # What the first session of the tile decides on.
    market.bids[earlier + first - 1] = bid_units(close_units(before, tables.quote), tables.quote)
    return PRICED
