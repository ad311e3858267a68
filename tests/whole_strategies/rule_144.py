"""Rule 144 in some deals, its months short enough to run out, and registration late enough to need it."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from strategies import chance, decimal

from whole_strategies.facts import Facts

MOST_SESSIONS = 60
"""Earlier volumes that a random deal states, if it states any."""


def add_rule_144(random: Random, parts: dict[str, Any], facts: Facts, *, share: float = 0.3) -> None:
    """Let some deals sell what is not registered under Rule 144; drawn apart, so that the others stay what they were.

    Parameters
    ----------
    random
        A stream of its own.
    parts
        The scenario's, as drawn.
    facts
        What its numbers are measured by.
    share
        Part of the deals that have it.
    """
    deal, holder = parts["deal"], parts["holder"]
    if holder["policy"] == "short_hedged" or deal["conversion"]["fractional_shares"] or not chance(random, share):
        return
    holding = random.choice((1, random.randint(1, 9)))
    weeks = random.randint(1, 8)
    deal["rule_144"] = {
        "holding_months": holding,
        "free_after_months": holding + random.choice((0, random.randint(1, 10))),
        "volume_fraction": decimal(random, 0, random.choice((0.002, 0.02)), 4),
        "average_weeks": weeks,
        "sessions_per_week": random.choice((1, 1, random.randint(1, min(7, MOST_SESSIONS // weeks)))),
        "volume_months": random.randint(1, 4),
        "cashless_exercise_tacks": chance(random, 0.7),
    }
    for one in (*deal["series"], *deal["warrants"]):
        if chance(random, 0.45):
            one["registration_effective"] = facts.horizon + timedelta(days=random.randint(-150, 60))
