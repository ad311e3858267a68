"""Fine bins of an output, 1,024 in an octave: counted in windows that the caller makes wide enough.

The bins are those of DDSketch (Masson, Rim and Lee, PVLDB 2019) with the exponent and ten bits of the mantissa for the
logarithm: at most 0.1% wide, zero apart, negative numbers mirrored. Integer counts do not depend on the order in which
paths come.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kernels.intrinsics import bits_of
from kernels.jit import clause, kernel
from kernels.rows import NOT_COMPUTED, UNDEFINED
from kernels.tables import Floats

Counts = npt.NDArray[np.int32]

FINE_SHIFT = 42
"""52 mantissa bits less the 10 that number the bins of an octave."""
NO_KEY = -1


@clause
def fine_key(size: float) -> int:
    """Number of the bin of a value that is not negative: 0 for zero and for what is under 2.2e-311."""
    return bits_of(size) >> FINE_SHIFT


@clause
def is_defined(value: float) -> bool:
    """Whether a value is no sentinel."""
    return value != UNDEFINED and value != NOT_COMPUTED


@kernel
def fine_span(values: Floats) -> tuple[int, float, float, int, int, int, int]:
    """What of a column must be counted, and how wide the windows must be.

    Parameters
    ----------
    values
        One output of the paths of a block; sentinels are passed over.

    Returns
    -------
    count : int
        Defined values.
    low, high : float
        The smallest and the largest; 0 if there are none.
    first_negative, last_negative, first, last : int
        Lowest and highest key of the negative values, and of the others; ``NO_KEY`` where there are none.
    """
    count = 0
    low = 0.0
    high = 0.0
    first_negative = NO_KEY
    last_negative = NO_KEY
    first = NO_KEY
    last = NO_KEY
    for value in values:
        if not is_defined(value):
            continue
        low = value if count == 0 or value < low else low
        high = value if count == 0 or value > high else high
        count += 1
        if value < 0.0:
            key = fine_key(-value)
            first_negative = key if first_negative == NO_KEY or key < first_negative else first_negative
            last_negative = key if key > last_negative else last_negative
        else:
            # The sum turns a negative zero, whose bits are another bin's, into zero.
            key = fine_key(value + 0.0)
            first = key if first == NO_KEY or key < first else first
            last = key if key > last else last
    return count, low, high, first_negative, last_negative, first, last


@kernel
def count_fine(values: Floats, first_negative: int, negative: Counts, first: int, counts: Counts) -> None:
    """Count the values of a column.

    Parameters
    ----------
    values
        As :func:`fine_span` has seen them.
    first_negative, negative
        Key of the first bin of the window of negative values, and its counts.
    first, counts
        The same of the others.
    """
    for value in values:
        if not is_defined(value):
            continue
        if value < 0.0:
            negative[fine_key(-value) - first_negative] += 1
        else:
            counts[fine_key(value + 0.0) - first] += 1
