"""Required conversion at maturity, and of what the limits hold back afterwards (``CoD IV.H``)."""

from __future__ import annotations

from kernels.conversion import convert
from kernels.delivery import refuses
from kernels.jit import clause
from kernels.market.scratch import Quotes
from kernels.maturity_conditions import conditions_hold
from kernels.maturity_payments import convert_default_payments
from kernels.price_rules import price_series
from kernels.state import State
from kernels.tables import Tables
from kernels.whole_tables import Whole


@clause
def is_converted_by_force(
    series: int, t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole | None
) -> bool:
    """Whether maturity converts the series: in a whole deal only if its conditions held on the maturity session."""
    if whole is None:
        return True
    if t == tables.series.matures[series] and whole.limits.maturity_tested:
        for other in range(state.preferred.size):
            price_series(other, t, place, market, tables, state, whole)
        if not conditions_hold(series, t, tables, state, whole):
            state.whole.live.optional_only[series] = True
    return not state.whole.live.optional_only[series]


@clause
def required_conversion(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole | None) -> None:
    """Convert what is left of each series that has matured, in order, as far as the limits allow."""
    honoured = True
    if whole is not None:
        honoured = not refuses(t, state)
    for series in range(state.preferred.size):
        matures = tables.series.matures[series]
        due = t == matures or (t > matures and tables.deal.keeps_converting)
        if whole is not None:
            # Without a price, or refused, maturity waits for a session on which it can convert.
            due = due or (t > matures and not state.whole.live.required_done[series])
        due = due and state.preferred[series] > 0.0
        if due and is_converted_by_force(series, t, place, market, tables, state, whole):
            price_series(series, t, place, market, tables, state, whole)
            if honoured and state.price[series] > 0.0:
                if whole is not None:
                    state.whole.live.required_done[series] = True
                left = float(state.preferred[series])
                issued = convert(series, t, place, left, False, market, tables, state, whole)
                if whole is not None:  # noqa: SIM102 - alone, so that a plain deal's compilation prunes it
                    if state.preferred[series] == 0.0:
                        convert_default_payments(series, t, place, left, issued, market, tables, state, whole)
