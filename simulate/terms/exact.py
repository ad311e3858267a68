"""Decimals as exact whole numbers: what decides every rounding, refused where 53 bits do not hold it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from simulate.errors import ConfigError
from simulate.scenario import Scenario, Series

EXACT = 2**53
HIGHEST_PRICE_USD = 100_000
LEAST_CEILING = 100
"""The ceiling of a price must leave at least this multiple of the start price."""


def exact(value: int, what: str, times: int = 1) -> float:
    """The whole number as float64, which must stay exact even multiplied by ``times``."""
    bits = (value * times).bit_length()
    if bits > 53:
        raise ConfigError(
            f"{what}: the deal's decimals need whole numbers of {bits} bits, and 53 are exact; state them with "
            "fewer decimals"
        )
    return float(value)


@dataclass(frozen=True)
class SeriesNumbers:
    """Whole numbers of one series; see :class:`kernels.tables.SeriesTable`."""

    claim: tuple[int, ...]
    claim_scale: int
    price_scale: int
    fixed_price: int
    window_price: int
    hurdle_bid: int
    hurdle_price: int


def premium_days(series: Series, day: date) -> int:
    """N of the Premium (``CoD III.F``): calendar days from first issue to the Conversion Date."""
    return (day - series.issue_date).days + (1 if series.premium.counts_issue_date else 0)


def series_numbers(series: Series, scenario: Scenario, dates: Sequence[date]) -> SeriesNumbers:
    """The claim, price and hurdle of one series as whole numbers over common scales."""
    units = scenario.market.price_units_per_dollar
    price = series.conversion_price
    fixed = None if price.fixed_usd is None else Fraction(price.fixed_usd)
    step = None
    if price.variable is not None:
        step = Fraction(price.variable.multiplier) / (price.variable.lowest_count * units)
    scale = math.lcm(fixed.denominator if fixed else 1, step.denominator if step else 1)
    claims = [
        Fraction(series.stated_value_usd)
        * (1 + Fraction(series.premium.rate_per_year) * premium_days(series, day) / series.premium.day_count_days)
        for day in dates
    ]
    claim_scale = math.lcm(*(claim.denominator for claim in claims))
    whole = [int(claim * claim_scale) * scale for claim in claims]
    common = math.gcd(claim_scale, *whole)
    hurdle = Fraction(scenario.holder.hurdle)
    hurdle_bid, hurdle_price = scale * hurdle.denominator, hurdle.numerator * units
    shared = math.gcd(hurdle_bid, hurdle_price)
    return SeriesNumbers(
        claim=tuple(value // common for value in whole),
        claim_scale=claim_scale // common,
        price_scale=scale,
        fixed_price=int(fixed * scale) if fixed else 0,
        window_price=int(step * scale) if step else 0,
        hurdle_bid=hurdle_bid // shared,
        hurdle_price=hurdle_price // shared,
    )


def highest_units(scenario: Scenario, numbers: Sequence[SeriesNumbers]) -> int:
    """Ceiling of a close in units: the highest at which every product of whole numbers stays below 2**53."""
    units = scenario.market.price_units_per_dollar
    highest = HIGHEST_PRICE_USD * units
    for series, number in zip(scenario.deal.series, numbers, strict=True):
        if number.window_price:
            count = series.conversion_price.variable.lowest_count  # type: ignore[union-attr]
            highest = min(highest, (EXACT - 1) // (number.window_price * count * max(1, number.claim_scale)))
    # A closing bid is a floor of (2 x close x numerator + denominator)/(2 x denominator).
    highest = min(highest, EXACT // (4 * (1 - Fraction(scenario.market.spread_fraction) / 2).numerator))
    least = Fraction(scenario.market.start_price_usd) * units * LEAST_CEILING
    if highest < least:
        raise ConfigError(
            "the decimals of premium, multiplier and spread leave exact whole numbers only up to a price of "
            f"${highest / units:,.2f}, below {LEAST_CEILING} times the start price; state them with fewer decimals"
        )
    return highest
