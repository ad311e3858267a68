"""Exact comparisons, floors and ceilings, against Python's own integers and fractions."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernels.exact import ceiling_of_ratio, floor_of_ratio, nearest_of_ratio, product_is_less, settle_floor

WHOLE = st.integers(0, 2**53 - 1)
SHARES = st.integers(0, 2**34)


@settings(deadline=None, max_examples=400)
@given(WHOLE, WHOLE, WHOLE, WHOLE)
def test_comparison_of_products(a, b, c, d):
    assert product_is_less(float(a), float(b), float(c), float(d)) == (a * b < c * d)


@settings(deadline=None, max_examples=400)
@given(st.integers(1, 2**26), st.integers(1, 2**26), st.integers(1, 2**26), st.sampled_from([-1, 0, 1]))
def test_products_that_differ_by_little(a, b, c, step):
    left, right = (a * b, c), (a * c + step, b)
    if 0 <= left[0] < 2**53 and 0 <= right[0] < 2**53:
        assert product_is_less(*map(float, (*left, *right))) == (a * b * c < (a * c + step) * b)


@settings(deadline=None, max_examples=400)
@given(SHARES, st.integers(1, 2**53 - 1), st.integers(1, 2**53 - 1))
def test_floor_and_ceiling(n, numerator, denominator):
    exact = Fraction(n * numerator, denominator)
    if exact < 2**49:
        assert floor_of_ratio(float(n), float(numerator), float(denominator)) == floor(exact)
        assert ceiling_of_ratio(float(n), float(numerator), float(denominator)) == ceil(exact)


@settings(deadline=None, max_examples=400)
@given(st.integers(1, 2**20), st.integers(1, 2**30), st.integers(1, 2**22), st.sampled_from([-1, 0, 1]))
def test_quotients_that_are_whole_or_next_to_it(n, quotient, denominator, step):
    # n x numerator / denominator is a whole number, or a hair beside one: noise must not decide.
    numerator = quotient * denominator + step
    if 0 < numerator < 2**53:
        exact = Fraction(n * numerator, denominator)
        assert ceiling_of_ratio(float(n), float(numerator), float(denominator)) == ceil(exact)
        assert floor_of_ratio(float(n), float(numerator), float(denominator)) == floor(exact)


def test_a_whole_quotient_is_not_rounded_up_by_noise():
    # 2,445 preferred of $1,000 at $4.89: 500,000 shares exactly, but 500000.00000000006 in float64.
    assert 2445 * 1000 / 4.89 > 500_000
    assert ceiling_of_ratio(2445.0, 100_000.0, 489.0) == 500_000


@pytest.mark.parametrize("c_bits", [50, 51, 52])
def test_a_quotient_that_rounds_up_to_a_whole_number_is_still_under_it(c_bits):
    """By hand: 3 x (2^54 - 1)/3 = 2^54 - 1, in float64 2^54: over 2^52 that is 4, and truly a hair less."""
    a, b, c = 3.0, float((2**54 - 1) // 3), 2.0**c_bits
    assert a * b / c == 2.0 ** (54 - c_bits)
    assert floor_of_ratio(a, b, c) == 2.0 ** (54 - c_bits) - 1.0
    assert ceiling_of_ratio(a, b, c) == 2.0 ** (54 - c_bits)


@pytest.mark.parametrize("beside", [-1, 0, 1])
def test_a_floor_that_is_off_by_one_is_settled(beside):
    """By hand: 7 x 11/13 = 77/13 = 5 + 12/13, and 7 x 13/13 = 7."""
    assert settle_floor(7.0, 11.0, 13.0, 5.0 + beside) == 5
    assert settle_floor(7.0, 13.0, 13.0, 7.0 + beside) == 7


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 2**33), st.integers(1, 2**53 - 1), st.integers(1, 2**53 - 1))
def test_nearest(n, numerator, denominator):
    exact = Fraction(n * numerator, denominator)
    if exact < 2**49:
        assert nearest_of_ratio(float(n), float(numerator), float(denominator)) == floor(exact + Fraction(1, 2))


@pytest.mark.parametrize(("n", "nearest"), [(0, 0), (1, 0), (2, 1), (3, 1), (4, 1), (5, 1), (6, 2), (10, 3), (14, 4)])
def test_halves_go_up(n, nearest):
    """By hand: quarters, of which 2, 6, 10 and 14 are halves."""
    assert nearest_of_ratio(float(n), 1.0, 4.0) == nearest
