"""Market, quotations and clock as the kernels take them; price records are read here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np

from kernels import tables as kernel
from simulate.history import Record, bootstrap_table, earlier_window, read_record
from simulate.scenario import Bootstrap, Gbm, Scenario

LOG2_E = 1.0 / math.log(2.0)
SESSIONS_PER_YEAR = 252


MOST_USUAL_DRIFT = 3
"""Beyond which a drift is likelier a percentage than meant: e^3 is a price twenty times as high after a year."""


def drift_said(scenario: Scenario) -> tuple[str, ...]:
    """What a reader must know of a drift that no stock has had; nothing of any other."""
    drift = scenario.market.drift_per_year
    if drift is None or abs(drift) <= MOST_USUAL_DRIFT:
        return ()
    grown = math.exp(float(drift))
    return (
        f"market.drift_per_year {drift:f} is {100 * drift:f}% a year: the expected price after a year is {grown:.3g} "
        f"times that of the start; {drift:f}% is {drift / 100:f}",
    )


def record_path(scenario: Scenario, name: str) -> Path:
    """Path of a record named in the scenario, relative to the scenario's own folder."""
    path = Path(name)
    return path if path.is_absolute() else scenario.folder / path


def quote_start_units(scenario: Scenario) -> float:
    """Close of session 0 in whole units: the nearest, halves up."""
    start = Fraction(scenario.market.start_price_usd) * scenario.market.price_units_per_dollar
    return float(max(1, math.floor(start + Fraction(1, 2))))


def quote_table(scenario: Scenario, highest_units: int) -> kernel.QuoteTable:
    """The grid: start price, spread and tick in whole units."""
    market = scenario.market
    units = market.price_units_per_dollar
    bid = 1 - Fraction(market.spread_fraction) / 2
    return kernel.QuoteTable(
        start_units=quote_start_units(scenario),
        units_per_dollar=float(units),
        highest_units=float(highest_units),
        bid_numerator=float(bid.numerator),
        bid_denominator=float(bid.denominator),
        round_down=market.tick_usd is not None,
    )


def volume_table(scenario: Scenario) -> kernel.VolumeTable:
    """The volume model with its weights worked out."""
    volume = scenario.market.volume
    rho, c = float(volume.persistence), float(volume.size_correlation)
    return kernel.VolumeTable(
        median_shares=float(volume.median_shares),
        log2_deviation=float(volume.log_deviation) * LOG2_E,
        persistence=rho,
        size_weight=math.sqrt(1 - rho * rho) * c,
        own_weight=math.sqrt(1 - rho * rho) * math.sqrt(1 - c * c),
    )


def drift_table(scenario: Scenario, dates: Sequence[date], variance_per_session: float) -> kernel.Floats:
    """Drift into each session: mu days/365 less half the variance, in base 2; session 0's is 0."""
    drift = float(scenario.market.drift)
    gaps = [(after - before).days for before, after in pairwise(dates)]
    values = [(drift * gap / 365 - variance_per_session / 2) * LOG2_E for gap in gaps]
    return np.array([0.0, *values], dtype=np.float64)


def gbm_table(scenario: Scenario, dates: Sequence[date]) -> kernel.GbmTable:
    """Drift and volatility in base 2; zeros where the price model is another."""
    price = scenario.market.price
    if not isinstance(price, Gbm):
        return kernel.GbmTable(np.zeros(len(dates)), 0.0)
    sigma = float(price.volatility_per_year)
    return kernel.GbmTable(
        log2_drift=drift_table(scenario, dates, sigma * sigma / SESSIONS_PER_YEAR),
        log2_volatility=sigma / math.sqrt(SESSIONS_PER_YEAR) * LOG2_E,
    )


def bootstrap_tables(
    scenario: Scenario, dates: Sequence[date]
) -> tuple[kernel.BootstrapTable, tuple[str, ...], tuple[Record, ...]]:
    """The returns to draw from, what reading them announced, and the record; nothing for another price model."""
    price, volume = scenario.market.price, scenario.market.volume
    if not isinstance(price, Bootstrap):
        empty = np.zeros(0)
        none = kernel.BootstrapTable(
            np.zeros(len(dates)), empty, empty, np.zeros(0, dtype=np.int64), empty, 1.0, 0.0, False
        )
        return none, (), ()
    record = read_record(
        record_path(scenario, price.record),
        spread_fraction=scenario.market.spread_fraction,
        allow_jumps=price.allow_jumps,
    )
    drawn = bootstrap_table(
        record,
        block_sessions=price.block_sessions,
        drift=price.drift,
        target_volatility_per_year=price.target_volatility_per_year,
        smoothing=price.smoothing,
        volume_model=volume.model,
        missing=volume.missing,
    )
    drift = drift_table(scenario, dates, 0.0) if price.drift == "scenario" else np.zeros(len(dates))
    table = kernel.BootstrapTable(
        log2_drift=drift,
        log2_gross=drawn.log2_gross,
        standardised=drawn.standardised,
        next_index=drawn.next_index,
        volume_shares=drawn.volume_shares.astype(np.float64),
        restart_probability=float(drawn.restart_probability),
        log2_noise=float(drawn.log2_noise),
        resample_volume=bool(drawn.resample_volume),
    )
    said = (*record.announcements, *drawn.announcements)
    if price.drift == "scenario":
        excess = growth_of_blocks(table) - 1
        said += (
            f"blocks repeat the record's runs, so the expected price after {SESSIONS_PER_YEAR} sessions is "
            f"{excess:+.1%} off the stated drift (each single return's mean is exact)",
        )
    return table, said, (record,)


