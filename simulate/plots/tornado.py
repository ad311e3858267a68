"""Tornado: how much an output moves when one input does, the others as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulate.plots.chances import label_rows
from simulate.plots.labels import significant, text_width_inches
from simulate.plots.page import nothing_defined, page
from simulate.plots.style import DARK, INK, LABEL_POINTS, MIDDLE, PALE, WIDTH_INCHES, house
from simulate.statistics.estimators import normal_deviate

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulate.results import Result

_LEFT, _RIGHT = 2.1, 0.3


@dataclass(frozen=True)
class Move:
    """One input moved.

    Attributes
    ----------
    to
        What it was moved to, as it is written.
    change
        By how much the output's mean changed, in the unit of the figure.
    error
        Standard error of the change, of the paths in pairs; None: not known.
    """

    to: str
    change: float
    error: float | None


@dataclass(frozen=True)
class Sensitivity:
    """An input and its two moves.

    Attributes
    ----------
    name
        As a reader knows it, with what it is now.
    down, up
        The lower and the higher value; None where it could not be run.
    """

    name: str
    down: Move | None
    up: Move | None

    @property
    def moves(self) -> list[Move]:
        """Those that could be run, the lower value first."""
        return [move for move in (self.down, self.up) if move is not None]

    @property
    def swing(self) -> float:
        """The larger of the two changes in size."""
        return max((abs(move.change) for move in self.moves), default=0.0)


def tornado(
    result: Result,
    table: Sequence[Sensitivity],
    *,
    output: str,
    unit: str,
    paths: int,
    statistic: str = "mean",
    most: int | None = None,
) -> Figure:
    """Bars of the changes, the largest on top.

    Parameters
    ----------
    result
        The run that inputs were moved from; signs the figure.
    table
        What was moved.
    output
        The output, in words.
    unit
        Unit of the changes.
    paths
        Paths of each run.
    statistic
        The number of the output, in words.
    most
        Inputs at most, those with the longest bars; None: all.

    Returns
    -------
    matplotlib.figure.Figure
    """
    with house():
        ordered = sorted((row for row in table if row.moves), key=lambda row: -row.swing)
        if not ordered:
            return nothing_defined(result, "No input was moved")
        moved = len(ordered)
        ordered = ordered[:most]
        title = f"{output} moves most with {_inside(ordered[0].name)}: by {ordered[0].swing:,.2f} {unit}"
        figure, axes = page(result, title, _note(ordered, moved, paths), left_inches=_LEFT, right_inches=_RIGHT)
        deviate = normal_deviate(result.summary_rows[0].confidence)
        for place, row in enumerate(ordered):
            # Two moves to the same side keep clear of each other: the lower value above, the higher below.
            _draw(axes, row.down, PALE, place - 0.2, deviate)
            _draw(axes, row.up, MIDDLE, place + 0.2, deviate)
        axes.axvline(0.0, color=INK, linewidth=0.9)
        reach = _reach(ordered, deviate)
        axes.set_xlim(-reach, reach)
        label_rows(axes, [row.name for row in ordered], _LEFT - 0.3)
        axes.set_xlabel(f"Change of the {statistic}, {unit}")
        return figure


def _note(shown: Sequence[Sensitivity], moved: int, paths: int) -> str:
    """How the inputs were moved, and what is not shown."""
    note = (
        f"Each input moved alone, {paths:,} paths on the same random numbers. Whiskers: intervals of the change, "
        "paths in pairs."
    )
    if any(move.error is None for row in shown for move in row.moves):
        note += " No whisker: too few paths for an interval."
    if len(shown) < moved:
        note += f" Of {moved} inputs that move it, the {len(shown)} that do most."
    return note


def _reach(shown: Sequence[Sensitivity], deviate: float) -> float:
    """How far the axis goes to both sides, so that bars, whiskers and labels have room."""
    reach = 1.45 * max(row.swing for row in shown) or 1.0
    # Half of the axes, in inches, is as far as the longest bar, its whisker and its label go.
    half_axes = (WIDTH_INCHES - _LEFT - _RIGHT) / 2
    for move in (move for row in shown for move in row.moves):
        end = abs(move.change) + deviate * (move.error or 0.0)
        room = half_axes - text_width_inches(_label(move), LABEL_POINTS - 1) - 0.06
        # A long whisker carries its label outwards.
        reach = max(reach, 1.35 * end, end * half_axes / room)
    return reach


def _draw(axes: Axes, move: Move | None, colour: str, height: float, deviate: float) -> None:
    """The bar of a move with its whisker, and at its end what it was moved to."""
    if move is None:
        return
    half = deviate * (move.error or 0.0)
    axes.barh(height, move.change, height=0.38, color=colour, edgecolor=DARK, linewidth=0.5)
    if move.error is not None:
        axes.errorbar([move.change], [height], xerr=[half], fmt="none", ecolor=INK, elinewidth=0.8, capsize=1.5)
    right = move.change >= 0
    axes.annotate(
        _label(move),
        xy=(move.change + (half if right else -half), height),
        xytext=(3 if right else -3, 0),
        textcoords="offset points",
        ha="left" if right else "right",
        va="center",
        fontsize=LABEL_POINTS - 1,
    )


def _label(move: Move) -> str:
    """What an input was moved to, and the change to two decimals; a small one is not told as nothing."""
    size = significant(abs(move.change), 2) if abs(move.change) < 0.1 else f"{abs(move.change):,.2f}"
    sign = "" if move.change == 0 else "+" if move.change > 0 else "−"
    return f"{move.to}: {sign}{size}"


def _inside(name: str) -> str:
    """An input's name within a sentence, without what it is now."""
    plain = name.split(":")[0].split(",")[0]
    # A term that the documents define, such as Cap Amount, keeps its capitals.
    is_term = plain[1:] != plain[1:].lower()
    return f"the {plain}" if is_term else f"the {plain[0].lower()}{plain[1:]}"
