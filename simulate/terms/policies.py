"""The holder's policy as the kernels take it (METHODS 6, 25)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

import numpy as np

from kernels import policy_tables as kernel
from kernels.tables import HolderTable
from simulate.scenario import MECHANICAL, Scenario, margin_of
from simulate.terms.exact import SeriesNumbers, exact

POLICIES = {
    "hold": kernel.HOLD,
    "convert_and_sell": kernel.CONVERT_AND_SELL,
    "threshold": kernel.THRESHOLD,
    "roll_off": kernel.ROLL_OFF,
    "pricing_window_pressure": kernel.PRICING_WINDOW_PRESSURE,
}


def holder_table(scenario: Scenario) -> HolderTable:
    """Which policy the holder follows, and on which bid it decides."""
    holder = scenario.holder
    return HolderTable(
        policy=POLICIES[holder.policy],
        mechanical=holder.policy in MECHANICAL,
        converts=holder.policy != "hold",
        decision_lag=1 if holder.sale_decision == "previous_close" else 0,
    )


def policy_table(scenario: Scenario, numbers: Sequence[SeriesNumbers]) -> kernel.PolicyTable:
    """Terms of the policy, its margin as a ratio of whole numbers."""
    holder = scenario.holder
    margin = margin_of(holder)
    bids, prices = [], []
    for number in numbers:
        least = Fraction(0) if margin is None else 1 + Fraction(margin)
        bid, price = number.price_scale * least.denominator, least.numerator * number.units_per_dollar
        shared = gcd(bid, price)
        bids.append(exact(bid // shared, f"holder.{holder.policy}.margin"))
        prices.append(exact(price // shared, f"holder.{holder.policy}.margin"))
    terms = getattr(holder, holder.policy, None)
    return kernel.PolicyTable(
        margin_bid=np.array(bids),
        margin_price=np.array(prices),
        takes_all=getattr(terms, "amount", "") == "what_limits_allow",
        may_sell_at_once=holder.sale_decision == "same_close",
    )
