"""Sensitivities: which numbers are moved, the changes against a closed form and by hand, files and words."""

from __future__ import annotations

import json
import math
from decimal import Decimal

import numpy as np
import pyarrow.parquet as pq
import pytest
from command import answer, call
from deals import scenario, series
from scipy.stats import norm

import simulate
from simulate.changed import with_field
from simulate.errors import ConfigError
from simulate.sensitivities import inputs_of

PATHS = 256
# V2 of the validation tables: F = 7,950,000; X = 6.03; c = 1.01; N = 3,753,505; S0 = 6; sigma = 0.6; r = 5%; T = 1.
F, X, C, N, R = 7_950_000.0, 6.03, 1.01, 3_753_505, 0.05


def one_date(paths: int) -> simulate.Scenario:
    """V2's claim: the lower of $6.03 and 101% of the close on 1999-12-31, capped, sold at that close."""
    floating = {"switch_on": "1998-12-31", "multiplier": "1.01", "lookback_sessions": 1, "lowest_count": 1}
    one = series(
        premium={"rate_per_year": "0.06"},
        conversion_price={"fixed_usd": "6.03", "variable": floating | {"window_end": "same_day"}},
        registration_effective="1999-12-31",
    )
    cap = {"amount_shares": N, "counts": ["B"], "excess": "lost"}
    return scenario(
        all_series=[one],
        deal={"limits": {"cap": cap}, "conversion": {"fractional_shares": True}},
        volatility="0.6",
        run={"paths": paths, "seed": 202},
    )


def value(start: float, sigma: float) -> float:
    """V2: PV = N S0 - N C(F/(cN)) + (F/X) C(X/c)."""

    def call_price(strike: float) -> float:
        d1 = (math.log(start / strike) + R + sigma**2 / 2) / sigma
        return float(start * norm.cdf(d1) - strike * math.exp(-R) * norm.cdf(d1 - sigma))

    return N * start - N * call_price(F / (C * N)) + F / X * call_price(X / C)


@pytest.fixture(scope="module")
def of_the_closed_form():
    moves = {"market.start_price_usd": "0.06", "market.price.volatility_per_year": "0.01"}
    return simulate.sensitivities(one_date(200_000), moves=moves, inputs=list(moves), paths=200_000)


@pytest.mark.parametrize(
    ("name", "points", "greek"),
    [
        ("market.start_price_usd", ((5.94, 0.6), (6.06, 0.6)), "delta"),
        ("market.price.volatility_per_year", ((6.0, 0.59), (6.0, 0.61)), "vega"),
    ],
)
def test_delta_and_vega_of_the_claim_at_one_date(of_the_closed_form, name, points, greek):
    row = of_the_closed_form.row(name)
    down, up = (value(*point) for point in points)
    now = value(6.0, 0.6)
    for way, expected in (("down", down - now), ("up", up - now), ("across", up - down)):
        each = row.changes[way, "pnl_present_value_usd", "mean"]
        assert abs(each.difference - expected) < 3 * each.standard_error
    slope, error = row.slope("pnl_present_value_usd")
    # By hand: delta = N - N Phi(d1(F/(cN))) + (F/X) Phi(d1(X/c)); vega = phi(d1) S0 sqrt(T) of each call.
    d1 = [(math.log(6.0 / strike) + R + 0.18) / 0.6 for strike in (F / (C * N), X / C)]
    derivative = {
        "delta": N - N * norm.cdf(d1[0]) + F / X * norm.cdf(d1[1]),
        "vega": 6.0 * (-N * norm.pdf(d1[0]) + F / X * norm.pdf(d1[1])),
    }[greek]
    assert abs(slope - derivative) < 3 * error
    assert error < 0.02 * abs(derivative)
    # Two runs of random numbers of their own would tell it five times worse at least.
    alone = of_the_closed_form.base.row("pnl_present_value_usd").standard_error
    assert error < 0.2 * math.sqrt(2) * alone / float(row.width("across"))


def test_a_change_is_that_of_two_runs_of_their_own():
    """By hand: the mean of the per-path difference, and its standard error."""
    base = one_date(PATHS)
    found = simulate.sensitivities(base, inputs=["deal.series.B.conversion_price.fixed_usd"], threads=1)
    moved = with_field(base, ("deal", "series", 0, "conversion_price", "fixed_usd"), Decimal("6.633"))
    one, other = (
        simulate.run(each, threads=1, keep_paths=True).paths["shares_issued"].to_numpy() for each in (base, moved)
    )
    each = found.rows[0].changes["up", "shares_issued", "mean"]
    assert each.difference == pytest.approx((other - one).mean(), rel=1e-12)
    assert each.standard_error == pytest.approx((other - one).std(ddof=1) / np.sqrt(PATHS), rel=1e-12)
    assert each.difference < 0  # a higher fixed price never gives more shares


