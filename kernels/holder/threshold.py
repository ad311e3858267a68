"""Threshold: gives notice when the decision bid is a margin over the conversion price (METHODS 25.1)."""

from __future__ import annotations

from kernels.exact import product_is_less
from kernels.jit import clause
from kernels.state import State
from kernels.whole_tables import Whole


@clause
def is_a_margin_over(series: int, decision_bid: float, state: State, whole: Whole) -> bool:
    """Whether the bid is at least (1 + margin) x the series' conversion price of the session."""
    policy = whole.policy
    if policy.margin_price[series] == 0.0:
        return False
    return not product_is_less(
        decision_bid, policy.margin_bid[series], state.price[series], policy.margin_price[series]
    )
