"""Figures in nanoseconds per nominal path-session, or in their own unit, under pytest-benchmark's table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.kernel_runs import BOOTSTRAP, DEFAULT, KernelRun
from benchmarks.normals import PCG64
from benchmarks.rounds import Workload

FIGURES = pytest.StashKey[dict[str, tuple[float, str]]]()
"""By name: a figure and its unit."""


@pytest.fixture(scope="session")
def default_run() -> KernelRun:
    return KernelRun.of(DEFAULT)


@pytest.fixture(scope="session")
def bootstrap_run() -> KernelRun:
    return KernelRun.of(BOOTSTRAP)


@pytest.fixture
def record(request: pytest.FixtureRequest) -> Callable[[str, float, str], None]:
    """Note a figure for the summary."""

    def note(name: str, value: float, unit: str) -> None:
        request.config.stash.setdefault(FIGURES, {})[name] = (value, unit)

    return note


@pytest.fixture
def timed(benchmark: Any, record: Callable[[str, float, str], None]) -> Callable[[Workload, int], float]:
    """Time a workload after a call that is thrown away: median nanoseconds per nominal path-session."""

    def run(workload: Workload, rounds: int) -> float:
        benchmark.pedantic(workload.call, rounds=rounds, warmup_rounds=1)
        ns = float(benchmark.stats.stats.median) * 1e9 / workload.path_sessions
        benchmark.extra_info["ns_per_path_session"] = ns
        record(workload.name, ns, "ns")
        return ns

    return run


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print the figures."""
    figures = config.stash.get(FIGURES, {})
    if not figures:
        return
    terminalreporter.section("figures (ns: median per nominal path-session)")
    yardstick = figures.get(PCG64, (0.0, ""))[0]
    for name, (value, unit) in figures.items():
        ratio = f"{value / yardstick:8.3f} of PCG64's" if unit == "ns" and yardstick else ""
        terminalreporter.write_line(f"{name:<64} {value:10.3f} {unit:<4} {ratio}")
