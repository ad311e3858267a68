"""A block in lots, one a session at most: what each lot more is worth, and dual bounds (METHODS 28).

A right that can be used several times (Meinshausen and Hambly 2004, Mathematical Finance 14, 557-583): the value of n
lots is regressed for every n at once, and a lot goes where what it brings is no less than the n-th lot is worth later.
"""

from __future__ import annotations

from kernels.jit import clause, kernel
from kernels.market.quotes import bid_units, close_units
from kernels.optimal.least_squares import take_in
from kernels.optimal.problem import Problem, mean_of_lowest, pays, powers, price_units
from kernels.optimal.walk import fill_successors, moved
from kernels.random import Word
from kernels.sales import participation_shares, sale_limit
from kernels.tables import Floats, Tables

LOT_FUNCTIONS = 12
MOST_LOTS = 64
SOON = 3
"""Sessions that the basis looks ahead, as if the price stayed where it is."""

LEAST_RATIO = 0.7
RATIO_STEP = 0.005
RATIOS = 400
"""Ratios of bid and conversion price in steps: what lies outside counts at the end."""
KINDS = 2
NODES = 5
"""Of the quadrature over a session's move."""


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


@kernel
def note_limits(keeps: bool, bids: Floats, volumes: Floats, tables: Tables, out: Floats) -> None:
    """The most that one path's holder may sell on each session while it owns the series, shares; BIG: no limit.

    Parameters
    ----------
    keeps
        Whether the series is the one that keeps the covenant alive; if not, the covenant may have ended before.
    bids, volumes
        Of the path, earlier ones first.
    tables
        The deal.
    out
        Receives them, [T].
    """
    earlier = tables.clock.earlier_bids.size
    for t in range(out.size):
        out[t], _ = sale_limit(earlier + t, bids[earlier + t], True, volumes, tables.sale)
        if not keeps:
            free = participation_shares(earlier + t, volumes, tables.sale)
            out[t] = free if free > out[t] else out[t]


@kernel
def note_parts(
    later: int,
    preferred: float,
    net: float,
    bids: Floats,
    limits: Floats,
    problem: Problem,
    window: Floats,
    out: Floats,
) -> None:
    """The part of the block that may go on each session: what fills the limit, and one preferred for rounding up.

    Parameters
    ----------
    later
        Sessions between what is known and what is done.
    preferred
        In the block.
    net
        1 - commission.
    bids
        Of one path, earlier ones first.
    limits
        Of :func:`note_limits`.
    problem, window
        As in :func:`lot_basis`.
    out
        Receives them, [T]; on the last all goes.
    """
    last = problem.discount.size - 1
    for t in range(last):
        price = price_units(t, problem.earlier_bids.size + t, bids, problem, window)
        claim = problem.claim_usd[t] / net
        part = limits[t + later] * (price / problem.quote.units_per_dollar) / claim + 1.0 / preferred
        out[t] = part if part < 1.0 else 1.0
    out[last] = 1.0


@kernel
def collect_lots(
    t: int,
    lots: int,
    logs: Floats,
    bids: Floats,
    coefficients: Floats,
    problem: Problem,
    window: Floats,
    functions: Floats,
    values: Floats,
    block: int,
    table: Floats,
) -> int:
    """Regress what waiting on session t is worth, of every number of lots at once; see ``stopping.collect``.

    The target is the expectation of the fitted value of session t + 1, by quadrature: it has no noise of its own.

    Parameters
    ----------
    t, problem, window, functions, block, table
        As there.
    lots
        How many numbers of lots there are: 1 to ``lots`` of them left.
    logs, bids
        Of the paths; the bid after session t is written over.
    coefficients
        [T, lots, LOT_FUNCTIONS]; those of session t + 1 are read.
    values
        Scratch, [lots].

    Returns
    -------
    int
        How many functions there are.
    """
    count = lot_basis(t, bids[0], problem, window, functions)
    for column in range(count + lots):
        for row in range(count):
            table[column, row] = 0.0
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
                    value_lots(t + 1, lots, path, coefficients, problem, window, functions, values)
                    for number in range(lots):
                        table[count + number, count + row] += weight * values[number] / scale
            path[next_place] = drawn
            lot_basis(t, path, problem, window, functions)
            for column in range(count):
                table[column, count + row] = functions[column]
        take_in(count, rows, lots, table)
    return count


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


@clause
def waiting(number: int, t: int, count: int, functions: Floats, coefficients: Floats) -> float:
    """Fitted value of waiting with so many lots, divided by the scale; of none, nothing."""
    out = 0.0
    if number > 0:
        for k in range(count):
            out += coefficients[t, number - 1, k] * functions[k]
    return out


@clause
def value_lots(
    t: int,
    lots: int,
    bids: Floats,
    coefficients: Floats,
    problem: Problem,
    window: Floats,
    functions: Floats,
    values: Floats,
) -> None:
    """Fitted values of 1 to ``lots`` lots on session t: the greater of letting one go and waiting."""
    each = pays(t, bids, problem, window) / lots if t >= problem.first else 0.0
    if t == problem.discount.size - 1:
        for number in range(lots):
            values[number] = each * float(number + 1)
        return
    count = lot_basis(t, bids, problem, window, functions)
    scale = lot_scale(t, bids, problem)
    less = 0.0
    for number in range(lots):
        more = scale * waiting(number + 1, t, count, functions, coefficients)
        goes = t >= problem.first and each + less > more
        values[number] = each + less if goes else more
        less = more


