"""Random numbers across paths, sessions, streams and seeds: a slip of a counter shows as a correlation or a repetition.

The normals are those that the simulation drew: they are worked back from closes and volumes of drawn paths. Each test
looks at many numbers together and would fail by chance, over all of them, with probability SIGNIFICANCE (Bonferroni).
Seeds are fixed: a failure is a fault.
"""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist

import numpy as np
import pytest
from deals import scenario
from numpy.typing import NDArray
from scipy import stats

from kernels.random import STREAM_DEAL, STREAM_MARKET, philox
from simulate.explain import path_market
from simulate.terms import make_terms

SIGNIFICANCE = 1e-4
PATHS = 300
SESSIONS = 252
MOST_SESSIONS_APART = {0: 240, 1: 240, 2: 70, 3: 70, 4: 70, 5: 70}
"""By paths apart; a tile is 64 sessions, and a path ends where the next one might begin."""
HIGH = 2**32
SEED = 1998
SPACING = 0.9 / math.sqrt(252)

Floats = NDArray[np.float64]


def deal(seed: int):
    """A year of GBM without ticks or spread; approval is given on half of the paths."""
    approval = {"mode": "probability", "probability": "0.5", "date": "1999-02-04"}
    return scenario(deal={"approval": approval}, run={"paths": 1, "seed": seed})


@cache
def normals(seed: int, first: int, count: int) -> tuple[Floats, Floats, Floats]:
    """The normals of prices and of volumes, [paths, sessions 1 to 252], and whether approval was given, [paths]."""
    drawn = deal(seed)
    terms = make_terms(drawn)
    markets = [path_market(drawn, terms, first + number) for number in range(count)]
    closes = np.array([market.closes for market in markets], float)
    volumes = np.array([market.volumes for market in markets], float)
    days = np.array([(day - terms.dates[0]).days for day in terms.dates])
    # METHODS 2, solved for z and then for e.
    z = (np.diff(np.log(closes), axis=1) - 0.05 * np.diff(days) / 365 + 0.81 / 504) / SPACING
    x = np.log(volumes / 233_000) / 0.8
    u = (np.abs(z) - math.sqrt(2 / math.pi)) / math.sqrt(1 - 2 / math.pi)
    e = ((x[:, 1:] - 0.6 * x[:, :-1]) / math.sqrt(1 - 0.36) - 0.4 * u) / math.sqrt(1 - 0.16)
    return z, e, np.array([market.approved for market in markets], float)


def critical(numbers: int) -> float:
    """How many standard errors the greatest of so many numbers may lie off, at SIGNIFICANCE."""
    return NormalDist().inv_cdf(1 - SIGNIFICANCE / (2 * numbers))


def scores(one: Floats, other: Floats) -> dict[tuple[int, int], float]:
    """Correlations of two streams in standard errors, by paths apart and sessions apart.

    The second is taken that many paths and sessions later; the pair of a number with itself is left out.
    """
    paths, sessions = one.shape
    out = {}
    for path, most in MOST_SESSIONS_APART.items():
        for session in range(-most, most + 1):
            if one is other and (path, session) <= (0, 0):
                continue
            left = one[: paths - path, max(-session, 0) : sessions - max(session, 0)]
            right = other[path:, max(session, 0) : sessions + min(session, 0)]
            out[path, session] = float(np.sum(left * right)) / math.sqrt(left.size)
    return out


def worst(pairs: list[tuple[Floats, Floats]]) -> tuple[float, float]:
    """The greatest score of all pairs of streams, and the one that may be reached by chance."""
    found = [score for one, other in pairs for score in scores(one, other).values()]
    return max(map(abs, found)), critical(len(found))


def test_neighbouring_paths_and_sessions_are_independent():
    z, e, _ = normals(SEED, 0, PATHS)
    assert z.shape == e.shape == (PATHS, SESSIONS)
    found, allowed = worst([(z, z), (e, e), (z, e)])
    assert found < allowed


@pytest.mark.parametrize(
    "slip",
    [
        lambda z: np.roll(z, -64, axis=1) * 0.5 + z * 0.5,  # tiles that share half their counters
        lambda z: np.where(np.arange(PATHS)[:, None] % 20 == 1, np.roll(z, 1, axis=0), z),  # one path in 20 repeats
        lambda z: np.where(
            np.arange(SESSIONS)[None, :] % 16 == 1, np.roll(z, 1, axis=1), z
        ),  # one session in 16 repeats
        lambda z: np.where(
            np.arange(SESSIONS)[None, :] > 240, np.roll(np.roll(z, -1, axis=0), 240, axis=1), z
        ),  # the last sessions of a path are the first of the next
    ],
    ids=["tiles overlap", "a path repeats", "a session repeats", "paths overlap"],
)
def test_a_slip_of_a_counter_is_found(slip):
    z, _, _ = normals(SEED, 0, PATHS)
    slipped = slip(z)
    found, allowed = worst([(slipped, slipped)])
    assert found > allowed


