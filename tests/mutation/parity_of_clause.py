"""A clause's module against the ledger, on the random deals in which most of it acts; run by the mutation tests.

The suite compares these deals and more (``tests/parity``): here are those that a module's mutants are to be seen in.
"""

from __future__ import annotations

from random import Random

import pytest
from parity import Tally, compare
from strategies import random_scenario
from whole_strategies import random_whole_scenario

from tests.mutation.deals import PLAIN, WHOLE


@pytest.mark.parametrize("module", sorted(WHOLE))
def test_whole_deals(module):
    for deal in WHOLE[module]:
        tally = Tally()
        compare(random_whole_scenario(Random(deal)), 1, tally)
        assert tally.differences == [], f"deal {deal}"


@pytest.mark.parametrize("module", sorted(PLAIN))
def test_plain_deals(module):
    for deal in PLAIN[module]:
        tally = Tally()
        compare(random_scenario(Random(deal)), 1, tally)
        assert tally.differences == [], f"deal {deal}"
