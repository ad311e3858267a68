"""Sections of a memo on what the run found: the answer, shares, price and value, cash, the worst case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulate.columns import LIMITS
from simulate.memo.document import Document
from simulate.memo.numbers import Say
from simulate.memo.say import (
    decimals,
    dollars_bare,
    dollars_in_millions,
    error,
    millions,
    millions_bare,
    percent,
    price,
    rate,
    sessions,
    small_percent,
    whole,
)
from simulate.plots.cash_calls import COLUMN as PAYMENTS
from simulate.plots.cash_calls import CashCall, cash_call
from simulate.plots.limits import limit_in_words
from simulate.results import Result
from simulate.statistics.chances import chance_above

_LEVELS = ("q05", "q50", "q95")
_HEADINGS = ("", "5%", "median", "95%", "mean", "± (s.e.)", "source")

_FRACTIONS = {
    "none": "",
    "apart": ", cash for fractions of a share apart,",
    "counted": ", fractions of a share counted,",
}


@dataclass(frozen=True)
class Line:
    """A row of a table of outputs: what it is called, which output, how its numbers and their error are written."""

    label: str
    name: str
    say: Say
    error: Say


def has(result: Result, name: str) -> bool:
    """Whether a run has an output.

    Parameters
    ----------
    result
        A run's answers.
    name
        The output.
    """
    return any(row.name == name for row in result.summary_rows)


def outputs(document: Document, result: Result, lines: Sequence[Line], note: str) -> None:
    """A table of outputs: three quantiles, the mean and its error.

    Parameters
    ----------
    document
        Receives it.
    result
        The run.
    lines
        Those that the run lacks are left out.
    note
        Below it.
    """
    rows = []
    for line in lines:
        if not has(result, line.name):
            continue
        row = result.row(line.name)
        cells = [document.numbers.of(row, level, line.say) for level in (*_LEVELS, "mean")]
        rows.append([line.label, *cells, document.numbers.of(row, "standard_error", line.error), line.name])
    document.table(_HEADINGS, rows, note=note, sourced=True)


def answer(document: Document, result: Result) -> None:
    """The question, and the answer in one paragraph made from the numbers."""
    numbers, deal = document.numbers, result.scenario.deal
    shares, dilution = result.row("shares_issued"), result.row("dilution_of_total")
    issue, below = result.row("effective_issue_price_usd"), result.row("discount_to_market")
    document.heading("The question and the answer")
    document.paragraph(
        f"How many new shares of {deal.issuer.name} may come out of this deal, what do they cost the holders of today, "
        "and how sure is that?"
    )
    said = [
        f"At the median the deal issues {numbers.of(shares, 'q50', millions)} new shares, "
        f"{numbers.of(dilution, 'q50', percent)} of the enlarged company; on one path in twenty it issues "
        f"{numbers.of(shares, 'q95', millions)} or more, {numbers.of(dilution, 'q95', percent)}. ",
        f"A share is issued at {numbers.of(issue, 'q50', price)} at the median, "
        f"{numbers.of(below, 'q50', percent)} under the bid of its day. ",
    ]
    if has(result, "value_given_up_usd"):
        given, part = result.row("value_given_up_per_old_share_usd"), result.row("value_given_up_of_proceeds")
        said.append(
            f"The holders of today give up {numbers.of(given, 'mean', price)} a share on average, "
            f"{numbers.of(part, 'mean', percent)} of what the investor pays in. "
        )
    profit = result.row("pnl_usd")
    said.append(f"The investor gains {numbers.of(profit, 'mean', dollars_in_millions)} on average. ")
    call = cash_call(result)
    if call is not None and call.mean_usd is None and call.fractions == "apart":
        said.append("Beyond its expenses it is paid cash for fractions of a share alone.")
    elif call is not None:
        level = numbers.put(small_percent, call.chance.share, "fraction", "summary", call.source, _counted(call))
        said.append(f"It must be paid cash beyond its expenses{_FRACTIONS[call.fractions]} on {level} of paths.")
    document.paragraph("".join(said).strip(), kind="answer")


def shares(document: Document, result: Result) -> None:
    """Distribution of new shares and of ownership."""
    deal = result.scenario.deal
    document.heading("New shares and ownership")
    lines = [Line("New shares, millions", "shares_issued", millions_bare, error(1e-6))]
    lines += [
        Line(f"  on Series {one.name}", f"shares_series_{one.name.lower()}", millions_bare, error(1e-6))
        for one in deal.series
    ]
    lines += [
        Line(f"  on warrant {one.name}", f"shares_warrant_{one.name.lower()}", millions_bare, error(1e-6))
        for one in deal.warrants
    ]
    lines += [
        Line("New / (old + new)", "dilution_of_total", percent, error(100, "%")),
        Line("New / old", "dilution_of_old", percent, error(100, "%")),
        Line("Sessions to full conversion", "sessions_to_full_conversion", whole, error()),
    ]
    old = document.numbers.quote(f"{deal.common.outstanding_shares:,}", "deal.common.outstanding_shares")
    outputs(
        document, result, lines, f"Old: the {old} shares outstanding at the start. Quantiles of parts do not add up."
    )
    document.figure("ownership", result.plot.ownership(), width=66)


def value(document: Document, result: Result) -> None:
    """Effective issue price, discount, value transferred and the holder's return."""
    numbers = document.numbers
    document.heading("Price, value and return")
    lines = [
        Line("Effective issue price, USD a share", "effective_issue_price_usd", decimals, error()),
        Line("Discount to the bid at the notices", "discount_to_market", percent, error(100, "%")),
        Line("Value given up, USD per old share", "value_given_up_per_old_share_usd", decimals, error()),
        Line("Value given up / proceeds", "value_given_up_of_proceeds", percent, error(100, "%")),
        Line("Cash in to the company, USD millions", "company_cash_in_usd", dollars_bare, error(1e-6)),
        Line("Investor's gain, USD millions", "pnl_usd", dollars_bare, error(1e-6)),
        Line("Investor's money multiple", "money_multiple", decimals, error()),
        Line("Investor's rate of return a year", "irr_per_year", rate, error(100, "%")),
    ]
    below = "a discount is a premium, value given up is gained" if has(result, "value_given_up_usd") else "a premium"
    outputs(document, result, lines, f"Below zero: {below}.")
    irr = result.row("irr_per_year")
    said = []
    if result.expected_irr_per_year is not None:
        expected = numbers.put(rate, result.expected_irr_per_year, "per year", "manifest", "expected_irr_per_year", "")
        said.append(f"The investor's rate of return on the expected flows is {expected} a year.")
    if irr.undefined:
        lacking = numbers.of(irr, "undefined", whole)
        known = numbers.put(whole, irr.defined + irr.undefined, "paths", "manifest", "irr_paths", "")
        said.append(
            f"On {lacking} of the {known} paths on which it is computed no single rate exists; they are not in the "
            "table."
        )
    if not has(result, "value_given_up_usd"):
        said.append(
            "This deal is the conversion of preferred alone: value given up per old share is not computed for it; the "
            "discount is what measures it."
        )
    if said:
        document.paragraph(" ".join(said))


