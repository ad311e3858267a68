"""The whole contract against the price of its random numbers: what is asked of it, what it takes, and where it goes.

``python -m benchmarks.whole_contract [--rounds N] [--write CONTRIBUTING.md]``. One thread, processor and rounds as in
the other tables; ratios are to NumPy's PCG64 filling one normal for each nominal path-session.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

import simulate
from benchmarks import machine, normals, pages
from benchmarks.floor import needed_market
from benchmarks.kernel_runs import FAN_BLOCK_EVERY, WHOLE, KernelRun
from benchmarks.parts import DRAWN_PATHS, loop_market, loop_normals
from benchmarks.rounds import Rounds, Workload, measure
from kernels.layout import NEXT_BUSY
from simulate.optimal.holder import optimal_value
from simulate.scenario import Scenario

OPENING = "<!-- whole contract -->"
CLOSING = "<!-- /whole contract -->"
BLOCK_PATHS = 1024
THREAD_PATHS = 2**17
MIXED = f"1 path in {FAN_BLOCK_EVERY} a fan path"
FIT_PATHS = 1024
SPIRAL = "valence-1998-spiral"
WEAK = "valence-1998-falling"


def in_full(run: KernelRun) -> KernelRun:
    """The run with every session in full and every tile drawn in full, until nothing can act any more."""
    whole = run.terms.tables.whole
    assert whole is not None
    sessions = np.arange(run.sessions, dtype=np.float64)
    by_session = whole.by_session.copy()
    by_session[NEXT_BUSY, 0] = sessions
    tables = run.terms.tables._replace(whole=whole._replace(by_session=by_session))
    return replace(run, terms=replace(run.terms, tables=tables))


def to_the_horizon(run: KernelRun) -> KernelRun:
    """The run with every session drawn to the horizon, none slept through; what nothing can act on is passed over."""
    whole = run.terms.tables.whole
    assert whole is not None
    payments = whole.payments.copy()
    payments["needs_last_bid"] = 1
    tables = run.terms.tables._replace(whole=whole._replace(payments=payments))
    return replace(run, terms=replace(run.terms, tables=tables))


def under_rule_144() -> Scenario:
    """The default deal with Rule 144 as a second way to sell."""
    data = simulate.load(WHOLE).model_dump()
    data["deal"]["rule_144"] = {"holding_months": 12}
    return Scenario.model_validate(data)


def figures() -> list[Workload]:
    """What is timed, NumPy's normals first."""
    run = KernelRun.of(WHOLE, BLOCK_PATHS)
    resampled = KernelRun.of(f"{WHOLE}-bootstrap", BLOCK_PATHS)
    tables, seed = run.terms.tables, np.uint64(run.scenario.run.seed)
    best = optimal_value(
        simulate.load(WHOLE), risk_neutral=True, paths=FIT_PATHS, fit_paths=FIT_PATHS, bound_paths=FIT_PATHS
    ).scenario
    drawn = DRAWN_PATHS * run.sessions
    return [
        normals.pcg64(),
        run.whole(f"`{WHOLE}`, {MIXED}"),
        run.plain("the same, a path beyond the fans"),
        run.fan("the same, a fan path"),
        to_the_horizon(run).plain("the same, beyond the fans, every session drawn"),
        in_full(run).plain("the same, beyond the fans, every session in full"),
        KernelRun.of_scenario(under_rule_144(), BLOCK_PATHS).plain("the same, beyond the fans, with Rule 144"),
        resampled.whole(f"`{WHOLE}-bootstrap`, {MIXED}"),
        KernelRun.of(WEAK, BLOCK_PATHS).whole(f"`{WEAK}`, {MIXED}"),
        KernelRun.of(SPIRAL, BLOCK_PATHS).whole(f"`{SPIRAL}` (impact), {MIXED}"),
        KernelRun.of_scenario(best, BLOCK_PATHS).whole(f"`{WHOLE}`, optimal holder, {MIXED}"),
        Workload(
            "floor: two normals a session, to the horizon",
            drawn,
            lambda: loop_normals(tables, seed, DRAWN_PATHS, run.market),
        ),
        Workload(
            "floor: the whole market, to the horizon", drawn, lambda: loop_market(tables, seed, DRAWN_PATHS, run.market)
        ),
        needed_market(run, "floor: what of the market a path beyond the fans cannot do without"),
        needed_market(resampled, f"floor: the same of `{WHOLE}-bootstrap`"),
        run.threads("`simulate.run`, one thread", 1, THREAD_PATHS),
        run.threads("`simulate.run`, two threads", 2, THREAD_PATHS),
    ]


def markdown(loads: Sequence[Workload], rounds: Rounds, count: int) -> str:
    """The table, under a line that says what it was measured on."""
    rows = [
        f"| {load.name} | {rounds.median_ns(load.name):.2f} | {rounds.median_ratio(load.name, normals.PCG64):.2f} |"
        for load in loads
    ]
    names = [load.name for load in loads]
    spiral = next(name for name in names if SPIRAL in name)
    weak = next(name for name in names if WEAK in name)
    best = next(name for name in names if "optimal" in name)
    more = [
        ("two threads against one", rounds.median_ratio(names[-2], names[-1])),
        ("impact against the same deal without", rounds.median_ratio(spiral, weak)),
        ("optimal holder against the default", rounds.median_ratio(best, names[1])),
    ]
    return "\n".join(
        [
            f"{machine.processor()}; {machine.versions()}; commit {machine.commit()}; medians of {count} interleaved "
            "rounds.",
            "",
            "| | ns per nominal path-session | ratio to NumPy PCG64 |",
            "|---|---:|---:|",
            *rows,
            *(f"| {name} | | {ratio:.2f} times |" for name, ratio in more),
        ]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write if asked.

    Returns
    -------
    int
        Exit code; 2 where the table cannot be written.
    """
    asked = pages.parser_of("benchmarks.whole_contract", __doc__, rounds="default 5").parse_args(arguments)
    count, loads = asked.rounds or 5, figures()
    return pages.show(markdown(loads, measure(loads, count), count), asked.write, OPENING, CLOSING)


if __name__ == "__main__":
    sys.exit(main())
