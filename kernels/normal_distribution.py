"""Exponential, logarithm and the normal distribution function, the same bits on every processor (``W 4(e)``).

The distribution function is by Cody's rational Chebyshev approximations (1969, Mathematics of Computation 23, 631-637),
with the coefficients of his normal integral in SPECFUN (1993, ACM Transactions on Mathematical Software 19, 22-32). The
libraries' own functions differ in the last bits from machine to machine; these are additions, multiplications and
divisions alone, in a stated order.
"""

from __future__ import annotations

import math
from fractions import Fraction

from kernels.intrinsics import fma
from kernels.jit import clause, rare
from kernels.normal import exp2, minus_two_log

_LN2 = math.log(2.0)
_LOG2_E = 1.4426950408889634
_LOG2_E_REST = float(Fraction("1.44269504088896340735992468100189214") - Fraction(_LOG2_E))
"""What a float64 leaves of the base-two logarithm of e: with it the product of an exponent is exact to 100 bits."""
_INVERSE_ROOT_TWO_PI = 0.39894228040143267794

_MIDDLE = 0.66291
_TAIL = 5.656854249492380195
"""sqrt(32)."""
_FARTHEST = 37.0
"""Beyond it the smaller tail is under 10**-299 and taken for 0."""

# Numerators, then denominators whose leading coefficient is 1, highest power first: within _MIDDLE by the square,
_A0, _A1, _A2, _A3, _A4 = (
    0.065682337918207449113,
    2.2352520354606839287,
    161.02823106855587881,
    1067.6894854603709582,
    18154.981253343561249,
)
_B1, _B2, _B3, _B4 = 47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956
# ... to _TAIL by the distance,
_C0, _C1, _C2, _C3, _C4, _C5, _C6, _C7, _C8 = (
    1.0765576773720192317e-8,
    0.39894151208813466764,
    8.8831497943883759412,
    93.506656132177855979,
    597.27027639480026226,
    2494.5375852903726711,
    6848.1904505362823326,
    11602.651437647350124,
    9842.7148383839780218,
)
_D1, _D2, _D3, _D4, _D5, _D6, _D7, _D8 = (
    22.266688044328115691,
    235.38790178262499861,
    1519.377599407554805,
    6485.558298266760755,
    18615.571640885098091,
    34900.952721145977266,
    38912.003286093271411,
    19685.429676859990727,
)
# ... and beyond it by the inverse square.
_P0, _P1, _P2, _P3, _P4, _P5 = (
    0.02307344176494017303,
    0.21589853405795699,
    0.1274011611602473639,
    0.022235277870649807,
    0.001421619193227893466,
    2.9112874951168792e-5,
)
_Q1, _Q2, _Q3, _Q4, _Q5 = (
    1.28426009614491121,
    0.468238212480865118,
    0.0659881378689285515,
    0.00378239633202758244,
    7.29751555083966205e-5,
)


@clause
def exponential(x: float) -> float:
    """``e**x`` for ``-690 < x < 690``, within two units in the last place."""
    y = x * _LOG2_E
    rest = fma(x, _LOG2_E, -y) + x * _LOG2_E_REST
    power = exp2(y)
    return fma(power, rest * _LN2, power)


@clause
def logarithm(u: float) -> float:
    """``ln u`` for a positive normal ``u``."""
    return -0.5 * minus_two_log(u)


@clause
def _middle(x: float) -> float:
    """The distribution function less one half, for ``|x| <= 0.66291``."""
    q = x * x
    a = fma(fma(fma(fma(_A0, q, _A1), q, _A2), q, _A3), q, _A4)
    b = fma(fma(fma(q + _B1, q, _B2), q, _B3), q, _B4)
    return x * a / b


@clause
def _near_tail(y: float) -> float:
    """The upper tail over ``exp(-y*y/2)``, for y from 0.66291 to sqrt(32)."""
    c = fma(fma(fma(fma(_C0, y, _C1), y, _C2), y, _C3), y, _C4)
    c = fma(fma(fma(fma(c, y, _C5), y, _C6), y, _C7), y, _C8)
    d = fma(fma(fma(y + _D1, y, _D2), y, _D3), y, _D4)
    d = fma(fma(fma(fma(d, y, _D5), y, _D6), y, _D7), y, _D8)
    return c / d


@clause
def _far_tail(y: float) -> float:
    """The upper tail over ``exp(-y*y/2)``, for y above sqrt(32)."""
    q = 1.0 / (y * y)
    p = fma(fma(fma(fma(fma(_P0, q, _P1), q, _P2), q, _P3), q, _P4), q, _P5)
    r = fma(fma(fma(fma(q + _Q1, q, _Q2), q, _Q3), q, _Q4), q, _Q5)
    return (_INVERSE_ROOT_TWO_PI - q * p / r) / y


@rare
def normal_distribution(x: float) -> float:
    """The standard normal distribution function, to a relative 10**-14 in its lower tail.

    Parameters
    ----------
    x
        Standard deviations.

    Returns
    -------
    float
        0 to 1.
    """
    y = abs(x)
    if y <= _MIDDLE:
        return 0.5 + _middle(x)
    if y > _FARTHEST:
        return 1.0 if x > 0.0 else 0.0
    square = y * y
    # What rounding the square leaves out counts in its exponential.
    density = exponential(-0.5 * square)
    density = fma(density, -0.5 * fma(y, y, -square), density)
    tail = density * (_near_tail(y) if y <= _TAIL else _far_tail(y))
    return 1.0 - tail if x > 0.0 else tail
