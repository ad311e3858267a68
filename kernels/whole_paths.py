"""A whole deal's path: how it starts, when it is finished, and what it leaves (METHODS 10 to 21)."""

from __future__ import annotations

from kernels import rows as place
from kernels.events import events_ahead
from kernels.jit import clause, rare
from kernels.market.hazards import draw_sessions
from kernels.market.scratch import Market
from kernels.quick_deals import may_act_alone
from kernels.random import Word
from kernels.remedies import is_pending, start_remedies
from kernels.remedy_state import (
    NEVER,
    REMEDY_BUY_IN_COST_USD,
    REMEDY_INTEREST_PAID_USD,
    REMEDY_OWED_USD,
    REMEDY_OWED_WORTH_PRESENT_USD,
    REMEDY_OWED_WORTH_USD,
    REMEDY_PAID_PRESENT_USD,
    REMEDY_PAID_USD,
    REMEDY_RESERVED_LEFT,
)
from kernels.rule_144 import start_rule_144
from kernels.state import CAP_USED, OUTSTANDING, State
from kernels.tables import Floats, Tables
from kernels.warrants import warrant_shares_left
from kernels.whole_state import (
    LIVE_ACTS_ALONE,
    LIVE_ACTS_CUT,
    LIVE_AUTHORIZED,
    LIVE_BORROW_COST_USD,
    LIVE_CALL_USD,
    LIVE_CALLED,
    LIVE_CAP_AMOUNT,
    LIVE_COVER_COST_USD,
    LIVE_DELISTED,
    LIVE_ENDED,
    LIVE_FROZEN_UNTIL,
    LIVE_ISSUED_VALUE_USD,
    LIVE_LAST_RAISE,
    LIVE_LAST_SESSION,
    LIVE_LEAVES,
    LIVE_MOST_SHORT,
    LIVE_NOTES_PRICES,
    LIVE_OLD,
    LIVE_OTHER_SHARES,
    LIVE_OTHER_USD,
    LIVE_RAISED_USD,
    LIVE_RATIO_NEW,
    LIVE_RATIO_OLD,
    LIVE_RESERVED_ELSEWHERE,
    LIVE_SHORT_COVERED,
    LIVE_SHORT_SOLD,
    LIVE_TOUCHED_CEILING,
    LIVE_USUAL_VOLUME,
)
from kernels.whole_tables import Whole


@clause
def issued_in_all(state: State, whole: Whole | None) -> float:
    """Common issued under the deal, on series and, in a whole deal, warrants."""
    out = 0.0
    for series in range(state.issued.size):
        out += state.issued[series]
    if whole is not None:
        for w in range(whole.warrants.entries):
            out += state.whole.warrant.issued[w]
    return out


@rare
def start_warrants(state: State, whole: Whole) -> None:
    """Warrants at the opening of session 0."""
    own = state.whole.warrant
    table = whole.warrants
    for w in range(whole.warrants.entries):
        # A warrant that expired before session 0 is worth nothing.
        own.amount[w] = table.amount[w] if table.last[w] >= 0 else 0.0
        own.price[w] = table.price[w]
        own.shadow_usd[w] = table.shadow_usd[w]
        own.held[w] = table.start_held[w]
        state.whole.live.warrant_floor[w] = table.reset_floor[w]
    own.issued[:] = 0.0
    own.sold[:] = 0.0
    own.proceeds[:] = 0.0
    own.present[:] = 0.0
    own.strike[:] = 0.0
    own.strike_present[:] = 0.0
    own.paid[:] = 0.0
    own.paid_present[:] = 0.0
    own.accrued_usd[:] = 0.0
    own.noticed_usd[:] = 0.0
    own.unexercised[:] = 0.0
    own.undelivered[:] = 0.0
    own.failed[:] = 0.0
    own.failed_sold[:] = 0.0
    own.failed_sold_for_usd[:] = 0.0
    own.failed_price_usd[:] = 0.0
    own.bought_in_usd[:] = 0.0
    own.bought_in_present[:] = 0.0
    own.due[:] = 0.0


