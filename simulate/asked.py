"""What a run is asked for, and what follows from it before the work begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulate.course import Crew, shard_blocks_for
from simulate.errors import ConfigError
from simulate.output.checkpoint import Checkpoint, remove_left
from simulate.output.identity import finished_run, identity_of
from simulate.output.run_directory import RunDirectory
from simulate.readiness import Announce
from simulate.reduction import Reduction
from simulate.results import Result
from simulate.scenario import Scenario
from simulate.terms import Terms
from simulate.where import Where

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Asked:
    """What a run is asked for, beside its numbers; the names are those of :func:`simulate.engine.run`."""

    scenario: Scenario
    until: Mapping[str, float]
    out: Path | None
    overwrite: bool
    keep_paths: bool
    figures: bool
    batch_blocks: int | None
    resume: bool
    paranoid: bool
    where: Where
    progress: Progress
    announce: Announce

    def check(self) -> None:
        """Refuse what contradicts itself.

        Raises
        ------
        ConfigError
            With what to do.
        """
        self.where.check()
        if self.figures and self.out is None:
            raise ConfigError("figures are drawn into the run's folder; name one with out")
        if self.resume and self.out is None:
            raise ConfigError("what is to be gone on with stands beside the run's folder; name one with out")
        if self.resume and self.paranoid:
            raise ConfigError("paranoid: paths are checked as they come, and resume takes up others; leave one out")
        if self.batch_blocks is not None and self.batch_blocks < 1:
            raise ConfigError(f"batch_blocks: {self.batch_blocks} is none; give at least 1")

    def identity(self, terms: Terms) -> dict[str, Any]:
        """What tells the run from another."""
        return identity_of(self.scenario, terms, self.until, self.keep_paths)

    def standing(self, terms: Terms) -> Result | None:
        """The same run, if it stands in its place and may be taken as it is.

        Raises
        ------
        OutputError
            If a run stands there that cannot be read.
        """
        if self.out is None or self.overwrite:
            return None
        found = finished_run(self.out, self.scenario, terms, self.until, self.keep_paths)
        if found is not None:
            remove_left(self.out.resolve(), self.identity(terms))
            self.announce(f"{found.directory}: this run stands there, finished; nothing was to be done")
        return found

    def checkpoint(self, directory: RunDirectory | None, reduction: Reduction) -> Checkpoint | None:
        """Where shards land; None: they do not."""
        if not self.resume or directory is None:
            return None
        blocks = self.batch_blocks or shard_blocks_for(self.scenario.run.paths, self.where.expected_size)
        identity = self.identity(reduction.terms)
        return Checkpoint(directory.path, identity, reduction.columns, blocks, anew=self.overwrite)

    def shard_blocks(self, crew: Crew, checkpoint: Checkpoint | None) -> int:
        """Blocks in a shard."""
        if checkpoint is not None:
            return checkpoint.shard_blocks
        if self.batch_blocks is not None or not self.where.apart:
            return self.batch_blocks or 1
        return shard_blocks_for(self.scenario.run.paths, crew.size)
