"""Keeping the ledger of one path: every session in order, every event with its clause, every output."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from simulate.ledger import remedies
from simulate.ledger.books import Total, cash_flows, last_bid, series_books, totals
from simulate.ledger.calendar_events import dated_events, opening_events, remaining_value_events
from simulate.ledger.contract import Contract
from simulate.ledger.conversion import Quantity
from simulate.ledger.conversion_price import conversion_price
from simulate.ledger.csv_file import decimal_text, write_csv
from simulate.ledger.events import Event, Journal
from simulate.ledger.market import PathMarket
from simulate.ledger.path import Path
from simulate.ledger.price_feedback import open_market
from simulate.ledger.session import run_session
from simulate.ledger.three_books import Book, three_books
from simulate.ledger.valuation import last_quoted
from simulate.scenario import label_of


@dataclass(frozen=True, slots=True)
class SessionRow:
    """Where a path stands at the close of a session.

    Attributes
    ----------
    session, date
        The session.
    shares_issued
        Common issued under the deal so far, net of contributions back.
    preferred_left
        Preferred unconverted, all series together.
    conversion_prices_usd
        Of each series, for a conversion on the session; None: no price that day.
    cash_flow_usd
        Sales less commission, less purchase prices paid on the date (not those paid before session 0); at the
        last session also the worth of what remains.
    """

    session: int
    date: date
    shares_issued: Quantity
    preferred_left: Quantity
    conversion_prices_usd: tuple[Fraction | None, ...]
    cash_flow_usd: float


@dataclass(frozen=True)
class Ledger:
    """One path of the deal.

    Attributes
    ----------
    contract
        The deal and its sessions.
    events
        What happened, in order; empty if they were not recorded.
    totals
        Every output by its name in ``simulate.columns``. Where the last session has no bid on record also
        ``remaining_value_bid_session``, the session whose bid values what remains.
    sessions
        One row a session; empty if events were not recorded.
    notes
        What a reader must know beside the numbers.
    books
        Of company, investor and other holders at the end of the path; empty if events were not recorded.
    """

    contract: Contract
    totals: dict[str, Total]
    events: list[Event] = field(default_factory=list)
    sessions: list[SessionRow] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    books: tuple[Book, ...] = ()

    def write_csv(self, path: str | os.PathLike[str]) -> None:
        """Write the events as CSV, one row each; whole or not at all.

        Parameters
        ----------
        path
            Where to.

        Raises
        ------
        OutputError
            The file cannot be written.
        """
        header = (
            "date", "session", "kind", "instrument", "preferred", "shares", "price_usd", "amount_usd",
            "limit", "clause", "note",
        )  # fmt: skip
        write_csv(path, header, (self._cells(event) for event in self.events))

    def lines(self) -> list[str]:
        """The events as text for a terminal, one line each, then the notes."""
        return [_line(event) for event in self.events] + [f"Note: {note}" for note in self.notes]

    def books_as_text(self) -> list[str]:
        """The books as text for a terminal, each with its lines, its total, and whether it closes."""
        return [line for book in self.books for line in book.text()]

    def _repr_html_(self) -> str:
        """The events, the totals and the books, for notebooks."""
        from simulate.notebook.ledger_view import ledger_html

        return ledger_html(self)

    @staticmethod
    def _cells(event: Event) -> tuple[str, ...]:
        return (
            event.date.isoformat(),
            "" if event.session is None else str(event.session),
            event.kind,
            event.instrument,
            decimal_text(event.preferred),
            decimal_text(event.shares),
            decimal_text(event.price, 9),
            "" if event.amount_usd is None else f"{event.amount_usd:.2f}",
            event.limit,
            event.clause,
            event.note,
        )


def _line(event: Event) -> str:
    """One event as a sentence of columns."""
    parts = [event.date.isoformat(), f"{event.kind:<19}", f"{event.instrument:<6}"]
    if event.preferred is not None:
        parts.append(f"{_count(event.preferred)} preferred")
    if event.shares is not None:
        parts.append(f"{_count(event.shares)} common")
    if event.price is not None:
        parts.append(f"at ${decimal_text(event.price)}")
    if event.amount_usd is not None:
        parts.append(f"{'-' if event.amount_usd < 0 else ''}${abs(event.amount_usd):,.2f}")
    if event.limit:
        parts.append(f"[{event.limit} bound]")
    if event.clause:
        parts.append(f"({event.clause})")
    if event.note:
        parts.append(f"- {event.note}")
    return " ".join(parts)


def _count(number: Quantity) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{float(number):,.6f}"


def keep_ledger(contract: Contract, market: PathMarket, *, record_events: bool = True, irr: bool = True) -> Ledger:
    """Run one path of the deal and keep its ledger.

    Parameters
    ----------
    contract
        The deal, the holder and the sessions.
    market
        What the market did.
    record_events
        Whether events and session rows are written; the totals do not depend on it.
    irr
        Whether the internal rate of return is computed.

    Returns
    -------
    Ledger

    Raises
    ------
    ValueError
        The market does not cover the contract's sessions.
    """
    journal = Journal(contract, contract.grid(market.price_units_per_dollar)) if record_events else None
    path = Path(contract, market, journal)
    if journal is None:
        for session in range(len(contract.session_dates)):
            if path.finished:
                _quote_rest(path, session)
                break
            run_session(path, session)
        _close(path)
        return Ledger(contract, _totals(path, irr), notes=_notes(path))
    rows = _recorded_sessions(path, journal)
    _close(path)
    for event in remaining_value_events(path):
        journal.add(event)
    return Ledger(contract, _totals(path, irr), journal.events(), rows, _notes(path), three_books(path))


def _quote_rest(path: Path, session: int) -> None:
    """The quotations of the sessions that a finished path does not run, for what looks at the last bid."""
    for later in range(session, len(path.contract.session_dates)):
        open_market(path, later)


def _close(path: Path) -> None:
    """What falls due, or is delivered, because the run ends."""
    if path.contract.whole and path.ended is None:
        remedies.at_last_session(path, len(path.contract.session_dates) - 1)


def _recorded_sessions(path: Path, journal: Journal) -> list[SessionRow]:
    """Run every session to the last one, writing its events; one row each."""
    contract, per_dollar = path.contract, path.grid.per_dollar
    for event in opening_events(path):
        journal.add(event)
    dated = dated_events(path)
    standing: list[tuple[Quantity, Quantity, tuple[Fraction | None, ...]]] = []
    for session in range(len(contract.session_dates)):
        journal.open_session()
        for event in dated.get(session, ()):
            journal.add(event)
        if path.finished:
            open_market(path, session)
        else:
            run_session(path, session)
        prices = tuple(conversion_price(path, series, session) for series in contract.series)
        in_dollars = tuple(None if price is None else Fraction(price, per_dollar) for price in prices)
        issued = sum(path.issued) + sum(warrant.issued for warrant in path.warrants)
        standing.append((issued, sum(path.preferred_left), in_dollars))
    return [
        SessionRow(session, contract.session_dates[session], issued, left, prices, flow)
        for session, ((issued, left, prices), flow) in enumerate(
            zip(standing, cash_flows(path, series_books(path)), strict=True)
        )
    ]


def _stale_bid(path: Path) -> int | None:
    """The session whose bid values what remains, where that is not the last one."""
    valued = last_bid(path)
    return None if valued is None or valued[0] == last_quoted(path) else valued[0]


def _totals(path: Path, irr: bool) -> dict[str, Total]:
    stale = _stale_bid(path)
    return totals(path, irr=irr) | ({} if stale is None else {"remaining_value_bid_session": stale})


def _notes(path: Path) -> tuple[str, ...]:
    label = label_of(path.contract.policy.name)
    return ((label,) if label else ()) + _stale(path)


def _stale(path: Path) -> tuple[str, ...]:
    """That an earlier bid than the last session's values what remains."""
    stale = _stale_bid(path)
    if stale is None:
        return ()
    dates = path.contract.session_dates
    return (
        f"the last session, {dates[-1].isoformat()}, has no bid on record: what remains is "
        f"valued at the last bid on record, of {dates[stale].isoformat()}",
    )
