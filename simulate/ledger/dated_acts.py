"""Dated acts: notices and sales on given dates, cut where a limit stops them (METHODS 25.3)."""

from __future__ import annotations

from simulate.ledger import rule_144
from simulate.ledger.conversion import Quantity
from simulate.ledger.conversion_price import conversion_price
from simulate.ledger.holder import sell_at_once
from simulate.ledger.notice import give_notice
from simulate.ledger.path import Path
from simulate.ledger.public_sales import sell_one_series
from simulate.ledger.statements import may_be_sold


def sell_dated(path: Path, session: int, bid: int, limit: int | None) -> tuple[Quantity, bool]:
    """Sell, of the common held from series, what is dated on a session, within the limit.

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
    sold : int or Fraction
        Shares sold.
    cut : bool
        Whether the limit cut a sale.
    """
    acts = path.contract.policy.acts
    assert acts is not None
    sold: Quantity = 0
    cut = False
    for series in path.contract.series:
        place = series.place
        wanted = acts.common.get((session, place))
        if wanted is None:
            continue
        shares: Quantity = 0
        may_go = may_be_sold(path, series.registered, place, session)
        if not may_go and rule_144.may_go(path, rule_144.of_series(path, place), session)[0] <= 0:
            path.binds("registration", session)
        else:
            shares = min(wanted, path.common_held[place])
            if limit is not None and shares > limit - sold:
                shares, cut = limit - sold, True
            if shares > 0:
                shares = sell_one_series(path, series, session, bid, shares)
                sold += shares
        if shares < wanted:
            _cut(path, session, place, f"{float(shares):,.0f} of {wanted:,} common sold", shares=wanted - shares)
    return sold, cut


def give_dated_notices(
    path: Path, session: int, bid: int, room: Quantity | None, *, honoured: bool
) -> tuple[Quantity, Quantity | None]:
    """Give the notices that are dated on a session, series in order.

    Parameters
    ----------
    path
        Where the path stands, what was held already sold.
    session, bid
        The session and its closing bid, in quanta.
    room
        What is left of the limit on sales; None: no limit.
    honoured
        Whether the company honours notices.

    Returns
    -------
    sold : int or Fraction
        Shares sold at once.
    room : int, Fraction or None
        What is left of it.
    """
    acts = path.contract.policy.acts
    assert acts is not None
    sold: Quantity = 0
    for series in path.contract.series:
        place = series.place
        wanted = acts.preferred.get((session, place))
        if wanted is None:
            continue
        left = path.preferred_left[place]
        shares: Quantity = 0
        open_to_holder = session <= series.maturity or path.optional_only[place]
        if honoured and left and open_to_holder:
            price = conversion_price(path, series, session)
            if price is None:
                if path.journal is not None:
                    path.journal.no_price(place, session)
            else:
                asked = min(wanted, left)
                shares = give_notice(path, series, session, wanted=asked, price=price, bid=bid) or 0
        done = left - path.preferred_left[place]
        if done < wanted:
            note = f"{float(done):,.0f} of {wanted:,} preferred converted"
            _cut(path, session, place, note, preferred=wanted - done)
        if acts.sells_as_dated:
            continue
        at_once = shares if room is None else min(shares, room)
        if not may_be_sold(path, series.registered, place, session):
            allowed = rule_144.new_may_go(path, series.name, "investor", session)
            if allowed == 0:
                continue
            if allowed is not None and allowed < at_once:
                rule_144.kept_back(path, "investor", session)
                at_once = allowed
        if path.contract.same_day_sale and at_once > 0:
            sold += sell_at_once(path, place, session, bid, at_once)
        if room is not None:
            room -= at_once
    return sold, room


def _cut(
    path: Path,
    session: int,
    place: int,
    note: str,
    *,
    preferred: Quantity | None = None,
    shares: Quantity | None = None,
) -> None:
    """Count an act that was cut or could not be, and say so."""
    path.acts_cut += 1
    name = path.contract.series[place].name
    path.write(session, "act cut", name, preferred=preferred, shares=shares, clause="METHODS 25.3", note=note)
