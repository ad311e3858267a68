"""Starting up, in fresh processes: compiling, loading compiled code, importing; and a large run's memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import ROOT

_RUN = """
import json, sys, time
from benchmarks.startup import peak_bytes
import simulate
from simulate import engine, terms
name, paths, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
scenario = simulate.load(name)
terms.make_terms(scenario)
began, used = time.perf_counter(), time.process_time()
simulate.run(scenario, paths=paths, threads=threads)
seconds, processor_seconds = time.perf_counter() - began, time.process_time() - used
print(json.dumps({"seconds": seconds, "processor_seconds": processor_seconds, "peak_bytes": peak_bytes()}))
"""
_IMPORT = "import time; began = time.process_time(); import simulate; print(time.process_time() - began)"
_HELP = "import sys; sys.argv[0] = 'floorless'; from simulate.cli import main; main()"


def peak_bytes() -> int:
    """Most memory that this process has held."""
    try:
        # The high-water mark of this program alone: getrusage's also holds that of the process it was forked from.
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
        return next(1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    except OSError:
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak * (1 if sys.platform == "darwin" else 1024)


@dataclass(frozen=True)
class FreshRun:
    """A run in a process of its own.

    Attributes
    ----------
    seconds
        Of ``simulate.run``, the scenario read and everything imported.
    processor_seconds
        The same, of all processors together: what others do on the machine adds little to it.
    process_seconds
        Of the whole process, by the clock.
    peak_bytes
        Most memory the process held.
    """

    seconds: float
    processor_seconds: float
    process_seconds: float
    peak_bytes: int


def python(*arguments: str, cache: str | None = None) -> tuple[float, str]:
    """Seconds and output of a fresh Python."""
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), environment.get("PYTHONPATH", "")])
    if cache is not None:
        environment["FLOORLESS_CACHE_DIR"] = cache
    began = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"a fresh process ended with exit code {done.returncode}:\n{done.stderr}")
    return seconds, done.stdout


def fresh_run(name: str, paths: int, threads: int, cache: str | None = None) -> FreshRun:
    """Run a scenario in a fresh process.

    Parameters
    ----------
    name
        Of a shipped configuration.
    paths, threads
        As in ``simulate.run``.
    cache
        Folder of compiled code; None: the usual one.

    Raises
    ------
    RuntimeError
        If the process fails.
    """
    process_seconds, said = python("-c", _RUN, name, str(paths), str(threads), cache=cache)
    found = json.loads(said)
    return FreshRun(found["seconds"], found["processor_seconds"], process_seconds, found["peak_bytes"])


def compile_and_warm(name: str) -> tuple[FreshRun, FreshRun]:
    """A run of one path with an empty cache, which compiles, and the same again in another process."""
    with tempfile.TemporaryDirectory() as folder:
        cache = str(Path(folder) / "cache")
        return fresh_run(name, 1, 1, cache), fresh_run(name, 1, 1, cache)


def import_seconds(repeats: int = 5) -> float:
    """Seconds of a processor that ``import simulate`` takes in an empty process, best of several."""
    return min(float(python("-c", _IMPORT)[1]) for _ in range(repeats))


def help_seconds(repeats: int = 5) -> float:
    """Seconds of ``floorless --help``, the whole process, best of several."""
    return min(python("-c", _HELP, "--help")[0] for _ in range(repeats))
