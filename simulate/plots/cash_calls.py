"""Cash that the company must pay the investor: how likely, for what, and how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from simulate.plots.acted import chances_of_acts
from simulate.plots.chances import chance_bars, label_rows, panel_beside, percent, tell_values
from simulate.plots.labels import LEAST_IN_MILLIONS, dollars, significant
from simulate.plots.page import nothing_defined, page
from simulate.plots.style import DARK, MIDDLE, house
from simulate.statistics.chances import Chance, chance_above
from simulate.what_acted import ACTS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulate.results import Result

COLUMN = "company_payments_usd"
FRACTIONS = "fraction_paid"
"""The act of paying a fraction of a share in cash, to investor or agent: dollars, and no call on the company."""
CAUSES = (
    "redemption", "registration_payment", "default", "buy_in", "exercise_buy_in", "premium_in_cash",
    "amortisation_in_cash", "cash_difference", "merger", "liquidation", "dividend", "rights", "interest",
)  # fmt: skip
"""The acts by which the company pays the investor cash, but for :data:`FRACTIONS`."""
_LEFT, _RIGHT_PANEL, _MIDDLE_LABELS, _MOST = 2.0, 1.35, 1.15, 7
_NOTES = {"none": "", "apart": ", and so is cash for fractions of a share", "counted": "; fractions of a share are not"}


@dataclass(frozen=True)
class CashCall:
    """Cash that the company pays the investor beyond the expenses it reimburses at the start.

    Attributes
    ----------
    chance
        How often.
    mean_usd
        On average on those paths; None where there are none. Fractions that are left out of the chance are dollars, and
        stay in it.
    source
        The output whose paths are counted.
    fractions
        What becomes of cash for fractions of a share: ``none`` is paid; ``apart``: it is no call and is not counted;
        ``counted``, for the summary does not tell such paths from others.
    """

    chance: Chance
    mean_usd: float | None
    source: str
    fractions: Literal["none", "apart", "counted"]


def cash_call(result: Result) -> CashCall | None:
    """How often the company is called for cash, and for how much.

    Parameters
    ----------
    result
        A run's answers.

    Returns
    -------
    CashCall or None
        None for a deal of conversion alone.
    """
    if all(row.name != COLUMN for row in result.summary_rows):
        return None
    row, expenses = result.row(COLUMN), float(result.scenario.deal.expenses_usd)
    chance, source = chance_above(row, expenses), COLUMN
    if chance is None:
        return None
    acts = dict(chances_of_acts(result))
    fractions: Literal["none", "apart", "counted"] = "none"
    if FRACTIONS in acts and chance.paths:
        causes = [name for name in CAUSES if name in acts]
        fractions = "counted"
        if not causes:
            fractions = "apart"
            chance = chance_above(row, max(expenses, row.maximum or 0.0)) or chance
        elif len(causes) == 1 and acts[causes[0]].paths <= chance.paths:
            # One act alone pays: its paths are those of the calls.
            fractions, source, chance = "apart", f"times_{causes[0]}", acts[causes[0]]
    if not chance.paths or row.mean is None:
        return CashCall(chance, None, source, fractions)
    return CashCall(chance, (row.mean - expenses) * row.defined / chance.paths, source, fractions)


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
        call = cash_call(result)
        if call is None:
            return nothing_defined(result, "The deal asks no cash of the company")
        row, expenses = result.row(COLUMN), float(result.scenario.deal.expenses_usd)
        apart = call.fractions == "apart"
        if call.mean_usd is None:
            but = f"expenses of ${expenses:,.0f}{' and fractions of a share' if apart else ''}"
            return nothing_defined(result, f"The company pays nothing on any path but {but}")
        title = (
            f"The company pays the investor cash on {percent(call.chance.share)} of paths, "
            f"{dollars(call.mean_usd)} on average when it does"
        )
        note = f"Expenses of ${expenses:,.0f} reimbursed at the start are left out{_NOTES[call.fractions]}."
        right = 0.35 + _RIGHT_PANEL + _MIDDLE_LABELS
        figure, axes = page(result, title, note, left_inches=_LEFT, right_inches=right)
        causes = [(name, each) for name, each in chances_of_acts(result) if name in CAUSES][:_MOST]
        chance_bars(axes, [call.chance, *(each for _, each in causes)])
        label_rows(axes, ["Any payment", *(f"{ACTS[n][0]} ({ACTS[n][1]})" for n, _ in causes)], _LEFT - 0.3)
        axes.set_xlabel("Paths, percent")
        sizes = [("mean when it pays", call.mean_usd)]
        sizes += [(f"{100 * p:g}% of all paths", row.quantiles[p][0] - expenses) for p in (0.95, 0.99)]
        sizes.append(("most on any path", (row.maximum or 0.0) - expenses))
        other = panel_beside(figure, axes, width_inches=_RIGHT_PANEL, right_inches=0.35)
        in_millions = max(abs(value) for _, value in sizes) >= LEAST_IN_MILLIONS
        values = [value / 1e6 if in_millions else value for _, value in sizes]
        other.barh(range(len(sizes)), values, height=0.5, color=MIDDLE, edgecolor=DARK, linewidth=0.5)
        texts = [f"${significant(value)}" if in_millions else dollars(value) for value in values]
        tell_values(other, texts, [max(value, 0.0) for value in values])
        label_rows(other, [label for label, _ in sizes], _MIDDLE_LABELS - 0.25)
        other.set_xlim(min(0.0, *values), 1.35 * max(*values, 1e-9))
        other.set_xlabel(f"Size, {'million ' if in_millions else ''}USD")
        return figure
