"""Sales in general: bands of prices, suspended statements, common from warrants, and the agent's own (METHODS 10)."""

from __future__ import annotations

from simulate.ledger import rule_144
from simulate.ledger.conversion import Quantity
from simulate.ledger.path import Path
from simulate.ledger.price_achieved import achieved_limit
from simulate.ledger.public_sales import sell_one_series, sell_one_warrant, series_registered, warrant_registered
from simulate.ledger.sales import market_limit, part_of_limit, rule_limit
from simulate.ledger.volume_rules import VolumeRuleTerms


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


def sell_what_investor_holds(path: Path, session: int, bid: int, limit: Quantity | None) -> Quantity:
    """Sell the investor's common, series in order and then warrants, as far as it may go and within the limit.

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
    sold: Quantity = 0
    if not path.contract.policy.sells_as_dated:
        sold = _sell_from_series(path, session, bid, limit)
    return sold + sell_from_warrants(path, session, bid, None if limit is None else limit - sold, "investor")


def _sell_from_series(path: Path, session: int, bid: int, limit: Quantity | None) -> Quantity:
    """Sell the common held from series, in order, within the limit."""
    sold: Quantity = 0
    for series in path.contract.series:
        held = path.common_held[series.place]
        if not held:
            continue
        if not series_registered(path, series, session):
            allowed, _ = rule_144.may_go(path, rule_144.of_series(path, series.place), session)
            if allowed < held:
                path.binds("registration", session)
            if path.rule_144 is None:
                continue
        wanted = held if limit is None else min(held, limit - sold)
        if wanted > 0:
            sold += sell_one_series(path, series, session, bid, wanted)
    return sold


def sell_from_warrants(path: Path, session: int, bid: int, limit: Quantity | None, party: str) -> int:
    """Sell common that a party holds from its warrants, in order, within the limit.

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
        sellable = int(common.sellable)
        if common.person != party or not sellable:
            continue
        if not warrant_registered(path, warrant, session):
            allowed, _ = rule_144.may_go(path, common, session)
            if allowed < sellable:
                path.binds("registration", session)
        wanted = sellable if limit is None else min(sellable, (limit - sold).__floor__())
        if wanted > 0:
            sold += sell_one_warrant(path, warrant, session, bid, wanted)
    return sold


def investor_could_sell_more(path: Path, session: int) -> bool:
    """Whether the investor still holds common that may be sold, as registered or under Rule 144.

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
    from_series = not path.contract.policy.sells_as_dated and any(
        series_registered(path, series, session)
        or rule_144.may_go(path, rule_144.of_series(path, series.place), session)[0] > 0
        for series in path.contract.series
        if path.common_held[series.place]
    )
    commons = ((warrant, rule_144.of_warrant(path, warrant.terms.place)) for warrant in path.warrants)
    return from_series or any(
        warrant_registered(path, warrant, session) or rule_144.may_go(path, common, session)[0] > 0
        for warrant, common in commons
        if common.person == "investor" and common.sellable > 0
    )
