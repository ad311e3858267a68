"""Mergers: the freeze from the announcement, and what completion pays (``CoD XI.B``, ``XI.C``, ``W 4(e)``)."""

from __future__ import annotations

from kernels.delivery import hold_what_was_bought_in
from kernels.intrinsics import square_root
from kernels.jit import clause, rare
from kernels.market.scratch import Quotes
from kernels.money import pay_on_series, pay_on_warrant
from kernels.normal_distribution import exponential, logarithm, normal_distribution
from kernels.price_rules import price_series
from kernels.remedies import acquired
from kernels.rows import FIRED_FREEZE, FIRED_MERGER, FIRED_MERGER_BLACK_SCHOLES, FIRED_MERGER_PAYS_125_PERCENT
from kernels.state import State
from kernels.tables import Tables
from kernels.whole_state import LIVE_ENDED, LIVE_FROZEN_UNTIL, fire
from kernels.whole_tables import MERGER, Whole

_SESSIONS_PER_YEAR = 252.0


@clause
def black_scholes_call(spot: float, strike: float, rate: float, years: float, volatility: float) -> float:
    """Value of a European call without dividends (Black and Scholes 1973); its discounted intrinsic worth at no
    volatility or term.
    """
    discounted = strike * exponential(-rate * years)
    deviation = volatility * square_root(years) if years > 0.0 else 0.0
    if deviation <= 0.0:
        return spot - discounted if spot > discounted else 0.0
    d1 = logarithm(spot / discounted) / deviation + 0.5 * deviation
    return spot * normal_distribution(d1) - discounted * normal_distribution(d1 - deviation)


@rare
def historical_volatility(last: int, most: int, market: Quotes) -> float:
    """Sample deviation of the log returns of at most so many closes to session ``last``, a year (``W 4(e)(ii)``)."""
    first = last - most + 1
    first = first if first > 0 else 0
    count = last - first
    if count < 2:
        return 0.0
    mean = logarithm(market.closes[last] / market.closes[first]) / count
    squares = 0.0
    for t in range(first + 1, last + 1):
        deviation = logarithm(market.closes[t] / market.closes[t - 1]) - mean
        squares += deviation * deviation
    return float(square_root(squares / (count - 1) * _SESSIONS_PER_YEAR))


@rare
def announce(event: int, t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """An announcement fixes what completion would convert: the session before it, or session 0 (``CoD XI.C``)."""
    live = state.whole.live
    for series in range(state.preferred.size):
        live.announced_claim[event, series] = live.yesterday_claim[series]
        live.announced_price[event, series] = live.yesterday_price[series]
        if t == 0:
            price_series(series, t, place, market, tables, state, whole)
            live.announced_claim[event, series] = tables.claim[series, 0]
            live.announced_price[event, series] = state.price[series]


@rare
def freeze(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """Step 2 of an announcement's session: freeze its conversion prices, an earlier freeze included (``CoD XI.B``).

    The events of the session are over: a split that stands after the announcement in the deal has acted already.
    """
    live = state.whole.live
    for event in range(whole.events.entries):
        if whole.events.kind[event] == MERGER and state.whole.event.session[event] == t:
            froze = False
            for series in range(state.preferred.size):
                price_series(series, t, place, market, tables, state, whole)
                if t == 0:
                    live.announced_price[event, series] = state.price[series]
                froze = froze or state.price[series] > 0.0
            for series in range(state.preferred.size):
                live.frozen_price[series] = state.price[series]
            completed, thawed = whole.events.completed[event], whole.events.thawed[event]
            live.numbers[LIVE_FROZEN_UNTIL] = float(completed if completed < thawed else thawed)
            if froze:
                fire(FIRED_FREEZE, state.whole.fired)


@rare
def give_notice(t: int, state: State, whole: Whole) -> None:
    """Step 2 of the session of a merger's notice: note the Exercise Prices of its date (``W 4(e)(iv)``)."""
    own = state.whole.warrant
    for event in range(whole.events.entries):
        if whole.events.noticed[event] == t:
            for w in range(whole.warrants.entries):
                own.noticed_usd[w] = own.price[w] / whole.warrants.scale


@clause
def pay_for_warrant(
    w: int,
    t: int,
    event: int,
    worth_usd: float,
    spot: float,
    volatility: float,
    tables: Tables,
    state: State,
    whole: Whole,
) -> None:
    """Pay the greater of a replacement's intrinsic worth and the Black-Scholes Amount, each Warrant Share (``W 4(e)``).

    Parameters
    ----------
    w, t, event
        Which warrant, on which session, of which merger.
    worth_usd, spot, volatility
        What a share of common receives; the last close before the notice, and its volatility a year.
    tables, state, whole
        The path.
    """
    own = state.whole.warrant
    strike = own.price[w] / whole.warrants.scale
    # Its exercise would bring what distributions have accrued, too (W 4(f)).
    exercised = worth_usd - strike + own.accrued_usd[w]
    replacement = exercised if exercised > 0.0 else 0.0
    years = (whole.warrants.expires_days[w] - whole.events.moneyness_days[event]) / 365.0
    # A notice that is given on the session of the completion is of the price then.
    noticed = own.noticed_usd[w] if own.noticed_usd[w] > 0.0 else strike
    amount = black_scholes_call(spot, noticed, whole.events.rate[event], years, volatility)
    if amount > replacement:
        fire(FIRED_MERGER_BLACK_SCHOLES, state.whole.fired)
    each = amount if amount > replacement else replacement
    pay_on_warrant(w, t, each * (own.amount[w] / own.price[w]), tables, state, whole)


@rare
def complete(event: int, t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """A merger is completed: preferred, common and warrants are paid, and the path ends (METHODS 12.6)."""
    live = state.whole.live
    own = state.whole.warrant
    fire(FIRED_MERGER, state.whole.fired)
    hold_what_was_bought_in(state, whole)
    worth_usd = whole.events.fraction[event]
    if worth_usd < 0.0:
        worth_usd = market.bids[place - 1] / tables.quote.units_per_dollar
    for series in range(state.preferred.size):
        n = state.preferred[series]
        if n > 0.0:
            each = whole.events.merger_face_usd[series]
            converted = 0.0
            if live.announced_price[event, series] > 0.0:
                price = tables.series.claim_scale[series] * live.announced_price[event, series]
                converted = live.announced_claim[event, series] / price * worth_usd
            if converted < each:
                fire(FIRED_MERGER_PAYS_125_PERCENT, state.whole.fired)
            pay_on_series(series, t, n * (converted if converted > each else each), tables, state)
            state.preferred[series] = 0.0
            state.whole.money.redeemed[series] += n
        common = state.held[series] + state.whole.remedy.undelivered[series]
        if common > 0.0:
            pay_on_series(series, t, common * worth_usd, tables, state)
            state.held[series] = 0.0
            state.whole.remedy.undelivered[series] = 0.0
    last = whole.events.before_notice[event]
    spot = market.closes[last] / tables.quote.units_per_dollar
    volatility = historical_volatility(last, whole.warrants.volatility_closes, market)
    for w in range(whole.warrants.entries):
        if own.amount[w] > 0.0 and t <= whole.warrants.last[w]:
            # One that was to be issued later never is.
            if whole.warrants.issued[w] <= t:
                pay_for_warrant(w, t, event, worth_usd, spot, volatility, tables, state, whole)
            own.amount[w] = 0.0
        if own.held[w] > 0.0:
            pay_on_warrant(w, t, own.held[w] * worth_usd, tables, state, whole)
            own.held[w] = 0.0
    acquired(t, tables, state, whole)
    live.numbers[LIVE_ENDED] = float(t)
