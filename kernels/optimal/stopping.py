"""Regression of what waiting is worth, the rule that follows from it, and dual bounds (METHODS 27)."""

from __future__ import annotations

from kernels.jit import clause, kernel
from kernels.market.quotes import bid_units, close_units
from kernels.optimal.least_squares import begin, take_in
from kernels.optimal.problem import Problem, basis, pays
from kernels.optimal.walk import fill_successors
from kernels.random import Word
from kernels.tables import Floats

RULE = 0
"""Coefficients of what waiting brings under the rule (Longstaff and Schwartz 2001): they decide when to stop."""
VALUE = 1
"""Coefficients of the value of waiting, session by session (Tsitsiklis and Van Roy 2001): they make the martingale."""
SIDES = 2

PLAIN, CONTROLLED, ABOVE, WHEN = 0, 1, 2, 3
OUTCOMES = 4
"""Places of what :func:`bound` leaves of a path."""


@clause
def combine(count: int, side: int, t: int, functions: Floats, coefficients: Floats) -> float:
    """The fitted value of waiting on session t: coefficients times functions, summed in their order."""
    out = 0.0
    for k in range(count):
        out += coefficients[t, side, k] * functions[k]
    return out


@kernel
def collect(
    t: int,
    bids: Floats,
    targets: Floats,
    problem: Problem,
    window: Floats,
    functions: Floats,
    block: int,
    table: Floats,
) -> int:
    """Reduce the regression of session t over all paths to a triangle, block by block in path order.

    Parameters
    ----------
    t
        Session.
    bids
        Of the paths, [paths, E + T].
    targets
        What is regressed, [SIDES, paths].
    problem
        The right.
    window, functions
        Scratch.
    block
        Rows of a block; part of the definition of the result.
    table
        Scratch, [functions + SIDES, functions + block]; the triangle is left in it.

    Returns
    -------
    int
        How many functions there are.
    """
    count = basis(t, bids[0], problem, window, functions)
    begin(count, SIDES, table)
    paths = bids.shape[0]
    for start in range(0, paths, block):
        rows = block if start + block < paths else paths - start
        for row in range(rows):
            basis(t, bids[start + row], problem, window, functions)
            for column in range(count):
                table[column, count + row] = functions[column]
            for side in range(SIDES):
                table[count + side, count + row] = targets[side, start + row]
        take_in(count, rows, SIDES, table)
    return count


@kernel
def step_back(
    t: int, bids: Floats, coefficients: Floats, problem: Problem, window: Floats, functions: Floats, targets: Floats
) -> None:
    """From what the paths bring from session t + 1 on to what they bring from session t on.

    Parameters
    ----------
    t
        Session; of the last one what is paid on it is set.
    bids, problem, window, functions
        As in :func:`collect`.
    coefficients
        Of session t, [T, SIDES, MOST_FUNCTIONS].
    targets
        [SIDES, paths]: under the rule, and by the fitted value; discounted to session 0.
    """
    last = problem.discount.size - 1
    for path in range(bids.shape[0]):
        paid = pays(t, bids[path], problem, window) if t >= problem.first else 0.0
        if t == last:
            targets[RULE, path] = paid
            targets[VALUE, path] = paid
        else:
            count = basis(t, bids[path], problem, window, functions)
            if stops(t, paid, count, functions, coefficients, problem):
                targets[RULE, path] = paid
            waiting = combine(count, VALUE, t, functions, coefficients)
            targets[VALUE, path] = paid if t >= problem.first and paid > waiting else waiting


@clause
def stops(t: int, paid: float, count: int, functions: Floats, coefficients: Floats, problem: Problem) -> bool:
    """Whether the rule uses the right on session t: it pays something, and no less than waiting is fitted to."""
    if t < problem.first or paid <= 0.0:
        return False
    return paid >= combine(count, RULE, t, functions, coefficients)


