"""Geometric Brownian motion (Black and Scholes 1973), with volume.

``ln S_t - ln S_{t-1} = mu days/365 - sigma^2/504 + sigma z_t/sqrt(252)``; one Philox block gives the two normals of two
sessions.
"""

from __future__ import annotations

import numpy as np

from kernels.intrinsics import fma, prefer_wide_vectors
from kernels.jit import clause
from kernels.market.quotes import bid_units, close_units
from kernels.market.sampling import source_path, steer
from kernels.market.scratch import TILE, Market
from kernels.market.volume import next_news, volume_shares
from kernels.normal import normal_pair
from kernels.random import BITS_32, LOW_32, STREAM_MARKET, Word, philox
from kernels.tables import GbmTable, SamplingTable, Tables


@clause
def draw_normals(seed: Word, path: Word, first: int, market: Market) -> None:
    """Fill the tile's normals: two sessions a block."""
    for j in range(TILE // 2):
        a, b, c, d = philox(
            path & LOW_32, path >> BITS_32, np.uint64(first // 2 + j), STREAM_MARKET, seed & LOW_32, seed >> BITS_32
        )
        market.z[2 * j], market.e[2 * j] = normal_pair(a, b)
        market.z[2 * j + 1], market.e[2 * j + 1] = normal_pair(c, d)


@clause
def quote_tile(first: int, market: Market, tables: Tables) -> None:
    """Turn the tile's log prices and volume states into closes, bids and volumes."""
    earlier = tables.clock.earlier_bids.size
    # Views: a place that is a sum might count from the end, and would be written one by one.
    closes = market.closes[first:]
    bids = market.bids[earlier + first :]
    volumes = market.volumes[earlier + first :]
    for i in range(TILE):
        close = close_units(market.log2_units[i], tables.quote)
        closes[i] = close
        bids[i] = bid_units(close, tables.quote)
    for i in range(TILE):
        volumes[i] = volume_shares(market.news[i], tables.volume)
    if first == 0:
        # Session 0's close is given.
        market.closes[0] = tables.quote.start_units
        market.bids[earlier] = bid_units(tables.quote.start_units, tables.quote)


@clause
def walk_prices(model: GbmTable, sampling: SamplingTable, seed: Word, path: Word, first: int, market: Market) -> None:
    """Draw the tile's log prices alone: the same as :func:`fill_tile`'s."""
    prefer_wide_vectors()
    source = source_path(path, sampling)
    for j in range(TILE // 2):
        a, b, c, d = philox(
            source & LOW_32, source >> BITS_32, np.uint64(first // 2 + j), STREAM_MARKET, seed & LOW_32, seed >> BITS_32
        )
        market.z[2 * j], _ = normal_pair(a, b)
        market.z[2 * j + 1], _ = normal_pair(c, d)
    steer(seed, path, first, sampling, market)
    x = market.carry[0]
    for i in range(TILE):
        t = first + i
        drift = model.log2_drift[t] if t < model.log2_drift.size else 0.0
        x = x + fma(model.log2_volatility, market.z[i], drift)
        market.log2_units[i] = x
    market.carry[0] = x


@clause
def fill_tile(model: GbmTable, tables: Tables, seed: Word, path: Word, first: int, market: Market) -> None:
    """Draw sessions ``first`` to ``first + TILE - 1`` of one path.

    Parameters
    ----------
    model, tables
        Tables of the scenario.
    seed, path
        What the random numbers depend on.
    first
        A multiple of TILE; tiles are drawn in order, ``market.carry`` set to session 0's state before the first.
    market
        Scratch of the path.
    """
    prefer_wide_vectors()
    draw_normals(seed, source_path(path, tables.sampling), first, market)
    steer(seed, path, first, tables.sampling, market)
    x = market.carry[0]
    news = market.carry[1]
    for i in range(TILE):
        t = first + i
        drift = model.log2_drift[t] if t < model.log2_drift.size else 0.0
        step = fma(model.log2_volatility, market.z[i], drift)
        x = x + (step if t > 0 else 0.0)
        news = next_news(news, market.z[i], market.e[i], tables.volume)
        market.log2_units[i] = x
        market.news[i] = news
    market.carry[0] = x
    market.carry[1] = news
    quote_tile(first, market, tables)
