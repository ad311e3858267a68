"""Text on figures: widths, numbers, and labels that keep clear of each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from simulate.plots.style import HEIGHT_INCHES, INK, LABEL_POINTS, MARGIN_INCHES, WIDTH_INCHES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LEADER_POINTS = 8.0
"""Height of the lines that lead from labels to what they mark."""

LEAST_IN_MILLIONS = 1e5
"""Dollars that are told in millions, at least."""


def text_width_inches(text: str, points: float, *, bold: bool = False) -> float:
    """How wide a line of text is, at any resolution.

    Parameters
    ----------
    text
        One line.
    points
        Size of the type.
    bold
        Its weight.

    Returns
    -------
    float
        Inches, with room for what hinting may add.
    """
    font = FontProperties(family="DejaVu Sans", size=points, weight="bold" if bold else "normal")
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, False)
    return 1.015 * float(width) / 72


def wrapped(text: str, points: float, inches: float, *, bold: bool = False) -> str:
    """Break text into lines that are no wider than the page.

    Parameters
    ----------
    text
        Words.
    points
        Size of the type.
    inches
        Widest line.
    bold
        Its weight.

    Returns
    -------
    str
        Lines.
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width_inches(longer, points, bold=bold) <= inches:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


def significant(value: float, digits: int = 3) -> str:
    """A number with so many significant digits and no exponent, thousands grouped.

    Parameters
    ----------
    value
        Finite.
    digits
        At least 1.

    Returns
    -------
    str
        With a true minus sign.
    """
    if value == 0:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{value:,.{places}f}".replace("-", "−")


def dollars(usd: float) -> str:
    """Dollars in the unit of their size: ``$6.25 million``; small amounts as they are: ``$49,500``.

    Parameters
    ----------
    usd
        Finite.

    Returns
    -------
    str
        With three significant digits, and no cents.
    """
    size = abs(usd)
    text = f"{significant(size / 1e6)} million" if size >= LEAST_IN_MILLIONS else f"{float(f'{size:.3g}'):,.0f}"
    return f"{'−' if usd < 0 else ''}${text}"


def spread_apart(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Places for labels near where they belong, in order, without overlap.

    Parameters
    ----------
    wanted
        Centres, ascending.
    sizes
        Extent of each label, gaps included.
    low, high
        Ends of the room; overlaps remain only if the labels do not fit into it.

    Returns
    -------
    list of float
        Centres.
    """
    places = list(wanted)
    edge = low
    for k, size in enumerate(sizes):
        places[k] = max(places[k], edge + size / 2)
        edge = places[k] + size / 2
    edge = high
    for k in range(len(sizes) - 1, -1, -1):
        places[k] = min(places[k], edge - sizes[k] / 2)
        edge = places[k] - sizes[k] / 2
    return places


def mark_above(axes: Axes, marks: Sequence[tuple[float, str, str]]) -> None:
    """Vertical lines with labels in a row above the axes, led to their lines.

    Parameters
    ----------
    axes
        Its limits are final.
    marks
        Place in data, line style and label (lines of text) of each.
    """
    ordered = sorted(marks, key=lambda mark: mark[0])
    box = axes.get_position()
    wide = box.width * WIDTH_INCHES
    low, high = axes.get_xlim()
    wanted = [(place - low) / (high - low) * wide for place, _, _ in ordered]
    sizes = [max(text_width_inches(line, LABEL_POINTS) for line in text.split("\n")) + 0.14 for _, _, text in ordered]
    room = MARGIN_INCHES + 0.1
    centres = spread_apart(wanted, sizes, room - box.x0 * WIDTH_INCHES, wide + 0.1)
    step = 1.18 * LABEL_POINTS
    for (place, line, text), centre in zip(ordered, centres, strict=True):
        axes.axvline(place, color=INK, linestyle=line, linewidth=0.9)
        lines = text.split("\n")
        for number, part in enumerate(reversed(lines)):
            axes.annotate(
                part,
                xy=(centre / wide, 1.0),
                xycoords="axes fraction",
                xytext=(0, _LEADER_POINTS + 2.5 + number * step),
                textcoords="offset points",
                ha="center",
                va="baseline",
                fontsize=LABEL_POINTS,
                parse_math=False,
            )
        axes.annotate(
            "",
            xy=(place, 1.0),
            xycoords=axes.get_xaxis_transform(),
            xytext=(centre / wide, 1.0 + _LEADER_POINTS / 72 / (box.height * HEIGHT_INCHES)),
            textcoords="axes fraction",
            arrowprops={"arrowstyle": "-", "color": INK, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 0},
        )
