"""The exponentials that kernels and ledger share are the same bits, and are exponentials (METHODS, Impact)."""

from __future__ import annotations

import math

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kernels import exponentials as compiled
from simulate.ledger import exponentials as plain

ULPS = 4 * 2.0**-52
"""Of two to the y and of a logarithm; a power's error grows with its exponent's."""


@settings(max_examples=200, deadline=None)
@given(st.floats(-900, 900))
@example(0.5)
@example(-0.5)
@example(1.5)
@example(2.5)
@example(-0.0)
def test_two_to(y):
    assert compiled.two_to(y) == plain.two_to(y)
    assert math.isclose(plain.two_to(y), 2.0**y, rel_tol=ULPS)


@settings(max_examples=200, deadline=None)
@given(st.floats(1e-200, 1e200))
@example(1.0)
@example(0.5**0.5)
@example(float.fromhex("0x1.6a09e667f3bccp-1"))
@example(float.fromhex("0x1.6a09e667f3bcdp-1"))
@example(2.0**0.5)
@example(1 + 2.0**-52)
def test_log_two(x):
    assert compiled.log_two(x) == plain.log_two(x)
    assert math.isclose(plain.log_two(x), math.log2(x), rel_tol=ULPS, abs_tol=ULPS)


@settings(max_examples=200, deadline=None)
@given(st.floats(2.0**-100, 1e9), st.floats(0.1, 10))
@example(2.0, 0.5)
@example(3.25, 1.0)
def test_power(x, exponent):
    assert compiled.power(x, exponent) == plain.power(x, exponent)
    assert math.isclose(plain.power(x, exponent), x**exponent, rel_tol=1e-12)
    assert plain.power(x, 0.5) == math.sqrt(x)
    assert plain.power(x, 1.0) == x


def test_an_exponent_is_held_within_a_thousand():
    for y in (1000.0, 1001.0, 1e18):
        assert compiled.two_to(y) == plain.two_to(y) == 2.0**1000
        assert compiled.two_to(-y) == plain.two_to(-y) == 2.0**-1000


def test_a_memory_that_has_faded_away_is_nothing():
    for x in (0.0, 5e-324, 1e-310, 2.0**-101):
        for exponent in (0.1, 0.5, 1.0, 10.0):
            assert compiled.power(x, exponent) == plain.power(x, exponent) == 0.0


def test_nothing_is_exactly_one():
    assert plain.two_to(-0.0 * plain.INVERSE_LN_2) == 1.0
