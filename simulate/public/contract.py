"""The contract without simulating: on a price record, and on hypothetical prices."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from simulate.public.given import the_record, the_scenario

if TYPE_CHECKING:
    from datetime import date

    from simulate.history import Record
    from simulate.ledger import Ledger
    from simulate.price_rows import PriceTable
    from simulate.replay import PriceRow
    from simulate.scenario import Scenario


def replay(scenario: Scenario | str | Path, record: Record | str | Path, *, allow_jumps: bool = False) -> Ledger:
    """Put the contract and the holder on a given price record.

    Parameters
    ----------
    scenario
        The deal and the holder, or its file or shipped name; of its market only the spread that fills missing bids
        is used.
    record
        A price record, or the path of one.
    allow_jumps
        Accept moves of more than a factor of two between sessions of a record that is read here.

    Returns
    -------
    simulate.ledger.Ledger
        Every event with date, quantities, prices, the limit that bound and its clause.

    Raises
    ------
    simulate.errors.RecordError
        Where the record cannot be used.
    """
    from simulate.replay import replay as replay_record

    scenario = the_scenario(scenario)
    return replay_record(scenario, the_record(record, scenario.market.spread_fraction, allow_jumps))


def conversion_prices(
    scenario: Scenario | str | Path,
    record: Record | str | Path,
    *,
    next_session: bool = False,
    allow_jumps: bool = False,
) -> Sequence[PriceRow]:
    """Conversion prices for each date of a price record.

    Parameters
    ----------
    scenario
        The deal, and the spread that fills missing bids; or its file or shipped name.
    record
        A price record, or the path of one.
    next_session
        Add the session after the record's last row.
    allow_jumps
        Accept moves of more than a factor of two between sessions of a record that is read here.

    Returns
    -------
    sequence of PriceRow
        With ``date``, ``bid``, ``variable_price_usd``, ``conversion_price_usd`` and ``note``.

    Raises
    ------
    simulate.errors.RecordError
        Where the record cannot be used.
    """
    from simulate.replay import conversion_prices as prices_of_record

    scenario = the_scenario(scenario)
    return prices_of_record(
        scenario, the_record(record, scenario.market.spread_fraction, allow_jumps), next_session=next_session
    )


def price_table(
    scenario: Scenario | str | Path,
    *,
    prices: Sequence[Decimal | int | str] | None = None,
    on: date | None = None,
) -> PriceTable:
    """The table of hypothetical stock prices that a prospectus prints: conversion price, shares, part of the company.

    Parameters
    ----------
    scenario
        The deal, or its file or shipped name.
    prices
        Stock prices in dollars, exact; None: 150% to 25% of ``market.start_price_usd``.
    on
        Date of the conversions; None: the first session on which every series is registered and its price floats.

    Returns
    -------
    simulate.price_rows.PriceTable

    Raises
    ------
    simulate.errors.ConfigError
        Where a price or the date cannot be used.
    """
    from simulate.price_table import price_table as table_of_prices

    return table_of_prices(the_scenario(scenario), prices=prices, on=on)
