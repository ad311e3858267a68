"""Fan chart of cumulative shares issued, against the Cap Amount and the authorized shares."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulate.output.tables import quantile_name
from simulate.plots.labels import spread_apart, text_width_inches
from simulate.plots.page import page
from simulate.plots.style import (
    DARK,
    HEIGHT_INCHES,
    INK,
    LABEL_POINTS,
    LIGHT,
    MIDDLE,
    PALE,
    house,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulate.results import Result
    from simulate.scenario import Approval

COLUMN = "shares_issued"
_MILLION = 1e6
_BANDS = ((0.01, 0.99, PALE, "98% of paths"), (0.05, 0.95, LIGHT, "90%"), (0.25, 0.75, MIDDLE, "50%"))
_STRETCH = 1.4
"""A limit more than so many times above the fan is told, not drawn: it would flatten the fan."""


def millions(shares: float) -> str:
    """Shares in millions, to two decimals.

    Parameters
    ----------
    shares
        Any number.

    Returns
    -------
    str
    """
    return f"{shares / _MILLION:,.2f} million"


def shares_issued(result: Result) -> Figure:
    """Fan chart: median and the middle 50%, 90% and 98% of paths on every session.

    Parameters
    ----------
    result
        A run's answers.

    Returns
    -------
    matplotlib.figure.Figure
    """
    with house():
        row = result.row(COLUMN)
        dates: list[date] = result.sessions.column("date").to_pylist()
        days = np.array([_day_number(day) for day in dates])
        median, high = row.quantiles[0.50][0], row.quantiles[0.95][0]
        title = (
            f"{millions(median)} shares are issued by {dates[-1]} at the median; "
            f"one path in twenty gives {millions(high)} or more"
        )
        top = 1.06 * max(row.quantiles[0.99][0], 1.0) / _MILLION
        drawn, told = _limits(result, top)
        note = " ".join([*told, "Bands on each session are counted in bins at most 0.8% wide."])
        texts = _end_texts(result)
        right = 0.3 + max(text_width_inches(text, LABEL_POINTS, bold="median" in text) for text in texts)
        figure, axes = page(result, title, note, right_inches=right, labels_inches=0.2)
        _bands(axes, result, days)
        axes.set_xlim(days[0], days[-1])
        axes.set_ylim(0, max([top, *(1.06 * height for height, _, _ in drawn)]))
        for height, until, text in drawn:
            _limit_line(axes, height, until, text)
        _dates(axes)
        axes.set_ylabel("Shares issued so far, million shares")
        axes.set_xlabel("Date of the session")
        _end_labels(axes, texts)
        axes.legend(
            loc="lower left",
            bbox_to_anchor=(0.0, 1.0),
            ncols=5,
            handlelength=1.6,
            columnspacing=1.6,
            borderaxespad=0.2,
            borderpad=0.1,
        )
        return figure


def _day_number(day: date) -> float:
    """Days since 1970-01-01, as matplotlib counts dates."""
    return float(day.toordinal() - date(1970, 1, 1).toordinal())


def _fan(result: Result, p: float) -> NDArray[np.float64]:
    """One quantile over the sessions, in million shares."""
    values = result.sessions.column(f"{COLUMN}_{quantile_name(p)}").to_numpy(zero_copy_only=False)
    return np.asarray(values, dtype=np.float64) / _MILLION


def _bands(axes: Axes, result: Result, days: NDArray[np.float64]) -> None:
    for low, high, colour, name in _BANDS:
        axes.fill_between(
            days,
            _fan(result, low),
            _fan(result, high),
            color=colour,
            linewidth=0,
            label=name,
        )
    axes.plot(days, _fan(result, 0.50), color=DARK, linewidth=1.4, label="median")
    mean = result.sessions.column("shares_issued_mean").to_numpy() / _MILLION
    axes.plot(days, mean, color=INK, linewidth=0.9, linestyle=(0, (1, 1.5)), label="mean")


def _approval(approval: Approval) -> tuple[date | None, str]:
    """When the cap is lifted, and how a reader is told."""
    if approval.mode == "never" or approval.date is None:
        return None, "never lifted: no Stockholder Approval"
    if approval.mode == "date":
        return approval.date, f"lifted on {approval.date} by Stockholder Approval"
    return None, f"lifted on {approval.date} with probability {100 * float(approval.probability or 0):g}%"


def _limits(result: Result, top: float) -> tuple[list[tuple[float, date | None, str]], list[str]]:
    """Limits to draw (height in millions, last date in force, text), and sentences on those not drawn."""
    deal = result.scenario.deal
    found: list[tuple[float, date | None, str, str]] = []
    amount = deal.cap_amount_shares
    if amount is not None:
        until, how = _approval(deal.approval)
        found.append((amount / _MILLION, until, f"Cap Amount {amount:,}, {how}", "Cap Amount"))
    if deal.common.authorized_shares is not None:
        room = deal.common.authorized_shares - deal.common.outstanding_shares
        found.append((room / _MILLION, None, f"Authorized and not outstanding {room:,}", "Authorized"))
    drawn = [(height, until, text) for height, until, text, _ in found if height <= _STRETCH * top]
    told = [f"Above the axis: {text}." for height, _, text, _ in found if height > _STRETCH * top]
    return drawn, told


def _limit_line(axes: Axes, height: float, until: date | None, text: str) -> None:
    """A limit as a line, thin once it is lifted."""
    first, end = axes.get_xlim()
    last = end if until is None else min(max(_day_number(until), first), end)
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


def _dates(axes: Axes) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    axes.xaxis_date()
    locator = AutoDateLocator(minticks=4, maxticks=9)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))  # type: ignore[no-untyped-call]


def _end_texts(result: Result) -> dict[str, float]:
    """Labels of the quantiles on the last session, from the summary, and their places in million shares."""
    row = result.row(COLUMN)
    levels_of: dict[str, list[float]] = {}
    for p in sorted(row.quantiles):
        levels_of.setdefault(millions(row.quantiles[p][0]), []).append(p)
    texts = {}
    for text, levels in levels_of.items():
        names = ["median" if p == 0.5 else f"{100 * p:g}%" for p in levels]
        # Quantiles that read the same share a label: it stands at the middle one.
        middle = row.quantiles[levels[len(levels) // 2]][0] / _MILLION
        texts[f"{names[0] if len(names) == 1 else f'{names[0]} to {names[-1]}'}: {text}"] = middle
    return texts


def _end_labels(axes: Axes, texts: dict[str, float]) -> None:
    """Labels at the right edge, led to their places."""
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