def cash(document: Document, result: Result) -> None:
    """Chance and size of the cash that the company must pay."""
    numbers = document.numbers
    document.heading("Cash calls")
    call = cash_call(result)
    if call is None:
        document.paragraph("This deal is the conversion of preferred alone: it asks no cash of the company.")
        return
    row = result.row(PAYMENTS)
    expenses = numbers.quote(dollars_in_millions(float(result.scenario.deal.expenses_usd)), "deal.expenses_usd")
    if call.mean_usd is None:
        small = ""
        if call.fractions == "apart":
            most = numbers.of(row, "maximum", dollars_in_millions)
            small = f", but for fractions of a share: with those it pays at most {most}, expenses included"
        document.paragraph(f"On no path does the company pay the investor cash beyond expenses of {expenses}{small}.")
        return

    def share(value: float, which: str) -> str:
        """A share of paths that is made from the summary."""
        return numbers.put(small_percent, value, "fraction", "summary", call.source, which)

    above = "where above" if call.source == PAYMENTS else f"on the paths of {call.source}"
    size = numbers.put(dollars_in_millions, call.mean_usd, "USD", "summary", PAYMENTS, f"mean above expenses {above}")
    document.paragraph(
        f"Beyond expenses of {expenses} reimbursed at the start{_FRACTIONS[call.fractions] or ','} the company pays "
        f"the investor cash on {share(call.chance.share, _counted(call))} of paths "
        f"({share(call.chance.low, 'low end of that share')} to {share(call.chance.high, 'high end of that share')}), "
        f"{size} on average when it does, and at most {numbers.of(row, 'maximum', dollars_in_millions)}, expenses "
        "included."
    )
    document.figure("cash_calls", result.plot.cash_calls(), width=60)


def _counted(call: CashCall) -> str:
    """How the share of paths with a call is made from its output."""
    return "share of paths above expenses" if call.source == PAYMENTS else "share of paths above 0"


def worst(document: Document, result: Result) -> None:
    """What the worst paths are like."""
    numbers = document.numbers
    shares, dilution = result.row("shares_issued"), result.row("dilution_of_total")
    issue = result.row("effective_issue_price_usd")
    left = result.row("unconverted_stated_value_usd")
    tail = numbers.quote(f"{100 * (1 - shares.tail):.3g}%", "run.tail")
    unconverted = "No preferred is left unconverted on any path."
    if left.maximum:
        unconverted = (
            f"Preferred of {numbers.of(left, 'mean', dollars_in_millions)} stated value is left unconverted on "
            f"average, {numbers.of(left, 'maximum', dollars_in_millions)} at most."
        )
    document.heading("The worst case")
    document.paragraph(
        f"On one path in a hundred {numbers.of(shares, 'q99', millions)} shares or more are issued, "
        f"{numbers.of(dilution, 'q99', percent)} of the enlarged company; the worst of all paths issues "
        f"{numbers.of(shares, 'maximum', millions)}, {numbers.of(dilution, 'maximum', percent)}, and the lowest "
        f"effective issue price on any path is {numbers.of(issue, 'minimum', price)}. The worst {tail} of paths issue "
        f"{numbers.of(shares, 'expected_shortfall', millions)} on average. {unconverted}"
    )


def limits(document: Document, result: Result) -> None:
    """Which limits stop the holder, and how often."""
    numbers = document.numbers
    document.heading("What holds the investor back")
    rows = []
    for name in LIMITS:
        row = result.row(f"sessions_bound_{name}")
        chance = chance_above(row)
        if chance is None:
            continue
        share = numbers.put(small_percent, chance.share, "fraction", "summary", row.name, "share of paths above 0")
        mean = numbers.of(row, "mean", sessions)
        rows.append([f"{limit_in_words(name)} ({row.clause})", share, mean, row.name])
    document.table(
        ("", "paths on which it binds", "sessions, mean", "source"),
        rows,
        note="A session counts for each limit that stopped or cut the holder on it.",
        sourced=True,
    )
