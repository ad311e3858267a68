"""Guard against getting slower: fails where a figure is much worse than the one recorded for this processor.

``python -m benchmarks.guard [--record] [--repeat N] [--planted SHARE]``. Ratios to NumPy's normals in the same process,
the quickest of interleaved rounds by the thread's own time, so that a slow or busy machine does not count; processor
seconds of compiling and importing within wide bounds. What is above its bound is measured again before it fails.
What is measured several times, or slowed down on purpose, tells whether the guard itself is to be trusted.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import machine, normals, startup
from benchmarks.kernel_runs import BOOTSTRAP, DEFAULT, WHOLE, KernelRun
from benchmarks.rounds import measure

RECORDED = Path(__file__).with_name("recorded.json")
BLOCK_PATHS = 1024
ROUNDS = 12
LOOKS = 3
"""How often is measured before something counts as slower: what a busy neighbour of this machine does to caches and
memory may last longer than the rounds, and slows the contract more than the normals. Slower code is so each time."""


@dataclass(frozen=True)
class Figure:
    """A guarded figure.

    Attributes
    ----------
    unit
        As printed.
    worse
        The figure fails above this multiple of the recorded one.
    slack
        And only if it is above that by more than this, in its unit.
    """

    unit: str
    worse: float
    slack: float = 0.0


FIGURES = {
    "whole run / PCG64 normals": Figure("", 1.25),
    "bootstrap run / PCG64 normals": Figure("", 1.25),
    "whole contract / PCG64 normals": Figure("", 1.25),
    # Caches, clock rates and disks are not those of the other figures.
    "compiling": Figure("s", 2.5, 5.0),
    "import simulate": Figure("s", 2.5, 0.2),
}


def measured(planted: float = 0.0) -> dict[str, float]:
    """The figures of this machine, now.

    Parameters
    ----------
    planted
        Share of their own time by which the runs of kernels are slowed down.
    """
    named = {"whole": DEFAULT, "bootstrap": BOOTSTRAP, "contract": WHOLE}
    runs = [KernelRun.of(deal, BLOCK_PATHS).whole(name) for name, deal in named.items()]
    if planted:
        runs = [run.slowed(planted) for run in runs]
    rounds = measure([*runs, normals.pcg64()], ROUNDS, time.thread_time_ns)
    cold, _ = startup.compile_and_warm(DEFAULT)
    values = (
        rounds.best_ratio("whole", normals.PCG64),
        rounds.best_ratio("bootstrap", normals.PCG64),
        rounds.best_ratio("contract", normals.PCG64),
        cold.processor_seconds,
        startup.import_seconds(),
    )
    return dict(zip(FIGURES, values, strict=True))


def best_looks(
    measure_once: Callable[[], dict[str, float]], recorded: Mapping[str, float] | None
) -> tuple[dict[str, float], int]:
    """Each figure at its best, measured again as long as one is above its bound, and no oftener than ``LOOKS``.

    Parameters
    ----------
    measure_once
        Measures all figures.
    recorded
        As for :func:`judge`.

    Returns
    -------
    found : dict
        A value for each of ``FIGURES``.
    looks : int
        How often was measured.
    """
    found = measure_once()
    looks = 1
    while looks < LOOKS and not judge(found, recorded)[1]:
        again = measure_once()
        found = {name: min(value, again[name]) for name, value in found.items()}
        looks += 1
    return found, looks


def bound(name: str, recorded: float) -> float:
    """Highest value of a figure that passes."""
    figure = FIGURES[name]
    return recorded * figure.worse + figure.slack


def judge(found: Mapping[str, float], recorded: Mapping[str, float] | None) -> tuple[list[str], bool]:
    """Compare what was found with what is recorded.

    Parameters
    ----------
    found
        A value for each of ``FIGURES``.
    recorded
        The same for this processor; None: nothing is recorded for it.

    Returns
    -------
    lines : list of str
        To print.
    passes : bool
        Whether every figure is within its bound, or has none.
    """
    lines, passes = [], True
    for name, figure in FIGURES.items():
        said = f"{name}: {found[name]:.3f} {figure.unit}".rstrip()
        if recorded is not None and name in recorded:
            most = bound(name, recorded[name])
            slower = found[name] > most
            passes = passes and not slower
            said += f" (recorded {recorded[name]:.3f}, at most {most:.3f}){': SLOWER' if slower else ''}"
        lines.append(said)
    return lines, passes


def spread(found: Sequence[Mapping[str, float]], recorded: Mapping[str, float] | None) -> tuple[list[str], int]:
    """How far several measurements of unchanged code lie apart, and how many of them would not have passed.

    Parameters
    ----------
    found, recorded
        As for :func:`judge`; one ``found`` for each measurement.

    Returns
    -------
    lines : list of str
        To print, one for each figure and one for the whole.
    failed : int
        Measurements with a figure above its bound.
    """
    lines = []
    for name, figure in FIGURES.items():
        values = [each[name] for each in found]
        low, middle, high = min(values), statistics.median(values), max(values)
        said = f"{name}: {low:.3f} to {high:.3f} {figure.unit}".rstrip() + f", median {middle:.3f}"
        said += f"; the highest {high / middle - 1:+.1%} from it"
        if recorded is not None and name in recorded:
            said += f", {high / bound(name, recorded[name]):.0%} of the bound"
        lines.append(said)
    failed = sum(not judge(each, recorded)[1] for each in found)
    return [*lines, f"{failed} of {len(found)} measurements would have failed"], failed


def read_recorded(file: Path) -> dict[str, Any]:
    """What is recorded, by processor; empty where there is no file."""
    if not file.exists():
        return {}
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def write_recorded(file: Path, processor: str, found: Mapping[str, float]) -> None:
    """Record the figures of a processor, leaving the others."""
    recorded = read_recorded(file)
    recorded[processor] = {
        "figures": {name: round(value, 4) for name, value in found.items()},
        "versions": machine.versions(),
    }
    file.write_text(json.dumps(recorded, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, compare and print; or record.

    Returns
    -------
    int
        Exit code: 0, or 1 where a figure is worse than its bound.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.guard", description=__doc__)
    parser.add_argument("--record", action="store_true", help="record this processor's figures")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="measure N times, and print the spread")
    parser.add_argument(
        "--planted", type=float, default=0.0, metavar="SHARE", help="slow the kernels down by this share of their time"
    )
    asked = parser.parse_args(arguments)
    if asked.record and (asked.planted or asked.repeat != 1):
        parser.error("--record keeps one measurement of the code as it is; leave --repeat and --planted out")
    if asked.repeat < 1 or asked.planted < 0.0:
        parser.error("--repeat takes 1 or more, and --planted 0 or more")
    processor = machine.processor()
    entry = read_recorded(RECORDED).get(processor)
    recorded = None if entry is None else entry["figures"]
    print(f"{processor}; {machine.versions()}")
    every: list[dict[str, float]] = []
    passes = True
    for number in range(asked.repeat):
        found, looks = best_looks(lambda: measured(asked.planted), None if asked.record else recorded)
        every.append(found)
        lines, passed = judge(found, recorded)
        passes = passes and passed
        if looks > 1:
            lines.append(f"(the best of {looks} measurements: the first was above a bound)")
        print("\n".join([*([f"-- {number + 1} of {asked.repeat}"] if asked.repeat > 1 else []), *lines]), flush=True)
    if asked.repeat > 1:
        print("\n".join(["--", *spread(every, recorded)[0]]))
    if asked.record:
        write_recorded(RECORDED, processor, every[0])
        print(f"recorded in {RECORDED.name}")
        return 0
    if entry is None:
        print("nothing is recorded for this processor, so nothing is compared; --record does it")
    return 0 if passes else 1


if __name__ == "__main__":
    sys.exit(main())
