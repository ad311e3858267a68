"""Fit a rule on one set of paths; bound the value on another."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kernels.optimal.least_squares import solve
from kernels.optimal.problem import LONGEST_WINDOW, MOST_FUNCTIONS, Problem
from kernels.optimal.stopping import (
    ABOVE,
    CONTROLLED,
    OUTCOMES,
    PLAIN,
    SIDES,
    WHEN,
    bound,
    collect,
    follow_rule,
    step_back,
)
from kernels.optimal.walk import SUCCESSORS, draw_paths
from kernels.tables import Floats

FIRST_OF_FIT = 2**48
"""Number of the first path that a rule is fitted on: no run comes near it, so that no path is looked at twice."""
BLOCK = 4096
"""Rows of a regression that are taken in at a time; part of the definition of the result."""
_CHUNK = 8192
"""Paths that are held at a time; no result depends on it."""


@dataclass(frozen=True)
class Rule:
    """When to use a right: what waiting is worth, as a combination of functions of the state, session by session.

    Attributes
    ----------
    coefficients
        [T, 2, functions]: under the rule itself, and of the value; the last session has none.
    functions
        How many there are.
    independent
        How many of them the regression of each session could tell apart, [T].
    paths
        That it was fitted on.
    """

    coefficients: Floats
    functions: int
    independent: tuple[int, ...]
    paths: int


@dataclass(frozen=True)
class Bounds:
    """A value between two estimates.

    Attributes
    ----------
    lower, lower_error
        What the rule brings, and its standard error: the true value is no less in the mean.
    plain, plain_error
        The same without the martingale as a control variate.
    upper, upper_error
        The dual bound, and its standard error: the true value is no more in the mean.
    gap_error
        Standard error of upper less lower, which are of the same paths.
    mean_session
        On which the rule uses the right, in the mean.
    paths, fitted_on
        Numbers of paths, of the bounds and of the fit.
    """

    lower: float
    lower_error: float
    plain: float
    plain_error: float
    upper: float
    upper_error: float
    gap_error: float
    mean_session: float
    paths: int
    fitted_on: int

    @property
    def gap(self) -> float:
        """Upper less lower, as a part of the lower."""
        return (self.upper - self.lower) / self.lower


def _scratch() -> tuple[Floats, Floats]:
    """Window and functions of one thread."""
    return np.zeros(LONGEST_WINDOW), np.zeros(MOST_FUNCTIONS)


def _paths(problem: Problem, first: int, count: int, seed: int) -> tuple[Floats, Floats]:
    """Log prices and bids of some paths."""
    sessions, earlier = problem.discount.size, problem.earlier_bids.size
    logs, bids = np.zeros((count, sessions)), np.zeros((count, earlier + sessions))
    draw_paths(first, np.uint64(seed), problem, logs, bids)
    return logs, bids


def fit_rule(problem: Problem, *, paths: int, seed: int) -> Rule:
    """Regress what waiting is worth, session by session from the last.

    Parameters
    ----------
    problem
        The right.
    paths
        To fit on: those of the seed from number 2^48 on, which no run draws.
    seed
        Of the random numbers.

    Returns
    -------
    Rule
        The same bits on any number of threads, of any libraries.
    """
    window, functions = _scratch()
    _, bids = _paths(problem, FIRST_OF_FIT, paths, seed)
    sessions = problem.discount.size
    coefficients = np.zeros((sessions, SIDES, MOST_FUNCTIONS))
    targets = np.zeros((SIDES, paths))
    table = np.zeros((MOST_FUNCTIONS + SIDES, MOST_FUNCTIONS + BLOCK))
    independent = [0] * sessions
    count = 0
    step_back(sessions - 1, bids, coefficients, problem, window, functions, targets)
    for t in range(sessions - 2, -1, -1):
        count = collect(t, bids, targets, problem, window, functions, BLOCK, table)
        found = np.zeros((SIDES, count))
        independent[t] = solve(count, SIDES, table, np.zeros(count), np.zeros(count), found)
        coefficients[t, :, :count] = found
        step_back(t, bids, coefficients, problem, window, functions, targets)
    return Rule(coefficients, count, tuple(independent), paths)


def outcomes(problem: Problem, rule: Rule, *, paths: int, seed: int) -> Floats:
    """What the rule and hindsight take of each path: [4, paths], see :mod:`kernels.optimal.stopping`."""
    window, functions = _scratch()
    earlier, sessions = problem.earlier_bids.size, problem.discount.size
    out = np.zeros((OUTCOMES, paths))
    for first in range(0, paths, _CHUNK):
        count = min(_CHUNK, paths - first)
        logs, bids = _paths(problem, first, count, seed)
        part = np.zeros((OUTCOMES, count))
        scratch = np.zeros(earlier + sessions), np.zeros((2, SUCCESSORS))
        bound(first, np.uint64(seed), logs, bids, rule.coefficients, problem, window, functions, *scratch, part)
        out[:, first : first + count] = part
    return out


def rule_value(problem: Problem, rule: Rule, *, paths: int, seed: int) -> tuple[float, float]:
    """What the rule alone brings on the first paths of a seed, as Longstaff and Schwartz estimate it.

    Parameters
    ----------
    problem, rule, paths, seed
        As in :func:`bound_value`.

    Returns
    -------
    value, error : float
        The mean and its standard error.
    """
    window, functions = _scratch()
    out = np.zeros(paths)
    for first in range(0, paths, _CHUNK):
        count = min(_CHUNK, paths - first)
        _, bids = _paths(problem, first, count, seed)
        part = np.zeros(count)
        follow_rule(bids, rule.coefficients, problem, window, functions, part)
        out[first : first + count] = part
    return mean_and_error(out)


def bound_value(problem: Problem, rule: Rule, *, paths: int, seed: int) -> Bounds:
    """Bound a right's value on the first paths of a seed.

    Parameters
    ----------
    problem
        The right.
    rule
        Of :func:`fit_rule`.
    paths
        To look at, at least 2.
    seed
        Of the random numbers.

    Returns
    -------
    Bounds
    """
    found = outcomes(problem, rule, paths=paths, seed=seed)
    plain, plain_error = mean_and_error(found[PLAIN])
    lower, lower_error = mean_and_error(found[CONTROLLED])
    upper, upper_error = mean_and_error(found[ABOVE])
    return Bounds(
        lower=lower,
        lower_error=lower_error,
        plain=plain,
        plain_error=plain_error,
        upper=upper,
        upper_error=upper_error,
        gap_error=mean_and_error(found[ABOVE] - found[CONTROLLED])[1],
        mean_session=mean_and_error(found[WHEN])[0],
        paths=paths,
        fitted_on=rule.paths,
    )


def mean_and_error(values: Floats) -> tuple[float, float]:
    """Mean and its standard error, by exact sums: no order of summation matters."""
    mean = math.fsum(values.tolist()) / values.size
    squares = math.fsum(((values - mean) ** 2).tolist())
    return mean, math.sqrt(squares / (values.size - 1) / values.size)
