"""How often an output is above a level: chances of events, limits and payments, from the summary alone."""

from __future__ import annotations

from dataclasses import dataclass

from simulate.statistics import SummaryRow
from simulate.statistics.estimators import wilson_interval


@dataclass(frozen=True)
class Chance:
    """A share of paths with Wilson's interval.

    Attributes
    ----------
    share, low, high
        Fractions; the interval at the confidence of the run.
    paths
        Paths on which it is so.
    of
        Paths in all.
    """

    share: float
    low: float
    high: float
    paths: int
    of: int


def chance_above(row: SummaryRow, level: float = 0.0) -> Chance | None:
    """On how many paths an output is above a level that no path lies under.

    Parameters
    ----------
    row
        The output.
    level
        In its unit; such as 0 for a number of events.

    Returns
    -------
    Chance or None
        None where the output is nowhere defined, or the summary cannot tell.
    """
    if row.minimum is None or row.maximum is None or row.mean is None:
        return None
    if row.dtype == "bool" and level == 0.0:
        paths = round(row.mean * row.defined)
    elif row.maximum <= level:
        paths = 0
    elif row.minimum > level:
        paths = row.defined
    elif row.minimum == level and row.at_minimum is not None:
        paths = row.defined - row.at_minimum
    else:
        return None
    low, high = wilson_interval(paths, row.defined, row.confidence)
    return Chance(paths / row.defined, low, high, paths, row.defined)
