"""Binomial walk (Cox, Ross and Rubinstein 1979, Journal of Financial Economics 7, 229-263), with volume.

In each session the price is multiplied by u or by 1/u. The net number of rises is counted, so that all paths that meet
at a node have the same price there, to the last bit. One Philox block a session: one word for the move, two for the
volume's normal.
"""

from __future__ import annotations

import numpy as np

from kernels.intrinsics import fma, prefer_wide_vectors
from kernels.jit import clause, rare
from kernels.market.gbm import quote_tile
from kernels.market.scratch import TILE, Market
from kernels.market.volume import bounded_size, next_news
from kernels.normal import normal_pair
from kernels.random import BITS_32, LOW_32, STREAM_MARKET, Word, philox
from kernels.tables import Tables, TreeTable


@clause
def draw_moves(model: TreeTable, seed: Word, path: Word, first: int, market: Market) -> None:
    """Fill ``market.work`` with the tile's moves, 1 or -1, and ``market.e`` with the volume's normals."""
    for i in range(TILE):
        t = first + i
        a, _, c, d = philox(path & LOW_32, path >> BITS_32, np.uint64(t), STREAM_MARKET, seed & LOW_32, seed >> BITS_32)
        below = model.up_words[t] if t < model.up_words.size else 0.0
        market.work[i] = 1.0 if float(np.int64(a)) < below else -1.0
        market.e[i], _ = normal_pair(c, d)
    if first == 0:
        # Session 0's price is given; its word moves the volume alone.
        market.z[0] = market.work[0]
        market.work[0] = 0.0


@clause
def climb(model: TreeTable, first: int, market: Market) -> None:
    """Fill ``market.log2_units`` by the net number of rises so far."""
    count = market.carry[2] if first > 0 else 0.0
    for i in range(TILE):
        count = count + market.work[i]
        market.log2_units[i] = fma(count, model.log2_step, model.log2_start_units)
    market.carry[2] = count
    market.carry[0] = market.log2_units[TILE - 1]


@rare
def walk_prices(model: TreeTable, seed: Word, path: Word, first: int, market: Market) -> None:
    """Draw the tile's log prices alone: the same as :func:`fill_tile`'s."""
    draw_moves(model, seed, path, first, market)
    climb(model, first, market)


@rare
def fill_tile(model: TreeTable, tables: Tables, seed: Word, path: Word, first: int, market: Market) -> None:
    """Draw sessions ``first`` to ``first + TILE - 1`` of one path; see :func:`kernels.market.gbm.fill_tile`."""
    prefer_wide_vectors()
    draw_moves(model, seed, path, first, market)
    climb(model, first, market)
    news = market.carry[1]
    for i in range(TILE):
        t = first + i
        move = market.z[0] if t == 0 else market.work[i]
        size = 0.0
        if t < model.up_words.size:
            size = model.size_up[t] if move > 0.0 else model.size_down[t]
        news = next_news(news, bounded_size(size), market.e[i], tables.volume)
        market.news[i] = news
    market.carry[1] = news
    quote_tile(first, market, tables)
