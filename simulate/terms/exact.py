"""Decimals as exact whole numbers: what decides every rounding, refused where 53 bits do not hold it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from simulate.scenario import Scenario, Series, VariablePrice
from simulate.terms.claims import claims
from simulate.terms.refusal import EXACT_BITS, NotExact, refusal

EXACT = 2**EXACT_BITS
HIGHEST_PRICE_USD = 100_000
LEAST_CEILING = 100
"""The ceiling of a price must leave at least this multiple of the start price."""


def exact(value: int, field: str, times: int = 1) -> float:
    """The whole number as float64, which must stay exact even multiplied by ``times``.

    Raises
    ------
    NotExact
        If it does not; ``field``, the path of the field it comes from, is what is refused.
    """
    bits = (value * times).bit_length()
    if bits > EXACT_BITS:
        raise NotExact(field, bits)
    return float(value)


@dataclass(frozen=True)
class SeriesNumbers:
    """Whole numbers of one series; see :class:`kernels.tables.SeriesTable`."""

    claim: tuple[int, ...]
    claim_scale: int
    price_scale: int
    fixed_price: int
    window_price: int
    taken: int
    """How many prices of the window are summed."""
    units_per_dollar: int
    hurdle_bid: int
    hurdle_price: int

    def window_units(self, multiplier: Fraction) -> int:
        """Price units per unit of the sum of the prices taken, at a multiplier."""
        return int(multiplier * self.price_scale / (self.taken * self.units_per_dollar))


def numbers_taken(variable: VariablePrice) -> tuple[int, int]:
    """Place of the first price taken of the sorted window, and how many are (METHODS 13)."""
    length = variable.lookback_sessions
    if variable.selector == "lowest_average":
        return 0, variable.lowest_count
    if variable.selector == "lowest":
        return 0, 1
    if variable.selector == "mean":
        return 0, length
    if variable.selector == "median":
        return (length // 2, 1) if length % 2 else (length // 2 - 1, 2)
    return variable.lowest_count - 1, 1


def series_numbers(
    series: Series,
    scenario: Scenario,
    dates: Sequence[date],
    *,
    more_prices: Sequence[Fraction] = (),
    more_multipliers: Sequence[Fraction] = (),
    grain: int = 1,
) -> SeriesNumbers:
    """The claim, price and hurdle of one series as whole numbers over common scales.

    Parameters
    ----------
    series, scenario, dates
        What to read.
    more_prices, more_multipliers
        What prices and multipliers may come to later, USD per share and fractions.
    grain
        Adjusted prices are whole numbers of 1/grain dollars.
    """
    units = scenario.market.price_units_per_dollar
    price = series.conversion_price
    fixed = None if price.fixed_usd is None else Fraction(price.fixed_usd)
    steps = []
    taken = 1
    if price.variable is not None:
        taken = numbers_taken(price.variable)[1]
        for multiplier in (Fraction(price.variable.multiplier), *more_multipliers):
            steps.append(multiplier / (taken * units))
    scale = math.lcm(
        fixed.denominator if fixed else 1,
        grain,
        *(step.denominator for step in steps),
        *(value.denominator for value in more_prices),
    )
    each = claims(series, dates)
    claim_scale = math.lcm(*(claim.denominator for claim in each))
    whole = [int(claim * claim_scale) * scale for claim in each]
    common = math.gcd(claim_scale, *whole)
    hurdle = Fraction(scenario.holder.hurdle)
    hurdle_bid, hurdle_price = scale * hurdle.denominator, hurdle.numerator * units
    shared = math.gcd(hurdle_bid, hurdle_price)
    return SeriesNumbers(
        claim=tuple(value // common for value in whole),
        claim_scale=claim_scale // common,
        price_scale=scale,
        fixed_price=int(fixed * scale) if fixed else 0,
        window_price=int(steps[0] * scale) if steps else 0,
        taken=taken,
        units_per_dollar=units,
        hurdle_bid=hurdle_bid // shared,
        hurdle_price=hurdle_price // shared,
    )


def highest_units(scenario: Scenario, numbers: Sequence[SeriesNumbers]) -> int:
    """Ceiling of a close in units: the highest at which every product of whole numbers stays below 2**53."""
    units = scenario.market.price_units_per_dollar
    highest, field = HIGHEST_PRICE_USD * units, "market.start_price_usd"
    for place, (series, number) in enumerate(zip(scenario.deal.series, numbers, strict=True)):
        variable = series.conversion_price.variable
        if variable is not None:
            steps = (step.multiplier for step in variable.multiplier_steps)
            largest = number.window_units(Fraction(max(variable.multiplier, *steps, variable.multiplier)))
            most = (EXACT - 1) // (largest * number.taken * max(1, number.claim_scale))
            if most < highest:
                highest, field = most, f"deal.series[{place}].conversion_price.variable.multiplier"
    # A closing bid is a floor of (2 x close x numerator + denominator)/(2 x denominator).
    most = EXACT // (4 * (1 - Fraction(scenario.market.spread_fraction) / 2).numerator)
    if most < highest:
        highest, field = most, "market.spread_fraction"
    least = Fraction(scenario.market.start_price_usd) * units * LEAST_CEILING
    if highest < least:
        raise refusal(
            scenario,
            field,
            "leaves, with the decimals it is counted with, exact whole numbers up to a price of "
            f"${highest / units:,.2f}",
            f"at least {LEAST_CEILING} times market.start_price_usd, ${float(least / units):,.2f}",
            "state premium, multiplier and spread with fewer decimals, or lower the start price",
        )
    return highest
