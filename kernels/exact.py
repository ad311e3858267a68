"""Exact arithmetic on whole numbers held in float64: what decides whether a share is rounded up.

A product of two whole numbers below 2**53 is exact as a pair of float64 (product and remainder, by one fused
multiply-add), so ceilings and floors of rationals are exact without long integers, and without branches that would
stop lanes.
"""

from __future__ import annotations

from kernels.intrinsics import floor, fma
from kernels.jit import clause


@clause
def product_is_less(a: float, b: float, c: float, d: float) -> bool:
    """Whether ``a*b < c*d``, exactly, for whole numbers of magnitude below 2**53."""
    left = a * b
    right = c * d
    return (left - right) + (fma(a, b, -left) - fma(c, d, -right)) < 0.0


@clause
def floor_of_ratio(a: float, b: float, c: float) -> float:
    """``floor(a*b/c)``, exactly, for whole ``a, b >= 0``, ``c > 0`` below 2**53 and a result below 2**50."""
    q = floor(a * b / c)
    # The approximate quotient is off by one at most.
    q = q - 1.0 if product_is_less(a, b, q, c) else q
    return q if product_is_less(a, b, q + 1.0, c) else q + 1.0


@clause
def ceiling_of_ratio(a: float, b: float, c: float) -> float:
    """``ceil(a*b/c)``, exactly, under the conditions of :func:`floor_of_ratio`."""
    q = floor_of_ratio(a, b, c)
    return q + 1.0 if product_is_less(q, c, a, b) else q


@clause
def nearest_of_ratio(a: float, b: float, c: float) -> float:
    """``a*b/c`` rounded to the nearest whole number, halves up, exactly, under the conditions of
    :func:`floor_of_ratio` and with ``2a`` and twice the result below 2**53.
    """
    q = floor_of_ratio(a, b, c)
    return q if product_is_less(2.0 * a, b, 2.0 * q + 1.0, c) else q + 1.0
