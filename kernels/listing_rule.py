"""The exchange's rule on low prices: a notice, a time to cure, and the end of the listing (METHODS 16)."""

from __future__ import annotations

from kernels.jit import clause, rare
from kernels.remedy_state import LISTING_CURED, LISTING_ENDS, LISTING_NOTICE_DAY, LISTING_UNDER, NEVER
from kernels.rights import EVENT_I, event_happens
from kernels.rows import FIRED_LISTING_CURED, FIRED_LISTING_NOTICE, FIRED_LOW_PRICE_DELISTING
from kernels.state import State
from kernels.tables import Tables
from kernels.whole_state import LIVE_DELISTED, fire
from kernels.whole_tables import Whole


@rare
def read_bid(t: int, is_low: bool, tables: Tables, state: State, whole: Whole) -> None:
    """Count session t: towards a notice, or since the notice towards its cure; too late, the listing ends."""
    table = whole.remedy.listing
    numbers = state.whole.remedy.numbers
    if numbers[LISTING_NOTICE_DAY] == NEVER:
        numbers[LISTING_UNDER] = numbers[LISTING_UNDER] + 1.0 if is_low else 0.0
        if numbers[LISTING_UNDER] >= table.sessions:
            numbers[LISTING_NOTICE_DAY] = tables.clock.days[t]
            numbers[LISTING_CURED] = 0.0
            fire(FIRED_LISTING_NOTICE, state.whole.fired)
        return
    numbers[LISTING_CURED] = 0.0 if is_low else numbers[LISTING_CURED] + 1.0
    if numbers[LISTING_CURED] >= table.cure_sessions:
        numbers[LISTING_NOTICE_DAY] = NEVER
        numbers[LISTING_UNDER] = 0.0
        fire(FIRED_LISTING_CURED, state.whole.fired)
    elif tables.clock.days[t] >= numbers[LISTING_NOTICE_DAY] + table.cure_days and t + 1 < tables.clock.days.size:
        numbers[LISTING_ENDS] = float(t + 1)
        state.whole.live.numbers[LIVE_DELISTED] = float(t + 1)
        fire(FIRED_LOW_PRICE_DELISTING, state.whole.fired)


@clause
def is_low(t: int, bid: float, state: State, whole: Whole) -> bool:
    """Whether the rule looks at session t and finds its closing bid, in units, too low."""
    table = whole.remedy.listing
    return bool(table.sessions > 0 and bid < table.line_units and t < state.whole.live.numbers[LIVE_DELISTED])


@clause
def listing_is_in_doubt(t: int, state: State, whole: Whole) -> bool:
    """Whether after session t low bids are being counted, a notice runs, or event (i) is still to come."""
    if whole.remedy.listing.sessions == 0:
        return False
    numbers = state.whole.remedy.numbers
    if numbers[LISTING_ENDS] >= 0.0:
        return bool(t < numbers[LISTING_ENDS] + whole.remedy.listing.event_after)
    if t >= state.whole.live.numbers[LIVE_DELISTED]:
        return False
    return bool(numbers[LISTING_NOTICE_DAY] != NEVER or numbers[LISTING_UNDER] > 0.0)


@clause
def run_listing_rule(t: int, bid: float, tables: Tables, state: State, whole: Whole) -> None:
    """Step 7: read the closing bid of session t, in units, while the common is listed."""
    if whole.remedy.listing.sessions > 0 and t < state.whole.live.numbers[LIVE_DELISTED]:
        read_bid(t, bid < whole.remedy.listing.line_units, tables, state, whole)


@clause
def note_delisted(t: int, state: State, whole: Whole) -> None:
    """Step 1: event (i) when the common has not been listed for so many sessions (``CoD VIII.A(i)``)."""
    ends = state.whole.remedy.numbers[LISTING_ENDS]
    if ends >= 0.0 and t == ends + whole.remedy.listing.event_after:
        event_happens(EVENT_I, t, state, whole)
