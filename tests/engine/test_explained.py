"""Ten random paths of a run that skips all it can agree with their ledgers to the share and the cent."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

import simulate
from kernels import rows as place
from kernels.fans import make_fans, make_sums
from kernels.market.scratch import make_market
from kernels.paths import simulate_block
from kernels.state import make_rows, make_state
from simulate.columns import columns
from simulate.derive import derive, purchases
from simulate.explain import explain
from simulate.terms import make_terms

FIRST = 1_000_000
"""Far beyond the paths that are counted in the fans of prices, which are followed more closely."""
PATHS = 512


@pytest.fixture(scope="module")
def fast():
    scenario = simulate.load("valence-1998")
    terms = make_terms(scenario)
    sessions = len(terms.dates)
    sums, fans, rows = make_sums(sessions), make_fans(sessions), make_rows(terms.tables, PATHS)
    seed, first = np.uint64(scenario.run.seed), np.uint64(FIRST)
    market, state = make_market(terms.tables), make_state(terms.tables)
    simulate_block(terms.tables, seed, first, FIRST + PATHS, 0, terms.fan_series, market, state, sums, fans, rows)
    return scenario, derive(np.ascontiguousarray(rows), scenario, purchases(scenario, terms.dates[0]))


@pytest.mark.parametrize("column", sorted(Random(1998).sample(range(PATHS), 10)))
def test_a_random_path_agrees_with_its_ledger(fast, column):
    scenario, found = fast
    totals = explain(scenario, FIRST + column).totals
    for output in columns(scenario):
        kernel, ledger = float(found[output.name][column]), totals[output.name]
        if kernel == place.UNDEFINED:
            assert ledger is None, output.name
        elif output.unit == "USD":
            assert abs(kernel - ledger) <= 0.01, output.name
        elif output.dtype == "float64":
            assert kernel == pytest.approx(ledger, rel=1e-9, abs=1e-12), output.name
        else:
            assert kernel == ledger, output.name
