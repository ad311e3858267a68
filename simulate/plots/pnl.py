"""Histogram of the investor's profit and loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulate.plots.bars import Bars, bars_of, beyond, draw_bars
from simulate.plots.labels import mark_above, significant
from simulate.plots.page import nothing_defined, page, too_few
from simulate.plots.style import INK, LABEL_POINTS, house

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulate.results import Result

COLUMN = "pnl_usd"
_MILLION = 1e6
_MARKS = {0.05: ":", 0.50: "--", 0.95: ":"}
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
    with house():
        row = result.row(COLUMN)
        bars = bars_of(result, COLUMN, 1 / _MILLION)
        if bars is None or row.mean is None:
            return nothing_defined(result, "P&L is defined on no path")
        low = row.quantiles[0.05][0]
        verb = "earns" if row.mean >= 0 else "loses"
        title = f"The investor {verb} {millions(abs(row.mean))} on average; one path in twenty ends at " + (
            f"a profit of {millions(low)} or less" if low >= 0 else f"a loss of {millions(-low)} or more"
        )
        note = f"{beyond(bars, millions(row.minimum or 0.0), millions(row.maximum or 0.0))} {too_few(row)}"
        if _far(bars):
            note += f" Break-even lies {'left' if bars.edges[0] > 0 else 'right'} of the axis."
        figure, axes = page(result, title, note, labels_inches=0.62)
        draw_bars(axes, bars)
        _with_break_even(axes, bars)
        axes.set_xlabel("Investor's profit and loss over all series, million USD, undiscounted")
        axes.set_ylabel(f"Probability per bin of ${significant(bars.width, 2)} million")
        marks = []
        for p, line in _MARKS.items():
            value, least, most = row.quantiles[p]
            name = "median" if p == 0.5 else f"{100 * p:g}% quantile"
            ends = [significant(end / _MILLION) for end in (least, most)]
            marks.append((value / _MILLION, line, f"{name}\n{millions(value)}\n({ends[0]} to {ends[1]})"))
        mean = f"mean\n{millions(row.mean)}"
        if row.standard_error is not None:
            mean += f"\n± {significant(row.standard_error / _MILLION, 2)} (s.e.)"
        marks.append((row.mean / _MILLION, "-", mean))
        mark_above(axes, marks)
        return figure


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
