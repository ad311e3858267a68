"""The contract on a given price record: the ledger of what the deal would have done, and its table of prices.

Nothing is invented: a session that is not on record has no bid, no volume and no act, and a look-back that
would cross it gives no variable price. Only what lies before session 0 may be set flat, as in a simulation, where
the record begins with session 0; the ledger says so.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from simulate.errors import ConfigError, FloorlessError, RecordError
from simulate.ledger import Contract, Event, Ledger, PathMarket, keep_ledger
from simulate.ledger.conversion_price import lower_of, variable_price
from simulate.ledger.csv_file import decimal_text, write_csv
from simulate.scenario import Scenario, Series, VariablePrice
from simulate.sessions import next_session as session_after
from simulate.sessions import previous_session, sessions

if TYPE_CHECKING:
    from simulate.history import Record


def replay(scenario: Scenario, record: Record) -> Ledger:
    """Put the contract and the holder on a given price record.

    The sessions run from ``deal.start`` to ``deal.horizon``; those not on record pass with no acts and no
    prices, the Premium running. Bids and volumes before the start come from the record too, as far as they
    are on it; if the record begins with session 0 itself, session 0's bid and the volume median stand for
    them, as in a simulation [choice], and a note says so. A volume that is not on record leaves the stated
    number of shares of the sale-volume covenant (``SPA 4.15(i)``). What remains at the
    horizon is valued at the last bid on record.

    Parameters
    ----------
    scenario
        The deal and the holder; of the market only the discount rate is used, and the volume median before
        session 0.
    record
        The price record.

    Returns
    -------
    Ledger

    Raises
    ------
    ConfigError
        Stockholder Approval is a probability: a replay draws nothing.
    RecordError
        No session of the run is on record.
    """
    deal = scenario.deal
    if deal.approval.mode == "probability":
        raise ConfigError(
            "deal.approval.mode: a replay draws nothing, so Stockholder Approval cannot be a probability; "
            "set mode to date, with the date it was given on, or to never"
        )
    days = sessions(deal.start, deal.horizon)
    rows = {day: row for row, day in enumerate(record.dates)}
    if not any(day in rows for day in days):
        raise RecordError(
            f"{record.path}: no session of the run, {deal.start} to {deal.horizon}, is on record (it goes "
            f"from {record.dates[0]} to {record.dates[-1]}); give a record of those dates, or move "
            "deal.start and deal.horizon"
        )
    units = math.lcm(*(Fraction(price).denominator for price in (*record.bids, *record.closes)))
    before = _sessions_before(days[0], max(scenario.sessions_looked_back_on))

    def in_units(prices: Sequence[Decimal], on: Sequence[date]) -> list[int | None]:
        """Prices of sessions in quotation units; None where a session is not on record."""
        return [int(Fraction(prices[rows[day]]) * units) if day in rows else None for day in on]

    def known_volumes(on: Sequence[date]) -> list[int | None]:
        """Volumes of sessions; None where one is not on record."""
        return [record.volumes[rows[day]] if day in rows else None for day in on]

    earlier_bids, earlier_volumes = in_units(record.bids, before), known_volumes(before)
    notes = record.announcements
    if record.dates[0] == days[0]:
        earlier_bids = [in_units(record.bids, days[:1])[0]] * len(before)
        median = None if record.volumes[0] is None else scenario.market.volume.median_shares
        earlier_volumes = [median] * len(before)
        volumes_too = "" if median is None else " and earlier volumes the volume median"
        notes += (f"the record begins with session 0: earlier closing bids are session 0's bid{volumes_too} [choice]",)
    market = PathMarket(
        price_units_per_dollar=units,
        bids=in_units(record.bids, days),
        closes=in_units(record.closes, days),
        volumes=known_volumes(days),
        earlier_bids=earlier_bids,
        earlier_volumes=earlier_volumes,
        approved=deal.approval.mode == "date",
    )
    ledger = keep_ledger(Contract.of(scenario, days), market)
    said = [Event(days[0], 0, "record", note=text) for text in notes]
    return replace(ledger, events=said + ledger.events, notes=(*notes, *ledger.notes))


def _sessions_before(day: date, count: int) -> list[date]:
    """The sessions before a date, oldest first, as many as the calendar that ships reaches."""
    found: list[date] = []
    try:
        for _ in range(count):
            day = previous_session(day)
            found.append(day)
    except FloorlessError:
        pass  # Before the first day of the calendar nothing can be on record.
    return found[::-1]


@dataclass(frozen=True, slots=True)
class PriceRow:
    """The prices of a conversion on a date.

    Attributes
    ----------
    date
        The Conversion Date.
    bid
        That session's closing bid in dollars; None: after the last row of the record.
    variable_price_usd
        The Variable Conversion Price (``CoD III.G``), exact; None: the note says why.
    conversion_price_usd
        The Conversion Price (``CoD III.D``), exact; None: the note says why.
    note
        What there is to say, or empty.
    """

    date: date
    bid: Decimal | None
    variable_price_usd: Fraction | None
    conversion_price_usd: Fraction | None
    note: str


def conversion_prices(scenario: Scenario, record: Record, *, next_session: bool = False) -> list[PriceRow]:
    """The variable and the conversion price of each date on record, were preferred converted on it.

    Of the series with a variable price the first whose is not waived is taken, or else the first.

    Parameters
    ----------
    scenario
        The deal.
    record
        The price record.
    next_session
        Add the session after the record's last, whose bid is not known yet.

    Returns
    -------
    list of PriceRow

    Raises
    ------
    ConfigError
        No series has a variable price.
    RecordError
        The record has too few rows for even one look-back.
    """
    series, variable = _priced_series(scenario)
    needed = variable.lookback_sessions + (1 if variable.window_end == "day_before" and not next_session else 0)
    if len(record.dates) < needed:
        raise RecordError(
            f"{record.path}: {len(record.dates)} rows are too short for the look-back of "
            f"{variable.lookback_sessions} sessions (CoD III.G); give at least {needed}"
        )
    dates = [*record.dates, session_after(record.dates[-1])] if next_session else record.dates
    bids = dict(zip(record.dates, record.bids, strict=True))
    filled = frozenset(day for day, was in zip(record.dates, record.bid_filled, strict=True) if was)
    return [_price_row(series, variable, day, bids, filled) for day in dates]


def _priced_series(scenario: Scenario) -> tuple[Series, VariablePrice]:
    """The series whose prices a table shows."""
    priced = [
        (series, series.conversion_price.variable)
        for series in scenario.deal.series
        if series.conversion_price.variable is not None
    ]
    if not priced:
        raise ConfigError(
            "deal.series: no series has a variable conversion price, so there is no table to make; give one "
            "conversion_price.variable"
        )
    return next(((series, variable) for series, variable in priced if not variable.waived), priced[0])


def _price_row(
    series: Series, variable: VariablePrice, day: date, bids: dict[date, Decimal], filled: frozenset[date]
) -> PriceRow:
    """One row of the table: prices for a conversion on the day."""
    notes = []
    window = _sessions_before(day, variable.lookback_sessions)
    if variable.window_end == "same_day":
        window = [*window[1:], day]
    missing = [earlier for earlier in window if earlier not in bids]
    floating: Fraction | None = None
    if not missing and len(window) == variable.lookback_sessions:
        floating = variable_price(
            [Fraction(bids[earlier]) for earlier in window],
            variable.lowest_count,
            Fraction(variable.multiplier),
        )
        made = sum(earlier in filled for earlier in window)
        if made:
            notes.append(f"{made} of the {len(window)} bids filled from the close and the stated spread")
    elif missing == [day]:
        notes.append("the bid of the day itself is not known yet, and the look-back ends on it")
    elif not missing or missing[-1] < next(iter(bids)):
        notes.append(f"fewer than {variable.lookback_sessions} earlier sessions on record")
    else:
        notes.append(f"the look-back crosses a gap in the record ({_stretch(missing)})")
    fixed = None if series.conversion_price.fixed_usd is None else Fraction(series.conversion_price.fixed_usd)
    price: Fraction | None
    if variable.waived:
        price = fixed
        notes.append("variable price waived: converts at the fixed price (SPA 4.8)")
    elif day < variable.switch_on:
        price = fixed
        before = "no conversion" if fixed is None else "the fixed price"
        notes.append(f"before {variable.switch_on.isoformat()}: {before} (CoD III.D)")
    else:
        price = None if floating is None else lower_of(fixed, floating)
    if day < series.issue_date:
        notes.append(f"before the issue date {series.issue_date.isoformat()}")
    if day > series.maturity:
        notes.append(f"after maturity {series.maturity.isoformat()} (CoD IV.H)")
    return PriceRow(day, bids.get(day), floating, price, "; ".join(notes))


def _stretch(missing: Sequence[date]) -> str:
    """The sessions that are not on record, in words."""
    if len(missing) == 1:
        return f"no bid on {missing[0].isoformat()}"
    return f"no bid on {len(missing)} sessions, {missing[0].isoformat()} to {missing[-1].isoformat()}"


def write_conversion_prices(rows: Sequence[PriceRow], path: str | os.PathLike[str]) -> None:
    """Write a table of conversion prices as CSV, prices rounded to six decimals; whole or not at all.

    Parameters
    ----------
    rows
        From :func:`conversion_prices`.
    path
        Where to.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    header = ("date", "bid", "variable_price_usd", "conversion_price_usd", "note")
    cells = (
        (
            row.date.isoformat(),
            "" if row.bid is None else f"{row.bid.normalize():f}",
            decimal_text(row.variable_price_usd),
            decimal_text(row.conversion_price_usd),
            row.note,
        )
        for row in rows
    )
    write_csv(path, header, cells)
