"""Series in general: prices (METHODS 13), and payments of preferred, draws and positions (METHODS 15)."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

from strategies import chance, day_between, decimal

from whole_strategies.facts import Facts, face_usd

WITHOUT_COUNT = ("lowest", "mean", "median")
"""Selectors that do not use ``lowest_count``."""


def add_to_series(random: Random, every: list[dict[str, Any]], facts: Facts) -> None:
    """Add to each series prices in general, and to some a payment, draws or a position."""
    drawn = random.choice(every)["name"] if len(every) > 1 and chance(random, 0.25) else None
    for one in every:
        price, variable = one["conversion_price"], one["conversion_price"]["variable"]
        if variable is not None:
            add_to_variable(random, variable, facts)
        if price["fixed_usd"] is not None and chance(random, 0.3):
            price["resets"] = random_resets(random, facts)
        if one["name"] == drawn:
            add_draws(random, one, facts)
        else:
            add_payments(random, one, facts)
        if variable is not None and chance(random, 0.35):
            add_floor(random, price, facts)
        if chance(random, 0.2):
            floor = None if variable is None else variable.get("floor_usd")
            price["ceiling_usd"] = max(facts.dollars(random, 0.5, 1.2), floor or Decimal(0))


def add_payments(random: Random, one: dict[str, Any], facts: Facts) -> None:
    """Premium paid, amortisation and a position, each for some."""
    if chance(random, 0.45):
        one["premium"]["paid"] = random.choice(("cash", "shares", "in_kind"))
        one["premium"]["pay_months"] = random.choice((1, 1, 2, 3))
    if one["premium"].get("paid") == "in_kind":
        keep_decimals_few(random, one)
    if chance(random, 0.25):
        one["amortisation"] = {
            "dates": facts.days(random, 6, high=0.8),
            "preferred_shares": max(1, round(one["preferred_shares"] * random.uniform(0.02, 0.4))),
            "pay": random.choice(("cash", "shares")),
        }
    if chance(random, 0.15):
        add_position(random, one, facts)


def add_floor(random: Random, price: dict[str, Any], facts: Facts) -> None:
    """A floor of the variable price; one that stops conversion lies under the fixed price."""
    variable, floor = price["variable"], facts.dollars(random, 0.3, 1)
    variable["below_floor"] = random.choice(("at_floor", "stops", "cash_difference", "cash_difference"))
    if variable["below_floor"] == "stops" and price["fixed_usd"] is not None:
        floor = min(floor, price["fixed_usd"])
    variable["floor_usd"] = floor


def add_to_variable(random: Random, variable: dict[str, Any], facts: Facts) -> None:
    """Selector, price field and steps of a variable price."""
    if chance(random, 0.4):
        variable["selector"] = random.choice((*WITHOUT_COUNT, "kth_lowest"))
        if variable["selector"] in WITHOUT_COUNT:
            variable["lowest_count"] = 1
    if chance(random, 0.4):
        variable["price_field"] = random.choice(("close", "vwap_proxy", "low_proxy"))
    if chance(random, 0.35):
        variable["multiplier_steps"] = [
            {
                "date": day,
                "multiplier": decimal(random, 0.5, 1.1, 2),
                "unless": random.choice(("registered", "never", "never")),
            }
            for day in facts.days(random, 4, high=0.8)
        ]


def random_resets(random: Random, facts: Facts) -> dict[str, Any]:
    """Resets on some dates of the run, of a fixed price or of an exercise price."""
    lookback = random.randint(1, 20)
    return {
        "dates": facts.days(random, 5),
        "multiplier": decimal(random, 0.6, 1.1, 2),
        "lookback_sessions": lookback,
        "lowest_count": random.randint(1, lookback),
        "floor_usd": facts.dollars(random, 0.1, 0.8) if chance(random, 0.5) else None,
    }


def keep_decimals_few(random: Random, one: dict[str, Any]) -> None:
    """Shorten what stands beside a claim of six decimals, so that 53 bits hold their products."""
    one["preferred_shares"] = min(50_000, max(1, round(face_usd(one) / 10)))
    one["purchase_price_usd"] = 10 * one["preferred_shares"] * decimal(random, 0.8, 1, 1)
    one["stated_value_usd"] = Decimal(10)
    price = one["conversion_price"]
    if price["fixed_usd"] is not None:
        price["fixed_usd"] = max(Decimal("0.5"), price["fixed_usd"].quantize(Decimal(1)))
    variable = price["variable"]
    if variable is not None:
        variable["multiplier"] = variable["multiplier"].quantize(Decimal("0.1"))
        variable["lowest_count"] = 2 if variable["lookback_sessions"] > 1 else 1
        if variable.get("selector") in WITHOUT_COUNT:
            variable["lowest_count"] = 1
        if variable.get("selector") == "mean":
            variable["lookback_sessions"] = random.choice((1, 2, 4, 8, 16))
        for step in variable.get("multiplier_steps", ()):
            step["multiplier"] = step["multiplier"].quantize(Decimal("0.1"))
    if price.get("resets") is not None:
        price["resets"]["lowest_count"] = min(price["resets"]["lookback_sessions"], random.choice((1, 2, 4)))


def add_draws(random: Random, one: dict[str, Any], facts: Facts) -> None:
    """Make a series an equity line: its preferred is what the company may draw."""
    dates = sorted({day_between(random, facts.start, one["maturity"]) for _ in range(random.randint(1, 12))})
    if one["conversion_price"]["variable"] is not None:
        one["conversion_price"]["variable"]["waived"] = False
    one["draws"] = {
        "dates": dates,
        "preferred_shares": max(1, round(one["preferred_shares"] * random.uniform(0.05, 0.6))),
    }


def add_position(random: Random, one: dict[str, Any], facts: Facts) -> None:
    """Begin in the middle: some of the preferred is gone, some of its common is held or was sold."""
    gone = random.uniform(0, 0.9)
    price = one["conversion_price"]
    one["position"] = {
        "preferred_left": round(one["preferred_shares"] * (1 - gone)),
        "common_held": round(facts.shares[one["name"]] * gone * random.uniform(0, 0.3)),
        "proceeds_usd": decimal(random, 0, 0.5 * gone * face_usd(one), 2),
        "fixed_usd": min(price["fixed_usd"], facts.dollars(random, 0.5, 1.5))
        if price["fixed_usd"] is not None and chance(random, 0.5)
        else None,
    }
