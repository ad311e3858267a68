"""Powers and exponentials of METHODS, Impact, which come to the same bits wherever they are worked out."""

from __future__ import annotations

import math
from fractions import Fraction

LN_2 = 0.6931471805599453
INVERSE_LN_2 = 1.4426950408889634
_OF_TWO = tuple(float(Fraction(LN_2) ** k / math.factorial(k)) for k in range(13, 0, -1))
"""Coefficients of the series of ``2**f``, highest power first, but for the last, 1."""
_OF_LOGARITHM = tuple(float(Fraction(INVERSE_LN_2) * Fraction(2, 2 * k + 1)) for k in range(10, -1, -1))
FARTHEST = 1000.0
LEAST = 2.0**-100
_HALF_ROOT = float.fromhex("0x1.6a09e667f3bcdp-1")
"""sqrt(1/2)."""


def two_to(y: float) -> float:
    """``2**y``: the whole part, halves to even, is the exponent; of the rest f the series to ``f**13``.

    Parameters
    ----------
    y
        Held between -1000 and 1000.

    Returns
    -------
    float
    """
    bounded = min(max(y, -FARTHEST), FARTHEST)
    whole = round(bounded)
    f = bounded - whole
    out = _OF_TWO[0]
    for coefficient in (*_OF_TWO[1:], 1.0):
        out = out * f + coefficient
    return math.ldexp(out, whole)


def log_two(x: float) -> float:
    """Base-2 logarithm: exponent and mantissa m from sqrt(1/2) to sqrt 2, of which ``2 atanh((m - 1)/(m + 1))``.

    Parameters
    ----------
    x
        Positive.

    Returns
    -------
    float
    """
    mantissa, exponent = math.frexp(x)
    if mantissa < _HALF_ROOT:
        mantissa, exponent = mantissa * 2, exponent - 1
    s = (mantissa - 1) / (mantissa + 1)
    square, out = s * s, _OF_LOGARITHM[0]
    for coefficient in _OF_LOGARITHM[1:]:
        out = out * square + coefficient
    return exponent + s * out


def power(x: float, exponent: float) -> float:
    """``x**exponent``.

    Parameters
    ----------
    x
        At least 0, up to 2^99; under 2^-100 it is taken for nothing.
    exponent
        Above 0, up to 10; of 1/2 the square root is taken, and of 1 x itself.

    Returns
    -------
    float
    """
    if x < LEAST:
        return 0.0
    if exponent == 0.5:
        return math.sqrt(x)
    return x if exponent == 1 else two_to(exponent * log_two(x))
