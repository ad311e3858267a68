"""A ledger, as a notebook shows it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from simulate.notebook.html import NOTHING, details, paragraph, table

if TYPE_CHECKING:
    from simulate.ledger import Event, Ledger

MOST_EVENTS = 30
"""Events that are shown at once; the others open on a click."""


def ledger_html(ledger: Ledger) -> str:
    """The events of a path with date, quantities, limit and clause; what it came to; the books.

    Parameters
    ----------
    ledger
        Of one path.

    Returns
    -------
    str
        HTML.
    """
    from simulate.words.phrases import number_of

    contract = ledger.contract
    events, more = ledger.events[:MOST_EVENTS], ledger.events[MOST_EVENTS:]
    first, last = contract.session_dates[0], contract.session_dates[-1]
    caption = f"One path: {number_of(len(ledger.events), 'event', 'events')}, {first} to {last}"
    parts = [_events(caption, events)]
    if more:
        parts.append(details(f"{number_of(len(more), 'more event', 'more events')}", _events("", more)))
    parts.append(details("what the path came to", _totals(ledger)))
    if ledger.books:
        rows = []
        for book in ledger.books:
            closes = "closes to the cent" if round(book.gap_usd * 100) == 0 else "does not close"
            lines = [*(name for name, _ in book.lines), book.result]
            cents = [*book.cents, sum(book.cents)]
            party = [f"{book.party} ({closes})", *[""] * (len(lines) - 1)]
            rows += [[who, name, f"{amount / 100:,.2f}"] for who, name, amount in zip(party, lines, cents, strict=True)]
        parts.append(details("the books", table("", ["book", "line", "USD"], rows, words=2)))
    return "\n".join([*parts, *(paragraph(f"Note: {note}.") for note in ledger.notes)])


def _events(caption: str, events: Sequence[Event]) -> str:
    headings = ["date", "event", "instrument", "limit", "clause", "note"]
    numbers = ["preferred", "common", "price, USD", "amount, USD"]
    rows = []
    for event in events:
        words = [event.date.isoformat(), event.kind, event.instrument, event.limit, event.clause, event.note]
        price = "" if event.price is None else f"{float(event.price):,.4f}"
        amount = "" if event.amount_usd is None else f"{event.amount_usd:,.2f}"
        rows.append([*words, _count(event.preferred), _count(event.shares), price, amount])
    return table(caption, [*headings, *numbers], rows, words=len(headings))


def _count(number: int | Fraction | None) -> str:
    if number is None:
        return ""
    return f"{number:,}" if isinstance(number, int) else f"{float(number):,.6f}"


def _totals(ledger: Ledger) -> str:
    rows = []
    for name, value in ledger.totals.items():
        if value is None:
            text = NOTHING
        elif isinstance(value, (bool, int)):
            text = str(value).lower() if isinstance(value, bool) else f"{value:,}"
        else:
            text = f"{float(value):,.2f}" if name.endswith("_usd") and abs(value) >= 1000 else f"{float(value):,.6g}"
        rows.append([name, text])
    return table("", ["output", "value"], rows)
