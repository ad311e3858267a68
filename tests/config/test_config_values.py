"""What the loader takes as what: exact decimals, YAML 1.2, and nothing for another thing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from simulate.config.yaml_tree import read_tree, resolve
from simulate.errors import ConfigError
from simulate.load import load
from simulate.scenario import Common, Conversion, Premium, Scenario


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7500", Decimal(7500)),
        ("1e6", Decimal(1_000_000)),
        ("1_000_000", Decimal(1_000_000)),
        (".5", Decimal("0.5")),
        ("5.", Decimal(5)),
        ("+5", Decimal(5)),
        ("-0.5e-3", Decimal("-0.0005")),
        ("017", Decimal(17)),
        ("0o17", Decimal(15)),
        ("0x1F", Decimal(31)),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("", None),
        ("Null", None),
        ("1998-12-18", date(1998, 12, 18)),
        ("yes", "yes"),
        ("off", "off"),
        ("12:30", "12:30"),
        ("1998-12-32", "1998-12-32"),
        ("1998-1-2", "1998-1-2"),
        ("1e", "1e"),
        ("0.1.2", "0.1.2"),
        ("_1", "_1"),
        ("0x", "0x"),
    ],
)
def test_plain_scalars_mean_what_yaml_1_2_says(text, value):
    found = resolve(text)
    assert found == value
    assert type(found) is type(value)


@given(st.decimals(min_value=Decimal("-1e15"), max_value=Decimal("1e15"), places=12))
def test_decimals_are_exactly_as_written(value):
    assert resolve(f"{value:f}") == value


def test_a_binary_fraction_never_comes_between(write):
    # 0.1 + 0.2 in floating point is not 0.3: the nearest float of each of these is not the decimal.
    path = write(
        ("rate_per_year: 0.06", "rate_per_year: 0.100000000001"),
        ("fixed_usd: 6.03", "fixed_usd: 6.030000000001"),
    )
    series = load(path).deal.series[0]
    assert series.premium.rate_per_year == Decimal("0.100000000001")
    assert series.conversion_price.fixed_usd == Decimal("6.030000000001")


def test_whole_numbers_may_be_written_in_any_notation(write):
    path = write(("paths: 100000", "paths: 1e6"), ("outstanding_shares: 26704073", "outstanding_shares: 26_704_073"))
    scenario = load(path)
    assert scenario.run.paths == 1_000_000
    assert scenario.deal.common.outstanding_shares == 26_704_073


def test_a_tick_may_be_a_fraction_of_a_dollar(write):
    assert load(write(("tick_usd: null", "tick_usd: 1/32"))).market.tick_usd == Decimal("0.03125")


def test_quoted_text_is_text_even_if_it_looks_like_more(write):
    assert load(write(("ticker: VLNC", 'ticker: "TRUE"'))).deal.issuer.ticker == "TRUE"


def test_block_length_is_a_number_or_auto(write):
    record = "model: bootstrap\n    record: {}\n    block_sessions: {}\n    #"
    from repository import SHIPPED

    vlnc = SHIPPED / "history" / "vlnc.csv"
    off = ("    volatility_per_year", "    #")
    assert load(write(("model: gbm", record.format(vlnc, "auto")), off)).market.price.block_sessions == "auto"
    assert load(write(("model: gbm", record.format(vlnc, 2.5)), off)).market.price.block_sessions == Decimal("2.5")
    with pytest.raises(ConfigError, match=r"block_sessions: 0.5 is not allowed; allowed: a number from 1 to 1,000"):
        load(write(("model: gbm", record.format(vlnc, 0.5)), off))
    with pytest.raises(ConfigError, match=r"block_sessions: .*sessions.*, or auto"):
        load(write(("model: gbm", record.format(vlnc, "long")), off))


def test_the_source_and_its_folder_are_known_but_are_no_part_of_the_scenario(write, tmp_path):
    scenario = load(write())
    assert scenario.source == tmp_path / "deal.yaml"
    assert scenario.folder == tmp_path
    assert scenario == load("valence-1998")
    assert hash(scenario) == hash(load("valence-1998"))


def test_a_relative_path_keeps_its_folder_when_the_current_one_changes(write, tmp_path, monkeypatch):
    write()
    monkeypatch.chdir(tmp_path)
    scenario = load("deal.yaml")
    monkeypatch.chdir("/")
    assert scenario.folder == tmp_path


@pytest.mark.parametrize(
    ("part", "values"),
    [
        (Common, {"outstanding_shares": True}),
        (Common, {"outstanding_shares": "7500"}),
        (Common, {"outstanding_shares": 7500.5}),
        (Premium, {"rate_per_year": True}),
        (Premium, {"rate_per_year": "0.06", "counts_issue_date": "no"}),
        (Conversion, {"same_day_sale": 1}),
        (Premium, {"rate_per_year": float("nan")}),
    ],
)
def test_the_models_themselves_take_nothing_for_another_thing(part, values):
    with pytest.raises(ValidationError):
        part.model_validate(values)


def test_the_models_take_what_they_dump(write):
    scenario = load(write())
    assert Scenario.model_validate_json(scenario.model_dump_json()) == scenario


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_fall_over(text):
    from simulate.config.yaml_tree import YamlError

    try:
        tree, problems = read_tree(text)
    except YamlError as refusal:
        lines, words = [refusal.line + 1], refusal.text
    else:
        lines, words = [1 if tree is None else tree.line, *(problem.line for problem in problems)], "read"
    assert min(lines) >= 1
    assert words


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "6,03",
            "allowed: a number from 0.0001 to 100,000 (USD per share), or null; write 6.03, with a point for the comma",
        ),
        ("0,1999", "write 0.1999, with a point for the comma"),
        ("$4,5", "write 4.5, with a point for the comma"),
        ("6,030", "its comma may part thousands or decimals; allowed: a number from 0.0001"),
        ("6,030", "write 6030 or 6.030"),
        ("1,234,567", "write 1234567, without quotes, commas or signs of money"),
    ],
)
def test_a_comma_in_a_number_is_read_as_what_it_can_be(write, written, said):
    with pytest.raises(ConfigError) as refused:
        load(write(("fixed_usd: 6.03", f"fixed_usd: '{written}'")))
    assert said in str(refused.value)


def test_a_comma_in_a_whole_number_parts_thousands(write):
    with pytest.raises(ConfigError, match="write 7500, without quotes, commas"):
        load(write(("preferred_shares: 7500", "preferred_shares: '7,500'")))
