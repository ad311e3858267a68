"""Mergers: the price frozen from the announcement, and what completion pays (``CoD XI.B``, ``XI.C``, ``W 4(e)``)."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

from simulate.ledger.contract import SeriesTerms
from simulate.ledger.conversion_price import conversion_price
from simulate.ledger.distributions import quote, quote_before
from simulate.ledger.event_terms import EventTerms
from simulate.ledger.market_price import market_price
from simulate.ledger.path import Path
from simulate.ledger.warrant_terms import WarrantState
from simulate.scenario import Merger

SESSIONS_A_YEAR = 252
SAID = {"merger": "a merger", "asset_sale": "a sale of the assets", "tender_offer": "a tender offer"}


def announce(path: Path, session: int, terms: EventTerms, event: Merger) -> None:
    """Freeze the conversion prices at what they are on the Announcement Date (``CoD XI.B``).

    Parameters
    ----------
    path
        Where the path stands, the session's corporate events and resets done.
    session
        The announcement's.
    terms, event
        The merger, or what else is announced.
    """
    prices = [conversion_price(path, series, session) for series in path.contract.series]
    path.frozen = list(prices)
    path.frozen_until = len(path.contract.session_dates) if terms.thawed is None else terms.thawed
    if session == 0:
        path.quotes[0] = [quote(path, series, 0) for series in path.contract.series]
    if any(price is not None for price in prices):
        path.fire("freeze")
    for series, price in zip(path.contract.series, prices, strict=True):
        if price is not None:
            path.write(
                session, "freeze", series.name, price=Fraction(price, path.grid.per_dollar), clause="CoD XI.B",
                note=f"{SAID[event.transaction]} is announced: the conversion price is at most this from now on",
            )  # fmt: skip


def notice_session(path: Path, terms: EventTerms) -> int | None:
    """The session of a Notice of Major Transaction: so long before completion, not before the announcement.

    Parameters
    ----------
    path
        Of which deal.
    terms
        The merger.

    Returns
    -------
    int, or None
        None: it is not announced or not completed inside the run.
    """
    general = path.contract.general
    assert general is not None
    if terms.session is None or terms.completed is None:
        return None
    return max(terms.completed - general.exercise.notice_sessions, terms.session)


def give_notice(path: Path) -> None:
    """Note the Exercise Prices on the date of the notice (``W 4(e)(iv)``).

    Parameters
    ----------
    path
        Where the path stands, the session's corporate events and resets done.
    """
    for warrant in path.warrants:
        warrant.noticed = warrant.price


def complete(path: Path, session: int, terms: EventTerms, event: Merger) -> None:
    """Complete a merger: everything is paid out, and the path ends.

    Parameters
    ----------
    path
        Where the path stands.
    session
        The completion's.
    terms, event
        The merger.
    """
    from simulate.ledger import delivery, remedies  # they read prices in their turn

    path.fire("merger")
    delivery.hold_what_was_bought_in(path)
    consideration = event.consideration_usd
    received = market_price(path, session) if consideration is None else Fraction(consideration)
    received = Fraction(0) if received is None else received
    path.write(
        session, "merger", "common", price=received, clause="CoD XI.C",
        note="completed: what a share of common receives",
    )  # fmt: skip
    assert terms.session is not None
    for series in path.contract.series:
        _pay_preferred(path, session, series, _as_converted(path, series, terms.session), received)
        _pay_common(path, session, series, received)
    for warrant in path.warrants:
        _pay_warrant(path, session, warrant, terms, event, received)
    remedies.acquired(path, session)
    path.ended = session


def _as_converted(path: Path, series: SeriesTerms, announced: int) -> Fraction:
    """Common for one preferred on the session before the announcement, limits ignored; 0 without a price then."""
    quoted = path.quotes[0][series.place] if announced == 0 else quote_before(path, series, announced)
    return Fraction(0) if quoted is None else Fraction(*quoted)


def _pay_preferred(path: Path, session: int, series: SeriesTerms, as_converted: Fraction, received: Fraction) -> None:
    """The greater of what common converted before the announcement gets, and the multiple of face (``CoD XI.C``)."""
    left, place = path.preferred_left[series.place], series.place
    if not left:
        return
    multiple = Fraction(path.contract.scenario.deal.merger.face_multiple)
    converted, face = as_converted * received, multiple * series.stated_value
    if face > converted:
        path.fire("merger_pays_125_percent")
    path.preferred_left[place] = 0
    path.redeemed[place] += left
    path.pay(
        session, place, left * max(converted, face), "merger", "CoD XI.C",
        f"{float(left):,.0f} preferred: the greater of ${float(converted):,.2f}, as converted before the announcement, "
        f"and ${float(face):,.2f}, {float(100 * multiple):g}% of stated value",
    )  # fmt: skip


def _pay_common(path: Path, session: int, series: SeriesTerms, received: Fraction) -> None:
    """Common of a series, delivered or not, receives what all common does."""
    place = series.place
    held = path.common_held[place] + path.undelivered[place]
    if not held:
        return
    path.common_held[place] = path.undelivered[place] = 0
    path.given_up[place] += held
    path.pay(session, place, held * received, "merger", "CoD XI.C", f"{float(held):,.0f} common held")


def _pay_warrant(
    path: Path, session: int, warrant: WarrantState, terms: EventTerms, event: Merger, received: Fraction
) -> None:
    """A warrant's common like all common; the rest the greater of its intrinsic worth and the Black-Scholes Amount."""
    if warrant.held:
        warrant.paid.append((session, warrant.held * received))
        path.write(
            session, "merger", warrant.terms.name, shares=warrant.held, price=received,
            amount=warrant.held * received, clause="CoD XI.C", note="common held",
        )  # fmt: skip
        warrant.given_up += warrant.held
        warrant.held = 0
    if not warrant.exists(session):
        # One that was to be issued later never is.
        warrant.amount = Fraction(0)
        return
    intrinsic = max(received - warrant.price + warrant.accrued, Fraction(0))
    amount = black_scholes_amount(path, terms, warrant, float(event.treasury_rate_per_year))
    if amount > intrinsic:
        path.fire("merger_black_scholes")
    paid = max(intrinsic, Fraction(amount)) * warrant.real_left
    warrant.amount = Fraction(0)
    if paid:
        warrant.paid.append((session, paid))
    path.write(
        session, "merger", warrant.terms.name, price=warrant.price, amount=paid, clause="W 4(e)",
        note=f"the greater of ${float(intrinsic):,.4f}, a replacement's intrinsic worth"
        f"{' with what it is owed of distributions' if warrant.accrued else ''}, and the Black-Scholes Amount "
        f"of ${amount:,.4f}, for each Warrant Share",
    )  # fmt: skip


