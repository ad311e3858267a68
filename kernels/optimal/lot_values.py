"""What lots are worth on a state: the functions of the state, and the fitted values made of them (METHODS 28)."""

from __future__ import annotations

from typing import NamedTuple

from kernels.jit import clause
from kernels.optimal.problem import Problem, mean_of_lowest, pays, powers
from kernels.tables import Floats

LOT_FUNCTIONS = 12
SOON = 3
"""Sessions that the basis looks ahead, as if the price stayed where it is."""


class LotFit(NamedTuple):
    """A block in lots, and what every number of them is fitted to be worth."""

    problem: Problem
    """The right of the whole block."""
    lots: int
    """In how many it goes: 1 to so many are left."""
    coefficients: Floats
    """Of the value of waiting, divided by the scale, [T, lots, LOT_FUNCTIONS]."""
    window: Floats
    """Scratch of the look-back."""
    functions: Floats
    """Scratch of the functions of the state."""


@clause
def lot_scale(t: int, bids: Floats, problem: Problem) -> float:
    """By what values are divided before they are regressed: the price over the fixed price, at least 1."""
    if problem.fixed_units == 0.0:
        return 1.0
    r = bids[problem.earlier_bids.size + t] / problem.fixed_units
    return float(r) if r > 1.0 else 1.0


@clause
def lot_basis(t: int, bids: Floats, problem: Problem, window: Floats, out: Floats) -> int:
    """Functions of the state, all within bounds: no path lies so far out that a power of it decides alone.

    ``m`` = the lesser of price over fixed price and 1; ``w`` = 1 over the greater; ``q`` = price over variable price,
    now and in three sessions if the price stays.
    """
    place = problem.earlier_bids.size + t
    bid = bids[place]
    r = bid / problem.fixed_units if problem.fixed_units > 0.0 else 0.0
    w = 1.0 / lot_scale(t, bids, problem)
    m = r if r < 1.0 else 1.0
    out[0] = 1.0
    out[1] = m
    out[2] = m * m
    out[3] = w
    out[4] = w * w
    if problem.multiplier == 0.0:
        return 5
    q = 0.0
    soon = 0.0
    if t >= problem.switch_on:
        q = bid / (problem.multiplier * mean_of_lowest(place, 0, bids, problem, window))
    if t + SOON >= problem.switch_on:
        soon = bid / (problem.multiplier * mean_of_lowest(place, SOON, bids, problem, window))
    v = q if q > r else r
    here = powers(5, q * w, 2, out)
    out[here] = q * q * q * w
    out[here + 1] = q * m * w
    out[here + 2] = v * w
    out[here + 3] = soon * w
    out[here + 4] = soon * soon * w
    return here + 5


@clause
def waiting(number: int, t: int, count: int, fit: LotFit) -> float:
    """Fitted value of waiting with so many lots, divided by the scale; of none, nothing."""
    out = 0.0
    if number > 0:
        for k in range(count):
            out += fit.coefficients[t, number - 1, k] * fit.functions[k]
    return out


@clause
def value_lots(t: int, bids: Floats, fit: LotFit, values: Floats) -> None:
    """Fitted values of 1 to ``fit.lots`` lots on session t: the greater of letting one go and waiting."""
    problem, lots = fit.problem, fit.lots
    each = pays(t, bids, problem, fit.window) / lots if t >= problem.first else 0.0
    if t == problem.discount.size - 1:
        for number in range(lots):
            values[number] = each * float(number + 1)
        return
    count = lot_basis(t, bids, problem, fit.window, fit.functions)
    scale = lot_scale(t, bids, problem)
    less = 0.0
    for number in range(lots):
        more = scale * waiting(number + 1, t, count, fit)
        goes = t >= problem.first and each + less > more
        values[number] = each + less if goes else more
        less = more


@clause
def lot_value(number: int, t: int, bids: Floats, fit: LotFit) -> float:
    """Fitted value of the n-th lot on session t, as a part of the block: of n lots less that of n - 1."""
    problem, lots = fit.problem, fit.lots
    each = pays(t, bids, problem, fit.window) / lots if t >= problem.first else 0.0
    if t == problem.discount.size - 1:
        return each * lots
    count = lot_basis(t, bids, problem, fit.window, fit.functions)
    scale = lot_scale(t, bids, problem)
    most = scale * waiting(number, t, count, fit)
    less = scale * waiting(number - 1, t, count, fit)
    if t < problem.first:
        return (most - less) * lots
    with_it = each + less
    with_it = with_it if with_it > most else most
    without = less
    if number > 1:
        least = scale * waiting(number - 2, t, count, fit)
        without = each + least if each + least > less else less
    return (with_it - without) * lots
