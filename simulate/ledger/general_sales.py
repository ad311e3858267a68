"""Sales in general: bands of prices, suspended statements, common from warrants, and the agent's own (METHODS 10)."""

from __future__ import annotations

from simulate.ledger.contract import SeriesTerms
from simulate.ledger.conversion import Quantity
from simulate.ledger.path import Path
from simulate.ledger.price_achieved import achieved_limit
from simulate.ledger.price_feedback import note_sale
from simulate.ledger.sales import market_limit, part_of_limit, rule_limit, sell_what_is_held
from simulate.ledger.volume_rules import VolumeRuleTerms
from simulate.ledger.warrant_terms import WarrantState


def sale_limit_in_general(path: Path, session: int, bid: int, *, owned: bool) -> tuple[int | None, str]:
    """How many shares the investor may sell on a session, and what says so (``SPA 4.15``).

    Parameters
    ----------
    path
        Where the path stands, the session's corporate events done.
    session, bid
        The session and its closing bid, in quanta.
    owned
        Whether the covenant's series had preferred outstanding when the session opened.

    Returns
    -------
    shares : int or None
        The limit; None: there is none.
    name : str
        ``sale_limit``, ``participation`` or empty.
    """
    if owned and path.bands and path.feedback is not None and path.feedback.presses:
        return achieved_limit(path, session, bid)
    rule, covenant = band_in_force(path, bid) if owned else None, path.contract.covenant
    if rule is not None and covenant is not None:
        return part_of_limit(covenant, rule_limit(path, rule, session)), "sale_limit"
    floor = path.bands[0][0].floor_shares if path.bands else 0
    limit = market_limit(path, session, unknown=floor)
    return limit, "" if limit is None else "participation"


def band_in_force(path: Path, bid: int) -> VolumeRuleTerms | None:
    """The rule of the first band whose upper end is above the bid.

    Parameters
    ----------
    path
        Where the path stands.
    bid
        Quanta.

    Returns
    -------
    VolumeRuleTerms or None
        None: no covenant, or sales at this price are free.
    """
    return next((rule for rule, line in path.bands if line is None or bid < line), None)


def may_be_sold(path: Path, registered: int, statement: int | None, session: int) -> bool:
    """Whether common may be sold on a public market: registered, and its statement usable (``RRA 2.1``, ``3.6``).

    Parameters
    ----------
    path
        Where the path stands.
    registered
        First session on which its registration is effective.
    statement
        The series whose statement covers it; None: a statement of its own.
    session
        The session.

    Returns
    -------
    bool
    """
    from simulate.ledger import registration  # it reads the path's sales in its turn

    return session >= registered and not registration.suspended(path, statement, session)


def within_statement(path: Path, statement: int | None, session: int, shares: Quantity) -> Quantity:
    """How many of the shares to be sold a statement that binds still covers; what it cuts, registration bound.

    Parameters
    ----------
    path
        Where the path stands.
    statement
        The series whose statement covers them; None: a statement of its own.
    session
        The session.
    shares
        What would be sold.

    Returns
    -------
    int or Fraction
    """
    from simulate.ledger import registration  # it reads the path's sales in its turn

    room = registration.sale_room(path, statement)
    if room is None or shares <= room:
        return shares
    path.binds("registration", session)
    return max(room, 0)


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


def sell_what_investor_holds(path: Path, session: int, bid: int, limit: Quantity | None) -> Quantity:
    """Sell the investor's common, series in order and then warrants, as registered and within the limit.

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
    int or Fraction
        Shares sold.
    """
    from simulate.ledger import unregistered  # it sells by this module's rules in its turn

    if path.contract.policy.sells_as_dated:
        return sell_from_warrants(path, session, bid, limit, "investor")
    if path.rule_144 is not None:
        sold = unregistered.sell_series(path, session, bid, limit)
    else:
        sold = sell_what_is_held(path, session, bid, limit, may_be_sold=_series_may_be_sold, covered=_within_statement)
    return sold + sell_from_warrants(path, session, bid, None if limit is None else limit - sold, "investor")


def _series_may_be_sold(path: Path, series: SeriesTerms, session: int) -> bool:
    """Whether a series' common may be sold: it is its own statement's."""
    return may_be_sold(path, series.registered, series.place, session)


def _within_statement(path: Path, series: SeriesTerms, session: int, shares: Quantity) -> Quantity:
    """How many of a series' shares its own statement covers."""
    return within_statement(path, series.place, session, shares)


def sell_from_warrants(path: Path, session: int, bid: int, limit: Quantity | None, party: str) -> int:
    """Sell common that a party holds from its warrants, in order.

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
    from simulate.ledger import unregistered  # it sells by this module's rules in its turn

    if path.rule_144 is not None:
        return unregistered.sell_warrants(path, session, bid, limit, party)
    sold = 0
    for warrant in path.warrants:
        terms = warrant.terms
        sellable = warrant.held - warrant.undelivered
        if terms.party != party or not sellable:
            continue
        if not may_be_sold(path, terms.registered, terms.statement, session):
            path.binds("registration", session)
            continue
        wanted = sellable if limit is None else min(sellable, (limit - sold).__floor__())
        shares = within_statement(path, terms.statement, session, wanted).__floor__() if wanted > 0 else 0
        if shares > 0:
            sell_from_warrant(path, warrant, session, bid, shares)
            sold += shares
    return sold


def investor_could_sell_more(path: Path, session: int) -> bool:
    """Whether the investor still holds common that may be sold.

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
    if path.rule_144 is not None:
        from simulate.ledger import unregistered  # it sells by this module's rules in its turn

        return unregistered.could_sell_more(path, session)
    from_series = not path.contract.policy.sells_as_dated and any(
        path.common_held[series.place] and _series_may_be_sold(path, series, session) for series in path.contract.series
    )
    return from_series or any(
        warrant.held > warrant.undelivered
        and may_be_sold(path, warrant.terms.registered, warrant.terms.statement, session)
        for warrant in path.warrants
        if warrant.terms.party == "investor"
    )