def black_scholes_amount(path: Path, terms: EventTerms, warrant: WarrantState, rate: float) -> float:
    """The Black-Scholes Amount of one Warrant Share (``W 4(e)``).

    Parameters
    ----------
    path
        Whose closes.
    terms
        The merger; the notice of it is given some sessions before its completion.
    warrant
        For its price on the date of the notice, and its term.
    rate
        Treasury rate of the remaining term, continuous, per year.

    Returns
    -------
    float
        Dollars.
    """
    general = path.contract.general
    assert general is not None
    noticed = notice_session(path, terms)
    assert noticed is not None
    last = max(noticed - 1, 0)
    first = max(last - general.exercise.volatility_sessions + 1, 0)
    closes = path.closes[path.first + first : path.first + last + 1]
    known = [close for close in closes if close is not None]
    if not known:
        return 0.0
    years = (warrant.terms.expires - path.contract.session_dates[noticed]).days / 365
    spot = known[-1] / path.grid.per_dollar
    strike = warrant.price if warrant.noticed is None else warrant.noticed
    return black_scholes_call(spot, float(strike), rate, _volatility(known), years)


def _volatility(closes: list[int]) -> float:
    """Sample deviation of the log returns of closes, a year; 0 with fewer than two returns."""
    returns = [math.log(later / earlier) for earlier, later in pairwise(closes)]
    if len(returns) < 2:
        return 0.0
    mean = math.fsum(returns) / len(returns)
    variance = math.fsum((each - mean) ** 2 for each in returns) / (len(returns) - 1)
    return math.sqrt(variance * SESSIONS_A_YEAR)


def black_scholes_call(spot: float, strike: float, rate: float, volatility: float, years: float) -> float:
    """The Black-Scholes value of a call on a stock without dividends.

    Parameters
    ----------
    spot, strike
        Dollars.
    rate, volatility
        Per year, the rate continuous.
    years
        Term.

    Returns
    -------
    float
        Dollars.
    """
    deviation = volatility * math.sqrt(max(years, 0.0))
    discounted = strike * math.exp(-rate * max(years, 0.0))
    if deviation == 0:
        return max(spot - discounted, 0.0)
    above = math.log(spot / discounted) / deviation + deviation / 2

    def below(value: float) -> float:
        """The normal distribution function."""
        return math.erfc(-value / math.sqrt(2)) / 2

    return spot * below(above) - discounted * below(above - deviation)
