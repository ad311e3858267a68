"""Scenario -> the flat tables that kernels take: the only bridge.

Exactness is settled here: every decimal becomes a ratio of whole numbers, and a deal whose whole numbers would not fit
into 53 bits is refused.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np

from kernels import tables as kernel
from simulate.errors import ConfigError
from simulate.history import Record, bootstrap_table, earlier_window, read_record
from simulate.scenario import Bootstrap, Gbm, Scenario, Series
from simulate.sessions import sessions

LOG2_E = 1.0 / math.log(2.0)
SESSIONS_PER_YEAR = 252
EXACT = 2**53
HIGHEST_PRICE_USD = 100_000
LEAST_CEILING = 100
"""The ceiling of a price must leave at least this multiple of the start price."""


@dataclass(frozen=True)
class Terms:
    """A scenario made ready for the kernels.

    Attributes
    ----------
    tables
        What the kernels read.
    dates
        Date of each session.
    fan_series
        Number of the series whose conversion price the per-session fan shows.
    highest_price_usd
        Ceiling of the simulated close.
    announcements
        What was assumed or filled on the way, for the output.
    records
        Price records that were read.
    """

    tables: kernel.Tables
    dates: tuple[date, ...]
    fan_series: int
    highest_price_usd: float
    announcements: tuple[str, ...]
    records: tuple[Record, ...]


def record_path(scenario: Scenario, name: str) -> Path:
    """Path of a record named in the scenario, relative to the scenario's own folder."""
    path = Path(name)
    return path if path.is_absolute() else scenario.folder / path


def session_dates(scenario: Scenario) -> tuple[date, ...]:
    """Dates of the sessions from the first on or after ``start`` to the last on or before ``horizon``.

    Raises
    ------
    ConfigError
        With fewer than two sessions.
    """
    dates = sessions(scenario.deal.start, scenario.deal.horizon)
    if len(dates) < 2:
        raise ConfigError(
            f"deal.horizon: {scenario.deal.horizon} leaves {len(dates)} sessions from {scenario.deal.start}; at least 2 are needed: move it"
        )
    return dates


def session_on_or_after(day: date, dates: Sequence[date]) -> int:
    """Number of the first session on or after a date; ``len(dates)`` if there is none."""
    import bisect

    return bisect.bisect_left(dates, day)


def _exact(value: int, what: str, times: int = 1) -> float:
    """The whole number as float64, which must stay exact even multiplied by ``times``."""
    bits = (value * times).bit_length()
    if bits > 53:
        raise ConfigError(
            f"{what}: the deal's decimals need whole numbers of {bits} bits, and 53 are exact; state them with fewer decimals"
        )
    return float(value)


def _ratio(value: Fraction, what: str, times: int = 1) -> tuple[float, float]:
    """Numerator and denominator as exact float64, each still exact multiplied by ``times``."""
    return _exact(value.numerator, what, times), _exact(value.denominator, what, times)


@dataclass(frozen=True)
class _SeriesNumbers:
    """Whole numbers of one series; see :class:`kernels.tables.SeriesTable`."""

    claim: tuple[int, ...]
    claim_scale: int
    price_scale: int
    fixed_price: int
    window_price: int
    hurdle_bid: int
    hurdle_price: int


def premium_days(series: Series, day: date) -> int:
    """N of the Premium (``CoD III.F``): calendar days from first issue to the Conversion Date."""
    return (day - series.issue_date).days + (1 if series.premium.counts_issue_date else 0)


