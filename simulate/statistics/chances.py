"""How often an output is above a level: chances of events, limits and payments, from the summary alone."""

from __future__ import annotations

from dataclasses import dataclass

from simulate.statistics import SummaryRow
from simulate.statistics.estimators import score_interval, wilson_interval


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
    if row.error_degrees is None:
        low, high = wilson_interval(paths, row.defined, row.confidence)
    elif row.dtype == "bool" and row.mean_low is not None and row.mean_high is not None:
        low, high = row.mean_low, row.mean_high
    elif 0 < paths < row.defined and row.above_minimum_low is not None and row.above_minimum_high is not None:
        low, high = row.above_minimum_low, row.above_minimum_high
    else:
        # On no path, or on all: nothing shows how paths of a pair or a randomisation go together (METHODS, Sampling).
        low, high = score_interval(paths / row.defined, row.error_degrees + 1, row.deviate)
    return Chance(paths / row.defined, low, high, paths, row.defined)
