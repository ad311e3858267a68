"""Parts of a kernel: made by another process or by this one, kept in the cache, and never twice."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import numpy as np
import pytest
from numba import types
from parted import NUMBERS, add
from repository import REPOSITORY

from kernels import other_process, parts
from kernels.jit import COMPILED
from kernels.other_process import OtherProcess

pytestmark = pytest.mark.skipif(not COMPILED, reason="the compiler is off")

CODE = """
import sys
import numpy as np
from kernels import other_process, parts
from kernels.jit import is_compiled
import parted
asked = []
begin, make = parts.OtherProcess.__init__, parts.Part.make
def note_begin(self, module, name, arguments):
    asked.append(f"other:{name}")
    begin(self, module, name, arguments)
def note_make(self, arguments):
    asked.append(f"here:{self.function.__name__}")
    return make(self, arguments)
parts.OtherProcess.__init__, parts.Part.make = note_begin, note_make
other_process.processors = lambda: PROCESSORS
if EXECUTABLE is not None:
    sys.executable = EXECUTABLE
numbers, total = np.array([1.0, 2.0, 4.0]), np.zeros(1)
waited = is_compiled(parted.FUNCTION, (numbers, 0.5, total))
parted.FUNCTION(numbers, 0.5, total)
print(waited, total[0], *asked)
"""


@pytest.fixture
def fresh(tmp_path):
    """What a fresh process says, which shares the cache of the others of the same test."""

    def run(function="added", *, count=2, executable=None):
        code = (
            CODE.replace("FUNCTION", function).replace("PROCESSORS", str(count)).replace("EXECUTABLE", repr(executable))
        )
        environment = os.environ | {"FLOORLESS_CACHE_DIR": str(tmp_path / "cache"), "NUMBA_DISABLE_JIT": "0"}
        path = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "tests" / "kernels")])
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=environment | {"PYTHONPATH": path},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


def test_another_process_makes_it_and_the_cache_keeps_it(fresh):
    assert fresh() == "False 3.5 other:add"
    assert fresh() == "True 3.5"


def test_on_one_processor_this_process_makes_it(fresh):
    assert fresh(count=1) == "False 3.5 here:add"
    assert fresh() == "True 3.5"


@pytest.mark.parametrize("executable", ["", "not-there/python3", "/bin/false", "python-that-is-not-there"])
def test_where_there_is_no_other_python_this_process_makes_it(fresh, executable):
    assert fresh(executable=executable).endswith("here:add")


@pytest.mark.parametrize("said", ["nonsense", "hello", "KI am no pickle", "N.", "(lp0.", ""])
def test_a_python_that_answers_something_else_is_done_without(fresh, tmp_path, said):
    broken = tmp_path / "python-broken"
    broken.write_text(f"#!/bin/sh\nprintf '{said}'\n", encoding="utf-8")
    broken.chmod(0o755)
    assert fresh(executable=str(broken)) == "False 3.5 other:add here:add"


def test_what_is_not_begun_is_made_when_it_is_called(fresh):
    assert fresh("subtracted") == "False -3.5 here:subtract"
    assert fresh("subtracted") == "True -3.5"


def test_code_for_another_processor_is_not_taken(monkeypatch):
    monkeypatch.syspath_prepend(str(REPOSITORY / "tests" / "kernels"))
    arguments = (NUMBERS, types.float64, NUMBERS)
    assert OtherProcess("parted", "add", arguments).code(add.made_for())
    assert OtherProcess("parted", "add", arguments).code(("another", *add.made_for())) is None


def test_a_process_that_nobody_waits_for_is_ended(monkeypatch):
    monkeypatch.setattr(other_process, "_PROGRAM", "import time; time.sleep(300)")
    other = OtherProcess("parted", "add", ())
    began = time.monotonic()
    other.stop()
    assert time.monotonic() - began < 60.0
    assert other._process.returncode not in (0, None)
    monkeypatch.setattr(other_process, "LONGEST_S", 0.01)
    assert OtherProcess("parted", "add", ()).code(()) is None


def test_the_session_of_a_whole_deal_is_begun_with_the_types_that_it_is_called_with():
    """Otherwise another process would make it in vain."""
    from benchmarks.kernel_runs import KernelRun
    from kernels.jit import typeof
    from kernels.paths import simulate_block
    from kernels.session import run_session, types_of_session

    run = KernelRun.of("valence-1998", 1)
    run.block(0)
    arguments = (run.terms.tables, np.uint64(1), np.uint64(0), 1, 1, 0, run.market, run.state, run.sums, run.fans)
    begun = types_of_session(*map(typeof, arguments), None)
    (compiled,) = (each for each in simulate_block.inside.overloads.values() if each.library.parts)
    assert [symbol for symbol, _ in compiled.library.parts] == [run_session.symbol(begun)]
    assert run_session.symbol(begun) in parts._loaded
    plain = KernelRun.of("valence-1998-conversion-only", 1)
    assert types_of_session(typeof(plain.terms.tables)) is None
