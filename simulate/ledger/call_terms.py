"""The company's call of preferred, as an amendment would give it (METHODS 26.1)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from simulate.scenario import Scenario


@dataclass(frozen=True, slots=True)
class CallTerms:
    """The call of an amendment."""

    places: tuple[int, ...]
    """Series that may be called, in deal order."""
    first: int
    """First session on which they may."""
    multiple: Fraction
    pay_after_sessions: int


def call_terms(scenario: Scenario, dates: Sequence[date]) -> CallTerms | None:
    """The call that the company uses; None: it uses none.

    Parameters
    ----------
    scenario
        The deal and the company's policy.
    dates
        Of the sessions.

    Returns
    -------
    CallTerms or None
    """
    call = scenario.deal.company_call
    if call is None or scenario.company.policy != "redeem_when_cheaper":
        return None
    return CallTerms(
        places=tuple(place for place, series in enumerate(scenario.deal.series) if series.name in call.series),
        first=bisect_left(dates, call.first_date),
        multiple=Fraction(call.multiple),
        pay_after_sessions=call.pay_after_sessions,
    )
