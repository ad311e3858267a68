"""Rule 144 as the kernels take it (METHODS, Rule 144): months as sessions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import numpy as np

from kernels.rule_144_tables import Integers, Rule144Table
from simulate.scenario import Rule144, Scenario
from simulate.terms.claims import months_after
from simulate.terms.exact import exact


def rule_144_table(scenario: Scenario, dates: Sequence[date]) -> Rule144Table:
    """The Rule on the sessions of a deal; without it nothing may be sold under it.

    Parameters
    ----------
    scenario
        A checked scenario.
    dates
        Date of each session.

    Returns
    -------
    Rule144Table
    """
    deal = scenario.deal
    rule = deal.rule_144 or Rule144()
    tacks = rule.cashless_exercise_tacks and scenario.holder.warrants.method == "cashless"
    issues = [None if series.draws is not None else series.issue_date for series in deal.series]
    warrant_issues = [warrant.issue_date if tacks else None for warrant in deal.warrants]
    fraction = Fraction(rule.volume_fraction)

    def first_after(begins: Sequence[date | None], months: int) -> Integers:
        """First session on or after so many months from each date; 0 where every share has its own."""
        found = [0 if day is None else bisect_left(dates, months_after(day, months)) for day in begins]
        return np.array(found, dtype=np.int64)

    def sessions_before(months: int) -> Integers:
        """Of each session: how many sessions lie so many months back or more."""
        ends = [months_after(day, months) for day in dates]
        return np.array([bisect_right(ends, day) for day in dates], dtype=np.int64)

    return Rule144Table(
        applies=deal.rule_144 is not None,
        volume_numerator=exact(fraction.numerator, "deal.rule_144.volume_fraction"),
        volume_denominator=exact(fraction.denominator, "deal.rule_144.volume_fraction"),
        average_sessions=rule.average_sessions,
        average_weeks=float(rule.average_weeks),
        tacks=tacks,
        held_from=first_after(issues, rule.holding_months),
        free_from=first_after(issues, rule.free_after_months),
        warrant_held_from=first_after(warrant_issues, rule.holding_months),
        warrant_free_from=first_after(warrant_issues, rule.free_after_months),
        counted_from=sessions_before(rule.volume_months),
        held_before=sessions_before(rule.holding_months),
        free_before=sessions_before(rule.free_after_months),
    )
