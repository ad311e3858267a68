"""Fan chart of what part of the enlarged company the new shares are, against the Cap Amount and other limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulate.plots.fans import date_axis, draw_bands, end_labels, end_texts, fan_of, legend_above, limit_line
from simulate.plots.labels import text_width_inches
from simulate.plots.page import page
from simulate.plots.shares_issued import told_approval
from simulate.plots.style import LABEL_POINTS, house

if TYPE_CHECKING:
    from datetime import date

    from matplotlib.figure import Figure

    from simulate.results import Result

_STRETCH = 1.5
"""A limit more than so many times above the fan is told, not drawn: it would flatten the fan."""


def _percent(value: float) -> str:
    return f"{value:.1f}%"


def ownership(result: Result) -> Figure:
    """Fan chart: the new shares so far as a part of old and new together, on every session.

    Parameters
    ----------
    result
        A run's answers.

    Returns
    -------
    matplotlib.figure.Figure
    """
    with house():
        old = result.scenario.deal.common.outstanding_shares
        fan = fan_of(result, "shares_issued", 1.0, lambda issued: 100 * issued / (old + issued))
        last = {p: 100 * three[0] for p, three in result.row("dilution_of_total").quantiles.items()}
        title = (
            f"New holders own {_percent(last[0.50])} by {fan.dates[-1]} at the median; "
            f"on one path in twenty {_percent(last[0.95])} or more"
        )
        top = 1.08 * max(last[0.99], 0.1)
        limits = [(100 * shares / (old + shares), until, text) for shares, until, text in _limits(result)]
        drawn = [limit for limit in limits if limit[0] <= _STRETCH * top]
        told = [
            f"Above the axis: {text} ({_percent(height)})." for height, _, text in limits if height > _STRETCH * top
        ]
        note = " ".join(
            [
                *told,
                f"Old: the {old:,} shares outstanding at session 0; other issues are left out. At the right: the "
                "summary's quantiles. Bands on each session are counted in bins at most 0.8% wide in shares.",
            ]
        )
        texts = end_texts(last, _percent)
        right = 0.3 + max(text_width_inches(text, LABEL_POINTS, bold="median" in text) for text in texts)
        figure, axes = page(result, title, note, right_inches=right, labels_inches=0.2)
        draw_bands(axes, fan)
        axes.set_xlim(fan.days[0], fan.days[-1])
        axes.set_ylim(0, max([top, *(1.1 * height for height, _, _ in drawn)]))
        for height, until, text in drawn:
            limit_line(axes, height, until, text)
        date_axis(axes)
        axes.set_ylabel("New shares so far / (old + new), percent")
        end_labels(axes, texts)
        legend_above(axes)
        return figure


def _limits(result: Result) -> list[tuple[int, date | None, str]]:
    """Shares of each limit, the last date on which it is in force, and what it is."""
    deal = result.scenario.deal
    out: list[tuple[int, date | None, str]] = []
    if deal.cap_amount_shares is not None:
        until, how = told_approval(deal.approval)
        out.append((deal.cap_amount_shares, until, f"Cap Amount {deal.cap_amount_shares:,}, {how}"))
    if deal.reserve is not None:
        reserved = deal.reserve.amount_shares
        out.append((reserved, None, f"Reserved Amount {reserved:,}, of Series {deal.reserve.series} and its warrants"))
    if deal.common.authorized_shares is not None:
        room = deal.common.authorized_shares - deal.common.outstanding_shares
        out.append((room, None, f"Authorized and not outstanding {room:,}"))
    return out