def path_sums(z: Floats) -> float:
    """Probability of sums over sessions, and over paths, as far from a chi-squared as these: what is long shows."""
    values = []
    for axis in (0, 1):
        sums = z.sum(axis=axis) / math.sqrt(z.shape[axis])
        total = float(np.sum(sums**2))
        values.append(2 * min(stats.chi2.cdf(total, sums.size), stats.chi2.sf(total, sums.size)))
    return 2 * min(values)


def test_sums_over_paths_and_over_sessions_are_normal():
    z, e, _ = normals(SEED, 0, PATHS)
    assert path_sums(z) > SIGNIFICANCE
    assert path_sums(e) > SIGNIFICANCE


def test_each_stream_is_standard_normal():
    z, e, _ = normals(SEED, 0, PATHS)
    for stream in (z, e):
        assert stats.kstest(stream.ravel(), "norm").pvalue > SIGNIFICANCE


@pytest.mark.parametrize(
    ("seed", "first"),
    [(SEED, HIGH), (SEED, PATHS), (SEED + 1, 0), (SEED + HIGH, 0), (SEED * HIGH, 0), (0, 0)],
    ids=["path's high word", "later paths", "next seed", "seed's high word", "seed's words swapped", "seed 0"],
)
def test_other_paths_and_seeds_are_independent(seed, first):
    z, e, _ = normals(SEED, 0, PATHS)
    others = normals(seed, first, PATHS // 3)
    here = [stream[: PATHS // 3] for stream in (z, e)]
    found = [
        float(np.sum(one[:, : other.shape[1]] * other)) / math.sqrt(other.size) for one in here for other in others[:2]
    ]
    assert max(map(abs, found)) < critical(6 * len(found))


def test_the_deals_own_draws_are_independent_of_the_market():
    z, e, approved = normals(SEED, 0, PATHS)
    given = 2 * approved - 1  # mean 0, deviation 1 at a probability of one half
    found = [float(given.sum()) / math.sqrt(PATHS)]
    for apart in range(3):
        for stream in (z, e):
            size = PATHS - apart
            found += (given[:size] @ stream[apart:, :16] / math.sqrt(size)).tolist()
            found += (given[apart:] @ stream[:size, :16] / math.sqrt(size)).tolist()
        if apart:
            found.append(float(given[:-apart] @ given[apart:]) / math.sqrt(PATHS - apart))
    assert max(map(abs, found)) < critical(len(found))


def words(stream: np.uint64, paths: int, blocks: int, high: int = 0) -> NDArray[np.uint64]:
    """The words of a stream's counters, [paths, blocks, 4], by the kernels' own function on whole arrays."""
    plain = getattr(philox, "__wrapped__", philox)
    path, block = np.meshgrid(np.arange(paths, dtype=np.uint64), np.arange(blocks, dtype=np.uint64), indexing="ij")
    constant = np.zeros_like(path)
    drawn = plain(path, constant + np.uint64(high), block, constant + stream, constant + np.uint64(SEED), constant)
    return np.stack(drawn, axis=-1)


def test_the_words_of_different_counters_do_not_coincide():
    paths, blocks = 96, 32
    drawn = [words(stream, paths, blocks, high) for stream in (STREAM_MARKET, STREAM_DEAL) for high in (0, 1)]
    every = np.concatenate([each.reshape(-1, 4) for each in drawn])
    # Philox is a bijection of the counter: two equal blocks would be two equal counters.
    assert np.unique(every, axis=0).shape[0] == every.shape[0] == 4 * paths * blocks
    # Single words coincide as 32-bit numbers do by chance: n^2/2^33 pairs, Poisson.
    count = every.size
    coincidences = count - np.unique(every).size
    assert coincidences <= stats.poisson.isf(SIGNIFICANCE, count**2 / 2**33)


def test_shifted_counters_share_no_words():
    """A path, block and stream one further, or swapped, has no word in common in its place: 2^-32 each by chance."""
    market, deals_own = words(STREAM_MARKET, 40, 40), words(STREAM_DEAL, 40, 40)
    pairs = {
        "next path": (market[1:], market[:-1]),
        "next block": (market[:, 1:], market[:, :-1]),
        "next path, block before": (market[1:, :-1], market[:-1, 1:]),
        "other stream": (market, deals_own),
        "path and block swapped": (market[np.triu_indices(40, 1)], market.swapaxes(0, 1)[np.triu_indices(40, 1)]),
        "next word": (market[..., 1:], market[..., :-1]),
        "path's high word": (market, words(STREAM_MARKET, 40, 40, high=1)),
    }
    found = []
    for name, (one, other) in pairs.items():
        assert not (one == other).any(), name
        uniform = [(each.astype(float) + 0.5) / 2**32 - 0.5 for each in (one, other)]
        found.append(12 * float(np.sum(uniform[0] * uniform[1])) / math.sqrt(one.size))
    assert max(map(abs, found)) < critical(len(found))
