"""The table of hypothetical stock prices that a prospectus prints: conversion price, shares, part of the company.

Exact arithmetic through the ledger's own clauses; nothing is drawn (METHODS, Table of hypothetical prices).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from simulate.errors import ConfigError
from simulate.ledger import Contract, PathMarket
from simulate.ledger.conversion import Quantity
from simulate.ledger.conversion_price import cap_price, conversion_price
from simulate.ledger.path import Path
from simulate.price_rows import PriceTable, PriceTableRow, SeriesCell
from simulate.scenario import Scenario
from simulate.sessions import session_on_or_after
from simulate.words.phrases import percent

__all__ = ["PriceTable", "price_table"]

SHARES_OF_START_PRICE = ("1.5", "1.25", "1", "0.75", "0.5", "0.25")
"""Parts of ``market.start_price_usd`` that are the prices if none are named."""


def price_table(
    scenario: Scenario, *, prices: Sequence[Decimal | int | str] | None = None, on: date | None = None
) -> PriceTable:
    """Make the table; see :func:`simulate.price_table`."""
    wanted = _prices(scenario, prices)
    day = session_on_or_after(_default_date(scenario) if on is None else on)
    first = min(series.issue_date for series in scenario.deal.series)
    if day < first:
        raise ConfigError(
            f"{day}: lies before the first issue of preferred, {first}; nothing converts: name a later date"
        )
    # One session alone: what the claims, steps and periods of that day are depends on its date and on nothing before.
    contract = Contract.of(scenario, (day,))
    units = math.lcm(*(price.denominator for price in wanted))
    warrants = [_left(contract, scenario, day, party) for party in ("investor", "agent")]
    rows = tuple(_row(scenario, contract, day, price, units, *warrants) for price in wanted)
    cap = contract.cap_amount
    used = 0 if contract.general is None else contract.general.cap_used
    return PriceTable(day, rows, None if cap is None else max(cap - used, 0), tuple(_notes(scenario, day, on)))


def _prices(scenario: Scenario, prices: Sequence[Decimal | int | str] | None) -> list[Fraction]:
    if prices is None:
        start = Fraction(scenario.market.start_price_usd)
        return [start * Fraction(part) for part in SHARES_OF_START_PRICE]
    if not prices:
        raise ConfigError("no price is named; give at least one, in dollars")
    out = []
    for price in prices:
        try:
            value = Fraction(price)
        except (ValueError, ZeroDivisionError):
            raise ConfigError(f"{price!r}: is no price; give dollars, such as 6.03") from None
        if not 0 < value <= 100_000 or value.denominator > 10**12:
            raise ConfigError(f"{price}: is no stock price; allowed: above 0 and at most 100,000, of twelve decimals")
        out.append(value)
    return out


def _default_date(scenario: Scenario) -> date:
    """The first day on which every series is registered and its price floats."""
    deal = scenario.deal
    days = [deal.start]
    for series in deal.series:
        variable = series.conversion_price.variable
        days += [series.issue_date, series.registration_effective]
        if variable is not None and not variable.waived:
            days.append(variable.switch_on)
    return max(days)


def _left(contract: Contract, scenario: Scenario, day: date, party: str) -> int:
    """Warrant Shares of a party that are left and have not expired."""
    if contract.general is None:
        return 0
    terms = [
        warrant
        for warrant in contract.general.warrants
        if warrant.party == party and warrant.issue_date <= day <= warrant.expires
    ]
    return sum(warrant.amount // warrant.exercise_price for warrant in terms)


def _row(
    scenario: Scenario, contract: Contract, day: date, price: Fraction, units: int, investor: int, agent: int
) -> PriceTableRow:
    """The deal at a stock price that has stood for every session of the look-backs."""
    path = Path(contract, _flat_market(scenario, int(price * units), units), None)
    per_dollar, rounding = path.grid.per_dollar, contract.rounding
    room: Quantity | None = None if contract.cap_amount is None else max(contract.cap_amount - path.cap_used, 0)
    cells = []
    for series in contract.series:
        issued = series.issue_date <= day
        preferred = _preferred(path, series.place) if issued else 0
        at = conversion_price(path, series, 0)
        if at is None:
            cells.append(SeriesCell(series.name, None, 0, 0, 0))
            continue
        claim = path.grid.claims[series.place][0]
        shares = rounding.shares(preferred, claim, at)
        capped = shares
        if room is not None and series.counts_against_cap:
            uses = cap_price(path, series, 0, at) or at
            if contract.cap_excess_lost:
                capped = min(shares, room)
                room -= capped
            else:
                allowed = min(preferred, rounding.most_within(room, claim, uses))
                capped = rounding.shares(allowed, claim, at)
                room -= rounding.shares(allowed, claim, uses)
        exact = Fraction(preferred * claim, at)
        nearest = (exact + Fraction(1, 2)).__floor__()
        cells.append(SeriesCell(series.name, Fraction(at, per_dollar), shares, nearest, capped))
    return PriceTableRow(price, tuple(cells), investor, agent, contract.outstanding_shares)


def _flat_market(scenario: Scenario, units: int, per_dollar: int) -> PathMarket:
    """A market that has stood at one price, with no approval."""
    bids, volumes = scenario.sessions_looked_back_on
    median = scenario.market.volume.median_shares
    return PathMarket(
        price_units_per_dollar=per_dollar,
        bids=[units],
        closes=[units],
        volumes=[median],
        earlier_bids=[units] * (bids + 1),
        earlier_volumes=[median] * volumes,
        approved=False,
        event_sessions=tuple(None for _ in scenario.deal.events),
    )


def _preferred(path: Path, place: int) -> Quantity:
    """Preferred of a series that can convert; of an equity line, all that may yet be drawn."""
    drawn = path.commitment[place] if path.contract.general is not None else 0
    return path.preferred_left[place] + drawn


def _notes(scenario: Scenario, day: date, asked: date | None) -> Iterator[str]:
    deal = scenario.deal
    if asked is not None and asked != day:
        yield f"{asked} is no session; the table is of the next one, {day}"
    for series in deal.series:
        variable = series.conversion_price.variable
        if day < series.issue_date:
            yield f"Series {series.name} is issued on {series.issue_date}, after the table's date: no shares of it"
        elif variable is not None and variable.waived:
            yield f"Series {series.name}: the variable price is waived; it converts at its fixed price (SPA 4.8)"
        elif variable is not None and day < variable.switch_on:
            yield f"Series {series.name}: the price floats from {variable.switch_on} on (CoD III.D)"
        if day > series.maturity:
            yield (
                f"Series {series.name} matured on {series.maturity}: the table takes it as unconverted all the same "
                "(CoD IV.H)"
            )
        if series.conversion_price.resets is not None:
            yield f"Series {series.name}: resets of its fixed price are not applied"
    if deal.limits.cap is not None:
        yield "capped: within the Cap Amount, had there been no approval, series in deal order (CoD IV.G(i))"
    if deal.warrants:
        yield "with warrants: every Warrant Share left, exercised for cash at the price in force at the start; no cap"
    if any((when := getattr(event, "date", None)) is not None and when <= day for event in deal.events):
        yield "the deal's events up to that date are not applied: prices and shares are on the footing of its documents"
    most = deal.limits.ownership_fraction
    on_holder = "" if most is None else f"on a single holder ({percent(most)}), "
    yield f"limits {on_holder}on sales and on authorized shares are not applied"
