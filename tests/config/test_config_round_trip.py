"""A scenario written out loads to an equal one, with an equal hash; a changed one does not."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repository import SHIPPED
from strategies import random_scenario, scenarios
from whole_strategies import whole_scenarios

from simulate.config.canonical import config_hash, plain_number, to_yaml
from simulate.load import load
from simulate.scenario import Scenario


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scenario=scenarios(fractional_shares=True))
def test_a_random_scenario_survives_being_written_and_read(scenario, tmp_path):
    path = tmp_path / "as-run.yaml"
    path.write_text(to_yaml(scenario), encoding="utf-8")
    again = load(path)
    assert again == scenario
    assert config_hash(again) == config_hash(scenario)
    assert to_yaml(again) == to_yaml(scenario)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scenario=whole_scenarios())
def test_a_random_deal_of_the_whole_contract_survives_being_written_and_read(scenario, tmp_path):
    path = tmp_path / "as-run.yaml"
    path.write_text(to_yaml(scenario), encoding="utf-8")
    again = load(path)
    assert again == scenario
    assert config_hash(again) == config_hash(scenario)


@pytest.mark.parametrize("shipped", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_scenario_survives_being_written_and_read(shipped, tmp_path):
    scenario = load(shipped)
    # Records are named relative to the file: the copy stands beside the folder of the same name.
    (tmp_path / "history").symlink_to(SHIPPED / "history")
    path = tmp_path / "as-run.yaml"
    path.write_text(to_yaml(scenario), encoding="utf-8")
    assert load(path) == scenario
    assert config_hash(load(path)) == config_hash(scenario)


def test_no_two_shipped_scenarios_have_the_same_hash():
    hashes = [config_hash(load(path)) for path in SHIPPED.glob("*.yaml")]
    assert len(set(hashes)) == len(hashes)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(min_size=1, max_size=60).filter(lambda text: text.strip() and text.isprintable()))
def test_any_name_survives(name, tmp_path):
    scenario = load("valence-1998").model_copy(update={"name": name.strip()})
    path = tmp_path / "as-run.yaml"
    path.write_text(to_yaml(scenario), encoding="utf-8")
    assert load(path).name == name.strip()


@pytest.mark.parametrize(
    "name", ["yes", "null", "1e6", "1998-12-18", "a: b", "- a", "#1", "'", '"', "0x1F", "*a", "é", "1_0"]
)
def test_a_name_that_looks_like_something_else_survives(name, tmp_path):
    scenario = load("valence-1998").model_copy(update={"name": name})
    path = tmp_path / "as-run.yaml"
    path.write_text(to_yaml(scenario), encoding="utf-8")
    assert load(path).name == name


def test_dates_and_numbers_stand_without_quotes_or_exponents():
    text = to_yaml(load("valence-1998"))
    assert "  start: 1998-12-18\n" in text
    assert "volatility_per_year: 0.9\n" in text
    assert "probability: null\n" in text
    assert "'" not in text
    assert '"' not in text


def test_the_hash_is_of_values_not_of_their_writing(write):
    as_shipped = load("valence-1998")
    other = load(
        write(("volatility_per_year: 0.90", "volatility_per_year: 9e-1"), ("paths: 100000", "paths: 1_0_0000"))
    )
    assert config_hash(other) == config_hash(as_shipped)
    assert len(config_hash(other)) == 64


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32))
def test_any_changed_field_changes_the_hash(seed):
    rng = random.Random(seed)
    scenario = random_scenario(rng)
    changed = scenario.model_dump()
    changed["holder"]["hurdle"] += Decimal("0.01")
    assert config_hash(Scenario.model_validate(changed)) != config_hash(scenario)
    changed = scenario.model_dump()
    changed["run"]["seed"] ^= 1
    assert config_hash(Scenario.model_validate(changed)) != config_hash(scenario)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.90", "0.9"),
        ("1E+3", "1000"),
        ("-0.0", "0"),
        ("0E-5", "0"),
        ("1e-12", "0.000000000001"),
        ("100", "100"),
    ],
)
def test_equal_decimals_are_written_alike(value, text):
    assert plain_number(Decimal(value)) == text


def test_random_scenarios_reach_every_switch():
    # 400 draws: the rarest switch, a 60-session window, has one chance in ten per variable series.
    drawn = [random_scenario(random.Random(seed), fractional_shares=True) for seed in range(400)]
    series = [one for scenario in drawn for one in scenario.deal.series]
    variables = [one.conversion_price.variable for one in series if one.conversion_price.variable]
    caps = [scenario.deal.limits.cap for scenario in drawn if scenario.deal.limits.cap]
    assert {len(scenario.deal.series) for scenario in drawn} == {1, 2, 3, 4}
    assert {one.conversion_price.fixed_usd is None for one in series} == {True, False}
    assert len(variables) < len(series)
    assert {variable.waived for variable in variables} == {True, False}
    assert {variable.window_end for variable in variables} == {"day_before", "same_day"}
    assert max(variable.lookback_sessions for variable in variables) == 60
    assert {scenario.deal.approval.mode for scenario in drawn} == {"date", "never", "probability"}
    assert {(cap.returns, cap.excess) for cap in caps} == {
        ("net", "stays"),
        ("gross", "stays"),
        ("net", "lost"),
    }
    assert {scenario.deal.conversion.fractional_shares for scenario in drawn} == {True, False}
    assert {scenario.deal.conversion.round_up for scenario in drawn} == {"per_notice", "per_share"}
    assert {scenario.deal.conversion.after_maturity for scenario in drawn} == {"keeps_converting", "stranded"}
    assert {scenario.market.price.model for scenario in drawn} == {"gbm", "bootstrap", "merton", "garch"}
    assert {scenario.market.volume.model for scenario in drawn} == {"lognormal", "resample"}
    assert {scenario.market.measure for scenario in drawn} == {"physical", "risk_neutral"}
    assert {scenario.holder.policy for scenario in drawn} == {"hold", "convert_and_sell"}
    assert {scenario.holder.sale_decision for scenario in drawn} == {"previous_close", "same_close"}
    for optional in (
        lambda scenario: scenario.deal.limits.cap,
        lambda scenario: scenario.deal.limits.ownership_fraction,
        lambda scenario: scenario.deal.limits.sale_volume,
        lambda scenario: scenario.deal.common.authorized_shares,
        lambda scenario: scenario.holder.participation,
        lambda scenario: scenario.market.tick_usd,
    ):
        assert {optional(scenario) is None for scenario in drawn} == {True, False}


def test_a_random_scenario_is_the_same_for_the_same_state():
    assert random_scenario(random.Random(7)) == random_scenario(random.Random(7))
    assert random_scenario(random.Random(7)) != random_scenario(random.Random(8))


def test_random_scenarios_may_take_their_earlier_bids_from_the_record():
    for seed in range(50):
        scenario = random_scenario(random.Random(seed), earlier_record=True)
        assert scenario.market.earlier_record.endswith("vlnc.csv")
        covenant = scenario.deal.limits.sale_volume
        assert covenant is None or covenant.average_sessions <= 26
