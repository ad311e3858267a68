"""Histogram of dilution: what part of the enlarged company the new shares are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulate.plots.histogram import Outcome, histogram
from simulate.plots.labels import significant

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulate.results import Result

COLUMN = "dilution_of_total"


def percent(fraction: float) -> str:
    """A fraction as percent, to two decimals.

    Parameters
    ----------
    fraction
        0.0873 for 8.73%.

    Returns
    -------
    str
    """
    return f"{100 * fraction:.2f}%"


_DILUTION = Outcome(
    COLUMN,
    100.0,
    "Dilution: new / (old + new) common shares, percent",
    lambda width: f"{significant(width, 2)} points",
    percent,
    lambda fraction: f"{100 * fraction:.2f}",
    undefined="Dilution is defined on no path",
)


def dilution(result: Result) -> Figure:
    """Histogram of dilution, new/(old + new), with the 5%, 50% and 95% quantiles marked.

    Parameters
    ----------
    result
        A run's answers.

    Returns
    -------
    matplotlib.figure.Figure
    """
    return histogram(
        result,
        _DILUTION,
        lambda row: (
            f"New shares are {percent(row.quantiles[0.50][0])} of the enlarged company at the median; "
            f"one path in twenty gives {percent(row.quantiles[0.95][0])} or more"
        ),
    )
