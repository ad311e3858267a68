"""GARCH(1,1) with Student-t innovations (Bollerslev 1987, Review of Economics and Statistics 69, 542-547), with volume.

``h_{t+1} = omega + h_t (alpha e_t^2 + beta)``; a log return is ``mu days/365 + sqrt(h_t) e_t - ln E exp(sqrt(h_t) e)``.
The exponential of a t variable has no mean, so innovations are bounded; then the mean is a power series in h, and the
expected price is the stated one on every session. One Philox block a session: two words for the innovation, two for
the volume's normal.
"""

from __future__ import annotations

import numpy as np

from kernels.intrinsics import fma, prefer_wide_vectors, square_root
from kernels.jit import clause, rare
from kernels.market.gbm import quote_tile
from kernels.market.sampling import mirror_normals, source_path
from kernels.market.scratch import TILE, Market
from kernels.market.volume import bounded_size, next_news
from kernels.normal import minus_two_log, normal_pair, student
from kernels.random import BITS_32, LOW_32, STREAM_MARKET, Word, philox
from kernels.tables import GarchTable, SamplingTable, Tables

_LOG2_E = 1.4426950408889634


@clause
def bounded_innovation(t: float, model: GarchTable) -> float:
    """A t variable at unit variance, held within the bound; what that took of the variance is given back."""
    e = t * model.unit_scale
    e = e if e < model.bound else model.bound
    e = e if e > -model.bound else -model.bound
    return e * model.restore


@clause
def draw_innovations(
    model: GarchTable, sampling: SamplingTable, seed: Word, path: Word, first: int, market: Market
) -> None:
    """Fill the tile's innovations and the volume's normals: one Philox block a session."""
    source = source_path(path, sampling)
    for i in range(TILE):
        a, b, c, d = philox(
            source & LOW_32, source >> BITS_32, np.uint64(first + i), STREAM_MARKET, seed & LOW_32, seed >> BITS_32
        )
        market.z[i] = bounded_innovation(student(a, b, model.degrees, model.log2_exponent), model)
        market.e[i], _ = normal_pair(c, d)
    if source != path:
        mirror_normals(market)


@clause
def walk_variances(model: GarchTable, first: int, market: Market) -> None:
    """Fill ``market.work`` with the tile's variances; session 0 has no return: the long-run one is also session 1's."""
    h = market.carry[2] if first > 0 else model.long_run_variance
    for i in range(TILE):
        market.work[i] = h
        e = market.z[i]
        then = fma(h, fma(model.alpha, e * e, model.beta), model.omega)
        then = then if then < model.highest_variance else model.highest_variance
        h = then if first + i > 0 else h
    market.carry[2] = h


@clause
def fill_steps(model: GarchTable, first: int, market: Market) -> None:
    """Fill ``market.log2_units`` with the tile's log returns, and leave session 0's at 0."""
    # E exp(sqrt(h) e) by Horner's rule, all sessions of the tile side by side.
    growth = market.restart
    for i in range(TILE):
        growth[i] = 0.0
    for k in range(model.growth.size):
        for i in range(TILE):
            growth[i] = fma(growth[i], market.work[i], model.growth[k])
    for i in range(TILE):
        t = first + i
        drift = model.log2_drift[t] if t < model.log2_drift.size else 0.0
        drift = fma(0.5 * _LOG2_E, minus_two_log(growth[i]), drift)
        market.log2_units[i] = fma(square_root(market.work[i]) * _LOG2_E, market.z[i], drift)
    if first == 0:
        market.log2_units[0] = 0.0


@rare
def walk_prices(model: GarchTable, sampling: SamplingTable, seed: Word, path: Word, first: int, market: Market) -> None:
    """Draw the tile's log prices alone: the same as :func:`fill_tile`'s."""
    prefer_wide_vectors()
    draw_innovations(model, sampling, seed, path, first, market)
    walk_variances(model, first, market)
    fill_steps(model, first, market)
    x = market.carry[0]
    for i in range(TILE):
        x = x + market.log2_units[i]
        market.log2_units[i] = x
    market.carry[0] = x


@rare
def fill_tile(model: GarchTable, tables: Tables, seed: Word, path: Word, first: int, market: Market) -> None:
    """Draw sessions ``first`` to ``first + TILE - 1`` of one path; see :func:`kernels.market.gbm.fill_tile`."""
    prefer_wide_vectors()
    draw_innovations(model, tables.sampling, seed, path, first, market)
    walk_variances(model, first, market)
    fill_steps(model, first, market)
    x = market.carry[0]
    news = market.carry[1]
    for i in range(TILE):
        x = x + market.log2_units[i]
        size = square_root(market.work[i]) * model.inverse_long_run_deviation * market.z[i]
        news = next_news(news, bounded_size(size), market.e[i], tables.volume)
        market.log2_units[i] = x
        market.news[i] = news
    market.carry[0] = x
    market.carry[1] = news
    quote_tile(first, market, tables)
