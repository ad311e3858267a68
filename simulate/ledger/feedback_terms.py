"""What feeds back on the price, or from it, as a deal states it (METHODS, Impact and Performance delisting)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from simulate.scenario import Delisting, Scenario


@dataclass(frozen=True, slots=True)
class ImpactTerms:
    """The law of impact.

    Attributes
    ----------
    deviations
        Y s: what one usual volume sold does to the logarithm of the price.
    exponent, permanent
        d and phi.
    fades
        What is left of a sale's memory after a session.
    """

    deviations: float
    exponent: float
    permanent: float
    fades: float

    def moved(self, recent: float, ever: float) -> float:
        """I, of F and C in usual volumes.

        Parameters
        ----------
        recent, ever
            F and C.

        Returns
        -------
        float
        """
        from simulate.ledger.exponentials import power

        passing = (1.0 - self.permanent) * power(recent, self.exponent)
        staying = self.permanent * power(ever, self.exponent)
        return self.deviations * (passing + staying)


@dataclass(frozen=True, slots=True)
class HazardTerms:
    """A delisting whose chance follows the price.

    Attributes
    ----------
    place
        Of the event in the deal.
    a_day, level_usd, power
        Its chance a calendar day is ``a_day x (level_usd / bid)^power``.
    """

    place: int
    a_day: float
    level_usd: float
    power: float


@dataclass(frozen=True, slots=True)
class FeedbackTerms:
    """All of it.

    Attributes
    ----------
    impact
        None: sales press nothing.
    mechanical
        Whether what is drawn is the worth of all common as if converted.
    usual_volume
        ADV.
    bid_of_close
        1 - spread/2 as numerator and denominator.
    has_tick
        Whether a bid is rounded down, not to the nearest unit.
    hazards
        Delistings that follow the price.
    """

    impact: ImpactTerms | None
    mechanical: bool
    usual_volume: float
    bid_of_close: tuple[int, int]
    has_tick: bool
    hazards: tuple[HazardTerms, ...]

    @property
    def moves_prices(self) -> bool:
        """Whether what everyone sees is not what was drawn."""
        return self.mechanical or self.impact is not None


def feedback_terms(scenario: Scenario) -> FeedbackTerms | None:
    """Read them from a scenario.

    Parameters
    ----------
    scenario
        The market and the deal.

    Returns
    -------
    FeedbackTerms or None
        None: there is no feedback.
    """
    market, law = scenario.market, scenario.market.impact
    hazards = tuple(
        HazardTerms(place, float(event.hazard_per_year) / 365, float(event.hazard_level_usd), float(event.hazard_power))
        for place, event in enumerate(scenario.deal.events)
        if isinstance(event, Delisting) and event.hazard_level_usd and event.hazard_per_year
    )
    if not hazards and not market.moves_prices:
        return None
    impact = None
    if law is not None:
        impact = ImpactTerms(
            deviations=float(law.coefficient) * (market.impact_volatility_per_year / math.sqrt(252)),
            exponent=float(law.exponent),
            permanent=float(law.permanent_fraction),
            fades=2.0 ** (-1.0 / float(law.half_life_sessions)),
        )
    return FeedbackTerms(
        impact=impact,
        mechanical=market.dilution_in_price == "mechanical",
        usual_volume=float(market.volume.median_shares),
        bid_of_close=(1 - market.spread_fraction / 2).as_integer_ratio(),
        has_tick=market.tick_usd is not None,
        hazards=hazards,
    )
