"""A block in lots, one a session at most: what each lot more is worth (METHODS 28).

A right that can be used several times (Meinshausen and Hambly 2004, Mathematical Finance 14, 557-583): the value of n
lots is regressed for every n at once, and a lot goes where what it brings is no less than the n-th lot is worth later.
"""

from __future__ import annotations

from kernels.jit import clause, kernel
from kernels.market.quotes import bid_units, close_units
from kernels.optimal.least_squares import begin, take_in
from kernels.optimal.lot_values import LotFit, lot_basis, lot_scale, value_lots, waiting
from kernels.optimal.problem import Problem, pays, price_units
from kernels.optimal.walk import moved
from kernels.tables import Floats

MOST_LOTS = 64
LEAST_RATIO = 0.7
RATIO_STEP = 0.005
RATIOS = 400
"""Ratios of bid and conversion price in steps: what lies outside counts at the end."""
KINDS = 2
NODES = 5
"""Of the quadrature over a session's move."""


@clause
def quadrature(node: int, t: int, problem: Problem) -> tuple[float, float]:
    """A node of the session's move, and its weight: Gauss and Hermite's five, or a binomial walk's two."""
    if problem.up_words.size > 0:
        up = problem.up_words[t] / 4294967296.0
        if node == 0:
            return 1.0, up
        return -1.0, 1.0 - up if node == 1 else 0.0
    if node == 0:
        return 0.0, 0.5333333333333333
    side = 1.0 if node % 2 == 1 else -1.0
    if node < 3:
        return side * 1.355626179974266, 0.2220759220056126
    return side * 2.856970013872806, 0.011257411327720689


@kernel
def collect_lots(t: int, logs: Floats, bids: Floats, fit: LotFit, values: Floats, block: int, table: Floats) -> int:
    """Regress what waiting on session t is worth, of every number of lots at once; see ``stopping.collect``.

    The target is the expectation of the fitted value of session t + 1, by quadrature: it has no noise of its own.

    Parameters
    ----------
    t, block, table
        As there.
    logs, bids
        Of the paths; the bid after session t is written over.
    fit
        What is fitted; coefficients of session t + 1 are read.
    values
        Scratch, [lots].

    Returns
    -------
    int
        How many functions there are.
    """
    problem, lots, functions = fit.problem, fit.lots, fit.functions
    count = lot_basis(t, bids[0], problem, fit.window, functions)
    begin(count, lots, table)
    paths = bids.shape[0]
    next_place = problem.earlier_bids.size + t + 1
    for start in range(0, paths, block):
        rows = block if start + block < paths else paths - start
        for row in range(rows):
            path = bids[start + row]
            x = logs[start + row, t]
            drawn = path[next_place]
            for number in range(lots):
                table[count + number, count + row] = 0.0
            scale = lot_scale(t, path, problem)
            for node in range(NODES):
                z, weight = quadrature(node, t + 1, problem)
                if weight > 0.0:
                    close = close_units(moved(x, t + 1, z, problem), problem.quote)
                    path[next_place] = bid_units(close, problem.quote)
                    value_lots(t + 1, path, fit, values)
                    for number in range(lots):
                        table[count + number, count + row] += weight * values[number] / scale
            path[next_place] = drawn
            lot_basis(t, path, problem, fit.window, functions)
            for column in range(count):
                table[column, count + row] = functions[column]
        take_in(count, rows, lots, table)
    return count


@kernel
def note_gains(t: int, bids: Floats, fit: LotFit, sample: Floats, gains: Floats) -> None:
    """Sum what a lot brings at once over what it is fitted to be worth later, on every path.

    Parameters
    ----------
    t, bids, fit
        As in :func:`collect_lots`; coefficients of session t are read.
    sample
        Numbers of lots left of which gains are noted, [parts].
    gains
        Receives them by part, kind and ratio of bid and conversion price, [parts, KINDS, RATIOS].
    """
    problem = fit.problem
    place = problem.earlier_bids.size + t
    for path in range(bids.shape[0]):
        row = bids[path]
        each = pays(t, row, problem, fit.window) / fit.lots
        if each <= 0.0:
            continue
        count = lot_basis(t, row, problem, fit.window, fit.functions)
        scale = lot_scale(t, row, problem)
        price = price_units(t, place, row, problem, fit.window)
        ratio = int((row[place] / price - LEAST_RATIO) / RATIO_STEP)
        ratio = ratio if ratio > 0 else 0
        ratio = ratio if ratio < RATIOS else RATIOS - 1
        kind = 0 if problem.fixed_units == 0.0 or price < problem.fixed_units else 1
        for part in range(sample.size):
            number = int(sample[part])
            less = waiting(number - 1, t, count, fit)
            more = waiting(number, t, count, fit)
            gains[part, kind, ratio] += each + scale * (less - more)
