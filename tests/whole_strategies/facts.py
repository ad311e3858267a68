"""What the parts of a random deal are measured by: its dates, its price, and the shares its face would become."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from strategies import decimal


class Facts:
    """Numbers that every other part refers to.

    Parameters
    ----------
    parts
        A deal as ``strategies.random_parts`` draws it.
    """

    def __init__(self, parts: dict[str, Any]) -> None:
        deal = parts["deal"]
        self.start: date = deal["start"]
        self.horizon: date = deal["horizon"]
        self.matures: date = max(one["maturity"] for one in deal["series"])
        self.price = float(parts["market"]["start_price_usd"])
        self.outstanding: int = deal["common"]["outstanding_shares"]
        self.median_volume: int = parts["market"]["volume"]["median_shares"]
        self.names: list[str] = [one["name"] for one in deal["series"]]
        self.shares = {one["name"]: max(1, round(face_usd(one) / self.price)) for one in deal["series"]}
        """Common that each series would become at the price of session 0."""
        self.face_usd = sum(face_usd(one) for one in deal["series"])

    @property
    def expected_shares(self) -> int:
        """Common that all series would become at the price of session 0."""
        return sum(self.shares.values())

    def day(self, random: Random, low: float = 0, high: float = 1) -> date:
        """A date between two shares of the run."""
        days = (self.horizon - self.start).days
        return self.start + timedelta(
            days=random.randint(round(low * days), max(round(low * days), round(high * days)))
        )

    def days(self, random: Random, most: int, low: float = 0, high: float = 1) -> list[date]:
        """One to ``most`` dates in ascending order, each once."""
        return sorted({self.day(random, low, high) for _ in range(random.randint(1, most))})

    def dollars(self, random: Random, low: float, high: float) -> Decimal:
        """A price between two multiples of the price of session 0, in whole cents, at least one."""
        return max(Decimal("0.01"), decimal(random, low * self.price, high * self.price, 2))

    def share_count(self, random: Random, low: float, high: float) -> int:
        """A number of shares between two multiples of what all series would become."""
        return max(1, round(self.expected_shares * random.uniform(low, high)))


def face_usd(series: dict[str, Any]) -> float:
    """Stated value of all preferred of a series."""
    return float(series["stated_value_usd"]) * series["preferred_shares"]
