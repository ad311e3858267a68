"""Paths of a run drawn again by their numbers, through the kernels and through the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import numpy as np

from kernels import rows as place
from kernels.fans import make_fans, make_sums
from kernels.jit import is_compiled
from kernels.market.scratch import make_market
from kernels.paths import simulate_block
from kernels.state import make_rows, make_state
from simulate.columns import columns
from simulate.derive import derive, purchases
from simulate.explain import path_market
from simulate.ledger import Contract, keep_ledger
from simulate.scenario import Scenario
from simulate.terms import Terms
from simulate.verification.agreement import KNIFE_EDGE, agrees
from simulate.verification.findings import Finding
from simulate.words.phrases import number_of

MOST_SHOWN = 5

Row = dict[str, float | None]
"""A path's outputs by name; None where one is undefined."""


def chosen_paths(run_id: str, paths: int, count: int) -> tuple[int, ...]:
    """The paths to draw again: chosen by the run itself, so that everyone who verifies a run looks at the same ones.

    Parameters
    ----------
    run_id
        The first twelve digits of the configuration's hash: the seed of the choice.
    paths
        Of the run.
    count
        How many to choose; all, if the run has no more.

    Returns
    -------
    tuple of int
        Ascending.
    """
    return tuple(sorted(Random(int(run_id, 16)).sample(range(paths), min(count, paths))))


def kernel_rows(
    scenario: Scenario, terms: Terms, sample: tuple[int, ...], announce: Callable[[str], None]
) -> Iterator[Row]:
    """The rows that the kernels leave of some paths, each drawn alone.

    Parameters
    ----------
    scenario, terms
        As run.
    sample
        Numbers of the paths.
    announce
        Called before the kernels compile.

    Yields
    ------
    dict
        In the order of the sample.
    """
    market, state, sessions = make_market(terms.tables), make_state(terms.tables), len(terms.dates)
    sums, fans, rows = make_sums(sessions), make_fans(sessions), make_rows(terms.tables, 1)
    seed, paid = np.uint64(scenario.run.seed), purchases(scenario, terms.dates[0])
    for number in sample:
        arguments: tuple[Any, ...] = (
            terms.tables, seed, np.uint64(number), number + 1, 0, terms.fan_series, market, state, sums, fans, rows
        )  # fmt: skip
        if number == sample[0] and not is_compiled(simulate_block, arguments):
            announce("compiling the kernels for this machine; once, a quarter of a minute to a minute")
        simulate_block(*arguments)
        values = derive(rows, scenario, paid)
        yield {
            name: None if value[0] == place.UNDEFINED else float(value[0])  # read before the arrays are written again
            for name, value in values.items()
        }


def against_ledger(scenario: Scenario, terms: Terms, sample: tuple[int, ...], rows: list[Row]) -> Finding:
    """Whether the ledger, which shares no code with the kernels, comes to the same on each path.

    Parameters
    ----------
    scenario, terms
        As run.
    sample, rows
        Numbers of paths, and the kernels' rows of them.

    Returns
    -------
    Finding
    """
    registry = {column.name: column for column in columns(scenario)}
    contract = Contract.of(scenario, terms.dates)
    fractional = scenario.deal.conversion.fractional_shares
    differences, compared = [], 0
    for number, row in zip(sample, rows, strict=True):
        totals = keep_ledger(contract, path_market(scenario, terms, number), record_events=False).totals
        for name, column in registry.items():
            if fractional and name.startswith(KNIFE_EDGE):
                continue
            compared += 1
            kernel, ledger = row[name], totals[name]
            if not agrees(column, place.UNDEFINED if kernel is None else kernel, ledger, fractional):
                differences.append(f"path {number}: {name}: kernels {kernel!r}, ledger {ledger!r}")
    what = "kernels and ledger"
    if differences:
        return Finding(what, "differs", shown(differences))
    paths = number_of(len(sample), "path", "paths")
    return Finding(what, "verified", f"{paths} drawn again by both, {compared:,} values agree")


def shown(differences: list[str]) -> str:
    """The first few differences, and how many more there are."""
    more = len(differences) - MOST_SHOWN
    return "; ".join(differences[:MOST_SHOWN]) + (f"; and {more:,} more" if more > 0 else "")
