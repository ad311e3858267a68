"""Corporate events, in the order in which the deal lists them (METHODS 12)."""

from __future__ import annotations

from kernels.anti_dilution import adjust_warrants, readjust_warrants
from kernels.conversion import shares_for, shares_per_preferred
from kernels.delivery import bought_and_not_delivered, exercised_and_not_delivered
from kernels.issue_covenant import read_issue
from kernels.jit import clause, rare
from kernels.layout import CLAIM_USD, WINDOW_PRICE
from kernels.market.scratch import Quotes
from kernels.merger import announce, complete
from kernels.money import pay_on_series, pay_on_warrant
from kernels.price_rules import price_before_close, to_the_grain
from kernels.redemption import event_happens
from kernels.remedies import liquidated
from kernels.rights import EVENT_I
from kernels.rows import (
    FIRED_AUTHORIZED_INCREASE,
    FIRED_CONVERTIBLE_ISSUE,
    FIRED_DELISTING,
    FIRED_DIVIDEND,
    FIRED_ISSUANCE,
    FIRED_LATER_DISCOUNT,
    FIRED_LATER_FIXED_PRICE,
    FIRED_LIQUIDATION,
    FIRED_READJUSTMENT,
    FIRED_RIGHTS,
    FIRED_SPECIAL_ADJUSTMENT,
    FIRED_SPLIT,
    FIRED_STOCK_DIVIDEND,
    FIRED_SUSPENSION,
)
from kernels.splits import split
from kernels.state import OUTSTANDING, State
from kernels.tables import BIG, Tables
from kernels.whole_state import (
    LIVE_AUTHORIZED,
    LIVE_DELISTED,
    LIVE_ENDED,
    LIVE_OTHER_SHARES,
    LIVE_OTHER_USD,
    fire,
)
from kernels.whole_tables import (
    AUTHORIZED_INCREASE,
    CONVERTIBLE_ISSUE,
    DELISTING,
    DIVIDEND,
    ISSUANCE,
    LIQUIDATION,
    MERGER,
    READJUSTMENT,
    REDEMPTION_EVENT,
    RIGHTS,
    SPECIAL_ADJUSTMENT,
    SPLIT,
    STOCK_DIVIDEND,
    STOCK_DIVIDEND_AS_SPLIT,
    SUSPENSION,
    Whole,
)


@clause
def end_path(t: int, state: State) -> None:
    """Nothing happens after this session."""
    state.whole.live.numbers[LIVE_ENDED] = float(t)


