"""Rows of the summary."""

from __future__ import annotations

import math
from dataclasses import fields
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from simulate.columns import Column
from simulate.statistics import (
    QUANTILES,
    InOrder,
    Moments,
    expected_shortfall,
    fine_bins_for,
    histogram_of,
    histogram_ranks,
    in_order,
    in_order_at,
    summarize,
    summarize_bins,
    summary_ranks,
)
from simulate.statistics.estimators import quantile_interval_ranks, quantile_rank

LEVELS = {"confidence": Decimal("0.95"), "tail": Decimal("0.95")}
SHARES = Column("shares_issued", "int64", "shares", "common issued", "CoD IV.A", "high")
MONEY = Column("pnl_usd", "float64", "USD", "profit", "contract 11", "low")
COUNT = Column("sessions_bound_cap", "int64", "sessions", "sessions", "CoD IV.G(i)")
REACHED = Column("cap_reached", "bool", "", "whether", "CoD IV.G(i)")


def row_of(column, values, undefined=0, binned=False):
    values = np.asarray(values)
    moments = Moments.of(values)
    if not binned:
        return summarize(column, values, moments, undefined, **LEVELS)
    bins = fine_bins_for(column)
    bins.add(values)
    return summarize_bins(column, bins, moments, undefined, **LEVELS)


def test_a_row_says_what_the_estimators_say():
    values = np.random.default_rng(1).normal(4e6, 3e6, 5000)
    row = row_of(MONEY, values, undefined=12)
    ordered = np.sort(values)
    assert (row.name, row.unit, row.clause, row.defined, row.undefined) == (
        "pnl_usd",
        "USD",
        "contract 11",
        5000,
        12,
    )
    low, high = stats.norm.interval(0.95, values.mean(), stats.sem(values))
    assert (row.mean_low, row.mean_high) == pytest.approx((low, high), rel=1e-12)
    assert (row.minimum, row.maximum) == (ordered[0], ordered[-1])
    assert tuple(row.quantiles) == QUANTILES
    for p, (value, least, most) in row.quantiles.items():
        ranks = quantile_interval_ranks(5000, p, Decimal("0.95"))
        assert value == ordered[quantile_rank(5000, p) - 1]
        assert (least, most) == tuple(ordered[rank - 1] for rank in ranks)
    assert (row.expected_shortfall, row.expected_shortfall_error) == expected_shortfall(ordered, 0.95, "low")
    assert row.truncated == ()
    assert not row.binned


def test_the_order_of_values_does_not_matter():
    values = np.random.default_rng(1).normal(4e6, 3e6, 999)
    moments = Moments.of(values)
    assert summarize(MONEY, values, moments, 0, **LEVELS) == summarize(MONEY, values[::-1], moments, 0, **LEVELS)


@pytest.mark.parametrize("column", [MONEY, SHARES, COUNT])
def test_bins_say_nearly_the_same(column):
    generator = np.random.default_rng(2)
    values = generator.normal(4e6, 3e6, 5000) if column is MONEY else generator.integers(0, 900, 5000)
    exact, binned = row_of(column, values), row_of(column, values, binned=True)
    assert binned.binned
    for name in ("mean", "standard_error", "mean_low", "minimum", "maximum", "standard_deviation", "defined"):
        assert getattr(binned, name) == getattr(exact, name)
    for p in QUANTILES:
        # 0.05% for the value, twice that for the ends, which are moved outwards; whole numbers below 2,048
        # are exact.
        for found, true in zip(binned.quantiles[p], exact.quantiles[p], strict=True):
            assert found == pytest.approx(true, rel=1.001 * 2**-10) if column is MONEY else found == true
        assert binned.quantiles[p][1] <= exact.quantiles[p][1]
        assert exact.quantiles[p][2] <= binned.quantiles[p][2]
    if column.worst:
        assert binned.expected_shortfall == pytest.approx(exact.expected_shortfall, rel=5e-4)
        assert binned.expected_shortfall_error == pytest.approx(exact.expected_shortfall_error, rel=1e-2)


def test_an_output_without_a_bad_end_has_no_shortfall():
    row = row_of(COUNT, np.arange(100))
    assert row.expected_shortfall is None
    assert row.expected_shortfall_error is None


@pytest.mark.parametrize("binned", [False, True])
def test_yes_or_no_is_a_probability(binned):
    values = np.arange(1000) < 30
    row = row_of(REACHED, values, binned=binned)
    wilson = stats.binomtest(30, 1000).proportion_ci(0.95, method="wilson")
    assert row.mean == pytest.approx(0.03, rel=1e-14)
    assert (row.mean_low, row.mean_high) == pytest.approx((wilson.low, wilson.high), abs=1e-12)
    assert row.standard_error == pytest.approx(math.sqrt(0.03 * 0.97 / 999), rel=1e-12)
    assert row.quantiles == {}
    assert row.unit == "probability"


@pytest.mark.parametrize("binned", [False, True])
def test_paths_at_the_minimum_are_counted(binned):
    # Of 1,000 paths the first 940 have no event.
    values = np.maximum(0, np.arange(1000) - 939)
    assert row_of(COUNT, values, binned=binned).at_minimum == 940
    money = np.where(np.arange(1000) < 30, -5.0, 50_000.0 + np.arange(1000))
    assert row_of(MONEY, money, binned=binned).at_minimum == 30
    assert row_of(REACHED, np.ones(10, bool), binned=binned).at_minimum == 10


