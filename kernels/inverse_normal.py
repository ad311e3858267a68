"""The inverse of the normal distribution, by Wichura's rational functions (1988, Applied Statistics 37, AS 241).

His ``PPND16``, of about sixteen digits, where it is needed: for a uniform number of 32 bits its far tail never is.
"""

from __future__ import annotations

from kernels.intrinsics import fma, square_root
from kernels.jit import clause
from kernels.normal import minus_two_log, open_uniform
from kernels.random import Word

_SPLIT = 0.425
_CENTRE = 0.180625
_TAIL = 1.6

_A0, _A1, _A2, _A3 = 3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125
_A4, _A5, _A6, _A7 = 45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727
_B1, _B2, _B3, _B4 = 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077, 21213.794301586595867
_B5, _B6, _B7 = 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610
_C0, _C1, _C2, _C3 = 1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504
_C4, _C5, _C6 = 1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833
_C7 = 0.000774545014278341407640
_D1, _D2, _D3, _D4 = 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550, 0.148103976427480074590
_D5, _D6, _D7 = 0.0151986665636164571966, 0.000547593808499534494600, 1.05075007164441684324e-9


@clause
def normal_of(word: Word) -> float:
    """The standard normal that a uniform word is mapped to, ascending; ``|z|`` at most 6.34.

    Parameters
    ----------
    word
        0 to 2**32 - 1; it stands for ``(word + 1/2)/2**32``.
    """
    u = open_uniform(word)
    q = u - 0.5
    size = q if q > 0.0 else -q
    if size <= _SPLIT:
        r = fma(-q, q, _CENTRE)
        above = fma(_A7, r, _A6)
        above = fma(above, r, _A5)
        above = fma(above, r, _A4)
        above = fma(above, r, _A3)
        above = fma(above, r, _A2)
        above = fma(above, r, _A1)
        above = fma(above, r, _A0)
        below = fma(_B7, r, _B6)
        below = fma(below, r, _B5)
        below = fma(below, r, _B4)
        below = fma(below, r, _B3)
        below = fma(below, r, _B2)
        below = fma(below, r, _B1)
        below = fma(below, r, 1.0)
        return q * above / below
    # u and 1 - u are both exact: 33 bits.
    r = square_root(0.5 * minus_two_log(u if q < 0.0 else 1.0 - u)) - _TAIL
    above = fma(_C7, r, _C6)
    above = fma(above, r, _C5)
    above = fma(above, r, _C4)
    above = fma(above, r, _C3)
    above = fma(above, r, _C2)
    above = fma(above, r, _C1)
    above = fma(above, r, _C0)
    below = fma(_D7, r, _D6)
    below = fma(below, r, _D5)
    below = fma(below, r, _D4)
    below = fma(below, r, _D3)
    below = fma(below, r, _D2)
    below = fma(below, r, _D1)
    below = fma(below, r, 1.0)
    return -above / below if q < 0.0 else above / below
