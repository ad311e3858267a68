"""A block of preferred that converts at once, on a session of the holder's choice, and is sold at that close."""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from kernels.optimal.problem import Problem
from simulate.errors import ConfigError
from simulate.optimal.bounds import Bounds, bound_value, fit_rule
from simulate.scenario import Gbm, Scenario, Series, Tree, uses_whole
from simulate.terms import Terms, make_terms
from simulate.terms.claims import claims, months_after
from simulate.terms.contract import session_on_or_after


def block_problem(scenario: Scenario) -> Problem:
    """The right of a holder to convert the whole series once and sell what it gets at that close.

    Parameters
    ----------
    scenario
        One series, on geometric Brownian motion or a binomial walk, with nothing that limits conversion or sale.

    Returns
    -------
    Problem

    Raises
    ------
    ConfigError
        If the scenario is another, naming what stands in the way.
    """
    found = block_problems(scenario)
    if found:
        where = scenario.source or scenario.name
        raise ConfigError("\n".join(f"{where}: {field}: the block holder's value: {what}" for field, what in found))
    return series_problem(scenario, make_terms(scenario), 0, later=0)


def series_problem(scenario: Scenario, terms: Terms, place: int, *, later: int) -> Problem:
    """The right to convert a series at the close of a session, by what is known ``later`` sessions before.

    Parameters
    ----------
    scenario, terms
        On geometric Brownian motion or a binomial walk.
    place
        Of the series.
    later
        0: it is decided on the close at which it is sold; 1: on the close before, and the sale at the next is worth
        that close: the discounted bid is a martingale. Session t then is what is known at the close of t, and its
        claim and price are those of the session after.

    Returns
    -------
    Problem
        To the maturity session, or the last.
    """
    tables = terms.tables
    series = scenario.deal.series[place]
    last = min(session_on_or_after(series.maturity, terms.dates), len(terms.dates) - 1)
    sessions = last + 1 - later
    price = series.conversion_price
    variable = None if price.variable is None or price.variable.waived else price.variable
    units = float(scenario.market.price_units_per_dollar)
    net = 1 - float(scenario.holder.commission_fraction)
    each = [float(claim) for claim in claims(series, terms.dates[: last + 1])]
    binomial = tables.tree.up_words.size > 0
    ends_before = variable is not None and variable.window_end == "day_before"
    return Problem(
        first=max(0, session_on_or_after(_first_sale(scenario, series), terms.dates) - later),
        discount=tables.clock.discount[:sessions],
        log2_start_units=math.log2(tables.quote.start_units),
        log2_drift=np.zeros(sessions) if binomial else tables.gbm.log2_drift[:sessions],
        log2_volatility=tables.gbm.log2_volatility,
        log2_step=tables.tree.log2_step,
        up_words=tables.tree.up_words[:sessions],
        quote=tables.quote,
        earlier_bids=tables.clock.earlier_bids,
        claim_usd=np.array(each[later:]) * series.preferred_shares * net,
        fixed_units=0.0 if price.fixed_usd is None else float(price.fixed_usd) * units,
        multiplier=0.0 if variable is None else float(variable.multiplier),
        lookback=0 if variable is None else variable.lookback_sessions,
        lowest=1 if variable is None else variable.lowest_count,
        lag=1 if ends_before and not later else 0,
        switch_on=0 if variable is None else session_on_or_after(variable.switch_on, terms.dates) - later,
        strike_units=0.0,
        variance_left=np.zeros(0),
    )


def _first_sale(scenario: Scenario, series: Series) -> date:
    """First date on which a conversion's common may be sold: registered, or under Rule 144."""
    rule = scenario.deal.rule_144
    if rule is None:
        return series.registration_effective
    return min(series.registration_effective, months_after(series.issue_date, rule.holding_months))


def block_problems(scenario: Scenario) -> list[tuple[str, str]]:
    """What stands in the way of converting the block at once and selling it at that close: fields, and why."""
    deal, holder, market = scenario.deal, scenario.holder, scenario.market
    found: list[tuple[str, str]] = []
    if len(deal.series) != 1:
        found.append(("deal.series", f"has {len(deal.series)} series; it takes one"))
    if uses_whole(scenario):
        found.append(("deal", "uses more of the contract than conversion (warrants, events, redemption and the like)"))
    if not isinstance(market.price, (Gbm, Tree)):
        found.append(("market.price.model", f"is {market.price.model}; it takes gbm or tree"))
    if market.dilution_in_price != "none":
        found.append(("market.dilution_in_price", f"is {market.dilution_in_price}; it takes none"))
    if market.measure != "risk_neutral":
        found.append(("market.measure", "is physical; a value is under risk_neutral"))
    if scenario.run.paths_together > 1:
        found.append(("run.sampling", f"is {scenario.run.sampling}; the bounds are of plain paths"))
    limits = deal.limits
    for name in ("cap", "ownership_fraction", "sale_volume"):
        if getattr(limits, name) is not None:
            found.append((f"deal.limits.{name}", "limits what is converted or sold at once; set it to null"))
    if holder.participation is not None:
        found.append(("holder.participation", "limits what is sold at once; set it to null"))
    if holder.sale_decision != "same_close":
        found.append(("holder.sale_decision", "is previous_close; a block is sold at the close it is decided on"))
    if not deal.conversion.same_day_sale:
        found.append(("deal.conversion.same_day_sale", "is false; a block is sold on its conversion date"))
    if deal.series[0].registration_effective > deal.series[0].maturity:
        found.append(("deal.series[0].registration_effective", "is after maturity; nothing could be sold at once"))
    return found


def block_value(scenario: Scenario, *, paths: int | None = None, fit_paths: int = 50_000) -> Bounds:
    """Bound the value of the series to a holder who converts the block at the best time, USD at session 0.

    Parameters
    ----------
    scenario
        As in :func:`block_problem`.
    paths
        To bound it on; None: the scenario's.
    fit_paths
        To fit the rule on: other paths of the same seed.

    Returns
    -------
    Bounds
    """
    problem = block_problem(scenario)
    rule = fit_rule(problem, paths=fit_paths, seed=scenario.run.seed)
    return bound_value(problem, rule, paths=paths or scenario.run.paths, seed=scenario.run.seed)
