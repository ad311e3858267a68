"""Mutation tests of the clause modules: each small change to a clause must make one of its tests fail.

``python -m tests.mutation limits`` tries every mutant of ``kernels/limits.py`` (``all``: of each module in
``guards.py``) with the compiler off. ``--of-commit``: the module that the commit's hash chooses, of those that have
been judged whole; ``--seconds N`` stops so long after the tests were collected and passed, in an order that the
commit's hash chooses. The exit code is 1 if none was tried, if less than 95% are killed or, of a module that has been
judged, if one survives that ``equivalent/`` does not name.

``--kept FILE`` goes on with what FILE says was killed, and adds to it: as long as a module is the same and tests are
only added, that stays killed. ``--hunt N`` looks for the random deal below N that would kill a survivor.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.mutation.equivalent import EQUIVALENT
from tests.mutation.guards import JUDGED, TESTS
from tests.mutation.hunt import hunt
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.trial import Trial, collected

REPOSITORY = Path(__file__).resolve().parents[2]
LEAST_KILLED = 0.95


def commit_hash() -> str:
    """The commit that is tried."""
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@dataclass
class Kept:
    """What was killed before, in a file.

    Attributes
    ----------
    file
        None: nothing is kept.
    module
        Its text tells whether it is the same.
    """

    file: Path | None
    module: Path
    killed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._name = f"{self.module.stem} {hashlib.sha256(self.module.read_bytes()).hexdigest()[:16]}"
        self.killed = self._read().get(self._name, [])

    def _read(self) -> dict[str, list[str]]:
        there = self.file is not None and self.file.exists()
        return json.loads(self.file.read_text()) if there else {}  # type: ignore[union-attr]

    def add(self, mutant: Mutant) -> None:
        """Note a mutant that was killed."""
        self.killed.append(mutant.key)
        if self.file is not None:
            new = self.file.with_suffix(".new")
            new.write_text(json.dumps(self._read() | {self._name: self.killed}))
            new.replace(self.file)


@dataclass
class Score:
    """What came of a module's mutants."""

    tried: int = 0
    killed: int = 0
    equivalent: int = 0
    unnamed: int = 0
    in_all: int = 0

    @property
    def share(self) -> float:
        """Killed, of those that are not equivalent."""
        return self.killed / self.tried if self.tried else 1.0


def try_module(name: str, options: dict[str, str]) -> bool:
    """Try a module's mutants and say which survive; whether enough are killed."""
    path, score, verdict = REPOSITORY / "kernels" / f"{name}.py", Score(), []
    listed: list[tuple[str, str]] = []
    in_vain: list[tuple[str, str]] = []
    known = EQUIVALENT.get(name, {})
    kept = Kept(Path(options["--kept"]) if "--kept" in options else None, path)

    def try_one(mutant: Mutant, survives: Callable[[str | None], bool]) -> None:
        """Try a mutant and count it."""
        if mutant.key in kept.killed:
            score.tried += 1
            score.killed += 1
            return
        change = mutant.change()
        if change is None:
            return
        survived = survives(change.code)
        if not survived:
            kept.add(mutant)
        of = (mutant.function, change.line)
        if of in known and survived:
            score.equivalent += 1
            listed.append(of)
            return
        score.tried += 1
        score.killed += not survived
        if of in known:
            in_vain.append(of)
        if survived:
            score.unnamed += 1
            found = f" [deal {hunt(trial.module, change.code, int(options['--hunt']))}]" if "--hunt" in options else ""
            where = f"{mutant.operator} in {mutant.function}"
            print(f"  survives: {where}: {change.was}  ->  {change.line}{found}", flush=True)

    def trying(survives: Callable[[str | None], bool]) -> None:
        """Called by pytest when the tests are collected."""
        began = time.monotonic()
        if not trial.measure(survives):
            print(f"{name}: its tests fail as the code stands", flush=True)
            return
        waiting = list(mutants(path))
        score.in_all = len(waiting)
        if "--seconds" in options:
            commit = commit_hash()
            waiting.sort(key=lambda each: hashlib.sha256((commit + each.key).encode()).digest())
        ends = time.monotonic() + float(options.get("--seconds", "inf"))
        for mutant in waiting:
            if time.monotonic() > ends:
                break
            try_one(mutant, survives)
        # The same line may stand in a function twice, and be told from the code in one place.
        for function, line in dict.fromkeys(each for each in in_vain if each not in listed):
            print(f"  killed, though listed as equivalent: {function}: {line}", flush=True)
        print(
            f"{name}: {score.killed} of {score.tried} mutants killed ({score.share:.1%}), {score.equivalent} "
            f"equivalent, {score.in_all} in all; its tests take {trial.seconds:.1f} s of processor time; "
            f"{time.monotonic() - began:.0f} s",
            flush=True,
        )
        some = score.tried + score.equivalent > 0
        verdict.append(some and score.share >= LEAST_KILLED and not (name in JUDGED and score.unnamed))

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
    named = [name for name in ("--seconds", "--hunt", "--kept") if name in arguments]
    options = {name: arguments[arguments.index(name) + 1] for name in named}
    if "--of-commit" in arguments:
        names = [JUDGED[int(commit_hash(), 16) % len(JUDGED)]]
    else:
        names = list(TESTS) if "all" in arguments else [each for each in TESTS if each in arguments]
    if not names:
        print(f"name a module: all, {', '.join(TESTS)}")
        return 2
    if len(names) == 1:
        return 0 if try_module(names[0], options) else 1
    return max([apart([name, *(text for pair in options.items() for text in pair)]) for name in names])


if __name__ == "__main__":
    if os.environ.get("NUMBA_DISABLE_JIT") != "1":
        os.execve(
            sys.executable,
            [sys.executable, "-m", "tests.mutation", *sys.argv[1:]],
            os.environ | {"NUMBA_DISABLE_JIT": "1"},
        )
    sys.exit(main(sys.argv[1:]))
