"""Optimal: gives notice of a lot where a fitted boundary says that waiting is worth no more (METHODS 25.10)."""

from __future__ import annotations

from kernels.exact import product_is_less
from kernels.jit import clause, rare
from kernels.layout import BOUNDARY_STEP
from kernels.policy_tables import BOUNDARY_FIXED, BOUNDARY_FLOATING
from kernels.state import State
from kernels.tables import Tables
from kernels.whole_tables import Whole


@clause
def step_in_force(series: int, t: int, whole: Whole) -> int:
    """Number of the boundary in force on session t, the last that has begun; -1: none yet. They ascend."""
    return int(whole.by_session[BOUNDARY_STEP, series, t])


@clause
def next_step(series: int, step: int, stop: int, whole: Whole) -> int:
    """The session on which the boundary after one comes into force; ``stop`` if that is not before."""
    if step + 1 == whole.policy.boundaries[series]:
        return stop
    first = int(whole.policy.boundary_from[series, step + 1])
    return first if first < stop else stop


@clause
def least_multiple(series: int, step: int, kind: int, tables: Tables, state: State, whole: Whole) -> float:
    """What the bid is to be of the conversion price at a boundary, for the part of the series left; below 0: waits."""
    policy = whole.policy
    part = 0
    left = state.preferred[series] * policy.parts[series]
    while left > float(part + 1) * tables.series.preferred[series]:
        part += 1
    return float(policy.boundary_price[series, step, kind, part])


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
    step = step_in_force(series, t, whole)
    if step < 0:
        return False
    fixed = state.whole.live.fixed_price[series]
    price = state.price[series]
    kind = BOUNDARY_FLOATING if fixed == 0.0 or price < fixed else BOUNDARY_FIXED
    least = least_multiple(series, step, kind, tables, state, whole)
    if least < 0.0:
        return False
    return not product_is_less(decision_bid, whole.policy.boundary_bid[series], price, least)
