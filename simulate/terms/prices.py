"""Conversion prices in general as the kernels take them (METHODS 13)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from kernels import whole_tables as kernel
from simulate.scenario import ConvertibleIssue, Resets, Scenario, Series, VariablePrice
from simulate.terms.exact import SeriesNumbers, exact, numbers_taken

FIELDS = {
    "closing_bid": kernel.CLOSING_BID,
    "close": kernel.CLOSE,
    "vwap_proxy": kernel.VWAP_PROXY,
    "low_proxy": kernel.LOW_PROXY,
}
BELOW_FLOOR = {
    "at_floor": kernel.AT_FLOOR,
    "stops": kernel.FLOOR_STOPS,
    "cash_difference": kernel.CASH_DIFFERENCE,
}
GRAIN = 2**20
"""Adjusted prices are rounded to 1/GRAIN dollars."""


def multipliers(series: Series, variable: VariablePrice, dates: Sequence[date]) -> list[tuple[Fraction, bool]]:
    """The multiplier in force on each session, and whether it is a later one than the base."""
    steps = [
        step
        for step in sorted(variable.multiplier_steps, key=lambda step: step.date)
        if not (step.unless == "registered" and series.registration_effective <= step.date)
    ]
    out = []
    for day in dates:
        in_force = [step for step in steps if step.date <= day]
        out.append((Fraction((in_force[-1] if in_force else variable).multiplier), bool(in_force)))
    return out


def reset_sessions(resets: Resets | None, dates: Sequence[date]) -> list[bool]:
    """Sessions on which a price resets: the first on or after each date that does not lie before session 0."""
    out = [False] * len(dates)
    for day in resets.dates if resets is not None else ():
        session = bisect_left(dates, day)
        if day >= dates[0] and session < len(dates):
            out[session] = True
    return out


def later_multipliers(scenario: Scenario, series: Series, dates: Sequence[date]) -> dict[int, Fraction]:
    """The multiplier that each later convertible's discount leaves, by the event's number (``CoD XI.E``).

    With ``multiplier_times_one_less_discount`` it is taken off the multiplier that the schedule has on its session.
    """
    variable = series.conversion_price.variable
    out: dict[int, Fraction] = {}
    for number, event in enumerate(scenario.deal.events):
        if variable is None or not isinstance(event, ConvertibleIssue) or event.discount_fraction is None:
            continue
        out[number] = 1 - Fraction(event.discount_fraction)
        if scenario.deal.later_convertibles == "multiplier_times_one_less_discount":
            session = min(bisect_left(dates, event.date), len(dates) - 1)
            out[number] *= multipliers(series, variable, dates)[session][0]
    return out


def decimals_of_prices(series: Series, scenario: Scenario) -> list[Fraction]:
    """Every decimal that a series' price may come to, beside its own fixed and variable price."""
    price = series.conversion_price
    out: list[Fraction] = []
    for value in (
        price.ceiling_usd,
        None if price.variable is None else price.variable.floor_usd,
        None if price.resets is None else price.resets.floor_usd,
        None if series.position is None else series.position.fixed_usd,
        *(event.fixed_price_usd for event in scenario.deal.events if isinstance(event, ConvertibleIssue)),
    ):
        if value is not None:
            out.append(Fraction(value))
    return out


def pricing_table(scenario: Scenario, numbers: Sequence[SeriesNumbers], dates: Sequence[date]) -> kernel.PricingTable:
    """Prices in general, all whole numbers of each series' scale."""
    all_series, events = scenario.deal.series, scenario.deal.events
    count, sessions = len(all_series), len(dates)
    units = scenario.market.price_units_per_dollar
    window, stepped = np.zeros((count, sessions)), np.zeros((count, sessions), dtype=np.bool_)
    resets = np.zeros((count, sessions), dtype=np.bool_)
    discount, lower = np.zeros((count, len(events))), np.zeros((count, len(events)))
    columns: dict[str, list[float]] = {name: [] for name in kernel.PricingTable._fields}
    for k, (series, number) in enumerate(zip(all_series, numbers, strict=True)):
        price, scale = series.conversion_price, number.price_scale
        where = f"deal.series[{k}].conversion_price"

        def whole(value: Decimal | None, field: str, scale: int = scale) -> float:
            """A price as a whole number of the series' scale; 0 for none."""
            return 0.0 if value is None else exact(int(Fraction(value) * scale), field)

        if price.variable is not None:
            for t, (multiplier, later) in enumerate(multipliers(series, price.variable, dates)):
                window[k, t] = exact(number.window_units(multiplier), f"{where}.variable.multiplier")
                stepped[k, t] = later
        for e, new in later_multipliers(scenario, series, dates).items():
            discount[k, e] = exact(number.window_units(new), f"deal.events[{e}].discount_fraction")
        for e, event in enumerate(events):
            if isinstance(event, ConvertibleIssue):
                lower[k, e] = whole(event.fixed_price_usd, f"deal.events[{e}].fixed_price_usd")
        resets[k] = reset_sessions(price.resets, dates)
        reset = (
            Fraction(0)
            if price.resets is None
            else (Fraction(price.resets.multiplier) / (price.resets.lowest_count * units) * scale)
        )
        columns["first_taken"].append(0 if price.variable is None else numbers_taken(price.variable)[0])
        columns["price_field"].append(0 if price.variable is None else FIELDS[price.variable.price_field])
        floor = None if price.variable is None else price.variable.floor_usd
        columns["floor_price"].append(whole(floor, f"{where}.variable.floor_usd"))
        columns["below_floor"].append(0 if price.variable is None else BELOW_FLOOR[price.variable.below_floor])
        columns["ceiling_price"].append(whole(price.ceiling_usd, f"{where}.ceiling_usd"))
        columns["grain"].append(float(Fraction(scale, GRAIN)))
        started = series.position.fixed_usd if series.position is not None else None
        columns["fixed_at_start"].append(
            whole(price.fixed_usd, f"{where}.fixed_usd")
            if started is None
            else whole(started, f"deal.series[{k}].position.fixed_usd")
        )
        columns["reset_price"].append(exact(reset.numerator, f"{where}.resets.multiplier"))
        columns["reset_scale"].append(exact(reset.denominator, f"{where}.resets.multiplier"))
        columns["reset_lookback"].append(1 if price.resets is None else price.resets.lookback_sessions)
        columns["reset_count"].append(1 if price.resets is None else price.resets.lowest_count)
        reset_floor = None if price.resets is None else price.resets.floor_usd
        columns["reset_floor"].append(whole(reset_floor, f"{where}.resets.floor_usd"))
    whole_numbers = ("first_taken", "price_field", "below_floor", "reset_lookback", "reset_count")
    arrays: dict[str, Any] = {
        name: np.array(values, dtype=np.int64 if name in whole_numbers else np.float64)
        for name, values in columns.items()
    }
    arrays |= {
        "window_price": window,
        "stepped": stepped,
        "resets": resets,
        "discount_price": discount,
        "lower_fixed": lower,
    }
    return kernel.PricingTable(**arrays)