@kernel
def follow_rule(
    bids: Floats, coefficients: Floats, problem: Problem, window: Floats, functions: Floats, paid: Floats
) -> None:
    """What the rule brings on paths it was not fitted on: a lower bound in the mean.

    Parameters
    ----------
    bids, coefficients, problem, window, functions
        As in :func:`step_back`.
    paid
        Receives what it brings, discounted, [paths].
    """
    last = problem.discount.size - 1
    for path in range(bids.shape[0]):
        for t in range(problem.first, last + 1):
            now = pays(t, bids[path], problem, window)
            if t < last:
                count = basis(t, bids[path], problem, window, functions)
                if not stops(t, now, count, functions, coefficients, problem):
                    continue
            paid[path] = now
            break


@clause
def fitted_value(
    t: int, bids: Floats, coefficients: Floats, problem: Problem, window: Floats, functions: Floats
) -> float:
    """The fitted value of the right on session t: the greater of using it and waiting; on the last, what it pays."""
    paid = pays(t, bids, problem, window) if t >= problem.first else 0.0
    if t == problem.discount.size - 1:
        return paid
    count = basis(t, bids, problem, window, functions)
    waiting = combine(count, VALUE, t, functions, coefficients)
    return paid if t >= problem.first and paid > waiting else waiting


@kernel
def bound(
    first: int,
    seed: Word,
    logs: Floats,
    bids: Floats,
    coefficients: Floats,
    problem: Problem,
    window: Floats,
    functions: Floats,
    path_bids: Floats,
    inner: Floats,
    out: Floats,
) -> None:
    """Bounds of the value on paths the rule was not fitted on: each holds in the mean.

    From below what the rule brings, and the same less the martingale at the session on which it stops, which has the
    same mean and varies far less. From above the most that hindsight takes, less the martingale (Rogers 2002). The
    martingale gathers ``V_t - E[V_t | session t - 1]`` of the fitted value V (Haugh and Kogan 2004). The expectation is
    the mean of a fresh stratified sample, or exact on a binomial walk; its noise can only raise the upper bound.

    Parameters
    ----------
    first
        Number of the first path.
    seed
        Of the inner samples, uint64.
    logs, bids
        Of :func:`kernels.optimal.walk.draw_paths`.
    coefficients, problem, window, functions
        As in :func:`step_back`.
    path_bids
        Scratch, [E + T].
    inner
        Scratch, [2, SUCCESSORS].
    out
        Receives, [OUTCOMES, paths], discounted to session 0: PLAIN, CONTROLLED, ABOVE; and WHEN the rule stops.
    """
    last = problem.discount.size - 1
    earlier = problem.earlier_bids.size
    for path in range(bids.shape[0]):
        for k in range(earlier + 1):
            path_bids[k] = bids[path, k]
        martingale = 0.0
        best = -1.0e300
        waits = True
        for t in range(last + 1):
            place = earlier + t
            if t > 0:
                count = fill_successors(t, logs[path, t - 1], seed, Word(first + path), problem, inner[0], inner[1])
                expected = 0.0
                for k in range(count):
                    path_bids[place] = bid_units(close_units(inner[0, k], problem.quote), problem.quote)
                    expected += inner[1, k] * fitted_value(t, path_bids, coefficients, problem, window, functions)
                path_bids[place] = bids[path, place]
                martingale += fitted_value(t, path_bids, coefficients, problem, window, functions) - expected
            if t < problem.first:
                continue
            paid = pays(t, path_bids, problem, window)
            best = paid - martingale if paid - martingale > best else best
            if waits:
                stop = t == last
                if not stop:
                    number = basis(t, path_bids, problem, window, functions)
                    stop = stops(t, paid, number, functions, coefficients, problem)
                if stop:
                    waits = False
                    out[PLAIN, path] = paid
                    out[CONTROLLED, path] = paid - martingale
                    out[WHEN, path] = float(t)
        out[ABOVE, path] = best
