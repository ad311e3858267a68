"""Monte Carlo of the dilution and investor P&L of variable-price convertible stock: the public face.

``load`` reads a scenario, ``run`` simulates it, ``replay`` and ``conversion_prices`` put the contract on a
given price record, ``explain`` draws one path of a run again and keeps its ledger. ``compare`` sets scenarios side by
side, ``sweep`` runs a grid of them, ``worst`` finds the holder's policy that hurts most, ``sensitivities`` moves each
number alone, ``price_table`` prints what a prospectus does, ``explore`` puts sliders on a scenario in a notebook.
``calibrate`` fits the market models to a record, ``fair_value`` values each instrument. Nothing heavy is imported
before it is called.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from simulate.calibration import Calibration
    from simulate.comparison import Comparison
    from simulate.controls import ControlledMeans
    from simulate.history import Record
    from simulate.ledger import Ledger
    from simulate.notebook.explorer import Explorer
    from simulate.price_rows import PriceTable
    from simulate.replay import PriceRow
    from simulate.results import Result
    from simulate.scenario import Scenario
    from simulate.sensitivities import Sensitivities
    from simulate.sweeps import Sweep
    from simulate.valuation import FairValue
    from simulate.worst import WorstCase

__version__ = "0.1.0"

__all__ = [
    "Calibration",
    "Comparison",
    "ControlledMeans",
    "Explorer",
    "FairValue",
    "FloorlessError",
    "Ledger",
    "PriceTable",
    "Record",
    "Result",
    "Scenario",
    "Sensitivities",
    "Sweep",
    "WorstCase",
    "__version__",
    "calibrate",
    "compare",
    "control_variates",
    "conversion_prices",
    "explain",
    "explore",
    "fair_value",
    "load",
    "price_table",
    "replay",
    "run",
    "sensitivities",
    "sweep",
    "worst",
]

_LATE = {
    "Calibration": "simulate.calibration",
    "Comparison": "simulate.comparison",
    "ControlledMeans": "simulate.controls",
    "Explorer": "simulate.notebook.explorer",
    "FairValue": "simulate.valuation",
    "FloorlessError": "simulate.errors",
    "Ledger": "simulate.ledger",
    "PriceTable": "simulate.price_rows",
    "Record": "simulate.history",
    "Result": "simulate.results",
    "Scenario": "simulate.scenario",
    "Sensitivities": "simulate.sensitivities",
    "Sweep": "simulate.sweeps",
    "WorstCase": "simulate.worst",
}
_FUNCTIONS = frozenset(
    {
        *("load", "run", "replay", "explain", "conversion_prices"),
        *("compare", "sweep", "price_table", "worst", "sensitivities"),
    }
)


class _Package(ModuleType):
    """The package: ``load``, ``replay``, ``explain`` and ``price_table`` share their names with submodules."""

    def __setattr__(self, name: str, value: object) -> None:
        # The import system binds a submodule on its package: that must not hide the function of that name.
        if not (isinstance(value, ModuleType) and name in _FUNCTIONS):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    """Import the public classes when they are first asked for."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATE[name]), name)


def load(path: str | Path) -> Scenario:
    """Read and check a scenario file.

    Parameters
    ----------
    path
        A YAML file, or the name of a shipped one such as ``valence-1998``.

    Returns
    -------
    Scenario
        Immutable; every decimal exactly as written.

    Raises
    ------
    simulate.errors.ConfigError
        With one line for each thing that is wrong.
    """
    from simulate.load import load as load_scenario

    return load_scenario(path)


def _scenario(given: Scenario | str | Path) -> Scenario:
    """The scenario itself, or the one that a path or a shipped name stands for."""
    if isinstance(given, (str, Path)):
        return load(given)
    from simulate.scenario import Scenario

    if not isinstance(given, Scenario):
        raise TypeError(
            f"a scenario is wanted, not {type(given).__name__}; allowed: what simulate.load returns, the path of a "
            "YAML file, or the name of a shipped one such as 'valence-1998'"
        )
    return given


