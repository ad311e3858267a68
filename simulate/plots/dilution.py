"""Histogram of dilution: what part of the enlarged company the new shares are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulate.plots.bars import bars_of, beyond, draw_bars
from simulate.plots.labels import mark_above, significant
from simulate.plots.page import nothing_defined, page, too_few
from simulate.plots.style import house

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulate.results import Result

COLUMN = "dilution_of_total"
_MARKS = {0.05: ":", 0.50: "-", 0.95: "--"}


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
    with house():
        row = result.row(COLUMN)
        bars = bars_of(result, COLUMN, 100.0)
        if bars is None:
            return nothing_defined(result, "Dilution is defined on no path")
        median, high = row.quantiles[0.50][0], row.quantiles[0.95][0]
        title = (
            f"New shares are {percent(median)} of the enlarged company at the median; "
            f"one path in twenty gives {percent(high)} or more"
        )
        note = f"{beyond(bars, percent(row.minimum or 0.0), percent(row.maximum or 0.0))} {too_few(row)}"
        figure, axes = page(result, title, note, labels_inches=0.62)
        draw_bars(axes, bars)
        axes.set_xlabel("Dilution: new / (old + new) common shares, percent")
        axes.set_ylabel(f"Probability per bin of {significant(bars.width, 2)} points")
        marks = []
        for p, line in _MARKS.items():
            value, least, most = row.quantiles[p]
            name = "median" if p == 0.5 else f"{100 * p:g}% quantile"
            interval = f"({100 * least:.2f} to {100 * most:.2f})"
            marks.append((100 * value, line, f"{name}\n{percent(value)}\n{interval}"))
        mark_above(axes, marks)
        return figure
