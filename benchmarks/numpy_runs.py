"""The vectorised-NumPy version as workloads, in several batch sizes."""

from __future__ import annotations

from benchmarks.kernel_runs import KernelRun
from benchmarks.numpy_version import simulate_drawn
from benchmarks.rounds import Workload

BATCHES = (16_384, 32_768, 65_536, 131_072)
"""Paths side by side; the best of the four is NumPy's figure."""
PATHS = 131_072
"""Paths of one call."""


def numpy_run(run: KernelRun, batch: int, paths: int = PATHS) -> Workload:
    """The NumPy version of a scenario's job.

    Parameters
    ----------
    run
        The scenario.
    batch
        Paths side by side.
    paths
        In all; a multiple of ``batch``.
    """
    tables, seed = run.terms.tables, run.scenario.run.seed
    return Workload(
        f"NumPy version, {batch:,} paths side by side",
        paths * run.sessions,
        lambda: simulate_drawn(tables, paths, batch, seed),
    )
