"""What is compared: scenarios that are run on the same random numbers, or runs that are finished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulate.column import Column
from simulate.columns import columns
from simulate.engine import with_run
from simulate.errors import ConfigError, OutputError
from simulate.load import load_for
from simulate.output.run_files import CONFIG, PATHS, is_run
from simulate.results import Result
from simulate.scenario import Scenario
from simulate.shipped import shipped_scenarios


@dataclass
class Side:
    """One side of a comparison.

    Attributes
    ----------
    label
        What tables call it.
    scenario
        As given, or as run.
    result
        The run; None: it is still to be made.
    """

    label: str
    scenario: Scenario
    result: Result | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every output of the scenario."""
        return columns(self.scenario)

    @property
    def seed(self) -> int:
        """The seed of its random numbers."""
        return self.scenario.run.seed if self.result is None else int(self.result.manifest["seed"])

    @property
    def paths(self) -> int:
        """How many paths it has, or shall have."""
        return self.scenario.run.paths if self.result is None else int(self.result.manifest["paths"])

    @property
    def keeps_paths(self) -> bool:
        """Whether a finished run holds its per-path rows."""
        result = self.result
        if result is None:
            return False
        if result.directory is not None:
            return (result.directory / PATHS).is_file()
        return result.paths is not None

    def values(self, name: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """An output path by path, and where it is defined; only that column is read.

        Parameters
        ----------
        name
            Of the output.

        Returns
        -------
        values : numpy.ndarray
            [paths]; 0 where it is not defined.
        defined : numpy.ndarray
            [paths] bool.

        Raises
        ------
        OutputError
            If the run's file cannot be read.
        """
        import pyarrow as pa

        from simulate.output.parquet import read_parquet

        assert self.result is not None  # it has been run
        if self.result.directory is None:
            column = self.result.paths[name]
        else:
            file = self.result.directory / PATHS
            try:
                column = read_parquet(file, [name])[name]
            except (OSError, KeyError, pa.ArrowException) as error:
                raise OutputError(f"{file}: cannot be read: {error}") from error
        joined = column.combine_chunks()
        defined = joined.is_valid().to_numpy(zero_copy_only=False)
        filled = joined.cast(pa.float64()) if joined.type != pa.bool_() else joined.cast(pa.int8()).cast(pa.float64())
        return filled.fill_null(0.0).to_numpy(zero_copy_only=False), defined


def sides_of(given: Sequence[Any], paths: int | None, seed: int | None) -> list[Side]:
    """The sides of a comparison, in order, none of them run yet.

    Parameters
    ----------
    given
        Scenarios, results, files, shipped names or run directories.
    paths, seed
        Instead of the scenarios' own.

    Returns
    -------
    list of Side
        With labels of their own.

    Raises
    ------
    ConfigError
        If there are fewer than two, or one is none of these.
    """
    if len(given) < 2:
        raise ConfigError("a comparison needs at least two scenarios or run directories; name another")
    sides = [_side(each, paths, seed) for each in given]
    labels: dict[str, int] = {}
    for side in sides:
        labels[side.label] = labels.get(side.label, 0) + 1
        if labels[side.label] > 1:
            side.label += f" ({labels[side.label]})"
    return sides


def _side(given: Any, paths: int | None, seed: int | None) -> Side:
    if isinstance(given, Result):
        return Side(given.scenario.name if given.directory is None else given.directory.name, given.scenario, given)
    if isinstance(given, (str, Path)):
        folder = Path(given)
        if folder.is_dir() and is_run(folder):
            result = Result.read(folder)
            return Side(folder.resolve().name, result.scenario, result)
        if folder.is_dir() and str(given) not in shipped_scenarios():
            raise OutputError(f"{folder}: holds no run; name a scenario file, or the directory of a finished run")
        scenario = load_for(given, paths)
        name = scenario.source.stem if scenario.source is not None else scenario.name
        if scenario.source is not None and scenario.source.name == CONFIG:
            name = scenario.source.parent.name
        return Side(name, with_run(scenario, paths=paths, seed=seed))
    if isinstance(given, Scenario):
        return Side(given.name, with_run(given, paths=paths, seed=seed))
    raise ConfigError(
        f"{type(given).__name__}: is no scenario; allowed: a scenario, its file or shipped name, a result, or a run "
        "directory"
    )


def check_overrides(sides: Sequence[Side], paths: int | None, seed: int | None) -> None:
    """Refuse paths or a seed where everything is run already.

    Parameters
    ----------
    sides
        At least two.
    paths, seed
        As asked for.

    Raises
    ------
    ConfigError
        If nobody would heed them.
    """
    asked = [f"--{name}" for name, value in (("paths", paths), ("seed", seed)) if value is not None]
    if asked and all(side.result is not None for side in sides):
        raise ConfigError(f"{' and '.join(asked)}: all that is compared is run already; leave that off")


def check_pairing(sides: Sequence[Side], *, is_unpaired: bool) -> None:
    """Refuse sides whose paths cannot be set against each other.

    Parameters
    ----------
    sides
        At least two.
    is_unpaired
        Whether nothing need be in common but the levels of the intervals.

    Raises
    ------
    ConfigError
        With a line for each thing that differs.
    """
    first = sides[0]
    problems = []
    for side in sides[1:]:
        for what, one, other in (
            ("seed", first.seed, side.seed),
            ("paths", first.paths, side.paths),
        ):
            if one != other and not is_unpaired:
                problems.append(
                    f"{side.label}: {what} {other:,}, and {one:,} in {first.label}: paths that draw other random "
                    f"numbers are no pairs; give --{what} for both, or ask for --unpaired"
                )
        one_way, other_way = first.scenario.run.sampling, side.scenario.run.sampling
        if one_way != other_way and not is_unpaired:
            problems.append(
                f"{side.label}: run.sampling {other_way}, and {one_way} in {first.label}: paths that draw other random "
                "numbers are no pairs; state one sampling in both, or ask for --unpaired"
            )
        for what in ("confidence", "tail"):
            one, other = getattr(first.scenario.run, what), getattr(side.scenario.run, what)
            if one != other:
                problems.append(
                    f"{side.label}: run.{what} {other}, and {one} in {first.label}: intervals of two levels do not "
                    "compare; state one level in both"
                )
    for side in sides:
        if side.result is not None and not side.keeps_paths and not is_unpaired:
            problems.append(
                f"{side.label}: kept no per-path rows, which pairs are made of; run it with --keep-paths, name its "
                f"{CONFIG} to have it run again, or ask for --unpaired"
            )
    if problems:
        raise ConfigError(problems)


def outputs_of(sides: Sequence[Side], wanted: Sequence[str] | None) -> tuple[list[Column], list[tuple[str, str]]]:
    """The outputs that two sides have.

    Parameters
    ----------
    sides
        The first scenario and another.
    wanted
        Names; None: what tables show without being asked, on any side.

    Returns
    -------
    compared : list of Column
        In the order of the registry of the first side.
    left_out : list of (str, str)
        An output, and the label of the side that lacks it.

    Raises
    ------
    ConfigError
        If an output that is asked for is lacking in either, or none is common to both.
    """
    from simulate.config.fields import nearest

    names = [{column.name for column in side.columns} for side in sides]
    known = {column.name: column for side in reversed(sides) for column in side.columns}
    if wanted is None:
        asked = [name for name in known if any(c.name == name and c.headline for s in sides for c in s.columns)]
    else:
        asked = list(dict.fromkeys(wanted))
    problems = []
    left_out = []
    for name in asked:
        missing = [side.label for side, has in zip(sides, names, strict=True) if name not in has]
        if missing and wanted is not None:
            guess = nearest(name, known)
            hint = f"; did you mean {guess}?" if guess and guess != name else "; leave it out"
            problems.append(
                f"{name}: {' and '.join(missing)} {'has' if len(missing) == 1 else 'have'} no such output{hint}"
            )
        left_out += [(name, label) for label in missing]
    lacking = {name for name, _ in left_out}
    compared = [column for column in sides[0].columns if column.name in asked and column.name not in lacking]
    if not compared and not problems:
        problems.append(f"{' and '.join(side.label for side in sides)} have no output in common")
    if problems:
        raise ConfigError(problems)
    return compared, left_out
