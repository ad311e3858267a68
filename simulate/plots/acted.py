"""What acted: the clauses that did something, by the share of paths on which they did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulate.plots.chances import chance_bars, label_rows, percent
from simulate.plots.page import nothing_defined, page
from simulate.plots.style import house
from simulate.statistics.chances import Chance, chance_above
from simulate.what_acted import ACTS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulate.results import Result

MOST = 10
"""Bars that fit; the rarest are left out, and counted in the note."""
_LEFT = 3.45


def acted(result: Result) -> Figure:
    """Bars of the share of paths on which each clause acted.

    Parameters
    ----------
    result
        A run's answers, of a deal that uses the rest of the contract.

    Returns
    -------
    matplotlib.figure.Figure
    """
    with house():
        found = chances_of_acts(result)
        if not found:
            return nothing_defined(result, "Nothing but conversion acted on any path")
        name, most = found[0]
        title = (
            f"{len(found)} of {len(ACTS)} kinds of acts happened; most often {ACTS[name][0]}, on "
            f"{percent(most.share)} of paths"
        )
        left_out = len(found) - MOST
        note = f"The {left_out} rarest are left out." if left_out > 0 else "Those that are not shown happened nowhere."
        figure, axes = page(result, title, note, left_inches=_LEFT, right_inches=0.3)
        shown = found[:MOST]
        chance_bars(axes, [chance for _, chance in shown])
        label_rows(axes, [f"{ACTS[name][0]} ({ACTS[name][1]})" for name, _ in shown], _LEFT - 0.35)
        axes.set_xlabel("Paths on which it acted, percent")
        return figure


def chances_of_acts(result: Result) -> list[tuple[str, Chance]]:
    """The acts that happened, the most frequent first.

    Parameters
    ----------
    result
        A run's answers.

    Returns
    -------
    list of (str, Chance)
        Names of :data:`simulate.what_acted.ACTS`; empty for a deal of conversion alone.
    """
    names = {row.name for row in result.summary_rows}
    found = []
    for name in ACTS:
        if f"times_{name}" not in names:
            continue
        chance = chance_above(result.row(f"times_{name}"))
        if chance is not None and chance.paths:
            found.append((name, chance))
    return sorted(found, key=lambda pair: -pair[1].share)
