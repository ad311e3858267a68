"""Scenario files of older schema versions, rewritten for the current one; versions without a way are refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from simulate.config import yaml_tree
from simulate.config.yaml_tree import Mapping, Scalar, YamlError
from simulate.errors import ConfigError
from simulate.load import read_text
from simulate.output.run_files import CONFIG, is_run
from simulate.scenario import SCHEMA_VERSION
from simulate.shipped import find_scenario

Step = Callable[[Any], None]
"""Changes a document of one version, as ruamel.yaml holds it with its comments, into one of the next."""

STEPS: dict[int, Step] = {}
"""By the version that it leads away from. Version 1 is the first that was published: so far no step is needed."""


@dataclass(frozen=True)
class Migrated:
    """A scenario file as the current version wants it.

    Attributes
    ----------
    source
        The file that was read; a run's ``config.yaml`` where a run was named.
    version
        Of the file.
    text
        YAML of :data:`simulate.scenario.SCHEMA_VERSION`, comments kept; the file's own text if that is its version.
    of_a_run
        Whether the file is a run's.
    """

    source: Path
    version: int
    text: str
    of_a_run: bool

    @property
    def is_current(self) -> bool:
        """Whether there was nothing to do."""
        return self.version == SCHEMA_VERSION


def migrate(path: str | Path) -> Migrated:
    """Read a scenario of any version, and rewrite it for the current one.

    Parameters
    ----------
    path
        A scenario file, the name of a shipped one, or the folder of a run, which is left as it is: its hashes are of
        what was run.

    Returns
    -------
    Migrated

    Raises
    ------
    ConfigError
        If the file cannot be read, or no way leads from its version to the current one.
    """
    folder = Path(path)
    of_a_run = folder.is_dir() and is_run(folder)
    source = folder / CONFIG if of_a_run else find_scenario(path)
    text = read_text(source)
    version = _version(source, text)
    if version == SCHEMA_VERSION:
        return Migrated(source, version, text, of_a_run)
    without = next((step for step in range(version, SCHEMA_VERSION) if step not in STEPS), None)
    if version > SCHEMA_VERSION or without is not None:
        newer = version > SCHEMA_VERSION
        why = (
            "newer than this program reads" if newer else f"older, and nothing leads from version {without} to the next"
        )
        raise ConfigError(
            f"{source}: schema_version: {version} is {why}; this program reads {SCHEMA_VERSION}: "
            + ("install a newer floorless" if newer else "use the floorless that wrote it, or write the scenario again")
        )
    return Migrated(source, version, _rewritten(text, version), of_a_run)


def _version(source: Path, text: str) -> int:
    """The version that a file states."""
    try:
        tree, problems = yaml_tree.read_tree(text)
    except YamlError as error:
        raise ConfigError(f"{source}:{error.line}: YAML does not parse: {error.text}") from None
    if problems:
        raise ConfigError([f"{source}:{problem.line}: {problem.text}" for problem in problems])
    given = tree.entries.get("schema_version") if isinstance(tree, Mapping) else None
    if not (isinstance(given, Scalar) and given.text.isdecimal() and given.text.isascii() and len(given.text) < 10):
        raise ConfigError(
            f"{source}: states no schema_version that is a whole number, so its version is not known; add the line "
            f"schema_version: {SCHEMA_VERSION} if it is of the current one"
        )
    return int(given.text)


def _rewritten(text: str, version: int) -> str:
    """The text after every step from its version on."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt", pure=True)
    yaml.width = 2**20
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = yaml.load(text)
    for step in range(version, SCHEMA_VERSION):
        STEPS[step](document)
        document["schema_version"] = step + 1
    stream = StringIO()
    yaml.dump(document, stream)
    return stream.getvalue()