def run(
    scenario: Scenario | str | Path,
    *,
    paths: int | None = None,
    seed: int | None = None,
    until: Mapping[str, float] | None = None,
    out: str | Path | None = None,
    overwrite: bool = False,
    keep_paths: bool = False,
    figures: bool = False,
    threads: int | None = None,
    batch_blocks: int | None = None,
    resume: bool = False,
    workers: int | None = None,
    scheduler: str | None = None,
    paranoid: bool = False,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> Result:
    """Simulate a scenario.

    Parameters
    ----------
    scenario
        What :func:`load` returns, or what it takes: a YAML file, or the name of a shipped one.
    paths, seed
        Instead of the scenario's own ``run.paths`` and ``run.seed``.
    until
        Half-widths by output name, in the output's unit: paths are doubled until the interval of each
        output's mean is that narrow.
    out
        Directory to write the run to; it appears whole or not at all. None: nothing is written.
    overwrite
        Replace a run that ``out`` already holds.
    keep_paths
        Keep the per-path rows.
    figures
        Draw the figures into the run's folder, as PNG and PDF.
    threads
        Worker threads; None: all cores. The results are the same bits for any number.
    batch_blocks
        Blocks of paths handed to a thread or worker at a time; None: as many as go well. The results are the same
        bits for any number.
    resume
        Keep what is finished beside ``out`` on the way, and go on with what is there: a run that was stopped is not
        lost. A run that stands in ``out`` already, the same one, is read.
    workers, scheduler
        Simulate on so many processes of a Dask cluster on this machine, or on the workers of the scheduler at an
        address, instead of on threads. The results are the same bits. Needs ``floorless[cluster]``.
    paranoid
        Check on every path what must hold on each (limits, prices, books, no NaN); the first that breaks it stops the
        run, and is named.
    progress
        Called with the paths done and the paths in all.
    announce
        Called with a line of text when something takes time, such as compiling.

    Returns
    -------
    simulate.results.Result

    Raises
    ------
    simulate.errors.FloorlessError
        On a mistake of the user's.
    TypeError
        If ``scenario`` is neither a scenario nor the name of one.
    """
    from simulate.engine import run as run_scenario

    return run_scenario(
        _scenario(scenario),
        paths=paths,
        seed=seed,
        until=until,
        out=out,
        overwrite=overwrite,
        keep_paths=keep_paths,
        figures=figures,
        threads=threads,
        batch_blocks=batch_blocks,
        resume=resume,
        workers=workers,
        scheduler=scheduler,
        paranoid=paranoid,
        progress=progress,
        announce=announce,
    )


def _record(scenario: Scenario, record: Record | str | Path, allow_jumps: bool) -> Record:
    if not isinstance(record, (str, Path)):
        return record
    from simulate.history import read_record
    from simulate.shipped import find_record

    return read_record(find_record(record), spread_fraction=scenario.market.spread_fraction, allow_jumps=allow_jumps)


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

    scenario = _scenario(scenario)
    return replay_record(scenario, _record(scenario, record, allow_jumps))


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

    scenario = _scenario(scenario)
    return prices_of_record(scenario, _record(scenario, record, allow_jumps), next_session=next_session)


def explain(run_directory: Result | str | Path, path: int) -> Ledger:
    """Draw one path of a run again and write its ledger.

    Parameters
    ----------
    run_directory
        A run directory, or a :class:`simulate.results.Result`.
    path
        Number of the path, from 0.

    Returns
    -------
    simulate.ledger.Ledger

    Raises
    ------
    simulate.errors.FloorlessError
        Where the directory holds no run, or the run no such path.
    """
    from simulate.explain import explain as explain_path

    return explain_path(run_directory, path)


def compare(
    scenarios: Sequence[Scenario | Result | str | Path],
    *,
    paths: int | None = None,
    seed: int | None = None,
    unpaired: bool = False,
    outputs: Sequence[str] | None = None,
    out: str | Path | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> Comparison:
    """Compare scenarios with the first of them, on the same random numbers.

    Parameters
    ----------
    scenarios
        At least two: scenarios, YAML files, shipped names, results with per-path rows, or directories of such runs.
    paths, seed
        Instead of the scenarios' own ``run.paths`` and ``run.seed``; finished runs are what they are.
    unpaired
        Take runs of different random numbers or paths too: their errors add in quadrature.
    outputs
        Names of outputs; None: the headline outputs that all have.
    out
        Directory for the table and the figure; it appears whole or not at all. None: nothing is written.
    threads
        Worker threads; None: all cores. No number depends on it.
    progress
        Called with the paths done and the paths in all.
    announce
        Called with a line of text when something takes time.

    Returns
    -------
    simulate.comparison.Comparison

    Raises
    ------
    simulate.errors.FloorlessError
        Where paths are no pairs, a run kept none, or an output that is asked for is lacking somewhere.
    """
    from simulate.comparison import compare as compare_scenarios

    return compare_scenarios(
        scenarios,
        paths=paths,
        seed=seed,
        is_unpaired=unpaired,
        outputs=outputs,
        out=out,
        threads=threads,
        progress=progress,
        announce=announce,
    )


def sweep(
    scenario: Scenario | str | Path,
    vary: Mapping[str, str | Sequence[Any]],
    *,
    out: str | Path,
    paths: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> Sweep:
    """Run a scenario on every point of a grid of its fields, with the same random numbers at each.

    Parameters
    ----------
    scenario
        What stays as it is; what :func:`load` returns, or takes.
    vary
        By field (``deal.series.B.conversion_price.fixed_usd``), its values: a sequence, ``start:stop:count`` or
        ``a,b,c``.
    out
        Directory of the sweep. One that holds points of the same sweep is gone on with.
    paths, seed
        Instead of the scenario's own.
    threads
        Worker threads; None: all cores. No number depends on it.
    progress
        Called with the paths done and the paths in all.
    announce
        Called with a line of text when something takes time.

    Returns
    -------
    simulate.sweeps.Sweep

    Raises
    ------
    simulate.errors.FloorlessError
        Where a field does not exist, the schema refuses a value, or the directory cannot be used.
    """
    from simulate.sweeps import sweep as sweep_scenario

    return sweep_scenario(
        scenario, vary, out=out, paths=paths, seed=seed, threads=threads, progress=progress, announce=announce
    )


def explore(
    scenario: Scenario | str | Path,
    *,
    paths: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
) -> Explorer:
    """Put sliders on a scenario, for Jupyter: each move redraws the distribution of dilution and the price table.

    Parameters
    ----------
    scenario
        What :func:`load` returns, or what it takes.
    paths
        Of every redraw; None: as many as are done within a second on this machine. The answer says how many.
    seed
        Instead of the scenario's own.
    threads
        Worker threads; None: all cores. No number depends on it.

    Returns
    -------
    simulate.notebook.explorer.Explorer
        Needs ``floorless[notebook]`` to be live; its ``turn`` works anywhere.

    Raises
    ------
    simulate.errors.FloorlessError
        On a mistake of the user's.
    """
    from simulate.notebook.explorer import explore as explore_scenario

    return explore_scenario(_scenario(scenario), paths=paths, seed=seed, threads=threads)


def worst(
    scenario: Scenario | str | Path,
    *,
    policies: Sequence[str] | None = None,
    paths: int | None = None,
    seed: int | None = None,
    out: str | Path | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> WorstCase:
    """Run every policy of the holder that applies on the same random numbers, and say which hurts the company most.

    Parameters
    ----------
    scenario
        What :func:`load` returns, or what it takes; its holder's own policy is what the others are set against.
    policies
        Names of policies; None: all that the schema knows.
    paths, seed
        Instead of the scenario's own.
    out
        Directory for the table and the figure; it appears whole or not at all. None: nothing is written.
    threads
        Worker threads; None: all cores. No number depends on it.
    progress
        Called with the paths done and the paths in all.
    announce
        Called with a line of text when something takes time.

    Returns
    -------
    simulate.worst.WorstCase
        The ranking by value given up, new shares, dilution and cash out, with paired errors.

    Raises
    ------
    simulate.errors.FloorlessError
        Where a name is no policy, or fewer than two apply.
    """
    from simulate.worst import worst as find_worst

    return find_worst(
        _scenario(scenario),
        policies=policies,
        paths=paths,
        seed=seed,
        out=out,
        threads=threads,
        progress=progress,
        announce=announce,
    )


def sensitivities(
    scenario: Scenario | str | Path,
    *,
    step: Decimal | int | str = "0.1",
    moves: Mapping[str, Decimal | int | str] | None = None,
    inputs: Sequence[str] | None = None,
    paths: int | None = None,
    seed: int | None = None,
    out: str | Path | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> Sensitivities:
    """Move each number of market and deal alone, on the same random numbers: what changes, with paired errors.

    Parameters
    ----------
    scenario
        What :func:`load` returns, or what it takes.
    step
        By what part of itself each number is moved down and up, exact; whole numbers by at least one.
    moves
        By dotted name (``market.price.volatility_per_year``), by how much a number is moved instead, in its unit.
    inputs
        Dotted names, or parts such as ``deal.limits``; None: every number of market and deal.
    paths
        Of each run; None: the scenario's own, at most 10,000.
    seed
        Instead of the scenario's own.
    out
        Directory for the table and the figures; it appears whole or not at all. None: nothing is written.
    threads
        Worker threads; None: all cores. No number depends on it.
    progress
        Called with the paths done and the paths in all.
    announce
        Called with a line of text when something takes time.

    Returns
    -------
    simulate.sensitivities.Sensitivities

    Raises
    ------
    simulate.errors.ConfigError
        Where a name stands for no number, or a step is out of range.
    """
    from simulate.sensitivities import sensitivities as find_sensitivities

    return find_sensitivities(
        _scenario(scenario),
        step=Decimal(step),
        moves={name: Decimal(amount) for name, amount in (moves or {}).items()},
        inputs=inputs,
        paths=paths,
        seed=seed,
        out=out,
        threads=threads,
        progress=progress,
        announce=announce,
    )


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

    return estimate(_scenario(scenario), paths=paths, seed=seed, threads=threads, progress=progress, announce=announce)


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

    return table_of_prices(_scenario(scenario), prices=prices, on=on)


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
    from simulate.history import read_record
    from simulate.shipped import find_record

    if isinstance(record, (str, Path)):
        record = read_record(find_record(record), spread_fraction=spread_fraction, allow_jumps=allow_jumps)
    return fit_models(record, models)


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
        _scenario(scenario),
        paths=paths,
        seed=seed,
        threads=threads,
        risk_neutral=risk_neutral,
        market_prices=market_prices,
        progress=progress,
        announce=announce,
    )