@rare
def start_terms(tables: Tables, state: State, whole: Whole) -> None:
    """Terms that events change, as they stand at the opening of session 0."""
    live = state.whole.live
    pricing = whole.pricing
    for series in range(state.preferred.size):
        live.fixed_price[series] = pricing.fixed_at_start[series]
        live.floor_price[series] = pricing.floor_price[series]
        live.ceiling_price[series] = pricing.ceiling_price[series]
        live.reset_floor[series] = pricing.reset_floor[series]
    live.frozen_price[:] = 0.0
    live.window_cap[:] = 2.0**52
    live.optional_only[:] = False
    live.required_done[:] = False
    live.yesterday_claim[:] = 0.0
    live.yesterday_price[:] = 0.0
    for event in range(whole.events.entries):
        live.announced_claim[event, :] = 0.0
        live.announced_price[event, :] = 0.0
    live.unfloored_price[:] = 0.0
    live.ceiling_acts[:] = False
    live.stepped_on[:] = -1.0
    live.short[:] = 0.0
    for band in range(whole.limits.bands):
        live.lines[band] = whole.limits.lines[band]
    for rule in range(whole.limits.bands + 1):
        live.floors[rule] = whole.limits.floors[rule]
    numbers = live.numbers
    numbers[:] = 0.0
    numbers[LIVE_AUTHORIZED] = tables.deal.authorized
    numbers[LIVE_RESERVED_ELSEWHERE] = whole.limits.reserved_elsewhere
    numbers[LIVE_CAP_AMOUNT] = tables.deal.cap_amount
    numbers[LIVE_OLD] = tables.deal.outstanding
    numbers[LIVE_DELISTED] = float(tables.clock.days.size)
    numbers[LIVE_ENDED] = -1.0
    numbers[LIVE_FROZEN_UNTIL] = -1.0
    numbers[LIVE_LAST_SESSION] = -1.0
    numbers[LIVE_LEAVES] = -1.0
    numbers[LIVE_USUAL_VOLUME] = whole.feedback.usual_volume
    numbers[LIVE_RATIO_NEW] = 1.0
    numbers[LIVE_RATIO_OLD] = 1.0
    numbers[LIVE_LAST_RAISE] = NEVER
    live.sold_today[:] = 0.0
    live.warrant_sold_today[:] = 0.0
    numbers[LIVE_ACTS_ALONE] = 1.0 if may_act_alone(tables, whole) else 0.0


@rare
def start_path(seed: Word, path: Word, tables: Tables, state: State, whole: Whole) -> None:
    """Everything that a whole deal adds to the opening of session 0."""
    start_terms(tables, state, whole)
    start_warrants(state, whole)
    money = state.whole.money
    payments = whole.payments
    money.sold[:] = 0.0
    money.redeemed[:] = 0.0
    money.paid[:] = 0.0
    money.paid_present[:] = 0.0
    money.drawn[:] = 0.0
    money.bought[:] = 0.0
    money.bought_present[:] = 0.0
    money.bought_in_usd[:] = 0.0
    money.bought_in_present[:] = 0.0
    for series in range(state.preferred.size):
        state.preferred[series] = payments.start_preferred[series]
        state.held[series] = payments.start_held[series]
        state.proceeds[series] = payments.start_proceeds_usd[series]
        state.present[series] = payments.start_proceeds_usd[series]
        state.flows[0] += payments.start_proceeds_usd[series]
    state.flows[0] += payments.expenses_usd
    state.totals[CAP_USED] = whole.limits.cap_used
    for event in range(whole.events.entries):
        state.whole.event.factor[event, :] = 0.0
    state.whole.fired[:] = 0
    draw_sessions(tables, seed, path, state.whole.event.session, state.whole.event.threshold, whole)
    state.whole.event.added_up[:] = 0.0
    start_remedies(tables, state, whole)
    start_rule_144(state, whole)


@clause
def start_whole(seed: Word, path: Word, tables: Tables, state: State, whole: Whole | None) -> None:
    """Set what a whole deal adds to the opening of session 0."""
    if whole is None:
        return
    start_path(seed, path, tables, state, whole)


