"""The price models, each with its paper: what the closing price does from session to session."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from simulate.scenario.base import Exact, Part, refuse, term


class Gbm(Part):
    """Geometric Brownian motion (Black and Scholes 1973)."""

    model: Literal["gbm"] = term("Price model", mark="assumed")
    volatility_per_year: Exact = term(
        "Volatility, on 252 sessions a year",
        unit="per square root of year",
        mark="assumed",
        ge=Decimal("0.0001"),
        le=5,
    )


class Bootstrap(Part):
    """Stationary block bootstrap of a price record's daily log returns (Politis and Romano 1994)."""

    model: Literal["bootstrap"] = term("Price model", mark="assumed")
    record: str = term("Price record, CSV or Parquet, relative to this file", min_length=1, mark="public")
    block_sessions: Annotated[Exact, Field(ge=1, le=1000)] | Literal["auto"] = term(
        "Mean block length b, or auto (arch on squared returns per run)",
        unit="sessions",
        mark="assumed",
        default=Decimal(5),
    )
    drift: Literal["scenario", "record"] = term(
        "scenario: gross returns divided by their mean and given the scenario's drift; record: as drawn",
        mark="choice",
        default="scenario",
    )
    target_volatility_per_year: Exact | None = term(
        "Rescale log returns about their mean to this volatility; null: off",
        unit="per square root of year",
        mark="choice",
        default=None,
        ge=Decimal("0.0001"),
        le=5,
    )
    smoothing: Exact | None = term(
        "Kernel bandwidth as a share of the returns' deviation (Efron's smoothed bootstrap); null: off",
        unit="fraction",
        mark="choice",
        default=None,
        gt=0,
        le=1,
    )
    allow_jumps: bool = term(
        "Accept moves of more than a factor of two between sessions of the record", mark="choice", default=False
    )


class Merton(Part):
    """Jump diffusion (Merton 1976): geometric Brownian motion with jumps at a Poisson rate, normal in the logarithm.

    The drift is compensated for the jumps, so that the stated drift is the drift of the price. Under the risk-neutral
    measure the jumps are as stated: Merton takes them for diversifiable, and their risk for unpriced. No number has a
    default: ``floorless calibrate`` fits them to a record, or they are assumed.
    """

    model: Literal["merton"] = term("Price model", mark="assumed")
    volatility_per_year: Exact = term(
        "Volatility between jumps, on 252 sessions a year",
        unit="per square root of year",
        mark="assumed",
        ge=Decimal("0.0001"),
        le=5,
    )
    jumps_per_year: Exact = term(
        "Intensity of jumps, on 252 sessions a year", unit="per year", mark="assumed", ge=0, le=252
    )
    jump_mean_log: Exact = term("Mean of the logarithm of a jump", unit="log", mark="assumed", ge=-2, le=2)
    jump_deviation_log: Exact = term("Deviation of the logarithm of a jump", unit="log", mark="assumed", ge=0, le=1)


class Garch(Part):
    """GARCH(1,1) with standardised Student-t innovations (Bollerslev 1987), from its long-run variance.

    ``h_{t+1} = omega + alpha h_t e_t^2 + beta h_t``. The exponential of a t variable has no mean: innovations are held
    within a bound and rescaled to unit variance, and then the expected price is the stated one. Defaults: a bound of 8
    deviations, and at most 50% a session; omega, alpha, beta and nu have none.
    """

    model: Literal["garch"] = term("Price model", mark="assumed")
    omega_per_session: Exact = term(
        "omega, the constant of a session's variance of log returns", unit="per session", mark="assumed", gt=0, le=1
    )
    alpha: Exact = term(
        "alpha, the weight of the last session's shock squared", unit="fraction", mark="assumed", ge=0, lt=1
    )
    beta: Exact = term("beta, the weight of the last session's variance", unit="fraction", mark="assumed", ge=0, lt=1)
    degrees_of_freedom: Exact = term(
        "nu, degrees of freedom of the innovations; above 2, where they have a variance",
        unit="degrees of freedom",
        mark="assumed",
        ge=Decimal("2.05"),
        le=200,
    )
    innovation_bound: Exact = term(
        "Innovations are held within this many deviations, then rescaled to unit variance: beyond, the expected price "
        "would not exist",
        unit="deviations",
        mark="choice",
        default=Decimal(8),
        ge=3,
        le=20,
    )
    highest_deviation: Exact = term(
        "Ceiling of a session's deviation of log returns",
        unit="per session",
        mark="choice",
        default=Decimal("0.5"),
        gt=0,
        le=1,
    )

    @model_validator(mode="after")
    def _stationary(self) -> Garch:
        problems: list[str] = []
        if self.alpha + self.beta >= 1:
            problems.append(
                f"alpha + beta ({self.alpha} + {self.beta}) is not below 1: the variance has no long-run value to "
                "start from; lower one of them"
            )
        elif 4 * self.long_run_variance > self.highest_deviation**2:
            problems.append(
                f"omega_per_session ({self.omega_per_session}) makes a long-run deviation of "
                f"{self.long_run_variance.sqrt():.4f} a session, more than half of highest_deviation "
                f"({self.highest_deviation}); lower omega_per_session, or alpha + beta"
            )
        refuse(problems)
        return self

    @property
    def long_run_variance(self) -> Decimal:
        """omega/(1 - alpha - beta), of a session's log return."""
        return self.omega_per_session / (1 - self.alpha - self.beta)


class Tree(Part):
    """Binomial walk (Cox, Ross and Rubinstein 1979): each session the price rises by a factor u, or falls by it.

    ``u = exp(sigma/sqrt(252))``; the probability of a rise is what gives the expected price the drift of the measure.
    Nothing recombines for the contract: it looks back on the path. Small deals on few sessions can be enumerated.
    """

    model: Literal["tree"] = term("Price model", mark="assumed")
    volatility_per_year: Exact = term(
        "sigma of the factor u = exp(sigma/sqrt(252)) by which a session's price rises or falls",
        unit="per square root of year",
        mark="assumed",
        ge=Decimal("0.0001"),
        le=5,
    )


PriceModel = Annotated[Gbm | Bootstrap | Merton | Garch | Tree, Field(discriminator="model")]
"""Any of them, told apart by its name."""


def volatility_of(price: Gbm | Bootstrap | Merton | Garch | Tree) -> float | None:
    """Volatility of a price model on 252 sessions a year: jumps included, variances at their long-run value.

    Parameters
    ----------
    price
        The model.

    Returns
    -------
    float or None
        None: a bootstrap that is not rescaled has its record's.
    """
    if isinstance(price, (Gbm, Tree)):
        return float(price.volatility_per_year)
    if isinstance(price, Merton):
        jumps = float(price.jumps_per_year * (price.jump_mean_log**2 + price.jump_deviation_log**2))
        return math.sqrt(float(price.volatility_per_year**2) + jumps)
    if isinstance(price, Garch):
        return math.sqrt(252 * float(price.long_run_variance))
    target = price.target_volatility_per_year
    return None if target is None else float(target)
