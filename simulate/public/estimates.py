"""What is estimated beside a run: market models from a record, values of the instruments, means with controls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from simulate.public.given import the_record, the_scenario

if TYPE_CHECKING:
    from simulate.calibration import Calibration
    from simulate.controls import ControlledMeans
    from simulate.history import Record
    from simulate.scenario import Scenario
    from simulate.valuation import FairValue


def control_variates(
    scenario: Scenario | str | Path,
    *,
    paths: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> ControlledMeans:
    """Estimate means with control variates, beside the plain ones: the stock and the claim at single dates.

    Parameters
    ----------
    scenario
        What :func:`load` returns, or what it takes; of geometric Brownian motion without a tick.
    paths, seed, threads, progress, announce
        As in :func:`run`.

    Returns
    -------
    simulate.controls.ControlledMeans

    Raises
    ------
    simulate.errors.ConfigError
        Where expectations are not known, or the paths are too few to fit the coefficients.
    """
    from simulate.controls import control_variates as estimate

    return estimate(
        the_scenario(scenario, paths), paths=paths, seed=seed, threads=threads, progress=progress, announce=announce
    )


def calibrate(
    record: Record | str | Path,
    *,
    models: Sequence[str] | None = None,
    spread_fraction: Decimal = Decimal("0.015"),
    allow_jumps: bool = False,
) -> Calibration:
    """Fit the market models to a price record.

    Parameters
    ----------
    record
        A price record, the path of one, or the name of a shipped one such as ``vlnc``.
    models
        Of ``gbm``, ``merton``, ``garch``, ``bootstrap`` and ``volume``; None: all.
    spread_fraction, allow_jumps
        As in :func:`simulate.history.read_record`, for a record that is read here.

    Returns
    -------
    simulate.calibration.Calibration
        Estimates with standard errors, what the record is too short to tell, and YAML to paste.

    Raises
    ------
    simulate.errors.RecordError
        Where the record cannot be used.
    """
    from simulate.calibration import calibrate as fit_models

    return fit_models(the_record(record, spread_fraction, allow_jumps), models)


def fair_value(
    scenario: Scenario | str | Path,
    *,
    paths: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    risk_neutral: bool = False,
    market_prices: Mapping[str, Decimal] | None = None,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> FairValue:
    """Value each series and warrant to its holder, risk-neutral, and the beneficial conversion feature.

    Parameters
    ----------
    scenario
        What :func:`load` returns, or what it takes.
    paths, seed, threads, progress, announce
        As in :func:`run`.
    risk_neutral
        Value a scenario of the physical measure under the risk-neutral one; otherwise it is refused.
    market_prices
        Market prices of the common on the issue dates of series that were not issued on session 0, USD, by name.

    Returns
    -------
    simulate.valuation.FairValue

    Raises
    ------
    simulate.errors.ConfigError
        If the scenario is of the physical measure.
    """
    from simulate.valuation import fair_value as value_scenario

    return value_scenario(
        the_scenario(scenario, paths),
        paths=paths,
        seed=seed,
        threads=threads,
        risk_neutral=risk_neutral,
        market_prices=market_prices,
        progress=progress,
        announce=announce,
    )
