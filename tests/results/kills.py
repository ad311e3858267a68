"""Runs that are killed at random moments: the folder then holds a whole run, the old or the new, or none.

``python -m tests.results.kills COUNT`` kills that many real runs, each of which replaces the one before. The suite
kills a few writers of small folders.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

SMALL = """
import sys
import pyarrow as pa
from simulate.output.run_directory import RunDirectory
number = int(sys.argv[2])
while True:
    number += 1
    with RunDirectory(sys.argv[1], overwrite=True) as run:
        run.write_config(f"number: {number}\\n" * 2000)
        run.write_table("summary", pa.table({"number": [number] * 20_000}))
        run.write_manifest({"number": number, "files": run.hashes()})
    print(number, flush=True)
"""
REAL = """
import sys
import simulate
number = int(sys.argv[2])
while True:
    number += 1
    simulate.run(
        "valence-1998-conversion-only", paths=4097, seed=number, out=sys.argv[1], overwrite=True, keep_paths=True
    )
    print(number, flush=True)
"""


@dataclass
class Found:
    """What was found after the kills."""

    kills: int = 0
    whole: int = 0
    none: int = 0
    left_behind: int = 0
    """The most folders in the making that stood there at once after a kill: the next run removes them."""


def number_of_small(folder: Path) -> int:
    """The number that all files of a small folder agree on."""
    number = json.loads((folder / "manifest.json").read_text())["number"]
    assert (folder / "config.yaml").read_text() == f"number: {number}\n" * 2000
    assert pq.read_table(folder / "summary.parquet").column("number").to_pylist() == [number] * 20_000
    return int(number)


def number_of_real(folder: Path) -> int:
    """The seed of a real run whose files are all those of its manifest."""
    from simulate.results import Result
    from simulate.verification import identity

    run = Result.read(folder)
    assert identity.configuration(run.manifest, run.scenario).outcome == "verified"
    assert identity.files(run.manifest, folder).outcome == "verified"
    assert run.paths.num_rows == 4097
    return int(run.manifest["seed"])


def kill(folder: Path, count: int, *, real: bool, longest_seconds: float, seed: int = 1998) -> Found:
    """Start a writer and kill it after a random time, again and again.

    Each is given its first number, so that what an earlier one wrote is told apart. After each kill the folder must be
    whole: at least the last run that was announced, at most the one after it.
    """
    generator, found, last = random.Random(seed), Found(), 0
    for _ in range(count):
        process = subprocess.Popen(
            [sys.executable, "-c", REAL if real else SMALL, str(folder), str(last)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        try:
            said = process.stdout.readline()  # it is under way
            assert said, process.communicate()[1]
            time.sleep(generator.random() * longest_seconds)
        finally:
            process.kill()
            rest, _errors = process.communicate(timeout=60)
        # A pipe keeps what was written before the kill; the last line may be cut.
        announced = [int(line) for line in (said + rest).splitlines(keepends=True) if line.endswith("\n")]
        found.kills += 1
        standing = sum(each.name.endswith(".partial") for each in folder.parent.iterdir())
        found.left_behind = max(found.left_behind, standing)
        if not folder.exists():
            found.none += 1
            continue
        number = number_of_real(folder) if real else number_of_small(folder)
        assert max(announced) <= number <= max(announced) + 1, (announced, number)
        assert not (folder / ".lock").exists()
        found.whole += 1
        last = number
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        print(kill(Path(scratch) / "run", int(sys.argv[1]), real=True, longest_seconds=3.0, seed=int(time.time())))
