"""A scenario with one of its fields at another value, checked as a file's would be."""

from __future__ import annotations

from typing import Any, TypeVar

from simulate.scenario import Scenario
from simulate.scenario.base import Part

Steps = tuple[str | int, ...]
"""Where a field stands: names of fields, and places in lists."""

_P = TypeVar("_P", bound=Part)


def with_field(scenario: Scenario, steps: Steps, value: Any) -> Scenario:
    """The scenario with another value of one field.

    Parameters
    ----------
    scenario
        As given; it stays as it is.
    steps
        Of the field, such as ``("deal", "series", 1, "maturity")``.
    value
        What it is to be.

    Returns
    -------
    Scenario
        Read from the same file, so that records are found where they were.

    Raises
    ------
    pydantic.ValidationError
        If the schema refuses the value, or what the parts around it then say together.
    """
    checked = _with(scenario, steps, value)
    part = str(steps[0])
    # A copy keeps where the file stands; the parts have been checked.
    return scenario.model_copy(update={part: getattr(checked, part)})


def _with(part: _P, steps: Steps, value: Any) -> _P:
    """A part with another value below it, checked level by level."""
    name, rest = str(steps[0]), steps[1:]
    old = getattr(part, name)
    if not rest:
        new = value
    elif isinstance(old, tuple):
        place = int(rest[0])
        items = list(old)
        items[place] = _with(items[place], rest[1:], value) if rest[1:] else value
        new = tuple(items)
    else:
        new = _with(old, rest, value)
    # What was left out stays so: its default may depend on what is given.
    given = {field: getattr(part, field) for field in part.model_fields_set}
    return type(part).model_validate(given | {name: new})
