"""A deal's money in whole *quanta*: integers throughout, and no rounding anywhere.

A quantum is so small that every bid, claim, fixed price and variable price of the deal is a whole number of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulate.ledger.premium import claim

if TYPE_CHECKING:
    from simulate.ledger.contract import Contract


@dataclass(frozen=True, slots=True)
class Grid:
    """A deal's money in whole quanta, for prices quoted in a given unit."""

    per_dollar: int
    """Quanta in a dollar."""
    per_unit: int
    """Quanta in a quotation unit."""
    claims: tuple[list[int], ...]
    """Claim of one preferred share, by series and session."""
    fixed_prices: tuple[int | None, ...]
    price_line: int | None
    """The covenant's price line."""


def grid_of(contract: Contract, price_units_per_dollar: int) -> Grid:
    """The smallest grid on which every amount of the deal is whole.

    Parameters
    ----------
    contract
        The deal on its sessions.
    price_units_per_dollar
        How many quotation units make a dollar.

    Returns
    -------
    Grid
    """
    per_dollar = price_units_per_dollar
    for series in contract.series:
        per_dollar = math.lcm(per_dollar, series.stated_value.denominator, series.premium_a_day.denominator)
        if series.fixed_price is not None:
            per_dollar = math.lcm(per_dollar, series.fixed_price.denominator)
        if series.variable is not None:
            # A mean of m bids times the multiplier: thirds, sixths and hundredths of a quotation unit.
            mean = price_units_per_dollar * series.variable.lowest_count
            per_dollar = math.lcm(per_dollar, mean * series.variable.multiplier.denominator)
    line = None if contract.covenant is None else contract.covenant.price_line
    if line is not None:
        per_dollar = math.lcm(per_dollar, line.denominator)
    claims = []
    if contract.general is not None:
        per_dollar = contract.general.per_dollar(
            contract.scenario, contract.session_dates, per_dollar, price_units_per_dollar
        )
        claims = [[int(value * per_dollar) for value in each] for each in contract.general.claims]
    else:
        for series in contract.series:
            stated, each_day = int(series.stated_value * per_dollar), int(series.premium_a_day * per_dollar)
            claims.append([claim(stated, each_day, days) for days in series.premium_days])
    return Grid(
        per_dollar=per_dollar,
        per_unit=per_dollar // price_units_per_dollar,
        claims=tuple(claims),
        fixed_prices=tuple(
            None if series.fixed_price is None else int(series.fixed_price * per_dollar) for series in contract.series
        ),
        price_line=None if line is None else int(line * per_dollar),
    )
