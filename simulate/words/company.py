"""What the company may and does do of its own accord, in words."""

from __future__ import annotations

from decimal import Decimal

from simulate.config.canonical import plain_number
from simulate.scenario import Scenario
from simulate.words.phrases import counted, day_of, listed, money, percent


def company_in_words(scenario: Scenario) -> list[str]:
    """The call of an amendment and whether the company uses it, and its sales of common; nothing where there is none.

    Parameters
    ----------
    scenario
        Any valid scenario.

    Returns
    -------
    list of str
    """
    return [*_call_in_words(scenario), *_equity_raise_in_words(scenario)]


def _call_in_words(scenario: Scenario) -> list[str]:
    call = scenario.deal.company_call
    if call is None:
        return []
    uses = (
        "it does so while that costs less than the common is worth into which the preferred would convert, at the bid "
        "of the session before, as far as what it can pay the investor reaches"
        if scenario.company.policy == "redeem_when_cheaper"
        else "it does not"
    )
    after = counted(call.pay_after_sessions, "one session later", f"{call.pay_after_sessions} sessions later")
    return [
        f"Company's call (assumed: an amendment, no document gives it): from {day_of(call.first_date)} on the company "
        f"may retire Series {listed(list(call.series))} at {plain_number(call.multiple)} times stated value and "
        f"Premium, paid {after}; {uses}."
    ]


def _equity_raise_in_words(scenario: Scenario) -> list[str]:
    terms = scenario.company.raise_equity
    if terms is None:
        return []
    ahead = counted(terms.due_within_sessions, "one session", f"{terms.due_within_sessions} sessions")
    apart = counted(terms.sessions_between, "once a session", f"once in {terms.sessions_between} sessions")
    most, under = money(Decimal(terms.most_usd)), percent(terms.discount_fraction)
    covenant = ""
    if scenario.deal.issue_covenant is not None:
        covenant = "; it does not sell where its covenant on later issues forbids the price (SPA 4.5)"
    return [
        f"Company's sales of common (assumed): when what it could pay, less what falls due within {ahead}, is under "
        f"{money(terms.threshold_usd)}, it sells common to others at the close, {under} under the bid, for at most "
        f"{most}, as far as shares are authorized and not reserved, at most {apart}; what that brings adds to what it "
        f"can pay, and an issue below the Market Price adjusts the warrants (W 4(a)){covenant}."
    ]
