"""A scenario read and simulated: load, run; one path of a run drawn again; sliders on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from simulate.public.given import the_scenario

if TYPE_CHECKING:
    from simulate.ledger import Ledger
    from simulate.notebook.explorer import Explorer
    from simulate.results import Result
    from simulate.scenario import Scenario


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
        the_scenario(scenario, paths),
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

    return explore_scenario(the_scenario(scenario, paths), paths=paths, seed=seed, threads=threads)
