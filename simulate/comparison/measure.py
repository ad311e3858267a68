"""A number of an output that scenarios are set side by side by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One number of an output.

    Attributes
    ----------
    output, statistic
        As in :class:`simulate.comparison.Difference`.
    words
        What it is.
    """

    output: str
    statistic: str
    words: str
