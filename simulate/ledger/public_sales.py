"""Sales of one instrument's common: what its statement lets out, and what Rule 144 lets go (METHODS 10, Rule 144)."""

from __future__ import annotations

from simulate.ledger import registration, rule_144
from simulate.ledger.contract import SeriesTerms
from simulate.ledger.conversion import Quantity
from simulate.ledger.path import Path
from simulate.ledger.price_feedback import note_sale
from simulate.ledger.sales import sell
from simulate.ledger.statements import may_be_sold, within_statement
from simulate.ledger.warrant_terms import WarrantState


def series_registered(path: Path, series: SeriesTerms, session: int) -> bool:
    """Whether common of a series may be sold as registered on a session (``RRA 2.1``)."""
    return may_be_sold(path, series.registered, series.place, session)


def warrant_registered(path: Path, warrant: WarrantState, session: int) -> bool:
    """Whether common of a warrant may be sold as registered on a session (``RRA 2.1``)."""
    return may_be_sold(path, warrant.terms.registered, warrant.terms.statement, session)


def sell_one_series(path: Path, series: SeriesTerms, session: int, bid: int, wanted: Quantity) -> Quantity:
    """Sell common held from a series; what neither registration nor the Rule lets out, registration bound.

    Parameters
    ----------
    path
        Where the path stands.
    series
        Which; without Rule 144 it may be sold on the session.
    session, bid
        The session and its closing bid, in quanta.
    wanted
        Shares, within what the session allows and what is held.

    Returns
    -------
    int or Fraction
        Shares sold.
    """
    place = series.place
    if path.rule_144 is None:
        covered = within_statement(path, place, session, wanted)
        if covered > 0:
            sell(path, place, session, bid, covered)
        return max(covered, 0)
    registered: Quantity = 0
    if series_registered(path, series, session):
        room = registration.sale_room(path, place)
        registered = wanted if room is None else min(wanted, room)
        if registered > 0:
            sell(path, place, session, bid, registered)
    rest = wanted - registered
    if rest <= 0:
        return registered
    common = rule_144.of_series(path, place)
    under = rule_144.allowed_of(path, common, session, rest)
    if under > 0:
        sell(path, place, session, bid, under, rule_144=rule_144.paragraph(path, common, session, under))
        rule_144.note_sale(path, common, session, int(under))
    if under < rest:
        path.binds("registration", session)
    return registered + under


def sell_from_warrant(
    path: Path, warrant: WarrantState, session: int, bid: int, shares: int, *, rule_144: str = ""
) -> None:
    """Sell common that came from a warrant at the session's bid less commission.

    Parameters
    ----------
    path
        Where the path stands.
    warrant
        Which.
    session, bid
        The session and its closing bid, in quanta.
    shares
        How many.
    rule_144
        The paragraph of Rule 144 under which they are sold; empty: registered.
    """
    warrant.held -= shares
    warrant.sold += shares
    warrant.sales.append((session, shares * bid))
    note_sale(path, warrant.sales, shares)
    if path.journal is not None:
        path.journal.sale(warrant.terms.name, session, bid, shares, rule_144=rule_144)


def sell_one_warrant(path: Path, warrant: WarrantState, session: int, bid: int, wanted: int) -> int:
    """Sell common held from a warrant, as :func:`sell_one_series`; registration binds where its statement is used up.

    Parameters
    ----------
    path
        Where the path stands.
    warrant
        Which.
    session, bid
        The session and its closing bid, in quanta.
    wanted
        Shares, within what the session allows and what is for sale.

    Returns
    -------
    int
        Shares sold.
    """
    is_registered = warrant_registered(path, warrant, session)
    if path.rule_144 is None:
        if not is_registered:
            return 0
        covered = within_statement(path, warrant.terms.statement, session, wanted).__floor__()
        if covered > 0:
            sell_from_warrant(path, warrant, session, bid, covered)
        return max(covered, 0)
    registered = 0
    if is_registered:
        room = registration.sale_room(path, warrant.terms.statement)
        registered = wanted if room is None else min(wanted, room.__floor__())
        if registered > 0:
            sell_from_warrant(path, warrant, session, bid, registered)
    rest = wanted - registered
    if rest <= 0:
        return registered
    common = rule_144.of_warrant(path, warrant.terms.place)
    under = int(rule_144.allowed_of(path, common, session, rest))
    if under > 0:
        paragraph = rule_144.paragraph(path, common, session, under)
        sell_from_warrant(path, warrant, session, bid, under, rule_144=paragraph)
        rule_144.note_sale(path, common, session, under)
    if is_registered and under < rest:
        path.binds("registration", session)
    return registered + under
