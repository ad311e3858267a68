"""What decides a conversion price beside the contract's own rule: selectors, steps, floors, ceilings, resets."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from simulate.ledger.reset_terms import ResetTerms
from simulate.scenario import ConvertibleIssue, Deal, Series, VariablePrice


@dataclass(frozen=True, slots=True)
class PriceTerms:
    """The price rules of one series in general."""

    price_field: str
    """``closing_bid``, ``close``, ``vwap_proxy`` or ``low_proxy``."""
    taken: tuple[int, int]
    """First and last place, exclusive, of what is averaged in the sorted window."""
    multipliers: tuple[Fraction, ...]
    """Multiplier of each session, as the terms schedule it; empty without a variable price."""
    stepped: tuple[bool, ...]
    """Whether a step is in force, by session; empty without a variable price."""
    floor: Fraction | None
    below_floor: str
    ceiling: Fraction | None
    resets: ResetTerms | None
    fixed_price: Fraction | None
    """Fixed price in force at session 0."""

    def amounts(self) -> list[Fraction]:
        """Every price in dollars that must be a whole number of quanta."""
        reset_floor = None if self.resets is None else self.resets.floor
        every = (self.floor, self.ceiling, self.fixed_price, reset_floor)
        return [price for price in every if price is not None]

    @property
    def count(self) -> int:
        """How many prices are averaged."""
        return self.taken[1] - self.taken[0]


def price_terms(series: Series, dates: tuple[date, ...]) -> PriceTerms:
    """The price rules of a series.

    Parameters
    ----------
    series
        As configured.
    dates
        Of the sessions.

    Returns
    -------
    PriceTerms
    """
    price, variable = series.conversion_price, series.conversion_price.variable
    fixed = price.fixed_usd
    if series.position is not None and series.position.fixed_usd is not None:
        fixed = series.position.fixed_usd
    steps = [] if variable is None else [_step(series, variable, day) for day in dates]
    floor = None if variable is None else variable.floor_usd
    return PriceTerms(
        price_field="closing_bid" if variable is None else variable.price_field,
        taken=(0, 1) if variable is None else taken(variable),
        multipliers=tuple(multiplier for multiplier, _ in steps),
        stepped=tuple(stepped for _, stepped in steps),
        floor=None if floor is None else Fraction(floor),
        below_floor="at_floor" if variable is None else variable.below_floor,
        ceiling=None if price.ceiling_usd is None else Fraction(price.ceiling_usd),
        resets=None if price.resets is None else ResetTerms.of(price.resets, dates),
        fixed_price=None if fixed is None else Fraction(fixed),
    )


def taken(variable: VariablePrice) -> tuple[int, int]:
    """Which places of the window, sorted ascending, the selector averages.

    Parameters
    ----------
    variable
        As configured.

    Returns
    -------
    tuple of int
        First and last, exclusive.
    """
    length, count = variable.lookback_sessions, variable.lowest_count
    places = {
        "lowest_average": (0, count),
        "lowest": (0, 1),
        "mean": (0, length),
        "median": ((length - 1) // 2, length // 2 + 1),
        "kth_lowest": (count - 1, count),
    }
    return places[variable.selector]


def _step(series: Series, variable: VariablePrice, day: date) -> tuple[Fraction, bool]:
    """The multiplier of a date, and whether it is that of a step."""
    in_force = [
        step
        for step in variable.multiplier_steps
        if step.date <= day and not (step.unless == "registered" and series.registration_effective <= step.date)
    ]
    if not in_force:
        return Fraction(variable.multiplier), False
    return Fraction(max(in_force, key=lambda step: step.date).multiplier), True


def later_multiplier(deal: Deal, issue: ConvertibleIssue, scheduled: Fraction) -> Fraction | None:
    """The multiplier that the discount of a later convertible leaves (``CoD XI.E (i)``).

    Parameters
    ----------
    deal
        For the reading chosen.
    issue
        The later convertible.
    scheduled
        The series' own multiplier on the session of the issue.

    Returns
    -------
    Fraction or None
        None: it states no discount.
    """
    if issue.discount_fraction is None:
        return None
    factor = 1 - Fraction(issue.discount_fraction)
    return factor if deal.later_convertibles == "one_less_discount" else scheduled * factor


def possible_multipliers(deal: Deal, terms: PriceTerms, dates: tuple[date, ...]) -> set[Fraction]:
    """Every multiplier that a series may come to have, so that its prices can be counted in whole quanta.

    Parameters
    ----------
    deal
        With its later convertibles.
    terms
        Of the series.
    dates
        Of the sessions.

    Returns
    -------
    set of Fraction
    """
    found = set(terms.multipliers)
    for event in deal.events:
        if terms.multipliers and isinstance(event, ConvertibleIssue):
            session = min(bisect_left(dates, event.date), len(dates) - 1)
            later = later_multiplier(deal, event, terms.multipliers[session])
            if later is not None:
                found.add(later)
    return found
