"""The deal's public figures (contract 12), through the ledger's clauses and the terms of the scenario that ships."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from simulate.ledger.anti_dilution import adjustment_factor
from simulate.ledger.conversion_price import variable_price
from simulate.ledger.limits import ownership_room
from simulate.ledger.premium import claim, premium_a_day, premium_days
from simulate.load import load
from simulate.scenario import Deal
from simulate.validation import published
from simulate.validation.row import Row, exactly

TABLE = "contract 12"


def nearest(number: Fraction) -> int:
    """A number of shares as the filings' tables have it: to the nearest."""
    return math.floor(number + Fraction(1, 2))


def as_converted(deal: Deal, name: str, day: date) -> Fraction:
    """Shares of a whole series at its fixed price on a day, unrounded.

    Parameters
    ----------
    deal
        Of the scenario that ships.
    name
        Of the series.
    day
        The Conversion Date.

    Returns
    -------
    Fraction
    """
    series = next(each for each in deal.series if each.name == name)
    premium, stated = series.premium, Fraction(series.stated_value_usd)
    days = premium_days(series.issue_date, day, counts_issue_date=premium.counts_issue_date)
    each_day = premium_a_day(stated, Fraction(premium.rate_per_year), premium.day_count_days)
    price = series.conversion_price.fixed_usd
    assert price is not None  # both series of the deal that ships have one
    return series.preferred_shares * claim(stated, each_day, days) / Fraction(price)


def rows() -> Iterator[Row]:
    """The public figures, one by one."""
    deal = load("valence-1998").deal
    for (name, day), shares in published.AS_CONVERTED.items():
        got = nearest(as_converted(deal, name, day))
        yield exactly(TABLE, f"Series {name} as converted on {day}, nearest", shares, got)
    day = date(1999, 2, 10)
    warrants = sum(int(warrant.shares) for warrant in deal.warrants if warrant.party == "investor")
    total = nearest(as_converted(deal, "A", day)) + nearest(as_converted(deal, "B", day)) + warrants
    yield exactly(TABLE, f"both series and both investor warrants on {day}", published.ALL_ON_1999_02_10, total)
    registered = nearest(Fraction(3, 2) * as_converted(deal, "A", date(1998, 11, 30)))
    yield exactly(TABLE, "registered for Series A: 150%", published.REGISTERED_FOR_A, registered)
    yield from _limits(deal)
    yield from _tests(deal)


def _limits(deal: Deal) -> Iterator[Row]:
    """What 4.9% allows, and the variable price of a day."""
    fraction = Fraction(deal.limits.ownership_fraction or 0)
    room = ownership_room(published.OUTSTANDING_1999_02_05, 0, (fraction.numerator, fraction.denominator), whole=True)
    yield exactly(TABLE, "common that 4.9% allows from nothing", published.OWNERSHIP_FROM_NOTHING, float(room))
    variable = deal.series[1].conversion_price.variable
    assert variable is not None  # Series B floats
    bids = [Fraction(bid) for bid in published.BIDS_1999_10_21_TO_11_03]
    price = variable_price(bids, variable.lowest_count, Fraction(variable.multiplier))
    rounded = float(round(Decimal(price.numerator) / Decimal(price.denominator), 4))
    yield exactly(TABLE, "variable price for 1999-11-04, four decimals", published.VARIABLE_PRICE_1999_11_04, rounded)


def _tests(deal: Deal) -> Iterator[Row]:
    """Where the company's tests fire, by the terms that ship; and where the Ridgeway issue does."""
    reserve, cap_test, registration, cap = deal.reserve, deal.cap_test, deal.registration, deal.limits.cap
    assert reserve is not None  # the deal that ships has all four
    assert cap_test is not None
    assert registration is not None
    assert cap is not None
    assert cap.amount_shares is not None
    assert reserve.amount_shares is not None
    note = "from the terms that ship; the tests' own sessions are in the suite"
    fires = math.floor(Fraction(reserve.amount_shares) / Fraction(reserve.required_multiple))
    yield exactly(TABLE, "Series B as converted: CoD V.B fires above", published.RESERVE_TEST, fires, note)
    fires = math.floor(Fraction(cap.amount_shares) / Fraction(cap_test.required_multiple))
    yield exactly(TABLE, "Series B as converted: CoD VI.B fires above", published.CAP_TEST, fires, note)
    statement = next(each for each in registration.statements if each.series == "B")
    covered = sum(int(warrant.shares) for warrant in deal.warrants if warrant.statement == "B")
    fires = math.floor(Fraction(statement.registered_shares) / Fraction(registration.cover_multiple)) - covered
    yield exactly(TABLE, "Series B as converted: RRA 3.2 fires above", published.REGISTRATION_TEST, fires, note)
    yield exactly(TABLE, "Ridgeway: Market Price of 1%, nearest cent", published.RIDGEWAY_MARKET_PRICE, _ridgeway(deal))


def _ridgeway(deal: Deal) -> float:
    """The Market Price in cents at which the issue is nearest to moving the exercise price by the least that counts."""
    before = Fraction(published.RIDGEWAY_SHARES_BEFORE)
    shares = published.RIDGEWAY_SHARES_AFTER - published.RIDGEWAY_SHARES_BEFORE
    least = 1 - Fraction(deal.warrant_terms.least_adjustment_fraction)

    def away(cents: int) -> Fraction:
        """How far the factor of the adjustment is from the least that counts."""
        factor = adjustment_factor(before, Fraction(published.RIDGEWAY_USD), Fraction(cents, 100), shares)
        return abs(factor - least)

    return min(range(600, 2000), key=away) / 100
