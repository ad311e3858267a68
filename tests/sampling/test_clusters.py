"""Errors of clusters: by hand, against the plain ones where clusters are single paths, and by how often they cover."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from simulate.column import Column
from simulate.statistics import Clusters, Moments, SummaryRow, summarize, summarize_clusters
from simulate.statistics.chances import chance_above
from simulate.statistics.clusters import share_interval, shortfall_error, student_deviate

LEVELS = {"confidence": 0.95, "tail": 0.95}


def column(dtype: str = "float64") -> Column:
    return Column("x", dtype, "USD", "a number", "none", worst="" if dtype == "bool" else "high")


def row_of(values: np.ndarray, together: int, dtype: str = "float64", numbers: np.ndarray | None = None) -> SummaryRow:
    numbers = np.arange(values.size) if numbers is None else numbers
    return summarize_clusters(column(dtype), values, Clusters.of(numbers, together), Moments.of(values), 0, **LEVELS)


def test_pairs_by_hand():
    """Pairs (1, 3), (2, 6), (5, 7): means 2, 4, 6; their deviation is 2, so the error of 4 is 2/sqrt(3), and Student's
    t of two degrees at 95% is 4.3027."""
    row = row_of(np.array([1.0, 3, 2, 6, 5, 7]), 2)
    assert (row.mean, row.error_degrees) == (4.0, 2)
    assert row.standard_error == pytest.approx(2 / math.sqrt(3))
    assert row.mean_high - row.mean == pytest.approx(4.302652730 * 2 / math.sqrt(3))


def test_a_pair_of_which_one_path_is_undefined_by_hand():
    """Of paths 0, 1, 2, 5 the mean is 4; by pair the sums less four each are -3 + 1, 2, 0: the estimate is a ratio."""
    row = row_of(np.array([1.0, 5, 6, 4]), 2, numbers=np.array([0, 1, 2, 5]))
    assert row.standard_error == pytest.approx(math.sqrt(3 / 2 * (4 + 4)) / 4)


def test_a_single_cluster_tells_no_error():
    values = np.arange(10.0)
    row = row_of(values, 4096)
    assert (row.standard_error, row.mean_low, row.mean_high, row.expected_shortfall_error) == (None,) * 4
    assert row.quantiles[0.5] == (4.0, 0.0, 9.0)
    assert row.truncated == tuple(row.quantiles)
    assert row_of((values > 3).astype(float), 4096, "bool").mean_low is None


def test_clusters_of_one_path_have_the_plain_errors():
    values = np.random.default_rng(5).lognormal(size=40_000)
    plain = summarize(column(), values, Moments.of(values), 0, **LEVELS)
    row = row_of(values, 1)
    assert row.standard_error == pytest.approx(plain.standard_error, rel=1e-12)
    assert row.mean_low == pytest.approx(plain.mean_low, rel=1e-5)
    assert row.expected_shortfall == plain.expected_shortfall
    assert row.expected_shortfall_error == pytest.approx(plain.expected_shortfall_error, rel=1e-3)
    ordered = np.sort(values)
    for p, (value, low, high) in plain.quantiles.items():
        assert row.quantiles[p][0] == value
        # The binomial ranks and Woodruff's differ by a place or two of hundreds.
        for ours, theirs in zip(row.quantiles[p][1:], (low, high), strict=True):
            assert abs(np.searchsorted(ordered, ours) - np.searchsorted(ordered, theirs)) <= 3
    yes = (values > 2).astype(float)
    plain = summarize(column("bool"), yes, Moments.of(yes), 0, **LEVELS)
    assert row_of(yes, 1, "bool").mean_low == pytest.approx(plain.mean_low, rel=1e-5)


def test_paths_that_repeat_in_a_pair_count_once():
    """Every value twice: all errors are those of half as many paths."""
    once = np.random.default_rng(6).normal(size=20_000)
    twice = np.repeat(once, 2)
    plain = summarize(column(), once, Moments.of(once), 0, **LEVELS)
    row = row_of(twice, 2)
    assert row.standard_error == pytest.approx(plain.standard_error, rel=1e-9)
    assert row.expected_shortfall_error == pytest.approx(plain.expected_shortfall_error, rel=2e-3)
    width = row.quantiles[0.95][2] - row.quantiles[0.95][1]
    assert width == pytest.approx(plain.quantiles[0.95][2] - plain.quantiles[0.95][1], rel=0.15)


def test_a_value_that_many_paths_share_is_its_own_interval():
    """Nine of ten paths at 0: the median's interval is 0 to 0, however uneven the clusters."""
    values = (np.random.default_rng(8).random(8000) > 0.9).astype(float)
    row = row_of(values, 1000)
    assert row.quantiles[0.5] == (0.0, 0.0, 0.0)
    assert row.quantiles[0.99] == (1.0, 1.0, 1.0)


