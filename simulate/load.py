"""YAML to Scenario: the file, and every error at once as ``file:line: field: what, allowed, what to do``."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path

from simulate.config import yaml_tree
from simulate.config.canonical import config_hash, to_yaml
from simulate.config.reader import Reader
from simulate.config.yaml_tree import Items, Mapping, Problem, Scalar, YamlError, dotted
from simulate.errors import ConfigError
from simulate.scenario import Scenario
from simulate.shipped import find_scenario, shipped_scenarios

__all__ = ["MAX_BYTES", "config_hash", "load", "load_for", "read_file", "scenario_of", "to_yaml", "with_paths"]

MAX_BYTES = 2**20
"""Largest scenario file that is read."""
MOST_SHOWN = 2_000
"""Characters of a message: what a file holds may be a million of them."""


def load(path: str | Path) -> Scenario:
    """Read and check a scenario file.

    Parameters
    ----------
    path
        A YAML file of at most 1 MiB in UTF-8, or the name of a shipped scenario such as ``valence-1998``.

    Returns
    -------
    Scenario
        Immutable; every decimal exactly as written; ``source`` is the file.

    Raises
    ------
    ConfigError
        With one line for each thing that is wrong, in the order of the file.
    """
    return scenario_of(*read_file(path))


def load_for(path: str | Path, paths: int | None) -> Scenario:
    """Read and check a scenario file that is run with another number of paths than it states.

    Parameters
    ----------
    path
        As of :func:`load`.
    paths
        Instead of ``run.paths``, which need then not suit the sampling; None: the file's own.

    Returns
    -------
    Scenario
        As the file states it; with ``paths`` where it is refused without.

    Raises
    ------
    ConfigError
        As of :func:`load`.
    """
    source, tree, problems = read_file(path)
    try:
        return scenario_of(source, tree, problems)
    except ConfigError:
        if paths is None:
            raise
        return scenario_of(source, with_paths(tree, paths), problems)


def with_paths(tree: Mapping, paths: int) -> Mapping:
    """A file's tree with another number of paths; what is no mapping stays, and is refused.

    Parameters
    ----------
    tree
        Of :func:`read_file`; it stays as it is.
    paths
        What ``run.paths`` is to be.
    """
    run = tree.entries.get("run")
    if not isinstance(run, Mapping):
        return tree
    line = run.lines.get("paths", run.line)
    stated = Scalar(line, str(paths), Decimal(paths))
    changed = replace(run, entries=run.entries | {"paths": stated}, lines=run.lines | {"paths": line})
    return replace(tree, entries=tree.entries | {"run": changed})


def read_file(path: str | Path) -> tuple[Path, Mapping, list[Problem]]:
    """Read a scenario file as a tree of what stands in it.

    Parameters
    ----------
    path
        As of :func:`load`.

    Returns
    -------
    source : pathlib.Path
        The file.
    tree : Mapping
        What it holds.
    problems : list of Problem
        What of it is not taken as YAML.

    Raises
    ------
    ConfigError
        If it cannot be read, or holds no mapping.
    """
    if isinstance(path, str) and not path.strip():
        raise ConfigError(
            "'': names no scenario; allowed: a YAML file, or the name of a scenario that ships, such as valence-1998; "
            "floorless configs lists those"
        )
    try:
        source = find_scenario(path)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    text = read_text(source)
    try:
        tree, problems = yaml_tree.read_tree(text)
    except YamlError as error:
        line = f":{error.line}" if error.line else ""
        raise ConfigError(f"{source}{line}: YAML does not parse: {error.text}") from None
    parts = ", ".join(Scenario.model_fields)
    if tree is None:
        raise ConfigError(
            f"{source}: is empty; a scenario is a mapping with {parts}: start from a copy of a shipped one"
        )
    if not isinstance(tree, Mapping):
        raise ConfigError(
            f"{source}:{tree.line}: holds {'a list' if isinstance(tree, Items) else 'a single value'}; "
            f"allowed: a mapping with {parts}; start from a copy of a shipped one"
        )
    return source, tree, problems


def scenario_of(source: Path, tree: Mapping, problems: list[Problem]) -> Scenario:
    """The scenario that a tree says.

    Parameters
    ----------
    source, tree, problems
        Of :func:`read_file`; the tree may have been changed since.

    Returns
    -------
    Scenario

    Raises
    ------
    ConfigError
        With one line for each thing that is wrong.
    """
    reader = Reader(tree, list(problems))
    reader.check_version(source)
    scenario = reader.scenario(source.absolute().parent)
    if scenario is None or reader.problems:
        raise ConfigError(_lines(source, reader.problems))
    scenario._source = source.absolute()
    scenario._lines = dict(yaml_tree.lines_by_path(tree))
    return scenario


def _unreadable(path: str | Path, error: OSError | ValueError) -> ConfigError:
    reason = getattr(error, "strerror", None) or error
    return ConfigError(f"{path}: cannot be read: {reason}; check the path and its permissions")


def read_text(path: Path) -> str:
    """The text of a scenario file.

    Parameters
    ----------
    path
        A regular file of at most :data:`MAX_BYTES` in UTF-8.

    Returns
    -------
    str

    Raises
    ------
    ConfigError
        If it is none. A pipe or a device is refused before it is opened: it may never end.
    """
    try:
        return _text(path)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None


def _text(path: Path) -> str:
    if path.is_dir():
        raise ConfigError(f"{path}: is a directory; give the YAML file of a scenario")
    if not path.exists():
        beside = [str(path.with_name(other.name)) for other in path.parent.glob("*.yaml")]
        close = get_close_matches(str(path), beside, n=1) or get_close_matches(path.stem, shipped_scenarios(), n=1)
        guess = f"did you mean {close[0]}?" if close else "check the path"
        raise ConfigError(f"{path}: no such file; {guess} (floorless configs lists the scenarios that ship)")
    if not path.is_file():
        raise ConfigError(f"{path}: is a pipe or a device, not a file; save the scenario to a file first")
    content, is_too_large = b"", path.stat().st_size > MAX_BYTES
    if not is_too_large:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)  # a byte more, should it grow meanwhile
        is_too_large = len(content) > MAX_BYTES
    if is_too_large:
        raise ConfigError(
            f"{path}: is larger than {MAX_BYTES:,} bytes; a scenario is a few thousand: is this the right file?"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(
            f"{path}:{line}: is not UTF-8 text (byte 0x{content[error.start]:02x}); save it as UTF-8"
        ) from None


def _lines(source: Path, problems: list[Problem]) -> list[str]:
    def order(problem: Problem) -> tuple[bool, int]:
        return problem.path[:1] != ("schema_version",), problem.line

    lines = (
        f"{source}:{problem.line}: " + (f"{dotted(problem.path)}: " if problem.path else "") + problem.text
        for problem in sorted(problems, key=order)
    )
    return [line if len(line) <= MOST_SHOWN else line[: MOST_SHOWN - 3] + "..." for line in lines]
