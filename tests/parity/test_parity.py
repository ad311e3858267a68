"""The two implementations agree: share for share and within a cent, on every column of every path."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from parity import Tally, compare
from strategies import random_scenario, scenarios

import simulate
from simulate.columns import LIMITS
from simulate.errors import ConfigError
from simulate.shipped import shipped_folder

SHIPPED = sorted(path.name for path in shipped_folder().glob("*.yaml"))
DEALS = 220
PATHS = 10


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_deals(name):
    tally = Tally()
    compare(simulate.load(shipped_folder() / name), 40, tally)
    assert tally.differences == []
    assert tally.paths == 40


def test_random_deals_drawn_by_hypothesis(capsys):
    tally = Tally()

    @settings(max_examples=DEALS, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(scenarios())
    def each(scenario):
        before = len(tally.differences)
        try:
            compare(scenario, PATHS, tally)
        except ConfigError:
            tally.refused += 1
        assert tally.differences[before:] == []

    each()
    with capsys.disabled():
        print(f"\nparity: {tally}")
    assert tally.deals >= 200
    assert set(tally.bound) == set(LIMITS), "a limit never bound: the population does not test it"


def test_random_deals_with_fractional_shares():
    tally = Tally()
    deal = 0
    while tally.deals < 40:
        scenario = random_scenario(Random(10_000 + deal), fractional_shares=True)
        deal += 1
        if scenario.deal.conversion.fractional_shares:
            compare(scenario, 5, tally)
    assert tally.differences == []


@pytest.mark.slow
def test_five_thousand_random_deals(capsys):
    tally = Tally()
    deal = 0
    while tally.deals < 5000:
        try:
            compare(random_scenario(Random(deal)), 20, tally)
        except ConfigError:
            tally.refused += 1
        deal += 1
        assert tally.differences == []
    with capsys.disabled():
        print(f"\nparity: {tally}")
    assert set(tally.bound) == set(LIMITS)
    assert tally.refused < 100
