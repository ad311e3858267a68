"""One row of the validation: what was expected, what came out, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["agrees", "differs", "not yet"]

STANDARD_ERRORS = 4.0
"""How far an estimate may lie from its number: many are looked at together (CONTRIBUTING)."""


@dataclass(frozen=True)
class Row:
    """One number that the program must reproduce.

    Attributes
    ----------
    table
        Where it is published: V1, V2, and so on, or contract 12.
    what
        What it is.
    expected
        As published.
    got
        What the installed program gives; None if it cannot do this yet.
    error
        Standard error of what it gives; 0 where it is exact.
    allowed
        How far the two may lie apart.
    note
        How it was computed, or why it was not.
    """

    table: str
    what: str
    expected: float
    got: float | None
    error: float = 0.0
    allowed: float = 0.0
    note: str = ""

    @property
    def verdict(self) -> Verdict:
        """Whether both agree; ``not yet`` is no agreement."""
        if self.got is None:
            return "not yet"
        return "agrees" if abs(self.got - self.expected) <= self.allowed else "differs"


def exactly(table: str, what: str, expected: float, got: float, note: str = "") -> Row:
    """A row of a number that must be met exactly."""
    return Row(table, what, expected, got, note=note)


def estimated(table: str, what: str, expected: float, got: float, error: float | None, note: str = "") -> Row:
    """A row of an estimate, which must come within :data:`STANDARD_ERRORS`."""
    known = 0.0 if error is None else error
    return Row(table, what, expected, got, known, STANDARD_ERRORS * known, note)


def bracketed(
    table: str, what: str, expected: float, lower: tuple[float, float], upper: tuple[float, float], note: str = ""
) -> Row:
    """A row of a number that must lie between two estimates, each with its error."""
    error = max(lower[1], upper[1])
    half = (upper[0] - lower[0]) / 2
    said = f"from {lower[0]:.6f} to {upper[0]:.6f}; {note}"
    return Row(table, what, expected, lower[0] + half, error, max(half, 0.0) + STANDARD_ERRORS * error, said)


def not_yet(table: str, what: str, expected: float, why: str) -> Row:
    """A row of something that this version cannot do."""
    return Row(table, what, expected, None, note=why)
