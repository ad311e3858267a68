"""What happened on a path: date, instrument, quantities, prices, the limit that bound and its clause."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from simulate.ledger.contract import Contract, SeriesTerms
from simulate.ledger.conversion import Quantity
from simulate.ledger.grid import Grid

LIMIT_CLAUSES = {
    "sale_limit": ("SPA 4.15", "the sale-volume covenant stops sales"),
    "participation": ("contract 5", "the market takes no more of the volume"),
    "cap": ("CoD IV.G(i)", "the Cap Amount stops conversion"),
    "ownership": ("CoD IV.G(ii)", "the ownership limit stops conversion"),
    "authorized": ("CoD V", "the authorized shares stop conversion"),
    "registration": ("RRA 2.1", "no public sale before registration is effective"),
    "price": ("holder", "the decision bid is below hurdle x conversion or exercise price"),
    "conversion_volume": ("contract 4", "the limit on a session's conversions stops conversion"),
}
"""Clause of each limit, and what it does."""


@dataclass(frozen=True)
class Event:
    """One thing that happened.

    Attributes
    ----------
    date, session
        When; the session is None before session 0.
    kind
        ``opening``, ``purchase``, ``approval``, ``switch-on``, ``registration``, ``maturity``, ``notice``,
        ``sale``, ``required conversion``, ``limit`` (with the stretch of sessions it bound on), ``gap``, ``no
        price``, ``no volume``, ``no decision``, ``remaining value`` or ``record``; of a deal with warrants,
        corporate events or remedies also what they are called there (``exercise``, ``split``, ``redemption``).
    instrument
        The series, ``common`` or empty.
    preferred, shares
        Preferred and common that moved; None where none did.
    price
        Dollars: the conversion price of a conversion, the bid of a sale or a valuation.
    amount_usd
        Money that moved, paid out by the holder negative; of a conversion, the claim that was converted.
    limit
        The limit that bound, or empty.
    clause, note
        The clause it rests on, and what else there is to say.
    """

    date: date
    session: int | None
    kind: str
    instrument: str = ""
    preferred: Quantity | None = None
    shares: Quantity | None = None
    price: Fraction | None = None
    amount_usd: float | None = None
    limit: str = ""
    clause: str = ""
    note: str = ""


class Journal:
    """Writes the events of a path as its sessions run.

    Parameters
    ----------
    contract
        The deal.
    grid
        Its money, to turn quanta into dollars.
    """

    def __init__(self, contract: Contract, grid: Grid) -> None:
        self._contract, self._grid = contract, grid
        self._events: list[Event] = []
        self._stretches: list[list[int]] = []
        """Place of the event, first and last session of each stretch."""
        self._open: dict[str, list[int]] = {}
        self._session_start = 0
        self._sale_limit: tuple[int | None, str] = (None, "")

    def add(self, event: Event) -> None:
        """Write an event as it is."""
        self._events.append(event)

    def open_session(self) -> None:
        """A session opens: what :meth:`sales_bound` marks starts here."""
        self._session_start = len(self._events)

    def sales_allowed(self, shares: int | None, limit: str) -> None:
        """What a session allows to be sold, and the limit that says so; None: no limit."""
        self._sale_limit = (shares, limit)

    def notice(
        self,
        series: SeriesTerms,
        session: int,
        *,
        kind: str,
        preferred: Quantity,
        shares: Quantity,
        price: int,
        limit: str,
    ) -> None:
        """A conversion of preferred into common, price in quanta."""
        per_dollar = self._grid.per_dollar
        claim = Fraction(self._grid.claims[series.place][session], per_dollar)
        each = f"${float(claim):,.6f} each, Premium of {series.premium_days[session]} days included (CoD III.F)"
        if self._contract.scenario.deal.series[series.place].premium.paid != "on_conversion":
            each = f"${float(claim):,.6f} each, the Premium not paid yet included (CoD III.F)"
        clause = "CoD IV.H" if kind == "required conversion" else "CoD IV.A"
        self.add(
            Event(
                self._contract.session_dates[session], session, kind, series.name, preferred, shares,
                Fraction(price, per_dollar), float(preferred * claim), limit, clause, each,
            )
        )  # fmt: skip

    def sale(self, instrument: str, session: int, bid: int, shares: Quantity, *, rule_144: str = "") -> None:
        """A sale of common that came from a series or a warrant, bid in quanta; with what lets it go unregistered."""
        price = Fraction(bid, self._grid.per_dollar)
        amount = float(shares * price * (1 - self._contract.commission))
        allowed, limit = self._sale_limit
        clause = LIMIT_CLAUSES[limit][0] if limit else "RRA 2.1"
        note = "at the closing bid; " + ("no limit on sales" if allowed is None else f"the session allows {allowed:,}")
        if rule_144:
            clause, note = f"{clause}, {rule_144}" if limit else rule_144, f"not registered, under Rule 144; {note}"
        when = self._date(session)
        self.add(Event(when, session, "sale", instrument, None, shares, price, amount, "", clause, note))

    def sales_filled(self, fill: int) -> None:
        """The session's sales have pressed the price that they fill at, in quanta: correct them."""
        price = Fraction(fill, self._grid.per_dollar)
        for place in range(self._session_start, len(self._events)):
            event = self._events[place]
            if event.kind == "sale" and event.shares is not None:
                amount = float(event.shares * price * (1 - self._contract.commission))
                note = event.note.replace("at the closing bid", "under the closing bid by its own impact")
                self._events[place] = replace(event, price=price, amount_usd=amount, note=note)

    def sales_bound(self, limit: str) -> None:
        """The session's sales used all that a limit allows: mark them."""
        for place in range(self._session_start, len(self._events)):
            if self._events[place].kind == "sale":
                self._events[place] = replace(self._events[place], limit=limit)

    def limit_binds(self, limit: str, session: int) -> None:
        """A limit bound on a session."""
        clause, note = LIMIT_CLAUSES[limit]
        self._stretch(
            f"limit {limit}",
            session,
            Event(self._date(session), session, "limit", "", limit=limit, clause=clause, note=note),
        )

    def rule_144_keeps_back(self, person: str, session: int) -> None:
        """Rule 144's limit on volume kept back common of a holder that is old enough to be sold under it."""
        note = f"the limit on volume of Rule 144 keeps back common of the {person} that is not registered"
        event = Event(self._date(session), session, "limit", "", limit="rule_144", clause="Rule 144(e)", note=note)
        self._stretch(f"limit rule_144 {person}", session, event)

    def gap(self, session: int) -> None:
        """A session without a bid on record."""
        note = "no bid on record: no acts and no prices, the Premium runs"
        self._stretch(
            "gap",
            session,
            Event(self._date(session), session, "gap", "common", clause="CoD III.F", note=note),
        )

    def no_price(self, place: int, session: int) -> None:
        """A series that could convert has no conversion price on a session."""
        series = self._contract.series[place]
        variable = series.variable
        if variable is not None and session >= variable.switch_on:
            note = f"of the {variable.lookback_sessions} closing bids of the look-back not all are on record"
        else:
            note = "no fixed price, and the variable price is not yet switched on: no conversion"
        event = Event(self._date(session), session, "no price", series.name, clause="CoD III.G", note=note)
        self._stretch(f"no price {place} {note}", session, event)

    def no_decision_bid(self, session: int) -> None:
        """The bid that the holder decides on is not on record."""
        note = "the bid of the session before is not on record: the holder gives no notice"
        self._stretch(
            "no decision",
            session,
            Event(self._date(session), session, "no decision", clause="holder", note=note),
        )

    def volume_unknown(self, session: int) -> None:
        """A volume that a limit on sales needs is not known."""
        note = (
            "a volume of the session, or of those before it that are averaged, is not on record: the leg of the limit "
            "that needs it drops out; the stated number of shares stands"
        )
        self._stretch(
            "no volume",
            session,
            Event(self._date(session), session, "no volume", "common", clause="SPA 4.15", note=note),
        )

    def events(self) -> list[Event]:
        """All events in order, each stretch with its length."""
        for place, first, last in self._stretches:
            if last > first:
                event = self._events[place]
                note = f"{event.note}; {last - first + 1} sessions in a row, to {self._date(last)}"
                self._events[place] = replace(event, note=note)
        self._stretches.clear()
        self._open.clear()
        return self._events

    def _date(self, session: int) -> date:
        return self._contract.session_dates[session]

    def _stretch(self, key: str, session: int, event: Event) -> None:
        """Write an event that may last: once, at its first session."""
        stretch = self._open.get(key)
        if stretch is not None and stretch[2] >= session - 1:
            stretch[2] = session
            return
        stretch = [len(self._events), session, session]
        self._open[key] = stretch
        self._stretches.append(stretch)
        self.add(event)
