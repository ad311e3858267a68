"""Refusals of the bridge, at the line of the file: ``file:line: field: value what; allowed; what to do``."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from simulate.errors import ConfigError
from simulate.scenario import Scenario

EXACT_BITS = 53
"""Bits of a whole number that float64 holds exactly."""


class NotExact(Exception):
    """A whole number that float64 does not hold: the field whose decimals make it, and its bits."""

    def __init__(self, field: str, bits: int) -> None:
        super().__init__(field, bits)
        self.field, self.bits = field, bits


def refusal(scenario: Scenario, field: str, what: str, allowed: str, advice: str) -> ConfigError:
    """The error that refuses a field of a scenario, as its file has it.

    Parameters
    ----------
    scenario
        A checked scenario; one that was read from a file knows the lines of its fields.
    field
        Path of the field, such as ``deal.series[0].premium.rate_per_year``.
    what, allowed, advice
        What is wrong with its value, what would be allowed, and what to do.

    Returns
    -------
    ConfigError
    """
    line = scenario.line_of(field)
    where = "" if line is None else f"{scenario.source}:{line}: "
    value = _value(scenario, field)
    shown = "" if value is None else f"{value} "
    return ConfigError(f"{where}{field}: {shown}{what}; allowed: {allowed}; {advice}")


def refusal_of_decimals(scenario: Scenario, error: NotExact) -> ConfigError:
    """The error that refuses decimals which do not fit exact arithmetic."""
    return refusal(
        scenario,
        error.field,
        f"needs, with the decimals it is counted with, whole numbers of {error.bits} bits",
        f"decimals that fit {EXACT_BITS} bits together",
        "state it, or the decimals beside it, with fewer decimals",
    )


def _value(scenario: Scenario, field: str) -> str | None:
    """The field's value as text; None where it is absent or no single value."""
    value: Any = scenario
    for step in re.findall(r"\w+", field):
        value = value[int(step)] if step.isdecimal() else getattr(value, step)
        if value is None:
            return None
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, (str, int, date)) else None
