"""A holder that sells borrowed stock over the conversion price and delivers by converting (METHODS 25.4)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from simulate.ledger.contract import SeriesTerms
from simulate.ledger.conversion import Quantity
from simulate.ledger.holder import offers, worth_converting
from simulate.ledger.notice import give_notice
from simulate.ledger.path import Path
from simulate.ledger.policy_terms import ShortTerms
from simulate.ledger.roll_off import price_tomorrow
from simulate.ledger.sales import market_limit
from simulate.ledger.statements import may_be_sold, within_statement
from simulate.ledger.threshold import is_a_margin_over


@dataclass(slots=True)
class Round:
    """What a round of short sales did."""

    counted: Quantity = 0
    """Shares that count against the limit on sales."""
    cut: bool = False
    """Whether that limit cut a short sale."""
    room: Quantity | None = None
    """What is left of the limit; None: there is none."""


def _terms(path: Path) -> ShortTerms:
    short = path.contract.policy.short
    assert short is not None
    return short


def _take_off(path: Path, place: int, session: int, quanta: Fraction) -> None:
    """Take a cost off what the series' sales bring: the books take the commission off every sale."""
    path.sales[place].append((session, -quanta / (1 - path.contract.commission)))


def _deliver(path: Path, session: int, series: SeriesTerms) -> None:
    """Deliver common held from a series against its short, if it may be sold."""
    place = series.place
    shares = min(path.common_held[place], path.short[place])
    if shares <= 0 or not may_be_sold(path, series.registered, place, session):
        return
    shares = within_statement(path, place, session, shares)
    if shares <= 0:
        return
    path.common_held[place] -= shares
    path.short[place] -= shares
    path.sold_shares[place] += shares
    path.write(session, "delivery of a short", series.name, shares=shares, clause="METHODS 25.4",
               note="common held closes so much of what was sold short")  # fmt: skip


def carry(path: Path, session: int, bid: int) -> None:
    """Pay for what was borrowed since the session before, then deliver what is held.

    Parameters
    ----------
    path
        Where the path stands when the session's sales open.
    session, bid
        The session and its closing bid, in quanta.
    """
    dollars = Fraction(1, path.grid.per_dollar)
    days = path.contract.days[session] - path.contract.days[path.borrowed_to]
    path.borrowed_to = session
    for series in path.contract.series:
        place = series.place
        if not path.short[place]:
            continue
        cost = Fraction(path.short[place] * bid) * _terms(path).borrow_cost * days / 365
        _take_off(path, place, session, cost)
        path.borrow_cost += cost * dollars
        path.write(session, "borrow cost", series.name, shares=path.short[place], amount=-cost * dollars,
                   clause="METHODS 25.4", note=f"{days} days on what is short, at the bid")  # fmt: skip
        _deliver(path, session, series)


def hedge(path: Path, session: int, bid: int, room: Quantity | None, sold: Quantity) -> Round:
    """One round, lower conversion price first: short sales, then notices for what is short.

    Parameters
    ----------
    path
        Where the path stands, what was held already delivered and sold.
    session, bid
        The session and its closing bid, in quanta.
    room
        What is left of the limit on sales; None: no limit.
    sold
        Shares sold on the session so far.

    Returns
    -------
    Round
    """
    contract, terms = path.contract, _terms(path)
    decision_bid = path.bid(session - 1) if contract.decides_on_previous_close else bid
    short_room = room
    if not terms.counts:
        market = market_limit(path, session, unknown=0)
        short_room = None if market is None else max(market - sold, 0)
    found = Round(room=room)
    for price, place in offers(path, session):
        series = contract.series[place]
        if decision_bid is None:
            if path.journal is not None:
                path.journal.no_decision_bid(session)
            continue
        shares, cut = _sell_short(path, series, session, bid, price, decision_bid, short_room)
        if short_room is not None:
            short_room -= shares
        if terms.counts:
            found.counted += shares
            found.cut = found.cut or cut
        _convert_to_deliver(path, series, session, bid, price, decision_bid)
    path.most_short = max(path.most_short, sum(path.short))
    if terms.counts:
        found.room = short_room
    return found


def _sell_short(
    path: Path,
    series: SeriesTerms,
    session: int,
    bid: int,
    price: int,
    decision_bid: int,
    room: Quantity | None,
) -> tuple[Quantity, bool]:
    """Sell short what the series would convert into and is not short yet; and whether the room cut it."""
    place, terms = series.place, _terms(path)
    if not terms.before_effectiveness and not may_be_sold(path, series.registered, place, session):
        path.binds("registration", session)
        return 0, False
    if not is_a_margin_over(path.contract.policy, decision_bid, price):
        path.binds("price", session)
        return 0, False
    claim = path.grid.claims[place][session]
    wanted = path.contract.rounding.shares(path.preferred_left[place], claim, price)
    wanted += path.common_held[place] + path.undelivered[place] - path.short[place]
    borrowed = (terms.borrow_limit * path.outstanding).__floor__()
    wanted = min(wanted, borrowed - sum(path.short))
    if wanted <= 0:
        return 0, False
    shares = wanted if room is None else min(wanted, room)
    if shares > 0:
        path.short[place] += shares
        path.short_sold += shares
        path.sales[place].append((session, shares * bid))
        path.write(session, "short sale", series.name, shares=shares, price=Fraction(bid, path.grid.per_dollar),
                   amount=Fraction(shares * bid, path.grid.per_dollar) * (1 - path.contract.commission),
                   clause="METHODS 25.4", note="borrowed stock, to be delivered by converting")  # fmt: skip
    return shares, shares < wanted


def _convert_to_deliver(path: Path, series: SeriesTerms, session: int, bid: int, price: int, decision_bid: int) -> None:
    """Give notice of the fewest preferred whose common covers what the series is short."""
    place = series.place
    needed = path.short[place] - path.common_held[place] - path.undelivered[place]
    if needed <= 0:
        return
    if not worth_converting(decision_bid, price, path.contract.hurdle):
        path.binds("price", session)
        return
    if _terms(path).waits_while_falling:
        tomorrow = price_tomorrow(path, series, session, price)
        if tomorrow is not None and tomorrow < price:
            return
    claim = path.grid.claims[place][session]
    wanted = min(path.preferred_left[place], path.contract.rounding.fewest_reaching(needed, claim, price))
    give_notice(path, series, session, wanted=wanted, price=price, bid=bid)


def cover(path: Path, session: int, bid: int) -> None:
    """Buy back at the bid what can no more be delivered: the series is gone, or the run ends.

    Parameters
    ----------
    path
        Where the path stands after required conversion.
    session, bid
        The session and its closing bid, in quanta.
    """
    last = session == len(path.contract.session_dates) - 1
    for series in path.contract.series:
        place = series.place
        if not path.short[place]:
            continue
        if last:
            _deliver(path, session, series)
        gone = not path.preferred_left[place] and not path.common_held[place] and not path.undelivered[place]
        shares = path.short[place]
        if shares and (last or gone):
            cost = Fraction(shares * bid)
            _take_off(path, place, session, cost)
            path.cover_cost += cost / path.grid.per_dollar
            path.short_covered += shares
            path.short[place] = 0
            path.write(session, "cover", series.name, shares=shares, price=Fraction(bid, path.grid.per_dollar),
                       amount=-cost / path.grid.per_dollar, clause="METHODS 25.4",
                       note="bought back at the bid: nothing is left to deliver")  # fmt: skip
