"""Warrants exercised: how many shares of each, of those it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulate.plots.chances import label_rows
from simulate.plots.page import nothing_defined, page
from simulate.plots.style import DARK, INK, LABEL_POINTS, MIDDLE, PALE, house

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulate.results import Result

_LEFT = 1.9


def warrants(result: Result) -> Figure:
    """Bars of the shares that each warrant issued on average, within those it is for.

    Parameters
    ----------
    result
        A run's answers, of a deal that has warrants.

    Returns
    -------
    matplotlib.figure.Figure
    """
    with house():
        deal = result.scenario.deal
        if not deal.warrants:
            return nothing_defined(result, "The deal has no warrants")
        rows = [result.row(f"shares_warrant_{each.name.lower()}") for each in deal.warrants]
        means = [row.mean or 0.0 for row in rows]
        whole = sum(each.shares for each in deal.warrants)
        title = f"{sum(means) / 1e6:,.2f} million of {whole / 1e6:,.2f} million Warrant Shares are issued on average"
        note = "Bars: the mean. Whiskers: its interval. Outlines: the shares each warrant is for, before adjustments."
        figure, axes = page(result, title, note, left_inches=_LEFT, right_inches=1.2)
        places = list(range(len(rows)))
        axes.barh(
            places, [each.shares / 1e3 for each in deal.warrants], height=0.6, color=PALE, edgecolor=DARK, linewidth=0.6
        )
        axes.barh(places, [mean / 1e3 for mean in means], height=0.6, color=MIDDLE)
        low = [(row.mean_low if row.mean_low is not None else mean) for row, mean in zip(rows, means, strict=True)]
        high = [(row.mean_high if row.mean_high is not None else mean) for row, mean in zip(rows, means, strict=True)]
        axes.errorbar(
            [mean / 1e3 for mean in means],
            places,
            xerr=[
                [(mean - end) / 1e3 for mean, end in zip(means, low, strict=True)],
                [(end - mean) / 1e3 for mean, end in zip(means, high, strict=True)],
            ],
            fmt="none",
            ecolor=INK,
            elinewidth=1.0,
            capsize=3.0,
        )
        end = 1.03 * max([*(each.shares for each in deal.warrants), *high]) / 1e3
        for place, mean, each in zip(places, means, deal.warrants, strict=True):
            axes.annotate(
                f"{mean:,.0f} ({100 * mean / each.shares:.0f}%)",
                xy=(end, place),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                annotation_clip=False,
                fontsize=LABEL_POINTS,
            )
        axes.set_xlim(0, end)
        label_rows(
            axes,
            [
                f"{each.name}, {each.party}: {each.shares:,} at ${float(each.exercise_price_usd):.2f}"
                for each in deal.warrants
            ],
            _LEFT - 0.3,
        )
        axes.set_xlabel("Shares issued on the warrant, thousands")
        return figure
