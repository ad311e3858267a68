"""The run: how many paths, from which seed, and how results are stated."""

from __future__ import annotations

from decimal import Decimal

from simulate.scenario.base import Exact, Part, term


class Run(Part):
    """Settings of the simulation; none of them is a term of the deal."""

    paths: int = term("Number of simulated paths", unit="paths", mark="setting", default=100_000, ge=1, le=10**12)
    seed: int = term("Seed of the counter-based random numbers", mark="setting", default=1998, ge=0, lt=2**64)
    confidence: Exact = term(
        "Level of the Monte Carlo intervals",
        unit="fraction",
        mark="setting",
        default=Decimal("0.95"),
        ge=Decimal("0.5"),
        le=Decimal("0.9999"),
    )
    tail: Exact = term(
        "Level alpha of the expected shortfall: the mean of the worst n - ceil(n x alpha) + 1 paths",
        unit="fraction",
        mark="setting",
        default=Decimal("0.95"),
        ge=Decimal("0.5"),
        le=Decimal("0.999"),
    )
    exact_quantiles: int = term(
        "Up to this many paths quantiles are exact order statistics; beyond it they come from bins 0.1% wide",
        unit="paths",
        mark="setting",
        default=2**20,
        ge=1,
        le=2**28,
    )
