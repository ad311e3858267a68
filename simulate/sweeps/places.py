"""Where a field stands in a scenario's file, by its dotted name; and the file with another value there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic.fields import FieldInfo

from simulate.config.fields import kinds, nearest, parts_below, tag_field, tags
from simulate.config.yaml_tree import Items, Mapping, Path, Scalar, Tree, at, line_of, resolve
from simulate.errors import ConfigError
from simulate.scenario import Scenario
from simulate.scenario.base import Part

_STEP = re.compile(r"[^.\[\]]+")
_SET_BY_THE_SWEEP = ("run", "schema_version", "name")


@dataclass(frozen=True)
class Place:
    """A field of a scenario's file.

    Attributes
    ----------
    name
        Dotted, with the names of series and warrants: ``deal.series.B.conversion_price.fixed_usd``.
    path
        The same as steps in the file's tree.
    info
        Of the schema.
    """

    name: str
    path: Path
    info: FieldInfo


def find_place(tree: Mapping, text: str) -> Place:
    """The field that a dotted name stands for.

    Parameters
    ----------
    tree
        A scenario's file.
    text
        Series, warrants and statements by name or number: ``deal.series.B.maturity``, ``deal.series[1].maturity``.

    Returns
    -------
    Place

    Raises
    ------
    ConfigError
        If there is no such field, or it holds more than a single value.
    """
    steps: list[str] = _STEP.findall(text)
    if not steps or re.sub(r"\[([^.\[\]]+)\]", r".\1", text) != ".".join(steps):
        raise ConfigError(f"{text!r}: is no field; name one such as deal.series.B.conversion_price.fixed_usd")
    if steps[0] in _SET_BY_THE_SWEEP:
        raise ConfigError(
            f"{text}: is not varied: a sweep has one {steps[0]} at every point; vary deal, market or holder"
        )
    names: list[str] = []
    path: list[str | int] = []
    parts: list[type[Part]] = [Scenario]
    info: FieldInfo | None = None
    in_list = False
    for step in steps:
        here = at(tree, tuple(path))
        if in_list:
            number, name = _item(here, step, names)
            path.append(number)
            names.append(name)
            in_list = False
            continue
        info = _field(tree, tuple(path), parts, step, names)
        names.append(step)
        path.append(step)
        parts = list(parts_below(info))
        in_list = bool(parts) and any(kind.type is tuple for kind in kinds(info))
        given = at(tree, tuple(path))
        empty = given is None or (isinstance(given, Scalar) and given.value is None)
        if step is not steps[-1] and parts and empty and (given is not None or info.default is None):
            raise ConfigError(
                f"{'.'.join(names)}: is null in this scenario, so {text} means nothing; give it in the file first"
            )
    assert info is not None  # there is a step
    full = ".".join(names)
    if in_list or parts:
        inner = parts[0].model_fields
        raise ConfigError(f"{full}: is not a single value; vary one of its fields: {', '.join(inner)}")
    if all(kind.type is tuple for kind in kinds(info)):
        raise ConfigError(f"{full}: is a list; a sweep varies single values: vary another field")
    return Place(full, tuple(path), info)


def _field(tree: Mapping, path: Path, parts: list[type[Part]], step: str, names: list[str]) -> FieldInfo:
    """The schema's field of a name, in the part that the file has there."""
    if not parts:
        raise ConfigError(f"{'.'.join(names)}: is a single value and has no field {step}; leave that off")
    chosen = parts
    if len(parts) > 1:
        tag = at(tree, (*path, tag_field(parts)))
        chosen = [part for part in parts if isinstance(tag, Scalar) and tag.text in map(str, tags(part))] or parts
    for part in chosen:
        if step in part.model_fields:
            return part.model_fields[step]
    known = list(dict.fromkeys(name for part in chosen for name in part.model_fields))
    guess = nearest(step, known)
    inside = f" of {'.'.join(names)}" if names else ""
    hint = f"did you mean {'.'.join([*names, guess])}?" if guess else f"there are {', '.join(known)}"
    raise ConfigError(f"{'.'.join([*names, step])}: no such field{inside}; {hint}")


def _item(given: Tree | None, step: str, names: list[str]) -> tuple[int, str]:
    """An item of a list by its name or its number, and what it is called."""
    items = given.items if isinstance(given, Items) else []
    called = [_name_of(item, number) for number, item in enumerate(items)]
    if step in called:
        return called.index(step), step
    if step.isdecimal() and int(step) < len(items):
        return int(step), called[int(step)]
    guess = nearest(step, called)
    hint = f"did you mean {guess}?" if guess else f"there are {', '.join(called) if called else 'none'}"
    raise ConfigError(f"{'.'.join([*names, step])}: no such item of {'.'.join(names)}; {hint}")


def _name_of(item: Tree, number: int) -> str:
    name = at(item, ("name",))
    return name.text.strip() if isinstance(name, Scalar) else str(number)


def with_value(tree: Tree | None, path: Path, text: str, line: int = 1) -> Tree:
    """A tree with another single value at a path.

    Parameters
    ----------
    tree
        What stands there; None: nothing, and a mapping is made.
    path
        Of :class:`Place`.
    text
        The value, as a file would have it.
    line
        Where messages look for it, if the file does not give it.

    Returns
    -------
    Tree
        A new one; the old is left as it is.
    """
    if not path:
        where = line if tree is None else tree.line
        return Scalar(where, text, resolve(text))
    step, rest = path[0], path[1:]
    if isinstance(tree, Items) and isinstance(step, int):
        items = [with_value(item, rest, text, line) if k == step else item for k, item in enumerate(tree.items)]
        return Items(tree.line, items)
    old = tree if isinstance(tree, Mapping) else Mapping(line)
    key = str(step)
    where = line_of(old, (key,)) if key in old.entries else old.line
    entries = old.entries | {key: with_value(old.entries.get(key), rest, text, where)}
    return Mapping(old.line, entries, old.lines | {key: where})
