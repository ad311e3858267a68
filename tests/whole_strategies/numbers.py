"""Numbers that the contract fixes and a scenario may state: each of them other than its default in many deals."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

from strategies import chance, decimal


def vary_numbers(random: Random, deal: dict[str, Any]) -> None:
    """Draw the numbers of mergers, warrants, registration payments, default interest and delistings."""
    if chance(random, 0.7):
        deal["merger"] = {
            "freeze_sessions_after_abandonment": random.randint(0, 20),
            "face_multiple": decimal(random, 0.5, 2, 2),
        }
    if deal["warrants"]:
        deal["warrant_terms"] |= {
            "assumed_market_fraction": random.choice((Decimal("0.8"), decimal(random, 0.3, 1, 2))),
            "least_adjustment_fraction": random.choice((Decimal("0.01"), Decimal(0), decimal(random, 0, 0.2, 3))),
            "merger_notice_sessions": random.choice((5, random.randint(0, 20))),
            "volatility_sessions": random.choice((100, random.randint(3, 60))),
        }
    if deal.get("registration") is not None and chance(random, 0.7):
        deal["registration"] |= {
            "payment_month_days": random.choice((7, 28, 31, random.randint(1, 90))),
            "pay_after_days": random.choice((0, 1, random.randint(2, 40))),
        }
    if deal.get("delivery") is not None and chance(random, 0.5):
        deal["delivery"]["interest_per_year"] = decimal(random, 0, 0.3, 2)
    for event in deal["events"]:
        if event["kind"] == "delisting" and chance(random, 0.7):
            event["event_sessions"] = random.randint(1, 12)