def _series_numbers(series: Series, scenario: Scenario, dates: Sequence[date]) -> _SeriesNumbers:
    units = scenario.market.price_units_per_dollar
    price = series.conversion_price
    fixed = None if price.fixed_usd is None else Fraction(price.fixed_usd)
    step = None
    if price.variable is not None:
        step = Fraction(price.variable.multiplier) / (price.variable.lowest_count * units)
    scale = math.lcm(fixed.denominator if fixed else 1, step.denominator if step else 1)
    claims = [
        Fraction(series.stated_value_usd)
        * (1 + Fraction(series.premium.rate_per_year) * premium_days(series, day) / series.premium.day_count_days)
        for day in dates
    ]
    claim_scale = math.lcm(*(claim.denominator for claim in claims))
    whole = [int(claim * claim_scale) * scale for claim in claims]
    common = math.gcd(claim_scale, *whole)
    hurdle = Fraction(scenario.holder.hurdle)
    hurdle_bid, hurdle_price = scale * hurdle.denominator, hurdle.numerator * units
    shared = math.gcd(hurdle_bid, hurdle_price)
    return _SeriesNumbers(
        claim=tuple(value // common for value in whole),
        claim_scale=claim_scale // common,
        price_scale=scale,
        fixed_price=int(fixed * scale) if fixed else 0,
        window_price=int(step * scale) if step else 0,
        hurdle_bid=hurdle_bid // shared,
        hurdle_price=hurdle_price // shared,
    )


def _highest_units(scenario: Scenario, numbers: Sequence[_SeriesNumbers]) -> int:
    """Ceiling of a close in units: the highest at which every product of whole numbers stays below 2**53."""
    units = scenario.market.price_units_per_dollar
    highest = HIGHEST_PRICE_USD * units
    for series, number in zip(scenario.deal.series, numbers, strict=True):
        if number.window_price:
            count = series.conversion_price.variable.lowest_count  # type: ignore[union-attr]
            highest = min(highest, (EXACT - 1) // (number.window_price * count * max(1, number.claim_scale)))
    least = Fraction(scenario.market.start_price_usd) * units * LEAST_CEILING
    if highest < least:
        raise ConfigError(
            f"deal.series: the decimals of premium and multiplier leave exact whole numbers only up to a price of ${highest / units:,.2f}, "
            f"below {LEAST_CEILING} times the start price; state them with fewer decimals"
        )
    return highest


def _series_table(
    scenario: Scenario, numbers: Sequence[_SeriesNumbers], dates: Sequence[date]
) -> kernel.SeriesTable:
    deal = scenario.deal
    cap = deal.limits.cap
    variables = [series.conversion_price.variable for series in deal.series]

    def floats(values: Sequence[float]) -> kernel.Floats:
        return np.array(values, dtype=np.float64)

    def integers(values: Sequence[int]) -> kernel.Integers:
        return np.array(values, dtype=np.int64)

    names = [series.name for series in deal.series]
    return kernel.SeriesTable(
        preferred=floats([series.preferred_shares for series in deal.series]),
        stated_value_usd=floats([float(series.stated_value_usd) for series in deal.series]),
        claim=np.array(
            [[_exact(value, f"deal.series {name}: claim") for value in n.claim] for name, n in zip(names, numbers, strict=True)]
        ),
        claim_scale=floats([_exact(n.claim_scale, "deal.series: premium") for n in numbers]),
        price_scale=floats([_exact(n.price_scale, "deal.series: conversion price") for n in numbers]),
        fixed_price=floats([_exact(n.fixed_price, "deal.series: fixed price", n.claim_scale) for n in numbers]),
        window_price=floats([_exact(n.window_price, "deal.series: multiplier") for n in numbers]),
        lookback_sessions=integers([v.lookback_sessions if v else 1 for v in variables]),
        lowest_count=integers([v.lowest_count if v else 1 for v in variables]),
        window_lag=integers([1 if v is None or v.window_end == "day_before" else 0 for v in variables]),
        switch_on=integers([session_on_or_after(v.switch_on, dates) if v else len(dates) for v in variables]),
        waived=np.array([v is not None and v.waived for v in variables], dtype=np.bool_),
        registered=integers([session_on_or_after(series.registration_effective, dates) for series in deal.series]),
        matures=integers([session_on_or_after(series.maturity, dates) for series in deal.series]),
        counts_to_cap=np.array([cap is not None and name in cap.counts for name in names], dtype=np.bool_),
        hurdle_bid=floats([_exact(n.hurdle_bid, "holder.hurdle") for n in numbers]),
        hurdle_price=floats([_exact(n.hurdle_price, "holder.hurdle") for n in numbers]),
        purchase_usd=floats([float(series.purchase_price_usd) for series in deal.series]),
        purchase_days=floats([(series.issue_date - dates[0]).days for series in deal.series]),
    )


def _deal_table(scenario: Scenario, dates: Sequence[date]) -> kernel.DealTable:
    deal = scenario.deal
    cap, approval = deal.limits.cap, deal.approval
    ownership = Fraction(deal.limits.ownership_fraction or 0)
    chance = {"date": Fraction(1), "never": Fraction(0)}.get(approval.mode)
    if chance is None:
        chance = Fraction(approval.probability or 0)
    outstanding, authorized = deal.common.outstanding_shares, deal.common.authorized_shares
    return kernel.DealTable(
        outstanding=float(outstanding),
        authorized=kernel.BIG if authorized is None else float(authorized),
        cap_amount=kernel.BIG if cap is None else float(cap.amount_shares),
        approval_session=len(dates) if approval.date is None else session_on_or_after(approval.date, dates),
        approval_words=float(chance * 2**32),
        cap_gross=cap is not None and cap.returns == "gross",
        cap_excess_lost=cap is not None and cap.excess == "lost",
        ownership_numerator=float(ownership.numerator),
        ownership_denominator=_exact(ownership.denominator, "deal.limits.ownership_fraction", 4 * outstanding),
        round_up_per_share=deal.conversion.round_up == "per_share",
        fractional=deal.conversion.fractional_shares,
        same_day_sale=deal.conversion.same_day_sale,
        keeps_converting=deal.conversion.after_maturity == "keeps_converting",
        recovery=float(deal.conversion.unconverted_recovery),
    )


def _sale_table(scenario: Scenario) -> kernel.SaleTable:
    covenant = scenario.deal.limits.sale_volume
    names = [series.name for series in scenario.deal.series]
    units = scenario.market.price_units_per_dollar
    taken = Fraction(scenario.holder.participation or 0)
    session = Fraction(covenant.share_of_session_volume) if covenant else Fraction(0)
    average = Fraction(covenant.share_of_average_volume) / covenant.average_sessions if covenant else Fraction(0)
    line = kernel.BIG
    if covenant is not None and covenant.price_below_usd is not None:
        line = float(math.ceil(Fraction(covenant.price_below_usd) * units))
    return kernel.SaleTable(
        covenant=covenant is not None,
        while_held=names.index(covenant.while_held) if covenant else 0,
        floor_shares=float(covenant.floor_shares) if covenant else 0.0,
        session_numerator=float(session.numerator),
        session_denominator=float(session.denominator),
        average_numerator=float(average.numerator),
        average_denominator=float(average.denominator),
        average_sessions=covenant.average_sessions if covenant else 0,
        line_units=line,
        participation_numerator=float(taken.numerator),
        participation_denominator=float(taken.denominator),
        net_of_commission=float(1 - scenario.holder.commission_fraction),
    )


def _quote_table(scenario: Scenario, highest_units: int) -> kernel.QuoteTable:
    market = scenario.market
    units = market.price_units_per_dollar
    bid = 1 - Fraction(market.spread_fraction) / 2
    start = Fraction(market.start_price_usd) * units
    return kernel.QuoteTable(
        start_units=float(max(1, math.floor(start + Fraction(1, 2)))),
        units_per_dollar=float(units),
        highest_units=float(highest_units),
        bid_numerator=float(bid.numerator),
        bid_denominator=float(bid.denominator),
        round_down=market.tick_usd is not None,
    )


def _volume_table(scenario: Scenario) -> kernel.VolumeTable:
    volume = scenario.market.volume
    rho, c = float(volume.persistence), float(volume.size_correlation)
    return kernel.VolumeTable(
        median_shares=float(volume.median_shares),
        log2_deviation=float(volume.log_deviation) * LOG2_E,
        persistence=rho,
        size_weight=math.sqrt(1 - rho * rho) * c,
        own_weight=math.sqrt(1 - rho * rho) * math.sqrt(1 - c * c),
    )


def _log2_drift(scenario: Scenario, dates: Sequence[date], variance_per_session: float) -> kernel.Floats:
    """Drift into each session: mu days/365 less half the variance, in base 2; session 0's is 0."""
    drift = float(scenario.market.drift)
    gaps = [0] + [(after - before).days for before, after in zip(dates, dates[1:], strict=False)]
    values = [(drift * gap / 365 - variance_per_session / 2) * LOG2_E for gap in gaps]
    return np.array([0.0, *values[1:]], dtype=np.float64)


def _gbm_table(scenario: Scenario, dates: Sequence[date]) -> kernel.GbmTable:
    price = scenario.market.price
    if not isinstance(price, Gbm):
        return kernel.GbmTable(np.zeros(len(dates)), 0.0)
    sigma = float(price.volatility_per_year)
    return kernel.GbmTable(
        log2_drift=_log2_drift(scenario, dates, sigma * sigma / SESSIONS_PER_YEAR),
        log2_volatility=sigma / math.sqrt(SESSIONS_PER_YEAR) * LOG2_E,
    )


def _bootstrap_table(
    scenario: Scenario, dates: Sequence[date]
) -> tuple[kernel.BootstrapTable, tuple[str, ...], tuple[Record, ...]]:
    price, volume = scenario.market.price, scenario.market.volume
    if not isinstance(price, Bootstrap):
        empty = np.zeros(0)
        none = kernel.BootstrapTable(np.zeros(len(dates)), empty, empty, np.zeros(0, dtype=np.int64), empty, 1.0, 0.0, False)
        return none, (), ()
    record = read_record(
        record_path(scenario, price.record), spread_fraction=scenario.market.spread_fraction, allow_jumps=price.allow_jumps
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
    drift = _log2_drift(scenario, dates, 0.0) if price.drift == "scenario" else np.zeros(len(dates))
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
    return table, (*record.announcements, *drawn.announcements), (record,)


def _clock_table(
    scenario: Scenario, dates: Sequence[date], quote: kernel.QuoteTable
) -> tuple[kernel.ClockTable, tuple[str, ...], tuple[Record, ...]]:
    from kernels.market.quotes import bid_units

    deal, market = scenario.deal, scenario.market
    days = [(day - dates[0]).days for day in dates]
    rate = float(market.discount_rate_per_year)
    lookbacks = [s.conversion_price.variable.lookback_sessions for s in deal.series if s.conversion_price.variable]
    covenant = deal.limits.sale_volume
    bids_needed, volumes_needed = max([1, *lookbacks]), covenant.average_sessions if covenant else 1
    earlier = max(bids_needed, volumes_needed)
    said: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()
    median = float(market.volume.median_shares)
    first_bid = float(bid_units(quote.start_units, quote))
    bids, volumes = [first_bid] * earlier, [median] * earlier
    if market.earlier_record is None:
        said = (
            "earlier closing bids are session 0's bid and earlier volumes the volume median [choice: market.earlier_record]",
        )
    else:
        record = read_record(record_path(scenario, market.earlier_record), spread_fraction=market.spread_fraction)
        found, known = earlier_window(record, dates[0], bids_needed, volumes_needed)
        units = market.price_units_per_dollar
        nearest = Fraction(0) if market.tick_usd is not None else Fraction(1, 2)
        bids[earlier - len(found) :] = [float(max(1, math.floor(Fraction(b) * units + nearest))) for b in found]
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


def make_terms(scenario: Scenario) -> Terms:
    """Turn a scenario into the kernels' tables.

    Parameters
    ----------
    scenario
        A checked scenario; its records are read here.

    Returns
    -------
    Terms

    Raises
    ------
    ConfigError
        If the deal's decimals do not fit exact arithmetic, or the horizon leaves no sessions.
    RecordError
        If a price record cannot be used.
    """
    dates = session_dates(scenario)
    numbers = [_series_numbers(series, scenario, dates) for series in scenario.deal.series]
    highest = _highest_units(scenario, numbers)
    quote = _quote_table(scenario, highest)
    clock, clock_said, clock_records = _clock_table(scenario, dates, quote)
    drawn, drawn_said, drawn_records = _bootstrap_table(scenario, dates)
    floating = [
        k
        for k, series in enumerate(scenario.deal.series)
        if series.conversion_price.variable is not None and not series.conversion_price.variable.waived
    ]
    return Terms(
        tables=kernel.Tables(
            clock=clock,
            gbm=_gbm_table(scenario, dates),
            bootstrap=drawn,
            quote=quote,
            volume=_volume_table(scenario),
            series=_series_table(scenario, numbers, dates),
            deal=_deal_table(scenario, dates),
            sale=_sale_table(scenario),
            holder=kernel.HolderTable(
                converts=scenario.holder.policy == "convert_and_sell",
                decision_lag=1 if scenario.holder.sale_decision == "previous_close" else 0,
            ),
        ),
        dates=dates,
        fan_series=floating[0] if floating else 0,
        highest_price_usd=highest / scenario.market.price_units_per_dollar,
        announcements=(*clock_said, *drawn_said),
        records=(*clock_records, *drawn_records),
    )
