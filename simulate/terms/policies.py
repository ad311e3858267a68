"""The policies of holder and company as the kernels take them (METHODS 6, 25, 26)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import gcd
from typing import Any

import numpy as np

from kernels import policy_tables as kernel
from kernels.tables import HolderTable
from simulate.scenario import MECHANICAL, Scenario, margin_of
from simulate.terms.exact import SeriesNumbers, exact

POLICIES = {
    "hold": kernel.HOLD,
    "convert_and_sell": kernel.CONVERT_AND_SELL,
    "threshold": kernel.THRESHOLD,
    "roll_off": kernel.ROLL_OFF,
    "dated_acts": kernel.DATED_ACTS,
    "short_hedged": kernel.SHORT_HEDGED,
    "pricing_window_pressure": kernel.PRICING_WINDOW_PRESSURE,
    "optimal": kernel.OPTIMAL,
}

THOUSAND = 1000
"""Boundaries are whole thousandths."""


def holder_table(scenario: Scenario) -> HolderTable:
    """Which policy the holder follows, and on which bid it decides."""
    holder = scenario.holder
    return HolderTable(
        policy=POLICIES[holder.policy],
        mechanical=holder.policy in MECHANICAL,
        converts=holder.policy != "hold",
        decision_lag=1 if holder.sale_decision == "previous_close" else 0,
    )


def _act_sessions(scenario: Scenario, dates: Sequence[date]) -> tuple[kernel.Floats, kernel.Floats]:
    """Preferred of which notice is given, and common that is sold, by series and session, [S, T]."""
    holder = scenario.holder
    names = [series.name for series in scenario.deal.series]
    preferred, common = np.zeros((len(names), len(dates))), np.zeros((len(names), len(dates)))
    for act in holder.dated_acts.acts if holder.policy == "dated_acts" else ():
        session = bisect_left(dates, act.date)
        if session < len(dates):
            preferred[names.index(act.series), session] += act.preferred_shares or 0
            common[names.index(act.series), session] += act.common_shares or 0
    return preferred, common


def policy_table(scenario: Scenario, numbers: Sequence[SeriesNumbers], dates: Sequence[date]) -> kernel.PolicyTable:
    """Terms of the policy, its margin and its boundaries as ratios of whole numbers."""
    holder = scenario.holder
    margin = margin_of(holder)
    bids, prices = [], []
    for number in numbers:
        least = Fraction(0) if margin is None else 1 + Fraction(margin)
        bid, price = number.price_scale * least.denominator, least.numerator * number.units_per_dollar
        shared = gcd(bid, price)
        bids.append(exact(bid // shared, f"holder.{holder.policy}.margin"))
        prices.append(exact(price // shared, f"holder.{holder.policy}.margin"))
    terms = getattr(holder, holder.policy, None)
    preferred, common = _act_sessions(scenario, dates)
    acting = np.flatnonzero((preferred + common).any(axis=0))
    hedged = holder.short_hedged
    borrow = Fraction(hedged.borrow_limit_fraction)
    return kernel.PolicyTable(
        margin_bid=np.array(bids),
        margin_price=np.array(prices),
        takes_all=getattr(terms, "amount", "") == "what_limits_allow",
        **_boundaries(scenario, numbers, dates),
        may_sell_at_once=holder.sale_decision == "same_close",
        act_preferred=preferred,
        act_common=common,
        sells_as_dated=holder.policy == "dated_acts" and holder.dated_acts.sells == "as_dated",
        last_act=int(acting[-1]) if acting.size else -1,
        borrow_numerator=exact(borrow.numerator, "holder.short_hedged.borrow_limit_fraction"),
        borrow_denominator=exact(borrow.denominator, "holder.short_hedged.borrow_limit_fraction"),
        borrow_cost=float(hedged.borrow_cost_per_year),
        shorts_count=hedged.counts_in_sale_limit,
        before_effectiveness=hedged.before_effectiveness,
        waits_while_falling=hedged.waits_while_price_falls,
    )


def company_table(scenario: Scenario, numbers: Sequence[SeriesNumbers], dates: Sequence[date]) -> kernel.CompanyTable:
    """What the company does of its own accord, the call's test as a ratio of whole numbers."""
    call = scenario.deal.company_call
    calls = scenario.company.policy == "redeem_when_cheaper"
    multiple = Fraction(1) if call is None else Fraction(call.multiple)
    names = () if call is None else call.series
    prices, bids = [], []
    for number in numbers:
        price, bid = multiple.numerator * number.units_per_dollar, multiple.denominator * number.price_scale
        shared = gcd(price, bid)
        prices.append(exact(price // shared, "deal.company_call.multiple"))
        bids.append(exact(bid // shared, "deal.company_call.multiple"))
    return kernel.CompanyTable(
        calls=calls,
        callable=np.array([series.name in names for series in scenario.deal.series], dtype=np.bool_),
        first=len(dates) if call is None else bisect_left(dates, call.first_date),
        multiple=float(multiple),
        call_price=np.array(prices),
        call_bid=np.array(bids),
        pay_after=0 if call is None else call.pay_after_sessions,
        **_equity_raise(scenario, dates),
    )


def _equity_raise(scenario: Scenario, dates: Sequence[date]) -> dict[str, Any]:
    """Terms of the company's sales of common; of another policy, none."""
    terms, covenant, units = (
        scenario.company.raise_equity,
        scenario.deal.issue_covenant,
        scenario.market.price_units_per_dollar,
    )
    raises = scenario.company.policy == "raise_equity" and terms is not None
    factor = Fraction(1) if terms is None else 1 - Fraction(terms.discount_fraction)
    floor = part = Fraction(0)
    if covenant is not None:
        floor = Fraction(covenant.fixed_floor_usd) * units / factor
        part = Fraction(covenant.market_fraction if covenant.market_leg == "tested" else 0) / factor
    starts = [
        bisect_left(dates, warrant.adjusts_from or warrant.issue_date) if warrant.anti_dilution else len(dates)
        for warrant in scenario.deal.warrants
    ]
    return {
        "raises": raises,
        "threshold_usd": 0.0 if terms is None else float(terms.threshold_usd),
        "due_within": 0 if terms is None else terms.due_within_sessions,
        "most_units": 0.0 if terms is None else exact(terms.most_usd * units, "company.raise_equity.most_usd"),
        "price_numerator": float(factor.numerator),
        "price_denominator": float(factor.denominator),
        "between": 0 if terms is None else terms.sessions_between,
        "restricted_until": bisect_left(dates, covenant.until) if raises and covenant is not None else 0,
        "floor_bid": exact(floor.denominator, "deal.issue_covenant.fixed_floor_usd") if raises else 1.0,
        "floor_price": exact(floor.numerator, "deal.issue_covenant.fixed_floor_usd") if raises else 0.0,
        "market_bid": exact(part.denominator, "deal.issue_covenant.market_fraction") if raises else 1.0,
        "market_before": exact(part.numerator, "deal.issue_covenant.market_fraction") if raises else 0.0,
        "adjusts_from": np.array(starts, dtype=np.int64),
    }


def _boundaries(scenario: Scenario, numbers: Sequence[SeriesNumbers], dates: Sequence[date]) -> dict[str, Any]:
    """Boundaries of the policy ``optimal``: none of another policy."""
    series = scenario.deal.series if scenario.holder.policy == "optimal" else ()
    count = len(numbers)
    shape = (count, kernel.MOST_BOUNDARIES, 2, kernel.MOST_PARTS)
    prices, starts = np.full(shape, -1.0), np.zeros(shape[:2])
    steps = np.full((count, len(dates)), -1.0)
    bids, entries, parts = np.ones(count), np.zeros(count, dtype=np.int64), np.ones(count)
    for place, one in enumerate(series):
        own = scenario.holder.optimal.of_series(one.name)
        number = numbers[place]
        entries[place] = len(own)
        if own:
            parts[place] = len(own[0].floating)
        bids[place] = exact(number.price_scale * THOUSAND, "holder.optimal.boundaries")
        for step, boundary in enumerate(own):
            first = bisect_left(dates, boundary.date)
            starts[place, step] = first
            steps[place, first:] = step
            for kind, row in ((kernel.BOUNDARY_FLOATING, boundary.floating), (kernel.BOUNDARY_FIXED, boundary.fixed)):
                for part, least in enumerate(row):
                    if least is not None:
                        weight = int(least * THOUSAND) * number.units_per_dollar
                        prices[place, step, kind, part] = exact(weight, "holder.optimal.boundaries")
    return {
        "boundary_bid": bids,
        "boundary_price": prices,
        "boundary_from": starts,
        "boundary_step": steps,
        "boundaries": entries,
        "parts": parts,
    }
