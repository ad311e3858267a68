"""The best holder in lots: the deal run with fitted boundaries, beside its own policy, under a bound from above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulate.errors import ConfigError
from simulate.optimal.lots import LotRule, bound_series, fit_lots
from simulate.plain_only import needs_plain
from simulate.scenario import Gbm, Optimal, Scenario, Tree
from simulate.valuation import FairValue, fair_value

FIT_PATHS = 2_000
BOUND_PATHS = 500


@dataclass(frozen=True)
class SeriesBounds:
    """One series between what it brings its holder and what it could bring at best.

    Attributes
    ----------
    name
        Of the series.
    policy_usd, policy_error_usd
        Value to the scenario's own holder, and its standard error.
    lower_usd, lower_error_usd
        Value to the holder that follows the fitted boundaries.
    upper_usd, upper_error_usd
        The bound from above (METHODS 28).
    lots
        Into how many it was divided for the fit.
    """

    name: str
    policy_usd: float
    policy_error_usd: float
    lower_usd: float
    lower_error_usd: float
    upper_usd: float
    upper_error_usd: float
    lots: int

    @property
    def gap(self) -> float:
        """Upper less lower, as a part of the lower."""
        return (self.upper_usd - self.lower_usd) / self.lower_usd


@dataclass(frozen=True)
class OptimalValue:
    """What the series are worth to a holder who sells them in lots at the best times.

    Attributes
    ----------
    scenario
        With the policy ``optimal`` and its fitted boundaries.
    series
        Each series' bounds.
    paths, fit_paths, bound_paths
        Numbers of paths: of the runs, of the fit, of the bound from above.
    """

    scenario: Scenario
    series: tuple[SeriesBounds, ...]
    paths: int
    fit_paths: int
    bound_paths: int

    def lines(self) -> list[str]:
        """The values as lines of text, for a terminal."""
        from simulate.optimal.text import optimal_lines

        return optimal_lines(self)


def with_boundaries(scenario: Scenario, rules: list[LotRule]) -> Scenario:
    """The scenario whose holder follows fitted boundaries."""
    boundaries = tuple(boundary for rule in rules for boundary in rule.boundaries)
    holder = scenario.holder.model_copy(update={"policy": "optimal", "optimal": Optimal(boundaries=boundaries)})
    return scenario.model_copy(update={"holder": holder})


def optimal_value(
    scenario: Scenario,
    *,
    paths: int | None = None,
    fit_paths: int = FIT_PATHS,
    bound_paths: int = BOUND_PATHS,
    threads: int | None = None,
    risk_neutral: bool = False,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> OptimalValue:
    """Fit boundaries for each series, run the deal with them and with its own policy, and bound it from above.

    Parameters
    ----------
    scenario
        On geometric Brownian motion or a binomial walk, under the risk-neutral measure.
    paths, threads, progress, announce
        As in :func:`simulate.run`; both runs draw the same paths.
    fit_paths, bound_paths
        To fit on, and to bound from above on.
    risk_neutral
        Take a scenario of the physical measure under the risk-neutral one.

    Returns
    -------
    OptimalValue

    Raises
    ------
    ConfigError
        If the market or the deal is one that the fit does not take.
    """
    _check(scenario)
    own = fair_value(
        scenario, paths=paths, threads=threads, risk_neutral=risk_neutral, progress=progress, announce=announce
    )
    return best_of_run(
        own, fit_paths=fit_paths, bound_paths=bound_paths, threads=threads, progress=progress, announce=announce
    )


def _check(scenario: Scenario) -> None:
    """Refuse a market or a deal that the fit does not take."""
    needs_plain(scenario, "the rule is fitted on paths of its own, whose bounds have")
    where, market = scenario.source or scenario.name, scenario.market
    if not isinstance(market.price, (Gbm, Tree)):
        raise ConfigError(
            f"{where}: market.price.model: is {market.price.model}; the fit of boundaries takes gbm or tree: fit them "
            "on one of these, and run them on any"
        )
    if market.dilution_in_price != "none":
        raise ConfigError(
            f"{where}: market.dilution_in_price: is {market.dilution_in_price}; the fit of boundaries takes none: what "
            "is sold does not move its price"
        )
    if any(series.draws is not None for series in scenario.deal.series):
        raise ConfigError(f"{where}: deal.series: an equity line is drawn by the company; there is nothing to fit")


def best_of_run(
    own: FairValue,
    *,
    seed: int | None = None,
    fit_paths: int = FIT_PATHS,
    bound_paths: int = BOUND_PATHS,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> OptimalValue:
    """Set the best holder in lots beside values that are known already, on their paths.

    Parameters
    ----------
    own
        Of :func:`simulate.valuation.fair_value`.
    seed
        That it was valued on; None: the scenario's.
    fit_paths, bound_paths, threads, progress, announce
        As in :func:`optimal_value`.

    Returns
    -------
    OptimalValue
    """
    say = announce or (lambda _: None)
    measured = own.scenario
    if seed is not None:
        measured = measured.model_copy(update={"run": measured.run.model_copy(update={"seed": seed})})
    _check(measured)
    rules = []
    for place, series in enumerate(measured.deal.series):
        say(f"fitting boundaries of series {series.name}")
        rules.append(fit_lots(measured, place, paths=fit_paths))
    best = with_boundaries(measured, rules)
    found = fair_value(best, paths=own.paths, threads=threads, progress=progress, announce=announce)
    bounds = []
    for place, rule in enumerate(rules):
        say(f"bounding series {measured.deal.series[place].name} from above")
        upper, upper_error = bound_series(measured, place, rule, paths=bound_paths)
        bounds.append(_of(own, found, place, rule, upper, upper_error))
    return OptimalValue(best, tuple(bounds), found.paths, fit_paths, bound_paths)


def _of(own: FairValue, found: FairValue, place: int, rule: LotRule, upper: float, error: float) -> SeriesBounds:
    """The bounds of one series."""
    mine, best = own.instruments[place], found.instruments[place]
    return SeriesBounds(
        name=best.name,
        policy_usd=mine.usd,
        policy_error_usd=mine.standard_error_usd or 0.0,
        lower_usd=best.usd,
        lower_error_usd=best.standard_error_usd or 0.0,
        upper_usd=upper,
        upper_error_usd=error,
        lots=rule.lots,
    )
