"""What the company may and does do of its own accord, in words."""

from __future__ import annotations

from simulate.config.canonical import plain_number
from simulate.scenario import Scenario
from simulate.words.phrases import counted, day_of, listed


def company_in_words(scenario: Scenario) -> list[str]:
    """The call of an amendment, and whether the company uses it; nothing where there is none.

    Parameters
    ----------
    scenario
        Any valid scenario.

    Returns
    -------
    list of str
    """
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
