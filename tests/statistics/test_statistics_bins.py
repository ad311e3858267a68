"""Fine bins and histograms against the values themselves."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulate.statistics import QUANTILES, histogram_of
from simulate.statistics.bins import FineBins
from simulate.statistics.estimators import expected_shortfall, quantile_interval_ranks, quantile_rank

SIZES = st.one_of(st.just(0.0), st.floats(1e-6, 1e12))
NUMBERS = st.builds(lambda size, sign: sign * size, SIZES, st.sampled_from([-1.0, 1.0]))
WHOLE = st.one_of(st.integers(0, 3000), st.integers(0, 2**40))
CLOSE = 2.0**-11
"""Half of a bin's relative width."""


def bins_of(values, whole=False) -> FineBins:
    bins = FineBins(whole)
    bins.add(np.array(values))
    return bins


def same(one: FineBins, other: FineBins) -> bool:
    return (
        np.array_equal(one.keys, other.keys)
        and np.array_equal(one.counts, other.counts)
        and (one.minimum, one.maximum) == (other.minimum, other.maximum)
    )


@settings(deadline=None, max_examples=80)
@given(st.lists(NUMBERS, min_size=1, max_size=60))
def test_quantiles_are_close_to_the_order_statistics(values):
    bins, ordered = bins_of(values), sorted(values)
    assert bins.count == len(values)
    for p in QUANTILES:
        exact = ordered[quantile_rank(len(values), p) - 1]
        assert abs(bins.quantile(p) - exact) <= CLOSE * abs(exact)
        low, high = bins.interval(p, 0.95)
        low_rank, high_rank = quantile_interval_ranks(len(values), p, 0.95)
        assert low <= ordered[low_rank - 1]
        assert ordered[high_rank - 1] <= high
        assert abs(low - ordered[low_rank - 1]) <= 2 * CLOSE * abs(ordered[low_rank - 1])
        assert abs(high - ordered[high_rank - 1]) <= 2 * CLOSE * abs(ordered[high_rank - 1])


@settings(deadline=None, max_examples=60)
@given(st.lists(WHOLE, min_size=1, max_size=60))
def test_small_whole_numbers_are_exact(values):
    bins, ordered = bins_of(values, whole=True), sorted(values)
    for p in QUANTILES:
        exact = ordered[quantile_rank(len(values), p) - 1]
        # Up to 2,047 a bin is at most 1 wide and holds one whole number.
        assert bins.quantile(p) == exact if exact < 2048 else abs(bins.quantile(p) - exact) <= CLOSE * exact


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(NUMBERS, max_size=15), min_size=1, max_size=5), st.randoms())
def test_order_and_batches_do_not_matter(parts, random):
    whole = bins_of([value for part in parts for value in part])
    shuffled = [value for part in parts for value in part]
    random.shuffle(shuffled)
    assert same(bins_of(shuffled), whole)
    random.shuffle(parts)
    merged = FineBins()
    for part in parts:
        merged.merge(bins_of(part))
    assert same(merged, whole)


@settings(deadline=None, max_examples=60)
@given(st.lists(NUMBERS, min_size=1, max_size=80), st.sampled_from(["high", "low"]))
def test_expected_shortfall_is_close(values, worst):
    exact, _ = expected_shortfall(np.sort(values), 0.9, worst)
    k = len(values) - quantile_rank(len(values), 0.9) + 1
    tail = sorted(values)[-k:] if worst == "high" else sorted(values)[:k]
    slack = CLOSE * float(np.mean(np.abs(tail))) + 1e-12
    assert abs(bins_of(values).expected_shortfall(0.9, worst)[0] - exact) <= slack


def test_expected_shortfall_error_is_close():
    values = np.random.default_rng(2).lognormal(15, 1, 20_000)
    exact = expected_shortfall(np.sort(values), 0.95, "high")
    found = bins_of(values).expected_shortfall(0.95, "high")
    assert found[0] == pytest.approx(exact[0], rel=1e-4)
    assert found[1] == pytest.approx(exact[1], rel=1e-2)


