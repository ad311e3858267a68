"""The schema describes itself: every field has a description, a mark, and a unit where it is a number."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import get_args

import pytest
from repository import SHIPPED

from simulate.config.canonical import to_yaml
from simulate.config.fields import allowed, extra, kinds, parts_below
from simulate.config.schema import json_schema
from simulate.load import load
from simulate.scenario import Scenario
from simulate.scenario.base import Mark, Part


def all_fields(part: type[Part], path: str = ""):
    for name, info in part.model_fields.items():
        yield f"{path}{name}", info
        for inner in parts_below(info):
            yield from all_fields(inner, f"{path}{name}.")


FIELDS = dict(all_fields(Scenario))
COUNT_NOTHING = {"run.seed"}
"""Numbers without a unit."""


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_says_what_it_is(name):
    info = FIELDS[name]
    assert info.description
    assert extra(info, "mark") in get_args(Mark)
    if any(kind.type in (int, Decimal) for kind in kinds(info)) and name not in COUNT_NOTHING:
        assert extra(info, "unit")
    assert allowed(info)


def test_the_walk_reaches_unions_tuples_and_optional_parts():
    assert {
        "market.price.volatility_per_year",
        "market.price.record",
        "deal.series.premium.rate_per_year",
        "deal.series.conversion_price.variable.switch_on",
        "deal.limits.cap.returns",
        "deal.events.consideration_usd",
        "deal.events.late_days",
        "deal.warrants.resets.floor_usd",
        "deal.registration.statements.registered_shares",
        "deal.redemption.cash_usd.usd",
        "holder.warrants.method",
    } <= FIELDS.keys()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("deal.series.conversion_price.variable.multiplier", "a number above 0 and at most 3 (fraction)"),
        ("deal.limits.ownership_fraction", "a number above 0 and below 1 (fraction), or null"),
        (
            "market.tick_usd",
            "a number or a fraction such as 1/32 above 0 and at most 1 (USD per share), or null",
        ),
        ("market.price.block_sessions", "a number from 1 to 1,000 (sessions), or auto"),
        ("market.price", "a mapping with model gbm, bootstrap, merton, garch or tree"),
        ("deal.approval.mode", "date, never or probability"),
        ("deal.series", "a list of 1 to 4 items"),
        ("deal.events", "a list of 0 to 200 items"),
        ("deal.warrants", "a list of 0 to 8 items"),
        ("market.earlier_bids_usd", "a list of 0 to 1000 items"),
        ("run.seed", "a whole number from 0 and below 18,446,744,073,709,551,616"),
    ],
)
def test_what_is_allowed_is_said_from_the_schema(name, said):
    assert allowed(FIELDS[name]) == said


def test_the_json_schema_carries_unit_clause_and_mark_and_only_numbers_where_numbers_go():
    schema = json.loads(json.dumps(json_schema(), allow_nan=False))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    multiplier = schema["$defs"]["VariablePrice"]["properties"]["multiplier"]
    assert multiplier["type"] == "number"
    assert (multiplier["exclusiveMinimum"], multiplier["maximum"]) == (0, 3)
    assert (multiplier["unit"], multiplier["clause"], multiplier["mark"]) == (
        "fraction",
        "CoD III.G",
        "given",
    )
    for part in schema["$defs"].values():
        assert part["additionalProperties"] is False
        for field in part["properties"].values():
            assert {"description", "unit", "clause", "mark"} <= field.keys()
            for branch in (field, *field.get("anyOf", ())):
                assert not {"gt", "ge", "lt", "le"} & branch.keys()


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_shipped_scenarios_satisfy_the_json_schema(path):
    jsonschema = pytest.importorskip("jsonschema")
    from ruamel.yaml import YAML

    jsonschema.Draft202012Validator.check_schema(json_schema())
    validator = jsonschema.Draft202012Validator(json_schema())
    for text in (path.read_text(encoding="utf-8"), to_yaml(load(path))):
        document = YAML(typ="safe", pure=True).load(text)
        # Editors see dates as text; the reader here has made them dates.
        assert list(validator.iter_errors(json.loads(json.dumps(document, default=str)))) == []


def test_the_json_schema_tells_events_apart_by_their_kind():
    schema = json.loads(json.dumps(json_schema(), allow_nan=False))
    events = schema["$defs"]["Deal"]["properties"]["events"]["items"]
    assert events["discriminator"]["propertyName"] == "kind"
    # Fourteen kinds of part, one of which serves dividends and rights.
    assert len(events["oneOf"]) == 14
    assert events["discriminator"]["mapping"].keys() >= {"issuance", "dividend", "rights", "merger", "delivery_failure"}


def test_the_json_schema_refuses_what_the_loader_refuses():
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(json_schema())
    document = json.loads(load("valence-1998").model_dump_json())
    document["market"]["price"]["volatility_per_year"] = "0.9"
    document["holder"]["polcy"] = "hold"
    failing = {error.json_path for error in validator.iter_errors(document)}
    assert "$.holder" in failing
    assert any(path.startswith("$.market.price") for path in failing)
