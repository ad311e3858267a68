"""The rows of some paths straight from the compiled entry point: here alone parity knows how to call it."""

from __future__ import annotations

import numpy as np

from kernels.fans import Sums, make_fans, make_sums
from kernels.market.scratch import make_market
from kernels.paths import simulate_block
from kernels.state import State, make_rows, make_state
from simulate.columns import columns
from simulate.derive import derive, purchases
from simulate.scenario import Scenario
from simulate.terms import Terms


def kernel_run(
    scenario: Scenario, terms: Terms, first: int, paths: int, state: State | None = None
) -> tuple[np.ndarray, Sums]:
    """What the kernels leave of the paths ``first`` to ``first + paths - 1``: rows, [places, paths], and sums.

    A state that is given is left as the last path leaves it.
    """
    sessions = len(terms.dates)
    rows, sums = make_rows(terms.tables, paths), make_sums(sessions)
    simulate_block(
        terms.tables,
        np.uint64(scenario.run.seed),
        np.uint64(first),
        first + paths,
        0,
        terms.fan_series,
        make_market(terms.tables),
        make_state(terms.tables) if state is None else state,
        sums,
        make_fans(sessions),
        rows,
    )
    return rows, sums


def kernel_columns(scenario: Scenario, terms: Terms, first: int, paths: int) -> dict[str, np.ndarray]:
    """The registry's columns of the same paths, in the registry's order."""
    rows, _ = kernel_run(scenario, terms, first, paths)
    found = derive(rows, scenario, purchases(scenario, terms.dates[0]))
    assert list(found) == [column.name for column in columns(scenario)]
    return found
