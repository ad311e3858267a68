"""A clause's module against the ledger, on the random deals in which most of it acts; run by the mutation tests.

The suite compares the first 150 of these deals, and the long form 5,000 (``tests/parity``): here are those that a
module's mutants are to be seen in. What the ledger finds is kept, for the mutants are of the kernels.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

import pytest
from kernel_rows import kernel_columns
from strategies import random_scenario
from twin import unlike
from whole_strategies import random_whole_scenario

from simulate.explain import path_market
from simulate.ledger import Contract
from simulate.ledger.ledger import keep_ledger
from simulate.scenario import Scenario
from simulate.terms import Terms, make_terms
from tests.mutation.chosen_deals import DEALS

KINDS: dict[str, Callable[[int], Scenario]] = {
    "whole": lambda deal: random_whole_scenario(Random(deal)),
    "plain": lambda deal: random_scenario(Random(deal)),
    "fractional": lambda deal: random_scenario(Random(10_000 + deal), fractional_shares=True),
}
"""How the parity tests draw their deals, by number."""


@cache
def known(kind: str, deal: int) -> tuple[Scenario, Terms, dict[str, Any]]:
    """Scenario, terms, and the ledger's totals of the first path of a random deal."""
    scenario = KINDS[kind](deal)
    terms = make_terms(scenario)
    contract = Contract.of(scenario, terms.dates)
    return scenario, terms, keep_ledger(contract, path_market(scenario, terms, 0), record_events=False).totals


def differences(kind: str, deal: int) -> list[str]:
    """Outputs on which the kernels and the ledger differ, by the measure of the parity tests."""
    scenario, terms, totals = known(kind, deal)
    return [f"deal {deal}: {each}" for each in unlike(scenario, kernel_columns(scenario, terms, 0, 1), totals)]


@pytest.mark.parametrize(
    ("kind", "deal"),
    [
        pytest.param(kind, deal, id=f"{module}-{kind}-{deal}")
        for module, kinds in DEALS.items()
        for kind, numbers in kinds.items()
        for deal in numbers
    ],
)
def test_deal(kind, deal):
    assert differences(kind, deal) == []
