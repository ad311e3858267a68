"""The beneficial conversion feature at the commitment date: the intrinsic value that accountants set apart.

EITF Topic D-60 (1997), EITF 98-5 and 00-27, later ASC 470-20-25-5 and 470-20-30-4 to 30-8; ASU 2020-06 ended it. See
METHODS 24.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from simulate.errors import ConfigError
from simulate.scenario import Scenario, Series


@dataclass(frozen=True)
class BeneficialConversion:
    """The beneficial conversion feature of one series.

    Attributes
    ----------
    series
        Its name.
    commitment_date
        Its issue date.
    market_price_usd
        Of the common on that date; None: neither the scenario nor the caller gives it, and nothing below is known.
    conversion_price_usd
        The lowest at which it converts if the market stays there and only time passes.
    shares
        Into which it converts at that price, Premium apart.
    stated_usd
        ``(market price - conversion price) x shares``, at least 0 and at most the proceeds: on the terms as stated.
    allocated_proceeds_usd
        Part of the proceeds, by relative fair values of what was sold with it; all of them where that is nothing.
    effective_price_usd
        Allocated proceeds / shares.
    allocated_usd
        ``(market price - effective price) x shares``, at least 0 and at most the allocated proceeds.
    """

    series: str
    commitment_date: date
    market_price_usd: Decimal | None
    conversion_price_usd: Fraction | None = None
    shares: Fraction | None = None
    stated_usd: Fraction | None = None
    allocated_proceeds_usd: float | None = None
    effective_price_usd: float | None = None
    allocated_usd: float | None = None


def conversion_price_at(series: Series, market_price: Decimal) -> Fraction | None:
    """The lowest price at which a series converts, if the market stays where it is and only time passes.

    Parameters
    ----------
    series
        The series: its fixed price, and what its variable price comes to where every bid of the window is the market
        price, at its lowest multiplier.
    market_price
        Of the common, USD.

    Returns
    -------
    Fraction or None
        USD a share; None: it has no price.
    """
    price = series.conversion_price
    prices = [] if price.fixed_usd is None else [Fraction(price.fixed_usd)]
    variable = price.variable
    if variable is not None and not (variable.waived and prices):
        steps = [variable.multiplier, *(step.multiplier for step in variable.multiplier_steps)]
        floating = Fraction(min(steps)) * Fraction(market_price)
        if variable.floor_usd is not None:
            floating = max(floating, Fraction(variable.floor_usd))
        prices.append(floating)
    return min(prices) if prices else None


def beneficial_conversions(
    scenario: Scenario,
    first_session: date,
    values: Mapping[str, float],
    market_prices: Mapping[str, Decimal] | None = None,
) -> tuple[BeneficialConversion, ...]:
    """The feature of every series that is bought on one date.

    Parameters
    ----------
    scenario
        The deal. Session 0's price is the market price of a series issued on session 0.
    first_session
        Date of session 0.
    values
        Fair values by instrument, USD, as of session 0: by them proceeds are allocated.
    market_prices
        Market prices of the common by series, USD, on their issue dates.

    Returns
    -------
    tuple of BeneficialConversion
        An equity line, whose every draw has a date of its own, is left out.

    Raises
    ------
    ConfigError
        If a market price is of no such series, or not above 0.
    """
    given = dict(market_prices or {})
    names = [series.name for series in scenario.deal.series if series.draws is None]
    for name, stated in given.items():
        if name not in names:
            raise ConfigError(f"a market price is given for series {name!r}; there are {', '.join(names) or 'none'}")
        if stated <= 0:
            raise ConfigError(f"the market price of series {name}'s commitment date is {stated}; it must be above 0")
    out = []
    for series in scenario.deal.series:
        if series.draws is not None:
            continue
        price = given.get(series.name)
        if price is None and series.issue_date == first_session:
            price = scenario.market.start_price_usd
        out.append(_of_series(scenario, series, price, values))
    return tuple(out)


def sold_together(scenario: Scenario, issue_date: date) -> tuple[list[Series], list[str]]:
    """Series bought on a date, and the investor's warrants that came with them.

    Parameters
    ----------
    scenario
        The deal.
    issue_date
        The date.

    Returns
    -------
    series : list of Series
    warrants : list of str
        Names of those issued on that date for no price of their own.
    """
    series = [one for one in scenario.deal.series if one.issue_date == issue_date and one.draws is None]
    warrants = [
        one.name
        for one in scenario.deal.warrants
        if one.party == "investor" and one.issue_date == issue_date and not one.purchase_price_usd
    ]
    return series, warrants


def _of_series(
    scenario: Scenario, series: Series, market_price: Decimal | None, values: Mapping[str, float]
) -> BeneficialConversion:
    """One series; without a market price, its name and date."""
    price = None if market_price is None else conversion_price_at(series, market_price)
    if market_price is None or price is None:
        return BeneficialConversion(series.name, series.issue_date, market_price)
    shares = series.preferred_shares * Fraction(series.stated_value_usd) / price
    proceeds = Fraction(series.purchase_price_usd)
    stated = min(max(Fraction(0), (Fraction(market_price) - price) * shares), proceeds)
    allocated = _allocated(scenario, series, values)
    return BeneficialConversion(
        series.name,
        series.issue_date,
        market_price,
        price,
        shares,
        stated,
        allocated,
        allocated / float(shares),
        min(max(0.0, float(Fraction(market_price) * shares) - allocated), allocated),
    )


def _allocated(scenario: Scenario, series: Series, values: Mapping[str, float]) -> float:
    """A series' part of the proceeds of its date, by relative fair values."""
    together, warrants = sold_together(scenario, series.issue_date)
    proceeds = float(sum(one.purchase_price_usd for one in together))
    names: Sequence[str] = [*(one.name for one in together), *warrants]
    total = sum(max(values[name], 0.0) for name in names)
    return proceeds * max(values[series.name], 0.0) / total if total > 0 else float(series.purchase_price_usd)
