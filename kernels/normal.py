"""Normals by Box and Muller (1958) and the exponential, from own polynomials.

The polynomials are Taylor series on reduced arguments, long enough that truncation is below one unit in the last
place, so their coefficients need no table and no fit. Every step is a fused multiply-add, a comparison or a bit
operation: the same bits on every processor, and loops over them vectorise (no library call).
"""

from __future__ import annotations

import math

import numpy as np

from kernels.intrinsics import bits_of, fma, from_bits, square_root
from kernels.jit import clause
from kernels.random import Word

_ROUND = 6755399441055744.0
"""1.5 x 2^52: adding and subtracting it rounds to the nearest whole number."""
_ROUND_BITS = 0x4338000000000000
_MANTISSA_BITS = 52
_HALF_ROOT_BITS = 0x3FE6A09E667F3BCD
"""Bits of sqrt(1/2): the mantissa is taken from there to sqrt(2), where log is near 0."""
_EXPONENT_MASK = -(1 << 52)

_E2, _E3, _E4, _E5, _E6, _E7, _E8, _E9, _E10, _E11, _E12, _E13 = (
    math.log(2.0) ** k / math.factorial(k) for k in range(2, 14)
)
_LN2 = math.log(2.0)
_L0, _L1, _L2, _L3, _L4, _L5, _L6, _L7, _L8, _L9, _L10 = (-4.0 / (2 * k + 1) for k in range(11))
_S1, _S2, _S3, _S4, _S5, _S6, _S7 = ((-1.0) ** k / math.factorial(2 * k + 1) for k in range(1, 8))
_C1, _C2, _C3, _C4, _C5, _C6, _C7, _C8 = ((-1.0) ** k / math.factorial(2 * k) for k in range(1, 9))

_TWO_TO_MINUS_32 = 2.0**-32
_TWO_TO_MINUS_33 = 2.0**-33
_QUARTER_TURN = 2.0**-30 * math.pi / 2
_MIDDLE = 2.0**29 - 0.5
_LOW_30 = np.uint64((1 << 30) - 1)
_BIT_30 = np.uint64(1 << 30)
_BIT_31 = np.uint64(1 << 31)
_ZERO = np.uint64(0)


@clause
def round_to_whole(a: float) -> float:
    """The nearest whole number, halves to even, for ``|a| < 2**51``."""
    return (a + _ROUND) - _ROUND


@clause
def exp2(y: float) -> float:
    """``2**y`` for ``-1000 < y < 1000``, within one unit in the last place."""
    shifted = y + _ROUND
    f = y - (shifted - _ROUND)
    p = fma(_E13, f, _E12)
    p = fma(p, f, _E11)
    p = fma(p, f, _E10)
    p = fma(p, f, _E9)
    p = fma(p, f, _E8)
    p = fma(p, f, _E7)
    p = fma(p, f, _E6)
    p = fma(p, f, _E5)
    p = fma(p, f, _E4)
    p = fma(p, f, _E3)
    p = fma(p, f, _E2)
    p = fma(p, f, _LN2)
    p = fma(p, f, 1.0)
    # Both have the same exponent, so the difference of their bits is the whole part: it is added to p's exponent.
    return from_bits(bits_of(p) + ((bits_of(shifted) - _ROUND_BITS) << _MANTISSA_BITS))


@clause
def minus_two_log(u: float) -> float:
    """``-2 ln u`` for a positive normal ``u``, by ``ln m = 2 atanh((m-1)/(m+1))``."""
    bits = bits_of(u)
    exponent_bits = (bits - _HALF_ROOT_BITS) & _EXPONENT_MASK
    m = from_bits(bits - exponent_bits)
    exponent = float(exponent_bits >> _MANTISSA_BITS)
    s = (m - 1.0) / (m + 1.0)
    q = s * s
    p = fma(_L10, q, _L9)
    p = fma(p, q, _L8)
    p = fma(p, q, _L7)
    p = fma(p, q, _L6)
    p = fma(p, q, _L5)
    p = fma(p, q, _L4)
    p = fma(p, q, _L3)
    p = fma(p, q, _L2)
    p = fma(p, q, _L1)
    p = fma(p, q, _L0)
    return fma(exponent, -2.0 * _LN2, s * p)


@clause
def direction(angle_word: Word) -> tuple[float, float]:
    """Cosine and sine of a uniform angle, in either order, from one random word.

    Parameters
    ----------
    angle_word
        0 to 2**32 - 1: 30 bits within a quarter turn, and two bits for the quarter.
    """
    a = (float(np.int64(angle_word & _LOW_30)) - _MIDDLE) * _QUARTER_TURN
    q = a * a
    sine = fma(_S7, q, _S6)
    sine = fma(sine, q, _S5)
    sine = fma(sine, q, _S4)
    sine = fma(sine, q, _S3)
    sine = fma(sine, q, _S2)
    sine = fma(sine, q, _S1)
    sine = fma(sine * q, a, a)
    cosine = fma(_C8, q, _C7)
    cosine = fma(cosine, q, _C6)
    cosine = fma(cosine, q, _C5)
    cosine = fma(cosine, q, _C4)
    cosine = fma(cosine, q, _C3)
    cosine = fma(cosine, q, _C2)
    cosine = fma(cosine, q, _C1)
    cosine = fma(cosine, q, 1.0)
    cosine = -cosine if (angle_word & _BIT_31) != _ZERO else cosine
    if (angle_word & _BIT_30) != _ZERO:
        return sine, cosine
    return cosine, sine


@clause
def open_uniform(word: Word) -> float:
    """``(word + 1/2)/2**32``: above 0 and below 1."""
    return fma(float(np.int64(word)), _TWO_TO_MINUS_32, _TWO_TO_MINUS_33)


@clause
def normal_pair(radius_word: Word, angle_word: Word) -> tuple[float, float]:
    """Two independent standard normals from two random words.

    Parameters
    ----------
    radius_word, angle_word
        Words 0 to 2**32 - 1. The radius is ``sqrt(-2 ln u)``, ``u = (word + 1/2)/2**32``; see :func:`direction`.

    Returns
    -------
    tuple of two float
        ``|z|`` at most 6.77.
    """
    square = minus_two_log(open_uniform(radius_word))
    radius = square_root(square if square > 0.0 else 0.0)
    first, second = direction(angle_word)
    return first * radius, second * radius


@clause
def student(radius_word: Word, angle_word: Word, degrees: float, log2_exponent: float) -> float:
    """One variable of Student's t by Bailey's polar method (1994, Mathematics of Computation 62, 779-781).

    ``t = cos(angle) x sqrt(nu (u^(-2/nu) - 1))``: Box and Muller's method, of which it is the whole family. The sine
    gives a t too, but the two are not independent.

    Parameters
    ----------
    radius_word, angle_word
        As in :func:`normal_pair`.
    degrees
        Degrees of freedom nu, above 2.
    log2_exponent
        ``1/(nu ln 2)``.
    """
    power = exp2(minus_two_log(open_uniform(radius_word)) * log2_exponent) - 1.0
    first, _ = direction(angle_word)
    return first * square_root(degrees * (power if power > 0.0 else 0.0))
