"""Runs killed at moments drawn over their whole length and gone on with: in the end the numbers of one never stopped.

``python -m tests.scale.kills 100`` kills that many; the suite kills a few.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import simulate
from tests.scale.same_run import columns_compared

SCENARIO = "valence-1998-conversion-only"
BLOCKS = 24
PATHS = 4096 * BLOCKS - 1000
FORKER = """
import os, sys
import simulate
from simulate.readiness import have_compiled
from simulate.terms import make_terms
scenario = simulate.load(sys.argv[1])
have_compiled(make_terms(scenario), None)
for line in sys.stdin:
    target, paths = line.split()
    child = os.fork()
    if child == 0:
        try:
            simulate.run(
                scenario, paths=int(paths), out=target, resume=True, keep_paths=True, threads=2, batch_blocks=1
            )
            os._exit(0)
        except BaseException as error:
            sys.stderr.write(repr(error))
            os._exit(1)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Imports and compiles once, then runs in a child of its own whatever it is told to."""


@dataclass
class Found:
    """What became of the kills."""

    kills: int = 0
    too_late: int = 0
    """Processes that had ended before their moment came."""
    runs: int = 0
    """Runs finished and compared."""
    columns: int = 0
    """Columns compared, all equal."""
    shards_kept: int = 0
    """Shards that a killed process left, and the next one took up."""
    lost: int = 0
    """Shards that had landed and were not there after the kill."""


class Forker:
    """A process that begins runs in children; a context manager."""

    def __enter__(self) -> Forker:
        self._process = subprocess.Popen(
            [sys.executable, "-c", FORKER, SCENARIO], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def begin(self, target: Path, paths: int) -> int:
        """Begin or go on with a run; its process."""
        self._process.stdin.write(f"{target} {paths}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def ending(self) -> int:
        """How the child ended: 0, or less the number of the signal that ended it."""
        return int(self._process.stdout.readline())


def kill(scratch: Path, count: int, *, paths: int = PATHS, seed: int = 1998) -> Found:
    """Kill a run ``count`` times over, each time it is begun or gone on with."""
    generator, found = random.Random(seed), Found()
    reference, target = scratch / "reference", scratch / "run"
    simulate.run(SCENARIO, paths=paths, out=reference, keep_paths=True, threads=2)
    shards = scratch / ".run.unfinished" / "shards"

    def landed() -> set[str]:
        """Names of the shards on the disk."""
        return {each.name for each in shards.glob("*-*") if not each.name.endswith(".new")}

    with Forker() as forker:
        began = time.monotonic()
        forker.begin(scratch / "timed", paths)
        assert forker.ending() == 0
        whole_seconds = time.monotonic() - began
        found.columns += columns_compared(scratch / "timed", reference)
        while True:
            before = landed()
            process = forker.begin(target, paths)
            last = found.kills >= count
            if not last:
                time.sleep(generator.random() * whole_seconds)
                with contextlib.suppress(ProcessLookupError):  # it has ended
                    os.kill(process, signal.SIGKILL)
            ending = forker.ending()
            assert ending in (0, -signal.SIGKILL), ending
            if ending == 0 and not last:
                found.too_late += 1
            elif not last:
                found.kills += 1
                if not (target / "manifest.json").is_file():
                    found.shards_kept += len(landed())
                    found.lost += len(before - landed())
            if (target / "manifest.json").is_file():
                # It ended, or was killed when it stood in its place: asked for again, it is there.
                simulate.run(SCENARIO, paths=paths, out=target, resume=True, keep_paths=True)
                found.columns += columns_compared(target, reference)
                found.runs += 1
                assert not shards.exists()
                shutil.rmtree(target)
            if last:
                return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(kill(Path(folder), int(sys.argv[1]), seed=int(time.time())))
