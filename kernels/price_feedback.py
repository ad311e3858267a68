"""What the holder's doing does to the price that everyone sees: impact, or dilution (METHODS, Impact).

The market is drawn ahead, by the tile; what of it everyone sees is settled session by session, as each opens.
"""

from __future__ import annotations

from kernels.delivery import is_conversion_date
from kernels.exponentials import INVERSE_LN_2, power, two_to
from kernels.intrinsics import floor
from kernels.jit import clause, rare
from kernels.market.footing import fill_fields
from kernels.market.quotes import bid_units
from kernels.market.scratch import Quotes
from kernels.price_rules import price_series
from kernels.remedy_state import SOLD_FOR_USD
from kernels.reserve import as_converted
from kernels.state import OUTSTANDING, State
from kernels.tables import Tables
from kernels.whole_state import (
    LIVE_ALL_SALES,
    LIVE_BUSY_FROM,
    LIVE_IMPACT,
    LIVE_IMPACT_AT_OPEN,
    LIVE_RECENT_SALES,
    LIVE_SHARES_AT_START,
    LIVE_TOUCHED_CEILING,
    LIVE_USUAL_VOLUME,
)
from kernels.whole_tables import Whole

FILL_UNITS = 1048576.0
"""A fill stands on a grid of 2^-20 dollars."""


@clause
def impact_of(recent: float, ever: float, whole: Whole) -> float:
    """I: the law of impact on F and C in usual volumes."""
    table = whole.feedback
    passing = (1.0 - table.permanent) * power(recent, table.exponent)
    staying = table.permanent * power(ever, table.exponent)
    return table.deviations * (passing + staying)


@clause
def impact_with(sold: float, state: State, whole: Whole) -> float:
    """I at the close of a session on which so much is sold."""
    numbers = state.whole.live.numbers
    volumes = sold / numbers[LIVE_USUAL_VOLUME]
    return impact_of(numbers[LIVE_RECENT_SALES] + volumes, numbers[LIVE_ALL_SALES] + volumes, whole)


@clause
def fill_units(bid: float, pressed: float, tables: Tables) -> float:
    """The bid x exp(-(I_t - I_{t-1})/2) in units of 2^-20 dollars, rounded to the nearest, halves up."""
    at_bid = bid * FILL_UNITS / tables.quote.units_per_dollar
    fill = floor(at_bid * two_to(-0.5 * pressed * INVERSE_LN_2) + 0.5)
    return fill if fill > 1.0 else 1.0


@clause
def fill_usd(bid: float, impact: float, tables: Tables, state: State) -> float:
    """What a session's sales fill at, USD: the bid itself where I does not move."""
    pressed = impact - state.whole.live.numbers[LIVE_IMPACT_AT_OPEN]
    if pressed == 0.0:
        return float(bid / tables.quote.units_per_dollar)
    return fill_units(bid, pressed, tables) / FILL_UNITS


@clause
def fill_of(sold: float, bid: float, tables: Tables, state: State, whole: Whole) -> float:
    """The fill of a session's sales, so many of them, in units of 2^-20 dollars; 0: the bid itself."""
    pressed = impact_with(sold, state, whole) - state.whole.live.numbers[LIVE_IMPACT_AT_OPEN]
    return 0.0 if pressed == 0.0 else fill_units(bid, pressed, tables)


@clause
def is_under(line: float, bid: float, fill: float, whole: Whole) -> bool:
    """Whether a fill, or the bid itself, is under a band's line, exactly."""
    if fill == 0.0:
        return bool(bid * whole.limits.lines_per_unit < line)
    return bool(fill * whole.limits.lines_grain < line)


