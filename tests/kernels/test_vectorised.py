"""The loops that draw the market are packed double arithmetic: read from the compiled code, not assumed.

The contract's sessions are run path by path and are scalar; so is the walk of the log price, of which each session
needs the one before. What vectorises is done tile by tile: random numbers, normals, quotations, volumes, windows.

Each of these loops stands in the code twice: packed, and scalar for arrays that overlap, which never runs. So the
packed part of the instructions, as they stand there, is little over a half (0.61 where this was written) where all that
run are packed, and nothing where a loop no longer vectorises.
"""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest

import simulate
from kernels.jit import COMPILED, Inner
from kernels.market import gbm
from kernels.market.scratch import make_market
from simulate.terms import make_terms

ARITHMETIC = re.compile(r"\bv?(?:add|sub|mul|div|max|min|sqrt|fn?m(?:add|sub)(?:132|213|231))([ps])d\b")


def packed_share(function: Inner, *arguments: object) -> float:
    """The part of a compiled function's double arithmetic that is packed."""
    function(*arguments)
    compiled = function._outside
    counts = Counter(ARITHMETIC.findall(compiled.inspect_asm(compiled.signatures[0])))
    assert counts["p"] > 20, counts
    return counts["p"] / (counts["p"] + counts["s"])


@pytest.mark.skipif(not COMPILED, reason="reads compiled code")
def test_normals_and_quotations_are_packed():
    tables = make_terms(simulate.load("valence-1998-conversion-only")).tables
    market = make_market(tables)

    def draw(seed, path, market, tables):
        gbm.draw_normals(seed, path, 0, market)
        gbm.quote_tile(64, market, tables)

    assert packed_share(Inner(draw), np.uint64(1), np.uint64(2), market, tables) > 0.55


@pytest.mark.skipif(not COMPILED, reason="reads compiled code")
def test_the_test_sees_a_loop_that_is_not_packed():
    def walk(values):
        x = 1.0
        for k in range(values.size):
            x = (x * values[k] + 1.0) / (x + values[k])
            values[k] = x

    function = Inner(walk)
    function(np.ones(8))
    code = function._outside.inspect_asm(function._outside.signatures[0])
    counts = Counter(ARITHMETIC.findall(code))
    assert counts["s"] > counts["p"]