def test_every_number_of_the_default_deal_is_found_in_the_schema():
    """Named in the brief of the contract: nothing of these stands in a list of the program's."""
    names = {each.name: each for each in inputs_of(simulate.load("valence-1998"))}
    for name in (
        "market.start_price_usd",
        "market.price.volatility_per_year",
        "market.volume.median_shares",
        "market.discount_rate_per_year",
        "market.spread_fraction",
        "deal.series.B.conversion_price.variable.multiplier",
        "deal.series.B.conversion_price.variable.lookback_sessions",
        "deal.series.B.conversion_price.variable.lowest_count",
        "deal.series.B.conversion_price.fixed_usd",
        "deal.series.B.premium.rate_per_year",
        "deal.limits.cap.amount_shares",
        "deal.limits.ownership_fraction",
        "deal.limits.sale_volume.floor_shares",
        "deal.limits.sale_volume.share_of_session_volume",
        "deal.warrants.W1.shares",
        "deal.warrants.G2.exercise_price_usd",
        "deal.redemption.face_multiple",
    ):
        assert name in names
        assert names[name].down.scenario is not None, names[name].down.reason
    # Six of ten, a tenth of which is less than one: five and seven, nine and eleven.
    count = names["deal.series.B.conversion_price.variable.lowest_count"]
    look_back = names["deal.series.B.conversion_price.variable.lookback_sessions"]
    assert [count.down.value, count.up.value, look_back.down.value, look_back.up.value] == [5, 7, 9, 11]
    # A move ends at the range's end: the whole limit is the investor's already.
    whole = names["deal.limits.sale_volume.share_of_limit"]
    assert whole.up.scenario is None
    assert "end of its range" in whole.up.reason
    # Zero has no tenth: a rate moves by a hundredth, money only when told.
    assert names["market.drift_per_year"].up.value == Decimal("0.01")
    assert "it is zero" in names["deal.agent_fee_usd"].up.reason


def test_a_move_that_contradicts_what_stands_beside_it_is_left_out_with_the_reason():
    five_of_five = {"switch_on": "1998-12-31", "multiplier": "1.01", "lookback_sessions": 5, "lowest_count": 5}
    given = scenario(all_series=[series(conversion_price={"variable": five_of_five})])
    [count] = inputs_of(given, chosen=["deal.series.B.conversion_price.variable.lowest_count"])
    assert count.up.scenario is None
    assert count.up.reason.startswith("not allowed: ")
    assert count.down.value == 4


def test_changed_scenarios_keep_their_file_and_the_rest():
    base = simulate.load("valence-1998")
    moved = with_field(base, ("market", "spread_fraction"), Decimal("0.02"))
    assert moved.source == base.source
    assert with_field(moved, ("market", "spread_fraction"), base.market.spread_fraction) == base
    assert moved.deal == base.deal


def test_table_facts_figures_command_and_json(tmp_path):
    folder = tmp_path / "out"
    arguments = ("sensitivities", "valence-1998-conversion-only", "--paths", 64, "--threads", 1)
    only = ("--input", "market.start_price_usd", "--input", "market.discount_rate_per_year")
    shown = call(*arguments, *only, "--move", "market.start_price_usd=1", "--out", folder)
    assert shown.exit_code == 0, shown.output
    assert "64 paths each, seed 1998, physical measure, the same random numbers for all" in shown.stdout
    assert "market.start_price_usd" in shown.stdout
    table = pq.read_table(folder / "sensitivities.parquet").to_pandas()
    assert set(table["way"]) == {"down", "up", "across"}
    ends = table[table["input"] == "market.start_price_usd"].set_index("way")["to_value"]
    assert set(ends["up"]) == {8.0}
    facts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert facts["kind"] == "sensitivities"
    assert {"tornado-shares_issued-mean.png", "tornado-shares_issued-q95.pdf"} <= {
        file.name for file in (folder / "figures").iterdir()
    }
    assert answer(*arguments, *only)["changes"][0]["input"] == "market.start_price_usd"
    assert call(*arguments, *only, "--quiet").stdout == ""


def test_the_figure_names_values_with_their_units_and_no_change_as_nothing():
    """Start price $7 a share and its tenth; 233,000 shares in a usual session: valence-1998-conversion-only.yaml."""
    fields = ["market.start_price_usd", "market.volume.median_shares"]
    found = simulate.sensitivities("valence-1998-conversion-only", inputs=fields, paths=64, threads=1)
    figure = found.plot("dilution_of_total")
    rows = [label.get_text().replace("\n", " ") for label in figure.axes[0].get_yticklabels()]
    assert sorted(rows) == ["Start price: $7", "Volume median shares: 233,000"]
    said = [text.get_text() for text in figure.axes[0].texts]
    assert {text.split(":")[0] for text in said} == {"$6.30", "$7.70", "209,700", "256,300"}
    assert not any(text.endswith(("+0.00", "−0.00")) for text in said)
    title = " ".join(text.get_text().replace("\n", " ") for text in figure.texts)
    assert "The mean of dilution, new / (old + new), moves most with the " in title


def test_what_is_no_number_is_refused_with_the_nearest_name():
    base = one_date(PATHS)
    with pytest.raises(ConfigError, match=r"did you mean market\.start_price_usd"):
        simulate.sensitivities(base, inputs=["market.start_price"])
    with pytest.raises(ConfigError, match=r"deal\.name: no number of this scenario"):
        simulate.sensitivities(base, moves={"deal.name": 1})
    with pytest.raises(ConfigError, match="step 1: is not above 0 and below 1"):
        simulate.sensitivities(base, step=1)
    refused = call("sensitivities", "valence-1998-conversion-only", "--move", "market.start_price_usd")
    assert refused.exit_code == 2
    assert "is not FIELD=AMOUNT" in refused.output
    twice = ("--move", "market.start_price_usd=1", "--move", "market.start_price_usd=2")
    refused = call("sensitivities", "valence-1998-conversion-only", *twice)
    assert refused.exit_code == 2
    assert "stands twice" in refused.output
