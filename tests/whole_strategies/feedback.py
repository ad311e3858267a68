"""What feeds back on the price, and from it: impact, mechanical dilution, delisting, pressure (METHODS, Impact)."""

from __future__ import annotations

from random import Random
from typing import Any

from repository import REPOSITORY
from strategies import chance, decimal

from whole_strategies.facts import Facts


def add_feedback(parts: dict[str, Any], facts: Facts) -> None:
    """Let some deals' sales press the price, their new shares divide it, or its fall delist them.

    The stream is its own, seeded by what was drawn before: every other part of a deal stays as it was. Where the files
    lie (a price record's) has no part in it: a deal is the same in every copy of the repository.
    """
    random = Random(repr(parts).replace(str(REPOSITORY), ""))
    market, holder, deal = parts["market"], parts["holder"], parts["deal"]
    price = market["price"]
    if chance(random, 0.3):
        market["dilution_in_price"] = "impact"
        market["impact"] = random_impact(random)
        if price["model"] == "bootstrap" and price["target_volatility_per_year"] is None:
            market["impact"]["volatility_per_year"] = decimal(random, 0.3, 1.5, 2)
    elif chance(random, 0.2):
        market["dilution_in_price"] = "mechanical"
    if holder["policy"] == "convert_and_sell" and chance(random, 0.15):
        holder["policy"] = "pricing_window_pressure"
        holder["pricing_window_pressure"] = {"sessions": random.randint(1, 15)}
    if chance(random, 0.12) and len(deal["events"]) < 12:
        deal["events"].append(
            {
                "kind": "delisting",
                "hazard_per_year": decimal(random, 0.1, 3, 2),
                "allow": True,
                "hazard_level_usd": facts.dollars(random, 0.3, 1.2),
                "hazard_power": random.choice((1, 2, decimal(random, 0.3, 4, 1))),
            }
        )


def random_impact(random: Random) -> dict[str, Any]:
    """A law of impact from none to far more than is plausible."""
    return {
        "coefficient": decimal(random, 0, 3, 1),
        "exponent": random.choice(("0.5", "0.6", "1", decimal(random, 0.1, 1, 2))),
        "half_life_sessions": random.choice((1, 10, decimal(random, 0.5, 60, 1))),
        "permanent_fraction": 0 if chance(random, 0.5) else decimal(random, 0, 1, 2),
    }
