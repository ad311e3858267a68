"""The Trading Market Trigger Event: too little of the cap is left (``CoD VI.B``; METHODS 16)."""

from __future__ import annotations

from kernels.exact import product_is_less
from kernels.jit import rare
from kernels.reserve import as_converted, cap_applies
from kernels.rights import EVENT_VIII, event_happens
from kernels.rows import FIRED_TRADING_MARKET_TRIGGER
from kernels.state import APPROVED, CAP_USED, State
from kernels.tables import Tables
from kernels.whole_state import LIVE_CAP_AMOUNT, LIVE_DELISTED, LIVE_LEAVES, fire
from kernels.whole_tables import Whole


@rare
def run_cap_test(t: int, tables: Tables, state: State, whole: Whole) -> None:
    """Read the cap test on session t; failing it after approval was missed is event (viii)."""
    table = whole.remedy.cap_test
    series = table.series
    if series < 0 or t < table.first or state.preferred[series] <= 0.0 or state.price[series] <= 0.0:
        return
    if not cap_applies(t, tables, state, whole):
        return
    left = state.whole.live.numbers[LIVE_CAP_AMOUNT] - state.totals[CAP_USED]
    converted = as_converted(series, t, tables, state, whole)
    if not product_is_less(left, table.denominator, table.numerator, converted):
        return
    fire(FIRED_TRADING_MARKET_TRIGGER, state.whole.fired)
    # An approval given in time acts by then: where it does, no cap is tested any more.
    if t <= table.approval_by:
        return
    born = state.whole.remedy.right[EVENT_VIII] < 0
    event_happens(EVENT_VIII, t, state, whole)
    # Approval that acts on the next session ends the event before the holder can have the listing ended.
    cured = state.totals[APPROVED] > 0.0 and tables.deal.approval_session <= t + 1 and table.late_approval_cures
    if born and not cured and table.leaves_market and t + 1 < tables.clock.days.size:
        # The common leaves its market on the next session: the cap lapses, and listing fails (CoD VIII.E).
        state.whole.live.numbers[LIVE_DELISTED] = float(t + 1)
        state.whole.live.numbers[LIVE_LEAVES] = float(t + 1)
