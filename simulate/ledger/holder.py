"""The holder's round of a session: which notices it gives, and what it sells at once."""

from __future__ import annotations

from dataclasses import dataclass

from simulate.ledger.contract import SeriesTerms
from simulate.ledger.conversion import Quantity
from simulate.ledger.conversion_price import conversion_price
from simulate.ledger.notice import give_notice
from simulate.ledger.path import Path
from simulate.ledger.public_sales import sell_one_series
from simulate.ledger.rule_144 import kept_back, new_may_go
from simulate.ledger.sales import sell
from simulate.ledger.statements import may_be_sold
from simulate.ledger.threshold import is_a_margin_over


@dataclass(frozen=True, slots=True)
class Wish:
    """What the holder wants of a series that it may give notice of."""

    all: bool
    """All that the limits on conversion allow; or the fewest preferred whose common fills the room."""
    at_once: bool = True
    """Whether what fits into the room is sold on the same session."""


def offers(path: Path, session: int) -> list[tuple[int, int]]:
    """The series that could give a notice, lower conversion price first, deal order at a tie.

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.

    Returns
    -------
    list of (price, place)
        Prices in quanta. A series past its maturity session (unless it failed to convert then, ``CoD IV.H``),
        without preferred or without a price is not among them.
    """
    found = []
    for series in path.contract.series:
        open_to_holder = session <= series.maturity or path.optional_only[series.place]
        if path.preferred_left[series.place] and open_to_holder:
            price = conversion_price(path, series, session)
            if price is not None:
                found.append((price, series.place))
            elif path.journal is not None:
                path.journal.no_price(series.place, session)
    found.sort()
    return found


def worth_converting(decision_bid: int, price: int, hurdle: tuple[int, int]) -> bool:
    """Whether the bid that the holder decides on is at least hurdle x conversion price.

    Parameters
    ----------
    decision_bid, price
        In the same money.
    hurdle
        As numerator and denominator.

    Returns
    -------
    bool
    """
    numerator, denominator = hurdle
    return decision_bid * denominator >= numerator * price


def _what_may_go(path: Path, series: SeriesTerms, session: int) -> int | None:
    """How much of a notice's common may be sold on its session, which every notice waits for; None: all of it.

    Registered, all; else as much as Rule 144 lets go, and if that is nothing, registration binds.
    """
    if session >= series.registered and (
        not path.contract.whole or may_be_sold(path, series.registered, series.place, session)
    ):
        return None
    allowed = new_may_go(path, series.name, "investor", session)
    if allowed == 0:
        path.binds("registration", session)
    return allowed


def wish(path: Path, series: SeriesTerms, session: int, price: int, decision_bid: int) -> Wish | None:
    """What the policy wants of a series on a session; None: no notice, the price is against it.

    Parameters
    ----------
    path
        Where the path stands.
    series, session
        What may convert, and when.
    price, decision_bid
        The conversion price and the bid the holder decides on, in quanta.

    Returns
    -------
    Wish or None
    """
    contract = path.contract
    policy = contract.policy
    over_hurdle = worth_converting(decision_bid, price, contract.hurdle)
    if policy.name in ("convert_and_sell", "pricing_window_pressure"):
        return Wish(all=False) if over_hurdle else None
    if policy.name == "optimal":
        from simulate.ledger.optimal import least_multiple, reaches  # it reads a path in its turn

        least = least_multiple(path, series, session, price)
        return Wish(all=False) if reaches(decision_bid, price, least) else None
    if is_a_margin_over(policy, decision_bid, price):
        return Wish(all=policy.takes_all)
    if policy.name == "roll_off" and over_hurdle:
        from simulate.ledger.roll_off import rises_tomorrow  # it reads a path in its turn

        if rises_tomorrow(path, series, session, price):
            # A notice is good until 11:59 p.m. (CoD III.C): it is given when the close is known.
            return Wish(all=True, at_once=not contract.decides_on_previous_close)
    return None


def convert_and_sell(
    path: Path, session: int, bid: int, room: Quantity | None, reach: Quantity | None
) -> tuple[Quantity, bool, Quantity | None]:
    """One round: the fewest preferred whose common fills the room, within the limits, sold at once.

    Other policies than ``convert_and_sell`` may want more, or at other times: see :func:`wish`.

    Parameters
    ----------
    path
        Where the path stands, what was held already sold.
    session, bid
        The session and its closing bid, in quanta.
    room
        What is left of the sale limit; None: no limit.
    reach
        Shares that the notices are to reach: the room, unless the policy is another; None: all preferred is wanted.

    Returns
    -------
    sold : int or Fraction
        Shares sold at once.
    cut : bool
        Whether a notice was cut to the room.
    room : int, Fraction or None
        What is left of it.
    """
    contract = path.contract
    decision_bid = path.bid(session - 1) if contract.decides_on_previous_close else bid
    sold: Quantity = 0
    cut = False
    for price, place in offers(path, session):
        beyond_reach = reach is not None and reach <= 0
        if beyond_reach and contract.policy.name in ("convert_and_sell", "pricing_window_pressure", "optimal"):
            break
        series = contract.series[place]
        allowed = _what_may_go(path, series, session)
        if allowed == 0:
            continue
        if decision_bid is None:
            # Nothing is invented: without the bid it decides on, the holder waits.
            if path.journal is not None:
                path.journal.no_decision_bid(session)
            continue
        wants = wish(path, series, session, price, decision_bid)
        if wants is None:
            path.binds("price", session)
            continue
        if beyond_reach and not wants.all:
            continue
        left = wanted = path.preferred_left[place]
        goal = _lower(reach, allowed)
        if goal is not None and not wants.all:
            claim = path.grid.claims[place][session]
            wanted = min(left, contract.rounding.fewest_reaching(goal, claim, price))
            if wanted < left and goal != reach:
                kept_back(path, "investor", session)
        shares = give_notice(path, series, session, wanted=wanted, price=price, bid=bid)
        if shares is None:
            continue
        cut = cut or wanted < left
        at_once = shares if room is None else min(shares, room)
        if not wants.at_once:
            at_once = 0
        if allowed is not None and allowed < at_once:
            kept_back(path, "investor", session)
            at_once = allowed
        if contract.same_day_sale and at_once > 0:
            sold += sell_at_once(path, place, session, bid, at_once)
        if room is not None:
            room -= at_once
        if not contract.presses_the_window:
            reach = room
        elif reach is not None:
            reach -= min(shares, reach)
    return sold, cut, room


def _lower(one: Quantity | None, other: Quantity | None) -> Quantity | None:
    """The lower of two limits, None being none."""
    return other if one is None else one if other is None else min(one, other)


def sell_at_once(path: Path, place: int, session: int, bid: int, shares: Quantity) -> Quantity:
    """Sell on the Conversion Date what the notice just gave, as far as a statement that binds covers it.

    Parameters
    ----------
    path
        Where the path stands.
    place
        The series.
    session, bid
        The session and its closing bid, in quanta.
    shares
        How many.

    Returns
    -------
    int or Fraction
        Shares sold.
    """
    if not path.contract.whole:
        sell(path, place, session, bid, shares)
        return shares
    from simulate.ledger import delivery  # it reads the path's notices in its turn

    sold = sell_one_series(path, path.contract.series[place], session, bid, shares)
    delivery.sold_at_once(path, place, session, sold, bid)
    return sold
