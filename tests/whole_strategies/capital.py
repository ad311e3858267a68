"""Limits in general (METHODS 14), the company's capital, expenses, and what the holder does with it all."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

from strategies import chance, decimal

from whole_strategies.facts import Facts

LONGEST_WINDOW = 60
"""Sessions that a window may look back."""


def add_earlier_sessions(random: Random, market: dict[str, Any], facts: Facts) -> None:
    """State the closing bids and volumes before session 0, on the grid of quotations."""
    if chance(random, 0.4):
        tick = market["tick_usd"] or Decimal("0.01")
        middle = facts.price / float(tick)
        market["earlier_bids_usd"] = [
            tick * max(1, round(middle * random.uniform(0.6, 1.3))) for _ in range(LONGEST_WINDOW)
        ]
    if chance(random, 0.4):
        market["earlier_volumes"] = [round(facts.median_volume * random.uniform(0.2, 3)) for _ in range(LONGEST_WINDOW)]


def add_limits(random: Random, deal: dict[str, Any], facts: Facts) -> None:
    """Add the other forms of the limits: shares of the outstanding, shares used, bands, conversion volume."""
    limits, common = deal["limits"], deal["common"]
    if common["authorized_shares"] is not None and chance(random, 0.4):
        spare = common["authorized_shares"] - facts.outstanding
        common["reserved_elsewhere_shares"] = round(spare * random.uniform(0, 0.5))
    cap = limits.get("cap")
    if cap is not None:
        share = decimal(random, 0.01, 0.3, 2)
        room = common["authorized_shares"]
        fits = room is None or share * facts.outstanding <= room - facts.outstanding
        if fits and chance(random, 0.35):
            del cap["amount_shares"]
            cap["share_of_outstanding"] = share
        elif chance(random, 0.25):
            cap["used_shares"] = round(cap["amount_shares"] * random.uniform(0, 0.5))
    if limits.get("ownership_fraction") is not None and chance(random, 0.3):
        limits["ownership_basis"] = "before"
    covenant = limits.get("sale_volume")
    if covenant is not None and covenant["price_below_usd"] is not None and chance(random, 0.5):
        covenant["further_bands"] = random_bands(random, covenant["price_below_usd"], facts)
    if chance(random, 0.3):
        limits["conversion_volume"] = random_rule(random, facts)


def random_rule(random: Random, facts: Facts) -> dict[str, Any]:
    """A rule on volume, with at least one share."""
    return {
        "floor_shares": max(1, round(facts.median_volume * random.uniform(0, 0.3))),
        "share_of_session_volume": decimal(random, 0, 0.4, 2),
        "share_of_average_volume": decimal(random, 0, 0.4, 2),
        "average_sessions": random.choice((1, 5, random.randint(2, 20))),
    }


def random_bands(random: Random, line: Decimal, facts: Facts) -> list[dict[str, Any]]:
    """One to three bands above the covenant's own line; the last may have no end."""
    ends: list[Decimal | None] = []
    for _ in range(random.randint(1, 3)):
        line += facts.dollars(random, 0.05, 0.5)
        ends.append(line)
    if chance(random, 0.3):
        ends[-1] = None
    return [random_rule(random, facts) | {"price_below_usd": end} for end in ends]


def add_capital(random: Random, deal: dict[str, Any], facts: Facts) -> None:
    """Add the company's other rights to common, expenses and the agent's fee."""
    if chance(random, 0.3):
        deal["capital_table"] = {
            "options": [
                {
                    "name": f"Options {number}",
                    "shares": facts.share_count(random, 0.01, 0.5),
                    "exercise_price_usd": facts.dollars(random, 0.2, 2),
                }
                for number in range(random.randint(0, 2))
            ],
            "convertibles": [
                {
                    "name": f"Convertible {number}",
                    "shares": facts.share_count(random, 0.01, 0.5),
                    "charges_usd_per_year": decimal(random, 0, 1e6, 2),
                }
                for number in range(random.randint(0, 2))
            ],
            "net_income_usd_per_year": decimal(random, -5e6, 5e6, 0) if chance(random, 0.7) else None,
        }
    if chance(random, 0.3):
        deal["expenses_usd"] = decimal(random, 0, 50_000, 2)
    if chance(random, 0.3):
        deal["agent_fee_usd"] = decimal(random, 0, 0.06 * facts.face_usd, 2)


def add_holder(random: Random, holder: dict[str, Any]) -> None:
    """Add what the holder does with warrants, payments, redemption and later terms."""
    holder["warrants"] = {
        "exercise": random.choice(("when_it_pays", "when_it_pays", "when_it_pays", "at_expiry", "never")),
        "hurdle": decimal(random, 0.5, 1.3, 1) if chance(random, 0.5) else Decimal(1),
        "method": random.choice(("cash", "cashless")),
    }
    holder["redeems"] = random.choice(("never", "when_it_pays_more", "when_it_pays_more", "always"))
    holder["takes_registration_payments_in"] = random.choice(("cash", "shares"))
    holder["takes_later_terms"] = chance(random, 0.75)
    holder["refuses_at_maturity"] = chance(random, 0.4)
    holder["has_listing_ended"] = chance(random, 0.5)
