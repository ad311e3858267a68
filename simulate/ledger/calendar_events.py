"""The dated events of a deal, from its purchases to what remains; for reading only, nothing acts here."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from simulate.ledger.books import last_bid, series_books
from simulate.ledger.contract import SeriesTerms
from simulate.ledger.events import Event
from simulate.ledger.path import Path
from simulate.ledger.rule_144_terms import months_later
from simulate.ledger.warrant_terms import WarrantTerms


def opening_events(path: Path) -> list[Event]:
    """The purchases, on their issue dates, and where the common stands at session 0.

    Parameters
    ----------
    path
        A path before its first session.

    Returns
    -------
    list of Event
    """
    contract = path.contract
    start = contract.session_dates[0]
    written = []
    for series in sorted(contract.series, key=lambda each: each.issue_date):
        if contract.general is not None and contract.general.payments[series.place].is_drawn:
            continue
        written.append(
            Event(
                series.issue_date,
                0 if series.issue_date == start else None,
                "purchase",
                series.name,
                preferred=series.preferred_shares,
                amount_usd=-float(series.purchase_price),
                clause="SPA 1",
                note=f"stated value ${float(series.stated_value):,.2f} each",
            )
        )
    written += _positions(path)
    bid = path.bid(0)
    price = None if bid is None else Fraction(bid, path.grid.per_dollar)
    note = "common outstanding before anything is issued under the deal; the price is the closing bid"
    if path.approved_from == len(contract.session_dates) and contract.cap_amount is not None:
        note += "; Stockholder Approval does not act on this path: the Cap Amount stays"
    written.append(
        Event(
            start,
            0,
            "opening",
            "common",
            shares=contract.outstanding_shares,
            price=price,
            clause="SPA 1",
            note=note,
        )
    )
    return written


def dated_events(path: Path) -> dict[int, list[Event]]:
    """What takes effect on a date, by the session from which it acts.

    Parameters
    ----------
    path
        The path, for whether approval is given on it.

    Returns
    -------
    dict
        Session to events; dates after the last session are absent.
    """
    contract = path.contract
    dates = contract.session_dates
    written: dict[int, list[Event]] = {}

    def at(session: int, dated: date, kind: str, instrument: str, clause: str, note: str) -> None:
        """Put an event on its session, if it lies on the run."""
        if session < len(dates):
            said = note if dated == dates[session] else f"{note}; dated {dated.isoformat()}, acts from this session"
            event = Event(dates[session], session, kind, instrument, clause=clause, note=said)
            written.setdefault(session, []).append(event)

    approval = contract.scenario.deal.approval.date
    if approval is not None:
        at(
            path.approved_from,
            approval,
            "approval",
            "",
            "CoD IV.G(i)",
            "Stockholder Approval: the Cap Amount falls away",
        )
    for series, terms in zip(contract.series, contract.scenario.deal.series, strict=True):
        name, variable = series.name, terms.conversion_price.variable
        if series.variable is not None and variable is not None:
            at(
                series.variable.switch_on,
                variable.switch_on,
                "switch-on",
                name,
                "CoD III.D",
                _switch_on_note(series),
            )
        at(
            series.registered, terms.registration_effective, "registration", name, "RRA 2.1",
            "its common may be sold on a public market",
        )  # fmt: skip
        _rule_144_dates(path, name, at)
        at(
            series.maturity,
            terms.maturity,
            "maturity",
            name,
            "CoD IV.H",
            "required conversion of what is left",
        )
    for state in path.warrants:
        for session, dated, kind, clause, note in _warrant_dates(path, state.terms):
            at(session, dated, kind, state.terms.name, clause, note)
        _rule_144_dates(path, state.terms.name, at)
    return written


def _rule_144_dates(path: Path, name: str, at: Callable[[int, date, str, str, str, str], None]) -> None:
    """When common that counts as held since one date may go under Rule 144, first within its limit on volume."""
    rule = path.rule_144
    since = None if rule is None else rule.terms.held_since[name]
    if rule is None or since is None:
        return
    for months, clause, limit in (
        (rule.terms.holding_months, "Rule 144(d)", "within its limit on volume"),
        (rule.terms.free_after_months, "Rule 144(k)", "without its limit on volume"),
    ):
        dated = months_later(since, months)
        note = f"{months} months after its issue: unregistered common may be sold under Rule 144, {limit}"
        at(bisect_left(path.contract.session_dates, dated), dated, "rule 144", name, clause, note)


def remaining_value_events(path: Path) -> list[Event]:
    """What is left at the last session, and at what it is valued (contract 11).

    Parameters
    ----------
    path
        A path run to its end.

    Returns
    -------
    list of Event
        Common held and preferred left of each series that has any.
    """
    contract = path.contract
    last = len(contract.session_dates) - 1
    session, bid = last_bid(path) or (last, 0)
    price = Fraction(bid, path.grid.per_dollar)
    said = "common unsold, at the closing bid less commission"
    if session != last:
        said += f"; the last bid on record, of {contract.session_dates[session].isoformat()}"
    recovery = f"preferred unconverted, at {float(contract.recovery):g} of its stated value"
    written = []
    for series, book in zip(contract.series, series_books(path), strict=True):
        held = path.common_held[series.place] + path.undelivered[series.place]
        left = path.preferred_left[series.place]
        end = Event(contract.session_dates[last], last, "remaining value", series.name, clause="contract 11")
        if held:
            amount = float(book.remaining_common)
            written.append(replace(end, shares=held, price=price, amount_usd=amount, note=said))
        if left:
            amount = float(book.remaining_preferred)
            written.append(replace(end, preferred=left, amount_usd=amount, note=recovery))
    kept = 1 - contract.commission
    for warrant in path.warrants:
        end = Event(contract.session_dates[last], last, "remaining value", warrant.terms.name, clause="contract 11")
        if warrant.held:
            amount = float(warrant.held * price * kept)
            written.append(replace(end, shares=warrant.held, price=price, amount_usd=amount, note=said))
        if warrant.amount:
            note = f"{warrant.whole_left:,} Warrant Shares left at the end of the run, at nothing"
            written.append(replace(end, price=warrant.price, amount_usd=0.0, note=note))
    return written


def _positions(path: Path) -> list[Event]:
    """Warrants at their issue, lines that may be drawn, and where a run that begins in the middle stands."""
    contract = path.contract
    start = contract.session_dates[0]
    written: list[Event] = []
    if contract.general is None:
        return written
    for series, position in zip(contract.series, contract.general.positions, strict=True):
        line = path.commitment[series.place]
        if line:
            note = "an equity line: what the company may draw, at its stated value"
            written.append(Event(start, 0, "line", series.name, preferred=line, clause="SPA 1", note=note))
        if position is not None:
            note = f"where the run begins; ${float(position.proceeds_usd):,.2f} of sales before it"
            left, held = position.preferred_left, position.common_held
            written.append(Event(start, 0, "position", series.name, left, held, clause="SPA 1", note=note))
    for warrant in path.warrants:
        terms = warrant.terms
        paid = -float(terms.purchase_price) if terms.purchase_price else None
        note = f"Warrant Shares of the {terms.party}, at the Exercise Price; exercisable to {terms.expires.isoformat()}"
        if terms.common_held:
            note += f"; {terms.common_held:,} common already held from it"
        written.append(
            Event(
                terms.issue_date, 0 if terms.issue_date == start else None, "warrant", terms.name,
                shares=warrant.whole_left, price=terms.exercise_price, amount_usd=paid, clause="W 1", note=note,
            )
        )  # fmt: skip
    return written


def _warrant_dates(path: Path, terms: WarrantTerms) -> list[tuple[int, date, str, str, str]]:
    """Session, date, kind, clause and note of what a warrant's dates bring."""
    warrant = path.contract.scenario.deal.warrants[terms.place]
    return [
        (terms.first, warrant.exercisable_from, "exercisable", "W 2", "the exercise period begins"),
        (
            terms.registered, warrant.registration_effective, "registration", "RRA 2.1",
            "its common may be sold on a public market",
        ),
    ]  # fmt: skip


def _switch_on_note(series: SeriesTerms) -> str:
    variable = series.variable
    assert variable is not None
    if variable.waived:
        return "variable pricing is waived: what exceeds the fixed price's number is contributed back (SPA 4.8)"
    if series.fixed_price is None:
        return "the variable price is in force"
    return "the conversion price is the lower of fixed and variable"
