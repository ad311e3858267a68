"""Mutation tests of the clause modules: each small change to a clause must make one of its tests fail.

``python -m tests.mutation limits`` tries every mutant of ``kernels/limits.py`` (``all``: of each module listed here)
with the compiler off; ``--of-commit`` the module that the commit's hash chooses; ``--seconds N`` stops after so long
and judges what was tried, in an order that the commit's hash chooses. Under 95% killed, the exit code is 1.

The mutants are cosmic-ray's. A process that has imported all that is not ours forks for each of them, so that a mutant
costs the time of its tests and not that of Python's start.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.equivalent import EQUIVALENT
from tests.wheels.builds import copy_tracked

REPOSITORY = Path(__file__).resolve().parents[2]
LEAST_KILLED = 0.95
LONGEST_SECONDS = 60.0
"""A mutant that never ends is killed."""
TESTS: dict[str, tuple[str, ...]] = {
    "conversion_price": (
        "kernels/test_plain_price.py",
        "kernels/test_conversion_price.py",
        "kernels/test_price_rules.py",
    ),
    "limits": ("kernels/test_limits_general.py", "kernels/test_price_rules.py"),
    "price_rules": ("kernels/test_price_rules.py",),
    "preferred_payments": ("kernels/test_preferred_payments.py",),
    "warrants": ("kernels/test_warrants.py",),
    "anti_dilution": ("kernels/test_anti_dilution.py",),
    "splits": ("kernels/test_splits.py",),
    "merger": ("kernels/test_merger.py",),
    "events": ("kernels/test_events.py",),
    "fine_bins": ("scale/test_counts.py",),
    "bins": ("kernels/test_bins.py",),
    "returns": ("kernels/test_returns.py",),
    "exact": ("kernels/test_exact.py",),
}
"""Modules of ``kernels/`` and the tests that guard each."""
_ANNOTATIONS = "core/ReplaceBinaryOperator_BitOr_"
"""The kernels use ``|`` in annotations alone, which nothing evaluates."""
_DECORATORS = "core/RemoveDecorator"
"""With the compiler off the decorators are nothing."""


@dataclass(frozen=True)
class Mutant:
    """One change.

    Attributes
    ----------
    operator, function
        What kind, and where.
    code
        The whole module, changed.
    was, line
        The line before and after.
    """

    operator: str
    function: str
    code: str
    was: str
    line: str


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module."""
    import cosmic_ray.plugins
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.ast.ast_query import ASTQuery
    from cosmic_ray.mutating import mutate_code

    code = path.read_text(encoding="utf-8")
    for name in sorted(cosmic_ray.plugins.operator_names()):
        if name.startswith(_ANNOTATIONS) or name == _DECORATORS:
            continue
        kind = cosmic_ray.plugins.get_operator(name)
        if kind.arguments():
            continue
        operator = kind()
        positions = [node for node in ast_nodes(get_ast(code)) for _ in operator.mutation_positions(node)]
        for occurrence, node in enumerate(positions):
            changed = mutate_code(code, kind(), occurrence)
            if changed is None or changed == code:
                continue
            pairs = zip(code.splitlines(), changed.splitlines(), strict=False)
            was, line = next((old.strip(), new.strip()) for old, new in pairs if old != new)
            yield Mutant(name.removeprefix("core/"), ASTQuery(node).get_definition_name() or "", changed, was, line)


def warm() -> None:
    """Import what is not ours, once for all children."""
    import exchange_calendars
    import hypothesis
    import numba
    import pyarrow.parquet
    import pydantic
    import pytest
    import ruamel.yaml
    import scipy.optimize
    import scipy.special

    assert all((exchange_calendars, hypothesis, numba, pyarrow, pydantic, pytest, ruamel, scipy))


def passes(folder: Path, tests: list[str]) -> bool:
    """Whether the tests pass, in a child of this process."""
    child = os.fork()
    if child == 0:
        code = 70
        with contextlib.suppress(BaseException):
            os.setpgid(0, 0)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            for stream in (1, 2):
                os.dup2(nowhere, stream)
            os.chdir(folder)
            sys.path[:0] = [str(folder)]
            import pytest

            code = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--assert=plain", *tests]))
        os._exit(code)
    ends = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < ends:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.01)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def commit_hash() -> str:
    """The commit that is tried."""
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def try_module(name: str, seconds: float | None) -> bool:
    """Try a module's mutants and say which survive; whether enough are killed."""
    commit = commit_hash()
    tests = [f"tests/{each}" for each in TESTS[name]]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        copy_tracked(folder)
        target = folder / "kernels" / f"{name}.py"
        code = target.read_text(encoding="utf-8")
        began = time.monotonic()
        if not passes(folder, tests):
            print(f"{name}: its tests fail as the code stands", flush=True)
            return False
        each_seconds = time.monotonic() - began
        waiting = list(mutants(target))
        if seconds is not None:
            waiting.sort(key=lambda each: hashlib.sha256((commit + each.operator + each.code).encode()).digest())
        known = EQUIVALENT.get(name, {})
        tried = killed = equivalent = 0
        for mutant in waiting:
            if seconds is not None and time.monotonic() - began > seconds:
                break
            target.write_text(mutant.code, encoding="utf-8")
            survives = passes(folder, tests)
            place = (mutant.function, mutant.line)
            if place in known:
                equivalent += 1
                if not survives:
                    print(f"  killed, though listed as equivalent: {mutant.function}: {mutant.line}", flush=True)
                continue
            tried += 1
            killed += not survives
            if survives:
                print(
                    f"  survives: {mutant.operator} in {mutant.function}: {mutant.was}  ->  {mutant.line}", flush=True
                )
        target.write_text(code, encoding="utf-8")
    share = killed / tried if tried else 1.0
    print(
        f"{name}: {killed} of {tried} mutants killed ({share:.1%}), {equivalent} equivalent, {len(waiting)} in all; "
        f"its tests take {each_seconds:.1f} s",
        flush=True,
    )
    return share >= LEAST_KILLED


def main(arguments: list[str]) -> int:
    """Try what is asked for; the exit code tells."""
    sys.dont_write_bytecode = True
    seconds = float(arguments[arguments.index("--seconds") + 1]) if "--seconds" in arguments else None
    if "--of-commit" in arguments:
        names = [list(TESTS)[int(commit_hash(), 16) % len(TESTS)]]
    else:
        names = list(TESTS) if "all" in arguments else [each for each in TESTS if each in arguments]
    if not names:
        print(f"name a module: all, {', '.join(TESTS)}")
        return 2
    warm()
    verdicts = [try_module(name, seconds) for name in names]
    return 0 if all(verdicts) else 1


if __name__ == "__main__":
    if os.environ.get("NUMBA_DISABLE_JIT") != "1":
        os.execve(
            sys.executable,
            [sys.executable, "-m", "tests.mutation", *sys.argv[1:]],
            os.environ | {"NUMBA_DISABLE_JIT": "1"},
        )
    sys.exit(main(sys.argv[1:]))
