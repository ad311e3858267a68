"""The reading of a scenario's tree by the schema: fields taken as written, every complaint at its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from simulate.config import yaml_tree
from simulate.config.fields import (
    allowed,
    fields_by_name,
    is_part,
    item_field,
    kinds,
    listed,
    nearest,
    parts_below,
    tag_field,
    tags,
)
from simulate.config.values import Refused, shown, take
from simulate.config.yaml_tree import Items, Mapping, Problem, Scalar, Tree, at, line_of
from simulate.errors import ConfigError
from simulate.scenario import SCHEMA_VERSION, Scenario
from simulate.scenario.base import Part

_RECORDS: tuple[yaml_tree.Path, ...] = (("market", "earlier_record"), ("market", "price", "record"))
_OWN_FIELD = re.compile(r"[a-z][a-z_]*(?:\[[0-9]+\])?(?:\.[a-z][a-z_]*(?:\[[0-9]+\])?)*")
_OF_NAMED = re.compile(r"(series|warrant) (\w+): ([a-z_]+(?:\.[a-z_]+)*)")
_LISTS = {"series": "series", "warrant": "warrants"}


@dataclass
class Reader:
    """Reads a tree by the schema's annotations, then has the models check ranges and contradictions.

    Attributes
    ----------
    tree
        The file.
    problems
        What is wrong so far; grows.
    silent
        Paths already complained of, at which the models' own error would only repeat it.
    """

    tree: Mapping
    problems: list[Problem]
    silent: set[yaml_tree.Path] = field(default_factory=set)

    def check_version(self, source: Path) -> None:
        """Check the schema's version.

        Raises
        ------
        ConfigError
            If it is newer: what else the file holds means nothing to this program.
        """
        given = self.tree.entries.get("schema_version")
        path: yaml_tree.Path = ("schema_version",)
        if given is None:
            self._complain(
                1,
                path,
                f"is missing; allowed: {SCHEMA_VERSION}; add the line schema_version: {SCHEMA_VERSION}",
            )
        elif isinstance(given, Scalar) and given.text.isdecimal() and int(given.text[:9]) > SCHEMA_VERSION:
            raise ConfigError(
                f"{source}:{line_of(self.tree, path)}: schema_version: {shown(given)} is newer than this "
                f"program reads; allowed: {SCHEMA_VERSION}; install a newer floorless"
            )

    def scenario(self, folder: Path) -> Scenario | None:
        """The scenario, or None where the models refuse it; ``problems`` hold why.

        Parameters
        ----------
        folder
            What paths of records are relative to.
        """
        data = self._part(self.tree, Scenario, ())
        for path in _RECORDS:
            self._check_record(path, folder)
        try:
            return Scenario.model_validate(data)
        except ValidationError as error:
            seen: set[yaml_tree.Path] = set()
            found = error.errors(include_url=False)
            for item in found:
                path = _own_path(item["loc"], data, item["type"] == "missing")
                # A list whose items are refused counts as too short, which is not what is wrong with it.
                within = any(other is not item and other["loc"][: len(item["loc"])] == item["loc"] for other in found)
                if path in self.silent or (within and item["type"] == "too_short"):
                    continue
                if item["type"] == "value_error":
                    for text in str(item["ctx"]["error"]).splitlines():
                        self._cross_field(path, text)
                elif path not in seen:
                    self._out_of_range(path, item["type"])
                seen.add(path)
            return None

    def _complain(self, line: int, path: yaml_tree.Path, text: str) -> None:
        self.problems.append(Problem(line, path, text))
        self.silent.add(path)

    def _part(self, tree: Mapping, part: type[Part], path: yaml_tree.Path) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key, value in tree.entries.items():
            info = part.model_fields.get(key)
            if info is None:
                self._unknown(tree, key, part, path)
            else:
                out[key] = self._value(value, info, tree.lines[key], (*path, key))
        return out

    def _unknown(self, tree: Mapping, key: str, part: type[Part], path: yaml_tree.Path) -> None:
        known = list(part.model_fields)
        guess = nearest(key, [name for name in known if name not in tree.entries]) or nearest(key, known)
        elsewhere = fields_by_name(Scenario).get(key)
        if elsewhere:
            advice = f"it belongs to {' or '.join(elsewhere[:3])}"
        elif guess:
            advice = f"did you mean {guess}?"
            self.silent.add((*path, guess))
        else:
            advice = "remove it"
        self._complain(tree.lines[key], (*path, key), f"unknown key; allowed: {', '.join(known)}; {advice}")

    def _value(self, tree: Tree, info: FieldInfo, line: int, path: yaml_tree.Path) -> Any:
        alternatives = kinds(info)
        if isinstance(tree, Scalar):
            if tree.alias:
                self.silent.add(path)
                return Refused()
            try:
                return take(tree, info)
            except ValueError as error:
                what, advice = error.args
                self._complain(line, path, f"{what}; allowed: {allowed(info)}; {advice}")
                return Refused()
        if isinstance(tree, Items):
            for kind in alternatives:
                if kind.type is tuple:
                    return self._items(tree, item_field(info), path)
            self._complain(line, path, f"is a list; allowed: {allowed(info)}; give one of these")
            return Refused()
        parts = [kind.type for kind in alternatives if is_part(kind)]
        if len(parts) > 1:
            return self._tagged(tree, parts, line, path)
        if parts:
            return self._part(tree, parts[0], path)
        self._complain(line, path, f"is a mapping; allowed: {allowed(info)}; give one of these")
        return Refused()

    def _items(self, tree: Items, info: FieldInfo, path: yaml_tree.Path) -> list[Any]:
        return [self._value(item, info, item.line, (*path, number)) for number, item in enumerate(tree.items)]

    def _tagged(self, tree: Mapping, parts: list[type[Part]], line: int, path: yaml_tree.Path) -> Any:
        chooser = tag_field(parts)
        given = tree.entries.get(chooser)
        known = {str(tag): part for part in parts for tag in tags(part)}
        names = listed(known)
        if isinstance(given, Scalar) and given.text in known:
            return self._part(tree, known[given.text], path)
        if given is None:
            self._complain(line, (*path, chooser), f"is missing; allowed: {names}; add it")
        else:
            what = shown(given) if isinstance(given, Scalar) else "what stands here"
            guess = nearest(given.text, known) if isinstance(given, Scalar) else None
            advice = f"did you mean {guess}?" if guess else "choose one of them"
            self._complain(tree.lines[chooser], (*path, chooser), f"{what} is none of them; allowed: {names}; {advice}")
        self.silent.add(path)
        return Refused()

    def _check_record(self, path: yaml_tree.Path, folder: Path) -> None:
        given = at(self.tree, path)
        if isinstance(given, Scalar) and isinstance(given.value, str):
            try:
                if (folder / given.value).is_file():
                    return
                what = "is not a file" if (folder / given.value).exists() else "does not exist"
            except (OSError, ValueError):  # longer than any name, or with a NUL in it
                what = "is no name of a file"
            self._complain(
                line_of(self.tree, path),
                path,
                f"{shown(given)} {what} in {folder}; allowed: a CSV or Parquet file, its path relative to "
                "this one; check the path",
            )

    def _cross_field(self, path: yaml_tree.Path, text: str) -> None:
        """Complain of fields that contradict each other, at the line of the first field the text names."""
        given = at(self.tree, path)
        if isinstance(given, Scalar):
            text = text if text.startswith(shown(given)) else f"{shown(given)} {text}"
            self._complain(line_of(self.tree, path), path, text)
            return
        named = _OF_NAMED.match(text)
        items = at(given, (_LISTS[named[1]],)) if named else None
        if named and isinstance(items, Items):
            for number, item in enumerate(items.items):
                name = at(item, ("name",))
                steps = tuple(named[3].split("."))
                if isinstance(name, Scalar) and name.text.strip() == named[2] and at(item, steps) is not None:
                    path = (*path, _LISTS[named[1]], number, *steps)
                    text = text.split(": ", 1)[1]
                    break
        else:
            path = (*path, *_first_named(text, given))
        # Not silenced: a part can contradict itself in more than one way.
        self.problems.append(Problem(line_of(self.tree, path), path, text))

    def _out_of_range(self, path: yaml_tree.Path, kind: str) -> None:
        info = _info(path, self.tree)
        given = at(self.tree, path)
        meaning = "" if info is None or not info.description else f" ({info.description})"
        takes = "" if info is None else f"; allowed: {allowed(info)}"
        if kind == "missing":
            text = f"is missing{takes}; add it{meaning}"
        elif isinstance(given, Scalar):
            noun = "text of that shape" if kind.startswith("string") else "a value in that range"
            text = f"{shown(given)} is not allowed{takes}; give {noun}{meaning}"
        else:
            count = len(given.items) if isinstance(given, Items) else 0
            text = f"holds {count} item{'' if count == 1 else 's'}{takes}; give as many as that{meaning}"
        self._complain(line_of(self.tree, path), path, text)


def _own_path(location: tuple[int | str, ...], data: Any, missing: bool) -> yaml_tree.Path:
    """A model's error location without the names of union branches, which stand in no file."""
    path: list[int | str] = []
    for number, step in enumerate(location):
        if isinstance(data, dict) and step in data:
            path.append(step)
            data = data[str(step)]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            path.append(step)
            data = data[step]
        elif isinstance(data, dict) and missing and number == len(location) - 1:
            path.append(step)
    return tuple(path)


