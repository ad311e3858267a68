"""Mutants tried one by one, each in a child of a process that has imported and collected everything.

The child puts the mutant's code into the functions that are there: whoever imported them has the mutant. So a mutant
costs the time of its tests alone. Children are limited in processor time, and killed when the parent is stopped.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

_LEAST_SECONDS = 5
_FIRST = 2
"""Exit code of a child in which the first test fails."""
_TIMES_AS_LONG = 10
"""A mutant that takes so many times the processor time of its tests never ends."""


def put_in(module: ModuleType, code: str) -> None:
    """Let a module that has been imported be another text.

    Functions keep their identity and get other code; what else the module defines is replaced wherever a module has
    taken it over under its name.
    """
    new: dict[str, Any] = {"__name__": module.__name__, "__file__": module.__file__}
    exec(compile(code, str(module.__file__), "exec"), new)
    for name, value in new.items():
        old = vars(module).get(name)
        if isinstance(value, FunctionType) and value.__module__ == module.__name__:
            assert isinstance(old, FunctionType), name
            old.__code__, old.__defaults__ = value.__code__, value.__defaults__
        elif not name.startswith("__") and isinstance(value, (bool, int, float, str, tuple)) and value != old:
            for other in list(sys.modules.values()):
                if getattr(other, name, None) is old:
                    setattr(other, name, value)


def _keep_products() -> None:
    """Work out each fused product once: with the compiler off it is done in fractions, and takes most of the time."""
    import kernels.intrinsics

    slow = kernels.intrinsics.fma
    quick = functools.cache(slow)
    for module in list(sys.modules.values()):
        if vars(module).get("fma") is slow:
            vars(module)["fma"] = quick


def _run(item: Any, session: Any) -> bool:
    """Whether a test passes. Nobody reads how it fails, and putting that into words takes most of the time."""
    item.repr_failure = lambda *_, **__: "failed"
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
    return not session.testsfailed


@dataclass
class Guard:
    """A test.

    Attributes
    ----------
    item, seconds, kills
        Pytest's, its processor time, and how many mutants it was the first to kill.
    """

    item: Any
    seconds: float = 0.0
    kills: int = 0


class Trial:
    """A plugin of pytest that, instead of running the tests once, runs them for one mutant after the other.

    Parameters
    ----------
    module
        Name of the module to change.
    trying
        Called when everything is imported, with a function that tells of a text whether it survives.
    """

    def __init__(self, module: str, trying: Callable[[Callable[[str | None], bool]], None]) -> None:
        self.module = module
        self.trying = trying
        self.seconds = 0.0
        self.limit = 120
        self._items: list[Guard] = []

    def pytest_runtestloop(self, session: Any) -> bool:
        """In the place of pytest's own loop."""
        if session.testsfailed or not session.items:
            raise session.Interrupted("the tests cannot be collected")

        self._items = [Guard(each) for each in session.items]

        def survives(code: str | None) -> bool:
            """Try a text; None: the module as it is."""
            return self._child(session, code)

        self.trying(survives)
        return True

    def measure(self, survives: Callable[[str | None], bool]) -> bool:
        """Whether the tests pass as the code stands; how long they take limits every child.

        They run in this process first: what they keep, such as the ledger's answers, every child then has.
        """
        _keep_products()
        for guard in self._items:
            if not _run(guard.item, guard.item.session):
                return False
            began = time.process_time()
            _run(guard.item, guard.item.session)
            guard.seconds = time.process_time() - began
        self.seconds = sum(guard.seconds for guard in self._items)
        self.limit = _LEAST_SECONDS + round(_TIMES_AS_LONG * self.seconds)
        # What is there is not looked through, and so not copied, in any child.
        gc.freeze()
        return survives(None)

    def _child(self, session: Any, code: str | None) -> bool:
        # What kills much and costs little comes first.
        order = sorted(self._items, key=lambda guard: (guard.kills + 0.2) / (guard.seconds + 0.01), reverse=True)
        child = os.fork()
        if child == 0:
            ending = 1
            try:
                resource.setrlimit(resource.RLIMIT_CPU, (self.limit, self.limit))
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                nowhere = os.open(os.devnull, os.O_WRONLY)
                for stream in (1, 2):
                    os.dup2(nowhere, stream)
                if code is not None:
                    put_in(sys.modules[self.module], code)
                failed = (at for at, guard in enumerate(order) if not _run(guard.item, session))
                ending = min(_FIRST + next(failed, -_FIRST), 255)
            finally:
                os._exit(ending)
        # A child that sleeps uses no processor: it is killed by the clock.
        ends = time.monotonic() + 20 * self.limit
        try:
            while time.monotonic() < ends:
                ended, status = os.waitpid(child, os.WNOHANG)
                if ended:
                    child = 0
                    code_of_exit = os.waitstatus_to_exitcode(status)
                    if code_of_exit >= _FIRST:
                        order[min(code_of_exit - _FIRST, len(order) - 1)].kills += 1
                    return code_of_exit == 0
                time.sleep(0.002)
            return False
        finally:
            if child:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)


def collected(repository: Path, tests: Iterable[str], trial: Trial) -> int:
    """Collect the tests in this process and try; pytest's exit code."""
    import pytest

    os.chdir(repository)
    without = [text for name in ("cacheprovider", "terminal", "faulthandler") for text in ("-p", f"no:{name}")]
    options = ["-o", "addopts=", "-m", "not slow", "-s", "--hypothesis-seed=1998"]
    twin = ["-p", "tests.parity.twin_plugin"]  # the tests of the ledger try the kernels too
    return int(pytest.main([*without, *twin, *options, *tests], plugins=[trial]))
