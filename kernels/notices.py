"""What a notice brings beside its shares in a whole deal: the cash difference of a floor, and what is counted."""

from __future__ import annotations

from kernels.jit import clause
from kernels.layout import STEPPED
from kernels.money import pay_on_series
from kernels.rows import FIRED_CASH_DIFFERENCE, FIRED_CEILING, FIRED_FLOOR, FIRED_MULTIPLIER_STEP
from kernels.state import State
from kernels.tables import Tables
from kernels.whole_state import LIVE_CONVERTED_TODAY, LIVE_ISSUED_VALUE_USD, fire
from kernels.whole_tables import CASH_DIFFERENCE, Whole


@clause
def note_conversion(
    series: int,
    t: int,
    n: float,
    shares: float,
    bid: float,
    optional: bool,
    tables: Tables,
    state: State,
    whole: Whole,
) -> None:
    """Count what decided the price, pay the cash difference of a floor (METHODS 13), value the shares issued."""
    live = state.whole.live
    fired = state.whole.fired
    bid_usd = bid / tables.quote.units_per_dollar
    live.numbers[LIVE_ISSUED_VALUE_USD] += shares * bid_usd
    if optional:
        live.numbers[LIVE_CONVERTED_TODAY] += shares
    unfloored = live.unfloored_price[series]
    if unfloored > 0.0:
        fire(FIRED_FLOOR, fired)
        if whole.pricing.below_floor[series] == CASH_DIFFERENCE:
            full = n * tables.claim[series, t] / (tables.series.claim_scale[series] * unfloored)
            if full > shares:
                pay_on_series(series, t, (full - shares) * bid_usd, tables, state)
                fire(FIRED_CASH_DIFFERENCE, fired)
    if live.ceiling_acts[series]:
        fire(FIRED_CEILING, fired)
    floats = t >= tables.series.switch_on[series] and not tables.series.waived[series]
    if floats and whole.by_session[STEPPED, series, t] > 0.0 and live.stepped_on[series] != float(t):
        live.stepped_on[series] = float(t)
        fire(FIRED_MULTIPLIER_STEP, fired)
