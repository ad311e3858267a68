"""What the page says of one rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Clause:
    """A rule of the contract's reading.

    Attributes
    ----------
    section
        Of the reading, 1 to 11.
    rule
        In a few words.
    cite
        The clause.
    kernels, ledger
        Functions that carry it out, dotted.
    tests
        ``file`` or ``file::name`` below ``tests/``.
    firings
        Names of ``tests.clauses.firings.COUNTED`` that count it.
    instead
        Where the rule is settled, if no function carries it out on a path.
    """

    section: int
    rule: str
    cite: str
    kernels: tuple[str, ...] = ()
    ledger: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    firings: tuple[str, ...] = ()
    instead: str = ""
