"""How amounts, percentages, dates and lists are read aloud."""

from __future__ import annotations

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


def listed(words: list[str]) -> str:
    """Words in a row: ``A, B and C``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
