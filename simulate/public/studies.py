"""More than one run on the same random numbers: scenarios compared, grids, every policy, every number moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulate.public.given import the_scenario

if TYPE_CHECKING:
    from simulate.comparison import Comparison
    from simulate.results import Result
    from simulate.scenario import Scenario
    from simulate.sensitivities import Sensitivities
    from simulate.sweeps import Sweep
    from simulate.worst import WorstCase


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
        the_scenario(scenario, paths),
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
        the_scenario(scenario, paths),
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
