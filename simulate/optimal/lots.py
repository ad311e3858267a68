"""Series that go in lots under a limit on sales: boundaries for the policy ``optimal``, and a bound from above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from kernels.market.draw import draw_path
from kernels.market.scratch import make_market
from kernels.optimal.least_squares import solve
from kernels.optimal.lot_bounds import bound_lots
from kernels.optimal.lot_limits import note_limits, note_parts
from kernels.optimal.lot_values import LOT_FUNCTIONS, LotFit
from kernels.optimal.lots import KINDS, LEAST_RATIO, MOST_LOTS, RATIO_STEP, RATIOS, collect_lots, note_gains
from kernels.optimal.problem import LONGEST_WINDOW, MOST_FUNCTIONS, Problem
from kernels.optimal.walk import SUCCESSORS, draw_paths
from kernels.tables import Floats
from simulate.optimal.block import series_problem
from simulate.optimal.bounds import BLOCK, FIRST_OF_FIT, mean_and_error
from simulate.scenario import Boundary, Scenario
from simulate.terms import Terms, make_terms

PARTS = 4
"""Equal parts of the preferred by which boundaries differ."""
STEPS = 16
"""Dates on which they change, at equal numbers of sessions."""


@dataclass(frozen=True)
class LotRule:
    """What lots of one series are worth, as fitted, and the boundaries that follow.

    Attributes
    ----------
    problem
        The series' right, by what is known when a lot is decided on.
    later
        Sessions between what is known and what is done: 1 under ``previous_close``.
    lots
        Into how many it is divided: about so many sessions the whole takes at the start.
    coefficients
        [T, lots, functions].
    boundaries
        For the scenario's holder.
    paths
        That it was fitted on.
    """

    problem: Problem
    later: int
    lots: int
    coefficients: Floats
    boundaries: tuple[Boundary, ...]
    paths: int


def sessions_to_sell(scenario: Scenario, place: int) -> int:
    """About how many sessions the sale of a series takes at session 0's price and the median volume, at most 64."""
    deal, holder, market = scenario.deal, scenario.holder, scenario.market
    series, covenant = deal.series[place], deal.limits.sale_volume
    median = market.volume.median_shares
    price = float(market.start_price_usd)
    if series.conversion_price.fixed_usd is not None:
        price = min(price, float(series.conversion_price.fixed_usd))
    shares = series.preferred_shares * float(series.stated_value_usd) / price
    limits = [] if holder.participation is None else [float(holder.participation) * median]
    if covenant is not None:
        limits = [max(covenant.floor_shares, float(covenant.share_of_session_volume) * median)]
    return min(MOST_LOTS, max(1, round(shares / limits[0]))) if limits else 1