@clause
def has_touched_ceiling(state: State, whole: Whole | None) -> bool:
    """Whether a close as drawn, that is not as quoted, stood at the ceiling."""
    if whole is None:
        return False
    return bool(state.whole.live.numbers[LIVE_TOUCHED_CEILING] > 0.0)


@clause
def note_whether_counted(counted: bool, state: State, whole: Whole | None) -> None:
    """Note whether the path is counted in the fans of prices."""
    if whole is None:
        return
    state.whole.live.numbers[LIVE_NOTES_PRICES] = 1.0 if counted else 0.0


@rare
def is_whole_finished(t: int, tables: Tables, state: State, whole: Whole) -> bool:
    """Whether nothing can act any more after session t (METHODS 10)."""
    live = state.whole.live
    if live.numbers[LIVE_ENDED] >= 0.0:
        return True
    for series in range(state.preferred.size):
        if state.preferred[series] > 0.0 or state.held[series] > 0.0 or state.whole.remedy.undelivered[series] > 0.0:
            return False
        to_come = tables.series.preferred[series] - state.whole.money.drawn[series]
        if t < whole.payments.last_draw[series] and to_come > 0.0:
            return False
    own = state.whole.warrant
    for w in range(whole.warrants.entries):
        if own.held[w] > 0.0 or (own.amount[w] > 0.0 and t < whole.warrants.last[w]):
            return False
    if t < whole.policy.last_act:
        return False
    return not (events_ahead(t, tables, whole) or is_pending(t, tables, state, whole))