@kernel
def note_gains(
    t: int,
    lots: int,
    bids: Floats,
    coefficients: Floats,
    problem: Problem,
    window: Floats,
    functions: Floats,
    sample: Floats,
    gains: Floats,
) -> None:
    """Sum what a lot brings at once over what it is fitted to be worth later, on every path.

    Parameters
    ----------
    t, lots, bids, coefficients, problem, window, functions
        As in :func:`collect_lots`, coefficients of session t.
    sample
        Numbers of lots left of which gains are noted, [parts].
    gains
        Receives them by part, kind and ratio of bid and conversion price, [parts, KINDS, RATIOS].
    """
    place = problem.earlier_bids.size + t
    for path in range(bids.shape[0]):
        row = bids[path]
        each = pays(t, row, problem, window) / lots
        if each <= 0.0:
            continue
        count = lot_basis(t, row, problem, window, functions)
        scale = lot_scale(t, row, problem)
        price = price_units(t, place, row, problem, window)
        ratio = int((row[place] / price - LEAST_RATIO) / RATIO_STEP)
        ratio = ratio if ratio > 0 else 0
        ratio = ratio if ratio < RATIOS else RATIOS - 1
        kind = 0 if problem.fixed_units == 0.0 or price < problem.fixed_units else 1
        for part in range(sample.size):
            number = int(sample[part])
            less = waiting(number - 1, t, count, functions, coefficients)
            more = waiting(number, t, count, functions, coefficients)
            gains[part, kind, ratio] += each + scale * (less - more)


@clause
def lot_value(
    number: int,
    lots: int,
    t: int,
    bids: Floats,
    coefficients: Floats,
    problem: Problem,
    window: Floats,
    functions: Floats,
) -> float:
    """Fitted value of the n-th lot on session t, as a part of the block: of n lots less that of n - 1."""
    each = pays(t, bids, problem, window) / lots if t >= problem.first else 0.0
    if t == problem.discount.size - 1:
        return each * lots
    count = lot_basis(t, bids, problem, window, functions)
    scale = lot_scale(t, bids, problem)
    most = scale * waiting(number, t, count, functions, coefficients)
    less = scale * waiting(number - 1, t, count, functions, coefficients)
    if t < problem.first:
        return (most - less) * lots
    with_it = each + less
    with_it = with_it if with_it > most else most
    without = less
    if number > 1:
        least = scale * waiting(number - 2, t, count, functions, coefficients)
        without = each + least if each + least > less else less
    return (with_it - without) * lots


@kernel
def bound_lots(
    first: int,
    seed: Word,
    number: int,
    lots: int,
    logs: Floats,
    bids: Floats,
    most_in_session: Floats,
    coefficients: Floats,
    problem: Problem,
    window: Floats,
    functions: Floats,
    path_bids: Floats,
    inner: Floats,
    scores: Floats,
    out: Floats,
) -> None:
    """The most that hindsight makes of the block in lots on each path, less a martingale for each part that is sold.

    Parameters
    ----------
    first, seed, logs, bids, coefficients, problem, window, functions, path_bids, inner
        As in ``stopping.bound``; coefficients as in :func:`step_back_lots`.
    number, lots
        Of which lot the martingale is, of how many.
    most_in_session
        Part of the block that may go on each session, [paths, T].
    scores
        Scratch, [2, T].
    out
        Receives it, discounted, [paths].
    """
    last = problem.discount.size - 1
    earlier = problem.earlier_bids.size
    for path in range(bids.shape[0]):
        for k in range(earlier + 1):
            path_bids[k] = bids[path, k]
        martingale = 0.0
        sorted_up_to = 0
        for t in range(last + 1):
            place = earlier + t
            if t > 0:
                count = fill_successors(t, logs[path, t - 1], seed, Word(first + path), problem, inner[0], inner[1])
                expected = 0.0
                for k in range(count):
                    path_bids[place] = bid_units(close_units(inner[0, k], problem.quote), problem.quote)
                    expected += inner[1, k] * lot_value(
                        number, lots, t, path_bids, coefficients, problem, window, functions
                    )
                path_bids[place] = bids[path, place]
                martingale += lot_value(number, lots, t, path_bids, coefficients, problem, window, functions) - expected
            if t < problem.first:
                continue
            score = pays(t, path_bids, problem, window) - martingale
            # The best sessions first: an insertion among those so far.
            here = sorted_up_to
            while here > 0 and scores[0, here - 1] < score:
                scores[0, here], scores[1, here] = scores[0, here - 1], scores[1, here - 1]
                here -= 1
            scores[0, here], scores[1, here] = score, most_in_session[path, t]
            sorted_up_to += 1
        left = 1.0
        total = 0.0
        for k in range(sorted_up_to):
            part = scores[1, k] if scores[1, k] < left else left
            total += part * scores[0, k]
            left -= part
        out[path] = total
