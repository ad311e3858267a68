"""A series in lots: boundaries, what they bring in the deal itself, and the bound from above."""

from __future__ import annotations

import numpy as np
import pytest
from command import answer, call
from deals import scenario, series

from kernels.optimal.lot_limits import note_limits
from simulate.config.canonical import to_yaml
from simulate.errors import ConfigError
from simulate.ledger import Contract
from simulate.load import load
from simulate.optimal.block import series_problem
from simulate.optimal.holder import optimal_value, with_boundaries
from simulate.optimal.lots import PARTS, bound_series, fit_lots, sessions_to_sell
from simulate.terms import make_terms
from simulate.validation import deals, published

FACE = 7_500_000
END = "1999-03-15"


def floating_deal():
    """B floats from the start, at 101% of the three lowest of five bids before; 150,000 shares a session are sold."""
    variable = {"switch_on": "1998-12-31", "multiplier": "1.01", "lookback_sessions": 5, "lowest_count": 3}
    one = series(
        conversion_price={"fixed_usd": "6.03", "variable": variable},
        premium={"rate_per_year": "0.06"},
        maturity=END,
    )
    covenant = {
        "while_held": "B",
        "floor_shares": 150_000,
        "share_of_session_volume": "0",
        "share_of_average_volume": "0",
    }
    return scenario(
        all_series=[one],
        deal={"horizon": END, "limits": {"sale_volume": covenant}},
        market={"start_price_usd": 5},
        holder={"policy": "convert_and_sell", "hurdle": 1, "participation": "0.3", "sale_decision": "previous_close"},
        run={"paths": 400, "seed": 17},
    )


def test_lots_are_the_sessions_a_sale_takes():
    # $7,500,000 at $5 are 1,500,000 shares: ten sessions of 150,000.
    assert sessions_to_sell(floating_deal(), 0) == 10
    # Series B of the deal that ships: at $6.03, 15% of 233,000 a session are 34,950 of 1,243,781.
    assert sessions_to_sell(load("valence-1998"), 1) == 36
    assert sessions_to_sell(scenario(), 0) == 1


def test_one_lot_is_the_block():
    """Without a limit on sales the bound is the block's: V3's optimal value lies under it, and near."""
    row = published.OPTIMAL_CONVERSION[0]
    deal = deals.on_the_tree(row, converts="any")
    rule = fit_lots(deal, 0, paths=2_000)
    assert rule.lots == 1
    upper, error = bound_series(deal, 0, rule, paths=1_000)
    assert row.optimal * FACE < upper + 4 * error
    assert upper < 1.01 * row.optimal * FACE


