"""YAML text as a tree of values that know their line: as much of YAML as a form needs, and no more.

Only mappings, sequences and scalars of YAML 1.2 are taken. Anchors, aliases, merge keys and tags are refused:
a scenario says each number once, in sight, and no file can grow in memory beyond its own size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

MAX_DEPTH = 24
MAX_VALUES = 20_000
MOST_DIGITS_READ = 5_000
"""Longer numbers count as infinite: to turn a hexadecimal one into a decimal takes the square of its length in time."""

Path = tuple[str | int, ...]
"""Where a value stands: ``("deal", "series", 0, "name")``."""

_NULL = re.compile(r"~|null|Null|NULL|")
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_OCTAL_OR_HEX = re.compile(r"0o[0-7_]*[0-7]|0x[0-9a-fA-F_]*[0-9a-fA-F]")
_NUMBER = re.compile(r"[-+]?(\.[0-9][0-9_]*|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, and what in words."""

    line: int
    path: Path
    text: str


class YamlError(Exception):
    """Text that cannot be read as YAML at all: a line (from 1; 0 if unknown) and what is wrong."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line, self.text = line, text


@dataclass(frozen=True)
class Scalar:
    """A single value: as written, and what it means in YAML 1.2 (None, bool, Decimal, date or str)."""

    line: int
    text: str
    value: bool | Decimal | date | str | None
    alias: bool = False


@dataclass(frozen=True)
class Items:
    """A sequence."""

    line: int
    items: list[Tree] = field(default_factory=list)


@dataclass(frozen=True)
class Mapping:
    """A mapping: values by key, and the line of each key."""

    line: int
    entries: dict[str, Tree] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


Tree = Scalar | Items | Mapping


def resolve(text: str) -> bool | Decimal | date | str | None:
    """What an unquoted scalar means in the core schema of YAML 1.2, with dates and ``1_000`` beside it.

    Parameters
    ----------
    text
        The scalar as written.

    Returns
    -------
    None, bool, decimal.Decimal, datetime.date or str
        Numbers exactly as written, infinities and NaN included; ``12:30`` and ``yes`` are text.
    """
    if _NULL.fullmatch(text):
        return None
    if text in _BOOL:
        return _BOOL[text]
    if len(text) > MOST_DIGITS_READ and (_OCTAL_OR_HEX.fullmatch(text) or _NUMBER.fullmatch(text)):
        return Decimal("inf")
    if _OCTAL_OR_HEX.fullmatch(text):
        return Decimal(int(text.replace("_", ""), 0))
    if _NUMBER.fullmatch(text):
        try:
            return Decimal(text.replace("_", ""))
        except InvalidOperation:  # an exponent beyond what decimals hold
            return Decimal("inf")
    if _NOT_FINITE.fullmatch(text):
        return Decimal(text.replace(".", "").lower())
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:  # 30 February: left as text, which no date field takes
            return text
    return text


def read_tree(text: str) -> tuple[Tree | None, list[Problem]]:
    """Read YAML text.

    Parameters
    ----------
    text
        One YAML document.

    Returns
    -------
    tree : Scalar, Items, Mapping or None
        None for an empty document.
    problems : list of Problem
        Repeated keys, anchors, aliases, merge keys and tags, each at its line.

    Raises
    ------
    YamlError
        If the text does not parse, nests too deep, or holds more than one document.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return _Builder(YAML(typ="rt", pure=True).parse(text)).document()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(part for part in (error.problem, error.context) if part)
        if mark is not None and error.context_mark is not None and error.context_mark.line != mark.line:
            what += f" begun on line {error.context_mark.line + 1}"
        raise YamlError(0 if mark is None else mark.line + 1, f"{what}; {_advice(what)}") from None
    except YAMLError as error:
        position = getattr(error, "position", None)
        line = 0 if position is None else text.count("\n", 0, position) + 1
        raise YamlError(line, f"{getattr(error, 'reason', error)}; remove the characters that are not text") from None


def _advice(what: str) -> str:
    if "\\t" in what:
        return "indent with spaces, not tabs"
    if "mapping values are not allowed" in what:
        return "check the indentation, and put text that holds ': ' in quotes"
    return "check the indentation, brackets and quotes around this line"


