"""Sales of common: how many a session allows, and the sale of what is held (``SPA 4.15``, ``RRA 2.1``)."""

from __future__ import annotations

from collections.abc import Sequence

from simulate.ledger.contract import CovenantTerms
from simulate.ledger.conversion import Quantity
from simulate.ledger.path import Path
from simulate.ledger.price_feedback import note_sale
from simulate.ledger.volume_rules import VolumeRuleTerms


def covenant_limit(
    covenant: CovenantTerms | VolumeRuleTerms, volume: int | None, earlier_volumes: Sequence[int | None]
) -> int:
    """The greatest of the covenant's three legs, floored (``SPA 4.15``).

    Parameters
    ----------
    covenant
        The covenant's terms, or another rule with the same legs.
    volume
        Volume of the session; None: not known.
    earlier_volumes
        Volumes of the sessions before, as many as the average takes; fewer, or None among them: not known.

    Returns
    -------
    int
        Shares. A leg whose volume is not known drops out alone; the number of shares of the first leg always
        stands.
    """
    limit = covenant.floor_shares
    if volume is not None:
        numerator, denominator = covenant.session_share
        limit = max(limit, numerator * volume // denominator)
    if len(earlier_volumes) == covenant.average_sessions and None not in earlier_volumes:
        numerator, denominator = covenant.average_share
        total: int = sum(earlier_volumes)  # type: ignore[arg-type]
        limit = max(limit, numerator * total // (denominator * covenant.average_sessions))
    return limit


def part_of_limit(covenant: CovenantTerms, shares: int) -> int:
    """The holder's part of the limit: the rest went with the preferred that it transferred (``SPA 4.15``).

    Parameters
    ----------
    covenant
        The covenant's terms.
    shares
        The whole limit.

    Returns
    -------
    int
        Shares, rounded down.
    """
    numerator, denominator = covenant.share_of_limit
    return numerator * shares // denominator


def sale_limit(path: Path, session: int, bid: int) -> tuple[int | None, str]:
    """How many shares the holder may sell on a session, and what says so.

    The covenant, while any of its series is owned at the opening and the bid is under its line; otherwise the
    share of the volume that the market takes; otherwise no limit.

    Parameters
    ----------
    path
        Where the path stands when the session opens.
    session, bid
        The session and its closing bid, in quanta.

    Returns
    -------
    shares : int or None
        The limit; None: there is none.
    name : str
        ``sale_limit``, ``participation`` or empty.
    """
    line, covenant = path.grid.price_line, path.contract.covenant
    if covenant is not None and path.preferred_left[covenant.while_held] and (line is None or bid < line):
        return part_of_limit(covenant, rule_limit(path, covenant, session)), "sale_limit"
    limit = market_limit(path, session, unknown=0 if covenant is None else covenant.floor_shares)
    return limit, "" if limit is None else "participation"


def rule_limit(path: Path, rule: CovenantTerms | VolumeRuleTerms, session: int) -> int:
    """What a rule on volume allows on a session; a volume that is not known is written down.

    Parameters
    ----------
    path
        Where the path stands.
    rule
        The covenant, or a band of it.
    session
        The session.

    Returns
    -------
    int
        Shares.
    """
    place = path.first_volume + session
    volume, earlier = path.volumes[place], path.volumes[max(place - rule.average_sessions, 0) : place]
    if path.journal is not None and (volume is None or None in earlier):
        path.journal.volume_unknown(session)
    return covenant_limit(rule, volume, earlier)


def market_limit(path: Path, session: int, *, unknown: int) -> int | None:
    """What the market takes of a session's volume where the contract sets no limit.

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.
    unknown
        What it takes where the volume is not on record.

    Returns
    -------
    int or None
        Shares; None: no limit.
    """
    if path.contract.participation is None:
        return None
    volume = path.volumes[path.first_volume + session]
    if volume is None:
        if path.journal is not None:
            path.journal.volume_unknown(session)
        return unknown
    numerator, denominator = path.contract.participation
    return numerator * volume // denominator


def sell(path: Path, place: int, session: int, bid: int, shares: Quantity, *, rule_144: str = "") -> None:
    """Sell common that is held at the session's bid less commission.

    Parameters
    ----------
    path
        Where the path stands.
    place
        The series that the common came from.
    session, bid
        The session and its closing bid, in quanta.
    shares
        How many.
    rule_144
        The paragraph of Rule 144 under which they are sold; empty: registered.
    """
    path.common_held[place] -= shares
    path.sold_shares[place] += shares
    path.sales[place].append((session, shares * bid))
    note_sale(path, path.sales[place], shares)
    if path.journal is not None:
        path.journal.sale(path.contract.series[place].name, session, bid, shares, rule_144=rule_144)


def sell_what_is_held(path: Path, session: int, bid: int, limit: Quantity | None) -> Quantity:
    """Sell the common held when the session opens, series in order, once registered (``RRA 2.1``), within the limit.

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
    for series in path.contract.series:
        held = path.common_held[series.place]
        if not held:
            continue
        if session < series.registered:
            path.binds("registration", session)
            continue
        shares = held if limit is None else min(held, limit - sold)
        if shares > 0:
            sell(path, series.place, session, bid, shares)
            sold += shares
    return sold
