"""The loops that draw the market are packed double arithmetic: read from the compiled code, not assumed.

The contract's sessions are run path by path and are scalar; so is the walk of the log price, of which each session
needs the one before. What vectorises is done tile by tile: random numbers, normals, quotations, volumes, windows.
Compiled as they are, each of these loops stands in the code twice: packed, and one value at a time for arrays that
overlap, which never runs. Here the compiler is told that a market's arrays never overlap, and what is left is read.
"""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest

import simulate
from kernels.jit import COMPILED, Inner
from kernels.market import bootstrap, gbm
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


LEAST_PACKED = 0.9


def normals_and_quotations(seed, path, market, tables):
    gbm.draw_normals(seed, path, 0, market)
    gbm.quote_tile(64, market, tables)


def words_and_quotations(seed, path, market, tables):
    bootstrap.draw_words(seed, path, 0, tables.bootstrap.log2_gross.size, market)
    gbm.quote_tile(64, market, tables)


@pytest.mark.skipif(not COMPILED, reason="reads compiled code")
@pytest.mark.parametrize(
    ("name", "draw"),
    [("valence-1998-conversion-only", normals_and_quotations), ("valence-1998-bootstrap", words_and_quotations)],
)
def test_what_is_drawn_is_packed(name, draw):
    tables = make_terms(simulate.load(name)).tables
    market = make_market(tables)
    assert packed_share(Inner(draw, apart=True), np.uint64(1), np.uint64(2), market, tables) >= LEAST_PACKED


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
