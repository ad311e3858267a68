"""The second readings of what the documents leave open, each in a few deals."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from strategies import chance

from whole_strategies.facts import Facts


def add_readings(deal: dict[str, Any], facts: Facts) -> None:
    """Take the second reading here and there; drawn apart, so that all the rest of a deal stays what it was."""
    random = Random(f"{facts.start} {facts.outstanding}")
    covenant = deal["limits"].get("sale_volume")
    if covenant is not None and chance(random, 0.2):
        covenant["own_sales_count"] = False
    redemption = deal.get("redemption")
    if redemption is not None and chance(random, 0.3):
        redemption["right"] = "ends_when_cured"
    if redemption is not None and chance(random, 0.3):
        redemption["penalty_per"] = "share_left"
    if deal.get("listing_rule") is not None and chance(random, 0.3):
        deal["listing_rule"]["event_sessions"] = random.randint(1, 8)
    for warrant in deal.get("warrants", ()):
        # Issued during the run, before it can be exercised.
        if chance(random, 0.1) and warrant["exercisable_from"] > warrant["issue_date"]:
            span = (warrant["exercisable_from"] - warrant["issue_date"]).days
            warrant["issue_date"] += timedelta(days=random.randint(0, span))
    if chance(random, 0.3):
        # Expenses are drawn up to the 50,000 of SPA 4.6.
        deal["expenses_limit_usd"] = random.randint(50_001, 200_000)


def choose_redemption_basis(random: Random, deal: dict[str, Any]) -> None:
    """In some deals a redemption under event (viii) restores all of the cap, not what is left of it."""
    if deal.get("cap_test") is not None and chance(random, 0.3):
        deal["cap_test"]["redemption_basis"] = "allocated"
