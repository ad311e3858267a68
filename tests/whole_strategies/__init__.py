"""Random valid deals that use the rest of the contract (METHODS 10 to 20), in combinations that make its clauses act.

They are drawn on top of ``strategies.random_parts``: the same markets, series and limits with coarse decimals, and
then warrants, events, tests, payments and remedies whose sizes are of the order of what they measure.
"""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st
from pydantic import ValidationError
from strategies import chance, random_parts

from simulate.scenario import Scenario
from whole_strategies.capital import add_capital, add_earlier_sessions, add_holder, add_limits
from whole_strategies.events import add_issue_covenant, end_redemption_events, fail_before_maturity, random_events
from whole_strategies.facts import Facts
from whole_strategies.feedback import add_feedback
from whole_strategies.numbers import vary_numbers
from whole_strategies.policies import choose_company, choose_equity_raise, choose_policy
from whole_strategies.readings import add_readings, choose_redemption_basis
from whole_strategies.remedies import add_remedies
from whole_strategies.rule_144 import add_rule_144
from whole_strategies.series import add_to_series
from whole_strategies.warrants import add_warrants

__all__ = ["random_whole_parts", "random_whole_scenario", "whole_scenarios"]

MOST_DRAWS = 20
"""Draws after which a generator that finds no valid deal gives up."""


def whole_scenarios() -> st.SearchStrategy[Scenario]:
    """Random valid scenarios of deals that use the rest of the contract."""
    return st.randoms(use_true_random=False).map(random_whole_scenario)


def random_whole_scenario(random: Random, *, longest_days: int = 580) -> Scenario:
    """Draw a valid scenario of a deal that uses the rest of the contract.

    Parameters
    ----------
    random
        Where the draws come from; the same state gives the same scenario.
    longest_days
        Longest horizon in calendar days; 580 are 400 sessions, and the shortest are 90, 60 sessions.
    """
    for _ in range(MOST_DRAWS):
        try:
            return Scenario.model_validate(random_whole_parts(random, longest_days))
        except ValidationError as error:
            last = error
    raise last


def random_whole_parts(random: Random, longest_days: int) -> dict[str, Any]:
    """The parts of one draw, which contradict each other in rare cases."""
    parts = random_parts(
        random,
        shortest_days=90,
        longest_days=longest_days,
        latest_maturity=random.choice((0.5, 0.7, 0.85)),
        coarse=True,
    )
    facts = Facts(parts)
    deal, holder = parts["deal"], parts["holder"]
    parts["name"] = "Random whole deal"
    add_earlier_sessions(random, parts["market"], facts)
    add_to_series(random, deal["series"], facts)
    add_warrants(random, deal, facts)
    add_limits(random, deal, facts)
    add_remedies(random, deal, facts)
    deal["events"] = random_events(random, deal, facts) if chance(random, 0.9) else []
    add_issue_covenant(random, deal, facts)
    deal["later_convertibles"] = random.choice(("one_less_discount", "multiplier_times_one_less_discount"))
    deal["conversion"]["maturity_conditions"] = random.choice(("tested", "tested", "ignored"))
    add_capital(random, deal, facts)
    add_holder(random, holder)
    vary_numbers(random, deal)
    add_readings(deal, facts)
    add_feedback(parts, facts)
    own = Random(repr(holder) + repr(deal))
    choose_policy(own, parts)
    choose_company(own, parts)
    fail_before_maturity(Random(repr(deal)), deal)
    choose_equity_raise(Random(repr(deal) + "raise equity"), parts)
    add_rule_144(Random(repr(deal) + "rule 144"), parts, facts)
    end_redemption_events(Random(repr(deal) + "until"), deal, facts)
    choose_redemption_basis(Random(repr(deal) + "redemption basis"), deal)
    return parts
