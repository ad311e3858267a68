"""Histograms drawn from a run's table of counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulate.plots.style import DARK, INK, LABEL_POINTS, LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from simulate.results import Result

MOST_BARS, FEWEST_BARS = 50, 15
_TOWER = 2.5
"""A bar so many times as tall as the third tallest is cut, and its height told."""


@dataclass(frozen=True)
class Bars:
    """A histogram, its bins joined to as many bars as the paths can fill.

    Attributes
    ----------
    edges
        [bars + 1], in the unit of the figure.
    probabilities
        [bars]: share of the paths in each bar, scaled to ``width`` where a bar is wider or narrower.
    width
        The usual width of a bar, in the unit of the figure.
    paths
        How many paths have a value.
    below, above
        How many lie beyond the first and the last edge.
    minimum, maximum
        In the unit of the figure.
    """

    edges: NDArray[np.float64]
    probabilities: NDArray[np.float64]
    width: float
    paths: int
    below: int
    above: int
    minimum: float
    maximum: float


def bars_of(result: Result, name: str, scale: float) -> Bars | None:
    """Bars of one output.

    Parameters
    ----------
    result
        A run's answers.
    name
        The output.
    scale
        What a unit of the output is in the figure: 100 for percent of a fraction.

    Returns
    -------
    Bars or None
        None where the output is defined on no path.
    """
    table = result.histograms.to_pydict()
    rows = [k for k, column in enumerate(table["column"]) if column == name]
    if not rows:
        return None
    low, high = (scale * np.array([table[key][k] for k in rows]) for key in ("low", "high"))
    counts = np.array([table["count"][k] for k in rows], dtype=np.int64)
    edges, inner = np.append(low[1:-1], high[-2]), counts[1:-1]
    paths = int(counts.sum())
    wanted = int(np.clip(2 * paths ** (1 / 3), FEWEST_BARS, MOST_BARS))
    fewest = -(-inner.size // wanted)
    # As many bins to a bar as divide them evenly, so that bars are of one width, if any number does.
    joined = next((n for n in range(fewest, inner.size // 5 + 1) if inner.size % n == 0), fewest)
    starts = np.arange(0, inner.size, joined)
    edges = np.append(edges[starts], edges[-1])
    if edges[0] == edges[-1]:
        # All values are one: a bar needs a width to be seen.
        half = 0.005 * abs(edges[0]) or 0.5
        edges = np.array([edges[0] - half, edges[0] + half])
    widths = np.diff(edges)
    width = float(np.median(widths))
    share = np.add.reduceat(inner, starts) / paths
    return Bars(
        edges=edges,
        probabilities=share * width / widths,
        width=width,
        paths=paths,
        below=int(counts[0]),
        above=int(counts[-1]),
        minimum=float(low[0]),
        maximum=float(high[-1]),
    )


def draw_bars(axes: Axes, bars: Bars) -> None:
    """Draw bars; one that towers over the others is cut, and its height written beside it.

    Parameters
    ----------
    axes
        Empty; its limits are set, across and up.
    bars
        See :func:`bars_of`.
    """
    heights = bars.probabilities
    ordered = np.sort(heights)[::-1]
    limit = float(ordered[0]) * 1.05
    if ordered.size > 3 and ordered[2] > 0 and ordered[0] > _TOWER * ordered[2]:
        limit = float(ordered[2]) * 1.35
    shown = np.minimum(heights, limit)
    axes.bar(
        bars.edges[:-1],
        shown,
        width=np.diff(bars.edges),
        align="edge",
        color=LIGHT,
        edgecolor=DARK,
        linewidth=0.4,
    )
    margin = (0.015 if heights.size > 1 else 4.0) * (bars.edges[-1] - bars.edges[0])
    axes.set_xlim(bars.edges[0] - margin, bars.edges[-1] + margin)
    axes.set_ylim(0, limit)
    axes.yaxis.set_major_formatter(lambda height, _: f"{100 * height:.4g}%")
    runs = _runs(np.flatnonzero(heights > limit).tolist())
    for number, run in enumerate(runs):
        # Several labels stand under each other, the rightmost on top.
        level = limit * (0.96 - 0.08 * (len(runs) - 1 - number))
        left, right = float(bars.edges[run[0]]), float(bars.edges[run[-1] + 1])
        axes.plot([left, right], [limit * 0.985] * 2, color="white", linewidth=2.5, solid_capstyle="butt")
        label_right = left + right < bars.edges[0] + bars.edges[-1]
        axes.annotate(
            f"{'bar' if len(run) == 1 else 'bars'} cut: " + ", ".join(f"{100 * heights[k]:.3g}%" for k in run),
            xy=(right if label_right else left, level),
            xytext=(14 if label_right else -14, 0),
            textcoords="offset points",
            ha="left" if label_right else "right",
            va="center",
            fontsize=LABEL_POINTS,
            arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 0.5, "shrinkA": 1, "shrinkB": 0},
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
            zorder=5,
        )


def _runs(places: list[int]) -> list[list[int]]:
    """Neighbours together."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def beyond(bars: Bars, minimum: str, maximum: str) -> str:
    """What lies outside the bars, in words.

    Parameters
    ----------
    bars
        See :func:`bars_of`.
    minimum, maximum
        The extremes as they are written in the figure.

    Returns
    -------
    str
        A sentence, empty if nothing lies outside.
    """
    parts = []
    if bars.below:
        parts.append(f"{bars.below:,} lie left of the bars (down to {minimum})")
    if bars.above:
        parts.append(f"{bars.above:,} lie right of the bars (up to {maximum})")
    return f"Of {bars.paths:,} paths, {' and '.join(parts)}." if parts else ""
