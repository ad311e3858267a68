"""Optimal: gives notice of a lot where a fitted boundary says that waiting is worth no more (METHODS 25.10)."""

from __future__ import annotations

from kernels.exact import product_is_less
from kernels.jit import rare
from kernels.policy_tables import BOUNDARY_FIXED, BOUNDARY_FLOATING
from kernels.state import State
from kernels.tables import Tables
from kernels.whole_tables import Whole


@rare
def is_worth_a_lot(series: int, t: int, decision_bid: float, tables: Tables, state: State, whole: Whole) -> bool:
    """Whether the decision bid reaches the boundary in force, for the part of the series that is left.

    Parameters
    ----------
    series, t
        A series whose price of session t is set.
    decision_bid
        In units.
    tables, state, whole
        The path.
    """
    policy = whole.policy
    step = -1
    for k in range(policy.boundaries[series]):
        if policy.boundary_from[series, k] <= t:
            step = k
    if step < 0:
        return False
    part = 0
    left = state.preferred[series] * policy.parts[series]
    while left > float(part + 1) * tables.series.preferred[series]:
        part += 1
    fixed = state.whole.live.fixed_price[series]
    price = state.price[series]
    kind = BOUNDARY_FLOATING if fixed == 0.0 or price < fixed else BOUNDARY_FIXED
    least = policy.boundary_price[series, step, kind, part]
    if least < 0.0:
        return False
    return not product_is_less(decision_bid, policy.boundary_bid[series], price, least)
