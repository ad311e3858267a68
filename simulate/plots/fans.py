"""Fan charts: quantiles over the sessions as bands, dates below, limits as lines, last values at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulate.output.tables import quantile_name
from simulate.plots.labels import spread_apart
from simulate.plots.style import DARK, HEIGHT_INCHES, INK, LABEL_POINTS, LIGHT, MIDDLE, PALE
from simulate.statistics import QUANTILES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from simulate.results import Result

Floats = NDArray[np.float64]

_BANDS = ((0.01, 0.99, PALE, "98% of paths"), (0.05, 0.95, LIGHT, "90%"), (0.25, 0.75, MIDDLE, "50%"))


@dataclass(frozen=True)
class Fan:
    """Quantiles over the sessions.

    Attributes
    ----------
    dates
        [sessions].
    days
        [sessions], as matplotlib counts dates.
    quantiles
        By level, [sessions] in the unit of the figure; NaN where no path has a value.
    """

    dates: list[date]
    days: Floats
    quantiles: dict[float, Floats]


def fan_of(result: Result, name: str, scale: float = 1.0, change: Callable[[Floats], Floats] | None = None) -> Fan:
    """The fan of a quantity of the per-session table.

    Parameters
    ----------
    result
        A run's answers.
    name
        The quantity, of :data:`simulate.output.tables.FAN_QUANTITIES`.
    scale
        What a unit of it is in the figure.
    change
        An increasing function of the scaled values, whose quantiles are those of its argument.

    Returns
    -------
    Fan
    """
    dates: list[date] = result.sessions.column("date").to_pylist()
    quantiles = {}
    for p in QUANTILES:
        column = result.sessions.column(f"{name}_{quantile_name(p)}")
        values = np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64) * scale
        quantiles[p] = values if change is None else change(values)
    return Fan(dates, np.array([day_number(day) for day in dates]), quantiles)


def day_number(day: date) -> float:
    """Days since 1970-01-01, as matplotlib counts dates.

    Parameters
    ----------
    day
        Any date.

    Returns
    -------
    float
    """
    return float(day.toordinal() - date(1970, 1, 1).toordinal())


def draw_bands(axes: Axes, fan: Fan) -> None:
    """Draw the middle 98%, 90% and 50% of paths, and the median.

    Parameters
    ----------
    axes
        Empty.
    fan
        See :func:`fan_of`.
    """
    for low, high, colour, name in _BANDS:
        axes.fill_between(fan.days, fan.quantiles[low], fan.quantiles[high], color=colour, linewidth=0, label=name)
    axes.plot(fan.days, fan.quantiles[0.50], color=DARK, linewidth=1.4, label="median")


def limit_line(axes: Axes, height: float, until: date | None, text: str) -> None:
    """A limit as a line, thin once it is lifted.

    Parameters
    ----------
    axes
        Its limits are final.
    height
        In the unit of the axis.
    until
        Last date on which it is in force; None: to the end.
    text
        What it is.
    """
    first, end = axes.get_xlim()
    last = end if until is None else min(max(day_number(until), first), end)
    axes.plot([first, last], [height, height], color=INK, linewidth=1.4, linestyle="--")
    if last < end:
        axes.plot([last, end], [height, height], color=INK, linewidth=0.5, linestyle=":")
        axes.plot([last], [height], color=INK, marker="|", markersize=7)
    beside = last < (first + end) / 2
    axes.annotate(
        text,
        xy=(last if beside else end, height),
        xytext=(4 if beside else -3, 2.5),
        textcoords="offset points",
        ha="left" if beside else "right",
        va="bottom",
        fontsize=LABEL_POINTS,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.75},
    )


def date_axis(axes: Axes) -> None:
    """Dates below.

    Parameters
    ----------
    axes
        Across, days since 1970-01-01.
    """
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    axes.xaxis_date()
    locator = AutoDateLocator(minticks=4, maxticks=9)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))  # type: ignore[no-untyped-call]
    axes.set_xlabel("Date of the session")


def legend_above(axes: Axes, columns: int = 5) -> None:
    """The legend in one row above the axes.

    Parameters
    ----------
    axes
        With labelled artists.
    columns
        Entries in a row.
    """
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=columns,
        handlelength=1.6,
        columnspacing=1.6,
        borderaxespad=0.2,
        borderpad=0.1,
    )


def end_texts(values: Mapping[float, float], say: Callable[[float], str]) -> dict[str, float]:
    """Labels of quantiles at the right edge; those that read the same share one, at the middle of them.

    Parameters
    ----------
    values
        By level, in the unit of the axis.
    say
        How a value is written.

    Returns
    -------
    dict of str to float
        Label, and its place.
    """
    levels_of: dict[str, list[float]] = {}
    for p in sorted(values):
        levels_of.setdefault(say(values[p]), []).append(p)
    texts = {}
    for text, levels in levels_of.items():
        names = ["median" if p == 0.5 else f"{100 * p:g}%" for p in levels]
        name = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
        texts[f"{name}: {text}"] = values[levels[len(levels) // 2]]
    return texts


def end_labels(axes: Axes, texts: Mapping[str, float]) -> None:
    """Labels at the right edge, led to their places.

    Parameters
    ----------
    axes
        Its limits are final; it begins at 0.
    texts
        See :func:`end_texts`.
    """
    top = axes.get_ylim()[1]
    tall = axes.get_position().height * HEIGHT_INCHES
    gap = LABEL_POINTS * 1.3 / 72
    wanted = [place / top * tall for place in texts.values()]
    spread = spread_apart(wanted, [gap] * len(texts), -0.05, tall + 0.05)
    for (text, place), height in zip(texts.items(), spread, strict=True):
        axes.annotate(
            text,
            xy=(1.0, place / top),
            xycoords="axes fraction",
            xytext=(1.03, height / tall),
            textcoords="axes fraction",
            ha="left",
            va="center",
            fontsize=LABEL_POINTS,
            fontweight="bold" if "median" in text else "normal",
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": INK,
                "linewidth": 0.4,
                "shrinkA": 0,
                "shrinkB": 0,
                "relpos": (0, 0.5),
            },
        )
