"""Monte Carlo of the dilution and investor P&L of variable-price convertible stock: the public face.

``load`` reads a scenario, ``run`` simulates it, ``replay`` and ``conversion_prices`` put the contract on a
given price record, ``explain`` draws one path of a run again and keeps its ledger. Nothing heavy is imported
before it is called.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulate.history import Record
    from simulate.ledger import Ledger
    from simulate.replay import PriceRow
    from simulate.results import Result
    from simulate.scenario import Scenario

__version__ = "0.1.0"

__all__ = [
    "FloorlessError",
    "Ledger",
    "Record",
    "Result",
    "Scenario",
    "__version__",
    "conversion_prices",
    "explain",
    "load",
    "replay",
    "run",
]

_LATE = {
    "FloorlessError": "simulate.errors",
    "Ledger": "simulate.ledger",
    "Record": "simulate.history",
    "Result": "simulate.results",
    "Scenario": "simulate.scenario",
}
_FUNCTIONS = frozenset({"load", "run", "replay", "explain", "conversion_prices"})


class _Package(ModuleType):
    """The package: its functions ``load``, ``replay`` and ``explain`` share their names with submodules."""

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
    batch_blocks: int = 1,
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
        Blocks of paths handed to a thread at a time. The results are the same bits for any number.
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
