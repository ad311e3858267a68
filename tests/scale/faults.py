"""Faults other than kills, made for real and many times: what is said, and what was lost.

``python -m tests.scale.faults 20`` makes each that many times, at moments and sizes drawn: a disk that is full and a
directory that is read-only (file systems in memory, for which it must be root), a clock that jumps, two processes into
one directory, a worker of a cluster killed. After each the run is gone on with, or begun again, and every column of
every Parquet file is compared with a run that nothing happened to.
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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import simulate
from simulate.blocks import BLOCK_PATHS
from tests.scale.forker import SCENARIO, Forker
from tests.scale.same_run import columns_compared

BLOCKS = 4
PATHS = BLOCK_PATHS * BLOCKS - 777
YEAR_SECONDS = 365 * 86_400
_ROOM = "256m"


@dataclass
class Told:
    """What came of a fault.

    Attributes
    ----------
    times
        How often it was made.
    struck
        How often it stopped a run, in words and with exit code 2.
    runs
        Runs compared afterwards.
    columns
        Columns compared in them, all equal.
    """

    times: int = 0
    struck: int = 0
    runs: int = 0
    columns: int = 0


def _mount(folder: Path, *options: str) -> None:
    """Mount a file system in memory, or mount it again with other options."""
    subprocess.run(["mount", *options, str(folder)], check=True, capture_output=True)


@contextlib.contextmanager
def disk(scratch: Path, size: str) -> Iterator[Path]:
    """A disk of some size."""
    folder = Path(tempfile.mkdtemp(dir=scratch))
    _mount(folder, "-t", "tmpfs", "-o", f"size={size}", "tmpfs")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


@dataclass
class Faults:
    """Where they are made."""

    scratch: Path
    forker: Forker
    reference: Path
    draw: random.Random

    def finishes(self, told: Told, out: Path, **options: Any) -> None:
        """Run it again, or go on with it: it ends, equal to the run that nothing happened to."""
        code = self.forker.ending(self.forker.begin(out, paths=PATHS, **options))
        assert code == 0, self.forker.said()
        self.equal(told, out)

    def equal(self, told: Told, out: Path) -> None:
        """Compare every column."""
        told.columns += columns_compared(out, self.reference)
        told.runs += 1

    def full_disk(self, told: Told, *, resume: bool) -> None:
        """The disk has room for a part of what the run writes; then for all."""
        # With its shards the run needs some 75 MB; without, room for its rows and tables alone.
        megabytes = self.draw.uniform(0.2, 80.0) if resume else self.draw.uniform(0.2, 3.0)
        with disk(self.scratch, f"{round(1024 * megabytes)}k") as folder:
            out = folder / "run"
            code = self.forker.ending(self.forker.begin(out, paths=PATHS, resume=resume))
            said = self.forker.said()
            if code != 0:
                assert code == 2, said
                assert "the disk is full" in said or "No space left" in said, said
                assert not out.exists()
                left = {each.name for each in folder.iterdir()}
                assert left <= ({".run.unfinished"} if resume else set()), left
                told.struck += 1
                _mount(folder, "-o", f"remount,size={_ROOM}")
                self.finishes(told, out, resume=resume)
            else:
                self.equal(told, out)

    def read_only(self, told: Told) -> None:
        """Killed, the directory becomes read-only, and then it can be written again."""
        with disk(self.scratch, _ROOM) as folder:
            out = folder / "run"
            process = self.forker.begin(out, paths=PATHS, resume=True)
            time.sleep(self.draw.uniform(0.0, 0.6))
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            self.forker.ending(process)
            _mount(folder, "-o", "remount,ro")
            before = sorted(folder.rglob("*"))
            stood = out.exists()
            for resume in (True, False):
                code = self.forker.ending(self.forker.begin(out, paths=PATHS, resume=resume))
                said = self.forker.said()
                if not (stood and resume):
                    assert code == 2, said
                    assert "Read-only file system" in said or "already holds a run" in said, said
            assert sorted(folder.rglob("*")) == before
            told.struck += 1
            _mount(folder, "-o", "remount,rw")
            self.finishes(told, out, resume=True)

    def clock(self, told: Told) -> None:
        """It jumps by years while the run is on its way, and again while it is gone on with."""
        out = self.scratch / "run"
        jump = self.draw.choice((-1, 1)) * self.draw.uniform(0.1, 30.0) * YEAR_SECONDS
        moment = self.draw.uniform(0.0, 1.5)
        process = self.forker.begin(out, paths=PATHS, resume=True, clock_after=moment, clock_jump=jump)
        time.sleep(moment + self.draw.uniform(0.0, 0.5))
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        told.struck += self.forker.ending(process) != 0
        self.finishes(told, out, resume=True, clock_after=self.draw.uniform(0.0, 1.0), clock_jump=-2 * jump)
        shutil.rmtree(out)

    def two_processes(self, told: Told, *, resume: bool) -> None:
        """The second begins while the first works, or just after it."""
        out = self.scratch / "run"
        first = self.forker.begin(out, paths=PATHS, resume=resume)
        time.sleep(self.draw.uniform(0.0, 1.5))
        second = self.forker.begin(out, paths=PATHS, resume=resume)
        codes = [self.forker.ending(each) for each in (first, second)]
        said = self.forker.said()
        assert sorted(codes) in ([0, 0], [0, 2]), (codes, said)
        if 2 in codes:
            words = ("another process works on this run", "already holds a run", "something else appeared there")
            assert any(each in said for each in words), said
            told.struck += 1
        self.equal(told, out)
        assert sorted(each.name for each in self.scratch.glob("*run*")) == ["run"]
        shutil.rmtree(out)

    def workers(self, told: Told, times: int) -> None:
        """A worker of a cluster on this machine is killed as it works."""
        import distributed

        with (
            distributed.LocalCluster(
                host="127.0.0.1",
                n_workers=2,
                threads_per_worker=1,
                dashboard_address=None,
                memory_limit=0,
                silence_logs=50,
            ) as cluster,
            distributed.Client(cluster, set_as_default=False) as client,
        ):
            for _ in range(times):
                client.wait_for_workers(2, timeout=120)
                self._kill_a_worker(told, client, cluster.scheduler.address)
                told.times += 1

    def _kill_a_worker(self, told: Told, client: Any, address: str) -> None:
        out, after = self.scratch / "run", self.draw.randrange(BLOCKS) * BLOCK_PATHS
        killed: list[int] = []

        def kill(done: int, _: int) -> None:
            """Called with the paths done."""
            if done >= after and not killed:
                killed.append(self.draw.choice(sorted(client.run(os.getpid).values())))
                os.kill(killed[0], signal.SIGKILL)

        simulate.run(SCENARIO, paths=PATHS, out=out, keep_paths=True, scheduler=address, batch_blocks=1, progress=kill)
        told.struck += len(killed)
        self.equal(told, out)
        shutil.rmtree(out)


def make(scratch: Path, times: int, *, seed: int = 1998) -> dict[str, Told]:
    """Make each fault so many times."""
    reference = scratch / "reference"
    simulate.run(SCENARIO, paths=PATHS, out=reference, keep_paths=True, threads=2)
    out: dict[str, Told] = {}
    with Forker(scratch) as forker:
        faults = Faults(scratch, forker, reference, random.Random(seed))
        kinds: dict[str, Callable[[Told], None]] = {
            "a clock that jumps by up to 30 years": faults.clock,
            "two processes into one directory, --resume": lambda told: faults.two_processes(told, resume=True),
            "two processes into one directory": lambda told: faults.two_processes(told, resume=False),
        }
        if sys.platform.startswith("linux") and os.geteuid() == 0:
            kinds |= {
                "a disk that fills, --resume": lambda told: faults.full_disk(told, resume=True),
                "a disk that fills": lambda told: faults.full_disk(told, resume=False),
                "a directory that becomes read-only": faults.read_only,
            }
        else:
            print("full disk, read-only directory: not tried, it takes root to mount a file system")
        for name, fault in kinds.items():
            told = out[name] = Told()
            for _ in range(times):
                fault(told)
                told.times += 1
            print(f"{name}: {told}", flush=True)
        told = out["a worker of a cluster killed"] = Told()
        faults.workers(told, times)
        print(f"a worker of a cluster killed: {told}", flush=True)
    return out


if __name__ == "__main__":
    chosen = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    with tempfile.TemporaryDirectory() as made:
        make(Path(made), int(sys.argv[1]), seed=chosen)
    print(f"seed {chosen}")
