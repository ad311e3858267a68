"""A scenario as it is run: with the caller's overrides, and with its records named where the run keeps them."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from simulate.blocks import BLOCK_PATHS, FAN_PATHS
from simulate.columns import columns
from simulate.errors import ConfigError, RecordError
from simulate.output.run_directory import RunDirectory
from simulate.scenario import Scenario
from simulate.terms import Terms, record_path


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
        if until:
            blocks = -(-run.paths // BLOCK_PATHS)
            run = run.model_validate(run.model_dump() | {"paths": blocks * BLOCK_PATHS})
    except ValidationError as error:
        raise ConfigError([line for each in error.errors() for line in _refused(each)]) from None
    return scenario.model_copy(update={"run": run})


def _refused(error: Any) -> list[str]:
    """What pydantic says of an override, line by line."""
    if error["loc"]:
        return [f"run.{error['loc'][0]}: {error['input']}: {error['msg']}; give another"]
    return [f"run.{line}" for line in str(error["msg"]).removeprefix("Value error, ").splitlines()]


def check_until(scenario: Scenario, until: Mapping[str, float]) -> None:
    """Refuse targets that no number of paths can meet.

    Parameters
    ----------
    scenario, until
        Its outputs, and the half-width of each that is to be met.

    Raises
    ------
    ConfigError
        With a line for each.
    """
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
