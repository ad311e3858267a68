"""What a field of the schema takes, in words: types, ranges, units, and the nearest known name.

Everything is read from the models' annotations, ranges and marks: a new field needs nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from simulate.scenario.base import EARLIEST_DATE, LATEST_DATE, Part


@dataclass(frozen=True)
class Kind:
    """One alternative of a field's type.

    Attributes
    ----------
    type
        ``int``, ``Decimal``, ``bool``, ``date``, ``str``, ``tuple``, ``Literal``, ``None`` or a part.
    choices
        The values of a ``Literal``, or the item type of a ``tuple``.
    limits
        Bounds by name: ``gt``, ``ge``, ``lt``, ``le``, ``min_length``, ``max_length``, ``pattern``.
    fractions
        Whether ``1/32`` is taken beside decimals.
    """

    type: Any
    choices: tuple[Any, ...] = ()
    limits: dict[str, Any] = field(default_factory=dict)
    fractions: bool = False


def kinds(info: FieldInfo) -> tuple[Kind, ...]:
    """The alternatives of a field's type, with their bounds."""
    fractions = any(type(item).__name__ == "BeforeValidator" for item in info.metadata)
    return tuple(_alternatives(info.annotation, _limits(info.metadata), fractions))


def _alternatives(annotation: Any, limits: dict[str, Any], fractions: bool) -> Iterable[Kind]:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *metadata = get_args(annotation)
        yield from _alternatives(inner, limits | _limits(metadata), fractions)
    elif origin in (Union, UnionType):
        for argument in get_args(annotation):
            yield from _alternatives(argument, limits, fractions)
    elif origin is Literal:
        yield Kind(Literal, get_args(annotation))
    elif origin is tuple:
        yield Kind(tuple, (get_args(annotation)[0],), limits)
    else:
        yield Kind(annotation, (), limits, fractions and annotation is Decimal)


def _limits(metadata: Iterable[Any]) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    for item in metadata:
        if isinstance(item, FieldInfo):
            limits |= _limits(item.metadata)
        for name in ("gt", "ge", "lt", "le", "min_length", "max_length", "pattern"):
            value = getattr(item, name, None)
            if value is not None and not isinstance(item, FieldInfo):
                limits[name] = value
    return limits


def is_part(kind: Kind) -> bool:
    """Whether an alternative is a part of the scenario, with fields of its own."""
    return isinstance(kind.type, type) and issubclass(kind.type, BaseModel)


def extra(info: FieldInfo, name: str) -> str:
    """Unit, clause or mark of a field."""
    marks = info.json_schema_extra
    return str(marks.get(name, "")) if isinstance(marks, dict) else ""


def allowed(info: FieldInfo) -> str:
    """What a field takes: ``a number above 0 and at most 3 (fraction), or null``."""
    alternatives = kinds(info)
    out: list[str] = []
    parts = [kind for kind in alternatives if is_part(kind)]
    if len(parts) > 1:
        names = [part.type for part in parts]
        out.append(f"a mapping with {tag_field(names)} {listed(choice for part in names for choice in tags(part))}")
    for kind in alternatives:
        if is_part(kind) and len(parts) > 1:
            continue
        out.append(_allowed_kind(kind, extra(info, "unit")))
    return ", or ".join(out)


def _allowed_kind(kind: Kind, unit: str) -> str:
    if kind.type is NoneType:
        return "null"
    if kind.type is Literal:
        return listed(kind.choices)
    if kind.type is bool:
        return "true or false"
    if kind.type is date:
        return f"a date from {EARLIEST_DATE} to {LATEST_DATE}, written YYYY-MM-DD"
    if kind.type in (int, Decimal):
        noun = "a whole number" if kind.type is int else "a number"
        fraction = " or a fraction such as 1/32" if kind.fractions else ""
        return f"{noun}{fraction}{_range(kind.limits)}" + (f" ({unit})" if unit else "")
    if kind.type is tuple:
        return "a list" + _length(kind.limits, "item", "items")
    if is_part(kind):
        return f"a mapping with {', '.join(kind.type.model_fields)}"
    pattern = kind.limits.get("pattern")
    shape = f" that matches {pattern}" if pattern else ""
    return f"text{shape}{_length(kind.limits, 'character', 'characters')}"


def _range(limits: dict[str, Any]) -> str:
    low = (
        f"from {_plain(limits['ge'])}" if "ge" in limits else f"above {_plain(limits['gt'])}" if "gt" in limits else ""
    )
    high = ""
    if "le" in limits:
        high = f"to {_plain(limits['le'])}" if "ge" in limits else f"at most {_plain(limits['le'])}"
    elif "lt" in limits:
        high = f"below {_plain(limits['lt'])}"
    joint = " " if high.startswith("to ") else " and "
    words = joint.join(part for part in (low, high) if part)
    return f" {words}" if words else ""


def _length(limits: dict[str, Any], one: str, many: str) -> str:
    low, high = limits.get("min_length"), limits.get("max_length")
    if low is None and high is None:
        return ""
    if high is None:
        return f" of at least {low} {one if low == 1 else many}"
    return f" of {low or 0} to {high} {many}"


def _plain(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:f}" if isinstance(value, Decimal) else str(value)


def listed(choices: Iterable[Any]) -> str:
    """Alternatives in words: ``a, b or c``."""
    words = [str(choice) for choice in choices]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def tag_field(parts: Iterable[type[BaseModel]]) -> str:
    """The field by which a file chooses among parts: ``kind`` of an event, ``model`` of a price."""
    return "kind" if all("kind" in part.model_fields for part in parts) else "model"


def tags(part: type[BaseModel]) -> tuple[Any, ...]:
    """The values of the field by which a file chooses a part among others; empty if it has none."""
    info = part.model_fields.get(tag_field([part]))
    return () if info is None else tuple(choice for kind in kinds(info) for choice in kind.choices)


def item_field(info: FieldInfo) -> FieldInfo:
    """A list's item as a field: of the list's meaning and unit, without a name; the field itself if it is no list."""
    for kind in kinds(info):
        if kind.type is tuple:
            item = FieldInfo.from_annotation(kind.choices[0])
            item.description, item.json_schema_extra = info.description, info.json_schema_extra
            return item
    return info


def parts_below(info: FieldInfo) -> tuple[type[Part], ...]:
    """The parts that a field holds: by itself, in a list, or one of several."""
    out: list[type[Part]] = []
    for kind in kinds(info):
        inner = _alternatives(kind.choices[0], {}, False) if kind.type is tuple else (kind,)
        out += [one.type for one in inner if is_part(one)]
    return tuple(out)


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The word that is most like the one given, or None if none is."""
    folded = {candidate.casefold(): candidate for candidate in words}
    found = get_close_matches(word.casefold().replace("-", "_").replace(" ", "_"), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def fields_by_name(part: type[Part], path: str = "") -> dict[str, list[str]]:
    """Every field of the schema below a part: dotted paths by the field's own name."""
    out: dict[str, list[str]] = {}
    for name, info in part.model_fields.items():
        here = f"{path}.{name}" if path else name
        out.setdefault(name, []).append(here)
        for inner in parts_below(info):
            for key, found in fields_by_name(inner, here).items():
                out.setdefault(key, []).extend(path for path in found if path not in out.get(key, []))
    return out
