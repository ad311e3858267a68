"""Companion runs: the same seed, the same random numbers, one thing changed; kept beside the run."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import simulate
from simulate.config.canonical import config_hash
from simulate.errors import ConfigError, OutputError, RecordError
from simulate.memo.moves import Input, Moved, inputs, with_approval, without_approval
from simulate.output.manifest import code_hash
from simulate.results import Result
from simulate.scenario import Scenario
from simulate.statistics.estimators import Moments

BASE, WITH, WITHOUT = "as-run", "with-approval", "without-approval"
MOST_PATHS = 10_000
"""Paths of a companion run, unless the run itself has fewer."""


@dataclass(frozen=True)
class Change:
    """By how much an output's mean differs between two runs of the same random numbers.

    Attributes
    ----------
    mean
        In the output's unit.
    error
        Its standard error, of the differences path by path; None with a single path.
    """

    mean: float
    error: float | None


class Companions:
    """The companion runs of a run, made when they are asked for and kept in its companion folder.

    Parameters
    ----------
    result
        The run.
    paths
        Of each companion.
    announce
        Called with a line of text for each that is made.
    """

    def __init__(self, result: Result, paths: int, announce: Callable[[str], None] | None = None) -> None:
        assert result.directory is not None  # a memo is of a run that was kept
        self.paths = paths
        self.folder = companion_folder(result.directory)
        self._scenario = self._of_fewer_paths(result.scenario)
        self._announce = announce
        self._made: dict[str, Result] = {}

    def _of_fewer_paths(self, scenario: Scenario) -> Scenario:
        return scenario.model_copy(update={"run": scenario.run.model_copy(update={"paths": self.paths})})

    def inputs(self) -> list[Input]:
        """The inputs that are moved."""
        return inputs(self._scenario)

    @property
    def as_run(self) -> Result:
        """The run again, of as many paths as its companions."""
        return self._result(BASE, self._scenario)

    @property
    def approved(self) -> Result:
        """With Stockholder Approval."""
        return self._result(WITH, with_approval(self._scenario))

    @property
    def refused(self) -> Result:
        """Without Stockholder Approval."""
        return self._result(WITHOUT, without_approval(self._scenario))

    def moved(self, moved: Moved) -> Result | None:
        """With an input moved.

        Parameters
        ----------
        moved
            Of :meth:`inputs`.

        Returns
        -------
        Result or None
            None where the deal does not allow the value.
        """
        if moved.scenario is None:
            return None
        try:
            return self._result(moved.key, moved.scenario)
        except (ConfigError, RecordError):
            return None

    def change(self, other: Result, name: str) -> Change:
        """The change of an output from the run as it is, path by path.

        Parameters
        ----------
        other
            A companion.
        name
            An output that every path has.

        Returns
        -------
        Change
        """
        values = [
            np.asarray(each.paths.column(name).to_numpy(zero_copy_only=False), dtype=np.float64)
            for each in (other, self.as_run)
        ]
        moments = Moments.of(values[0] - values[1])
        return Change(moments.mean, moments.standard_error)

    def _result(self, key: str, scenario: Scenario) -> Result:
        if key not in self._made:
            self._made[key] = self._kept(key, scenario) or self._run(key, scenario)
        return self._made[key]

    def _kept(self, key: str, scenario: Scenario) -> Result | None:
        """The companion as it was kept, if it is of this scenario and this program."""
        with contextlib.suppress(OutputError):
            kept = Result.read(self.folder / key)
            same = kept.manifest["config_hash"] == config_hash(scenario)
            if same and kept.manifest.get("code_hash") == code_hash() and kept.paths is not None:
                return kept
        return None

    def _run(self, key: str, scenario: Scenario) -> Result:
        if self._announce is not None:
            self._announce(f"companion run {key}, {self.paths:,} paths")
        return simulate.run(scenario, out=self.folder / key, overwrite=True, keep_paths=True, announce=self._announce)


def companion_folder(directory: Path) -> Path:
    """Where a run's companions are kept: beside it.

    Parameters
    ----------
    directory
        The run's folder.

    Returns
    -------
    pathlib.Path
    """
    final = directory.resolve()
    return final.with_name(f"{final.name}-companions")