def test_boundaries_ask_less_as_time_runs_out_and_more_of_the_last_lots():
    rule = fit_lots(floating_deal(), 0, paths=500)
    # The first date is that of the first few sessions, on which few paths are far from the start.
    later = rule.boundaries[1:]
    asked = [[float(least) for least in boundary.floating if least is not None] for boundary in later]
    assert all(len(row) == PARTS for row in asked)
    # A lot that is one of many has worse sessions to wait for than the last.
    assert all(row == sorted(row, reverse=True) for row in asked)
    first, last = np.array(asked[: len(asked) // 2]), np.array(asked[len(asked) // 2 :])
    assert (first.mean(axis=0) > last.mean(axis=0)).all()
    # While the price is the fixed one the stock pays no less later, and is protected: it waits.
    assert all(least is None for boundary in rule.boundaries[:-2] for least in boundary.fixed[:2])
    assert fit_lots(floating_deal(), 0, paths=500).coefficients.tobytes() == rule.coefficients.tobytes()


def test_the_fitted_holder_beats_the_mechanical_one_under_the_bound():
    found = optimal_value(floating_deal(), fit_paths=1_000, bound_paths=200)
    (one,) = found.series
    assert one.lower_usd > one.policy_usd + 2 * max(one.policy_error_usd, one.lower_error_usd)
    assert one.lower_usd - 4 * one.lower_error_usd < one.upper_usd + 4 * one.upper_error_usd
    assert found.scenario.holder.policy == "optimal"
    assert any("at most" in line for line in found.lines())
    # What was fitted is a scenario like any other, and says the same when it is read again.
    terms = make_terms(found.scenario)
    boundaries = Contract.of(found.scenario, terms.dates).policy.boundaries[0]
    assert len(boundaries) == len(found.scenario.holder.optimal.boundaries)


def test_limits_of_a_session():
    """$5 a share: 150,000 by the covenant; once another series may have ended it, 30% of the volume if that is more."""
    tables = make_terms(floating_deal()).tables
    bids = np.full(tables.clock.earlier_bids.size + 2, 5 * 2.0**20)
    volumes = np.full(bids.size, 1_000_000.0)
    out = np.zeros(2)
    note_limits(True, bids, volumes, tables, out)
    assert out.tolist() == [150_000, 150_000]
    note_limits(False, bids, volumes, tables, out)
    assert out.tolist() == [300_000, 300_000]


def test_what_cannot_be_fitted_is_refused():
    garch = {"omega_per_session": "0.0003", "alpha": "0.1", "beta": "0.8", "degrees_of_freedom": 4, "model": "garch"}
    with pytest.raises(ConfigError, match=r"market\.price\.model: is garch; the fit of boundaries takes gbm or tree"):
        optimal_value(scenario(market={"price": garch}))
    physical = scenario(market={"measure": "physical", "drift_per_year": 0})
    with pytest.raises(ConfigError, match=r"market\.measure: is physical"):
        optimal_value(physical)


def test_the_command_writes_a_scenario_that_runs(tmp_path):
    config, best = tmp_path / "deal.yaml", tmp_path / "best.yaml"
    config.write_text(to_yaml(floating_deal()), encoding="utf-8")
    options = ["--paths", "100", "--fit-paths", "200", "--bound-paths", "20", "--out", str(best)]
    found = answer("optimal", str(config), *options)
    assert [one["name"] for one in found["series"]] == ["B"]
    assert found["gaps"]["B"] == pytest.approx(found["series"][0]["upper_usd"] / found["series"][0]["lower_usd"] - 1)
    again = load(best)
    assert again.holder.policy == "optimal"
    rule = fit_lots(floating_deal(), 0, paths=200)
    assert again.holder == with_boundaries(floating_deal(), [rule]).holder


def test_the_command_bounds_a_block(tmp_path):
    config = tmp_path / "tree.yaml"
    deal = deals.on_the_tree(published.OPTIMAL_CONVERSION[0], converts="any")
    config.write_text(to_yaml(deal), encoding="utf-8")
    found = answer("optimal", str(config), "--paths", "500", "--fit-paths", "3000")
    assert 0 < found["gap"] < 0.005
    said = call("optimal", str(config), "--paths", "500", "--fit-paths", "3000")
    assert "gap" in said.stdout


@pytest.mark.parametrize(
    ("effective", "first"),
    [
        # Issued on 1998-12-31: a year later, under Rule 144(d)(1), its common may go without a registration.
        ("2000-06-01", "1999-12-31"),
        ("1999-06-01", "1999-06-01"),
    ],
)
def test_the_right_begins_with_registration_or_rule_144_whichever_is_earlier(effective, first):
    late = series(registration_effective=effective, maturity="2000-12-29")
    deal = {"horizon": "2000-12-29", "rule_144": {"holding_months": 12}}
    one = scenario(all_series=[late], deal=deal)
    terms = make_terms(one)
    assert terms.dates[series_problem(one, terms, 0, later=0).first].isoformat() == first
    without = scenario(all_series=[late], deal=deal | {"rule_144": None})
    assert terms.dates[series_problem(without, terms, 0, later=0).first].isoformat() == effective
