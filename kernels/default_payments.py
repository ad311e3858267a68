"""What a failure to deliver costs: default payments, the ratchet, the buy-in (``CoD VII``; METHODS 17)."""

from __future__ import annotations

from kernels.delivery import is_conversion_date
from kernels.jit import clause, rare
from kernels.layout import PREMIUM_SUM
from kernels.market.scratch import Quotes
from kernels.obligations import make_default_due, make_due_by_key, make_due_on_warrant
from kernels.remedy_state import (
    BOUGHT_IN,
    BOUGHT_IN_EXERCISED,
    CONVERSION_SESSION,
    DELIVERED_ON,
    FAILURE_EVENT,
    FAILURE_FACE_USD,
    FAILURE_OPEN,
    FAILURE_PREMIUM_USD,
    FAILURE_REFUSAL,
    FAILURE_STAGE,
    NO_FAILURE,
    PERIOD_END,
    RATCHET_ON,
    REMEDY_BUY_IN_COST_USD,
    SOLD_FOR_USD,
)
from kernels.rights import EVENT_III, end_when_cured, event_happens
from kernels.rows import FIRED_BUY_IN, FIRED_EXERCISE_BUY_IN, FIRED_RATCHET
from kernels.state import State
from kernels.tables import Tables
from kernels.whole_state import fire
from kernels.whole_tables import Whole


@rare
def accrued_default(t: int, tables: Tables, state: State, whole: Whole) -> float:
    """Default payments of the open failure for the days up to session t, USD (``CoD VII.A``)."""
    table = whole.remedy.delivery
    remedy = state.whole.remedy
    numbers = remedy.numbers
    days = tables.clock.days
    refusal = numbers[FAILURE_REFUSAL] > 0.0
    start = int(numbers[CONVERSION_SESSION] if refusal else numbers[PERIOD_END])
    # Where exercises alone failed nothing accrues: the Certificate pays for conversions.
    if t <= start or (not refusal and numbers[FAILURE_FACE_USD] == 0.0):
        return 0.0
    second = start
    if not refusal:
        flat_end = int(numbers[CONVERSION_SESSION]) + table.flat_until
        second = flat_end if flat_end > start else start
    second = second if second < t else t
    out = (days[second] - days[start]) * table.flat_usd
    if t > second:
        out += (days[t] - days[second]) * table.face_fraction * numbers[FAILURE_FACE_USD]
        if table.premium_daily:
            for series in range(state.preferred.size):
                a_preferred = whole.by_session[PREMIUM_SUM, series, t] - whole.by_session[PREMIUM_SUM, series, second]
                out += remedy.affected[series] * a_preferred
        else:
            out += numbers[FAILURE_PREMIUM_USD]
    return float(out)


@clause
def refusal_accrued(t: int, tables: Tables, state: State, whole: Whole) -> float:
    """Default payments of an open refusal to the close of the session before t, USD; 0: none is open."""
    numbers = state.whole.remedy.numbers
    if t == 0 or numbers[FAILURE_STAGE] != FAILURE_OPEN or numbers[FAILURE_REFUSAL] == 0.0:
        return 0.0
    return accrued_default(t - 1, tables, state, whole)


@clause
def keep_undelivered(state: State, whole: Whole) -> None:
    """At the close of the Conversion Date: what is unsold of its shares is not for sale until they are delivered."""
    remedy = state.whole.remedy
    for series in range(state.preferred.size):
        unsold = remedy.failed_shares[series] - remedy.failed_sold[series]
        remedy.undelivered[series] += unsold
        state.held[series] -= unsold
    own = state.whole.warrant
    for w in range(whole.warrants.entries):
        own.undelivered[w] = own.failed[w] - own.failed_sold[w]


@rare
def ratchet(state: State) -> None:
    """The fixed price of every affected series falls to its lowest conversion price since c (``CoD VII.C``)."""
    remedy = state.whole.remedy
    fixed = state.whole.live.fixed_price
    for series in range(state.preferred.size):
        lowest = remedy.lowest_price[series]
        if lowest > 0.0 and lowest < fixed[series]:
            fixed[series] = lowest
            fire(FIRED_RATCHET, state.whole.fired)
            if lowest < state.price[series]:
                state.price[series] = lowest


@clause
def note_lowest(state: State) -> None:
    """Keep the lowest conversion price of each affected series; a refusal affects all."""
    remedy = state.whole.remedy
    for series in range(state.preferred.size):
        if remedy.affected[series] > 0.0 or remedy.numbers[FAILURE_REFUSAL] > 0.0:
            price = state.price[series]
            lowest = remedy.lowest_price[series]
            if price > 0.0 and (lowest == 0.0 or price < lowest):
                remedy.lowest_price[series] = price