def test_where_no_path_has_it_each_cluster_is_one_trial():
    """Wilson's upper end with none of n is z^2/(n + z^2), z Student's of n - 1 degrees."""
    none = np.zeros(4000)
    low, high = share_interval(none > 0, Clusters.of(np.arange(4000), 2), 0.95)
    z = student_deviate(0.95, 1999)
    assert (low, high) == (0.0, pytest.approx(z * z / (2000 + z * z)))
    row = row_of(none, 2)
    chance = chance_above(row)
    assert (chance.share, chance.low, chance.high) == (0.0, 0.0, pytest.approx(high))


def test_a_share_that_never_varies_is_known_to_a_path_of_a_cluster():
    """Half of each cluster of 100: no variance between clusters, but an interval with width all the same."""
    yes = np.tile([True, False], 400)
    low, high = share_interval(yes, Clusters.of(np.arange(800), 100), 0.95)
    half = student_deviate(0.95, 7) * math.sqrt(0.25 / (800 * 100))
    assert (low, high) == (pytest.approx(0.5 - half, rel=1e-3), pytest.approx(0.5 + half, rel=1e-3))


def test_the_chance_above_the_minimum_has_the_clusters_interval():
    values = np.repeat(np.random.default_rng(9).random(500) > 0.7, 2) * 5.0
    row = row_of(values, 2)
    chance = chance_above(row)
    single = row_of(values[::2], 1)
    assert chance.low == pytest.approx(chance_above(single).low, rel=1e-9)
    assert chance.of == 1000


def test_intervals_cover_what_they_promise():
    """2,000 samples of 60 clusters of 8 normals that share a component (correlation a half): 95% intervals of mean,
    median, 95% quantile and of a share cover their truths 95 times in 100, give or take four errors of that and 2%
    for quantiles, which 480 paths know roughly; intervals of independent paths would cover 65 times."""
    generator = np.random.default_rng(11)
    truths = {"mean": 0.0, 0.5: 0.0, 0.95: stats.norm.ppf(0.95), "share": stats.norm.sf(1)}
    hits = dict.fromkeys(truths, 0)
    plain = 0
    for _ in range(1000):
        values = (np.repeat(generator.normal(size=60), 8) + generator.normal(size=480)) / math.sqrt(2)
        row, shares = row_of(values, 8), row_of((values > 1).astype(float), 8, "bool")
        hits["mean"] += row.mean_low <= 0 <= row.mean_high
        for p in (0.5, 0.95):
            hits[p] += row.quantiles[p][1] <= truths[p] <= row.quantiles[p][2]
        hits["share"] += shares.mean_low <= truths["share"] <= shares.mean_high
        plain += abs(values.mean()) < 1.96 * values.std(ddof=1) / math.sqrt(480)
    error = math.sqrt(0.05 * 0.95 / 1000)
    assert abs(hits["mean"] / 1000 - 0.95) < 4 * error
    for what in (0.5, 0.95, "share"):
        assert abs(hits[what] / 1000 - 0.95) < 4 * error + 0.02, (what, hits)
    assert plain / 1000 < 0.75


def test_the_error_of_a_shortfall_is_that_of_its_spread():
    """Over 600 samples: the stated variance is that of the estimates, within what so many tell."""
    generator = np.random.default_rng(12)
    for worst in ("high", "low"):
        found, stated = [], []
        for _ in range(600):
            values = (np.repeat(generator.normal(size=100), 10) + generator.normal(size=1000)) / math.sqrt(2)
            ordered = np.sort(values)
            tail = ordered[-51:] if worst == "high" else ordered[:51]
            found.append(tail.mean())
            stated.append(shortfall_error(ordered, values, 0.95, worst, Clusters.of(np.arange(1000), 10)))
        assert np.mean(np.square(stated)) / np.var(found, ddof=1) == pytest.approx(1, abs=0.25)
