"""The bid before session 0 is worked out twice: exactly for the tables, and by the kernels for every close."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

import simulate
from kernels.market.quotes import bid_units
from simulate.terms.market import clock_table, quote_table


@settings(deadline=None, max_examples=60)
@given(
    price=st.decimals(min_value=Decimal("0.0001"), max_value=5000, places=6),
    spread=st.decimals(min_value=0, max_value=Decimal("0.5"), places=4),
    tick=st.sampled_from([None, Decimal("0.0625"), Decimal("0.01")]),
)
def test_the_earlier_bids_are_session_0s_bid_as_the_kernels_have_it(price, spread, tick):
    scenario = simulate.load("valence-1998-conversion-only")
    units = {} if tick is None else {"tick_usd": tick, "price_units_per_dollar": int(1 / tick)}
    market = scenario.market.model_copy(update={"start_price_usd": price, "spread_fraction": spread, **units})
    scenario = scenario.model_copy(update={"market": market})
    quote = quote_table(scenario, 2**40)
    clock, _, _ = clock_table(scenario, [scenario.deal.start], quote)
    assert scenario.market.earlier_record is None
    assert set(clock.earlier_bids.tolist()) == {float(bid_units(quote.start_units, quote))}
