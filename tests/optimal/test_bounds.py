"""The optimal holder: V3 and V4 from both sides, what has no gap at all, and the same bits however it is run."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from dataclasses import astuple, replace

import numpy as np
import pytest
from deals import scenario, series
from repository import REPOSITORY

from kernels.optimal.problem import LONGEST_WINDOW
from kernels.optimal.stopping import CONTROLLED, PLAIN
from simulate.errors import ConfigError
from simulate.explain import path_market
from simulate.ledger import Contract, keep_ledger
from simulate.optimal import block_problem, block_value, bound_value, bounds, fit_rule, put_problem
from simulate.terms import make_terms
from simulate.validation import deals, published
from simulate.validation.early_exercise import LARGEST_GAP

FACE = 7_500_000


@pytest.mark.parametrize("row", published.OPTIMAL_CONVERSION, ids=lambda row: row.label)
def test_v3_is_bracketed(row):
    found = block_value(deals.on_the_tree(row, converts="any"), paths=1_000, fit_paths=10_000)
    assert found.lower - 4 * found.lower_error < row.optimal * FACE < found.upper + 4 * found.upper_error
    assert 0 < found.gap < LARGEST_GAP
    assert found.upper - found.lower > 4 * found.gap_error
    # The rule beats both rules of the table that need no fitting.
    assert found.lower > max(row.wait_to_the_end, row.convert_now) * FACE


def bermudan_put(spot: float, volatility: float, years: int) -> float:
    """The put of Longstaff and Schwartz's Table 1 on 50 dates a year, by a binomial tree: two sizes averaged."""
    strike, rate, dates = 40.0, 0.06, 50 * years

    def by_tree(each: int) -> float:
        count = dates * each
        step = years / count
        up = math.exp(volatility * math.sqrt(step))
        p = (math.exp(rate * step) - 1 / up) / (up - 1 / up)
        values = np.maximum(strike - spot * up ** (count - 2.0 * np.arange(count + 1)), 0)
        for i in range(count - 1, -1, -1):
            values = math.exp(-rate * step) * (p * values[:-1] + (1 - p) * values[1:])
            if i % each == 0 and i > 0:
                values = np.maximum(values, strike - spot * up ** (i - 2.0 * np.arange(i + 1)))
        return float(values[0])

    return (by_tree(60) + by_tree(61)) / 2


def table_1(spot: float, volatility: float, years: int):
    return put_problem(spot_usd=spot, strike_usd=40, rate=0.06, volatility=volatility, years=years, dates_per_year=50)


def test_v4_a_put_is_bracketed_about_the_value_of_a_tree():
    exact = bermudan_put(36, 0.2, 1)
    # Published to three decimals.
    assert exact == pytest.approx(published.LONGSTAFF_SCHWARTZ[36, 0.2, 1], abs=6e-4)
    problem = table_1(36, 0.2, 1)
    rule = fit_rule(problem, paths=8_000, seed=7)
    found = bound_value(problem, rule, paths=600, seed=7)
    assert found.lower - 4 * found.lower_error < exact < found.upper + 4 * found.upper_error
    assert found.gap < 0.006
    # The martingale has mean 0, and takes most of the noise away.
    outcome = bounds.outcomes(problem, rule, paths=600, seed=7)
    martingale = outcome[PLAIN] - outcome[CONTROLLED]
    assert abs(martingale.mean()) < 4 * martingale.std() / math.sqrt(600)
    assert found.lower_error < found.plain_error / 10


def test_without_a_choice_there_is_no_gap():
    """At 101% of the day's own close a dollar is worth 1/1.01 on every path: with the Premium it pays to wait."""
    variable = {"switch_on": "1998-12-31", "multiplier": "1.01", "lookback_sessions": 1, "window_end": "same_day"}
    one = series(
        conversion_price={"variable": variable},
        premium={"rate_per_year": "0.06", "counts": "sessions", "day_count_days": 252},
        maturity="1999-01-29",
    )
    deal = scenario(
        all_series=[one],
        deal={"horizon": "1999-01-29", "conversion": {"fractional_shares": True}},
        market={"discount_rate_per_year": 0},
    )
    found = block_value(deal, paths=100, fit_paths=500)
    # 19 sessions later.
    assert found.lower == pytest.approx(FACE * (1 + 0.06 * 19 / 252) / 1.01, rel=1e-12)
    assert found.upper == pytest.approx(found.lower, rel=1e-12)
    assert found.mean_session == 19