@rare
def write_more(
    column: int, last_bid_usd: float, market: Market, tables: Tables, state: State, rows: Floats, whole: Whole
) -> float:
    """Write what a whole deal adds to a path's row; returns what of the remaining worth is not on the series."""
    horizon = tables.clock.days.size - 1
    discount = tables.clock.discount[horizon]
    remedy = state.whole.remedy
    money = state.whole.money
    live = state.whole.live
    own = state.whole.warrant
    series_count = state.preferred.size
    first = place.FIXED_PLACES + place.PER_SERIES * series_count
    for series in range(series_count):
        at = first + place.PER_SERIES_WHOLE * series
        rows[at + place.SERIES_REDEEMED, column] = money.redeemed[series]
        rows[at + place.SERIES_PAID_USD, column] = money.paid[series]
        rows[at + place.SERIES_PAID_PRESENT_USD, column] = money.paid_present[series]
        rows[at + place.SERIES_DUE_USD, column] = remedy.due[series]
        rows[at + place.SERIES_BOUGHT_USD, column] = money.bought[series]
        rows[at + place.SERIES_BOUGHT_PRESENT_USD, column] = money.bought_present[series]
        rows[at + place.SERIES_UNDELIVERED, column] = remedy.undelivered_at_end[series]
        rows[at + place.SERIES_BUY_IN_USD, column] = money.bought_in_usd[series]
        rows[at + place.SERIES_BUY_IN_PRESENT_USD, column] = money.bought_in_present[series]
    first += place.PER_SERIES_WHOLE * series_count
    investors = remedy.numbers[REMEDY_OWED_WORTH_USD]
    for w in range(whole.warrants.entries):
        at = first + place.PER_WARRANT * w
        remaining = own.held[w] * last_bid_usd * tables.sale.net_of_commission
        investors += 0.0 if whole.warrants.agent[w] else remaining
        left = own.unexercised[w]
        if own.amount[w] > 0.0:
            left += warrant_shares_left(w, state)
        rows[at + place.WARRANT_SHARES, column] = own.issued[w]
        rows[at + place.WARRANT_PROCEEDS_USD, column] = own.proceeds[w]
        rows[at + place.WARRANT_PROCEEDS_PRESENT_USD, column] = own.present[w]
        rows[at + place.WARRANT_STRIKE_USD, column] = own.strike[w]
        rows[at + place.WARRANT_STRIKE_PRESENT_USD, column] = own.strike_present[w]
        rows[at + place.WARRANT_PAID_USD, column] = own.paid[w]
        rows[at + place.WARRANT_PAID_PRESENT_USD, column] = own.paid_present[w]
        rows[at + place.WARRANT_REMAINING_USD, column] = remaining
        rows[at + place.WARRANT_REMAINING_PRESENT_USD, column] = remaining * discount
        rows[at + place.WARRANT_HELD, column] = own.held[w]
        rows[at + place.WARRANT_UNEXERCISED, column] = left
        rows[at + place.WARRANT_EXERCISE_PRICE_USD, column] = own.price[w] / whole.warrants.scale
        rows[at + place.WARRANT_DUE_USD, column] = own.due[w]
        rows[at + place.WARRANT_BUY_IN_USD, column] = own.bought_in_usd[w]
        rows[at + place.WARRANT_BUY_IN_PRESENT_USD, column] = own.bought_in_present[w]
    at = first + place.PER_WARRANT * whole.warrants.entries
    numbers = remedy.numbers
    rows[at + place.POOLED_PAID_USD, column] = numbers[REMEDY_PAID_USD]
    rows[at + place.POOLED_PAID_PRESENT_USD, column] = numbers[REMEDY_PAID_PRESENT_USD]
    rows[at + place.INTEREST_PAID_USD, column] = numbers[REMEDY_INTEREST_PAID_USD]
    rows[at + place.OWED_USD, column] = numbers[REMEDY_OWED_USD]
    rows[at + place.OWED_WORTH_PRESENT_USD, column] = numbers[REMEDY_OWED_WORTH_PRESENT_USD]
    rows[at + place.BUY_IN_COST_USD, column] = numbers[REMEDY_BUY_IN_COST_USD]
    rows[at + place.ISSUED_VALUE_USD, column] = live.numbers[LIVE_ISSUED_VALUE_USD]
    # A merger or a liquidation comes before the close of its session: the bid of the session before is the last.
    ended = live.numbers[LIVE_ENDED]
    if ended >= 0.0:
        bid = market.bids[tables.clock.earlier_bids.size + int(ended) - 1]
        last_bid_usd = bid / tables.quote.units_per_dollar
    rows[at + place.LAST_BID_USD, column] = last_bid_usd
    rows[at + place.OUTSTANDING_AT_END, column] = state.totals[OUTSTANDING]
    rows[at + place.OLD_RESTATED, column] = live.numbers[LIVE_OLD]
    rows[at + place.OTHER_ISSUES_USD, column] = live.numbers[LIVE_OTHER_USD]
    rows[at + place.OTHER_ISSUES_SHARES, column] = live.numbers[LIVE_OTHER_SHARES]
    rows[at + place.ENDED, column] = ended if ended >= 0.0 else place.UNDEFINED
    rows[at + place.RESERVED_AT_END, column] = numbers[REMEDY_RESERVED_LEFT]
    rows[at + place.ACTS_CUT, column] = live.numbers[LIVE_ACTS_CUT]
    rows[at + place.SHORT_SOLD, column] = live.numbers[LIVE_SHORT_SOLD]
    rows[at + place.SHORT_COVERED, column] = live.numbers[LIVE_SHORT_COVERED]
    rows[at + place.MOST_SHORT, column] = live.numbers[LIVE_MOST_SHORT]
    rows[at + place.BORROW_COST_USD, column] = live.numbers[LIVE_BORROW_COST_USD]
    rows[at + place.COVER_COST_USD, column] = live.numbers[LIVE_COVER_COST_USD]
    rows[at + place.CALLED, column] = live.numbers[LIVE_CALLED]
    rows[at + place.CALL_USD, column] = live.numbers[LIVE_CALL_USD]
    rows[at + place.RAISED_USD, column] = live.numbers[LIVE_RAISED_USD]
    for k in range(state.whole.fired.size):
        rows[at + place.FIRED + k, column] = float(state.whole.fired[k])
    return float(investors)


@clause
def write_whole_row(
    column: int,
    last_bid_usd: float,
    market: Market,
    tables: Tables,
    state: State,
    rows: Floats,
    whole: Whole | None,
) -> float:
    """What a whole deal adds to a row; returns what of the remaining worth is not on the series, USD."""
    if whole is None:
        return 0.0
    return write_more(column, last_bid_usd, market, tables, state, rows, whole)
