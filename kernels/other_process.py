"""Another Python process, which makes the machine code of a part (:mod:`kernels.parts`) on another processor."""

from __future__ import annotations

import importlib
import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

LONGEST_S = 600.0
"""After so many seconds it is not waited for any more."""
_NO_ANSWER = (
    pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, KeyError, TypeError, ValueError,
)  # fmt: skip
"""What reading may raise of a file that holds something else: a Python may print when it starts."""
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from kernels.other_process import answer; answer()"


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class OtherProcess:
    """A process that makes one part.

    Parameters
    ----------
    module, name
        Where the part is found.
    arguments
        Numba's types of its arguments.

    Raises
    ------
    OSError
        If no process can be started, or no file for its answer.
    """

    def __init__(self, module: str, name: str, arguments: tuple[Any, ...]) -> None:
        # In files, so that neither waits for the other to read.
        with tempfile.TemporaryFile() as request:
            pickle.dump((module, name, arguments), request)
            request.seek(0)
            self._answer = tempfile.TemporaryFile()  # noqa: SIM115 - until the answer has been read
            self._process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, *sys.path],
                stdin=request,
                stdout=self._answer,
                stderr=subprocess.DEVNULL,
            )

    @staticmethod
    def is_possible() -> bool:
        """Whether there is a processor for it, and a Python to start: a program that holds Python inside has none."""
        return processors() > 1 and Path(sys.executable or "").name.lower().startswith("python")

    def code(self, made_for: Any) -> bytes | None:
        """Wait for the machine code.

        Parameters
        ----------
        made_for
            Numba's description of the processor that it is wanted for.

        Returns
        -------
        bytes or None
            None: there is none, or it is for another processor.
        """
        try:
            if self._process.wait(LONGEST_S) != 0:
                return None
            self._answer.seek(0)
            found = pickle.load(self._answer)
        except (subprocess.TimeoutExpired, *_NO_ANSWER):
            return None
        finally:
            self.stop()
        for_this_one = isinstance(found, tuple) and len(found) == 2 and found[0] == made_for
        return bytes(found[1]) if for_this_one else None

    def stop(self) -> None:
        """End it, if it still runs."""
        self._process.kill()
        self._process.wait()
        self._answer.close()


def answer() -> None:
    """Make the part that the standard input asks for, and write its machine code to the standard output."""
    module, name, arguments = pickle.load(sys.stdin.buffer)
    part = getattr(importlib.import_module(module), name)
    code = part.make(arguments)
    pickle.dump((part.made_for(), code), sys.stdout.buffer)
