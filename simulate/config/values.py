"""The value of a scalar in a field: taken as written and never converted, or refused with what to do."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from types import NoneType
from typing import Any, Literal

from pydantic.fields import FieldInfo

from simulate.config.fields import Kind, is_part, kinds, nearest
from simulate.config.yaml_tree import Scalar

MOST_DIGITS = 30
_ONE_COMMA = re.compile(r"([-+]?\d+),(\d+)")
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")
"""With one comma alone it may part thousands, or decimals; any other comma alone can only part decimals."""

_YES_AND_NO = {"yes": "true", "y": "true", "on": "true", "no": "false", "n": "false", "off": "false"}


class Refused:
    """Stands for a value that was refused already, so that its part is still checked around it."""


def take(scalar: Scalar, info: FieldInfo) -> Any:
    """The value of a scalar in a field, by the types the field takes.

    Parameters
    ----------
    scalar
        As written.
    info
        The field.

    Returns
    -------
    object
        int, Decimal, bool, date, str or None; never converted from one to another.

    Raises
    ------
    ValueError
        With two arguments: what is wrong, and what to do.
    """
    alternatives = kinds(info)
    for kind in alternatives:
        try:
            return _take_kind(scalar, kind)
        except _NotThis:
            continue
    raise ValueError(*_complaint(scalar, alternatives, info))


class _NotThis(Exception):
    """The scalar is not of this kind."""


def _take_kind(scalar: Scalar, kind: Kind) -> Any:
    value = scalar.value
    if kind.type is NoneType and value is None:
        return None
    if kind.type is bool and isinstance(value, bool):
        return value
    if kind.type is Decimal:
        if isinstance(value, Decimal) and value.is_finite():
            return value
        if kind.fractions and isinstance(value, str) and "/" in value:
            return value
    # A huge exponent would make a huge integer: the ranges end far below.
    if (
        kind.type is int
        and isinstance(value, Decimal)
        and value.is_finite()
        and value.adjusted() < MOST_DIGITS
        and value == value.to_integral_value()
    ):
        return int(value)
    if kind.type is date:
        if isinstance(value, date):
            return value
        if isinstance(value, str):
            try:
                return date.fromisoformat(value) if len(value) == 10 else _refuse()
            except ValueError:
                pass
    if kind.type is str and isinstance(value, str):
        if not value.isprintable():  # a line end, or what would steer the terminal it is shown on
            raise ValueError(f"{shown(scalar)} holds a character that cannot be printed", "remove it")
        return value
    if kind.type is Literal:
        for choice in kind.choices:
            if isinstance(choice, str) and value == choice:
                return choice
            if isinstance(choice, int) and isinstance(value, Decimal) and value == choice:
                return choice
    raise _NotThis


def _refuse() -> date:
    raise ValueError


def _complaint(scalar: Scalar, alternatives: tuple[Kind, ...], info: FieldInfo) -> tuple[str, str]:
    """What is wrong with a scalar, and what to do."""
    value, text = scalar.value, shown(scalar)
    types = {kind.type for kind in alternatives}
    if value is None:
        default = not info.is_required()
        return "is empty (null)", "remove the line for the default" if default else "give a value"
    if any(is_part(kind) for kind in alternatives) or tuple in types:
        what = "a list" if tuple in types else "a mapping"
        return f"{text} is a single value, not {what}", "put its parts below it, one to a line"
    if bool in types:
        yes = _YES_AND_NO.get(str(value).casefold())
        return f"{text} is not true or false" + (" (YAML 1.2 reads it as text)" if yes else ""), (
            f"write {yes}" if yes else "write true or false, without quotes"
        )
    if date in types:
        return (
            f"{text} is no date of the calendar written YYYY-MM-DD",
            "write it like 1998-12-18, without quotes or a time",
        )
    if types & {int, Decimal}:
        return _number_complaint(value, text, int in types, info)
    if Literal in types:
        choices = [str(choice) for kind in alternatives for choice in kind.choices]
        guess = nearest(str(value), choices)
        if guess == value:
            return f"{text} is text, not a number", f"write {guess}, without quotes"
        return f"{text} is none of them", f"did you mean {guess}?" if guess else "choose one of them"
    return f"{text} is not text but {_kind_word(value)}", f'put it in quotes: "{scalar.text}"'


def _number_complaint(value: Any, text: str, whole: bool, info: FieldInfo) -> tuple[str, str]:
    if isinstance(value, Decimal):
        if not value.is_finite():
            return f"{text} is not a finite number", "give a finite number"
        if whole and value == value.to_integral_value():
            return f"{text} is out of range", "give a number in that range"
        return f"{text} is not a whole number", "give a whole number"
    if isinstance(value, str):
        bare = value.replace("$", "").replace(" ", "")
        if (parts := _ONE_COMMA.fullmatch(bare)) is not None and not (whole and _THOUSANDS.fullmatch(bare)):
            decimals, joined = f"{parts[1]}.{parts[2]}", f"{parts[1]}{parts[2]}"
            if _THOUSANDS.fullmatch(bare):
                return f"{text} is text: its comma may part thousands or decimals", f"write {joined} or {decimals}"
            return f"{text} is text, not a number", f"write {decimals}, with a point for the comma"
        bare = bare.replace(",", "")
        if bare.endswith("%"):
            return f"{text} is text, not a number", "write percents as fractions: 6% is 0.06"
        try:
            number = Decimal(bare)
        except ArithmeticError:
            return f"{text} is text, not a number", "give a number"
        if number.is_finite():
            return f"{text} is text, not a number", f"write {bare}, without quotes, commas or signs of money"
    return f"{text} is {_kind_word(value)}, not a number", "give a number"


def _kind_word(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, Decimal):
        return "a number"
    return "a date" if isinstance(value, date) else "text"


def shown(scalar: Scalar) -> str:
    """A scalar as messages show it: text in quotes, cut at 60 characters."""
    text = scalar.text if len(scalar.text) <= 60 else scalar.text[:57] + "..."
    return repr(text) if isinstance(scalar.value, str) else text
