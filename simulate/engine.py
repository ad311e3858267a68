"""Run a scenario: shards of paths over threads or workers, reduced in path order, into a result."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kernels import rows as place
from simulate.as_run import check_until, with_own_records, with_run
from simulate.columns import columns
from simulate.config.canonical import config_hash, to_yaml
from simulate.course import Course, Crew, shard_blocks_for
from simulate.derive import purchases
from simulate.errors import ConfigError, Interrupted
from simulate.output.checkpoint import Checkpoint, remove_left
from simulate.output.identity import finished_run, identity_of
from simulate.output.manifest import binned_in_words, manifest
from simulate.output.run_directory import RunDirectory
from simulate.output.tables import histograms_table, paths_schema, paths_table, sessions_table
from simulate.readiness import have_compiled
from simulate.reduction import Reduction
from simulate.results import Result
from simulate.scenario import Scenario
from simulate.spool import Spool
from simulate.statistics import special
from simulate.terms import make_terms
from simulate.work import Job
from simulate.workers import Workers, default_threads

__all__ = ["have_compiled", "run", "with_own_records", "with_run"]

Progress = Callable[[int, int], None]
Announce = Callable[[str], None]

_LONG_PATHS = 2**24
"""From this many paths on a run that keeps nothing on the way is worth a word."""


def _silent(*_: object) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Where:
    """Who simulates.

    Attributes
    ----------
    threads
        Of this process; None: all processors.
    workers
        Processes of a cluster of its own on this machine; None: none.
    scheduler
        Address of a Dask scheduler that is there; None: none.
    """

    threads: int | None = None
    workers: int | None = None
    scheduler: str | None = None

    @property
    def apart(self) -> bool:
        """Whether others than this process work."""
        return self.workers is not None or self.scheduler is not None

    def check(self) -> None:
        """Refuse what contradicts itself.

        Raises
        ------
        ConfigError
            With what to do.
        """
        if self.workers is not None and self.scheduler is not None:
            raise ConfigError("workers and scheduler: a scheduler has its own workers; give one of the two")
        if self.apart and self.threads is not None:
            raise ConfigError("threads: a worker runs one shard a thread as it was set up; leave threads out")
        for name, count in (("threads", self.threads), ("workers", self.workers)):
            if count is not None and count < 1:
                raise ConfigError(f"{name}: {count} is none; give at least 1")

    @contextlib.contextmanager
    def crew(self, job: Job, spool: Spool, *, landing: bool, announce: Announce) -> Iterator[Crew]:
        """Those who simulate, for the length of the context."""
        if self.apart:
            from simulate.cluster import Cluster

            with Cluster(job, address=self.scheduler, workers=self.workers, announce=announce) as cluster:
                yield cluster
            return
        have_compiled(job.terms, announce)
        threads = self.threads or default_threads()
        with Workers(job, threads, spool, landing=landing, meanwhile=special.load) as workers:
            yield workers


def _keeper(
    scenario: Scenario, directory: RunDirectory | None, tables: list[Any]
) -> Callable[[int, Mapping[str, Any]], None]:
    """Where kept rows go: into the run directory as they come, or into a list."""
    writer = None if directory is None else directory.open_paths_writer(paths_schema(scenario))

    def keep(first_path: int, arrays: Mapping[str, Any]) -> None:
        """Keep the rows of one block of paths."""
        masks = {c.name: arrays[c.name] == place.UNDEFINED for c in columns(scenario) if c.nullable}
        table = paths_table(scenario, first_path, arrays, masks)
        if writer is None:
            tables.append(table)
        else:
            writer.write_table(table)

    return keep


def run(
    scenario: Scenario,
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
    progress: Progress | None = None,
    announce: Announce | None = None,
) -> Result:
    """Simulate a scenario.

    Parameters
    ----------
    scenario
        What to run; see :func:`simulate.load`.
    paths, seed
        Override ``run.paths`` and ``run.seed``.
    until
        Names of outputs, and the half-width that the interval of each one's mean must come down to: the paths are
        doubled until it does (and rounded up to whole blocks of 4,096).
    out
        Folder of the run; None: nothing is written.
    overwrite
        Replace a run that stands there.
    keep_paths
        Keep a row for every path.
    figures
        Draw the figures into the run's folder, as PNG and PDF.
    threads
        How many; None: all processors. No number depends on it.
    batch_blocks
        Blocks handed to a thread or a worker at a time; None: as many as go well. No number depends on it.
    resume
        Keep finished shards beside ``out``, and go on with those that are there. A run that stands in its place
        already is read.
    workers, scheduler
        Processes of a Dask cluster on this machine, or the address of a scheduler that is there, instead of threads.
        No number depends on it.
    paranoid
        Check on every path what must hold on each; see :mod:`simulate.paranoia`.
    progress
        Called with the paths done and the paths to do.
    announce
        Called with a line to show, such as that the program is compiling.

    Returns
    -------
    Result

    Raises
    ------
    ConfigError
        If the scenario or an override cannot be used.
    RecordError
        If a price record cannot be used.
    OutputError
        If the run cannot be written; nothing is.
    InvariantError
        If something that must hold on every path does not; nothing is written.
    """
    began = time.perf_counter()
    announce, progress = announce or _silent, progress or _silent
    until = dict(until or {})
    check_until(scenario, until)
    scenario = with_run(scenario, paths=paths, seed=seed, until=until)
    where = Where(threads, workers, scheduler)
    where.check()
    if figures and out is None:
        raise ConfigError("figures are drawn into the run's folder; name one with out")
    if resume and out is None:
        raise ConfigError("what is to be gone on with stands beside the run's folder; name one with out")
    if resume and paranoid:
        raise ConfigError("paranoid: paths are checked as they come, and resume takes up others; leave one out")
    if batch_blocks is not None and batch_blocks < 1:
        raise ConfigError(f"batch_blocks: {batch_blocks} is none; give at least 1")
    terms = make_terms(scenario) if resume else None
    if terms is not None and out is not None and not overwrite:
        found = finished_run(Path(out), scenario, terms, until, keep_paths)
        if found is not None:
            remove_left(Path(out).resolve(), identity_of(scenario, terms, until, keep_paths))
            announce(f"{found.directory}: this run stands there, finished; nothing was to be done")
            return found
    directory = None if out is None else RunDirectory(out, overwrite=overwrite)
    terms = terms or make_terms(scenario)
    if scenario.run.paths >= _LONG_PATHS and not resume:
        announce("a run this long is better begun with --resume: if it is stopped, it goes on where it was")
    reduction = Reduction(scenario, terms)
    kept: list[Any] = []
    with contextlib.ExitStack() as stack:
        checkpoint = None
        if resume and directory is not None:
            size = workers or threads or default_threads()
            identity = identity_of(scenario, terms, until, keep_paths)
            blocks = batch_blocks or shard_blocks_for(scenario.run.paths, size)
            checkpoint = Checkpoint(directory.path, identity, reduction.columns, blocks, anew=overwrite)
            stack.enter_context(checkpoint)
        if directory is not None:
            stack.enter_context(directory)
        folder = None if checkpoint is None else checkpoint.folder
        spool = Spool(reduction.columns, scenario.run.exact_quantiles, folder=folder, keep=keep_paths and resume)
        stack.enter_context(spool)
        # The records are kept before the work begins: what is in the run is what was read.
        with_records = with_own_records(scenario, terms, directory)
        keep = _keeper(scenario, directory, kept) if keep_paths else None
        job = Job(scenario, terms, purchases(scenario, terms.dates[0]), keep_paths, paranoid)
        crew = stack.enter_context(where.crew(job, spool, landing=checkpoint is not None, announce=announce))
        if checkpoint is not None:
            blocks = checkpoint.shard_blocks
        else:
            blocks = batch_blocks or (shard_blocks_for(scenario.run.paths, crew.size) if where.apart else 1)
        course = Course(reduction, spool, crew, blocks, until, progress, keep, checkpoint, where.apart)
        try:
            course.run()
        except KeyboardInterrupt:
            if checkpoint is None or not checkpoint.kept:
                raise
            raise Interrupted(
                f"interrupted; {checkpoint.kept} shards are kept, and --resume goes on with them"
            ) from None
        run_as_done = scenario.run.model_copy(update={"paths": reduction.paths})
        as_run = with_records.model_copy(update={"run": run_as_done})
        result = _result(as_run, reduction, spool, crew.size, began)
        if until:
            result.manifest["until"] = until
        if checkpoint is not None:
            result.manifest["shards_taken_up"] = checkpoint.taken_up
        if directory is not None:
            _write(directory, as_run, result, figures)
    if directory is not None:
        return Result.read(directory.path)
    import pyarrow as pa

    rows = pa.concat_tables(kept) if kept else None
    final = scenario.model_copy(update={"run": run_as_done})
    return Result(final, result.manifest, result.summary_rows, result.sessions, result.histograms, paths=rows)


def _result(as_run: Scenario, reduction: Reduction, spool: Spool, threads: int, began: float) -> Result:
    """The tables of a finished run."""
    terms = reduction.terms
    with ThreadPoolExecutor(max_workers=threads) as team:
        fans, rate = team.submit(reduction.fans), team.submit(reduction.expected_rate)
        rows, histograms = reduction.summary(spool, team)
    issued, issued_error = reduction.issued()
    flows, flows_error = reduction.flows()
    sessions = sessions_table(
        terms.dates,
        terms.tables.clock.days.astype(np.int64),
        fans.result(),
        issued,
        flows,
        issued_error,
        flows_error,
    )
    seconds = time.perf_counter() - began
    record = manifest(as_run, terms, reduction, rate.result(), config_hash(as_run), threads, seconds)
    record["binned"] = binned_in_words(reduction, spool)
    return Result(as_run, record, rows, sessions, histograms_table(histograms))


def _write(directory: RunDirectory, as_run: Scenario, result: Result, figures: bool) -> None:
    """Write a finished run into its directory, which appears when its context ends."""
    directory.write_config(to_yaml(as_run))
    directory.write_table("summary", result.summary_table)
    directory.write_table("sessions", result.sessions)
    directory.write_table("histograms", result.histograms)
    if figures:
        with directory.writing():
            result.plot.save(directory.file("figures"))
    directory.write_manifest(result.manifest | {"files": directory.hashes()})
