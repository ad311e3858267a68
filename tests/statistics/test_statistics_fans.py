"""Per-session quantiles from integer counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulate.statistics import QUANTILES
from simulate.statistics.estimators import quantile_interval_ranks, quantile_rank
from simulate.statistics.fans import bit_bins, fan_quantiles


def counted(values: np.ndarray, lower: np.ndarray) -> np.ndarray:
    places = np.searchsorted(lower, values, side="right") - 1
    return np.stack([np.bincount(place, minlength=lower.size) for place in places])


def test_edges_are_128_an_octave_and_no_wider_than_they_say():
    lower, upper = bit_bins(0.25, 3)
    assert lower.size == upper.size == 1 + 3 * 128
    assert (lower[0], upper[0], lower[1], upper[-1]) == (0.0, 0.25, 0.25, 2.0)
    assert np.array_equal(lower[1:], upper[:-1])
    assert ((upper[1:] - lower[1:]) / lower[1:]).max() == pytest.approx(1 / 128)
    assert lower[1 + 128] == 0.5
    assert np.array_equal(lower[1:129], 0.25 * (1 + np.arange(128) / 128))


def test_edges_are_the_kernels():
    from kernels.bins import bin_of

    lower, upper = bit_bins(1.0, 20)
    values = [0.0, 0.5, 1.0, 1.0077, 2.0, 3.99999, 4.0, 1234567 / 2**7, 2.0**19, *lower[1:2000:97]]
    for value in values:
        place = bin_of(float(value), 1.0, lower.size)
        assert lower[place] <= value < upper[place]


@pytest.mark.parametrize(("lowest", "octaves"), [(0.0, 3), (3.0, 3), (-1.0, 3), (np.inf, 3), (1.0, 0)])
def test_edges_must_start_at_a_power_of_two(lowest, octaves):
    with pytest.raises(ValueError, match="power of two"):
        bit_bins(lowest, octaves)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.one_of(st.just(0), st.integers(0, 300), st.integers(0, 2**30)), min_size=1, max_size=60))
def test_whole_numbers(values):
    lower, upper = bit_bins(1.0, 31)
    fan = fan_quantiles(counted(np.array([values], dtype=float), lower), lower, upper, QUANTILES, 0.95)
    ordered = sorted(values)
    assert fan.count.tolist() == [len(values)]
    for place, p in enumerate(QUANTILES):
        exact = ordered[quantile_rank(len(values), p) - 1]
        # Up to 128 every bin holds one whole number at most, and zero has its own.
        if exact <= 128:
            assert fan.value[0, place] == exact
        assert abs(fan.value[0, place] - exact) <= exact / 256
        low, high = quantile_interval_ranks(len(values), p, 0.95)
        assert fan.low[0, place] <= ordered[low - 1]
        assert ordered[high - 1] <= fan.high[0, place]
        assert fan.low[0, place] % 1 == 0
        assert fan.high[0, place] % 1 == 0


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(2.0**-19, 2.0**16), min_size=1, max_size=60))
def test_prices(values):
    lower, upper = bit_bins(2.0**-20, 37)
    fan = fan_quantiles(counted(np.array([values]), lower), lower, upper, QUANTILES, 0.95)
    ordered = sorted(values)
    for place, p in enumerate(QUANTILES):
        exact = ordered[quantile_rank(len(values), p) - 1]
        assert abs(fan.value[0, place] - exact) <= exact / 256
        assert fan.low[0, place] <= fan.value[0, place] <= fan.high[0, place]


def test_dollar_prices_are_not_taken_for_whole_numbers():
    lower, upper = bit_bins(2.0**-20, 37)
    fan = fan_quantiles(counted(np.full((1, 5), 4.02), lower), lower, upper, (0.5,), 0.95)
    # 4.02 lies in [4, 4.03125), which holds one whole number; a price is its middle all the same.
    assert fan.value.tolist() == [[4.015625]]
    told = fan_quantiles(counted(np.full((1, 5), 4.02), lower), lower, upper, (0.5,), 0.95, whole_numbers=True)
    assert told.value.tolist() == [[4.0]]


def test_bin_zero_is_zero():
    lower, upper = bit_bins(2.0**-20, 37)
    fan = fan_quantiles(counted(np.zeros((1, 5)), lower), lower, upper, (0.5,), 0.95)
    assert (fan.value.item(), fan.low.item(), fan.high.item()) == (0.0, 0.0, 0.0)


def test_sessions_without_values_have_none():
    lower, upper = bit_bins(1.0, 4)
    counts = np.zeros((2, lower.size), dtype=np.int32)
    counts[1, 0] = 3
    fan = fan_quantiles(counts, lower, upper, (0.05, 0.5), 0.95)
    assert fan.count.tolist() == [0, 3]
    assert not fan.value.any()
    assert not np.isnan(fan.high).any()


def test_counts_must_fit_the_edges():
    lower, upper = bit_bins(1.0, 4)
    with pytest.raises(ValueError, match="do not fit"):
        fan_quantiles(np.zeros((2, 5), dtype=np.int64), lower, upper, (0.5,), 0.95)
