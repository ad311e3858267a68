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
from simulate.scenario import Scenario
from simulate.scenario.base import Part


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


@dataclass(frozen=True)
class Reading:
    """A reading of the documents that has no switch yet."""

    text: str
    clause: str


FIXED_READINGS = (
    Reading("Business days are the exchange's sessions; Premium runs on calendar days.", "contract 2"),
    Reading("The volume in the sale limit is the session's total, the holder's own sales included.", "SPA 4.15"),
    Reading("The ownership limit counts shares held, not what unconverted preferred could become.", "CoD IV.G(ii)"),
    Reading(
        "What maturity requires to convert does so as far as the limits and the authorized shares allow; that all "
        "shares be authorized, reserved, registered and listed first is not tested yet.",
        "CoD IV.H",
    ),
    Reading(
        "The company raises its reserve and its registration in time, as far as authorized; registered shares are not "
        "counted, no registration payments accrue, and there are no suspension windows. Rule 144 is no exit.",
        "CoD V.B, RRA 2.3, 3.2",
    ),
    Reading(
        "Warrants are not modelled yet: they take none of the Cap Amount, the reserve or the authorized shares.",
        "CoD IV.G(i), W 5",
    ),
    Reading("What the Cap Amount holds back is not redeemed yet.", "CoD IV.G(i), VIII"),
    Reading("The last session is valued at its bid; what is left is not sold in a rush.", "contract 11"),
)
"""Readings that every scenario shares, because no field switches them."""

EARLIER_FLAT = Reading(
    "Before session 0 the closing bids stand at session 0's bid and the volumes at their median: no record is given.",
    "contract 2",
)


def marked(scenario: Scenario, mark: Literal["choice", "assumed"]) -> list[InForce]:
    """Every field in force that carries a mark.

    Parameters
    ----------
    scenario
        Its parts that are null have no fields in force.
    mark
        As in :mod:`simulate.scenario.base`.

    Returns
    -------
    list of InForce
        In the order of the schema.
    """
    return [_in_force(name, info, value) for name, info, value in _leaves(scenario, "") if extra(info, "mark") == mark]


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
        for number, series in enumerate(scenario.deal.series)
        for name, info, value in _leaves(series, f"deal.series[{number}]")
        for assumed in series.assumed
        if name == (whole := f"deal.series[{number}].{assumed}") or name.startswith(f"{whole}.")
    ]
    given = {item.name for item in named}
    out = [item for item in marked(scenario, "assumed") if item.value != "none" and item.name not in given]
    return sorted([*named, *out], key=lambda item: not item.name.startswith("deal."))


def fixed_readings(scenario: Scenario) -> list[Reading]:
    """The readings in force that no field switches."""
    return [*FIXED_READINGS, *([EARLIER_FLAT] if scenario.market.earlier_record is None else [])]


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
