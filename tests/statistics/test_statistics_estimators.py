"""Estimators against scipy.stats, numpy and hand computations."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from simulate.statistics.estimators import (
    Moments,
    expected_shortfall,
    interval_coverage,
    normal_deviate,
    quantile_interval_ranks,
    quantile_rank,
    tail_count,
    wilson_interval,
)

LEVELS = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)


def test_moments_are_numpys():
    values = np.random.default_rng(1).lognormal(15, 1, 1000)
    moments = Moments.of(values)
    assert moments.mean == pytest.approx(values.mean(), rel=1e-14)
    assert moments.standard_deviation == pytest.approx(values.std(ddof=1), rel=1e-13)
    assert moments.standard_error == pytest.approx(stats.sem(values), rel=1e-13)


def test_a_constant_has_exactly_no_variance():
    # F/c of validation's V2: 7,950,000/1.01 is no whole number of any binary unit.
    moments = Moments.of(np.full(12_345, 7_950_000 / 1.01))
    assert moments.m2 == 0.0
    assert moments.mean == 7_950_000 / 1.01
    merged = moments.merge(Moments.of(np.full(7, 7_950_000 / 1.01)))
    assert merged.m2 == 0.0
    assert merged.mean == 7_950_000 / 1.01


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_values_have_no_deviation(count):
    moments = Moments.of(np.arange(count, dtype=float))
    assert moments.standard_deviation is None
    assert moments.standard_error is None


def test_moments_of_nothing_are_neutral():
    some = Moments.of(np.array([1.0, 4.0]))
    assert Moments().merge(some) == some
    assert some.merge(Moments()) == some


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(NUMBERS, max_size=20), min_size=1, max_size=6), st.randoms())
def test_merging_in_any_order_gives_the_moments_of_all(parts, random):
    everything = np.array([value for part in parts for value in part])
    random.shuffle(parts)
    merged = Moments()
    for part in parts:
        merged = merged.merge(Moments.of(np.array(part)))
    whole = Moments.of(everything)
    scale = float(np.abs(everything).max(initial=1.0))
    assert merged.count == whole.count
    assert merged.mean == pytest.approx(whole.mean, abs=1e-12 * scale)
    assert merged.m2 == pytest.approx(whole.m2, rel=1e-9, abs=1e-11 * scale**2)


@pytest.mark.parametrize("p", [0.95, Decimal("0.95"), Fraction(19, 20), np.float64(0.95)])
def test_a_rank_is_the_exact_ceiling(p):
    # In floats 0.95 x 100 is 95.0 but 0.95 x 20 x 7 = 133 and others are not whole.
    for count in (1, 19, 20, 21, 100, 140, 10**12):
        assert quantile_rank(count, p) == max(1, -(-count * 19 // 20))


def test_ranks_where_float_products_err():
    # 0.07 x 100 = 7.000000000000001 in floats, whose ceiling is 8.
    assert math.ceil(0.07 * 100) == 8
    assert quantile_rank(100, 0.07) == 7


def test_ranks_stay_among_the_values():
    assert quantile_rank(5, 0.0) == 1
    assert quantile_rank(5, 1.0) == 5
    with pytest.raises(ValueError, match="no values"):
        quantile_rank(0, 0.5)
    with pytest.raises(ValueError, match="probability"):
        quantile_rank(5, 1.5)


@settings(deadline=None, max_examples=150)
@given(st.integers(1, 3000), st.sampled_from([*LEVELS, 0.001, 0.999]), st.sampled_from([0.5, 0.9, 0.95, 0.9999]))
def test_interval_ranks_cover_what_they_can(count, p, confidence):
    low, high = quantile_interval_ranks(count, p, confidence)
    assert 1 <= low <= quantile_rank(count, p) <= high <= count
    # P(low-th <= quantile <= high-th) for a continuous distribution: low <= Binomial(n, p) <= high - 1.
    coverage = stats.binom.cdf(high - 1, count, p) - stats.binom.cdf(low - 1, count, p)
    assert interval_coverage(count, p, low, high) == pytest.approx(coverage, abs=1e-12)
    possible = 1.0 - (1.0 - p) ** count - p**count
    if possible >= confidence + 1e-12:
        assert coverage >= confidence - 1e-12
    else:
        assert low == 1 or high == count
        assert coverage <= possible + 1e-12


@pytest.mark.parametrize("count", [59, 65, 71])
def test_an_interval_cut_on_one_side_is_made_up_on_the_other(count):
    # All values lie above the 5% quantile with chance 0.95^n, which is between 2.5% and 5% for these n: half
    # of what the confidence leaves is not enough on that side, all of it is.
    missed = 0.95**count
    assert 0.025 < missed < 0.05
    low, high = quantile_interval_ranks(count, 0.05, 0.95)
    assert low == 1
    assert 1 - missed - stats.binom.sf(high - 1, count, 0.05) >= 0.95
    low, high = quantile_interval_ranks(count, 0.95, 0.95)
    assert high == count
    assert 1 - missed - stats.binom.cdf(low - 1, count, 0.95) >= 0.95


@settings(deadline=None, max_examples=60)
@given(st.integers(400, 5000), st.sampled_from(LEVELS))
def test_interval_ranks_are_no_wider_than_needed(count, p):
    low, high = quantile_interval_ranks(count, p, 0.95)
    if low > 1 and high < count:
        assert stats.binom.cdf(low, count, p) > 0.025
        assert stats.binom.sf(high - 2, count, p) > 0.025


@pytest.mark.parametrize("count", [10**8, 10**10, 10**12])
@pytest.mark.parametrize("p", LEVELS)
def test_interval_ranks_of_very_many_paths_are_normal(count, p):
    low, high = quantile_interval_ranks(count, p, 0.95)
    spread = 1.959963984540054 * math.sqrt(count * p * (1 - p))
    # The binomial's skewness moves both ends by (1 - 2p)(z^2 - 1)/6, less than one rank; ceilings by one
    # more.
    assert low == pytest.approx(count * p - spread, abs=2.5)
    assert high == pytest.approx(count * p + spread, abs=2.5)


def test_simulated_intervals_cover():
    # 2,000 samples of 200 uniforms: the 95% quantile's 90% interval must cover 0.95 at least 90% of the time,
    # less four standard errors of the count, sqrt(2000 x .9 x .1) = 13.4.
    low, high = quantile_interval_ranks(200, 0.95, 0.9)
    samples = np.sort(np.random.default_rng(3).random((2000, 200)), axis=1)
    covered = (samples[:, low - 1] <= 0.95) & (samples[:, high - 1] >= 0.95)
    assert covered.sum() >= 1800 - 54


@pytest.mark.parametrize(("k", "n"), [(0, 10), (10, 10), (1, 3), (500, 1000), (3, 100_000)])
@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.999])
def test_wilson_is_scipys(k, n, confidence):
    expected = stats.binomtest(k, n).proportion_ci(confidence, method="wilson")
    assert wilson_interval(k, n, confidence) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_normal_deviate():
    assert normal_deviate(Decimal("0.95")) == pytest.approx(1.959963984540054, abs=1e-14)


def test_expected_shortfall_by_hand():
    # n = 20, alpha = 0.9: the worst 20 - 18 + 1 = 3 values; s^2 = 1, mean - quantile = 1, k = 3.
    values = np.arange(1.0, 21.0)
    assert tail_count(20, 0.9) == 3
    value, error = expected_shortfall(values, 0.9, "high")
    assert value == 19.0
    assert error == pytest.approx(math.sqrt((1.0 + 0.9 * 1.0) / 3), rel=1e-15)
    value, error = expected_shortfall(values, 0.9, "low")
    assert value == 2.0
    assert error == pytest.approx(math.sqrt((1.0 + 0.9 * 1.0) / 3), rel=1e-15)


def test_expected_shortfall_of_one_value():
    assert expected_shortfall(np.array([7]), 0.95, "high") == (7.0, None)


def test_expected_shortfall_of_normals():
    # E[X | X > q] = pdf(q)/(1 - alpha); the stated error must be the spread that many repetitions show. The
    # spread of 600 repetitions is known to 1/sqrt(1200) = 3%; four of those.
    generator = np.random.default_rng(5)
    samples = np.sort(generator.standard_normal((600, 2000)), axis=1)
    found = [expected_shortfall(sample, 0.95, "high") for sample in samples]
    values = np.array([value for value, _ in found])
    errors = np.array([error for _, error in found])
    exact = stats.norm.pdf(stats.norm.ppf(0.95)) / 0.05
    assert values.mean() == pytest.approx(exact, abs=4 * values.std() / math.sqrt(600) + 0.005)
    assert errors.mean() == pytest.approx(values.std(ddof=1), rel=0.12)
