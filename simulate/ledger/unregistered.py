"""Sales of a deal with Rule 144: what registration lets out first, then what the Rule lets go (METHODS, Rule 144)."""

from __future__ import annotations

from simulate.ledger import registration, rule_144
from simulate.ledger.contract import SeriesTerms
from simulate.ledger.conversion import Quantity
from simulate.ledger.general_sales import may_be_sold, sell_from_warrant
from simulate.ledger.path import Path
from simulate.ledger.sales import sell
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
        Which.
    session, bid
        The session and its closing bid, in quanta.
    wanted
        Shares, within what the session allows and what is held.

    Returns
    -------
    int
        Shares sold.
    """
    place = series.place
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


def sell_series(path: Path, session: int, bid: int, limit: Quantity | None) -> Quantity:
    """Sell the common held from series, in order, within the limit.

    Parameters
    ----------
    path
        Where the path stands.
    session, bid
        The session and its closing bid, in quanta.
    limit
        Most shares that may be sold; None: all.

    Returns
    -------
    int
        Shares sold.
    """
    sold: Quantity = 0
    for series in path.contract.series:
        held = path.common_held[series.place]
        if not held:
            continue
        if not series_registered(path, series, session):
            allowed, _ = rule_144.may_go(path, rule_144.of_series(path, series.place), session)
            if allowed < held:
                path.binds("registration", session)
        wanted = held if limit is None else min(held, limit - sold)
        if wanted > 0:
            sold += sell_one_series(path, series, session, bid, wanted)
    return sold


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


def sell_warrants(path: Path, session: int, bid: int, limit: Quantity | None, party: str) -> int:
    """Sell the common that a party holds from its warrants, in order, within the limit.

    Parameters
    ----------
    path
        Where the path stands.
    session, bid
        The session and its closing bid, in quanta.
    limit
        Most shares that may be sold; None: all.
    party
        ``investor`` or ``agent``.

    Returns
    -------
    int
        Shares sold.
    """
    sold = 0
    for warrant in path.warrants:
        common = rule_144.of_warrant(path, warrant.terms.place)
        if common.person != party or not common.sellable:
            continue
        if not warrant_registered(path, warrant, session):
            allowed, _ = rule_144.may_go(path, common, session)
            if allowed < common.sellable:
                path.binds("registration", session)
        wanted = int(common.sellable) if limit is None else min(int(common.sellable), (limit - sold).__floor__())
        if wanted > 0:
            sold += sell_one_warrant(path, warrant, session, bid, wanted)
    return sold


def could_sell_more(path: Path, session: int) -> bool:
    """Whether the investor still holds common that may go.

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.

    Returns
    -------
    bool
    """
    if not path.contract.policy.sells_as_dated:
        for series in path.contract.series:
            if path.common_held[series.place] and (
                series_registered(path, series, session)
                or rule_144.may_go(path, rule_144.of_series(path, series.place), session)[0] > 0
            ):
                return True
    for warrant in path.warrants:
        common = rule_144.of_warrant(path, warrant.terms.place)
        if (
            common.person == "investor"
            and common.sellable > 0
            and (warrant_registered(path, warrant, session) or rule_144.may_go(path, common, session)[0] > 0)
        ):
            return True
    return False
