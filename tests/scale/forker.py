"""Processes that really run, none of which pays for Python's start: children of one that has imported and compiled."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

SCENARIO = "valence-1998-conversion-only"
_PARENT = """
import json, os, sys, threading, time
import simulate
from simulate.errors import FloorlessError
from simulate.readiness import have_compiled
from simulate.terms import make_terms

scenario = simulate.load(sys.argv[1])
have_compiled(make_terms(scenario), None)
for line in sys.stdin:
    asked = json.loads(line)
    if "end_of" in asked:
        print(os.waitstatus_to_exitcode(os.waitpid(asked["end_of"], 0)[1]), flush=True)
        continue
    child = os.fork()
    if child:
        print(child, flush=True)
        continue
    code = 1
    try:
        said, after, jump = (asked.pop(name) for name in ("said", "clock_after", "clock_jump"))
        real, began = time.time, time.monotonic()
        time.time = lambda: real() + (jump if time.monotonic() - began >= after else 0.0)
        try:
            simulate.run(scenario, keep_paths=True, threads=2, batch_blocks=1, **asked)
            code = 0
        except FloorlessError as error:
            code = 2
            open(said, "w").write(str(error))
        except BaseException as error:
            open(said, "w").write(repr(error))
    finally:
        os._exit(code)
"""


class Forker:
    """A process that runs the scenario in children, as often as it is asked; a context manager.

    Parameters
    ----------
    scratch
        Where children say why they ended.
    """

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch

    def __enter__(self) -> Forker:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PARENT, SCENARIO], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def _ask(self, asked: dict[str, Any]) -> int:
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def begin(self, out: Path, *, clock_after: float = 0.0, clock_jump: float = 0.0, **options: Any) -> int:
        """Begin or go on with a run; its process. Its clock jumps after some seconds, if it shall."""
        said = str(self._scratch / "said")
        return self._ask(
            {"out": str(out), "said": said, "clock_after": clock_after, "clock_jump": clock_jump, **options}
        )

    def ending(self, process: int) -> int:
        """How a child ended: 0; 2 a message, 1 a fault; or less the number of the signal that ended it."""
        return self._ask({"end_of": process})

    def said(self) -> str:
        """The last message; it is gone then."""
        file = self._scratch / "said"
        text = file.read_text() if file.exists() else ""
        file.unlink(missing_ok=True)
        return text
