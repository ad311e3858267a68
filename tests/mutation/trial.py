"""Mutants tried one by one, each in a child of a process that has imported and collected everything.

The child puts the mutant's code into the functions that are there: whoever imported them has the mutant. So a mutant
costs the time of its tests alone. Children are limited in processor time, and killed when the parent is stopped.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

_LEAST_SECONDS = 5
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


def _run(items: list[Any], session: Any) -> bool:
    """Whether all tests pass; over at the first that does not."""
    for at, item in enumerate(items):
        following = items[at + 1] if at + 1 < len(items) else None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return False
    return True


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
        self._here: Callable[[], bool] = lambda: False

    def pytest_runtestloop(self, session: Any) -> bool:
        """In the place of pytest's own loop."""
        if session.testsfailed or not session.items:
            raise session.Interrupted("the tests cannot be collected")

        def survives(code: str | None) -> bool:
            """Try a text; None: the module as it is."""
            return self._child(session, code)

        self._here = lambda: _run(session.items, session)

        self.trying(survives)
        return True

    def measure(self, survives: Callable[[str | None], bool]) -> bool:
        """Whether the tests pass as the code stands; how long they take limits every child.

        They run in this process first: what they keep, such as the ledger's answers, every child then has.
        """
        if not self._here():
            return False
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        passes = survives(None)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        self.limit = _LEAST_SECONDS + round(_TIMES_AS_LONG * self.seconds)
        return passes

    def _child(self, session: Any, code: str | None) -> bool:
        child = os.fork()
        if child == 0:
            ending = 70
            try:
                resource.setrlimit(resource.RLIMIT_CPU, (self.limit, self.limit))
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                nowhere = os.open(os.devnull, os.O_WRONLY)
                for stream in (1, 2):
                    os.dup2(nowhere, stream)
                if code is not None:
                    put_in(sys.modules[self.module], code)
                ending = 0 if _run(session.items, session) else 1
            finally:
                os._exit(ending)
        # A child that sleeps uses no processor: it is killed by the clock.
        ends = time.monotonic() + 20 * self.limit
        try:
            while time.monotonic() < ends:
                ended, status = os.waitpid(child, os.WNOHANG)
                if ended:
                    child = 0
                    return os.waitstatus_to_exitcode(status) == 0
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
    return int(pytest.main([*without, *options, *tests], plugins=[trial]))
