"""What a run is: all that its numbers depend on, to tell whether an unfinished one may be gone on with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulate.as_run import with_own_records
from simulate.config.canonical import config_hash
from simulate.output.manifest import code_hash, versions
from simulate.output.run_files import PATHS, is_run
from simulate.results import Result
from simulate.scenario import Scenario
from simulate.sessions import calendar_file
from simulate.terms import Terms

_LIBRARIES = ("numpy", "numba", "llvmlite")


def identity_of(scenario: Scenario, terms: Terms, until: Mapping[str, float], keep_paths: bool) -> dict[str, Any]:
    """All that a run's numbers depend on.

    Parameters
    ----------
    scenario, terms
        As run, and its tables.
    until
        Half-width by output.
    keep_paths
        Whether rows are kept.

    Returns
    -------
    dict
        As it stands in the file of an unfinished run; see :mod:`simulate.output.checkpoint`.
    """
    other = scenario.model_copy(update={"run": scenario.run.model_copy(update={"paths": 1, "seed": 0})})
    installed = versions()
    return {
        "seed": scenario.run.seed,
        "paths": scenario.run.paths,
        "config": config_hash(other),
        "code": code_hash(),
        "records": [record.sha256 for record in terms.records],
        "calendar": hashlib.sha256(calendar_file().read_bytes()).hexdigest(),
        "libraries": {name: installed[name] for name in _LIBRARIES},
        "until": dict(until),
        "keep_paths": keep_paths,
    }


def finished_run(
    out: Path, scenario: Scenario, terms: Terms, until: Mapping[str, float], keep_paths: bool
) -> Result | None:
    """The same run, if it stands in its place already.

    Parameters
    ----------
    out
        Where it would appear.
    scenario, terms, until, keep_paths
        As for :func:`identity_of`.

    Returns
    -------
    simulate.results.Result or None
        None: nothing, or another run, stands there.

    Raises
    ------
    OutputError
        If a run stands there that cannot be read.
    """
    if not is_run(out):
        return None
    found = Result.read(out)
    manifest = found.manifest
    run = scenario.run
    if until:
        run = run.model_copy(update={"paths": int(manifest["paths"])})
    as_run = with_own_records(scenario, terms, None).model_copy(update={"run": run})
    calendar = hashlib.sha256(calendar_file().read_bytes()).hexdigest()
    same = (
        manifest["config_hash"] == config_hash(as_run)
        and manifest.get("code_hash") == code_hash()
        and [record["sha256"] for record in manifest.get("records", ())] == [each.sha256 for each in terms.records]
        and manifest.get("calendar_sha256") == calendar
        and manifest.get("until", {}) == dict(until)
        and (out / PATHS).is_file() == keep_paths
    )
    return found if same else None
