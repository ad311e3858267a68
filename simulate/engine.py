"""Run a scenario: blocks of paths over threads, reduced in path order, into a result."""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from kernels import rows as place
from kernels.fans import make_fans, make_sums
from kernels.jit import is_compiled
from kernels.market.scratch import make_market
from kernels.paths import simulate_block
from kernels.reduce import block_moments
from kernels.state import make_rows, make_state
from simulate.columns import columns
from simulate.config.canonical import config_hash, to_yaml
from simulate.derive import purchases
from simulate.errors import ConfigError, RecordError
from simulate.output.manifest import manifest
from simulate.output.run_directory import RunDirectory
from simulate.output.tables import histograms_table, paths_schema, paths_table, sessions_table
from simulate.reduction import Reduction
from simulate.results import Result
from simulate.scenario import Scenario
from simulate.spool import Spool
from simulate.statistics.estimators import normal_deviate, wilson_interval
from simulate.terms import Terms, make_terms, record_path
from simulate.workers import BLOCK_PATHS, FAN_PATHS, Job, Workers, default_threads, until_compiled

MOST_PATHS = 2**33
"""Where ``until`` gives up."""

Progress = Callable[[int, int], None]
Announce = Callable[[str], None]


def _silent(*_: object) -> None:
    """Say nothing."""


