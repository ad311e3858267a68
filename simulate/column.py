"""One per-path output, as the registry describes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Dtype = Literal["int64", "float64"]
"""How shares are held: whole, or fractions for the closed forms."""

BOOKS = "contract 11"
"""The clause of what is told of the three books."""


@dataclass(frozen=True)
class Column:
    """One per-path output.

    Attributes
    ----------
    name, dtype, unit, meaning, clause
        As they stand in the Parquet schema. ``dtype`` is ``int64``, ``float64`` or ``bool``.
    worst
        Which tail the expected shortfall is taken in: ``high`` is bad for the company (shares), ``low`` for the
        investor (P&L). Empty: no expected shortfall.
    nullable
        Whether the value can be undefined on a path; then it is null in Parquet and counted in tables.
    headline
        Whether the terminal table shows it without being asked.
    """

    name: str
    dtype: Literal["int64", "float64", "bool"]
    unit: str
    meaning: str
    clause: str = ""
    worst: Literal["high", "low", ""] = ""
    nullable: bool = False
    headline: bool = False