class _Builder:
    """Turns the parser's events into a tree; alias and anchor never reach it as structure."""

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._problems: list[Problem] = []
        self._values = 0

    def document(self) -> tuple[Tree | None, list[Problem]]:
        """The one document of the text as a tree, and what is wrong with it."""
        tree: Tree | None = None
        documents = 0
        for event in self._events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    raise YamlError(
                        event.start_mark.line + 1,
                        "a second document begins; one file is one scenario: put it in a file of its own",
                    )
            elif kind not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                tree = self._value(event, (), 1)
        if isinstance(tree, Scalar) and tree.value is None:
            tree = None
        return tree, self._problems

    def _value(self, event: Any, path: Path, depth: int) -> Tree:
        line = event.start_mark.line + 1
        self._values += 1
        if depth > MAX_DEPTH:
            raise YamlError(line, f"nested deeper than {MAX_DEPTH} levels; a scenario needs fewer than 10: flatten it")
        if self._values > MAX_VALUES:
            raise YamlError(line, f"more than {MAX_VALUES:,} values; a scenario needs about a hundred: remove the rest")
        kind = type(event).__name__
        if kind == "AliasEvent":
            self._problem(line, path, f"an alias (*{event.anchor}) is not taken; write the value out again")
            return Scalar(line, f"*{event.anchor}", None, alias=True)
        if event.anchor is not None:
            self._problem(line, path, f"an anchor (&{event.anchor}) is not taken; remove it and write each value out")
        # "!" alone is no tag but YAML's mark for "this is text".
        if event.tag is not None and event.tag != "!":
            self._problem(line, path, f"a tag ({event.tag}) is not taken; remove it and write the plain value")
        if kind == "ScalarEvent":
            plain = event.style is None or event.style == ""
            return Scalar(line, event.value, resolve(event.value) if plain else event.value)
        if kind == "SequenceStartEvent":
            sequence = Items(line)
            for item in self._events:
                if type(item).__name__ == "SequenceEndEvent":
                    break
                sequence.items.append(self._value(item, (*path, len(sequence.items)), depth + 1))
            return sequence
        return self._mapping(line, path, depth)

    def _mapping(self, line: int, path: Path, depth: int) -> Mapping:
        mapping = Mapping(line)
        for event in self._events:
            if type(event).__name__ == "MappingEndEvent":
                break
            here = event.start_mark.line + 1
            key_tree = self._value(event, path, depth + 1)
            key = key_tree.text if isinstance(key_tree, Scalar) else ""
            value = self._value(next(self._events), (*path, key), depth + 1)
            if not isinstance(key_tree, Scalar):
                self._problem(here, path, "a list or mapping stands as a key; a key is a single word: write it as one")
            elif key == "<<":
                self._problem(here, (*path, key), "a merge key (<<) is not taken; write the keys out")
            elif key in mapping.lines:
                first = mapping.lines[key]
                self._problem(
                    here,
                    (*path, key),
                    f"repeats the key of line {first}; a key stands once: remove line {first} or {here}",
                )
            else:
                mapping.entries[key] = value
                mapping.lines[key] = here
        return mapping

    def _problem(self, line: int, path: Path, text: str) -> None:
        self._problems.append(Problem(line, path, text))


def dotted(path: Path) -> str:
    """A path in the words of messages: ``deal.series[0].name``."""
    out = ""
    for step in path:
        out += f"[{step}]" if isinstance(step, int) else (f".{step}" if out else step)
    return out


def line_of(tree: Tree | None, path: Path) -> int:
    """Line of a value: its key's line in a mapping, else its own; its nearest parent's where it is absent."""
    line = 1
    for step in path:
        if isinstance(tree, Mapping) and isinstance(step, str) and step in tree.entries:
            line, tree = tree.lines[step], tree.entries[step]
        elif isinstance(tree, Items) and isinstance(step, int) and step < len(tree.items):
            tree = tree.items[step]
            line = tree.line
        else:
            break
    return line


def lines_by_path(tree: Tree, path: Path = ()) -> Iterator[tuple[str, int]]:
    """Every value's path, dotted, and its line as :func:`line_of` has it."""
    if isinstance(tree, Mapping):
        for key, value in tree.entries.items():
            yield dotted((*path, key)), tree.lines[key]
            yield from lines_by_path(value, (*path, key))
    elif isinstance(tree, Items):
        for number, item in enumerate(tree.items):
            yield dotted((*path, number)), item.line
            yield from lines_by_path(item, (*path, number))


def at(tree: Tree | None, path: Path) -> Tree | None:
    """The value at a path, or None where there is none."""
    for step in path:
        if isinstance(tree, Mapping) and isinstance(step, str):
            tree = tree.entries.get(step)
        elif isinstance(tree, Items) and isinstance(step, int) and step < len(tree.items):
            tree = tree.items[step]
        else:
            return None
    return tree
