"""The population of whole deals: it is what it says, and it reaches every part of the schema."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import get_args

from pydantic import BaseModel
from strategies import random_scenario
from whole_strategies import random_whole_scenario

from simulate.scenario import Event, uses_whole
from simulate.sessions import sessions

DEALS = 600
NOT_DRAWN = {
    "assumed",  # a list of names for the outputs, which no path reads
    "earlier_record",  # parity draws it with the plain deals
    "fractional_shares",  # for closed forms, which have neither warrants nor events
    "to",
}
"""Fields that no deal of the population sets to anything but their default."""


def values_set(part: BaseModel, seen: dict[str, set[str]]) -> None:
    """Collect the values of every field that is not a number or a date, part by part."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        key = f"{type(part).__name__}.{name}"
        different = value != field.get_default(call_default_factory=True)
        seen.setdefault(key, set())
        if isinstance(value, (str, bool)):
            seen[key].add(str(value))
        elif different:
            seen[key].add("set")
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, BaseModel):
                values_set(one, seen)


def test_the_population_reaches_every_field_and_every_event():
    seen: dict[str, set[str]] = {}
    kinds: Counter[str] = Counter()
    for deal in range(DEALS):
        scenario = random_whole_scenario(Random(deal))
        assert uses_whole(scenario)
        kinds.update(event.kind for event in scenario.deal.events)
        values_set(scenario.deal, seen)
        values_set(scenario.holder, seen)
    models = get_args(get_args(Event)[0])
    assert set(kinds) == {kind for model in models for kind in get_args(model.model_fields["kind"].annotation)}
    assert {model.__name__ for model in models} <= {key.split(".")[0] for key in seen}
    never = [key for key, values in seen.items() if not values and key.split(".")[1] not in NOT_DRAWN]
    assert never == []


def test_every_choice_of_words_is_drawn():
    seen: dict[str, set[str]] = {}
    for deal in range(DEALS):
        values_set(random_whole_scenario(Random(deal)).deal, seen)
    assert seen["VariablePrice.selector"] == {"lowest_average", "lowest", "mean", "median", "kth_lowest"}
    assert seen["VariablePrice.price_field"] == {"closing_bid", "close", "vwap_proxy", "low_proxy"}
    assert seen["VariablePrice.below_floor"] == {"at_floor", "stops", "cash_difference"}
    assert seen["Premium.paid"] == {"on_conversion", "in_kind", "cash", "shares"}
    assert seen["Warrant.party"] == {"investor", "agent"}
    assert seen["RedemptionEvent.event"] == {"i", "ii", "iii", "iv", "v", "vi", "x"}
    for switch in ("Reserve.company", "Registration.company"):
        assert seen[switch] == {"raises", "binds"}


def test_the_runs_have_the_stated_length_and_the_same_state_gives_the_same_deal():
    for deal in range(100):
        scenario = random_whole_scenario(Random(deal))
        assert scenario == random_whole_scenario(Random(deal))
        # 90 to 580 days are 60 to 400 sessions of an exchange that is open 252 days of 365.
        assert 55 <= len(sessions(scenario.deal.start, scenario.deal.horizon)) <= 405
        assert all(series.maturity < scenario.deal.horizon for series in scenario.deal.series)


def test_plain_deals_use_none_of_the_rest():
    assert not any(uses_whole(random_scenario(Random(deal))) for deal in range(200))
