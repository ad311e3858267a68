"""Run a scenario: shards of paths over threads or workers, reduced in path order, into a result."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from kernels import rows as place
from simulate.as_run import check_until, with_own_records, with_run
from simulate.asked import Asked, Progress
from simulate.columns import columns
from simulate.config.canonical import config_hash, to_yaml
from simulate.course import Course
from simulate.derive import purchases
from simulate.errors import Interrupted
from simulate.output.manifest import binned_in_words, manifest
from simulate.output.run_directory import RunDirectory
from simulate.output.tables import histograms_table, paths_schema, paths_table, sessions_table
from simulate.readiness import Announce, have_compiled
from simulate.reduction import Reduction
from simulate.results import Result
from simulate.scenario import Scenario
from simulate.spool import Spool
from simulate.terms import Terms, make_terms
from simulate.where import Where
from simulate.work import Job

__all__ = ["have_compiled", "run", "with_own_records", "with_run"]

_LONG_PATHS = 2**24
"""From this many paths on a run that keeps nothing on the way is worth a word."""


def _silent(*_: object) -> None:
    """Say nothing."""


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
    paths, seed, until, out, overwrite, keep_paths, figures, resume, paranoid
        What is wanted, as in :func:`simulate.run`. With ``until`` the paths are doubled, and rounded up to whole
        blocks of 4,096.
    threads, batch_blocks, workers, scheduler, progress, announce
        Who simulates and who is told, as in :func:`simulate.run`. No number depends on it.

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
    until = dict(until or {})
    check_until(scenario, until)
    asked = Asked(
        scenario=with_run(scenario, paths=paths, seed=seed, until=until),
        until=until,
        out=None if out is None else Path(out),
        overwrite=overwrite,
        keep_paths=keep_paths,
        figures=figures,
        batch_blocks=batch_blocks,
        resume=resume,
        paranoid=paranoid,
        where=Where(threads, workers, scheduler),
        progress=progress or _silent,
        announce=announce or _silent,
    )
    asked.check()
    terms = make_terms(asked.scenario) if resume else None
    standing = None if terms is None else asked.standing(terms)
    if standing is not None:
        return standing
    directory = None if asked.out is None else RunDirectory(asked.out, overwrite=overwrite)
    return _simulate(asked, terms or make_terms(asked.scenario), directory, began)


def _simulate(asked: Asked, terms: Terms, directory: RunDirectory | None, began: float) -> Result:
    """Do what is asked for; the run appears in its directory whole, or not at all."""
    scenario = asked.scenario
    if scenario.run.paths >= _LONG_PATHS and not asked.resume:
        asked.announce("a run this long is better begun with --resume: if it is stopped, it goes on where it was")
    reduction = Reduction(scenario, terms)
    kept: list[Any] = []
    with contextlib.ExitStack() as stack:
        checkpoint = asked.checkpoint(directory, reduction)
        if checkpoint is not None:
            stack.enter_context(checkpoint)
        if directory is not None:
            stack.enter_context(directory)
        spool = Spool(
            reduction.columns,
            scenario.run.exact_quantiles,
            folder=None if checkpoint is None else checkpoint.folder,
            keep=asked.keep_paths and asked.resume,
        )
        stack.enter_context(spool)
        # The records are kept before the work begins: what is in the run is what was read.
        with_records = with_own_records(scenario, terms, directory)
        keep = _keeper(scenario, directory, kept) if asked.keep_paths else None
        job = Job(scenario, terms, purchases(scenario, terms.dates[0]), asked.keep_paths, asked.paranoid)
        crew = stack.enter_context(
            asked.where.crew(job, spool, landing=checkpoint is not None, announce=asked.announce)
        )
        blocks = asked.shard_blocks(crew, checkpoint)
        _follow(
            Course(reduction, spool, crew, blocks, asked.until, asked.progress, keep, checkpoint, asked.where.apart)
        )
        run_as_done = scenario.run.model_copy(update={"paths": reduction.paths})
        as_run = with_records.model_copy(update={"run": run_as_done})
        result = _result(as_run, reduction, spool, crew.size, began)
        if asked.until:
            result.manifest["until"] = asked.until
        if checkpoint is not None:
            result.manifest["shards_taken_up"] = checkpoint.taken_up
        if directory is not None:
            _write(directory, as_run, result, asked.figures)
    if directory is not None:
        return Result.read(directory.path)
    import pyarrow as pa

    rows = pa.concat_tables(kept) if kept else None
    final = scenario.model_copy(update={"run": run_as_done})
    return Result(final, result.manifest, result.summary_rows, result.sessions, result.histograms, paths=rows)


def _follow(course: Course) -> None:
    """Run the course; where it is interrupted, say what is kept."""
    try:
        course.run()
    except KeyboardInterrupt:
        kept = 0 if course.checkpoint is None else course.checkpoint.kept
        if not kept:
            raise
        raise Interrupted(f"interrupted; {kept} shards are kept, and --resume goes on with them") from None


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