def paid_on(deal, path: int, session: int) -> float:
    """What the kernel says a conversion on a session pays, undiscounted."""
    from kernels.optimal.problem import pays

    problem = block_problem(deal)
    _, bids = bounds._paths(problem, path, 1, deal.run.seed)
    return pays(session, bids[0], problem, np.zeros(LONGEST_WINDOW)) / problem.discount[session]


@pytest.mark.parametrize(
    "price", [{"model": "gbm", "volatility_per_year": "0.9"}, {"model": "tree", "volatility_per_year": 1}]
)
@pytest.mark.parametrize("window_end", ["same_day", "day_before"])
def test_what_a_conversion_pays_is_the_ledgers_on_the_paths_of_a_run(price, window_end):
    day = "1999-02-10"
    variable = {
        "switch_on": "1999-01-20",
        "multiplier": "0.9",
        "lookback_sessions": 7,
        "lowest_count": 3,
        "window_end": window_end,
    }
    one = series(
        conversion_price={"fixed_usd": "6.03", "variable": variable},
        premium={"rate_per_year": "0.06"},
        registration_effective=day,
        maturity=day,
    )
    deal = scenario(
        all_series=[one],
        deal={"horizon": day, "conversion": {"fractional_shares": True}},
        market={"price": price, "spread_fraction": "0.015"},
        holder={"commission_fraction": "0.01"},
        run={"paths": 1, "seed": 11},
    )
    terms = make_terms(deal)
    for path in (0, 5, 2**33):
        totals = keep_ledger(Contract.of(deal, terms.dates), path_market(deal, terms, path), record_events=False).totals
        assert paid_on(deal, path, len(terms.dates) - 1) == pytest.approx(totals["conversion_proceeds_usd"], rel=1e-9)


CODE = """
from simulate.optimal import block_problem, bound_value, fit_rule
from simulate.validation import deals, published
deal = deals.on_the_tree(published.OPTIMAL_CONVERSION[0], converts="any")
problem = block_problem(deal)
rule = fit_rule(problem, paths=40, seed=3)
found = bound_value(problem, rule, paths=10, seed=3)
print(rule.coefficients.tobytes().hex()[:4000], found.lower.hex(), found.upper.hex())
"""


def test_the_same_bits_with_the_compiler_off():
    both = [
        subprocess.run(
            [sys.executable, "-c", CODE],
            env=os.environ | {"NUMBA_DISABLE_JIT": off, "PYTHONPATH": str(REPOSITORY)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for off in ("0", "1")
    ]
    assert both[0] == both[1]


def test_bits_do_not_depend_on_how_many_paths_are_held_at_a_time(monkeypatch):
    problem = block_problem(deals.on_the_tree(published.OPTIMAL_CONVERSION[1], converts="any"))
    rule = fit_rule(problem, paths=5_000, seed=3)
    whole = bound_value(problem, rule, paths=300, seed=3)
    monkeypatch.setattr(bounds, "_CHUNK", 77)
    assert astuple(bound_value(problem, rule, paths=300, seed=3)) == astuple(whole)
    again = fit_rule(problem, paths=5_000, seed=3)
    assert again.coefficients.tobytes() == rule.coefficients.tobytes()


def test_a_rule_fitted_badly_is_still_bounded():
    """The bounds hold for any rule: that is what they are for."""
    row = published.OPTIMAL_CONVERSION[2]
    problem = block_problem(deals.on_the_tree(row, converts="any"))
    rule = fit_rule(problem, paths=2_000, seed=3)
    worse = replace(rule, coefficients=rule.coefficients * 0.98)
    found = bound_value(problem, worse, paths=1_000, seed=3)
    assert found.lower + 4 * found.lower_error < row.optimal * FACE < found.upper + 4 * found.upper_error
    assert found.gap > bound_value(problem, rule, paths=1_000, seed=3).gap


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"deal": {"limits": {"ownership_fraction": "0.049"}}}, "deal.limits.ownership_fraction: .* set it to null"),
        ({"holder": {"participation": "0.3"}}, "holder.participation: .* set it to null"),
        ({"holder": {"sale_decision": "previous_close"}}, "holder.sale_decision: "),
        ({"market": {"measure": "physical", "drift_per_year": 0}}, "market.measure: "),
        ({"all_series": [series(), series(name="A")]}, "deal.series: .* has 2 series; it takes one"),
    ],
)
def test_what_the_blocks_problem_leaves_out_is_refused(changes, said):
    with pytest.raises(ConfigError, match=said):
        block_problem(scenario(**changes))
