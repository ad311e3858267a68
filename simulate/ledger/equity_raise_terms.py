"""When and how the company sells common to others because its cash runs low (METHODS 26.2)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from simulate.scenario import Scenario


@dataclass(frozen=True, slots=True)
class EquityRaiseTerms:
    """The policy ``raise_equity``."""

    threshold: Fraction
    """It sells when what it could pay is under this, dollars."""
    due_within: int
    """Sessions ahead in which what falls due counts."""
    discount: Fraction
    """To the closing bid."""
    most: int
    """The most that one sale brings, dollars."""
    between: int
    """Sessions from one sale to the next at least."""


def equity_raise_terms(scenario: Scenario) -> EquityRaiseTerms | None:
    """The terms on which the company sells; None: it follows another policy.

    Parameters
    ----------
    scenario
        The deal and the company's policy.

    Returns
    -------
    EquityRaiseTerms or None
    """
    company = scenario.company
    if company.policy != "raise_equity" or company.raise_equity is None:
        return None
    terms = company.raise_equity
    return EquityRaiseTerms(
        threshold=Fraction(terms.threshold_usd),
        due_within=terms.due_within_sessions,
        discount=Fraction(terms.discount_fraction),
        most=terms.most_usd,
        between=terms.sessions_between,
    )
