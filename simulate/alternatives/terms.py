"""The terms of the two other ways to raise the money: numbers that nobody gave, each with its range."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from simulate.errors import ConfigError

_RANGES: dict[str, tuple[float, float]] = {
    "placement_discount": (0.0, 0.9),
    "market_participation": (0.001, 1.0),
    "market_sessions": (1, 2520),
    "market_commission": (0.0, 0.5),
}


@dataclass(frozen=True)
class AlternativeTerms:
    """What a placement and sales at the market are taken to cost; all [assumed] (METHODS, Other ways to raise it).

    Attributes
    ----------
    placement_discount
        Of the placement's price, under the closing price of session 0. 8%: what the company of ``valence-1998`` took
        below recent averages when it sold common in 1999 [public].
    market_participation
        Share of a session's volume that sales at the market may be.
    market_sessions
        Equal daily parts in which the money is to be raised.
    market_commission
        Of the sales agent, as a share of what is sold.
    """

    placement_discount: float = 0.08
    market_participation: float = 0.10
    market_sessions: int = 126
    market_commission: float = 0.03

    def __post_init__(self) -> None:
        problems = []
        for each in fields(self):
            low, high = _RANGES[each.name]
            value = getattr(self, each.name)
            if not low <= value <= high:
                problems.append(f"{each.name}: {value:g} is not allowed; allowed: from {low:g} to {high:g}")
        if problems:
            raise ConfigError(problems)

    @classmethod
    def of(cls, **given: Decimal | float | None) -> AlternativeTerms:
        """The terms with those that are given; None stands for a default.

        Parameters
        ----------
        **given
            By name.

        Returns
        -------
        AlternativeTerms
        """
        kinds = {each.name: int if isinstance(each.default, int) else float for each in fields(cls)}
        named: dict[str, Any] = {name: kinds[name](value) for name, value in given.items() if value is not None}
        return cls(**named)

    def as_dict(self) -> dict[str, Any]:
        """The numbers by name, for the file beside them."""
        return {each.name: getattr(self, each.name) for each in fields(self)}
