"""Warrants of both parties (METHODS 11): strikes around the price, periods inside the run."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from strategies import chance, decimal

from whole_strategies.facts import Facts
from whole_strategies.series import random_resets


def add_warrants(random: Random, deal: dict[str, Any], facts: Facts) -> None:
    """Add no to four warrants, and let some of them count to the cap."""
    count = random.choice((0, 1, 1, 2, 2, 3, 4))
    deal["warrants"] = [random_warrant(random, f"W{number}", facts) for number in range(1, count + 1)]
    if deal["warrants"]:
        deal["warrant_terms"] = {
            "cashless_obeys_limits": chance(random, 0.6),
            "fraction_paid_at": random.choice(("market", "exercise_price")),
        }
    cap = deal["limits"].get("cap")
    if cap is not None:
        cap["counts"] += [one["name"] for one in deal["warrants"] if chance(random, 0.6)]


def random_warrant(random: Random, name: str, facts: Facts) -> dict[str, Any]:
    """One warrant, on 1% to 60% of the shares that the preferred would become."""
    shares = random.choice((facts.share_count(random, 0.01, 0.6), random.randint(1, 50)))
    issue = facts.start - timedelta(days=random.choice((0, 0, random.randint(0, 300))))
    opens = issue if chance(random, 0.2) else max(issue, facts.day(random, 0, 0.5))
    after = facts.horizon + timedelta(days=random.randint(1, 400))
    warrant = {
        "name": name,
        "party": "agent" if chance(random, 0.3) else "investor",
        "shares": shares,
        "exercise_price_usd": facts.dollars(random, 0.3, 1.3),
        "issue_date": issue,
        "purchase_price_usd": decimal(random, 0, 0.2 * shares * facts.price, 2) if chance(random, 0.15) else Decimal(0),
        "exercisable_from": opens,
        "expires": after if chance(random, 0.15) else max(opens, facts.day(random, 0.2, 1)),
        "registration_effective": facts.day(random, 0, 0.6)
        if chance(random, 0.5)
        else facts.start - timedelta(days=random.randint(0, 60)),
        "statement": random.choice(facts.names) if chance(random, 0.4) else None,
        "in_reserve": chance(random, 0.5),
        "anti_dilution": chance(random, 0.85),
        "adjusts_from": facts.day(random, 0, 0.6) if chance(random, 0.25) else None,
        "resets": random_resets(random, facts) if chance(random, 0.25) else None,
        "shares_left": random.randint(0, shares) if chance(random, 0.15) else None,
        "common_held": round(shares * random.uniform(0, 0.2)) if chance(random, 0.1) else 0,
    }
    return warrant | random_adjusted_position(Random(f"{name} {shares}"), warrant, facts)


def random_adjusted_position(random: Random, warrant: dict[str, Any], facts: Facts) -> dict[str, Any]:
    """Where an adjusted warrant stands, of some; drawn apart, so that what else a deal draws does not depend on it."""
    if warrant["shares_left"] is not None or not chance(random, 0.15):
        return {}
    price = facts.dollars(random, 0.3, 1.3)
    most = warrant["shares"] * warrant["exercise_price_usd"]
    return {
        "adjusted_price_usd": price,
        "shadow_price_usd": price * decimal(random, 0.991, 1.009, 4) if chance(random, 0.7) else None,
        "amount_left_usd": decimal(random, 0, float(most), 2).min(most) if chance(random, 0.6) else None,
    }
