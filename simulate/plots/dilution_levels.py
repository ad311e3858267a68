"""Dilution at every level that tables state, both ways of counting it, each with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulate.plots.dilution import percent
from simulate.plots.fans import legend_above
from simulate.plots.page import page, too_few
from simulate.plots.style import DARK, INK, LABEL_POINTS, MIDDLE, house
from simulate.statistics import QUANTILES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulate.results import Result

_BASES = (
    ("dilution_of_total", "new / (old + new)", "o", DARK, 0.17),
    ("dilution_of_old", "new / old", "s", MIDDLE, -0.17),
)


def dilution_levels(result: Result) -> Figure:
    """Quantiles of dilution as points with intervals, of the enlarged company and of the old shares.

    Parameters
    ----------
    result
        A run's answers.

    Returns
    -------
    matplotlib.figure.Figure
    """
    with house():
        total, old = (result.row(name) for name, *_ in _BASES)
        title = (
            f"Dilution is {percent(total.quantiles[0.05][0])} to {percent(total.quantiles[0.95][0])} of the enlarged "
            f"company on nine paths of ten, {percent(total.quantiles[0.50][0])} at the median"
        )
        note = f"Whiskers: order-statistic intervals. {too_few(total)}"
        figure, axes = page(result, title, note, labels_inches=0.2, left_inches=1.0, right_inches=0.75)
        for row, (_, label, marker, colour, shift) in zip((total, old), _BASES, strict=True):
            places = [k + shift for k in range(len(QUANTILES))]
            values, low, high = ([100 * row.quantiles[p][k] for p in QUANTILES] for k in range(3))
            errors = [
                [value - least for value, least in zip(values, low, strict=True)],
                [most - value for value, most in zip(values, high, strict=True)],
            ]
            axes.errorbar(
                values, places, xerr=errors, fmt=marker, color=colour, ecolor=INK, elinewidth=0.9, capsize=2.5,
                markersize=4.5, label=label,
            )  # fmt: skip
            for value, most, place in zip(values, high, places, strict=True):
                axes.annotate(
                    f"{value:.2f}%",
                    xy=(max(value, most), place),
                    xytext=(6, 0),
                    textcoords="offset points",
                    va="center",
                    fontsize=LABEL_POINTS,
                )
        axes.set_yticks(range(len(QUANTILES)), ["median" if p == 0.5 else f"{100 * p:g}% quantile" for p in QUANTILES])
        axes.set_ylim(-0.6, len(QUANTILES) - 0.4)
        axes.set_xlim(left=0)
        axes.grid(axis="x", linewidth=0.3, color="#bbbbbb")
        axes.set_xlabel("Dilution, percent")
        legend_above(axes)
        return figure
