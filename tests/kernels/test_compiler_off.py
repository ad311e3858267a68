"""With the compiler off the kernels give the same bits: the twins of the intrinsics are exact."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import sys, hashlib
from random import Random
sys.path[:0] = {paths!r}
import numpy as np
from kernels.jit import COMPILED
from parity import kernel_columns
from strategies import random_scenario
from simulate.terms import make_terms
digest = hashlib.sha256()
for number in range(12):
    scenario = random_scenario(Random(number), longest_days=90)
    terms = make_terms(scenario)
    for name, values in kernel_columns(scenario, terms, 0, 2).items():
        digest.update(name.encode() + np.ascontiguousarray(values).tobytes())
print(COMPILED, digest.hexdigest())
"""


def rows_hash(compiler: bool, **processor: str) -> tuple[str, str]:
    tests = Path(__file__).resolve().parent.parent
    code = CODE.format(paths=[str(tests.parent), str(tests), str(tests / "parity")])
    environment = os.environ | {"NUMBA_DISABLE_JIT": "0" if compiler else "1"} | processor
    out = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    compiled, digest = out.stdout.split()
    return compiled, digest


def test_the_same_bits_with_the_compiler_off():
    on, off = rows_hash(True), rows_hash(False)
    assert (on[0], off[0]) == ("True", "False")
    assert on[1] == off[1]


@pytest.mark.slow
@pytest.mark.parametrize(
    "features", [{"NUMBA_CPU_NAME": "haswell", "NUMBA_CPU_FEATURES": "+avx2,+fma"}, {"NUMBA_CPU_NAME": "nehalem"}]
)
def test_the_same_bits_from_code_for_older_processors(features):
    assert rows_hash(True, **({"NUMBA_CPU_FEATURES": "+sse4.2"} | features)) == rows_hash(True)
