"""Rights that are used once, at the best time: V3's optimal conversion and V4's American puts."""

from __future__ import annotations

from collections.abc import Iterator

from simulate.optimal import block_value, bound_value, fit_rule, put_problem, rule_value
from simulate.validation import deals, published
from simulate.validation.row import Row, bracketed, estimated

_FACE = 7_500_000
LARGEST_GAP = 0.005
"""Of the value, between the bounds of V3's rows."""
BRACKETED_PUTS = 4
"""Rows of the table of puts about which bounds are shown too: those of S = 36."""
_SEED = 606


def optimal_conversion(paths: int) -> Iterator[Row]:
    """V3: the optimal row, between the value of a fitted rule and a dual bound, and how far those are apart."""
    few, fit = min(paths, 20_000), min(10 * paths, 50_000)
    for row in published.OPTIMAL_CONVERSION:
        found = block_value(deals.on_the_tree(row, converts="any", paths=few), fit_paths=fit)
        lower = found.lower / _FACE, found.lower_error / _FACE
        upper = found.upper / _FACE, found.upper_error / _FACE
        note = f"{few:,} paths, fitted on {fit:,}"
        yield bracketed("V3", f"{row.label}: optimal", row.optimal, lower, upper, note)
        gap_error = found.gap_error / found.lower
        yield Row("V3", f"{row.label}: gap", 0.0, found.gap, gap_error, LARGEST_GAP, note)


def american_puts(paths: int) -> Iterator[Row]:
    """V4: Longstaff and Schwartz's Table 1: their estimator, and the bounds about the first rows."""
    fit, value, bounds = min(5 * paths, 50_000), min(5 * paths, 100_000), min(paths // 2, 2_000)
    for number, ((spot, volatility, years), expected) in enumerate(published.LONGSTAFF_SCHWARTZ.items()):
        put = put_problem(
            spot_usd=spot, strike_usd=40, rate=0.06, volatility=volatility, years=years, dates_per_year=50
        )
        rule = fit_rule(put, paths=fit, seed=_SEED + number)
        what = f"American put, S {spot}, sigma {volatility}, T {years}"
        got, error = rule_value(put, rule, paths=value, seed=_SEED + number)
        note = f"{value:,} paths, fitted on {fit:,}"
        yield estimated("V4", what, expected, got, error, note)
        if number < BRACKETED_PUTS:
            found = bound_value(put, rule, paths=bounds, seed=_SEED + number)
            lower, upper = (found.lower, found.lower_error), (found.upper, found.upper_error)
            yield bracketed("V4", f"{what}: bounds", expected, lower, upper, f"{bounds:,} paths, fitted on {fit:,}")
