"""Mutation tests of the clause modules: each small change to a clause must make one of its tests fail.

``python -m tests.mutation limits`` tries every mutant of ``kernels/limits.py`` (``all``: of each module listed in
``clauses.py``) with the compiler off; ``--of-commit`` the module that the commit's hash chooses; ``--seconds N`` stops
after so long and judges what was tried, in an order that the commit's hash chooses. Under 95% killed, the exit code is
1. ``--hunt N`` also looks, for each survivor, for the random deal below N on which kernels and ledger then differ.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.mutation.clauses import TESTS
from tests.mutation.equivalent import EQUIVALENT
from tests.mutation.hunt import hunt
from tests.mutation.mutants import mutants
from tests.mutation.trial import Trial, collected

REPOSITORY = Path(__file__).resolve().parents[2]
LEAST_KILLED = 0.95


def commit_hash() -> str:
    """The commit that is tried."""
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def try_module(name: str, seconds: float | None, deals: int) -> bool:
    """Try a module's mutants and say which survive; whether enough are killed."""
    path, verdict = REPOSITORY / "kernels" / f"{name}.py", []

    def trying(survives: Callable[[str | None], bool]) -> None:
        """Called by pytest when the tests are collected."""
        began = time.monotonic()
        if not trial.measure(survives):
            print(f"{name}: its tests fail as the code stands", flush=True)
            return
        waiting = list(mutants(path))
        if seconds is not None:
            commit = commit_hash()
            waiting.sort(key=lambda each: hashlib.sha256((commit + each.key).encode()).digest())
        known = EQUIVALENT.get(name, {})
        tried = killed = equivalent = 0
        for mutant in waiting:
            if seconds is not None and time.monotonic() - began > seconds:
                break
            change = mutant.change()
            if change is None:
                continue
            survived = survives(change.code)
            if (mutant.function, change.line) in known:
                equivalent += 1
                if not survived:
                    print(f"  killed, though listed as equivalent: {mutant.function}: {change.line}", flush=True)
                continue
            tried += 1
            killed += not survived
            if survived:
                found = f" [deal {hunt(trial.module, change.code, deals)}]" if deals else ""
                print(
                    f"  survives: {mutant.operator} in {mutant.function}: {change.was}  ->  {change.line}{found}",
                    flush=True,
                )
        share = killed / tried if tried else 1.0
        print(
            f"{name}: {killed} of {tried} mutants killed ({share:.1%}), {equivalent} equivalent, {len(waiting)} in "
            f"all; its tests take {trial.seconds:.1f} s of processor time; {time.monotonic() - began:.0f} s",
            flush=True,
        )
        verdict.append(share >= LEAST_KILLED)

    trial = Trial(f"kernels.{name}", trying)
    collected(REPOSITORY, [f"tests/{each}" for each in TESTS[name]], trial)
    return verdict == [True]


def apart(arguments: list[str]) -> int:
    """Do the work of one module in a process of its own, which does not outlive this one's being stopped."""
    process = subprocess.Popen([sys.executable, "-m", "tests.mutation", *arguments], cwd=REPOSITORY)
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def main(arguments: list[str]) -> int:
    """Try what is asked for; the exit code tells."""
    sys.dont_write_bytecode = True
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    value = {name: arguments[arguments.index(name) + 1] for name in ("--seconds", "--hunt") if name in arguments}
    if "--of-commit" in arguments:
        names = [sorted(TESTS)[int(commit_hash(), 16) % len(TESTS)]]
    else:
        names = list(TESTS) if "all" in arguments else [each for each in TESTS if each in arguments]
    if not names:
        print(f"name a module: all, {', '.join(TESTS)}")
        return 2
    if len(names) == 1:
        seconds = float(value["--seconds"]) if "--seconds" in value else None
        return 0 if try_module(names[0], seconds, int(value.get("--hunt", 0))) else 1
    options = [text for pair in value.items() for text in pair]
    return max([apart([name, *options]) for name in names])


if __name__ == "__main__":
    if os.environ.get("NUMBA_DISABLE_JIT") != "1":
        os.execve(
            sys.executable,
            [sys.executable, "-m", "tests.mutation", *sys.argv[1:]],
            os.environ | {"NUMBA_DISABLE_JIT": "1"},
        )
    sys.exit(main(sys.argv[1:]))
