"""The main figures, from interleaved rounds in one process, as a Markdown table.

``python -m benchmarks.table [--quick] [--write README.md]``
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from benchmarks import machine, normals, pages, startup
from benchmarks.floor import needed_market
from benchmarks.kernel_runs import BOOTSTRAP, DEFAULT, FAN_BLOCK_EVERY, WHOLE, KernelRun
from benchmarks.numpy_runs import BATCHES, numpy_run
from benchmarks.parts import part_workloads
from benchmarks.rounds import Rounds, Workload, measure

OPENING = "<!-- benchmarks -->"
CLOSING = "<!-- /benchmarks -->"
QUICK_BLOCK_PATHS = 1024
QUICK_BATCHES = (65_536,)


def main_workloads(quick: bool) -> tuple[list[Workload], list[Workload]]:
    """What the table times.

    Parameters
    ----------
    quick
        Smaller blocks, one batch size of the NumPy version, and neither parts nor the engine's threads.

    Returns
    -------
    figures : list of Workload
        In the order of the table, PCG64's normals first.
    batches : list of Workload
        The NumPy version by batch size, of which the best is shown.
    """
    blocks = {"block_paths": QUICK_BLOCK_PATHS} if quick else {}
    run, bootstrap = KernelRun.of(DEFAULT, **blocks), KernelRun.of(BOOTSTRAP, **blocks)
    figures = [
        normals.pcg64(),
        normals.sfc64(),
        run.whole(f"whole run, one thread, 1 path in {FAN_BLOCK_EVERY} a fan path"),
        run.plain("whole run, one thread, no fan paths"),
        bootstrap.whole(f"whole run, bootstrap, one thread, 1 path in {FAN_BLOCK_EVERY} a fan path"),
    ]
    if quick:
        return figures, [numpy_run(run, batch, batch) for batch in QUICK_BATCHES]
    whole = KernelRun.of(WHOLE, QUICK_BLOCK_PATHS)
    figures.append(whole.whole(f"the whole contract (`{WHOLE}`), one thread, 1 path in {FAN_BLOCK_EVERY} a fan path"))
    figures.append(run.threads("`simulate.run`, two threads, 2^20 paths", 2))
    floor = needed_market(run, "floor: what of the market a path without fans cannot do without")
    return [*figures, *part_workloads(run), floor], [numpy_run(run, batch) for batch in BATCHES]


def speed_rows(rounds: Rounds, figures: Sequence[Workload], batches: Sequence[Workload]) -> list[str]:
    """Rows of the table: name, median nanoseconds, median of the ratios to PCG64's normals."""
    best = min(batches, key=lambda workload: rounds.median_ns(workload.name))
    tried = f" (best of {len(batches)} batch sizes)" if len(batches) > 1 else ""
    title = f"{best.name}{tried}; without rates of return and fans"
    named = [(workload.name, workload.name) for workload in figures]
    named.append((best.name, title))
    return [
        f"| {title} | {rounds.median_ns(name):.2f} | {rounds.median_ratio(name, normals.PCG64):.3f} |"
        for name, title in named
    ]


def startup_rows() -> list[str]:
    """Rows of the table in seconds and MiB, from fresh processes."""
    cold, warm = startup.compile_and_warm(DEFAULT)
    large = startup.fresh_run(DEFAULT, 1_000_000, 2)
    figures = (
        ("first run of one path, nothing compiled yet", f"{cold.seconds:.1f} s"),
        ("the same of the whole contract", f"{startup.compile_and_warm(WHOLE)[0].seconds:.1f} s"),
        ("compiled code in the cache", f"{warm.seconds:.2f} s"),
        ("the same, the whole process", f"{warm.process_seconds:.2f} s"),
        ("`import simulate`", f"{startup.import_seconds():.3f} s"),
        ("`floorless --help`, the whole process", f"{startup.help_seconds():.2f} s"),
        ("1,000,000 paths, two threads", f"{large.seconds:.1f} s"),
        ("the same, most memory", f"{large.peak_bytes / 2**20:.0f} MiB"),
    )
    return [f"| {name} | {value} | |" for name, value in figures]


def markdown(rows: Sequence[str], rounds: int) -> str:
    """The table, under a line that says what it was measured on."""
    return "\n".join(
        [
            f"{machine.processor()}; {machine.versions()}; commit {machine.commit()}; "
            f"medians of {rounds} interleaved rounds.",
            "",
            "| | ns per nominal path-session | ratio to NumPy PCG64 |",
            "|---|---:|---:|",
            *rows,
        ]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write if asked.

    Returns
    -------
    int
        Exit code; 2 where the table cannot be written.
    """
    parser = pages.parser_of("benchmarks.table", __doc__, rounds="default 7, with --quick 5")
    parser.add_argument("--quick", action="store_true", help="under a minute: fewer rounds and figures")
    asked = parser.parse_args(arguments)
    count = asked.rounds or (5 if asked.quick else 7)
    figures, batches = main_workloads(asked.quick)
    rounds = measure([*figures, *batches], count)
    rows = speed_rows(rounds, figures, batches) + ([] if asked.quick else startup_rows())
    return pages.show(markdown(rows, count), asked.write, OPENING, CLOSING)


if __name__ == "__main__":
    sys.exit(main())