def check_counts(histogram, values):
    """Every count is that of the values between the edges."""
    values = np.sort(np.asarray(values, dtype=float))
    edges = histogram.edges
    assert (np.diff(edges) >= 0).all()
    expected = [((values >= low) & (values < high)).sum() for low, high in pairwise(edges)]
    expected[-1] += (values == edges[-1]).sum()
    assert histogram.counts.tolist() == expected
    assert histogram.below == (values < edges[0]).sum()
    assert histogram.above == (values > edges[-1]).sum()
    assert histogram.below + histogram.counts.sum() + histogram.above == values.size
    assert (histogram.minimum, histogram.maximum) == (values[0], values[-1])
    assert 1 <= histogram.counts.size <= 201
    # Little may lie beyond: the 0.1% and 99.9% quantiles are inside.
    for rank, side in ((0.001, "low"), (0.999, "high")):
        quantile = values[quantile_rank(values.size, rank) - 1]
        assert edges[0] <= quantile if side == "low" else quantile <= edges[-1]


@settings(deadline=None, max_examples=80)
@given(st.lists(NUMBERS, min_size=1, max_size=60), st.booleans())
def test_histograms_count_exactly(values, binned):
    check_counts(bins_of(values).histogram() if binned else histogram_of(np.array(values)), values)


@settings(deadline=None, max_examples=80)
@given(st.lists(WHOLE, min_size=1, max_size=60), st.booleans())
def test_histograms_of_whole_numbers_count_exactly(values, binned):
    histogram = bins_of(values, whole=True).histogram() if binned else histogram_of(np.array(values))
    check_counts(histogram, values)
    assert (histogram.edges % 1 == 0.5).all()


@pytest.mark.parametrize("binned", [False, True])
def test_histogram_of_a_long_tail(binned):
    values = np.random.default_rng(4).lognormal(15, 1, 50_000)
    histogram = bins_of(values).histogram() if binned else histogram_of(values)
    check_counts(histogram, values)
    assert histogram.counts.size == 200
    # n - ceil(0.999 n) = 50 lie above the 99.9% quantile, ceil(0.001 n) - 1 = 49 below the 0.1% quantile.
    assert 40 <= histogram.above <= 50
    assert 40 <= histogram.below <= 49
    widths = np.diff(histogram.edges)
    assert widths == pytest.approx(np.full(200, np.median(widths)), rel=0.25 if binned else 1e-9)


def test_whole_numbers_as_floats_keep_their_bins():
    values = np.random.default_rng(4).integers(0, 1155, 5000)
    as_floats = histogram_of(values.astype(float), whole_numbers=True)
    assert np.array_equal(as_floats.edges, histogram_of(values).edges)
    # 0 to 1,154 in at most 200 bins of equally many whole numbers: 6 each.
    assert set(np.diff(as_floats.edges)) == {6.0}


def test_a_constant_is_exact():
    value = 7_950_000 / 1.01
    bins = bins_of([value] * 10)
    assert bins.quantile(0.5) == value
    assert bins.interval(0.5, 0.95) == (value, value)
    assert bins.expected_shortfall(0.95, "high")[0] == value
    assert bins.histogram().counts.tolist() == [10]


def test_zero_is_its_own_bin():
    bins = bins_of([0.0, -0.0, 5e-324, 1e-300, -1e-300])
    assert bins.counts.tolist() == [1, 3, 1]
    assert bins.representatives()[1] == 0.0


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_refused(bad):
    with pytest.raises(ValueError, match="not finite"):
        bins_of([1.0, bad])


def test_kinds_do_not_merge():
    with pytest.raises(ValueError, match="whole numbers"):
        FineBins(True).merge(FineBins(False))


def test_nothing_has_no_quantile():
    bins = FineBins()
    bins.add(np.empty(0))
    bins.merge(FineBins())
    assert bins.count == 0
    with pytest.raises(ValueError, match="nothing is counted"):
        bins.quantile(0.5)


def test_far_apart_values_count_like_near_ones():
    # Keys that span too far are sorted, not counted densely: both ways must agree.
    values = np.concatenate([np.full(3, 1e-200), np.full(5, 1e200), np.full(7, 2.0)])
    assert bins_of(values).counts.tolist() == [3, 7, 5]
