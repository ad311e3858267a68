"""Histogram of the investor's profit and loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulate.plots.bars import Bars
from simulate.plots.histogram import Mark, Outcome, histogram
from simulate.plots.labels import significant
from simulate.plots.style import INK, LABEL_POINTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulate.results import Result
    from simulate.statistics import SummaryRow

COLUMN = "pnl_usd"
_MILLION = 1e6
_MOST_EMPTY = 0.4
"""Largest part of the axis that may be empty for break-even to be on it."""


def millions(usd: float) -> str:
    """Dollars as millions, to three significant digits.

    Parameters
    ----------
    usd
        Any amount.

    Returns
    -------
    str
        With a true minus sign before the dollar.
    """
    return f"{'−' if usd < 0 else ''}${significant(abs(usd) / _MILLION)} million"


_PNL = Outcome(
    COLUMN,
    1 / _MILLION,
    "Investor's profit and loss over all series, million USD, undiscounted",
    lambda width: f"${significant(width, 2)} million",
    millions,
    lambda usd: significant(usd / _MILLION),
    lines={0.05: ":", 0.50: "--", 0.95: ":"},
    undefined="P&L is defined on no path",
)


def pnl(result: Result) -> Figure:
    """Histogram of the investor's P&L, with mean, quantiles and break-even.

    Parameters
    ----------
    result
        A run's answers.

    Returns
    -------
    matplotlib.figure.Figure
    """
    return histogram(result, _PNL, _title, note=_far_note, finish=_with_break_even, more=_mean_mark)


def _title(row: SummaryRow) -> str:
    mean, low = row.mean or 0.0, row.quantiles[0.05][0]
    verb = "earns" if mean >= 0 else "loses"
    return f"The investor {verb} {millions(abs(mean))} on average; one path in twenty ends at " + (
        f"a profit of {millions(low)} or less" if low >= 0 else f"a loss of {millions(-low)} or more"
    )


def _far_note(row: SummaryRow, bars: Bars) -> str:
    return f"Break-even lies {'left' if bars.edges[0] > 0 else 'right'} of the axis." if _far(bars) else ""


def _mean_mark(row: SummaryRow) -> list[Mark]:
    """The mean and its error, as a line and a label."""
    mean = row.mean or 0.0
    label = f"mean\n{millions(mean)}"
    if row.standard_error is not None:
        label += f"\n± {significant(row.standard_error / _MILLION, 2)} (s.e.)"
    return [(mean / _MILLION, "-", label)]


def _with_break_even(axes: Axes, bars: Bars) -> None:
    """Mark break-even, widening the axis to it where that does not leave it empty."""
    low, high = axes.get_xlim()
    if not low <= 0 <= high:
        if _far(bars):
            return
        margin = 0.02 * (max(high, 0.0) - min(low, 0.0))
        low, high = min(low, -margin), max(high, margin)
        axes.set_xlim(low, high)
    axes.axvline(0.0, color=INK, linewidth=1.8)
    left = _lower_side(bars, low, high) == "left"
    axes.annotate(
        "break-even",
        xy=(0.0, 0.86),
        xycoords=axes.get_xaxis_transform(),
        xytext=(-4 if left else 4, 0),
        textcoords="offset points",
        ha="right" if left else "left",
        va="top",
        fontsize=LABEL_POINTS,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0, "alpha": 0.85},
        zorder=5,
    )


def _far(bars: Bars) -> bool:
    """Whether break-even is too far from the bars to be on the axis."""
    low, high = float(bars.edges[0]), float(bars.edges[-1])
    empty = max(low, -high, 0.0)
    return empty > _MOST_EMPTY * (high - low + empty)


def _lower_side(bars: Bars, low: float, high: float) -> str:
    """On which side of break-even the bars leave more room for a word."""
    reach = 0.12 * (high - low)
    middles = (bars.edges[:-1] + bars.edges[1:]) / 2
    left = bars.probabilities[(middles > -reach) & (middles < 0)]
    right = bars.probabilities[(middles >= 0) & (middles < reach)]
    return "left" if left.max(initial=0.0) < right.max(initial=0.0) and low < -reach else "right"
