"""A histogram of one output, its quantiles marked with their intervals: the base of those that a run has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulate.plots.bars import Bars, bars_of, beyond, draw_bars
from simulate.plots.labels import mark_above
from simulate.plots.page import nothing_defined, page, too_few
from simulate.plots.style import house

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulate.results import Result
    from simulate.statistics import SummaryRow

Mark = tuple[float, str, str]
"""Place, line and label, as :func:`simulate.plots.labels.mark_above` takes them."""


@dataclass(frozen=True)
class Outcome:
    """How an output is drawn.

    Attributes
    ----------
    name
        The output.
    scale
        What a unit of it is in the figure: 100 for percent of a fraction.
    axis
        Label of the axis.
    bin_width
        The width of a bar in words.
    say, short
        How a value is written, with its unit and without.
    lines
        Quantiles that are marked, and how.
    undefined
        Title where no path has a value; empty: made of the axis.
    """

    name: str
    scale: float
    axis: str
    bin_width: Callable[[float], str]
    say: Callable[[float], str]
    short: Callable[[float], str]
    lines: Mapping[float, str] = field(default_factory=lambda: {0.05: ":", 0.50: "-", 0.95: "--"})
    undefined: str = ""


def histogram(
    result: Result,
    outcome: Outcome,
    title: Callable[[SummaryRow], str],
    *,
    note: Callable[[SummaryRow, Bars], str] = lambda row, bars: "",
    finish: Callable[[Axes, Bars], None] | None = None,
    more: Callable[[SummaryRow], Sequence[Mark]] = lambda row: (),
) -> Figure:
    """Draw the histogram of an output.

    Parameters
    ----------
    result
        A run's answers.
    outcome
        What is drawn, and how.
    title
        What was found, from the summary.
    note
        What else a reader must know, set after what lies beyond the bars.
    finish
        Draws what else belongs between the axes.
    more
        Further marks.

    Returns
    -------
    matplotlib.figure.Figure
    """
    with house():
        row = result.row(outcome.name)
        bars = bars_of(result, outcome.name, outcome.scale)
        if bars is None:
            return nothing_defined(result, outcome.undefined or f"{outcome.axis}: defined on no path")
        extremes = (outcome.say(value or 0.0) for value in (row.minimum, row.maximum))
        notes = (beyond(bars, *extremes), _undefined(row), too_few(row), note(row, bars))
        figure, axes = page(result, title(row), " ".join(filter(None, notes)), labels_inches=0.62)
        draw_bars(axes, bars)
        if finish is not None:
            finish(axes, bars)
        axes.set_xlabel(outcome.axis)
        axes.set_ylabel(f"Probability per bin of {outcome.bin_width(bars.width)}")
        mark_above(axes, [*(_mark(row, outcome, p) for p in outcome.lines), *more(row)])
        return figure


def _mark(row: SummaryRow, outcome: Outcome, p: float) -> Mark:
    """A quantile with its interval."""
    value, least, most = row.quantiles[p]
    name = "median" if p == 0.5 else f"{100 * p:g}% quantile"
    interval = f"({outcome.short(least)} to {outcome.short(most)})"
    return value * outcome.scale, outcome.lines[p], f"{name}\n{outcome.say(value)}\n{interval}"


def _undefined(row: SummaryRow) -> str:
    return f"Not defined on {row.undefined:,} of {row.defined + row.undefined:,} paths." if row.undefined else ""
