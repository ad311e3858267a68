"""How amounts, percentages, dates and lists are read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from simulate.config.canonical import plain_number


def money(value: Decimal) -> str:
    """Dollars without needless zeros: ``$7,500,000``, ``$6.03``."""
    text = f"{value:,f}" if value != value.to_integral_value() else f"{int(value):,}"
    whole, _, cents = text.partition(".")
    cents = cents.rstrip("0")
    return f"${whole}" + (f".{cents:0<2}" if cents else "")


def percent(value: Decimal) -> str:
    """A fraction as a percentage: ``4.9%``."""
    return f"{plain_number(value * 100)}%"


def day_of(value: date) -> str:
    """A date as it is read aloud: ``18 December 1998``."""
    return f"{value.day} {value:%B %Y}"


def days_of(values: Sequence[date]) -> str:
    """Dates in a row; of more than six, the first, how many between, and the last."""
    if len(values) <= 6:
        return listed([day_of(value) for value in values])
    return f"{day_of(values[0])}, {len(values) - 2} dates between, and {day_of(values[-1])}"


def span_of(values: Sequence[date]) -> str:
    """How many dates, and from when to when: ``26 dates, 20 January 2015 to 5 January 2016``."""
    if len(values) == 1:
        return f"1 date, {day_of(values[0])}"
    return f"{len(values)} dates, {day_of(values[0])} to {day_of(values[-1])}"


def counted(number: int, one: str, many: str) -> str:
    """The word for one, or for many: ``session``, ``5 sessions``."""
    return one if number == 1 else many


def number_of(number: int, one: str, many: str) -> str:
    """The number and its word: ``1 path``, ``5,000 paths``."""
    return f"{number:,} {counted(number, one, many)}"


def listed(words: list[str]) -> str:
    """Words in a row: ``A, B and C``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
