"""Draw a path's market with the model the scenario names."""

from __future__ import annotations

import math

import numpy as np

from kernels.jit import clause, kernel
from kernels.market import bootstrap, garch, gbm, merton, tree
from kernels.market.footing import restate_tile
from kernels.market.hazards import draw_sessions
from kernels.market.scratch import ASLEEP_SINCE, TILE, Market
from kernels.random import BITS_32, LOW_32, STREAM_DEAL, Word, philox
from kernels.tables import Floats, Integers, Tables


@clause
def start_market(tables: Tables, market: Market) -> None:
    """Set the market to the state before session 0: earlier bids and volumes, the start price, no news."""
    for k in range(tables.clock.earlier_bids.size):
        market.bids[k] = tables.clock.earlier_bids[k]
        market.volumes[k] = tables.clock.earlier_volumes[k]
    market.carry[0] = math.log2(tables.quote.start_units)
    market.carry[1] = 0.0
    market.carry[2] = 0.0
    market.carry[ASLEEP_SINCE] = -1.0


@clause
def fill_tile(tables: Tables, seed: Word, path: Word, first: int, market: Market) -> None:
    """Draw one tile of sessions; see :func:`kernels.market.gbm.fill_tile`."""
    if tables.bootstrap.log2_gross.size > 0:
        bootstrap.fill_tile(tables.bootstrap, tables, seed, path, first, market)
    elif tables.merton.count_words.size > 0:
        merton.fill_tile(tables.merton, tables, seed, path, first, market)
    elif tables.garch.growth.size > 0:
        garch.fill_tile(tables.garch, tables, seed, path, first, market)
    elif tables.tree.up_words.size > 0:
        tree.fill_tile(tables.tree, tables, seed, path, first, market)
    else:
        gbm.fill_tile(tables.gbm, tables, seed, path, first, market)
    restate_tile(first, tables, market, tables.whole)


@clause
def approval_drawn(tables: Tables, seed: Word, path: Word) -> bool:
    """Whether Stockholder Approval is given on this path (``CoD IV.G(i)``): the deal's own stream."""
    word, _, _, _ = philox(path & LOW_32, path >> BITS_32, np.uint64(0), STREAM_DEAL, seed & LOW_32, seed >> BITS_32)
    return float(np.int64(word)) < tables.deal.approval_words


@kernel
def draw_event_sessions(tables: Tables, seed: Word, path: Word, sessions: Integers, threshold: Floats) -> None:
    """The session on which each event of a whole deal acts on a path: its own, or drawn from its hazard.

    Parameters
    ----------
    tables
        The scenario.
    seed, path
        uint64.
    sessions
        Receives them, [E]; T: never, or where its hazard has added up to its threshold.
    threshold
        Receives the thresholds of hazards that follow the price, [E].
    """
    draw_sessions(tables, seed, path, sessions, threshold, tables.whole)


@kernel
def draw_path(tables: Tables, seed: Word, path: Word, market: Market) -> bool:
    """Draw one whole path by its number, as the simulation does.

    Parameters
    ----------
    tables
        The scenario.
    seed, path
        uint64.
    market
        Receives closes, bids and volumes of every session.

    Returns
    -------
    bool
        Whether approval is given on this path.
    """
    start_market(tables, market)
    for first in range(0, tables.clock.days.size, TILE):
        fill_tile(tables, seed, path, first, market)
    return bool(approval_drawn(tables, seed, path))
