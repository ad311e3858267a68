"""Rule 144 on the sessions of a deal: whose common is held since when, and for how long (METHODS, Rule 144)."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from simulate.scenario import Scenario


def months_later(day: date, months: int) -> date:
    """The date so many months later, on the same day of the month or on its last.

    Parameters
    ----------
    day
        From when.
    months
        How many.

    Returns
    -------
    date
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Rule144Terms:
    """The Rule's numbers (17 CFR 230.144)."""

    holding_months: int
    free_after_months: int
    volume_fraction: Fraction
    average_sessions: int
    """Sessions whose volumes are summed ..."""
    average_weeks: int
    """... and divided by so many weeks."""
    volume_months: int
    tacks: bool
    """Whether warrants are exercised cashless, and their common counts as held since their issue."""
    held_since: dict[str, date | None]
    """Date since which common counts as held, by the name of the series or warrant; None: each share since its own."""


def rule_144_terms(scenario: Scenario) -> Rule144Terms | None:
    """Read the Rule's numbers from a scenario.

    Parameters
    ----------
    scenario
        The deal and its holder.

    Returns
    -------
    Rule144Terms or None
        None: common that is not registered is not sold.
    """
    deal, rule = scenario.deal, scenario.deal.rule_144
    if rule is None:
        return None
    tacks = rule.cashless_exercise_tacks and scenario.holder.warrants.method == "cashless"
    # Common of a conversion counts as held since the preferred was bought; of a draw, since the draw.
    since: dict[str, date | None] = {one.name: None if one.draws else one.issue_date for one in deal.series}
    since |= {warrant.name: warrant.issue_date if tacks else None for warrant in deal.warrants}
    return Rule144Terms(
        holding_months=rule.holding_months,
        free_after_months=rule.free_after_months,
        volume_fraction=Fraction(rule.volume_fraction),
        average_sessions=rule.average_weeks * rule.sessions_per_week,
        average_weeks=rule.average_weeks,
        volume_months=rule.volume_months,
        tacks=tacks,
        held_since=since,
    )


@dataclass(slots=True)
class Lot:
    """Common whose holding period began on a day of its own."""

    since: date
    shares: int


class Rule144State:
    """What has been sold under the Rule on a path, and which common is held since when.

    Parameters
    ----------
    terms
        The Rule.
    names
        Of the series and warrants, all different.
    """

    __slots__ = ("counted_end", "kept_on", "lots", "period_over", "room", "sales", "sold", "terms")

    def __init__(self, terms: Rule144Terms, names: Sequence[str]) -> None:
        self.terms = terms
        self.lots: dict[str, list[Lot]] = {name: [] for name in names}
        self.sales: dict[str, list[Lot]] = {"investor": [], "agent": []}
        """Of each holder: date and shares of what it sold under the Rule."""
        self.sold: dict[str, int] = dict.fromkeys(names, 0)
        """Sold under the Rule, by instrument, restated for splits."""
        self.room: dict[str, int] = {"investor": 0, "agent": 0}
        """What the limit on volume leaves each holder today."""
        self.kept_on: dict[str, int] = {"investor": -1, "agent": -1}
        """Session on which that limit last kept common back."""
        self.period_over = False
        """Whether the Registration Period has ended (``RRA 3.1``)."""
        self.counted_end = False
        """Whether that has stopped a registration payment."""

    def restate(self, new: int, old: int) -> None:
        """A split: every sale and every lot in new shares, each rounded down.

        Parameters
        ----------
        new, old
            New shares for so many old ones.
        """
        for each in (*self.lots.values(), *self.sales.values()):
            for lot in each:
                lot.shares = lot.shares * new // old
        self.sold = {name: shares * new // old for name, shares in self.sold.items()}
