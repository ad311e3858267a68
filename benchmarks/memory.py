"""Most memory of runs of any size, less the most after 16,384 paths in the same process; no rows are kept.

``python -m benchmarks.memory [--scenario NAME] [--paths 1e6 1e7 ...] [--threads N]``; a process of its own for each.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from benchmarks import machine
from benchmarks.kernel_runs import WHOLE
from benchmarks.startup import python

FIRST_PATHS = 16_384
_RUN = """
import json, sys, time
from benchmarks.startup import peak_bytes
import simulate
scenario, first, paths, threads = simulate.load(sys.argv[1]), *map(int, sys.argv[2:5])
simulate.run(scenario, paths=first, threads=threads)
base = peak_bytes()
began = time.perf_counter()
simulate.run(scenario, paths=paths, threads=threads)
print(json.dumps({"base": base, "seconds": time.perf_counter() - began, "peak": peak_bytes()}))
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run each number of paths, and print what the peak has grown by.

    Returns
    -------
    int
        Exit code 0.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.add_argument("--scenario", default=WHOLE, help=f"shipped scenario (default {WHOLE})")
    parser.add_argument("--paths", type=float, nargs="+", default=[1e6], help="numbers of paths (default 1e6)")
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args(arguments)
    # Compiling takes more memory than running: it is done before.
    python("-c", _RUN, asked.scenario, "1", "1", "1")
    print(f"{machine.processor()}; {machine.versions()}; `{asked.scenario}`, {asked.threads} threads")
    for paths in (int(number) for number in asked.paths):
        _, said = python("-c", _RUN, asked.scenario, str(FIRST_PATHS), str(paths), str(asked.threads))
        found = json.loads(said)
        more = (found["peak"] - found["base"]) / 2**20
        print(
            f"{paths:,} paths: {more:+.0f} MiB over the {found['base'] / 2**20:.0f} of {FIRST_PATHS:,} paths, "
            f"{found['seconds']:.1f} s",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