def _first_named(text: str, given: Tree | None) -> yaml_tree.Path:
    """Path of the first field that a text names and the file gives; of an item in a list, the item at the least."""
    for word in _OWN_FIELD.findall(text):
        steps = _steps(word)
        while steps:
            if at(given, steps) is not None:
                return steps
            # Only an item of a list is surely meant where the field itself is absent.
            steps = steps[:-1] if any(isinstance(step, int) for step in steps) else ()
    return ()


def _steps(word: str) -> yaml_tree.Path:
    """``events[2].of`` as a path."""
    return tuple(int(step) if step.isdecimal() else step for step in re.findall(r"[a-z_]+|[0-9]+", word))


def _info(path: yaml_tree.Path, tree: Tree) -> FieldInfo | None:
    """The schema's field at a path of the file."""
    parts: list[type[Part]] = [Scenario]
    info: FieldInfo | None = None
    here: yaml_tree.Path = ()
    for step in path:
        here = (*here, step)
        if isinstance(step, int):
            info = None if info is None else item_field(info)
            continue
        model = at(tree, (*here[:-1], tag_field(parts)))
        chosen = [part for part in parts if isinstance(model, Scalar) and model.text in tags(part)] or parts
        info = next((part.model_fields[step] for part in chosen if step in part.model_fields), None)
        if info is None:
            return None
        parts = list(parts_below(info))
    return info
