"""The warrants as the kernels take them (METHODS 11)."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import numpy as np

from kernels import whole_tables as kernel
from simulate.scenario import Scenario
from simulate.terms.arrays import flags, floats, integers
from simulate.terms.exact import exact
from simulate.terms.prices import reset_sessions

CENTS = 100


def warrant_table(scenario: Scenario, dates: Sequence[date]) -> kernel.WarrantTable:
    """The warrants: amounts and prices as whole numbers of one scale, dates as sessions."""
    deal, policy = scenario.deal, scenario.holder.warrants
    warrants = deal.warrants
    names = [series.name for series in deal.series]
    units = scenario.market.price_units_per_dollar
    decimals = [value for w in warrants for value in (Fraction(w.price_at_start_usd), w.amount_at_start_usd)]
    decimals += [Fraction(w.resets.floor_usd) for w in warrants if w.resets and w.resets.floor_usd is not None]
    scale = math.lcm(CENTS, *(value.denominator for value in decimals))
    hurdle = Fraction(policy.hurdle)
    hurdle_bid, hurdle_price = scale * hurdle.denominator, units * hurdle.numerator
    shared = math.gcd(hurdle_bid, hurdle_price)
    cap = deal.limits.cap
    cents_per_sum = [
        Fraction(0) if w.resets is None else Fraction(w.resets.multiplier) * CENTS / (w.resets.lowest_count * units)
        for w in warrants
    ]

    own = [f"deal.warrants[{k}]" for k in range(len(warrants))]
    resets = [f"deal.warrants[{k}].resets.multiplier" for k in range(len(warrants))]

    prices = [int(Fraction(w.price_at_start_usd) * scale) for w in warrants]
    amounts = [int(w.amount_at_start_usd * scale) for w in warrants]
    shadows = [
        price / scale if w.shadow_price_usd is None else float(w.shadow_price_usd)
        for w, price in zip(warrants, prices, strict=True)
    ]
    return kernel.WarrantTable(
        amount=floats(
            [
                exact(amount, f"{one}.{'exercise_price_usd' if w.amount_left_usd is None else 'amount_left_usd'}")
                for one, w, amount in zip(own, warrants, amounts, strict=True)
            ]
        ),
        price=floats([exact(e, f"deal.warrants[{k}].exercise_price_usd", units) for k, e in enumerate(prices)]),
        shadow_usd=floats(shadows),
        scale=float(scale),
        start_held=floats([w.common_held for w in warrants]),
        issued=integers([bisect_left(dates, w.issue_date) for w in warrants]),
        first=integers([bisect_left(dates, w.exercisable_from) for w in warrants]),
        last=integers(
            [bisect_right(dates, w.expires) - 1 if w.expires <= deal.horizon else len(dates) for w in warrants]
        ),
        expires_days=floats([(w.expires - dates[0]).days for w in warrants]),
        registered=integers([bisect_left(dates, w.registration_effective) for w in warrants]),
        statement=integers([-1 if w.statement is None else names.index(w.statement) for w in warrants]),
        agent=flags([w.party == "agent" for w in warrants]),
        counts_to_cap=flags([cap is not None and w.name in cap.counts for w in warrants]),
        in_reserve=flags([deal.reserve is not None and w.in_reserve for w in warrants]),
        hurdle_bid=floats([exact(hurdle_bid // shared, "holder.warrants.hurdle")] * len(warrants)),
        hurdle_price=floats([exact(hurdle_price // shared, "holder.warrants.hurdle")] * len(warrants)),
        resets=np.array([reset_sessions(w.resets, dates) for w in warrants], dtype=np.bool_).reshape(
            len(warrants), len(dates)
        ),
        reset_numerator=floats(
            [exact(c.numerator, field, scale // CENTS) for c, field in zip(cents_per_sum, resets, strict=True)]
        ),
        reset_denominator=floats([exact(c.denominator, field) for c, field in zip(cents_per_sum, resets, strict=True)]),
        reset_lookback=integers([1 if w.resets is None else w.resets.lookback_sessions for w in warrants]),
        reset_count=integers([1 if w.resets is None else w.resets.lowest_count for w in warrants]),
        reset_floor=floats(
            [
                0.0 if w.resets is None or w.resets.floor_usd is None else int(Fraction(w.resets.floor_usd) * scale)
                for w in warrants
            ]
        ),
        at_expiry_only=policy.exercise == "at_expiry",
        never=policy.exercise == "never",
        cashless=policy.method == "cashless",
        cashless_obeys_limits=deal.warrant_terms.cashless_obeys_limits,
        fraction_at_exercise_price=deal.warrant_terms.fraction_paid_at == "exercise_price",
        units_per_dollar=float(units),
        assumed_market=float(deal.warrant_terms.assumed_market_fraction),
        least_change=float(deal.warrant_terms.least_adjustment_fraction),
        volatility_closes=deal.warrant_terms.volatility_sessions,
    )
