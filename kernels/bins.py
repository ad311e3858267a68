"""Bins of constant relative width, read off the bits of a float64: 128 in an octave, at most 0.8% wide.

Integer counts in such bins do not depend on the order in which paths come.
"""

from __future__ import annotations

from kernels.intrinsics import bits_of
from kernels.jit import clause

_SHIFT = 45
"""52 mantissa bits less the 7 that number the bins of an octave."""


@clause
def bin_of(value: float, lowest: float, bins: int) -> int:
    """Number of the bin that holds a value.

    Parameters
    ----------
    value
        Zero or positive.
    lowest
        A power of two: the lower edge of bin 1. Everything below it is in bin 0.
    bins
        How many bins there are; the last one takes all that lies beyond.

    Returns
    -------
    int
    """
    if value < lowest:
        return 0
    index = (bits_of(value) >> _SHIFT) - (bits_of(lowest) >> _SHIFT) + 1
    return index if index < bins else bins - 1