@rare
def as_converted_at_close(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> float:
    """Common outstanding, and all preferred left as converted at the claims and prices in force on session t."""
    shares = float(state.totals[OUTSTANDING])
    for series in range(state.preferred.size):
        if state.preferred[series] > 0.0:
            price_series(series, t, place, market, tables, state, whole)
            shares += as_converted(series, t, tables, state, whole)
    return shares


@rare
def price_factor(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> float:
    """What the drawn price of session t is multiplied by; the memory of sales fades by a session."""
    numbers = state.whole.live.numbers
    if whole.feedback.impact:
        if numbers[LIVE_ALL_SALES] == 0.0:
            # Nothing has been sold yet: I is 0 and stays so.
            return 1.0
        seen = numbers[LIVE_IMPACT]
        numbers[LIVE_IMPACT_AT_OPEN] = seen
        numbers[LIVE_RECENT_SALES] *= whole.feedback.decay
        numbers[LIVE_IMPACT] = impact_with(0.0, state, whole)
        return two_to(-seen * INVERSE_LN_2)
    before = 1 if t > 0 else 0
    shares = as_converted_at_close(t - before, place - before, market, tables, state, whole)
    if t == 0:
        numbers[LIVE_SHARES_AT_START] = shares
        return 1.0
    return float(numbers[LIVE_SHARES_AT_START] / shares)


@rare
def quote(t: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """Turn what was drawn for session t into what everyone sees; sessions are quoted in order, each once."""
    earlier = tables.clock.earlier_bids.size
    place = earlier + t
    factor = price_factor(t, place, market, tables, state, whole)
    numbers = state.whole.live.numbers
    drawn = market.closes[t]
    if drawn >= tables.quote.highest_units:
        numbers[LIVE_TOUCHED_CEILING] = 1.0
    if factor != 1.0:
        close = floor(drawn * factor + 0.5)
        close = close if close < tables.quote.highest_units else tables.quote.highest_units
        close = close if close > 1.0 else 1.0
        market.closes[t] = close
        market.bids[place] = bid_units(close, tables.quote)
    # A price field of a session looks back at the close before it.
    fill_fields(t, t + 1, earlier, market)


@rare
def follow_hazards(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """Add up the hazards that follow the price over the days to session t, at the bid of the session before."""
    events = whole.events
    own = state.whole.event
    never = tables.clock.days.size
    if t == 0:
        return
    bid_usd = market.bids[place - 1] / tables.quote.units_per_dollar
    days = tables.clock.days[t] - tables.clock.days[t - 1]
    for event in range(whole.events.entries):
        if events.hazard_a_day[event] > 0.0 and own.session[event] == never:
            higher = power(events.hazard_level_usd[event] / bid_usd, events.hazard_power[event])
            own.added_up[event] += events.hazard_a_day[event] * days * higher
            if own.added_up[event] >= own.threshold[event]:
                own.session[event] = t
                if state.whole.live.numbers[LIVE_BUSY_FROM] > t:
                    state.whole.live.numbers[LIVE_BUSY_FROM] = float(t)


@rare
def open_market(t: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """Before session t opens: what everyone sees of its price, and what the price has brought about.

    Parameters
    ----------
    t
        Session.
    market
        The path's market, drawn at least to session t.
    tables, state, whole
        The path.
    """
    if whole.feedback.moves_prices:
        quote(t, market, tables, state, whole)
    if whole.events.follows_price:
        follow_hazards(t, tables.clock.earlier_bids.size + t, market, tables, state, whole)


@clause
def is_fed_back(whole: Whole) -> bool:
    """Whether a session's market depends on what was done before it."""
    return bool(whole.feedback.moves_prices or whole.events.follows_price)


@clause
def settle_shares(shares: float, t: int, usd: float, tables: Tables) -> tuple[float, float]:
    """What shares bring at a price in dollars, less commission, and its worth on session 0."""
    amount = shares * usd * tables.sale.net_of_commission
    return amount, amount * tables.clock.discount[t]


@rare
def settle_sales(t: int, bid: float, tables: Tables, state: State, whole: Whole) -> None:
    """After the sales of session t: all fill at one price, which they have pressed themselves.

    Parameters
    ----------
    t, bid
        Session, and its closing bid in units.
    tables, state, whole
        The path.
    """
    live = state.whole.live
    own = state.whole.warrant
    sold = 0.0
    for series in range(state.preferred.size):
        sold += live.sold_today[series]
    for w in range(whole.warrants.entries):
        sold += live.warrant_sold_today[w]
    if sold <= 0.0:
        return
    numbers = live.numbers
    impact = impact_with(sold, state, whole)
    usd = fill_usd(bid, impact, tables, state)
    numbers[LIVE_RECENT_SALES] += sold / numbers[LIVE_USUAL_VOLUME]
    numbers[LIVE_ALL_SALES] += sold / numbers[LIVE_USUAL_VOLUME]
    numbers[LIVE_IMPACT] = impact
    failed = is_conversion_date(t, state)
    if failed:
        state.whole.remedy.numbers[SOLD_FOR_USD] = 0.0
    for series in range(state.preferred.size):
        amount, present = settle_shares(live.sold_today[series], t, usd, tables)
        state.proceeds[series] += amount
        state.present[series] += present
        state.flows[t] += amount
        live.sold_today[series] = 0.0
        if failed:
            amount, _ = settle_shares(state.whole.remedy.failed_sold[series], t, usd, tables)
            state.whole.remedy.numbers[SOLD_FOR_USD] += amount
    for w in range(whole.warrants.entries):
        amount, present = settle_shares(live.warrant_sold_today[w], t, usd, tables)
        own.proceeds[w] += amount
        own.present[w] += present
        state.flows[t] += 0.0 if whole.warrants.agent[w] else amount
        live.warrant_sold_today[w] = 0.0
        if failed:
            own.failed_sold_for_usd[w], _ = settle_shares(own.failed_sold[w], t, usd, tables)
