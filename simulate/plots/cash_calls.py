"""Cash that the company must pay the investor: how likely, for what, and how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulate.plots.acted import chances_of_acts
from simulate.plots.chances import chance_bars, label_rows, panel_beside, percent, tell_values
from simulate.plots.labels import significant
from simulate.plots.page import nothing_defined, page
from simulate.plots.style import DARK, MIDDLE, house
from simulate.statistics.chances import Chance, chance_above
from simulate.what_acted import ACTS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulate.results import Result

COLUMN = "company_payments_usd"
CAUSES = (
    "redemption", "registration_payment", "default", "buy_in", "exercise_buy_in", "premium_in_cash",
    "amortisation_in_cash", "cash_difference", "merger", "liquidation", "dividend", "rights", "fraction_paid",
    "interest",
)  # fmt: skip
"""The acts by which the company pays the investor cash."""
_LEFT, _RIGHT_PANEL, _MIDDLE_LABELS, _MOST = 2.0, 1.35, 1.15, 7


def chance_of_call(result: Result) -> Chance | None:
    """How often the company pays the investor more than the expenses it reimburses at the start.

    Parameters
    ----------
    result
        A run's answers.

    Returns
    -------
    Chance or None
        None for a deal of conversion alone.
    """
    if all(row.name != COLUMN for row in result.summary_rows):
        return None
    return chance_above(result.row(COLUMN), float(result.scenario.deal.expenses_usd))


def mean_call_usd(result: Result) -> float | None:
    """What the company pays on average on the paths on which it pays more than those expenses, without them.

    Parameters
    ----------
    result
        A run's answers.

    Returns
    -------
    float or None
        None where it never does.
    """
    chance, row = chance_of_call(result), result.row(COLUMN)
    if chance is None or not chance.paths or row.mean is None:
        return None
    return (row.mean - float(result.scenario.deal.expenses_usd)) * row.defined / chance.paths


def cash_calls(result: Result) -> Figure:
    """Bars of the chance of a payment, by cause, and of its size.

    Parameters
    ----------
    result
        A run's answers, of a deal that uses the rest of the contract.

    Returns
    -------
    matplotlib.figure.Figure
    """
    with house():
        chance = chance_of_call(result)
        if chance is None:
            return nothing_defined(result, "The deal asks no cash of the company")
        mean, row = mean_call_usd(result), result.row(COLUMN)
        expenses = float(result.scenario.deal.expenses_usd)
        if mean is None:
            return nothing_defined(result, f"The company pays nothing on any path but expenses of ${expenses:,.0f}")
        title = (
            f"The company pays the investor cash on {percent(chance.share)} of paths, "
            f"${significant(mean / 1e6)} million on average when it does"
        )
        note = f"Expenses of ${expenses:,.0f} reimbursed at the start are left out."
        right = 0.35 + _RIGHT_PANEL + _MIDDLE_LABELS
        figure, axes = page(result, title, note, left_inches=_LEFT, right_inches=right)
        causes = [(name, each) for name, each in chances_of_acts(result) if name in CAUSES][:_MOST]
        chance_bars(axes, [chance, *(each for _, each in causes)])
        label_rows(axes, ["Any payment", *(f"{ACTS[n][0]} ({ACTS[n][1]})" for n, _ in causes)], _LEFT - 0.3)
        axes.set_xlabel("Paths, percent")
        sizes = [("mean when it pays", mean)]
        sizes += [(f"{100 * p:g}% of all paths", row.quantiles[p][0] - expenses) for p in (0.95, 0.99)]
        sizes.append(("most on any path", (row.maximum or 0.0) - expenses))
        other = panel_beside(figure, axes, width_inches=_RIGHT_PANEL, right_inches=0.35)
        values = [value / 1e6 for _, value in sizes]
        other.barh(range(len(sizes)), values, height=0.5, color=MIDDLE, edgecolor=DARK, linewidth=0.5)
        tell_values(other, [f"${significant(value)}" for value in values], [max(value, 0.0) for value in values])
        label_rows(other, [label for label, _ in sizes], _MIDDLE_LABELS - 0.25)
        other.set_xlim(min(0.0, *values), 1.35 * max(*values, 1e-9))
        other.set_xlabel("Size, million USD")
        return figure
