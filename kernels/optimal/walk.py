"""The walk of the price: whole paths from their numbers, and the sessions that may follow a state."""

from __future__ import annotations

import numpy as np

from kernels.intrinsics import fma
from kernels.jit import clause, kernel
from kernels.market.quotes import bid_units, close_units
from kernels.normal import normal_pair
from kernels.optimal.problem import Problem
from kernels.random import BITS_32, LOW_32, STREAM_INNER, STREAM_MARKET, Word, philox
from kernels.tables import Floats

STRATA_BITS = 3
"""Each of the two uniforms behind a normal is drawn once from each of ``2^3`` equal parts: 64 pairs of normals."""
_STRATA = 1 << STRATA_BITS
SUCCESSORS = 2 * _STRATA * _STRATA
"""Successors of a state of a Gaussian walk; a binomial walk has two, each with its probability."""
_WITHIN = np.uint64(32 - STRATA_BITS)
_WHOLE_WORD = 4294967296.0


@clause
def moved(log2_units: float, t: int, z: float, problem: Problem) -> float:
    """log2 price of session t from that of the session before and its normal; of a binomial walk z is 1 or -1."""
    if problem.up_words.size > 0:
        return fma(z, problem.log2_step, log2_units)
    return log2_units + fma(problem.log2_volatility, z, problem.log2_drift[t])


@kernel
def draw_paths(first: int, seed: Word, problem: Problem, logs: Floats, bids: Floats) -> None:
    """Draw paths by their numbers, as a run of the seed draws them.

    Parameters
    ----------
    first
        Number of the first path.
    seed
        uint64.
    problem
        The walk.
    logs
        Receives log2 prices in units before rounding, [paths, T].
    bids
        Receives bids in units, earlier ones first, [paths, E + T].
    """
    sessions = problem.discount.size
    earlier = problem.earlier_bids.size
    binomial = problem.up_words.size > 0
    for row in range(bids.shape[0]):
        path = np.uint64(first + row)
        for k in range(earlier):
            bids[row, k] = problem.earlier_bids[k]
        x = problem.log2_start_units
        net = 0.0
        z, second = 0.0, 0.0
        for t in range(sessions):
            block = np.uint64(t) if binomial else np.uint64(t // 2)
            if binomial or t % 2 == 0:
                a, b, c, d = philox(
                    path & LOW_32, path >> BITS_32, block, STREAM_MARKET, seed & LOW_32, seed >> BITS_32
                )
                if binomial:
                    z = 1.0 if float(np.int64(a)) < problem.up_words[t] else -1.0
                else:
                    z, _ = normal_pair(a, b)
                    second, _ = normal_pair(c, d)
            else:
                z = second
            if t > 0 and binomial:
                net += z
                x = fma(net, problem.log2_step, problem.log2_start_units)
            elif t > 0:
                x = moved(x, t, z, problem)
            logs[row, t] = x
            close = close_units(x, problem.quote) if t > 0 else close_units(problem.log2_start_units, problem.quote)
            bids[row, earlier + t] = bid_units(close, problem.quote)


@clause
def fill_successors(
    t: int, log2_units: float, seed: Word, path: Word, problem: Problem, logs: Floats, weights: Floats
) -> int:
    """Sessions t that may follow a price of session t - 1.

    Of a Gaussian walk: a stratified sample, so that its means are unbiased. Of a binomial walk: both, exactly.

    Parameters
    ----------
    t
        The session that follows.
    log2_units
        Log price of the one before.
    seed, path
        What the sample depends on, beside t.
    problem
        The walk.
    logs, weights
        Receive log2 prices and probabilities, [SUCCESSORS].

    Returns
    -------
    int
        How many.
    """
    if problem.up_words.size > 0:
        up = problem.up_words[t] / _WHOLE_WORD
        logs[0], weights[0] = moved(log2_units, t, 1.0, problem), up
        logs[1], weights[1] = moved(log2_units, t, -1.0, problem), 1.0 - up
        return 2
    count = 0
    for i in range(_STRATA):
        for j in range(_STRATA // 2):
            block = np.uint64(t * SUCCESSORS + count)
            a, b, c, d = philox(path & LOW_32, path >> BITS_32, block, STREAM_INNER, seed & LOW_32, seed >> BITS_32)
            top = np.uint64(i) << _WITHIN
            for half in range(2):
                radius, angle = (a, b) if half == 0 else (c, d)
                part = np.uint64(2 * j + half) << _WITHIN
                z, e = normal_pair(top | (radius >> np.uint64(STRATA_BITS)), part | (angle >> np.uint64(STRATA_BITS)))
                logs[count], weights[count] = moved(log2_units, t, z, problem), 1.0 / SUCCESSORS
                logs[count + 1], weights[count + 1] = moved(log2_units, t, e, problem), 1.0 / SUCCESSORS
                count += 2
    return count