def fit_lots(scenario: Scenario, place: int, *, paths: int) -> LotRule:
    """Regress what every number of lots is worth, session by session from the last, and read boundaries off it.

    Parameters
    ----------
    scenario
        Under the risk-neutral measure.
    place
        Of the series.
    paths
        To fit on: those of the scenario's seed from number 2^48 on.

    Returns
    -------
    LotRule
    """
    terms = make_terms(scenario)
    later = 1 if scenario.holder.sale_decision == "previous_close" else 0
    problem = series_problem(scenario, terms, place, later=later)
    lots = sessions_to_sell(scenario, place)
    sessions = problem.discount.size
    logs, bids = np.zeros((paths, sessions)), np.zeros((paths, problem.earlier_bids.size + sessions))
    draw_paths(FIRST_OF_FIT, np.uint64(scenario.run.seed), problem, logs, bids)
    coefficients = np.zeros((sessions, lots, LOT_FUNCTIONS))
    fit = LotFit(problem, lots, coefficients, np.zeros(LONGEST_WINDOW), np.zeros(MOST_FUNCTIONS))
    table = np.zeros((LOT_FUNCTIONS + lots, LOT_FUNCTIONS + BLOCK))
    sample = np.array([max(1.0, round((part + 0.5) / PARTS * lots)) for part in range(PARTS)])
    steps = min(STEPS, sessions - problem.first)
    starts = [problem.first + (sessions - problem.first) * step // steps for step in range(steps)]
    gains = np.zeros((steps, PARTS, KINDS, RATIOS))
    values = np.zeros(lots)
    for t in range(sessions - 2, -1, -1):
        count = collect_lots(t, logs, bids, fit, values, BLOCK, table)
        found = np.zeros((lots, count))
        solve(count, lots, table, np.zeros(count), np.zeros(count), found)
        coefficients[t, :, :count] = found
        if t >= problem.first:
            step = sum(start <= t for start in starts) - 1
            note_gains(t, bids, fit, sample, gains[step])
    boundaries = tuple(
        Boundary(
            series=scenario.deal.series[place].name,
            date=_date_of(terms, start + later),
            floating=tuple(_least(gains[step, part, 0]) for part in range(PARTS)),
            fixed=tuple(_least(gains[step, part, 1]) for part in range(PARTS)),
        )
        for step, start in enumerate(starts)
    )
    return LotRule(problem, later, lots, coefficients, boundaries, paths)


def _date_of(terms: Terms, session: int) -> date:
    """Date of a session; what is known before session 0 acts from session 0."""
    return terms.dates[session] if session < len(terms.dates) else terms.dates[-1] + timedelta(days=1)


def _least(gains: Floats) -> Decimal | None:
    """The ratio from which on a lot gains most in all; None: nowhere does it gain."""
    best, most, total = None, 0.0, 0.0
    for ratio in range(RATIOS - 1, -1, -1):
        total += float(gains[ratio])
        if total > most:
            best, most = ratio, total
    if best is None:
        return None
    return Decimal(0) if best == 0 else Decimal(f"{LEAST_RATIO + RATIO_STEP * best:.3f}")


def bound_series(scenario: Scenario, place: int, rule: LotRule, *, paths: int) -> tuple[float, float]:
    """Bound from above what a series brings in lots, USD at session 0, and the standard error.

    Parameters
    ----------
    scenario, place
        As fitted.
    rule
        Of :func:`fit_lots`.
    paths
        The first of the seed.

    Returns
    -------
    bound, error : float
    """
    tried = sorted({max(1, round(rule.lots * part)) for part in (0.1, 0.25, 0.5, 0.75)})
    few = max(2, paths // 10)
    # The lot whose martingale bounds best is chosen on paths of the fit.
    least = min(tried, key=lambda number: _bounds(scenario, place, rule, number, FIRST_OF_FIT, few)[0])
    return _bounds(scenario, place, rule, least, 0, paths)


def _bounds(scenario: Scenario, place: int, rule: LotRule, number: int, first: int, paths: int) -> tuple[float, float]:
    """Mean and error of the bound with the martingale of one lot."""
    terms = make_terms(scenario)
    problem, seed = rule.problem, np.uint64(scenario.run.seed)
    series = scenario.deal.series[place]
    tables = terms.tables._replace(whole=None)
    covenant = scenario.deal.limits.sale_volume
    keeps = covenant is not None and covenant.while_held == series.name
    sessions, earlier = problem.discount.size, problem.earlier_bids.size
    logs, bids = np.zeros((paths, sessions)), np.zeros((paths, earlier + sessions))
    draw_paths(first, seed, problem, logs, bids)
    most = np.zeros((paths, sessions))
    fit = LotFit(problem, rule.lots, rule.coefficients, np.zeros(LONGEST_WINDOW), np.zeros(MOST_FUNCTIONS))
    net = 1 - float(scenario.holder.commission_fraction)
    market, limits = make_market(tables), np.zeros(len(terms.dates))
    for path in range(paths):
        draw_path(tables, seed, np.uint64(first + path), market)
        note_limits(keeps, market.bids, market.volumes, tables, limits)
        note_parts(rule.later, float(series.preferred_shares), net, bids[path], limits, problem, fit.window, most[path])
    out = np.zeros(paths)
    scratch, inner, scores = np.zeros(earlier + sessions), np.zeros((2, SUCCESSORS)), np.zeros((2, sessions))
    bound_lots(first, seed, number, logs, bids, most, fit, scratch, inner, scores, out)
    return mean_and_error(out)
