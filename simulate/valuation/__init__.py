"""What each instrument is worth to its holder under the risk-neutral measure, with errors (METHODS 24)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from simulate.errors import ConfigError
from simulate.scenario import Bootstrap, Scenario, uses_whole
from simulate.valuation.beneficial import BeneficialConversion, beneficial_conversions

if TYPE_CHECKING:
    from simulate.results import Result

__all__ = ["BeneficialConversion", "FairValue", "InstrumentValue", "fair_value"]


@dataclass(frozen=True)
class InstrumentValue:
    """One instrument's value to its holder.

    Attributes
    ----------
    name
        Of the series or warrant.
    holder
        ``investor`` or ``agent``.
    units
        Preferred shares, or Warrant Shares, that are left at session 0.
    usd, standard_error_usd
        Expected present value at session 0 of all that comes in less what is still paid in (exercise prices, draws).
    low_usd, high_usd
        The interval of the run's confidence.
    each_usd
        Of one unit; None: none is left.
    """

    name: str
    holder: str
    units: float
    usd: float
    standard_error_usd: float | None
    low_usd: float | None
    high_usd: float | None

    @property
    def each_usd(self) -> float | None:
        """Value of one preferred share, or one Warrant Share."""
        return self.usd / self.units if self.units else None


@dataclass(frozen=True)
class FairValue:
    """The value of a deal's instruments, one by one.

    Attributes
    ----------
    scenario
        As valued, under the risk-neutral measure.
    value_date
        Session 0.
    paths, confidence
        Of the run.
    instruments
        Series in deal order, then warrants.
    beneficial
        The beneficial conversion feature, series by series.
    said
        What the reader must know.
    """

    scenario: Scenario
    value_date: date
    paths: int
    confidence: float
    instruments: tuple[InstrumentValue, ...]
    beneficial: tuple[BeneficialConversion, ...]
    said: tuple[str, ...]

    def value(self, name: str) -> InstrumentValue:
        """The value of a series or warrant.

        Raises
        ------
        KeyError
            If there is none of that name.
        """
        for instrument in self.instruments:
            if instrument.name == name:
                return instrument
        raise KeyError(f"no instrument {name}; there are {', '.join(each.name for each in self.instruments)}")

    def lines(self) -> list[str]:
        """The values as lines of text, for a terminal."""
        from simulate.valuation.text import value_lines

        return value_lines(self)


def fair_value(
    scenario: Scenario,
    *,
    paths: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    risk_neutral: bool = False,
    market_prices: Mapping[str, Decimal] | None = None,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> FairValue:
    """Value every series and warrant to its holder.

    Parameters
    ----------
    scenario
        Under the risk-neutral measure.
    paths, seed, threads, progress, announce
        As in :func:`simulate.run`.
    risk_neutral
        Value a scenario of the physical measure under the risk-neutral one, and say so.
    market_prices
        Market prices of the common on the issue dates of series, by name: for the beneficial conversion feature.

    Returns
    -------
    FairValue

    Raises
    ------
    ConfigError
        If the scenario is of the physical measure and ``risk_neutral`` is not set.
    """
    from simulate.engine import run

    measured, said = _measured(scenario, risk_neutral)
    result = run(measured, paths=paths, seed=seed, threads=threads, progress=progress, announce=announce)
    return _of_result(measured, result, said, market_prices)


def _measured(scenario: Scenario, risk_neutral: bool) -> tuple[Scenario, tuple[str, ...]]:
    """The scenario under the risk-neutral measure, and what was changed for it."""
    market = scenario.market
    if market.measure == "risk_neutral":
        return scenario, ()
    where = scenario.source or scenario.name
    if not risk_neutral:
        raise ConfigError(
            f"{where}: market.measure: is physical (drift {market.drift} a year): its mean is an expectation of what "
            "happens, and no price; set measure to risk_neutral and drift_per_year to null, or ask for that "
            "(--risk-neutral, risk_neutral=True)"
        )
    if isinstance(market.price, Bootstrap) and market.price.drift == "record":
        raise ConfigError(
            f"{where}: market.price.drift: is record, which keeps the record's own drift whatever the measure; set it "
            "to scenario"
        )
    changed = market.model_copy(update={"measure": "risk_neutral", "drift_per_year": None})
    said = (
        f"re-measured: the scenario is of the physical measure with a drift of {market.drift} a year; it is valued "
        f"under the risk-neutral one, at the discount rate of {market.discount_rate_per_year}",
    )
    return scenario.model_copy(update={"market": changed}), said


def _of_result(
    scenario: Scenario, result: Result, said: tuple[str, ...], market_prices: Mapping[str, Decimal] | None
) -> FairValue:
    """Values of a run's means: its profits before purchase prices."""
    from simulate.terms import session_dates

    first = session_dates(scenario)[0]
    instruments = (*_series_values(scenario, result, first), *_warrant_values(scenario, result, first))
    values = {instrument.name: instrument.usd for instrument in instruments}
    return FairValue(
        scenario,
        first,
        int(result.manifest["paths"]),
        float(scenario.run.confidence),
        instruments,
        beneficial_conversions(scenario, first, values, market_prices),
        (*said, *result.manifest.get("announcements", ())),
    )


def _series_values(scenario: Scenario, result: Result, first: date) -> list[InstrumentValue]:
    """Each series: its profit at session 0, with what was paid for it up front given back."""
    from simulate.purchases import purchases

    paid = purchases(scenario, first).present_usd.tolist()
    out = []
    for series, price in zip(scenario.deal.series, paid, strict=True):
        left, already = series.preferred_shares, 0.0
        if series.position is not None:
            # What was sold before session 0 is in the row's present value, and is no value any more.
            left, already = series.position.preferred_left, float(series.position.proceeds_usd)
        name = f"pnl_series_{series.name.lower()}_present_value_usd"
        out.append(_value(series.name, "investor", left, result, name, price - already))
    return out


def _warrant_values(scenario: Scenario, result: Result, first: date) -> list[InstrumentValue]:
    """Each warrant, the same way; exercise prices are paid out of its value."""
    from simulate.purchases import purchases

    if not uses_whole(scenario):
        return []
    paid = purchases(scenario, first).warrants_present_usd.tolist()
    out = []
    for warrant, price in zip(scenario.deal.warrants, paid, strict=True):
        left = warrant.shares if warrant.shares_left is None else warrant.shares_left
        name = f"pnl_warrant_{warrant.name.lower()}_present_value_usd"
        out.append(_value(warrant.name, warrant.party, left, result, name, price))
    return out


def _value(name: str, holder: str, units: float, result: Result, column: str, given_back: float) -> InstrumentValue:
    row = result.row(column)
    assert row.mean is not None  # a present value is defined on every path
    low, high = (None if edge is None else edge + given_back for edge in (row.mean_low, row.mean_high))
    return InstrumentValue(name, holder, float(units), row.mean + given_back, row.standard_error, low, high)
