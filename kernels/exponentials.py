"""Powers and exponentials whose bits two implementations share (METHODS, Impact).

What a price becomes by the holder's own sales decides how many shares a notice gives, so that the ledger must come to
the same bits. Both evaluate the same Taylor series in plain multiplications and additions, each rounded by itself: no
fused operation, no library call.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from kernels.intrinsics import bits_of, from_bits, square_root
from kernels.jit import clause
from kernels.normal import round_to_whole

LN_2 = 0.6931471805599453
INVERSE_LN_2 = 1.4426950408889634
_E1, _E2, _E3, _E4, _E5, _E6, _E7, _E8, _E9, _E10, _E11, _E12, _E13 = (
    float(Fraction(LN_2) ** k / math.factorial(k)) for k in range(1, 14)
)
_L0, _L1, _L2, _L3, _L4, _L5, _L6, _L7, _L8, _L9, _L10 = (
    float(Fraction(INVERSE_LN_2) * Fraction(2, 2 * k + 1)) for k in range(11)
)
FARTHEST = 1000.0
"""Exponents are held between minus this and this."""
LEAST = 2.0**-100
"""What is left of a memory that has faded to less is taken for nothing."""
_MANTISSA_BITS = 52
_HALF_ROOT_BITS = 0x3FE6A09E667F3BCD
"""Bits of sqrt(1/2)."""
_EXPONENT_MASK = -(1 << 52)


@clause
def two_to(y: float) -> float:
    """``2**y``, y held within 1000: the whole part into the exponent, of the rest 13 terms of the series."""
    bounded = y if y < FARTHEST else FARTHEST
    bounded = bounded if bounded > -FARTHEST else -FARTHEST
    whole = round_to_whole(bounded)
    f = bounded - whole
    p = _E13 * f + _E12
    p = p * f + _E11
    p = p * f + _E10
    p = p * f + _E9
    p = p * f + _E8
    p = p * f + _E7
    p = p * f + _E6
    p = p * f + _E5
    p = p * f + _E4
    p = p * f + _E3
    p = p * f + _E2
    p = p * f + _E1
    p = p * f + 1.0
    return from_bits(int(bits_of(p) + (np.int64(whole) << _MANTISSA_BITS)))


@clause
def log_two(x: float) -> float:
    """Base-2 logarithm of a positive normal number: ``ln m = 2 atanh((m - 1)/(m + 1))``, m from sqrt(1/2) to sqrt 2."""
    bits = bits_of(x)
    exponent_bits = (bits - _HALF_ROOT_BITS) & _EXPONENT_MASK
    m = from_bits(bits - exponent_bits)
    s = (m - 1.0) / (m + 1.0)
    q = s * s
    p = _L10 * q + _L9
    p = p * q + _L8
    p = p * q + _L7
    p = p * q + _L6
    p = p * q + _L5
    p = p * q + _L4
    p = p * q + _L3
    p = p * q + _L2
    p = p * q + _L1
    p = p * q + _L0
    return float(exponent_bits >> _MANTISSA_BITS) + s * p


@clause
def power(x: float, exponent: float) -> float:
    """``x**exponent`` for x up to 2^99 and an exponent from 0 to 10; of x under 2^-100, nothing."""
    if x < LEAST:
        return 0.0
    if exponent == 0.5:
        return square_root(x)
    if exponent == 1.0:
        return x
    return two_to(exponent * log_two(x))