def growth_of_blocks(table: kernel.BootstrapTable, count: int = SESSIONS_PER_YEAR) -> float:
    """Expected gross growth over some sessions, drift apart: 1 for single returns, not for correlated blocks.

    Parameters
    ----------
    table
        Returns divided by their mean, restart probability, which return follows which, and the smoothing noise.
    count
        Sessions.

    Returns
    -------
    float
        Exact: the chain of returns is summed over, not simulated.
    """
    gross = np.exp2(table.log2_gross) * math.exp((table.log2_noise / LOG2_E) ** 2 / 2)
    weight = np.full(gross.size, 1.0 / gross.size)
    for _ in range(count):
        grown = weight * gross
        follow = np.zeros_like(grown)
        np.add.at(follow, table.next_index, grown * (1.0 - table.restart_probability))
        weight = follow + table.restart_probability * grown.sum() / gross.size
    return float(weight.sum())


def _first_bid_units(quote: kernel.QuoteTable) -> float:
    """Session 0's closing bid in whole units, as the kernels have it: exactly, and without compiling for one number."""
    nearest = Fraction(0) if quote.round_down else Fraction(1, 2)
    bid = Fraction(quote.start_units) * Fraction(quote.bid_numerator) / Fraction(quote.bid_denominator)
    return float(max(1, math.floor(bid + nearest)))


def clock_table(
    scenario: Scenario, dates: Sequence[date], quote: kernel.QuoteTable
) -> tuple[kernel.ClockTable, tuple[str, ...], tuple[Record, ...]]:
    """Days, discounting and what stands before session 0, what was announced about that, and the record."""
    market = scenario.market
    days = [(day - dates[0]).days for day in dates]
    rate = float(market.discount_rate_per_year)
    bids_needed, volumes_needed = scenario.sessions_looked_back_on
    earlier = max(bids_needed, volumes_needed)
    said: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()
    median = float(market.volume.median_shares)
    first_bid = _first_bid_units(quote)
    bids, volumes = [first_bid] * earlier, [median] * earlier
    if market.earlier_bids_usd:
        found = market.earlier_bids_usd[-earlier:]
        known_volumes = market.earlier_volumes[-earlier:]
        bids[earlier - len(found) :] = [
            float(max(1, math.floor(Fraction(b) * market.price_units_per_dollar + Fraction(1, 2)))) for b in found
        ]
        volumes[earlier - len(known_volumes) :] = [float(v) for v in known_volumes]
        if len(known_volumes) < volumes_needed:
            said = ("earlier volumes that are not given are the volume median [choice: market.earlier_volumes]",)
    elif market.earlier_record is None:
        said = (
            "earlier closing bids are session 0's bid and earlier volumes the volume median "
            "[choice: market.earlier_record]",
        )
    else:
        record = read_record(record_path(scenario, market.earlier_record), spread_fraction=market.spread_fraction)
        on_record, known = earlier_window(record, dates[0], bids_needed, volumes_needed)
        units = market.price_units_per_dollar
        nearest = Fraction(0) if market.tick_usd is not None else Fraction(1, 2)
        bids[earlier - len(on_record) :] = [float(max(1, math.floor(Fraction(b) * units + nearest))) for b in on_record]
        volumes[earlier - len(known) :] = [median if v is None else float(v) for v in known]
        said, records = record.announcements, (record,)
        missing = sum(v is None for v in known)
        if missing:
            said += (f"{missing} earlier volumes are not on record: the volume median stands for them",)
    clock = kernel.ClockTable(
        days=np.array(days, dtype=np.float64),
        discount=np.array([math.exp(-rate * day / 365) for day in days], dtype=np.float64),
        earlier_bids=np.array(bids, dtype=np.float64),
        earlier_volumes=np.array(volumes, dtype=np.float64),
    )
    return clock, said, records
