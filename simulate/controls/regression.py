"""A mean with controls: coefficients from one half of the paths, used on the other, and the other way round."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulate.statistics import normal_deviate

Floats = NDArray[np.float64]
PATHS_PER_CONTROL = 50
"""Paths of a half for each coefficient, at least: fewer would fit noise."""
LEAST_DEVIATION = 1e-9
"""Of a control, as a part of its level: what deviates less is constant. Rounding of doubles leaves some 1e-16, and the
least volatility that a scenario may have moves a stock by 6e-6 in one session. A constant scaled by its own noise would
stand for the intercept, and take the mean away with it."""

_HALVES = (slice(0, None, 2), slice(1, None, 2))


@dataclass(frozen=True)
class ControlledMean:
    """A mean, plain and with controls, of the same paths.

    Attributes
    ----------
    output, unit
        As in the registry of columns.
    plain, plain_error
        The mean and its standard error.
    mean, standard_error, low, high
        With controls, with the normal interval.
    paths
        How many.
    """

    output: str
    unit: str
    plain: float
    plain_error: float
    mean: float
    standard_error: float
    low: float
    high: float
    paths: int

    @property
    def variance_ratio(self) -> float | None:
        """How many times as many plain paths the same error takes; None where nothing varies."""
        return (self.plain_error / self.standard_error) ** 2 if self.standard_error else None


def varying(centred: Floats, levels: Floats) -> NDArray[np.bool_]:
    """Which controls vary on both halves of the paths, so that each half can tell their coefficients.

    Parameters
    ----------
    centred
        Controls less their expectations, [paths, controls].
    levels
        Their expectations.

    Returns
    -------
    numpy.ndarray
        [controls]; False: constant but for rounding on one half at least.
    """
    deviations = np.minimum(*(centred[half].std(axis=0) for half in _HALVES))
    out: NDArray[np.bool_] = deviations > LEAST_DEVIATION * np.abs(levels)
    return out


def controlled_mean(output: str, unit: str, values: Floats, centred: Floats, *, confidence: float) -> ControlledMean:
    """The mean of an output, plain and with controls.

    Parameters
    ----------
    output, unit
        What it is.
    values
        Path by path.
    centred
        Controls less their expectations, [paths, controls]; those alone that vary on both halves, see :func:`varying`.
    confidence
        Of the interval.

    Returns
    -------
    ControlledMean
        Unbiased: no path is corrected with a coefficient that was fitted to it. Each half's error is that of its own
        residuals, about the other half's line; halves weigh by their paths.

    Raises
    ------
    ValueError
        With fewer than :data:`PATHS_PER_CONTROL` paths to a coefficient in a half.
    """
    count = int(values.size)
    if count // 2 < least_paths(centred.shape[1]) // 2:
        raise ValueError(f"{count} paths do not tell {centred.shape[1]} coefficients")
    # Columns of one size: dollars stand beside millions of shares.
    scaled = centred / centred.std(axis=0)
    mean = variance = 0.0
    for fitted, corrected in (_HALVES, _HALVES[::-1]):
        design = np.column_stack([np.ones(values[fitted].size), scaled[fitted]])
        slopes = np.linalg.lstsq(design, values[fitted], rcond=None)[0][1:]
        left = values[corrected] - scaled[corrected] @ slopes
        share = left.size / count
        mean += share * float(left.mean())
        variance += share * share * float(left.var(ddof=1)) / left.size
    error = math.sqrt(variance)
    half = normal_deviate(confidence) * error
    return ControlledMean(
        output=output,
        unit=unit,
        plain=float(values.mean()),
        plain_error=float(values.std(ddof=1)) / math.sqrt(count),
        mean=mean,
        standard_error=error,
        low=mean - half,
        high=mean + half,
        paths=count,
    )


def least_paths(controls: int) -> int:
    """The fewest paths that tell the coefficients of so many controls."""
    return 2 * PATHS_PER_CONTROL * (controls + 1)
