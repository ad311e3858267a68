"""The warrants as the kernels take them (METHODS 11)."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import numpy as np

from kernels import whole_tables as kernel
from simulate.scenario import Resets, Scenario, Warrant
from simulate.terms.arrays import flags, floats, integers
from simulate.terms.exact import exact
from simulate.terms.prices import reset_sessions

CENTS = 100


def _units_in_a_dollar(warrants: Sequence[Warrant]) -> int:
    """The least multiple of 100 at which every amount, price and floor of the warrants is a whole number."""
    decimals = [value for w in warrants for value in (Fraction(w.price_at_start_usd), w.amount_at_start_usd)]
    decimals += [Fraction(w.resets.floor_usd) for w in warrants if w.resets and w.resets.floor_usd is not None]
    return math.lcm(CENTS, *(value.denominator for value in decimals))


def _amounts(warrants: Sequence[Warrant], scale: int) -> list[float]:
    """Aggregate exercise amounts at session 0, exact; what is refused is the field that they come from."""
    fields = ["exercise_price_usd" if w.amount_left_usd is None else "amount_left_usd" for w in warrants]
    return [
        exact(int(w.amount_at_start_usd * scale), f"deal.warrants[{k}].{field}")
        for k, (w, field) in enumerate(zip(warrants, fields, strict=True))
    ]


def _hurdle(scenario: Scenario, scale: int) -> tuple[float, float]:
    """What the bid and the Exercise Price, each in its own units, are multiplied by to be compared."""
    hurdle = Fraction(scenario.holder.warrants.hurdle)
    bid, price = scale * hurdle.denominator, scenario.market.price_units_per_dollar * hurdle.numerator
    shared = math.gcd(bid, price)
    return exact(bid // shared, "holder.warrants.hurdle"), exact(price // shared, "holder.warrants.hurdle")


def _cents_per_sum(resets: Resets | None, units: int) -> Fraction:
    """Cents that a reset leaves for each unit of the sum of the bids that it takes; 0: there are no resets."""
    if resets is None:
        return Fraction(0)
    return Fraction(resets.multiplier) * CENTS / (resets.lowest_count * units)


def _reset_floor(resets: Resets | None, scale: int) -> int:
    """What no reset goes below, in units of 1/scale dollars; 0: nothing."""
    return 0 if resets is None or resets.floor_usd is None else int(Fraction(resets.floor_usd) * scale)


def warrant_table(scenario: Scenario, dates: Sequence[date]) -> kernel.WarrantTable:
    """The warrants: amounts and prices as whole numbers of one scale, dates as sessions."""
    deal, policy, units = scenario.deal, scenario.holder.warrants, scenario.market.price_units_per_dollar
    warrants, cap = deal.warrants, deal.limits.cap
    names = [series.name for series in deal.series]
    scale = _units_in_a_dollar(warrants)
    amounts = _amounts(warrants, scale)
    whole_prices = [int(Fraction(w.price_at_start_usd) * scale) for w in warrants]
    prices = [exact(price, f"deal.warrants[{k}].exercise_price_usd", units) for k, price in enumerate(whole_prices)]
    shadows = [
        price / scale if w.shadow_price_usd is None else float(w.shadow_price_usd)
        for w, price in zip(warrants, whole_prices, strict=True)
    ]
    hurdle_bid, hurdle_price = _hurdle(scenario, scale)
    resets = [w.resets for w in warrants]
    cents = [(_cents_per_sum(each, units), f"deal.warrants[{k}].resets.multiplier") for k, each in enumerate(resets)]
    return kernel.WarrantTable(
        amount=floats(amounts),
        price=floats(prices),
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
        hurdle_bid=floats([hurdle_bid] * len(warrants)),
        hurdle_price=floats([hurdle_price] * len(warrants)),
        resets=np.array([reset_sessions(each, dates) for each in resets], dtype=np.bool_).reshape(
            len(warrants), len(dates)
        ),
        reset_numerator=floats([exact(share.numerator, field, scale // CENTS) for share, field in cents]),
        reset_denominator=floats([exact(share.denominator, field) for share, field in cents]),
        reset_lookback=integers([1 if each is None else each.lookback_sessions for each in resets]),
        reset_count=integers([1 if each is None else each.lowest_count for each in resets]),
        reset_floor=floats([_reset_floor(each, scale) for each in resets]),
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
