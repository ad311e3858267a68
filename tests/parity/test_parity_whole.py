"""The two implementations agree on deals that use the rest of the contract (METHODS 10 to 22)."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from random import Random

import numpy as np
import pytest
from kernel_rows import kernel_run
from parity import OF_POLICIES, Tally, agree_on
from strategies import random_scenario

import simulate
from kernels import rows as place
from simulate.columns import LIMITS
from simulate.scenario import Scenario, policies, uses_whole
from simulate.shipped import shipped_folder
from simulate.terms import make_terms
from tests.clauses.firings import write_firings

SHIPPED = sorted(path.name for path in shipped_folder().glob("*.yaml"))
PLAIN = [name for name in SHIPPED if not uses_whole(simulate.load(shipped_folder() / name))]
DEALS, PATHS = 150, 5
CHUNKS = [range(first, first + 50) for first in range(0, 5000, 50)]


def test_random_whole_deals(capsys):
    tally = agree_on(range(DEALS), PATHS)
    assert tally.differences == []
    with capsys.disabled():
        print(f"\nparity: {tally}")
    assert set(tally.bound) == set(LIMITS)
    assert {f"policy={policy}" for policy in policies()} <= set(tally.switches)
    assert set(tally.acted) == set(OF_POLICIES), "a policy never acted: the population does not test it"
    assert tally.refused <= DEALS // 20
    assert len(tally.never_fired) < len(place.FIRINGS) // 10, tally.never_fired


def both_variants(scenario: Scenario, paths: int) -> tuple[np.ndarray, np.ndarray]:
    """Bits of the rows that the plain kernels and the whole ones leave of a plain deal."""
    plain, whole = make_terms(scenario), make_terms(scenario, whole=True)
    assert plain.tables.whole is None
    assert whole.tables.whole is not None
    rows, _ = kernel_run(scenario, plain, 0, paths)
    wider, _ = kernel_run(scenario, whole, 0, paths)
    return rows.view(np.int64), wider[: len(rows)].view(np.int64)


@pytest.mark.parametrize("name", PLAIN)
def test_both_variants_leave_the_same_bits_of_a_shipped_deal(name):
    """A deal that uses none of the rest runs the same through the kernels that have it compiled in."""
    plain, whole = both_variants(simulate.load(shipped_folder() / name), 200)
    assert np.array_equal(plain, whole)


def test_both_variants_leave_the_same_bits_of_random_deals():
    for deal in range(40):
        plain, whole = both_variants(random_scenario(Random(deal)), 20)
        assert np.array_equal(plain, whole), f"deal {deal}"


@pytest.mark.slow
def test_five_thousand_random_whole_deals(capsys):
    # The first deal compiles, so that the workers find the kernels in the cache.
    assert agree_on(range(1), 1).differences == []
    tally = Tally()
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as workers:
        for part in workers.map(agree_on, CHUNKS, [20] * len(CHUNKS)):
            tally.add(part)
            assert tally.differences == []
    with capsys.disabled():
        print(f"\nparity: {tally}")
    assert tally.deals + tally.refused == 5000
    assert tally.never_fired == [], "a clause never acted: the population does not test it"
    assert set(tally.bound) == set(LIMITS)
    assert tally.refused < 50
    write_firings(tally.deals, tally.paths, tally.fired_paths, tally.fired)
