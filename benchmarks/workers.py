"""Throughput against the number of threads and of a cluster's workers, and what a shard costs beside its paths.

``python -m benchmarks.workers [SCENARIO [PATHS]]``. Each figure is the difference of two runs in processes of their
own, so that starting, compiling and the tables at the end are in none of them. Processor seconds stand beside seconds
of the clock, for they count what was done and not what else the machine did: those of workers, scheduler and the
process that asked together, and of that last one alone, which takes every shard and is what a large cluster would wait
for.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.machine import ROOT, processor, versions

SCENARIO, PATHS = "valence-1998-conversion-only", 2**19
_BLOCK = 4096
_RUN = """
import json, sys, time
import simulate
if __name__ == "__main__":
    simulate.run(sys.argv[1], **json.loads(sys.argv[2]))
    print(time.process_time())
"""


@dataclass(frozen=True)
class Spent:
    """Seconds of a run.

    Attributes
    ----------
    wall, processor, asking
        Of the clock; of all processors together; of processors by the process that asked alone.
    """

    wall: float
    processor: float
    asking: float

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.wall - other.wall, self.processor - other.processor, self.asking - other.asking)


def spent(name: str, **options: Any) -> Spent:
    """Run in a process of its own.

    Parameters
    ----------
    name, options
        Of the scenario, and of :func:`simulate.run`.
    """
    with tempfile.TemporaryDirectory() as scratch:
        script = Path(scratch) / "run.py"  # a cluster's workers import what began them
        script.write_text(_RUN)
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        if "resume" in options:
            options["out"] = str(Path(scratch) / "run")
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        command = [sys.executable, str(script), name, json.dumps(options)]
        said = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
        after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(ended - began, used, float(said))


def sessions_of(name: str) -> int:
    """Sessions of a scenario, for nominal path-sessions."""
    import simulate

    return int(simulate.run(name, paths=1, threads=1).manifest["sessions"])


def far_shard(name: str, blocks: int) -> str:
    """A shard far into a run of 10^12 path-sessions: what it costs to make, to send and to take, in words.

    Parameters
    ----------
    name, blocks
        Of the scenario; how many blocks of paths.
    """
    import simulate
    from simulate.derive import purchases
    from simulate.reduction import Reduction
    from simulate.spool import Spool
    from simulate.terms import make_terms
    from simulate.work import Job, Task, Worker

    scenario = simulate.load(name)
    terms = make_terms(scenario)
    paths = 10**12 // len(terms.dates)
    worker = Worker(Job(scenario, terms, purchases(scenario, terms.dates[0]), keep=False))
    first = 2**10
    worker.shard(Task(first, first + 1, paths, True, False))  # whatever comes with the first call
    worker.counters.take()
    clock = [time.process_time()]
    shard = worker.shard(Task(first, first + blocks, paths, True, False))
    shard.counts = worker.counters.take()
    clock.append(time.process_time())
    sent = pickle.dumps(shard)
    reduction = Reduction(scenario, terms)
    with Spool(reduction.columns, 1) as spool:
        spool.expect(paths)
        clock.append(time.process_time())
        received = pickle.loads(sent)
        reduction.add(received)
        reduction.count(received.counts)
        spool.count(received.counts.bins)
        clock.append(time.process_time())
    made, _, taken = (after - before for before, after in pairwise(clock))
    cost = 1e9 * made / blocks / _BLOCK / len(terms.dates)
    shards = paths / _BLOCK / blocks
    return (
        f"{name}: {made:.2f} s of processor to make ({cost:.1f} ns a path-session), {len(sent) / 1e6:.1f} MB to send, "
        f"{1e3 * taken:.0f} ms to take; 10^12 path-sessions are {shards:,.0f} of them: {shards * made / 3600:.1f} "
        f"hours of processor, {shards * taken:.0f} s to take, {shards * len(sent) / 1e9:.0f} GB"
    )


def main() -> None:
    """Print all tables."""
    name = sys.argv[1] if len(sys.argv) > 1 else SCENARIO
    paths = int(sys.argv[2]) if len(sys.argv) > 2 else PATHS
    few, many = paths // 4, paths // _BLOCK
    crews: dict[str, dict[str, Any]] = {
        "1 thread": {"threads": 1},
        "2 threads": {"threads": 2},
        "1 worker": {"workers": 1},
        "2 workers": {"workers": 2},
    }
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"{processor()}, {os.cpu_count()} processors, load {load:.1f} before; {versions()}")
    sessions = sessions_of(name)
    print(f"{name}, {sessions} sessions: {paths:,} paths less {few:,}\n")
    print(f"{'who':<10} {'seconds':>8} {'processor':>10} {'asking':>7} {'paths/s':>9} {'ns a path-session':>18}")
    for crew, options in crews.items():
        found, done = spent(name, paths=paths, **options) - spent(name, paths=few, **options), paths - few
        cost = 1e9 * found.processor / done / sessions
        numbers = (
            f"{found.wall:8.2f} {found.processor:10.2f} {found.asking:7.2f} {done / found.wall:9,.0f} {cost:18.2f}"
        )
        print(f"{crew:<10} {numbers}", flush=True)
    print(f"\n{paths:,} paths in {many} shards less the same in {many // 8}, for each shard more:")
    for crew, options in {
        "2 threads, shards landing": {"threads": 2, "resume": True},
        "2 workers": {"workers": 2},
        "2 workers, shards landing": {"workers": 2, "resume": True},
    }.items():
        small, large = (spent(name, paths=paths, batch_blocks=blocks, **options) for blocks in (1, 8))
        found, more = small - large, (many - many // 8) / 1e3
        print(
            f"{crew:<26} {found.wall / more:6.1f} ms, {found.processor / more:6.1f} ms of processor, "
            f"{found.asking / more:6.1f} ms of it by the process that asked",
            flush=True,
        )
    print("\nA shard of 64 blocks beyond the paths that are counted by session:")
    for each in (name, "valence-1998"):
        print(far_shard(each, 64), flush=True)


if __name__ == "__main__":
    main()
