"""Required conversion at maturity, and of what the limits hold back afterwards (``CoD IV.H``)."""

from __future__ import annotations

from kernels.conversion import convert
from kernels.conversion_price import price_series
from kernels.jit import clause
from kernels.market.scratch import Market
from kernels.state import State
from kernels.tables import Tables


@clause
def required_conversion(t: int, place: int, market: Market, tables: Tables, state: State) -> None:
    """Convert what is left of each series that has matured, in order, as far as the limits allow."""
    for series in range(state.preferred.size):
        matures = tables.series.matures[series]
        if state.preferred[series] > 0.0 and (t == matures or (t > matures and tables.deal.keeps_converting)):
            price_series(series, t, place, market.bids, tables.deal.cap_gross, tables.series, state)
            if state.price[series] > 0.0:
                convert(series, t, market.bids[place], state.preferred[series], tables, state)
