"""Horizontal bars of chances: on how many paths something happened, with Wilson's interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulate.plots.labels import wrapped
from simulate.plots.style import DARK, INK, LABEL_POINTS, LIGHT, WIDTH_INCHES
from simulate.statistics.chances import Chance

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def percent(share: float) -> str:
    """A share of paths as percent, with the digits that a small one needs.

    Parameters
    ----------
    share
        A fraction.

    Returns
    -------
    str
    """
    value = 100 * share
    if value in (0.0, 100.0):
        return f"{value:.0f}%"
    # What happened, if seldom, is not told as if it never had.
    if value < 0.005:
        return "under 0.01%"
    if value >= 99.995:
        return "over 99.99%"
    return f"{value:.1f}%" if 1 <= value <= 99 else f"{value:.2f}%"


def label_rows(axes: Axes, labels: Sequence[str], inches: float) -> None:
    """Names of the bars, the first on top.

    Parameters
    ----------
    axes
        Bars stand at 0, 1, 2 ...
    labels
        One a bar; a line break stands where it is.
    inches
        Room to the left of the axes.
    """
    lines = [[wrapped(line, LABEL_POINTS, inches) for line in label.split("\n")] for label in labels]
    axes.set_yticks(range(len(labels)), ["\n".join(each) for each in lines])
    axes.tick_params(axis="y", labelsize=LABEL_POINTS, length=0)
    axes.set_ylim(len(labels) - 0.4, -0.6)


def chance_bars(axes: Axes, chances: Sequence[Chance]) -> None:
    """Bars of shares of paths with their intervals, and the share written beside.

    Parameters
    ----------
    axes
        Empty.
    chances
        From the top.
    """
    shares = [100 * chance.share for chance in chances]
    errors = [
        [max(0.0, 100 * (chance.share - chance.low)) for chance in chances],
        [max(0.0, 100 * (chance.high - chance.share)) for chance in chances],
    ]
    places = range(len(chances))
    axes.barh(places, shares, height=0.62, color=LIGHT, edgecolor=DARK, linewidth=0.5)
    axes.errorbar(shares, list(places), xerr=errors, fmt="none", ecolor=INK, elinewidth=0.9, capsize=2.0)
    top = max([*(100 * chance.high for chance in chances), 1e-9])
    for place, chance in zip(places, chances, strict=True):
        axes.annotate(
            percent(chance.share),
            xy=(100 * chance.high, place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=LABEL_POINTS,
        )
    axes.set_xlim(0, top * 1.28)
    axes.set_xticks([tick for tick in axes.get_xticks() if 0 <= tick <= min(100.0, top * 1.28)])


def panel_beside(figure: Figure, axes: Axes, *, width_inches: float, right_inches: float) -> Axes:
    """Axes to the right of those of the chances, as high, for what belongs to the same rows or the same act.

    Parameters
    ----------
    figure, axes
        Of the chances.
    width_inches
        Of the panel.
    right_inches
        Between it and the edge of the figure.

    Returns
    -------
    matplotlib.axes.Axes
    """
    box, wide = axes.get_position(), width_inches / WIDTH_INCHES
    return figure.add_axes((1 - right_inches / WIDTH_INCHES - wide, box.y0, wide, box.height))


def tell_values(axes: Axes, texts: Sequence[str], ends: Sequence[float]) -> None:
    """Write a value at the end of each bar.

    Parameters
    ----------
    axes
        Whose bars lie at 0, 1, 2 and so on.
    texts, ends
        What is written, and where.
    """
    for place, (text, end) in enumerate(zip(texts, ends, strict=True)):
        axes.annotate(
            text,
            xy=(end, place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=LABEL_POINTS,
        )