@clause
def pay_for_buy_in(t: int, cost: float, state: State) -> None:
    """What the holder pays in the market for a buy-in, its commission included, USD."""
    state.whole.remedy.numbers[REMEDY_BUY_IN_COST_USD] += cost
    state.flows[t] -= cost


@rare
def buy_in_exercises(t: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """The holder buys at the close what it had sold of its exercises (``W 1(e)``).

    The company owes what that cost above the lesser of what the sales brought and the Exercise Price.
    """
    own = state.whole.warrant
    a_share = market.closes[t] / tables.quote.units_per_dollar * whole.remedy.delivery.purchase_cost
    for w in range(whole.warrants.entries):
        if own.failed_sold[w] > 0.0:
            cost = own.failed_sold[w] * a_share
            pay_for_buy_in(t, cost, state)
            own.bought_in_usd[w] += cost
            own.bought_in_present[w] += cost * tables.clock.discount[t]
            lesser = own.failed_sold_for_usd[w]
            lesser = own.failed_price_usd[w] if own.failed_price_usd[w] < lesser else lesser
            if cost > lesser:
                make_due_on_warrant(w, cost - lesser, t + whole.remedy.delivery.pay_after, tables, state)
            state.whole.remedy.numbers[BOUGHT_IN_EXERCISED] = 1.0
            fire(FIRED_EXERCISE_BUY_IN, state.whole.fired)


@rare
def buy_in(t: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """The holder buys at the close what it had sold, and the company owes what that cost it (``CoD VII.B``)."""
    remedy = state.whole.remedy
    numbers = remedy.numbers
    bought = 0.0
    for series in range(state.preferred.size):
        bought += remedy.failed_sold[series]
    if bought <= 0.0:
        return
    a_share = market.closes[t] / tables.quote.units_per_dollar * whole.remedy.delivery.purchase_cost
    cost = bought * a_share
    pay_for_buy_in(t, cost, state)
    more = cost - numbers[SOLD_FOR_USD]
    if more > 0.0:
        make_due_by_key(more, remedy.failed_sold, t + whole.remedy.delivery.pay_after, tables, state)
    money = state.whole.money
    for series in range(state.preferred.size):
        part = remedy.failed_sold[series] * a_share
        money.bought_in_usd[series] += part
        money.bought_in_present[series] += part * tables.clock.discount[t]
        remedy.bought_in[series] += remedy.failed_sold[series]
    numbers[BOUGHT_IN] = 1.0
    fire(FIRED_BUY_IN, state.whole.fired)


@rare
def run_failure(t: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """Step 7 of a session while a failure is open; ``state.price`` holds the prices at the close."""
    remedy = state.whole.remedy
    numbers = remedy.numbers
    if numbers[FAILURE_STAGE] != FAILURE_OPEN:
        return
    table = whole.remedy.delivery
    end, delivered = int(numbers[PERIOD_END]), int(numbers[DELIVERED_ON])
    if is_conversion_date(t, state):
        keep_undelivered(state, whole)
    note_lowest(state)
    if delivered >= numbers[RATCHET_ON] and (t == delivered or t == numbers[RATCHET_ON]):
        ratchet(state)
    converted = numbers[FAILURE_REFUSAL] > 0.0 or numbers[FAILURE_FACE_USD] > 0.0
    if t == end + table.event_sessions and delivered > t and converted:
        event_happens(EVENT_III, t, state, whole)
    if t < delivered and whole.events.other_flag[int(numbers[FAILURE_EVENT])]:
        if t == end + 1:
            buy_in(t, market, tables, state, whole)
        if t == int(numbers[CONVERSION_SESSION]) + table.exercise_period + 1:
            buy_in_exercises(t, market, tables, state, whole)
    last = tables.clock.days.size - 1
    if t == delivered:
        usd = accrued_default(t, tables, state, whole)
        make_default_due(usd, t + table.pay_after, tables, state)
        numbers[FAILURE_STAGE] = NO_FAILURE
        end_when_cured(EVENT_III, state, whole)
    elif t == last:
        usd = accrued_default(t, tables, state, whole)
        make_default_due(usd, t, tables, state)


@rare
def end_failure(t: int, tables: Tables, state: State, whole: Whole) -> None:
    """The path ends on session t: what has accrued of the open failure becomes due."""
    remedy = state.whole.remedy
    if remedy.numbers[FAILURE_STAGE] == FAILURE_OPEN:
        # The session's own close is not reached.
        usd = accrued_default(t - 1, tables, state, whole) if t > 0 else 0.0
        make_default_due(usd, t, tables, state)
    remedy.numbers[FAILURE_STAGE] = NO_FAILURE
