"""Sums over the paths of a block, one after the other: the same bits on any machine."""

from __future__ import annotations

from kernels.jit import kernel
from kernels.rows import NOT_COMPUTED, UNDEFINED
from kernels.tables import Floats


@kernel
def block_moments(values: Floats) -> tuple[int, float, float]:
    """Number of defined values, their mean and their sum of squared deviations, in two passes.

    Parameters
    ----------
    values
        One output of the paths of a block, in path order; sentinels are passed over.

    Returns
    -------
    count : int
    mean : float
    squares : float
    """
    count = 0
    total = 0.0
    for value in values:
        if value != UNDEFINED and value != NOT_COMPUTED:
            count += 1
            total += value
    if count == 0:
        return 0, 0.0, 0.0
    mean = total / count
    squares = 0.0
    for value in values:
        if value != UNDEFINED and value != NOT_COMPUTED:
            squares += (value - mean) * (value - mean)
    return count, mean, squares
