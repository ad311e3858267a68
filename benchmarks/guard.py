"""Guard against getting slower: fails where a figure is much worse than the one recorded for this processor.

``python -m benchmarks.guard [--record]``. Ratios to NumPy's normals in the same process, the quickest of
interleaved rounds, so that a slow or busy machine does not count; times of compiling and importing within
wide bounds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import machine, normals, startup
from benchmarks.kernel_runs import BOOTSTRAP, DEFAULT, WHOLE, KernelRun
from benchmarks.rounds import measure

RECORDED = Path(__file__).with_name("recorded.json")
BLOCK_PATHS = 1024
ROUNDS = 12


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
    # Seconds depend on what else the machine does.
    "compiling": Figure("s", 2.5, 5.0),
    "import simulate": Figure("s", 2.5, 0.2),
}


def measured() -> dict[str, float]:
    """The figures of this machine, now."""
    whole = KernelRun.of(DEFAULT, BLOCK_PATHS).whole("whole")
    bootstrap = KernelRun.of(BOOTSTRAP, BLOCK_PATHS).whole("bootstrap")
    contract = KernelRun.of(WHOLE, BLOCK_PATHS).whole("contract")
    rounds = measure([whole, normals.pcg64(), bootstrap, contract], ROUNDS)
    cold, _ = startup.compile_and_warm(DEFAULT)
    values = (
        rounds.best_ratio("whole", normals.PCG64),
        rounds.best_ratio("bootstrap", normals.PCG64),
        rounds.best_ratio("contract", normals.PCG64),
        cold.seconds,
        startup.import_seconds(),
    )
    return dict(zip(FIGURES, values, strict=True))


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
    asked = parser.parse_args(arguments)
    processor = machine.processor()
    found = measured()
    entry = read_recorded(RECORDED).get(processor)
    print(f"{processor}; {machine.versions()}")
    lines, passes = judge(found, None if entry is None else entry["figures"])
    print("\n".join(lines))
    if asked.record:
        write_recorded(RECORDED, processor, found)
        print(f"recorded in {RECORDED.name}")
        return 0
    if entry is None:
        print("nothing is recorded for this processor, so nothing is compared; --record does it")
    return 0 if passes else 1


if __name__ == "__main__":
    sys.exit(main())
