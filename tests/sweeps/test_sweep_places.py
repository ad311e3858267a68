"""Fields by their dotted names, and files with another value there."""

from __future__ import annotations

from types import NoneType

import pytest
from repository import SHIPPED

from simulate.config.yaml_tree import at
from simulate.errors import ConfigError
from simulate.load import read_file, scenario_of
from simulate.sweeps.axes import axes_of, points_of
from simulate.sweeps.places import find_place, with_value
from simulate.words.marks import _leaves


@pytest.fixture(scope="module")
def file():
    return read_file(SHIPPED / "valence-1998.yaml")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("deal.series.B.conversion_price.fixed_usd", "deal.series.B.conversion_price.fixed_usd"),
        ("deal.series.1.conversion_price.fixed_usd", "deal.series.B.conversion_price.fixed_usd"),
        ("deal.series[1].conversion_price.fixed_usd", "deal.series.B.conversion_price.fixed_usd"),
        ("deal.warrants.G1.shares", "deal.warrants.G1.shares"),
        ("market.price.volatility_per_year", "market.price.volatility_per_year"),
        ("deal.registration.statements.0.registered_shares", "deal.registration.statements.0.registered_shares"),
        ("holder.warrants.hurdle", "holder.warrants.hurdle"),
    ],
)
def test_series_and_warrants_go_by_name_or_number(file, text, name):
    assert find_place(file[1], text).name == name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("deal.serie.B.maturity", "deal.serie: no such field of deal; did you mean deal.series?"),
        ("dael.start", "dael: no such field; did you mean deal?"),
        ("deal.series.C.maturity", "deal.series.C: no such item of deal.series; there are A, B"),
        ("deal.series.7.maturity", "deal.series.7: no such item"),
        ("market.price.volatilty", "did you mean market.price.volatility_per_year?"),
        ("market.price.record", "no such field of market.price"),
        ("deal.limits.cap", "deal.limits.cap: is not a single value; vary one of its fields: amount_shares"),
        ("deal.series", "deal.series: is not a single value"),
        ("deal.limits.cap.counts", "is a list"),
        ("deal.listing_rule.cure_days", "deal.listing_rule: is null in this scenario"),
        ("deal.start.x", "deal.start: is a single value and has no field x"),
        ("run.seed", "one run at every point"),
        ("", "is no field"),
        ("deal..start", "is no field"),
    ],
)
def test_what_is_no_field_is_refused_with_the_nearest(file, text, words):
    with pytest.raises(ConfigError) as refused:
        find_place(file[1], text)
    assert words in str(refused.value)


def test_a_changed_tree_is_a_new_one(file):
    source, tree, problems = file
    before = scenario_of(source, tree, problems)
    place = find_place(tree, "deal.series.B.conversion_price.fixed_usd")
    changed = with_value(tree, place.path, "5.50")
    after = scenario_of(source, changed, problems)
    assert scenario_of(source, tree, problems) == before
    assert str(after.deal.series[1].conversion_price.fixed_usd) == "5.50"
    series = [before.deal.series[0], after.deal.series[1].model_copy(update=before.deal.series[1].model_dump())]
    assert after.deal.series[0] == series[0]
    assert after.source == before.source


def test_a_field_that_the_file_leaves_out_is_put_in(file):
    source, tree, problems = file
    place = find_place(tree, "deal.limits.beneficial_ownership")
    assert at(tree, place.path) is None
    after = scenario_of(source, with_value(tree, place.path, "shares_held"), problems)
    assert after == scenario_of(source, tree, problems)
    source, tree, problems = read_file(SHIPPED / "valence-1998-conversion-only.yaml")
    part = find_place(tree, "holder.warrants.method")
    assert at(tree, part.path[:-1]) is None, "the whole part is left to its defaults"
    after = scenario_of(source, with_value(tree, part.path, "cashless"), problems)
    assert after.holder.warrants.method == "cashless"


@pytest.mark.parametrize("name", sorted(path.stem for path in SHIPPED.glob("*.yaml")))
def test_every_single_value_of_what_ships_can_be_varied(name):
    """Each field by its own name, put in as it stands: the scenario is the same."""
    source, tree, problems = read_file(SHIPPED / f"{name}.yaml")
    scenario = scenario_of(source, tree, problems)
    changed, count = tree, 0
    for field, info, value in _leaves(scenario, ""):
        if field.startswith(("run.", "name", "schema_version")) or isinstance(value, (tuple, NoneType)):
            continue
        place = find_place(tree, field)
        assert place.info.description == info.description
        changed = with_value(changed, place.path, str(value).lower() if isinstance(value, bool) else str(value))
        count += 1
    assert count > 30
    assert scenario_of(source, changed, problems) == scenario


def values(file, given):
    (axis,) = axes_of(file[1], {"market.price.volatility_per_year": given})
    return axis.texts


@pytest.mark.parametrize(
    ("given", "texts"),
    [
        ("0.85:1.05:5", ("0.85", "0.9", "0.95", "1", "1.05")),
        ("0:1:4", ("0", "0.333333", "0.666667", "1")),
        ("1:0.5:2", ("1", "0.5")),
        ("0.6, 0.9", ("0.6", "0.9")),
        ([0.1, 2, "0.30"], ("0.1", "2", "0.30")),
    ],
)
def test_a_grid_is_evenly_spaced_and_exact_to_six_decimals(file, given, texts):
    assert values(file, given) == texts


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("0.5:x:3", "is no grid of numbers"),
        ("0.5:1", "is no grid of numbers"),
        ("0.5:1:1", "1 is no count from 2"),
        ("0.5:1:2.5", "2.5 is no count"),
        ("0.5:inf:3", "is not finite"),
        ("0.5,,1", "lacks a value"),
        ([], "lacks a value"),
        ("0.5,0.50", "0.5 and 0.50 are one value"),
        ("0:1:10001", "10001 is no count"),
    ],
)
def test_what_is_no_grid_is_refused(file, given, words):
    with pytest.raises(ConfigError, match="market") as refused:
        values(file, given)
    assert words in str(refused.value)


def test_a_grid_of_several_fields_runs_the_last_one_fastest(file):
    axes = axes_of(file[1], {"deal.approval.mode": "date,never", "deal.series.B.maturity": "2001-07-27,2002-07-26"})
    assert points_of(axes) == [
        ("date", "2001-07-27"),
        ("date", "2002-07-26"),
        ("never", "2001-07-27"),
        ("never", "2002-07-26"),
    ]
    assert not any(axis.is_numeric for axis in axes)


def test_every_wrong_field_is_told_at_once(file):
    with pytest.raises(ConfigError) as refused:
        axes_of(file[1], {"deal.x": "1", "deal.series.B.maturity": "1:2", "deal.series[1].maturity": "2001-07-27"})
    assert len(refused.value.messages) == 2
    with pytest.raises(ConfigError, match="varied twice"):
        axes_of(file[1], {"deal.series.B.maturity": "2001-07-27", "deal.series[1].maturity": "2001-07-27"})
    with pytest.raises(ConfigError, match="nothing is varied"):
        axes_of(file[1], {})
    with pytest.raises(ConfigError, match="1,000,000 points"):
        axes_of(file[1], {"market.start_price_usd": "1:2:1000", "market.price.volatility_per_year": "0.5:1:1000"})
