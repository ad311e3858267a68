"""Jump diffusion (Merton 1976, Journal of Financial Economics 3, 125-144), with volume.

GBM, and in each session a Poisson number of jumps whose logarithms are normal. The diffusion's normals and the volume's
are GBM's own; the jumps have a stream of Philox to themselves, one block for two sessions.
"""

from __future__ import annotations

import numpy as np

from kernels.intrinsics import fma, prefer_wide_vectors, square_root
from kernels.jit import clause, rare
from kernels.market import gbm
from kernels.market.sampling import source_path, steer
from kernels.market.scratch import TILE, Market
from kernels.market.volume import bounded_size, next_news
from kernels.normal import normal_pair
from kernels.random import BITS_32, LOW_32, STREAM_JUMPS, Word, philox
from kernels.tables import MertonTable, SamplingTable, Tables


@clause
def draw_jumps(model: MertonTable, seed: Word, path: Word, first: int, market: Market) -> None:
    """Fill ``market.work`` with the jumps of the tile's sessions: k jumps are ``k m + sqrt(k) s n``, n normal."""
    for j in range(TILE // 2):
        a, b, c, d = philox(
            path & LOW_32, path >> BITS_32, np.uint64(first // 2 + j), STREAM_JUMPS, seed & LOW_32, seed >> BITS_32
        )
        market.work[2 * j], market.work[2 * j + 1] = normal_pair(a, b)
        market.restart[2 * j] = float(np.int64(c))
        market.restart[2 * j + 1] = float(np.int64(d))
    # How many jumps: the volume's states are written later.
    counts = market.news
    for i in range(TILE):
        counts[i] = 0.0
    for k in range(model.count_words.size):
        word = model.count_words[k]
        for i in range(TILE):
            counts[i] = counts[i] + (1.0 if market.restart[i] >= word else 0.0)
    for i in range(TILE):
        spread = square_root(counts[i]) * model.log2_jump_deviation
        market.work[i] = fma(counts[i], model.log2_jump_mean, spread * market.work[i])


@rare
def walk_prices(
    model: MertonTable, sampling: SamplingTable, seed: Word, path: Word, first: int, market: Market
) -> None:
    """Draw the log prices of a later tile than the first alone: the same as :func:`fill_tile`'s."""
    prefer_wide_vectors()
    gbm.draw_normals(seed, source_path(path, sampling), first, market)
    steer(seed, path, first, sampling, market)
    draw_jumps(model, seed, path, first, market)
    x = market.carry[0]
    for i in range(TILE):
        t = first + i
        drift = model.log2_drift[t] if t < model.log2_drift.size else 0.0
        x = x + (fma(model.log2_volatility, market.z[i], drift) + market.work[i])
        market.log2_units[i] = x
    market.carry[0] = x


@rare
def fill_tile(model: MertonTable, tables: Tables, seed: Word, path: Word, first: int, market: Market) -> None:
    """Draw sessions ``first`` to ``first + TILE - 1`` of one path; see :func:`kernels.market.gbm.fill_tile`."""
    prefer_wide_vectors()
    gbm.draw_normals(seed, source_path(path, tables.sampling), first, market)
    steer(seed, path, first, tables.sampling, market)
    draw_jumps(model, seed, path, first, market)
    x = market.carry[0]
    news = market.carry[1]
    for i in range(TILE):
        t = first + i
        drift = model.log2_drift[t] if t < model.log2_drift.size else 0.0
        step = fma(model.log2_volatility, market.z[i], drift) + market.work[i]
        x = x + (step if t > 0 else 0.0)
        jumps = fma(model.jump_weight, market.work[i], -model.jump_centre)
        news = next_news(news, bounded_size(fma(model.normal_weight, market.z[i], jumps)), market.e[i], tables.volume)
        market.log2_units[i] = x
        market.news[i] = news
    market.carry[0] = x
    market.carry[1] = news
    gbm.quote_tile(first, market, tables)
