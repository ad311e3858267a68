"""The axes of a sweep: a field and its values, as ``start:stop:count`` or a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from fractions import Fraction
from itertools import product
from typing import Any

from simulate.config import yaml_tree
from simulate.config.canonical import plain_number
from simulate.config.yaml_tree import resolve
from simulate.errors import ConfigError
from simulate.sweeps.places import Place, find_place

MOST_POINTS = 10_000
"""Points of the largest grid."""
_FINEST = Decimal("0.000001")
"""What the values of ``start:stop:count`` are rounded to."""


@dataclass(frozen=True)
class Axis:
    """One field and the values it takes.

    Attributes
    ----------
    place
        The field.
    texts
        Its values, each as a file would have it.
    """

    place: Place
    texts: tuple[str, ...]

    @property
    def is_numeric(self) -> bool:
        """Whether every value is a number."""
        return all(isinstance(resolve(text), Decimal) for text in self.texts)


def axes_of(tree: yaml_tree.Mapping, vary: Mapping[str, str | Sequence[Any]]) -> tuple[Axis, ...]:
    """The axes of a sweep.

    Parameters
    ----------
    tree
        The scenario's file.
    vary
        By field, its values.

    Returns
    -------
    tuple of Axis
        In the order given.

    Raises
    ------
    ConfigError
        With a line for each field or value that cannot be used.
    """
    problems: list[str] = []
    axes: list[Axis] = []
    for field, given in vary.items():
        try:
            place = find_place(tree, field)
            if any(axis.place.path == place.path for axis in axes):
                raise ConfigError(f"{place.name}: is varied twice; give all its values at once")
            axes.append(Axis(place, _values(place.name, given)))
        except ConfigError as error:
            problems += error.messages
    count = 1
    for axis in axes:
        count *= len(axis.texts)
    if not vary:
        problems.append("nothing is varied; name at least one field and its values")
    if count > MOST_POINTS:
        problems.append(f"the grid has {count:,} points; at most {MOST_POINTS:,} are run: take fewer values")
    if problems:
        raise ConfigError(problems)
    return tuple(axes)


def points_of(axes: Sequence[Axis]) -> list[tuple[str, ...]]:
    """Every point of the grid, the last axis running fastest."""
    return list(product(*(axis.texts for axis in axes)))


def _values(name: str, given: str | Sequence[Any]) -> tuple[str, ...]:
    """The values of an axis as text."""
    if isinstance(given, str):
        texts = _grid(name, given) if given.count(":") else [text.strip() for text in given.split(",")]
    else:
        texts = [_text(value) for value in given]
    if not texts or any(not text for text in texts):
        raise ConfigError(f"{name}: {given!r} lacks a value; give start:stop:count, or a list such as 0.9,0.95,1")
    same: dict[Any, str] = {}
    for text in texts:
        value = resolve(text)
        if value in same:
            raise ConfigError(f"{name}: {same[value]} and {text} are one value; give each once")
        same[value] = text
    return tuple(texts)


def _grid(name: str, text: str) -> list[str]:
    """Evenly spaced numbers, both ends among them."""
    words = [word.strip() for word in text.split(":")]
    advice = "give start:stop:count such as 0.85:1.05:9; dates and words stand in a list, 1999-03-15,1999-07-27"
    try:
        start, stop, count = (Decimal(word) for word in words)
    except (ValueError, InvalidOperation):
        raise ConfigError(f"{name}: {text!r} is no grid of numbers; {advice}") from None
    if not (start.is_finite() and stop.is_finite() and count.is_finite()):
        raise ConfigError(f"{name}: {text!r} is not finite; {advice}")
    if count != count.to_integral_value() or not 2 <= count <= MOST_POINTS:
        raise ConfigError(f"{name}: {words[2]} is no count from 2 to {MOST_POINTS:,}; {advice}")
    out = []
    for k in range(int(count)):
        exact = Fraction(start) + (Fraction(stop) - Fraction(start)) * k / (int(count) - 1)
        value = Decimal(exact.numerator) / Decimal(exact.denominator)
        out.append(plain_number(value.quantize(_FINEST, ROUND_HALF_EVEN)))
    return out


def _text(value: Any) -> str:
    """A value as a file would have it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, (int, Decimal)):
        return plain_number(Decimal(value))
    return value.isoformat() if isinstance(value, date) else str(value)
