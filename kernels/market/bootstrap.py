"""Stationary block bootstrap of a price record (Politis and Romano 1994), with volume.

One Philox block a session: a word that starts a new block with probability 1/b, a word that picks where, and two for
normals (the smoothing noise of Efron's smoothed bootstrap, and the volume).
"""

from __future__ import annotations

import numpy as np

from kernels.intrinsics import fma, prefer_wide_vectors
from kernels.jit import clause
from kernels.market.gbm import quote_tile
from kernels.market.scratch import TILE, Market
from kernels.market.volume import next_news
from kernels.normal import normal_pair
from kernels.random import BITS_32, LOW_32, STREAM_MARKET, Word, philox
from kernels.tables import BootstrapTable, Tables

_TWO_TO_32 = 2.0**32


@clause
def draw_words(seed: Word, path: Word, first: int, count: int, market: Market) -> None:
    """Fill the tile's restart words, the returns that would be picked, and two normals: one Philox block a session."""
    for i in range(TILE):
        a, b, c, d = philox(
            path & LOW_32, path >> BITS_32, np.uint64(first + i), STREAM_MARKET, seed & LOW_32, seed >> BITS_32
        )
        market.z[i], market.e[i] = normal_pair(c, d)
        market.restart[i] = float(np.int64(a))
        market.pick[i] = np.int64(b) * count >> 32


@clause
def walk_prices(model: BootstrapTable, seed: Word, path: Word, first: int, market: Market) -> None:
    """Draw the log prices of a later tile than the first alone: the same as :func:`fill_tile`'s."""
    prefer_wide_vectors()
    count = model.log2_gross.size
    for i in range(TILE):
        a, b, c, d = philox(
            path & LOW_32, path >> BITS_32, np.uint64(first + i), STREAM_MARKET, seed & LOW_32, seed >> BITS_32
        )
        if model.log2_noise > 0.0:
            market.z[i], _ = normal_pair(c, d)
        market.restart[i] = float(np.int64(a))
        market.pick[i] = np.int64(b) * count >> 32
    threshold = model.restart_probability * _TWO_TO_32
    x = market.carry[0]
    index = int(market.carry[2])
    for i in range(TILE):
        t = first + i
        index = market.pick[i] if market.restart[i] < threshold else model.next_index[index]
        drift = model.log2_drift[t] if t < model.log2_drift.size else 0.0
        noise = fma(model.log2_noise, market.z[i], drift) if model.log2_noise > 0.0 else drift
        x = x + (noise + model.log2_gross[index])
        market.log2_units[i] = x
    market.carry[0] = x
    market.carry[2] = float(index)


@clause
def fill_tile(model: BootstrapTable, tables: Tables, seed: Word, path: Word, first: int, market: Market) -> None:
    """Draw sessions ``first`` to ``first + TILE - 1`` of one path; see :func:`kernels.market.gbm.fill_tile`."""
    prefer_wide_vectors()
    draw_words(seed, path, first, model.log2_gross.size, market)
    if first == 0:
        # Session 0 starts the first block, wherever it falls.
        market.restart[0] = -1.0
    threshold = model.restart_probability * _TWO_TO_32
    x = market.carry[0]
    news = market.carry[1]
    index = int(market.carry[2])
    for i in range(TILE):
        t = first + i
        # A new block anywhere, or the same run's next return.
        index = market.pick[i] if market.restart[i] < threshold else model.next_index[index]
        drift = model.log2_drift[t] if t < model.log2_drift.size else 0.0
        step = fma(model.log2_noise, market.z[i], drift) + model.log2_gross[index]
        x = x + (step if t > 0 else 0.0)
        news = next_news(news, model.standardised[index], market.e[i], tables.volume)
        market.log2_units[i] = x
        market.news[i] = news
        market.e[i] = model.volume_shares[index]
    market.carry[0] = x
    market.carry[1] = news
    market.carry[2] = float(index)
    quote_tile(first, market, tables)
    if model.resample_volume:
        earlier = tables.clock.earlier_bids.size
        for i in range(TILE):
            market.volumes[earlier + first + i] = market.e[i]
