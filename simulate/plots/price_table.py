"""New shares at hypothetical prices, as a curve: what conversion of everything on one day would issue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulate.plots.fans import legend_above
from simulate.plots.page import page
from simulate.plots.style import DARK, INK, LABEL_POINTS, house

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulate.results import Result


def price_table(result: Result, table: Sequence[tuple[float, float]]) -> Figure:
    """New shares against the price, and the Cap Amount and the authorized shares.

    Parameters
    ----------
    result
        A run of the deal; signs the figure.
    table
        Price in dollars and new shares, at least one row.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If the table is empty.
    """
    if not table:
        raise ValueError("a table of hypothetical prices needs at least one row")
    with house():
        ordered = sorted(table)
        prices = [price for price, _ in ordered]
        shares = [number / 1e6 for _, number in ordered]
        title = (
            f"At ${prices[0]:.2f} a share {shares[0]:,.2f} million new shares, at ${prices[-1]:.2f} "
            f"{shares[-1]:,.2f} million"
        )
        figure, axes = page(result, title, "No simulation: the contract at given prices.", labels_inches=0.2)
        axes.plot(prices, shares, color=DARK, linewidth=1.4, marker="o", markersize=3.5, label="new shares")
        deal = result.scenario.deal
        limits = []
        if deal.cap_amount_shares is not None:
            limits.append((deal.cap_amount_shares, f"Cap Amount {deal.cap_amount_shares:,}", "--"))
        if deal.common.authorized_shares is not None:
            room = deal.common.authorized_shares - deal.common.outstanding_shares
            limits.append((room, f"Authorized and not outstanding {room:,}", ":"))
        for number, text, line in limits:
            axes.axhline(number / 1e6, color=INK, linewidth=1.1, linestyle=line, label=text)
        axes.set_xlim(0, 1.05 * prices[-1])
        axes.set_ylim(0, 1.1 * max([*shares, *(number / 1e6 for number, _, _ in limits)]))
        for price, issued in zip(prices, shares, strict=True):
            if price in (prices[0], prices[-1]):
                axes.annotate(
                    f"{issued:,.2f}",
                    xy=(price, issued),
                    xytext=(0, 6),
                    textcoords="offset points",
                    ha="center",
                    fontsize=LABEL_POINTS,
                )
        axes.set_xlabel("Price of the stock, USD per share")
        axes.set_ylabel("New shares, millions")
        legend_above(axes)
        return figure
