"""The same money raised in two other ways on the same paths: a placement, and sales at the market (METHODS)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from kernels.fans import make_fans, make_sums
from kernels.market.draw import draw_path
from kernels.market.scratch import make_market
from kernels.paths import simulate_block
from kernels.state import make_rows, make_state
from simulate.alternatives.returns import Grouped, Rate, bounds_of_groups, difference_of, rate_of
from simulate.alternatives.sales import Floats, Raised, Resale, at_the_market, placement
from simulate.alternatives.terms import AlternativeTerms
from simulate.scenario import Scenario
from simulate.scenario.series import Series
from simulate.terms import Terms, make_terms
from simulate.workers import until_compiled

__all__ = ["WAYS", "AlternativeTerms", "Alternatives", "money_usd", "other_ways", "why_not"]

WAYS = ("placement", "at_the_market")
_BATCH = 512
"""Paths whose bids and volumes are in memory at a time."""
_RESTATING = ("split", "stock_dividend")


@dataclass(frozen=True)
class Alternatives:
    """What the other ways came to.

    Attributes
    ----------
    terms
        What they were taken to cost.
    money_usd
        What was to be raised.
    paths
        Number of paths.
    columns
        Path by path: ``placement_shares``, ``at_the_market_cash_usd`` and so on.
    rates
        Rates of return of expected flows by name: ``deal``, the two ways, and ``deal less`` each.
    """

    terms: AlternativeTerms
    money_usd: float
    paths: int
    columns: dict[str, Floats]
    rates: dict[str, Rate]


def money_usd(scenario: Scenario) -> float:
    """What the deal raises: the purchase prices of its preferred, of an equity line all it may draw.

    Of a series that begins with a position, the part for the preferred that is left: as the value given up counts it.

    Parameters
    ----------
    scenario
        The deal.

    Returns
    -------
    float
        USD.
    """
    return float(sum(map(_price_of_what_is_left, scenario.deal.series)))


def _price_of_what_is_left(series: Series) -> Fraction:
    """The purchase price of a series, or its part for what a position has left."""
    price, position = Fraction(series.purchase_price_usd), series.position
    if position is None or series.draws is not None:
        return price
    return price * Fraction(position.preferred_left) / Fraction(series.preferred_shares)


def why_not(scenario: Scenario) -> str:
    """Why the other ways are not worked out for a deal; empty: they are.

    Parameters
    ----------
    scenario
        The deal.

    Returns
    -------
    str
    """
    if money_usd(scenario) <= 0:
        return "the deal sells its preferred for nothing: there is no money to raise in another way"
    if any(event.kind in _RESTATING for event in scenario.deal.events):
        return "the deal has a split or a stock dividend, which sales outside the deal would have to be restated for"
    return ""


def other_ways(scenario: Scenario, terms: AlternativeTerms) -> Alternatives:
    """Raise the deal's money by a placement and by sales at the market, on the paths of the run.

    Parameters
    ----------
    scenario
        The deal, its market, and how many paths.
    terms
        What the other ways cost.

    Returns
    -------
    Alternatives
    """
    tables = make_terms(scenario)
    made: list[Alternatives] = []
    until_compiled(lambda: made.append(_other_ways(scenario, tables, terms)))
    return made[0]


def _other_ways(scenario: Scenario, tables: Terms, terms: AlternativeTerms) -> Alternatives:
    paths, money = scenario.run.paths, money_usd(scenario)
    holder, start = scenario.holder, float(scenario.market.start_price_usd)
    resale = Resale(
        None if holder.participation is None else float(holder.participation), float(holder.commission_fraction)
    )
    groups = bounds_of_groups(paths)
    days = [(day - tables.dates[0]).days for day in tables.dates]
    sums = {way: np.zeros((len(groups), len(days))) for way in WAYS}
    found: dict[str, list[Floats]] = {}
    for group, bounds in enumerate(groups):
        for bids, volumes in _markets(scenario, tables, *bounds):
            ways: dict[str, Raised] = {
                "placement": placement(bids, volumes, start, money, terms, resale),
                "at_the_market": at_the_market(bids, volumes, money, terms, resale),
            }
            for way, raised in ways.items():
                sums[way][group] += raised.flows.sum(axis=0)
                for name in ("shares", "cash_usd", "given_up_usd"):
                    found.setdefault(f"{way}_{name}", []).append(getattr(raised, name))
    count = np.array([end - first for first, end in groups], dtype=np.float64)
    grouped = {way: Grouped(days, sums[way], count) for way in WAYS}
    deal = Grouped(days, _flows_of_the_deal(scenario, tables, groups), count, _paid(tables))
    rates = {"deal": rate_of(deal)}
    rates |= {way: rate_of(each) for way, each in grouped.items()}
    rates |= {f"deal less {way}": difference_of(deal, each) for way, each in grouped.items()}
    columns = {name: np.concatenate(parts) for name, parts in found.items()}
    return Alternatives(terms, money, paths, columns, rates)


def _markets(scenario: Scenario, terms: Terms, first: int, end: int) -> Iterator[tuple[Floats, Floats]]:
    """Bids in dollars and volumes of paths in order, some at a time, as the simulation draws them."""
    earlier, sessions = terms.tables.clock.earlier_bids.size, len(terms.dates)
    # The stock alone: no event of the deal restates it.
    tables = terms.tables._replace(whole=None)
    market = make_market(tables)
    per_dollar = float(scenario.market.price_units_per_dollar)
    for start in range(first, end, _BATCH):
        paths = range(start, min(start + _BATCH, end))
        bids, volumes = (np.empty((len(paths), sessions)) for _ in range(2))
        for place, path in enumerate(paths):
            draw_path(tables, np.uint64(scenario.run.seed), np.uint64(path), market)
            bids[place] = market.bids[earlier : earlier + sessions]
            volumes[place] = market.volumes[earlier : earlier + sessions]
        yield bids / per_dollar, volumes


def _paid(terms: Terms) -> list[tuple[int, float]]:
    """What the investor pays up front, by calendar day from session 0."""
    series = terms.tables.series
    return [
        (int(day), -float(usd))
        for day, usd in zip(series.purchase_days.tolist(), series.purchase_usd.tolist(), strict=True)
        if usd > 0
    ]


def _flows_of_the_deal(scenario: Scenario, terms: Terms, groups: list[tuple[int, int]]) -> Floats:
    """What the investor gets by session, summed over the paths of each group."""
    market, state, sessions = make_market(terms.tables), make_state(terms.tables), len(terms.dates)
    seed = np.uint64(scenario.run.seed)
    out = []
    for first, end in groups:
        sums, fans, rows = make_sums(sessions), make_fans(sessions), make_rows(terms.tables, end - first)
        # Neither rates of paths nor fans are wanted: the flows of all paths are summed in any case.
        arguments: tuple[Any, ...] = (
            terms.tables, seed, np.uint64(first), 0, 0, terms.fan_series, market, state, sums, fans, rows
        )  # fmt: skip
        simulate_block(*arguments)
        out.append(sums.flows)
    return np.array(out)
