"""Scenario -> the flat tables that kernels take: the only bridge.

Exactness is settled here (:mod:`simulate.terms.exact`): every decimal becomes a ratio of whole numbers, and a
deal whose whole numbers would not fit into 53 bits is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kernels import tables as kernel
from kernels.packing import pack_series
from simulate.history import Record
from simulate.scenario import Scenario, uses_whole
from simulate.sessions import sessions
from simulate.terms.contract import claim_table, deal_table, sale_table, series_table
from simulate.terms.exact import highest_units, series_numbers
from simulate.terms.feedback import feedback_said
from simulate.terms.market import (
    bootstrap_tables,
    clock_table,
    drift_said,
    gbm_table,
    quote_table,
    record_path,
    volume_table,
)
from simulate.terms.models import garch_table, merton_table, tree_table
from simulate.terms.policies import holder_table
from simulate.terms.refusal import NotExact, refusal, refusal_of_decimals
from simulate.terms.sampling import sampling_said, sampling_table
from simulate.terms.whole import whole_series_numbers, whole_table

__all__ = ["Terms", "make_terms", "record_path", "session_dates"]


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


def session_dates(scenario: Scenario) -> tuple[date, ...]:
    """Dates of the sessions from the first on or after ``start`` to the last on or before ``horizon``.

    Raises
    ------
    ConfigError
        With fewer than two sessions.
    """
    dates = sessions(scenario.deal.start, scenario.deal.horizon)
    if len(dates) < 2:
        raise refusal(
            scenario,
            "deal.horizon",
            f"leaves {len(dates)} session{'' if len(dates) == 1 else 's'} from deal.start, {scenario.deal.start}",
            "a date by which there are at least 2",
            "move it",
        )
    return dates


def make_terms(scenario: Scenario, *, whole: bool | None = None) -> Terms:
    """Turn a scenario into the kernels' tables.

    Parameters
    ----------
    scenario
        A checked scenario; its records are read here.
    whole
        Whether the kernels take the whole contract, or conversion alone; None: as the deal needs.

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
    try:
        return _terms(scenario, whole)
    except NotExact as error:
        raise refusal_of_decimals(scenario, error) from None


def _terms(scenario: Scenario, whole: bool | None) -> Terms:
    """The tables, part by part."""
    dates = session_dates(scenario)
    takes_whole = uses_whole(scenario) if whole is None else whole
    read = whole_series_numbers if takes_whole else series_numbers
    numbers = [read(series, scenario, dates) for series in scenario.deal.series]
    highest = highest_units(scenario, numbers)
    quote = quote_table(scenario, highest)
    clock, clock_said, clock_records = clock_table(scenario, dates, quote)
    drawn, drawn_said, drawn_records = bootstrap_tables(scenario, dates)
    merton, merton_said = merton_table(scenario, dates)
    garch, garch_said = garch_table(scenario, dates)
    floating = [
        k
        for k, series in enumerate(scenario.deal.series)
        if series.conversion_price.variable is not None and not series.conversion_price.variable.waived
    ]
    series = series_table(scenario, numbers, dates)
    fan_series = floating[0] if floating else 0
    return Terms(
        tables=kernel.Tables(
            clock=clock,
            gbm=gbm_table(scenario, dates),
            bootstrap=drawn,
            merton=merton,
            garch=garch,
            tree=tree_table(scenario, dates),
            sampling=sampling_table(scenario, dates),
            quote=quote,
            volume=volume_table(scenario),
            series=pack_series(series) if takes_whole else series,
            claim=claim_table(scenario, numbers),
            deal=deal_table(scenario, dates),
            sale=sale_table(scenario),
            holder=holder_table(scenario),
            whole=whole_table(scenario, numbers, dates, fan_series) if takes_whole else None,
        ),
        dates=dates,
        fan_series=fan_series,
        highest_price_usd=highest / scenario.market.price_units_per_dollar,
        announcements=(
            *clock_said,
            *drift_said(scenario),
            *drawn_said,
            *merton_said,
            *garch_said,
            *feedback_said(scenario),
            *sampling_said(scenario),
        ),
        records=(*clock_records, *drawn_records),
    )
