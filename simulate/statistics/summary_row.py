"""What is said of an output over all paths: one row of the summary, each number with its Monte Carlo error."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from simulate.statistics.clusters import student_deviate
from simulate.statistics.estimators import normal_deviate

QUANTILES = (0.01, 0.05, 0.25, 0.50, 0.75, 0.95, 0.99)
"""Levels that every table states."""


@dataclass(frozen=True)
class SummaryRow:
    """One output over all paths.

    Attributes
    ----------
    name, unit, meaning, clause, dtype
        As in the registry of columns.
    mean, standard_error, mean_low, mean_high
        Over the paths on which it is defined, with the normal interval. Of a yes-or-no output: the
        probability, with Wilson's interval. None where nothing is defined; error and interval also with a
        single path.
    standard_deviation, minimum, maximum
        None where nothing is defined; the deviation also with a single path.
    defined, undefined
        Numbers of paths.
    at_minimum
        Paths on which the output is at its minimum: those without an event, where it is 0 without one. With bins,
        those in the minimum's bin, which at 0 holds nothing else. None: not known.
    quantiles
        Level to (value, low, high): order statistics and the interval at ``confidence``. Empty for yes-or-no
        outputs.
    truncated
        Levels whose interval covers less than ``confidence``, because there are too few paths.
    expected_shortfall, expected_shortfall_error
        Mean of the worst paths at level ``tail``; None where the output has no bad end, or the error where
        the tail has one path.
    worst
        The bad end: ``high``, ``low`` or empty.
    binned
        Whether quantiles and expected shortfall come from bins 0.1% wide.
    confidence, tail
        Levels of the intervals and of the expected shortfall.
    error_degrees
        Degrees of freedom of the errors, which come from pairs or randomisations (METHODS, Sampling); None: from
        paths, and intervals are normal.
    above_minimum_low, above_minimum_high
        Interval of the share of paths on which the output is above its minimum, where errors do not come from paths;
        None: Wilson's of the paths.
    """

    name: str
    unit: str
    meaning: str
    clause: str
    dtype: Literal["int64", "float64", "bool"]
    mean: float | None
    standard_error: float | None
    mean_low: float | None
    mean_high: float | None
    standard_deviation: float | None
    minimum: float | None
    maximum: float | None
    defined: int
    undefined: int
    quantiles: dict[float, tuple[float, float, float]] = field(default_factory=dict)
    truncated: tuple[float, ...] = ()
    expected_shortfall: float | None = None
    expected_shortfall_error: float | None = None
    worst: Literal["high", "low", ""] = ""
    binned: bool = False
    confidence: float = 0.95
    tail: float = 0.95
    at_minimum: int | None = None
    error_degrees: int | None = None
    above_minimum_low: float | None = None
    above_minimum_high: float | None = None

    @property
    def deviate(self) -> float:
        """Half-width of an interval at the confidence, in standard errors of this output."""
        if self.error_degrees is None:
            return normal_deviate(self.confidence)
        return student_deviate(self.confidence, self.error_degrees)
