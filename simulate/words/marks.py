"""The switches and inputs of a scenario by their marks, found by walking the schema: no list is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic.fields import FieldInfo

from simulate.config.canonical import plain_number
from simulate.config.fields import extra, kinds
from simulate.scenario import Scenario, Series, Warrant
from simulate.scenario.base import Part
from simulate.words.in_force import not_in_force


@dataclass(frozen=True)
class InForce:
    """A field of a scenario as it stands.

    Attributes
    ----------
    name
        Dotted name, such as ``deal.limits.cap.returns``.
    value
        As text: numbers plain, ``none`` for null.
    unit, meaning, clause
        From the schema.
    alternatives
        The other values a switch can take; empty for numbers.
    """

    name: str
    value: str
    unit: str
    meaning: str
    clause: str
    alternatives: tuple[str, ...] = ()

    def line(self) -> str:
        """The field in one line of text."""
        value = f"{self.value} {self.unit}".rstrip() if self.value != "none" else self.value
        other = f" (or {', '.join(self.alternatives)})" if self.alternatives else ""
        clause = f" ({self.clause})" if self.clause else ""
        return f"{self.name} = {value}{other}: {self.meaning}{clause}"


def marked(scenario: Scenario, mark: Literal["choice", "assumed"]) -> list[InForce]:
    """Every field in force that carries a mark.

    Parameters
    ----------
    scenario
        Its parts that are null have no fields in force, nor have settings of a part that the deal lacks.
    mark
        As in :mod:`simulate.scenario.base`.

    Returns
    -------
    list of InForce
        In the order of the schema.
    """
    idle = not_in_force(scenario)
    return [
        _in_force(name, info, value)
        for name, info, value in _leaves(scenario, "")
        if extra(info, "mark") == mark and not any(name == one or name.startswith(f"{one}.") for one in idle)
    ]


def _in_force(name: str, info: FieldInfo, value: Any) -> InForce:
    return InForce(
        name,
        value_text(value),
        extra(info, "unit"),
        info.description or "",
        extra(info, "clause"),
        _alternatives(info, value),
    )


def choices_in_force(scenario: Scenario) -> list[InForce]:
    """Every [choice] of a scenario with its value: where the documents are open, this is what was taken."""
    return marked(scenario, "choice")


def assumed_inputs(scenario: Scenario) -> list[InForce]:
    """Every [assumed] input of a scenario with its value: nobody gave it. A null is no input."""
    named = [
        _in_force(name, info, value)
        for part, path in _with_assumed(scenario)
        for name, info, value in _leaves(part, path)
        for assumed in part.assumed
        if name == (whole := f"{path}.{assumed}") or name.startswith(f"{whole}.")
    ]
    given = {item.name for item in named}
    out = [item for item in marked(scenario, "assumed") if item.value != "none" and item.name not in given]
    return sorted([*named, *out], key=lambda item: not item.name.startswith("deal."))


def _with_assumed(scenario: Scenario) -> Iterator[tuple[Series | Warrant, str]]:
    """The parts that name their own assumed terms, each with its path."""
    for number, series in enumerate(scenario.deal.series):
        yield series, f"deal.series[{number}]"
    for number, warrant in enumerate(scenario.deal.warrants):
        yield warrant, f"deal.warrants[{number}]"


def _leaves(part: Part, path: str) -> Iterator[tuple[str, FieldInfo, Any]]:
    for name, info in type(part).model_fields.items():
        value = getattr(part, name)
        here = f"{path}.{name}" if path else name
        if isinstance(value, Part):
            yield from _leaves(value, here)
        elif isinstance(value, tuple) and value and isinstance(value[0], Part):
            for number, item in enumerate(value):
                yield from _leaves(item, f"{here}[{number}]")
        else:
            yield here, info, value


def value_text(value: Any) -> str:
    """A field's value as it would be written, ``none`` for null."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, tuple):
        return ", ".join(value_text(item) for item in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _alternatives(info: FieldInfo, value: Any) -> tuple[str, ...]:
    out: list[str] = []
    for kind in kinds(info):
        if kind.type is bool:
            out += ["true", "false"]
        elif kind.type is Literal:
            out += [str(choice) for choice in kind.choices]
    return tuple(word for word in out if word != value_text(value))
