"""Shards are independent: their paths have nothing in common, and their means differ as much as means of paths should.

Each worker draws its own shards, as threads and a cluster's workers do. The outputs of two shards are laid over each
other at every shift: random numbers that both used, whole or in part, show as a correlation. A test fails by chance
with probability SIGNIFICANCE (Bonferroni over all it looks at); the seed is fixed, so that a failure is a fault.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations
from statistics import NormalDist

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from simulate.as_run import with_run
from simulate.blocks import BLOCK_PATHS
from simulate.columns import columns
from simulate.derive import purchases
from simulate.load import load
from simulate.shard import Shard
from simulate.terms import make_terms
from simulate.work import Job, Task, Worker

SCENARIO = "valence-1998-conversion-only"
SHARDS = 12
SIGNIFICANCE = 1e-4
LEAST_SHARED = 256
"""Shifts at which fewer paths lie over each other are left out: their sums are not yet normal."""
OUTPUT = "pnl_usd"
"""Every price of a path moves it, and no two paths share a value by chance."""

Floats = NDArray[np.float64]


@cache
def shards() -> tuple[list[Shard], list[str]]:
    """One shard of one block from each of as many workers, and the outputs' names."""
    scenario = with_run(load(SCENARIO), paths=SHARDS * BLOCK_PATHS, seed=1998, until={})
    terms = make_terms(scenario)
    job = Job(scenario, terms, purchases(scenario, terms.dates[0]), keep=False)
    tasks = [Task(block, block + 1, scenario.run.paths, binned=False, values=True) for block in range(SHARDS)]
    return [Worker(job).shard(task) for task in tasks], [column.name for column in columns(scenario)]


def outputs() -> Floats:
    """The output on every path, [shards, paths]."""
    made, names = shards()
    return np.array([shard.values[0][names.index(OUTPUT)] for shard in made])


def scores(values: Floats) -> Floats:
    """Ranks among all paths, as numbers of mean 0 and variance 1: no tail of an output weighs on a correlation."""
    ranks = stats.rankdata(values).reshape(values.shape)
    return (ranks - ranks.mean()) / ranks.std()


def greatest(values: Floats) -> tuple[float, float]:
    """Of all pairs of shards, and of each with itself, at every shift: the greatest correlation in standard errors.

    Beside it the one that chance may reach.
    """
    scored = scores(values)
    count, paths = scored.shape
    # Zeros after each shard keep the ends of a shift apart.
    spectra = np.fft.rfft(scored, 2 * paths, axis=1)
    shifts = np.abs(np.fft.fftfreq(2 * paths, 1 / (2 * paths)))
    shared = paths - shifts
    found, looked_at = 0.0, 0
    for one, other in [*combinations(range(count), 2), *((each, each) for each in range(count))]:
        used = (shared >= LEAST_SHARED) & ((one != other) | (shifts > 0))
        sums = np.fft.irfft(spectra[one] * np.conj(spectra[other]), 2 * paths)[used]
        found = max(found, float(np.max(np.abs(sums / np.sqrt(shared[used])))))
        looked_at += int(used.sum())
    return found, NormalDist().inv_cdf(1 - SIGNIFICANCE / (2 * looked_at))


def test_no_two_shards_have_paths_in_common_at_any_shift():
    values = outputs()
    assert values.shape == (SHARDS, BLOCK_PATHS)
    found, allowed = greatest(values)
    assert found < allowed


def begins_early(values: Floats) -> Floats:
    """The last 400 paths of a shard are the first of the next."""
    out = values.copy()
    out[5, :400] = values[4, -400:]
    return out


def repeats(values: Floats) -> Floats:
    """One path in six of a shard is another shard's."""
    out = values.copy()
    out[9, ::6] = values[2, ::6]
    return out


def leans(values: Floats) -> Floats:
    """A shard's outputs are in small part another's: a shared draw among many."""
    out = values.copy()
    out[7] = values[7] + 0.15 * values[3]
    return out


@pytest.mark.parametrize("slip", [begins_early, repeats, leans])
def test_shards_that_share_draws_are_found(slip):
    found, allowed = greatest(slip(outputs()))
    assert found > allowed


def between(counts: Floats, means: Floats, squares: Floats) -> float:
    """Probability of means of shards as far apart, or as close, as these, if their paths are independent."""
    whole = float((counts * means).sum() / counts.sum())
    within = float(squares.sum() / (counts.sum() - counts.size))
    ratio = float((counts * (means - whole) ** 2).sum()) / within / (counts.size - 1)
    degrees = counts.size - 1, counts.sum() - counts.size
    return 2 * min(stats.f.cdf(ratio, *degrees), stats.f.sf(ratio, *degrees))


def test_means_of_shards_differ_as_means_of_independent_paths_do():
    made, names = shards()
    varied = [at for at, name in enumerate(names) if all(shard.squares[0, at] > 0 for shard in made)]
    assert len(varied) > 15
    for at in varied:
        counts, means, squares = (
            np.array([float(getattr(shard, what)[0, at]) for shard in made]) for what in ("count", "mean", "squares")
        )
        if counts.min() > 1000:  # the mean of a few defined values is no normal number
            assert between(counts, means, squares) > SIGNIFICANCE / len(varied), names[at]


def test_shards_whose_means_lie_too_close_or_too_far_are_found():
    generator = np.random.Generator(np.random.Philox(7))
    counts, squares = np.full(SHARDS, 4096.0), np.full(SHARDS, 4096.0)
    means = generator.standard_normal(SHARDS) / 64
    assert between(counts, means, squares) > SIGNIFICANCE
    assert between(counts, 4 * means, squares) < SIGNIFICANCE
    assert between(counts, means / 10, squares) < SIGNIFICANCE
