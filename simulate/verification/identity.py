"""Whether a run's files are those of its manifest: configuration, records, tables, program."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from simulate.config.canonical import config_hash
from simulate.errors import OutputError
from simulate.output.manifest import code_hash, versions
from simulate.output.run_files import CONFIG
from simulate.scenario import Scenario
from simulate.terms import Terms
from simulate.verification.findings import Finding

_SHORT = 12


def configuration(manifest: dict[str, Any], scenario: Scenario) -> Finding:
    """Whether the configuration is the one that was run.

    Parameters
    ----------
    manifest
        Of the run.
    scenario
        Read from the run's ``config.yaml``.

    Returns
    -------
    Finding
    """
    what, here = "configuration", config_hash(scenario)
    if here != manifest["config_hash"]:
        text = f"{CONFIG} has hash {here[:_SHORT]}, the manifest says {str(manifest['config_hash'])[:_SHORT]}: "
        return Finding(what, "differs", text + "it was changed after the run; put the original back, or run it again")
    for name, value in (("seed", scenario.run.seed), ("paths", scenario.run.paths)):
        if manifest[name] != value:
            text = f"{CONFIG} has {name} {value}, the manifest {manifest[name]}: the manifest was changed after the run"
            return Finding(what, "differs", text)
    return Finding(what, "verified", f"hash {here[:_SHORT]}, seed and number of paths are the manifest's")


def records(manifest: dict[str, Any], terms: Terms) -> Finding:
    """Whether the price records are those that were read.

    Parameters
    ----------
    manifest
        Of the run.
    terms
        With the records that the run's copies hold now.

    Returns
    -------
    Finding
    """
    what = "price records"
    read = {record.sha256 for record in terms.records}
    given = {str(record["sha256"]): str(record["name"]) for record in manifest.get("records", ())}
    changed = [name for sha256, name in given.items() if sha256 not in read]
    if changed or set(given) != read:
        names = ", ".join(changed) or "a record that the manifest does not name"
        return Finding(what, "differs", f"{names}: the hash differs from the manifest's; it was changed after the run")
    if not given:
        return Finding(what, "verified", "the run read none")
    return Finding(what, "verified", ", ".join(f"{name} {sha256[:_SHORT]}" for sha256, name in given.items()))


def files(manifest: dict[str, Any], folder: Path) -> Finding:
    """Whether the run's files have the hashes of the manifest.

    Parameters
    ----------
    manifest
        Of the run.
    folder
        The run's folder.

    Returns
    -------
    Finding

    Raises
    ------
    OutputError
        If a file cannot be read.
    """
    what, given = "files", manifest.get("files")
    if not given:
        return Finding(what, "not verified", "the manifest has no hashes of files: an earlier version wrote it")
    wrong = []
    for name, sha256 in given.items():
        file = folder / str(name)
        if folder.resolve() not in file.resolve().parents:
            wrong.append(f"{name} lies outside the run")
        elif not file.is_file():
            wrong.append(f"{name} is missing")
        elif _sha256(file) != sha256:
            wrong.append(f"{name} was changed after the run")
    if wrong:
        return Finding(what, "differs", "; ".join(wrong))
    return Finding(what, "verified", f"{len(given)} files have the manifest's hashes: {', '.join(given)}")


def _sha256(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise OutputError(f"{file}: cannot be read: {error.strerror or error}") from None


def program(manifest: dict[str, Any]) -> Finding:
    """Whether the program that is installed is the one that made the run.

    Parameters
    ----------
    manifest
        Of the run.

    Returns
    -------
    Finding
        Never a difference of the run: another program may compute the same, which the paths will show.
    """
    what, here, there = "program", code_hash(), str(manifest.get("code_hash"))
    given = manifest.get("versions") or {}
    others = [
        f"{name} {given.get(name, 'unknown')} (here {version})"
        for name, version in versions().items()
        if given.get(name) != version
    ]
    if here != there:
        others.insert(0, f"code {there[:_SHORT]} (here {here[:_SHORT]})")
    if others:
        text = "the run was made by another version of the program or its libraries: "
        return Finding(what, "not verified", text + ", ".join(others))
    return Finding(what, "verified", f"code {here[:_SHORT]} and all versions are those of the run")