def test_never_has_width():
    row = row_of(REACHED, np.zeros(100, bool))
    assert row.mean == 0.0
    assert row.mean_low == 0.0
    # Wilson's upper end at 0 of n: z^2/(n + z^2).
    z = 1.959963984540054
    assert row.mean_high == pytest.approx(z * z / (100 + z * z), rel=1e-12)


@pytest.mark.parametrize("binned", [False, True])
@pytest.mark.parametrize("column", [MONEY, REACHED])
def test_nothing_defined_is_nothing_said(column, binned):
    row = row_of(column, np.empty(0, dtype=column.dtype), undefined=40, binned=binned)
    assert (row.defined, row.undefined, row.quantiles, row.truncated) == (0, 40, {}, ())
    said = {"name", "unit", "meaning", "clause", "dtype", "defined", "undefined", "quantiles", "truncated"}
    said |= {"worst", "binned", "confidence", "tail"}
    assert all(getattr(row, each.name) is None for each in fields(row) if each.name not in said)


def test_a_single_path_has_no_error():
    row = row_of(MONEY, np.array([5.0]))
    assert row.mean == 5.0
    assert (row.standard_error, row.mean_low, row.mean_high, row.standard_deviation) == (None,) * 4
    assert row.quantiles[0.5] == (5.0, 5.0, 5.0)
    assert row.truncated == QUANTILES
    assert (row.expected_shortfall, row.expected_shortfall_error) == (5.0, None)


def test_truncated_intervals_are_named():
    # With 100 paths 0.99^100 = 37% of samples lie wholly below the 99% quantile; at 50% nothing is cut.
    row = row_of(MONEY, np.arange(100.0))
    assert row.truncated == (0.01, 0.99)


def test_a_constant_is_its_own_mean():
    value = 7_950_000 / 1.01
    crooked = Moments(10, value * (1 + 2**-52), 0.0)
    row = summarize(MONEY, np.full(10, value), crooked, 0, **LEVELS)
    assert (row.mean, row.mean_low, row.mean_high) == (value, value, value)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_is_refused(bad):
    with pytest.raises(ValueError, match="not finite"):
        summarize(MONEY, np.array([1.0, bad]), Moments(2, 1.0, 0.0), 0, **LEVELS)


def test_moments_must_be_of_the_values():
    with pytest.raises(ValueError, match="moments of 3"):
        summarize(MONEY, np.array([1.0, 2.0]), Moments(3, 1.0, 0.0), 0, **LEVELS)
    with pytest.raises(ValueError, match="moments of 3"):
        summarize_bins(MONEY, fine_bins_for(MONEY), Moments(3, 1.0, 0.0), 0, **LEVELS)


@pytest.mark.parametrize(
    "values",
    [
        np.array([3, 1, 2, 2, -7, 9, 1]),
        np.array([5, -(2**62), 2**62]),
        np.array([True, False, True]),
        np.array([0.5, -1.25, 0.5, 3.0]),
        np.full(4, 2.0),
        np.array([7]),
        np.empty(0),
    ],
)
def test_values_are_put_in_order_as_a_sort_does(values):
    found = in_order(values)
    assert found.dtype == values.dtype
    np.testing.assert_array_equal(found, np.sort(values))
    assert in_order(InOrder(found)) is found


SIZES = st.floats(-1e12, 1e12, allow_nan=False).map(lambda value: value + 0.0)
MANY = st.one_of(
    st.lists(SIZES, min_size=1, max_size=400).map(np.array),
    st.lists(st.integers(-(2**52), 2**52), min_size=1, max_size=400).map(lambda each: np.array(each, dtype=np.int64)),
    # Much of it in one place, and numbers that differ in the last bit only.
    st.lists(st.sampled_from([0.0, 1e6, 2.5]) | SIZES, min_size=50, max_size=400).map(np.array),
    st.lists(st.integers(0, 40), min_size=5, max_size=300).map(lambda steps: 1.0 + 2.0**-52 * np.array(steps)),
    st.lists(st.integers(0, 9), min_size=5, max_size=300).map(lambda steps: 5e-324 * np.array(steps)),
)


@settings(deadline=None, max_examples=150)
@given(MANY, st.sampled_from(["low", "high", ""]), st.sampled_from([0.5, 0.95, 0.999]))
def test_values_in_order_where_it_matters_give_the_same_row_and_histogram(values, worst, level):
    dtype = "int64" if values.dtype.kind == "i" else "float64"
    column = Column("output", dtype, "USD", "an output", "none", worst)
    moments, levels = Moments.of(values.astype(np.float64)), {"confidence": level, "tail": level}
    ranks = [*summary_ranks(values.size, **levels), *histogram_ranks(values.size)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("simulate.statistics.sorted_values._FEW", 0)
        partly = in_order_at(values, ranks)
    sorted_all = InOrder(np.sort(values))
    assert summarize(column, partly, moments, 0, **levels) == summarize(column, sorted_all, moments, 0, **levels)
    found, expected = histogram_of(partly), histogram_of(sorted_all)
    assert found.counts.tolist() == expected.counts.tolist()
    assert (found.below, found.above) == (expected.below, expected.above)
    assert (found.minimum, found.maximum) == (expected.minimum, expected.maximum)
    assert found.edges.tobytes() == expected.edges.tobytes()


def test_what_is_not_finite_is_found_among_values_partly_in_order():
    for bad in (np.nan, np.inf, -np.inf):
        values = np.append(np.arange(50_000.0) ** 1.5, bad)
        partly = in_order_at(values, [1, 25_000])
        assert not partly.complete
        with pytest.raises(ValueError, match="not finite"):
            summarize(MONEY, partly, Moments(values.size, 0.0, 0.0), 0, confidence=0.95, tail=0.95)
