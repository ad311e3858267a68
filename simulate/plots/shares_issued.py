"""Fan chart of cumulative shares issued, against the Cap Amount and the authorized shares."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from simulate.plots.fans import date_axis, draw_bands, end_labels, end_texts, fan_of, legend_above, limit_line
from simulate.plots.labels import text_width_inches
from simulate.plots.page import page
from simulate.plots.style import INK, LABEL_POINTS, house

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulate.results import Result
    from simulate.scenario import Approval

COLUMN = "shares_issued"
_MILLION = 1e6
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
        fan = fan_of(result, COLUMN, 1 / _MILLION)
        median, high = row.quantiles[0.50][0], row.quantiles[0.95][0]
        title = (
            f"{millions(median)} shares are issued by {fan.dates[-1]} at the median; "
            f"one path in twenty gives {millions(high)} or more"
        )
        top = 1.06 * max(row.quantiles[0.99][0], 1.0) / _MILLION
        drawn, told = _limits(result, top)
        note = " ".join([*told, "Bands on each session are counted in bins at most 0.8% wide."])
        texts = _end_texts(result)
        right = 0.3 + max(text_width_inches(text, LABEL_POINTS, bold="median" in text) for text in texts)
        figure, axes = page(result, title, note, right_inches=right, labels_inches=0.2)
        draw_bands(axes, fan)
        mean = result.sessions.column("shares_issued_mean").to_numpy() / _MILLION
        axes.plot(fan.days, mean, color=INK, linewidth=0.9, linestyle=(0, (1, 1.5)), label="mean")
        axes.set_xlim(fan.days[0], fan.days[-1])
        axes.set_ylim(0, max([top, *(1.12 * height for height, _, _ in drawn)]))
        for height, until, text in drawn:
            limit_line(axes, height, until, text)
        date_axis(axes)
        axes.set_ylabel("Shares issued so far, million shares")
        end_labels(axes, texts)
        legend_above(axes)
        return figure


def told_approval(approval: Approval) -> tuple[date | None, str]:
    """When the cap is lifted, and how a reader is told.

    Parameters
    ----------
    approval
        Of the deal.

    Returns
    -------
    until : datetime.date or None
        None where it is never lifted for certain.
    words : str
    """
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
        until, how = told_approval(deal.approval)
        found.append((amount / _MILLION, until, f"Cap Amount {amount:,}, {how}", "Cap Amount"))
    if deal.common.authorized_shares is not None:
        room = deal.common.authorized_shares - deal.common.outstanding_shares
        found.append((room / _MILLION, None, f"Authorized and not outstanding {room:,}", "Authorized"))
    drawn = [(height, until, text) for height, until, text, _ in found if height <= _STRETCH * top]
    told = [f"Above the axis: {text}." for height, _, text, _ in found if height > _STRETCH * top]
    return drawn, told


def _end_texts(result: Result) -> dict[str, float]:
    """Labels of the quantiles on the last session, from the summary, and their places in million shares."""
    row = result.row(COLUMN)
    places = {p: three[0] / _MILLION for p, three in row.quantiles.items()}
    return end_texts(places, lambda place: millions(place * _MILLION))
