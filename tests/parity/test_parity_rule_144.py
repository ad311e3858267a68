"""Rule 144: the two implementations agree on random deals that all have it, and on all of its ways to act."""

from __future__ import annotations

from random import Random

from parity import Tally, compare
from whole_strategies import random_whole_parts
from whole_strategies.facts import Facts
from whole_strategies.rule_144 import add_rule_144

from simulate.errors import ConfigError
from simulate.scenario import Scenario

DEALS, PATHS = 16, 3


def random_deal(number: int) -> Scenario | None:
    """A random whole deal with the Rule, if it can have it and is valid."""
    parts = random_whole_parts(Random(number), 580)
    if parts["deal"].get("rule_144") is None:
        add_rule_144(Random(number), parts, Facts(parts), share=1)
    if parts["deal"].get("rule_144") is None:
        return None
    try:
        return Scenario.model_validate(parts)
    except ValueError:
        return None


def test_random_deals_that_have_the_rule():
    tally = Tally()
    for scenario in map(random_deal, range(20_000, 20_000 + DEALS)):
        if scenario is not None:
            try:
                compare(scenario, PATHS, tally)
            except ConfigError:
                tally.refused += 1
    assert tally.differences == []
    assert tally.deals > DEALS / 2
    for name in ("rule_144_sale", "rule_144_volume", "registration_period_ended"):
        assert tally.fired_paths[name] > 0, name
