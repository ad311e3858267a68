"""A run that is fast enough to redraw a figure: few paths, few outputs, the generic kernels, no tables by session.

The numbers are those of :func:`simulate.run` with the same scenario, seed and paths, bit for bit. What takes the time
there is left out: paths are not followed past their end, no fan is counted, no rate of return is sought.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any

import numpy as np
import numpy.typing as npt

from kernels.fans import make_fans, make_sums
from kernels.market.scratch import make_market
from kernels.paths import simulate_block
from kernels.reduce import block_moments
from kernels.rows import UNDEFINED
from kernels.state import make_rows, make_state
from simulate import __version__
from simulate.columns import columns
from simulate.config.canonical import config_hash
from simulate.derive import derive, purchases
from simulate.engine import have_compiled
from simulate.output.tables import histograms_table
from simulate.results import Result
from simulate.scenario import Scenario
from simulate.spool import defined_values
from simulate.statistics import SummaryRow, histogram_of, summarize
from simulate.statistics.estimators import Moments
from simulate.terms import Terms, make_terms
from simulate.workers import BLOCK_PATHS, default_threads

Floats = npt.NDArray[np.float64]

CHUNK_PATHS = 256
"""Paths handed to a thread at a time; no number depends on it."""


def quick_run(
    scenario: Scenario,
    outputs: Sequence[str],
    *,
    threads: int | None = None,
    announce: Callable[[str], None] | None = None,
) -> Result:
    """Simulate some outputs of a scenario.

    Parameters
    ----------
    scenario
        With the paths and the seed to run.
    outputs
        Names of the registry's columns; a rate of return is none of them.
    threads
        How many; None: all processors. No number depends on it.
    announce
        Told if the kernels must be compiled first.

    Returns
    -------
    Result
        Its summary and histograms hold the outputs alone; there are no sessions and no rows of paths. Its manifest
        says how many seconds the paths took.

    Raises
    ------
    ConfigError
        If the deal does not fit exact arithmetic.
    KeyError
        If there is no such output.
    """
    # The generic variant, whatever the deal needs: what is turned never asks for another one.
    terms = make_terms(scenario, whole=True)
    have_compiled(terms, announce)
    began = time.perf_counter()
    values = _simulated(scenario, terms, outputs, default_threads() if threads is None else threads)
    seconds = time.perf_counter() - began
    by_name = {column.name: column for column in columns(scenario)}
    levels = {"confidence": scenario.run.confidence, "tail": scenario.run.tail}
    rows: list[SummaryRow] = []
    histograms = {}
    for name in outputs:
        whole, defined = values[name], defined_values(values[name]).astype(by_name[name].dtype)
        undefined = int(np.count_nonzero(whole == UNDEFINED))
        rows.append(summarize(by_name[name], defined, _moments(whole), undefined, **levels))
        if defined.size:
            histograms[name] = histogram_of(defined)
    manifest = {
        "config_hash": config_hash(scenario),
        "seed": scenario.run.seed,
        "paths": scenario.run.paths,
        "measure": scenario.market.measure,
        "versions": {"floorless": __version__},
        "announcements": list(terms.announcements),
        "path_seconds": seconds,
    }
    return Result(scenario, manifest, rows, None, histograms_table(histograms))


def _moments(values: Floats) -> Moments:
    """Moments by the blocks of a run, in path order."""
    moments = Moments(0, 0.0, 0.0)
    for first in range(0, values.size, BLOCK_PATHS):
        moments = moments.merge(Moments(*block_moments(np.ascontiguousarray(values[first : first + BLOCK_PATHS]))))
    return moments


def _simulated(scenario: Scenario, terms: Terms, outputs: Sequence[str], threads: int) -> dict[str, Floats]:
    """The outputs of every path, in path order."""
    paths, sessions = scenario.run.paths, len(terms.dates)
    paid = purchases(scenario, terms.dates[0])
    out = {name: np.empty(paths) for name in outputs}
    scratch: SimpleQueue[tuple[Any, Any, Any, Any]] = SimpleQueue()
    for _ in range(threads):
        scratch.put((make_market(terms.tables), make_state(terms.tables), make_sums(sessions), make_fans(sessions)))

    def follow(first: int) -> None:
        """Simulate a chunk of paths with whatever scratch is free."""
        mine = market, state, sums, fans = scratch.get()
        count = min(CHUNK_PATHS, paths - first)
        rows = make_rows(terms.tables, count)
        seed, start = np.uint64(scenario.run.seed), np.uint64(first)
        simulate_block(terms.tables, seed, start, 0, 0, terms.fan_series, market, state, sums, fans, rows)
        arrays = derive(np.ascontiguousarray(rows), scenario, paid)
        for name in outputs:
            out[name][first : first + count] = arrays[name]
        scratch.put(mine)

    with ThreadPoolExecutor(threads) as team:
        for done in [team.submit(follow, first) for first in range(0, paths, CHUNK_PATHS)]:
            done.result()
    return out
