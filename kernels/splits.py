"""Splits, reverse splits and stock dividends: in the terms (``CoD XI.A``, ``W 4(c)``)."""

from __future__ import annotations

from kernels.anti_dilution import follow_shadow
from kernels.exact import floor_of_ratio, nearest_of_ratio
from kernels.jit import clause, rare
from kernels.market.footing import restate_earlier
from kernels.market.scratch import Quotes
from kernels.price_rules import restated_price
from kernels.remedies import restate
from kernels.rule_144 import restate_rule_144
from kernels.state import CAP_USED, OUTSTANDING, State
from kernels.tables import BIG, Floats, Tables
from kernels.whole_state import (
    LIVE_AUTHORIZED,
    LIVE_CAP_AMOUNT,
    LIVE_MOST_SHORT,
    LIVE_OLD,
    LIVE_OTHER_SHARES,
    LIVE_RATIO_NEW,
    LIVE_RATIO_OLD,
    LIVE_RESERVED_ELSEWHERE,
    LIVE_SHARES_AT_START,
    LIVE_SHORT_SOLD,
    LIVE_USUAL_VOLUME,
)
from kernels.whole_tables import STOCK_DIVIDEND, Whole


@clause
def restate_shares(values: Floats, new: float, old: float) -> None:
    """Whole shares on the new footing, rounded down; BIG stays BIG."""
    for k in range(values.size):
        if values[k] > 0.0 and values[k] != BIG:
            values[k] = floor_of_ratio(values[k], new, old)


@rare
def split(event: int, t: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """A split, a reverse split or a stock dividend acts (METHODS 12.4, 12.5)."""
    new, old = whole.events.shares[event], whole.events.old_shares[event]
    price_only = whole.events.kind[event] == STOCK_DIVIDEND
    live = state.whole.live
    own = state.whole.warrant
    live.numbers[LIVE_RATIO_NEW] *= new
    live.numbers[LIVE_RATIO_OLD] *= old
    restate_shares(state.held, new, old)
    restate_shares(state.issued, new, old)
    restate_shares(live.short, new, old)
    restate_shares(own.held, new, old)
    restate_shares(own.issued, new, old)
    restate_shares(own.sold, new, old)
    restate_shares(own.unexercised, new, old)
    restate_shares(own.undelivered, new, old)
    restate_shares(own.failed, new, old)
    restate_shares(own.failed_sold, new, old)
    restate_shares(state.whole.money.sold, new, old)
    restate_shares(state.totals[OUTSTANDING : OUTSTANDING + 1], new, old)
    restate_shares(live.numbers[LIVE_SHORT_SOLD : LIVE_MOST_SHORT + 1], new, old)
    for number in (LIVE_AUTHORIZED, LIVE_RESERVED_ELSEWHERE, LIVE_OLD, LIVE_OTHER_SHARES):
        restate_shares(live.numbers[number : number + 1], new, old)
    for series in range(state.preferred.size):
        grain = whole.pricing.grain[series]
        live.fixed_price[series] = restated_price(live.fixed_price[series], new, old, grain)
        live.floor_price[series] = restated_price(live.floor_price[series], new, old, grain)
        live.ceiling_price[series] = restated_price(live.ceiling_price[series], new, old, grain)
        live.reset_floor[series] = restated_price(live.reset_floor[series], new, old, grain)
        live.frozen_price[series] = restated_price(live.frozen_price[series], new, old, grain)
        live.yesterday_price[series] = restated_price(live.yesterday_price[series], new, old, grain)
        state.window_end[series] = -1
        for event_before in range(whole.events.entries):
            announced = live.announced_price[event_before, series]
            live.announced_price[event_before, series] = restated_price(announced, new, old, grain)
    cent = whole.warrants.scale / 100.0
    for w in range(whole.warrants.entries):
        own.shadow_usd[w] = own.shadow_usd[w] * old / new
        follow_shadow(w, state, whole)
        own.accrued_usd[w] *= old / new
        own.noticed_usd[w] = own.noticed_usd[w] * old / new
        live.warrant_floor[w] = nearest_of_ratio(live.warrant_floor[w], old, new * cent) * cent
    # What is counted in usual volumes, or in shares at the start, keeps its ratio.
    for number in (LIVE_USUAL_VOLUME, LIVE_SHARES_AT_START):
        live.numbers[number] = live.numbers[number] * new / old
    restate(new, old, price_only, state)
    if whole.rule_144.applies:
        restate_rule_144(t, new, old, state, whole)
    if not price_only:
        restate_shares(state.totals[CAP_USED : CAP_USED + 1], new, old)
        restate_shares(live.numbers[LIVE_CAP_AMOUNT : LIVE_CAP_AMOUNT + 1], new, old)
        restate_shares(live.floors, new, old)
        for band in range(whole.limits.bands):
            if live.lines[band] != BIG:
                live.lines[band] = restated_price(live.lines[band], new, old, whole.limits.lines_grain)
        restate_earlier(t, market, tables.clock.earlier_bids.size, new, old)
