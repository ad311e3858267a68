"""Runs killed at moments drawn over their whole length and gone on with: in the end the numbers of one never stopped.

``python -m tests.scale.kills 100`` kills that many; the suite kills a few. Each kill is of a process of its own, at
work: begun or gone on with just before, and killed at a moment drawn over all that it has left to do.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import simulate
from simulate.blocks import BLOCK_PATHS
from tests.scale.forker import SCENARIO, Forker
from tests.scale.same_run import columns_compared

BLOCKS = 10
PATHS = BLOCK_PATHS * BLOCKS - 1000
STAGES = (
    "before the first shard",
    "going on, before its first new shard",
    "between shards",
    "while a shard lands",
    "all landed, summing up",
    "writing the tables",
    "the run in its place, shards not yet gone",
    "the run in its place",
)


@dataclass
class Found:
    """What became of the kills."""

    kills: int = 0
    stages: Counter[str] = field(default_factory=Counter)
    """Kills by what stood on the disk after them."""
    tenths: Counter[int] = field(default_factory=Counter)
    """Kills by the tenth of the process's expected length in which they fell."""
    too_late: int = 0
    """Processes that had ended before their moment came."""
    runs: int = 0
    """Runs finished and compared."""
    columns: int = 0
    """Columns compared, all equal."""
    shards_kept: int = 0
    """Shards that killed processes left, and the next ones took up."""
    lost: int = 0
    """Shards that had landed and were not there after the kill."""

    def lines(self) -> list[str]:
        """In words."""
        return [
            f"{self.kills} kills, {self.too_late} processes ended before their moment came",
            *(f"  {self.stages[stage]:3d} {stage}" for stage in STAGES),
            "  by tenth of the process's expected length: " + " ".join(str(self.tenths[k]) for k in range(10)),
            f"{self.shards_kept} shards left and taken up, {self.lost} lost",
            f"{self.runs} runs finished and compared with one never stopped: {self.columns} columns, all equal",
        ]


@dataclass(frozen=True)
class Folders:
    """What a run has on the disk."""

    scratch: Path
    blocks: int

    @property
    def target(self) -> Path:
        """The run."""
        return self.scratch / "run"

    @property
    def shards(self) -> Path:
        """The shards of it while it is unfinished."""
        return self.scratch / ".run.unfinished" / "shards"

    def landed(self) -> set[str]:
        """Names of the shards on the disk."""
        return {each.name for each in self.shards.glob("*-*") if not each.name.endswith(".new")}

    def stands(self) -> bool:
        """Whether the run stands in its place."""
        return (self.target / "manifest.json").is_file()

    def stage(self, before: set[str]) -> str:
        """Where a process was when it was killed, told by the disk."""
        if self.stands():
            return STAGES[6] if self.shards.exists() else STAGES[7]
        if any(self.scratch.glob(".run.*.partial/summary.parquet")):
            return STAGES[5]
        if any(self.shards.glob("*.new")):
            return STAGES[3]
        landed = self.landed()
        if len(landed) == self.blocks:
            return STAGES[4]
        if landed == before:
            return STAGES[1] if before else STAGES[0]
        return STAGES[2]


@dataclass(frozen=True)
class Pace:
    """Seconds of a run never stopped: until its first shard, for each further one, and from the last to the end."""

    first: float
    each: float
    end: float

    def length(self, shards: int) -> float:
        """Seconds that a process has before it, when so many shards are left to do."""
        return self.first + self.each * max(0, shards - 1) + self.end


def _timed(forker: Forker, folders: Folders, paths: int) -> Pace:
    """A run never stopped, watched."""
    began = time.monotonic()
    process = forker.begin(folders.target, paths=paths, resume=True)
    moments: list[float] = []
    while not folders.stands():
        moments += [time.monotonic() - began] * (len(folders.landed()) - len(moments))
        time.sleep(0.002)
    assert forker.ending(process) == 0, forker.said()
    whole = time.monotonic() - began
    return Pace(moments[0], (moments[-1] - moments[0]) / max(1, len(moments) - 1), whole - moments[-1])


def kill(scratch: Path, count: int, *, paths: int = PATHS, seed: int = 1998) -> Found:
    """Kill a run ``count`` times over, each time it is begun or gone on with."""
    generator, found, folders = random.Random(seed), Found(), Folders(scratch, -(-paths // BLOCK_PATHS))
    reference, target = scratch / "reference", folders.target
    simulate.run(SCENARIO, paths=paths, out=reference, keep_paths=True, threads=2)
    with Forker(scratch) as forker:
        pace = _timed(forker, folders, paths)
        found.columns += columns_compared(target, reference)
        shutil.rmtree(target)
        last = False
        while not last:
            last = found.kills >= count
            before = folders.landed()
            share = generator.random()
            process = forker.begin(target, paths=paths, resume=True)
            if not last:
                time.sleep(share * pace.length(folders.blocks - len(before)))
                with contextlib.suppress(ProcessLookupError):  # it has ended
                    os.kill(process, signal.SIGKILL)
            ending = forker.ending(process)
            assert ending in (0, -signal.SIGKILL), (ending, forker.said())
            if ending != 0:
                found.kills += 1
                found.stages[folders.stage(before)] += 1
                found.tenths[int(10 * share)] += 1
                if not folders.stands():
                    found.shards_kept += len(folders.landed())
                    found.lost += len(before - folders.landed())
            elif not last:
                found.too_late += 1
            if folders.stands():
                # It ended, or was killed when it stood in its place: asked for again, it is there.
                simulate.run(SCENARIO, paths=paths, out=target, resume=True, keep_paths=True)
                found.columns += columns_compared(target, reference)
                found.runs += 1
                assert not folders.shards.exists()
                shutil.rmtree(target)
    assert sorted(each.name for each in scratch.iterdir() if each.name != "said") == ["reference"]
    return found


if __name__ == "__main__":
    began = time.monotonic()
    chosen = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    with tempfile.TemporaryDirectory() as folder:
        done = kill(Path(folder), int(sys.argv[1]), seed=chosen)
    print(*done.lines(), f"seed {chosen}, {time.monotonic() - began:.0f} seconds", sep="\n")
    sys.exit(0 if done.lost == 0 else 1)
