"""Sections of a memo beside the deal as run: the same money raised in other ways, other holders, a pressed price."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from simulate.alternatives import WAYS, Alternatives
from simulate.alternatives.returns import Rate
from simulate.memo.companions import ALTERNATIVES, BASE, Change, Companions, Floats, change_between
from simulate.memo.document import Document
from simulate.memo.numbers import Numbers, Say
from simulate.memo.outcome import has
from simulate.memo.say import (
    change_in_millions,
    decimals,
    dollars_bare,
    dollars_in_millions,
    error,
    millions_bare,
    percent,
    rate,
    signed,
    whole,
)
from simulate.results import Result

_MILLION = 1e6


def other_ways(document: Document, result: Result, companions: Companions) -> None:
    """What the same money costs by a placement and by sales at the market, on the same paths.

    Parameters
    ----------
    document
        Receives it.
    result
        The run.
    companions
        Work it out.
    """
    numbers = document.numbers
    document.heading("The same money in other ways")
    reason = companions.why_no_alternatives()
    if reason:
        document.paragraph(f"Not worked out: {reason}.")
        return
    found = companions.alternatives()
    terms = found.terms
    money = numbers.put(dollars_in_millions, found.money_usd, "USD", "companions", "money_usd", "", ALTERNATIVES)
    paths = numbers.put(whole, found.paths, "paths", "companions", "paths", "", ALTERNATIVES)

    def term(say: Say, name: str, unit: str) -> str:
        """A term of the other ways."""
        return numbers.put(say, getattr(terms, name), unit, "companions", f"terms.{name}", "", ALTERNATIVES)

    discount = term(percent, "placement_discount", "fraction")
    parts = term(whole, "market_sessions", "sessions")
    part = term(percent, "market_participation", "fraction")
    commission = term(percent, "market_commission", "fraction")
    source = f"companion {ALTERNATIVES}"
    document.paragraph(
        f"{money} is raised instead by a placement on the first session at {discount} under its closing price, or at "
        f"the market in {parts} equal daily parts, at most {part} of a session's volume, less a commission of "
        f"{commission}: terms nobody gave. {paths} paths, the same bids and volumes.",
        source=source,
    )
    rows = [row for row in _rows(numbers, result, companions, found) if row]
    rows.append(_rates(numbers, found))
    document.table(
        ("Means", "the deal", "placement", "at the market", "deal less placement", "deal less at the market"),
        rows,
        source=f"companions {BASE} and {ALTERNATIVES}",
        note="In brackets the standard error of the difference, path by path; of rates, from groups of paths. The cost "
        "of capital is the buyer's rate of return on the expected flows, who sells again as the market takes: a quick "
        "resale makes it large; what the holders give up is in dollars. A dash: no single rate.",
    )


def _rows(numbers: Numbers, result: Result, companions: Companions, found: Alternatives) -> list[list[str]]:
    """Money, shares, dilution and value given up, by way and by difference."""
    old = float(result.scenario.deal.common.outstanding_shares)

    def ways(end: str, of: Callable[[Floats], Floats] = lambda values: values) -> list[Floats]:
        """A number of both other ways, path by path."""
        return [of(found.columns[f"{way}_{end}"]) for way in WAYS]

    def row(
        label: str, name: str, scale: float, say: Say, difference: Say, unit: str, others: list[Floats]
    ) -> list[str]:
        """One output of the deal and of the other ways."""
        if not has(companions.as_run, name):
            return []
        deal = companions.values(name)
        put = numbers.put
        cells = [put(say, _mean(deal), unit, "companions", name, "mean", BASE)]
        for way, values in zip(WAYS, others, strict=True):
            cells.append(put(say, _mean(values), unit, "companions", f"{way}: {name}", "mean", ALTERNATIVES))
        for way, values in zip(WAYS, others, strict=True):
            known = ~(np.isnan(deal) | np.isnan(values))
            change = change_between(deal[known], values[known])
            which, what = f"{name} less {way}", ("mean of pairs", "error of pairs")
            both = (change.mean, change.error)
            cells.append(numbers.difference(difference, error(scale), both, unit, which, what, ALTERNATIVES))
        return [label, *cells]

    given = ways("given_up_usd")
    cash = ways("cash_usd")
    of_cash = [one / np.where(two > 0, two, np.nan) for one, two in zip(given, cash, strict=True)]
    return [
        row(
            "Cash in, USD millions", "company_cash_in_usd", 1 / _MILLION, dollars_bare, change_in_millions, "USD", cash
        ),
        row(
            "New shares, millions", "shares_issued", 1 / _MILLION, millions_bare, change_in_millions, "shares",
            ways("shares"),
        ),
        row(
            "New / (old + new)", "dilution_of_total", 100, percent, signed(100, 1, " pts"), "fraction",
            ways("shares", lambda shares: shares / (old + shares)),
        ),
        row(
            "Given up per old share, USD", "value_given_up_per_old_share_usd", 1, decimals, signed(1, 2),
            "USD per share", [values / old for values in given],
        ),
        row(
            "Given up / money raised", "value_given_up_of_proceeds", 100, percent, signed(100, 1, " pts"),
            "fraction", of_cash,
        ),
    ]  # fmt: skip


def _rates(numbers: Numbers, found: Alternatives) -> list[str]:
    """The rates of return of the buyers, on expected flows."""
    cells = []
    for name in ("deal", *WAYS, *(f"deal less {way}" for way in WAYS)):
        known: Rate = found.rates[name]
        if known.value is None:
            cells.append("–")
            continue
        say = signed(100, 0, " pts") if " less " in name else rate
        which, both = f"rates.{name}", (known.value, known.error)
        cells.append(numbers.difference(say, error(100), both, "per year", which, ("value", "error"), ALTERNATIVES))
    return ["Cost of capital a year", *cells]


def others(document: Document, result: Result, companions: Companions) -> None:
    """What other holders, and a price that the deal presses, make of the deal.

    Parameters
    ----------
    document
        Receives it.
    result
        The run.
    companions
        Make the runs.
    """
    numbers = document.numbers
    document.heading("Another holder, and a price under pressure")
    rows = [["As run", *_outcomes(numbers, companions.as_run, BASE), "", BASE]]
    notes, refused = [], []
    for other in companions.others():
        made = companions.of_other(other)
        if made is None:
            refused.append(other.name.lower())
            continue
        cells = _outcomes(numbers, made, other.key)
        change = companions.change(made, "shares_issued")
        name = numbers.quote(other.name, "simulate.memo.others", "companions")
        changed = _with_error(numbers, change, other.key)
        rows.append([name, *cells, changed, other.key])
        if other.note:
            notes.append(numbers.quote(other.note, "simulate.memo.others", "companions"))
    if refused:
        notes.append(f"Left out, for they need terms of their own or the deal bars them: {'; '.join(refused)}.")
    paths = numbers.put(whole, companions.paths, "paths", "companions", BASE, "paths")
    said = (
        f"{paths} paths of the same random numbers each. New shares in millions: median, 95% quantile, change of the "
        "mean with its standard error, path by path. Issue price (USD) and discount: medians. Given up (USD per old "
        "share) and the investor's gain (USD millions): means."
    )
    document.table(
        ("Holder or price", "New shares", "95%", "Issue price", "Discount", "Given up", "Gain", "Change", "companion"),
        rows,
        note=" ".join([said, *notes]),
        sourced=True,
    )


_OUTCOMES: tuple[tuple[str, str, Say], ...] = (
    ("shares_issued", "q50", millions_bare),
    ("shares_issued", "q95", millions_bare),
    ("effective_issue_price_usd", "q50", decimals),
    ("discount_to_market", "q50", percent),
    ("value_given_up_per_old_share_usd", "mean", decimals),
    ("pnl_usd", "mean", dollars_bare),
)


def _outcomes(numbers: Numbers, made: Result, run: str) -> list[str]:
    """What a companion came to; a dash for what the deal does not compute."""
    return [
        numbers.of(made.row(name), statistic, say, run) if has(made, name) else "–"
        for name, statistic, say in _OUTCOMES
    ]


def _with_error(numbers: Numbers, change: Change, run: str) -> str:
    """A change of the mean of the new shares, and its standard error in brackets."""
    statistics = (f"mean change from {BASE}", f"error of change from {BASE}")
    both = (change.mean, change.error)
    return numbers.difference(change_in_millions, error(1 / _MILLION), both, "shares", "shares_issued", statistics, run)


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else 0.0
