"""The same bits from code for processors without 512-bit vectors, and what it costs there.

``python -m benchmarks.older_processor [--rounds N]``. Each kind of code is compiled in a process of its own; the rows
of a block of fan paths and of one beyond them are hashed. Exit code 1 where the hashes differ.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence

from benchmarks import machine
from benchmarks.kernel_runs import WHOLE

KINDS = {
    "this processor": {},
    "AVX2 and FMA": {"NUMBA_CPU_NAME": "haswell", "NUMBA_CPU_FEATURES": "+avx2,+fma,+avx,+bmi,+bmi2,+popcnt,+lzcnt"},
}
PATHS = 2048
_RUN = """
import hashlib, json, sys
import numpy as np
from benchmarks.kernel_runs import KernelRun
from benchmarks.rounds import measure
run = KernelRun.of(sys.argv[1], int(sys.argv[2]))
digest = hashlib.sha256()
for first in (0, 65_536):
    run.block(first)
    digest.update(np.ascontiguousarray(run.rows).tobytes())
plain, fan = run.plain("plain"), run.fan("fan")
rounds = measure([plain, fan], int(sys.argv[3]))
micro = {name: rounds.best_ns(name) * run.sessions / 1e3 for name in ("plain", "fan")}
print(json.dumps({"digest": digest.hexdigest(), **micro}))
"""


def block_of(kind: str, rounds: int) -> dict[str, str | float]:
    """Hash of the rows, and microseconds of a path, from a fresh process that compiles for a kind of processor.

    Raises
    ------
    RuntimeError
        If the process fails.
    """
    environment = dict(os.environ) | KINDS[kind]
    environment["PYTHONPATH"] = os.pathsep.join([str(machine.ROOT), environment.get("PYTHONPATH", "")])
    command = [sys.executable, "-c", _RUN, WHOLE, str(PATHS), str(rounds)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{kind}: a fresh process ended with exit code {done.returncode}:\n{done.stderr}")
    found: dict[str, str | float] = json.loads(done.stdout)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run each kind of code, and print times and whether the rows agree.

    Returns
    -------
    int
        Exit code: 0, or 1 where rows differ.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.older_processor", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds (default 5)")
    asked = parser.parse_args(arguments)
    print(f"{machine.processor()}; {machine.versions()}; `{WHOLE}`, 2 x {PATHS:,} paths")
    digests = set()
    for kind in KINDS:
        found = block_of(kind, asked.rounds)
        digests.add(found["digest"])
        print(
            f"code for {kind}: rows {str(found['digest'])[:16]}, {found['plain']:.1f} us a path beyond the fans, "
            f"{found['fan']:.1f} us a fan path"
        )
    print("the same bits" if len(digests) == 1 else "THE ROWS DIFFER")
    return 0 if len(digests) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
