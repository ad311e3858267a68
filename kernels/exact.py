"""Exact arithmetic on whole numbers held in float64: what decides whether a share is rounded up.

A product of two whole numbers below 2**53 is exact as a pair of float64 (product and remainder, by one fused
multiply-add), so ceilings and floors of rationals are exact without long integers. Where the quotient lies further from
a whole number than rounding can have moved it, which is nearly always, the products are not needed.
"""

from __future__ import annotations

from kernels.intrinsics import floor, fma
from kernels.jit import clause, rare


@clause
def difference_of_products(a: float, b: float, c: float, d: float) -> float:
    """``a*b - c*d``, exactly, for whole numbers of magnitude below 2**53 whose difference is below 2**53 too."""
    left = a * b
    right = c * d
    return (left - right) + (fma(a, b, -left) - fma(c, d, -right))


@clause
def product_is_less(a: float, b: float, c: float, d: float) -> bool:
    """Whether ``a*b < c*d``, exactly, for whole numbers of magnitude below 2**53."""
    return difference_of_products(a, b, c, d) < 0.0


_ROUNDING = 2.0**-51
"""More than two roundings can change a quotient by, of its size."""


@clause
def is_clear(quotient: float, whole: float) -> bool:
    """Whether ``a*b/c``, as computed, surely lies between ``whole`` and ``whole + 1``."""
    part = quotient - whole
    rounding = quotient * _ROUNDING
    return part > rounding and part < 1.0 - rounding


@rare
def settle_floor(a: float, b: float, c: float, q: float) -> float:
    """``floor(a*b/c)`` of an approximate quotient's floor ``q``, which is off by one at most."""
    q = q - 1.0 if product_is_less(a, b, q, c) else q
    return q if product_is_less(a, b, q + 1.0, c) else q + 1.0


@rare
def settle_ceiling(a: float, b: float, c: float, q: float) -> float:
    """``ceil(a*b/c)`` of an approximate quotient's floor ``q``, which is off by one at most."""
    q = settle_floor(a, b, c, q)
    return q + 1.0 if product_is_less(q, c, a, b) else q


@clause
def floor_of_ratio(a: float, b: float, c: float) -> float:
    """``floor(a*b/c)``, exactly, for whole ``a, b >= 0``, ``c > 0`` below 2**53 and a result below 2**50."""
    quotient = a * b / c
    q = floor(quotient)
    return q if is_clear(quotient, q) else settle_floor(a, b, c, q)


@clause
def ceiling_of_ratio(a: float, b: float, c: float) -> float:
    """``ceil(a*b/c)``, exactly, under the conditions of :func:`floor_of_ratio`."""
    quotient = a * b / c
    q = floor(quotient)
    return q + 1.0 if is_clear(quotient, q) else settle_ceiling(a, b, c, q)


@clause
def nearest_of_ratio(a: float, b: float, c: float) -> float:
    """``a*b/c`` rounded to the nearest whole number, halves up, exactly, under the conditions of
    :func:`floor_of_ratio` and with ``2a`` and twice the result below 2**53.
    """
    q = floor_of_ratio(a, b, c)
    return q if product_is_less(2.0 * a, b, 2.0 * q + 1.0, c) else q + 1.0
