"""Sections of a memo that compare the run with its companions: the stockholder vote, and inputs moved."""

from __future__ import annotations

from simulate.memo.companions import BASE, WITH, WITHOUT, Change, Companions
from simulate.memo.document import Document
from simulate.memo.moves import Moved
from simulate.memo.numbers import Say
from simulate.memo.outcome import has
from simulate.memo.say import (
    change_in_millions,
    decimals,
    dollars_bare,
    error,
    millions,
    millions_bare,
    percent,
    small_percent,
    whole,
)
from simulate.plots.tornado import Move, Sensitivity
from simulate.results import Result

_VOTE: tuple[tuple[str, str, str, Say], ...] = (
    ("New shares, median, millions", "shares_issued", "q50", millions_bare),
    ("New shares, one path in twenty above, millions", "shares_issued", "q95", millions_bare),
    ("New / (old + new), median", "dilution_of_total", "q50", percent),
    ("Paths on which the Cap Amount binds", "cap_reached", "mean", small_percent),
    ("Effective issue price, median, USD", "effective_issue_price_usd", "q50", decimals),
    ("Stated value left unconverted, mean, USD millions", "unconverted_stated_value_usd", "mean", dollars_bare),
    ("Cash paid to the investor, mean, USD millions", "company_payments_usd", "mean", dollars_bare),
    ("Investor's gain, mean, USD millions", "pnl_usd", "mean", dollars_bare),
)
_MOVED = (
    ("shares_issued", "New shares, millions"),
    ("dilution_of_total", "New / (old + new), points"),
    ("pnl_usd", "Investor's gain, USD millions"),
)


def answer_of_the_vote(document: Document, result: Result, companions: Companions) -> None:
    """What the vote changes, in a sentence beside the answer.

    Parameters
    ----------
    document
        Receives it.
    result
        The run.
    companions
        Make the two runs.
    """
    if result.scenario.deal.cap_amount_shares is None:
        return
    numbers = document.numbers
    given, refused = (
        numbers.of(each.row("shares_issued"), "q95", millions, run)
        for run, each in ((WITH, companions.approved), (WITHOUT, companions.refused))
    )
    paths = numbers.put(whole, companions.paths, "paths", "companions", WITH, "paths")
    document.paragraph(
        f"With Stockholder Approval one path in twenty issues {given} shares or more, without it {refused} (of {paths} "
        "paths each). What else moves it, and what nobody knows, stands on the pages that follow."
    )


def vote(document: Document, result: Result, companions: Companions) -> None:
    """What stockholders decide: the deal with and without their approval.

    Parameters
    ----------
    document
        Receives it.
    result
        The run.
    companions
        Make the two runs.
    """
    document.heading("The stockholder vote")
    approval, cap = result.scenario.deal.approval, result.scenario.deal.cap_amount_shares
    if cap is None:
        document.paragraph("The deal has no Cap Amount: no vote lifts anything.")
        return
    numbers = document.numbers
    paths = numbers.put(whole, companions.paths, "paths", "companions", WITH, "paths")
    day = numbers.quote(str(approval.date or result.scenario.deal.start), "deal.approval.date")
    given = f"on {day}" + ("" if approval.date else ", the start, for the run has no date of it")
    limit = numbers.quote(f"{cap:,}", "deal.limits.cap")
    document.paragraph(
        f"Without Stockholder Approval at most {limit} shares may be issued (CoD IV.G(i)). Both columns are companion "
        f"runs of the same random numbers, {paths} paths each; approval is given {given}."
    )
    rows = []
    for label, name, statistic, say in _VOTE:
        if has(result, name):
            cells = [
                _with_interval(document, each, name, statistic, say, run)
                for run, each in ((WITH, companions.approved), (WITHOUT, companions.refused))
            ]
            rows.append([label, *cells, f"{name}: {statistic}"])
    document.table(
        ("", "with approval", "without", "source, in both runs"), rows, sourced=True,
        note=f"In brackets the intervals of the simulation. Companions {WITH} and {WITHOUT}, kept beside the run.",
    )  # fmt: skip


def _with_interval(document: Document, result: Result, name: str, statistic: str, say: Say, run: str) -> str:
    """A statistic of a companion with its interval in brackets."""
    row = result.row(name)
    ends = [document.numbers.of(row, f"{statistic}_{end}", say, run) for end in ("low", "high")]
    return f"{document.numbers.of(row, statistic, say, run)} ({ends[0]} to {ends[1]})"


def sensitivities(document: Document, result: Result, companions: Companions) -> None:
    """What moves the answer: one input at a time, the others as they are.

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
    document.heading("What moves the answer")
    moved_inputs = companions.inputs()
    paths = numbers.put(whole, companions.paths, "paths", "companions", BASE, "paths")
    steps = "; ".join(f"{each.name.split(',')[0].lower()} by {each.step}" for each in moved_inputs)
    numbers.quote(steps, "simulate.memo.moves", "companions")
    document.paragraph(
        f"Each input alone is moved down and up ({steps}), {paths} paths of the same random numbers each: "
        "what differs is the input, not the luck."
    )
    rows, table, refused = [], [], []
    for each in moved_inputs:
        moves: list[Move | None] = []
        for moved in (each.down, each.up):
            other = companions.moved(moved)
            if other is None:
                refused.append(f"{each.name} at {moved.to}")
                moves.append(None)
                continue
            changes = {name: companions.change(other, name) for name, _ in _MOVED}
            values = [numbers.quote(text, "simulate.memo.moves", "companions") for text in (each.now, moved.to)]
            rows.append([each.name, *values, *_cells(document, moved, changes)])
            shares = changes["shares_issued"]
            moves.append(Move(moved.to, shares.mean / 1e6, None if shares.error is None else shares.error / 1e6))
        table.append(Sensitivity(f"{each.name}: {each.now}", moves[0], moves[1]))
    tornado = result.plot.tornado(
        table, output="The mean of the new shares", unit="million shares", paths=companions.paths
    )
    note = (
        "Changes of means, in brackets their standard errors, of the differences path by path. Companions are kept "
        "beside the run. Volume and Cap Amount in shares."
    )
    if refused:
        note += f" Not allowed by the deal's terms, and left out: {'; '.join(refused)}."
    document.table(
        ("Input moved", "from", "to", *(label for _, label in _MOVED), "companion"), rows, note=note, sourced=True
    )
    document.figure("tornado", tornado, width=58)


def _cells(document: Document, moved: Moved, changes: dict[str, Change]) -> list[str]:
    """The changes of a row with their errors, and the companion they are of."""
    cells = []
    for name, _ in _MOVED:
        scale = 1e8 if name == "dilution_of_total" else 1.0  # points, of a fraction, written as millions are
        change = changes[name]
        unit = {"shares_issued": "shares", "pnl_usd": "USD"}.get(name, "fraction")

        def say(value: float, scale: float = scale) -> str:
            """With a sign, in millions or in points."""
            return change_in_millions(value * scale)

        statistics = (f"mean change from {BASE}", f"error of change from {BASE}")
        both = (change.mean, change.error)
        cells.append(document.numbers.difference(say, error(scale / 1e6), both, unit, name, statistics, moved.key))
    return [*cells, moved.key]
