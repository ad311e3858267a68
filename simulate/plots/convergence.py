"""How an estimate settles: the mean of an output and its interval against the number of paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulate.errors import OutputError
from simulate.plots.fans import legend_above
from simulate.plots.labels import significant
from simulate.plots.page import page
from simulate.plots.style import DARK, LIGHT, house
from simulate.statistics.clusters import Clusters, student_deviate
from simulate.statistics.estimators import Moments, normal_deviate

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulate.results import Result

FIRST = 16
"""Fewest paths that are shown."""
LEAST_PATHS = 2 * FIRST
"""Of which anything is shown to settle."""


def convergence(result: Result, name: str = "shares_issued") -> Figure:
    """The mean over the first n paths, with its interval, against n.

    Parameters
    ----------
    result
        A run's answers, its per-path rows kept.
    name
        The output.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    OutputError
        If the rows of paths were not kept, or too few of them have the output.
    """
    row, table = result.row(name), result.paths
    if table is None:
        raise OutputError("the run keeps no rows of paths, of which convergence is drawn; run it with --keep-paths")
    column = table.column(name)
    values = np.asarray(column.drop_null().to_numpy(zero_copy_only=False), dtype=np.float64)
    if values.size < LEAST_PATHS:
        raise OutputError(f"{name} is defined on {values.size} paths: too few to show how it settles")
    together = result.scenario.run.paths_together
    numbers = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))
    first = max(FIRST, int(np.searchsorted(numbers, 2 * together)) if together > 1 else 0)
    counts = sorted({*np.geomspace(first, values.size, 60).astype(int).tolist(), values.size})
    if together > 1:
        # Whole pairs and whole randomisations: half a net estimates nothing by itself.
        ends = np.unique([np.searchsorted(numbers, numbers[count - 1] // together * together) for count in counts])
        counts = sorted({*ends[ends >= first].tolist(), values.size})
        if len(counts) < 2:
            raise OutputError(f"{name}: two randomisations do not show how it settles; run more paths")
    means = np.array([Moments.of(values[:count]).mean for count in counts])
    halves = np.array([_half(values[:count], numbers[:count], together, row.confidence) for count in counts])
    with house():
        title = (
            f"The mean of {name} is {significant(means[-1], 4)} ± {significant(halves[-1], 2)} after "
            f"{values.size:,} paths"
        )
        note = "Not defined on every path: n counts those on which it is." if values.size < table.num_rows else ""
        figure, axes = page(result, title, note, labels_inches=0.2, left_inches=1.05)
        level = f"{100 * row.confidence:g}% interval"
        axes.fill_between(counts, means - halves, means + halves, color=LIGHT, linewidth=0, label=level)
        axes.plot(counts, means, color=DARK, linewidth=1.2, label="mean of the first n paths")
        axes.axhline(means[-1], color=DARK, linewidth=0.5, linestyle=":")
        axes.set_xscale("log")
        axes.set_xlim(counts[0], counts[-1])
        axes.xaxis.set_major_formatter(lambda count, _: f"{count:,.0f}")
        axes.xaxis.set_minor_formatter(lambda *_: "")  # over less than two decades they would be labelled too
        axes.yaxis.set_major_formatter(lambda value, _: significant(value, 4))
        axes.set_xlabel("Paths n, logarithmic")
        axes.set_ylabel(f"Mean of {name}, {row.unit}")
        legend_above(axes)
        return figure


def _half(values: NDArray[np.float64], numbers: NDArray[np.int64], together: int, confidence: float) -> float:
    """Half the interval of a mean, of paths of these numbers."""
    if together == 1:
        return normal_deviate(confidence) * (Moments.of(values).standard_error or 0.0)
    clusters = Clusters.of(numbers, together)
    if clusters.degrees is None:
        return 0.0
    error = clusters.error(values - Moments.of(values).mean)
    return student_deviate(confidence, clusters.degrees) * (error or 0.0)
