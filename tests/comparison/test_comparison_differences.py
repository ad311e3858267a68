"""Differences and their errors, against hand arithmetic, published intervals and the theory of order statistics."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulate.column import Column
from simulate.comparison.differences import GROUPS, Subject, matched_interval, paired, unpaired
from simulate.statistics import Moments, summarize


def subject(*, is_share: bool = False, worst: str = "high", confidence: float = 0.95) -> Subject:
    return Subject("other", "output", "shares", is_share, worst, confidence, 0.95)  # type: ignore[arg-type]


def by_statistic(differences):
    return {each.statistic: each for each in differences}


def row(values: np.ndarray, dtype: str = "float64", worst: str = ""):
    column = Column("output", dtype, "shares", "", worst=worst)  # type: ignore[arg-type]
    return summarize(column, values, Moments.of(values), 0, confidence=0.95, tail=0.95)


def test_the_error_of_a_mean_is_that_of_the_difference_path_by_path():
    # Differences 1, 0, 2, 1: mean 1, squares about it 2, error sqrt(2/3)/sqrt(4) = sqrt(1/6).
    (mean, *_) = paired(subject(), np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.0, 2.0, 5.0, 5.0]))
    assert (mean.first, mean.other, mean.difference, mean.paths) == (2.5, 3.5, 1.0, 4)
    assert mean.standard_error == pytest.approx(math.sqrt(1 / 6), rel=1e-15)
    assert mean.high == pytest.approx(1 + 1.959963984540054 * math.sqrt(1 / 6), rel=1e-12)
    assert mean.low == pytest.approx(1 - 1.959963984540054 * math.sqrt(1 / 6), rel=1e-12)


def test_what_no_path_defines_has_no_difference():
    assert list(paired(subject(), np.array([]), np.array([]))) == []


def test_a_single_path_has_a_difference_without_an_error():
    found = by_statistic(paired(subject(), np.array([1.0]), np.array([4.0])))
    assert {each.difference for each in found.values()} == {3.0}
    assert {each.standard_error for each in found.values()} == {None}


def test_a_constant_shift_is_found_exactly_in_every_number():
    values = np.random.default_rng(1).lognormal(size=GROUPS * 40).round(6)
    found = by_statistic(paired(subject(), values, values + 0.5))
    assert set(found) == {"mean", "q05", "q50", "q95", "shortfall"}
    for each in found.values():
        assert each.difference == pytest.approx(0.5, abs=1e-12)
        assert each.standard_error == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(("p", "statistic"), [(0.05, "q05"), (0.5, "q50"), (0.95, "q95")])
def test_the_error_of_a_quantile_is_what_theory_says(p, statistic):
    """Of independent normals the difference of quantiles has variance 2 p (1 - p) / (n density^2)."""
    from scipy.stats import norm

    count, repeats = GROUPS * 500, 12
    generator = np.random.default_rng(2)
    squares = []
    for _ in range(repeats):
        first, other = generator.normal(size=(2, count))
        error = by_statistic(paired(subject(), first, other))[statistic].standard_error
        squares.append(error * error)
    truth = 2 * p * (1 - p) / (count * norm.pdf(norm.ppf(p)) ** 2)
    # Each square has 31 degrees of freedom: four standard errors of the mean of twelve are 4 sqrt(2 / (31 x 12)).
    assert np.mean(squares) / truth == pytest.approx(1, abs=4 * math.sqrt(2 / (31 * repeats)))


def test_paired_errors_of_quantiles_shrink_as_the_scenarios_agree():
    generator = np.random.default_rng(3)
    first = generator.normal(size=GROUPS * 200)
    close = first + 0.01 * generator.normal(size=first.size)
    apart = generator.normal(size=first.size)
    for statistic in ("q05", "q50", "q95", "shortfall"):
        near, far = (by_statistic(paired(subject(), first, other))[statistic] for other in (close, apart))
        assert near.standard_error < 0.25 * far.standard_error


@pytest.mark.parametrize(("paths", "known"), [(639, False), (640, True)])
def test_a_tail_needs_twenty_paths_in_each_group(paths, known):
    """5% of 20 paths is one: 32 groups of 20 are 640."""
    values = np.arange(float(paths))
    found = by_statistic(paired(subject(), values, values * 2))
    for statistic in ("q05", "q95", "shortfall"):
        assert (found[statistic].standard_error is not None) == known
    assert found["q50"].standard_error is not None


def test_the_interval_of_sections_is_students():
    """With 31 degrees of freedom 95% reach 2.0395 standard errors (tables of Student's t)."""
    generator = np.random.default_rng(4)
    first, other = generator.normal(size=(2, 6400))
    median = by_statistic(paired(subject(), first, other))["q50"]
    assert (median.high - median.difference) / median.standard_error == pytest.approx(2.0395, abs=5e-5)


def test_a_yes_or_no_output_has_an_interval_even_where_no_path_differs():
    # Half a path in each cell: 1 of 100 differs, sqrt(0.01)/sqrt(100) = 0.01, times 1.959964.
    low, high = matched_interval(0, 0, 98, 0.95)
    assert (low, high) == (pytest.approx(-0.01959964, abs=1e-8), pytest.approx(0.01959964, abs=1e-8))
    same = np.zeros(98)
    (only,) = paired(subject(is_share=True), same, same)
    assert (only.difference, only.standard_error, only.high) == (0.0, 0.0, high)


def test_matched_proportions_by_hand():
    # 8 against 2 of 98: (8.5 - 2.5)/100 = 0.06; (11/100 - 0.0036)/100 = 0.001064, its root 0.032619, times 1.959964.
    low, high = matched_interval(8, 2, 98, 0.95)
    assert (low, high) == (pytest.approx(0.06 - 0.063932, abs=1e-6), pytest.approx(0.06 + 0.063932, abs=1e-6))


def test_unpaired_proportions_are_newcombes():
    """56 of 70 less 48 of 80: 0.0524 to 0.3339 (Newcombe 1998, Statistics in Medicine 17, 873, method 10)."""
    first, other = (np.arange(count) < yes for yes, count in ((48, 80), (56, 70)))
    (only,) = unpaired(subject(is_share=True), row(first, "bool"), row(other, "bool"))
    assert only.difference == pytest.approx(0.2)
    assert (round(only.low, 4), round(only.high, 4)) == (0.0524, 0.3339)


def test_unpaired_errors_of_means_add_in_quadrature():
    # Errors of 3 and 4: values -3, 3 have deviation 3 sqrt(2), of two paths 3; so 4.
    first, other = row(np.array([-3.0, 3.0])), row(np.array([6.0, 14.0]))
    found = by_statistic(unpaired(subject(), first, other))["mean"]
    assert found.standard_error == pytest.approx(5.0)
    assert (found.low, found.high) == (pytest.approx(10 - 5 * 1.959964), pytest.approx(10 + 5 * 1.959964))


def test_unpaired_quantiles_reach_as_far_as_both_intervals_do():
    first, other = row(np.arange(1000.0)), row(2 * np.arange(1000.0))
    found = by_statistic(unpaired(subject(), first, other))["q50"]
    (a, a_low, a_high), (b, b_low, b_high) = first.quantiles[0.5], other.quantiles[0.5]
    assert found.difference == b - a
    assert found.low == pytest.approx(b - a - math.hypot(b - b_low, a_high - a))
    assert found.high == pytest.approx(b - a + math.hypot(b_high - b, a - a_low))
