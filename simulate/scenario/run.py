"""The run: how many paths, from which seed, and how results are stated."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from pydantic import model_validator

from simulate.scenario.base import Exact, Part, refuse, term

if TYPE_CHECKING:
    from simulate.scenario.market import Market

PATHS_TOGETHER = {"plain": 1, "antithetic": 2, "sobol": 4096}
"""Paths that share random numbers, by sampling: none, a pair, a scrambled net. Errors are of these, not of paths."""
LEAST_TOGETHER = 2
"""Pairs, or nets, that a run needs: of one alone no error can be told."""
ENOUGH_TOGETHER = 16
"""Of which an error is known to a fifth."""


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
    sampling: Literal["plain", "antithetic", "sobol"] = term(
        "How paths share random numbers: plain, each has its own; antithetic, pairs with negated normals; sobol, a "
        "scrambled Sobol sequence with a Brownian bridge. Errors are of pairs or of independent randomisations",
        clause="METHODS, Sampling",
        mark="setting",
        default="plain",
    )
    exact_quantiles: int = term(
        "Up to this many paths quantiles are exact order statistics; beyond it they come from bins 0.1% wide",
        unit="paths",
        mark="setting",
        default=2**20,
        ge=1,
        le=2**28,
    )

    @model_validator(mode="after")
    def _paths_fit_the_sampling(self) -> Run:
        together = self.paths_together
        if together == 1:
            return self
        problems = []
        what = "pairs" if self.sampling == "antithetic" else f"randomisations of {together:,} paths"
        if self.paths % together or self.paths < LEAST_TOGETHER * together:
            below, above = (max(LEAST_TOGETHER, count) * together for count in _around(self.paths, together))
            near = f"{below:,}" if below == above else f"{below:,} or {above:,}"
            problems.append(
                f"paths {self.paths:,} are not at least {LEAST_TOGETHER} whole {what}, of which sampling "
                f"{self.sampling} takes its errors; give {near}, or set sampling to plain (METHODS, Sampling)"
            )
        if self.paths > self.exact_quantiles:
            problems.append(
                f"paths {self.paths:,} are more than exact_quantiles ({self.exact_quantiles:,}), beyond which values "
                f"are only counted: bins do not tell the errors of {what}; give fewer paths, raise exact_quantiles "
                "(values then wait in a scratch file), or set sampling to plain (METHODS, Sampling)"
            )
        refuse(problems)
        return self

    @property
    def paths_together(self) -> int:
        """How many consecutive paths share random numbers; 1: none do."""
        return PATHS_TOGETHER[self.sampling]

    def most_paths(self, limit: int) -> int:
        """The most paths up to a limit that the sampling allows; over it, if errors need more to be told."""
        together = self.paths_together
        enough = limit if together == 1 else max(limit, ENOUGH_TOGETHER * together)
        return min(self.paths, enough) // together * together


def _around(paths: int, together: int) -> tuple[int, int]:
    """How many whole ones lie just under a number of paths, and just over it."""
    return paths // together, -(-paths // together)


_WHY_NOT = {
    ("antithetic", "bootstrap"): "the returns of a record are drawn, not normals, and their negative is in no record",
    ("antithetic", "tree"): "a session's move is one of two, which a textbook's deal enumerates",
    ("sobol", "bootstrap"): "the returns of a record are drawn, and their sum has no Brownian bridge",
    ("sobol", "tree"): "a session's move is one of two, and their sum has no Brownian bridge",
    ("sobol", "garch"): "sums of t innovations whose variances change are not normal, and have no Brownian bridge",
}
"""Price models whose driver is no normal for each session, and what a sampling would need of it."""


def sampling_contradictions(run: Run, market: Market) -> list[str]:
    """Why a sampling has no meaning for a price model; nothing where it has.

    Parameters
    ----------
    run, market
        Of a scenario.
    """
    why = _WHY_NOT.get((run.sampling, market.price.model))
    if why is None:
        return []
    allowed = [s for s in ("antithetic", "sobol") if (s, market.price.model) not in _WHY_NOT]
    other = f"{' or '.join(['plain', *allowed])}"
    return [
        f"run.sampling {run.sampling} does not go with market.price.model {market.price.model}: {why}; set "
        f"run.sampling to {other} (METHODS, Sampling)"
    ]
