"""The dated events of a deal, from its purchases to what remains; for reading only, nothing acts here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from simulate.ledger.books import last_bid, series_books
from simulate.ledger.contract import SeriesTerms
from simulate.ledger.events import Event
from simulate.ledger.path import Path


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
        at(
            series.maturity,
            terms.maturity,
            "maturity",
            name,
            "CoD IV.H",
            "required conversion of what is left",
        )
    return written


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
        held, left = path.common_held[series.place], path.preferred_left[series.place]
        end = Event(contract.session_dates[last], last, "remaining value", series.name, clause="contract 11")
        if held:
            amount = float(book.remaining_common)
            written.append(replace(end, shares=held, price=price, amount_usd=amount, note=said))
        if left:
            amount = float(book.remaining_preferred)
            written.append(replace(end, preferred=left, amount_usd=amount, note=recovery))
    return written


def _switch_on_note(series: SeriesTerms) -> str:
    variable = series.variable
    assert variable is not None
    if variable.waived:
        return "variable pricing is waived: what exceeds the fixed price's number is contributed back (SPA 4.8)"
    if series.fixed_price is None:
        return "the variable price is in force"
    return "the conversion price is the lower of fixed and variable"