def with_run(
    scenario: Scenario, *, paths: int | None = None, seed: int | None = None, until: Mapping[str, float] | None = None
) -> Scenario:
    """The scenario with what the caller overrides.

    Parameters
    ----------
    scenario
        As given.
    paths, seed
        Instead of its own; None: its own.
    until
        With any target, the paths are rounded up to whole blocks.

    Returns
    -------
    Scenario

    Raises
    ------
    ConfigError
        If an override is out of range.
    """
    changes: dict[str, int] = {}
    if paths is not None:
        changes["paths"] = paths
    if seed is not None:
        changes["seed"] = seed
    try:
        run = scenario.run.model_validate(scenario.run.model_dump() | changes)
    except ValidationError as error:
        raise ConfigError(
            [f"run.{each['loc'][0]}: {each['input']}: {each['msg']}; give another" for each in error.errors()]
        ) from None
    if until:
        blocks = -(-run.paths // BLOCK_PATHS)
        run = run.model_copy(update={"paths": blocks * BLOCK_PATHS})
    return scenario.model_copy(update={"run": run})


def _check_until(scenario: Scenario, until: Mapping[str, float]) -> None:
    names = [column.name for column in columns(scenario)]
    problems = []
    for name, width in until.items():
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            hint = f"; did you mean {near[0]}" if near else ""
            problems.append(f"until {name}: no such output{hint}; the outputs are {', '.join(names)}")
        if name == "irr_per_year":
            problems.append(
                f"until {name}: it is computed on the first {FAN_PATHS:,} paths only, so more paths do not narrow it; "
                "choose another output"
            )
        if not (width > 0 and np.isfinite(width)):
            problems.append(f"until {name}: half-width {width} is not a positive number")
    if problems:
        raise ConfigError(problems)


def _no_paths(terms: Terms) -> tuple[Any, ...]:
    """Arguments of a block of no paths."""
    sessions = len(terms.dates)
    return (
        terms.tables,
        np.uint64(0),
        np.uint64(0),
        0,
        0,
        0,
        make_market(terms.tables),
        make_state(terms.tables),
        make_sums(sessions),
        make_fans(sessions),
        make_rows(terms.tables, 0),
    )


def _compile(terms: Terms) -> None:
    """Compile what a run calls, on a block of no paths."""
    simulate_block(*_no_paths(terms))
    block_moments(np.zeros(1))


def have_compiled(terms: Terms, announce: Announce | None) -> None:
    """Compile what a run of these tables calls, unless that is done.

    Parameters
    ----------
    terms
        A scenario's tables.
    announce
        Told if it takes time; None: nobody is.
    """
    if not is_compiled(simulate_block, _no_paths(terms)) and announce is not None:
        long = "half a minute" if terms.tables.whole is None else "a minute: the deal uses the whole contract"
        announce(f"compiling the kernels for this machine; once, about {long}")
    until_compiled(lambda: _compile(terms))


def _wide(reduction: Reduction, until: Mapping[str, float]) -> list[str]:
    """The outputs whose interval, as it will be printed, is still too wide."""
    confidence = reduction.scenario.run.confidence
    z = normal_deviate(confidence)
    kinds = {column.name: column.dtype for column in reduction.columns}
    out = []
    for name, width in until.items():
        moments = reduction.moments[name]
        if moments.count == 0:
            raise ConfigError(
                f"until {name}: it is not defined on any of {reduction.paths:,} paths; choose another output "
                "(nothing was written)"
            )
        error = moments.standard_error
        if kinds[name] == "bool":
            low, high = wilson_interval(round(moments.mean * moments.count), moments.count, confidence)
            wide = (high - low) / 2 > width
        else:
            wide = error is None or z * error > width
        if wide:
            out.append(name)
    return out


def _simulate(
    reduction: Reduction,
    workers: Workers,
    spool: Spool,
    until: Mapping[str, float],
    progress: Progress,
    keep: Callable[[int, Mapping[str, Any]], None] | None,
) -> None:
    """All blocks; doubled as long as an interval of ``until`` is too wide."""
    paths = reduction.scenario.run.paths
    while True:
        spool.expect(paths)
        progress(reduction.paths, paths)
        for block in workers.blocks(reduction.blocks, paths):
            reduction.add(block)
            if keep is not None:
                keep(block.index * BLOCK_PATHS, block.arrays)
            progress(reduction.paths, paths)
        wide = _wide(reduction, until)
        if not wide:
            return
        if 2 * paths > MOST_PATHS:
            raise ConfigError(
                f"until {wide[0]}: still too wide after {paths:,} paths; ask for a wider interval (nothing was written)"
            )
        paths *= 2


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


def with_own_records(scenario: Scenario, terms: Terms, directory: RunDirectory | None) -> Scenario:
    """The scenario with its price records named where the run keeps them, and the copies made.

    Parameters
    ----------
    scenario, terms
        As run, and its tables, which name the records that were read.
    directory
        Where the copies go; None: none are made.

    Returns
    -------
    Scenario

    Raises
    ------
    RecordError
        If a record cannot be read any more, or is not what was read.
    """
    market = scenario.market
    copies: dict[Path, str] = {}
    for record in terms.records:
        copies[record.path] = f"records/{record.path.name}"
        if directory is not None:
            try:
                content = record.path.read_bytes()
            except OSError as error:
                raise RecordError(f"{record.path}: cannot be read any more: {error.strerror}") from None
            if hashlib.sha256(content).hexdigest() != record.sha256:
                raise RecordError(f"{record.path}: changed while the run began; run it again (nothing was written)")
            copies[record.path] = directory.add_record(record.path, content)
    changes: dict[str, Any] = {}
    if market.price.model == "bootstrap":
        copy = copies[record_path(scenario, market.price.record)]
        changes["price"] = market.price.model_copy(update={"record": copy})
    if market.earlier_record is not None:
        changes["earlier_record"] = copies[record_path(scenario, market.earlier_record)]
    return scenario.model_copy(update={"market": market.model_copy(update=changes)}) if changes else scenario


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
    batch_blocks: int = 1,
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
        Blocks handed to a thread at a time. No number depends on it.
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
    """
    began = time.perf_counter()
    until = dict(until or {})
    _check_until(scenario, until)
    scenario = with_run(scenario, paths=paths, seed=seed, until=until)
    count = default_threads() if threads is None else threads
    if figures and out is None:
        raise ConfigError("figures are drawn into the run's folder; name one with out")
    if count < 1 or batch_blocks < 1:
        raise ConfigError(f"threads ({count}) and batch_blocks ({batch_blocks}) must be at least 1")
    directory = None if out is None else RunDirectory(out, overwrite=overwrite)
    terms = make_terms(scenario)
    have_compiled(terms, announce)
    reduction = Reduction(scenario, terms)
    kept: list[Any] = []
    with contextlib.ExitStack() as stack:
        if directory is not None:
            stack.enter_context(directory)
        spool = stack.enter_context(Spool(reduction.columns, scenario.run.exact_quantiles))
        # The records are kept before the work begins: what is in the run is what was read.
        with_records = with_own_records(scenario, terms, directory)
        keep = _keeper(scenario, directory, kept) if keep_paths else None
        job = Job(scenario, terms, purchases(scenario, terms.dates[0]), spool, keep_paths)
        workers = stack.enter_context(Workers(job, count, batch_blocks))
        _simulate(reduction, workers, spool, until, progress or _silent, keep)
        run_as_done = scenario.run.model_copy(update={"paths": reduction.paths})
        as_run = with_records.model_copy(update={"run": run_as_done})
        result = _result(as_run, reduction, workers, spool, count, began)
        if directory is not None:
            _write(directory, as_run, result, figures)
    if directory is not None:
        return Result.read(directory.path)
    import pyarrow as pa

    rows = pa.concat_tables(kept) if kept else None
    final = scenario.model_copy(update={"run": run_as_done})
    return Result(final, result.manifest, result.summary_rows, result.sessions, result.histograms, paths=rows)


def _result(
    as_run: Scenario, reduction: Reduction, workers: Workers, spool: Spool, threads: int, began: float
) -> Result:
    """The tables of a finished run."""
    terms = reduction.terms
    rows, histograms = reduction.summary(spool, threads)
    issued, issued_error = reduction.issued()
    flows, flows_error = reduction.flows()
    sessions = sessions_table(
        terms.dates,
        terms.tables.clock.days.astype(np.int64),
        reduction.fans(workers.fans),
        issued,
        flows,
        issued_error,
        flows_error,
    )
    seconds = time.perf_counter() - began
    record = manifest(as_run, terms, reduction, config_hash(as_run), threads, seconds)
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
