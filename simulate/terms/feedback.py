"""Impact and dilution in the price as the kernels take them."""

from __future__ import annotations

import math

from kernels import whole_tables as kernel
from simulate.scenario import Scenario, label_of
from simulate.terms.market import SESSIONS_PER_YEAR


def feedback_table(scenario: Scenario) -> kernel.FeedbackTable:
    """What the holder's doing does to the price; all of it off where nothing does."""
    market = scenario.market
    law, pressure = market.impact, scenario.holder.pricing_window_pressure
    deviation = 0.0 if law is None else market.impact_volatility_per_year / math.sqrt(SESSIONS_PER_YEAR)
    return kernel.FeedbackTable(
        moves_prices=market.moves_prices,
        impact=market.dilution_in_price == "impact",
        mechanical=market.dilution_in_price == "mechanical",
        deviations=0.0 if law is None else float(law.coefficient) * deviation,
        exponent=1.0 if law is None else float(law.exponent),
        permanent=0.0 if law is None else float(law.permanent_fraction),
        decay=1.0 if law is None else 2.0 ** (-1.0 / float(law.half_life_sessions)),
        usual_volume=float(market.volume.median_shares),
        pressure_sessions=float(pressure.sessions) if scenario.holder.presses_the_window else 0.0,
    )


def feedback_said(scenario: Scenario) -> tuple[str, ...]:
    """What is to be said of it beside the numbers."""
    said: tuple[str, ...] = ()
    if scenario.market.dilution_in_price == "mechanical":
        said += (
            "the simulated quantity is the worth of all common as if converted; money that comes in or goes out "
            "(exercise prices, issues, redemptions) does not change it [assumed]",
        )
    if scenario.market.dilution_in_price == "impact":
        said += (
            "what remains at the horizon is valued at the last bid, as if its sale pressed nothing; purchases "
            "(buy-ins) press nothing either [assumed]",
        )
    if scenario.holder.presses_the_window:
        said += (
            f"{label_of(scenario.holder.policy)}: the holder sells into the pricing window before it converts; this is "
            "no advice",
        )
    return said
