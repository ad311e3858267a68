"""Companion runs: the same seed, the same random numbers, one thing changed; kept beside the run."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import simulate
from simulate.alternatives import Alternatives, AlternativeTerms, why_not
from simulate.alternatives.keeping import kept_alternatives, make_alternatives
from simulate.comparison.differences import paired_moments
from simulate.config.canonical import config_hash
from simulate.errors import ConfigError, OutputError, RecordError
from simulate.memo.moves import Input, Moved, inputs, with_approval, without_approval
from simulate.memo.others import Other, other_holders, price_pressure
from simulate.output.manifest import code_hash
from simulate.results import Result
from simulate.scenario import Scenario
from simulate.words.phrases import number_of

BASE, WITH, WITHOUT = "as-run", "with-approval", "without-approval"
ALTERNATIVES = "alternatives"
Floats = NDArray[np.float64]

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
    terms
        Of the other ways to raise the money.
    progress
        Called with the paths done and the paths in all, of all companions together.
    """

    def __init__(
        self,
        result: Result,
        paths: int,
        announce: Callable[[str], None] | None = None,
        terms: AlternativeTerms | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        assert result.directory is not None  # a memo is of a run that was kept
        self.terms = terms or AlternativeTerms()
        self.paths = paths
        self.folder = companion_folder(result.directory)
        self._scenario = self._of_fewer_paths(result.scenario)
        self._announce = announce
        self._made: dict[str, Result] = {}
        self._progress = progress
        self._planned = 0 if progress is None else self._in_all() * paths

    def _of_fewer_paths(self, scenario: Scenario) -> Scenario:
        return scenario.model_copy(update={"run": scenario.run.model_copy(update={"paths": self.paths})})

    def _in_all(self) -> int:
        """How many companions a memo asks for."""
        votes = 0 if self._scenario.deal.cap_amount_shares is None else 2
        scenarios = [each.scenario for pair in self.inputs() for each in (pair.down, pair.up)]
        scenarios += [other.scenario for other in self.others()]
        return 1 + votes + sum(scenario is not None for scenario in scenarios)

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

    def others(self) -> list[Other]:
        """The run with other holders, and with pressure on the price."""
        return [*other_holders(self._scenario), price_pressure(self._scenario)]

    def of_other(self, other: Other) -> Result | None:
        """With another holder, or a pressed price.

        Parameters
        ----------
        other
            Of :meth:`others`.

        Returns
        -------
        Result or None
            None where the deal or the program does not allow it.
        """
        if other.scenario is None:
            return None
        try:
            return self._result(other.key, other.scenario)
        except (ConfigError, RecordError):
            return None

    def why_no_alternatives(self) -> str:
        """Why the money could not be raised in other ways; empty: it could."""
        return why_not(self._scenario)

    def alternatives(self) -> Alternatives:
        """The deal's money raised in other ways, on the paths of the companions."""
        folder = self.folder / ALTERNATIVES
        kept = kept_alternatives(folder, self._scenario, self.terms)
        if kept is not None:
            return kept
        if self._announce is not None:
            self._announce(f"other ways to raise the money, {number_of(self.paths, 'path', 'paths')}")
        return make_alternatives(folder, self._scenario, self.terms)

    def values(self, name: str, result: Result | None = None) -> Floats:
        """An output on every path of a companion.

        Parameters
        ----------
        name
            The output.
        result
            The companion; None: the run as it is.

        Returns
        -------
        numpy.ndarray
            NaN where it is not defined.
        """
        column = (self.as_run if result is None else result).paths.column(name)
        return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)

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
        return change_between(self.values(name, other), self.values(name))

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
            self._announce(f"companion run {key}, {number_of(self.paths, 'path', 'paths')}")
        before = len(self._made) * self.paths

        def report(done: int, _: int) -> None:
            """Tell of the paths of all companions together."""
            if self._progress is not None:
                self._progress(before + done, max(self._planned, before + done))

        return simulate.run(
            scenario,
            out=self.folder / key,
            overwrite=True,
            keep_paths=True,
            progress=report,
            announce=self._announce,
        )


def change_between(one: Floats, other: Floats) -> Change:
    """By how much the mean of one output is above that of another, path by path.

    Parameters
    ----------
    one, other
        Their values, of the paths in pairs.

    Returns
    -------
    Change
    """
    moments = paired_moments(other, one)
    return Change(moments.mean, moments.standard_error)


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