@rare
def issue(event: int, t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """The company issues common (``W 4(a)``)."""
    live = state.whole.live
    read_issue(event, t, place, market, tables, state, whole)
    shares, usd = whole.events.shares[event], whole.events.consideration_usd[event]
    stated_usd = whole.events.fraction[event]
    market_usd = stated_usd if stated_usd > 0.0 else market.bids[place - 1] / tables.quote.units_per_dollar
    adjust_warrants(event, t, state.totals[OUTSTANDING], shares, usd, market_usd, state, whole)
    state.totals[OUTSTANDING] += shares
    live.numbers[LIVE_OTHER_SHARES] += shares
    live.numbers[LIVE_OTHER_USD] += usd
    fire(FIRED_ISSUANCE, state.whole.fired)


@rare
def issue_convertible(
    event: int, t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole
) -> None:
    """The company issues options or convertibles: the warrants, then the preferred (``W 4(b)``, ``CoD XI.E``)."""
    live = state.whole.live
    events = whole.events
    read_issue(event, t, place, market, tables, state, whole)
    market_usd = market.bids[place - 1] / tables.quote.units_per_dollar
    usd = events.consideration_usd[event]
    if events.flag[event]:
        # The lowest price that would be applicable: what it floats to, or what it is fixed at (W 4(b)(ii)(2)).
        floats_to = events.shares[event] * (1.0 - events.fraction[event]) * whole.warrants.assumed_market * market_usd
        usd = floats_to if usd == 0.0 or floats_to < usd else usd
    adjust_warrants(event, t, state.totals[OUTSTANDING], events.shares[event], usd, market_usd, state, whole)
    fire(FIRED_CONVERTIBLE_ISSUE, state.whole.fired)
    if not events.takes_later_terms:
        return
    pricing = whole.pricing
    for series in range(state.preferred.size):
        later = pricing.discount_price[series, event]
        if later > 0.0 and not tables.series.waived[series]:
            now = whole.by_session[WINDOW_PRICE, series, t]
            now = live.window_cap[series] if live.window_cap[series] < now else now
            if later < now:
                live.window_cap[series] = later
                fire(FIRED_LATER_DISCOUNT, state.whole.fired)
        lower = pricing.lower_fixed[series, event]
        if lower > 0.0 and lower < live.fixed_price[series]:
            live.fixed_price[series] = lower
            fire(FIRED_LATER_FIXED_PRICE, state.whole.fired)


@rare
def distribute(event: int, t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """A dividend or rights, as converted the day before; warrants get it on exercise (``CoD IX.B``, ``W 4(f)``)."""
    live = state.whole.live
    own = state.whole.warrant
    worth_usd = whole.events.fraction[event]
    table = tables.series
    for series in range(state.preferred.size):
        shares = state.held[series] + state.whole.remedy.undelivered[series]
        shares += bought_and_not_delivered(series, state)
        if state.preferred[series] > 0.0:
            claim, price = live.yesterday_claim[series], live.yesterday_price[series]
            if price == 0.0:
                price_before_close(series, t, place, market, tables, state, whole)
                claim, price = tables.claim[series, t], state.price[series]
            if price > 0.0:
                a, b = shares_per_preferred(claim, table.claim_scale[series], price, tables.deal)
                shares += shares_for(state.preferred[series], a, b, tables.deal)
        if shares > 0.0:
            pay_on_series(series, t, shares * worth_usd, tables, state)
    for w in range(whole.warrants.entries):
        own.accrued_usd[w] += worth_usd if whole.warrants.issued[w] <= t else 0.0
        held = own.held[w] + exercised_and_not_delivered(w, state)
        if held > 0.0:
            pay_on_warrant(w, t, held * worth_usd, tables, state, whole)


@rare
def liquidate(event: int, t: int, tables: Tables, state: State, whole: Whole) -> None:
    """The company is wound up: the preferred gets its recovery, the common nothing (``CoD X``)."""
    recovery = whole.events.fraction[event]
    for series in range(state.preferred.size):
        n = state.preferred[series]
        if n > 0.0:
            pay_on_series(series, t, recovery * n * whole.by_session[CLAIM_USD, series, t], tables, state)
            state.preferred[series] = 0.0
            state.whole.money.redeemed[series] += n
        state.held[series] = 0.0
        state.whole.remedy.undelivered[series] = 0.0
    own = state.whole.warrant
    for w in range(whole.warrants.entries):
        own.amount[w] = 0.0
        own.held[w] = 0.0
    liquidated(t, recovery, tables, state, whole)
    end_path(t, state)
    fire(FIRED_LIQUIDATION, state.whole.fired)


@rare
def adjust_specially(event: int, state: State, whole: Whole) -> None:
    """The accountants' adjustment of the fixed prices (``CoD XI.G``)."""
    live = state.whole.live
    for series in range(state.preferred.size):
        if live.fixed_price[series] > 0.0:
            numerator, denominator = whole.events.shares[event], whole.events.old_shares[event]
            grain = whole.pricing.grain[series]
            live.fixed_price[series] = to_the_grain(live.fixed_price[series], numerator, denominator, grain)


@rare
def act(event: int, t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """One event acts."""
    kind = whole.events.kind[event]
    live = state.whole.live
    fired = state.whole.fired
    if kind == ISSUANCE:
        issue(event, t, place, market, tables, state, whole)
    elif kind == CONVERTIBLE_ISSUE:
        issue_convertible(event, t, place, market, tables, state, whole)
    elif kind == READJUSTMENT:
        readjust_warrants(event, t, state, whole)
        fire(FIRED_READJUSTMENT, fired)
    elif kind == SPLIT:
        split(event, t, market, tables, state, whole)
        fire(FIRED_SPLIT, fired)
    elif kind in (STOCK_DIVIDEND, STOCK_DIVIDEND_AS_SPLIT):
        split(event, t, market, tables, state, whole)
        fire(FIRED_STOCK_DIVIDEND, fired)
    elif kind == MERGER:
        announce(event, t, place, market, tables, state, whole)
    elif kind in (DIVIDEND, RIGHTS):
        distribute(event, t, place, market, tables, state, whole)
        fire(FIRED_DIVIDEND if kind == DIVIDEND else FIRED_RIGHTS, fired)
    elif kind == LIQUIDATION:
        liquidate(event, t, tables, state, whole)
    elif kind == SPECIAL_ADJUSTMENT:
        adjust_specially(event, state, whole)
        fire(FIRED_SPECIAL_ADJUSTMENT, fired)
    elif kind == AUTHORIZED_INCREASE:
        if live.numbers[LIVE_AUTHORIZED] != BIG:
            live.numbers[LIVE_AUTHORIZED] += whole.events.shares[event]
        fire(FIRED_AUTHORIZED_INCREASE, fired)
    elif kind == DELISTING:
        if float(t) < live.numbers[LIVE_DELISTED]:
            live.numbers[LIVE_DELISTED] = float(t)
        fire(FIRED_DELISTING, fired)
    elif kind == SUSPENSION:
        fire(FIRED_SUSPENSION, fired)
    elif kind == REDEMPTION_EVENT and t < whole.events.until[event]:
        event_happens(whole.events.refers_to[event], t, state, whole)


@rare
def corporate_events(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """Everything that happens to the company on session t."""
    events = whole.events
    for event in range(whole.events.entries):
        if state.whole.live.numbers[LIVE_ENDED] >= 0.0:
            return
        if state.whole.event.session[event] == t:
            act(event, t, place, market, tables, state, whole)
        announced = events.kind[event] == MERGER and state.whole.event.session[event] <= t
        if announced and events.completed[event] == t and state.whole.live.numbers[LIVE_ENDED] < 0.0:
            complete(event, t, place, market, tables, state, whole)
        # Event (i) is born on the session that makes so many without a listing (CoD VIII.A(i)).
        if events.kind[event] == DELISTING and state.whole.event.session[event] + events.shares[event] - 1.0 == t:
            event_happens(EVENT_I, t, state, whole)


@rare
def events_ahead(t: int, tables: Tables, whole: Whole) -> bool:
    """Whether a dated event lies after session t inside the run."""
    sessions = tables.clock.days.size
    events = whole.events
    for event in range(whole.events.entries):
        if t < events.session[event] < sessions:
            return True
        if events.kind[event] == MERGER and t < events.completed[event] < sessions:
            return True
    return False
