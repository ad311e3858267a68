"""The policy ``threshold``: it gives notice when the bid is a margin over the conversion price (METHODS 25.1)."""

from __future__ import annotations

from simulate.ledger.policy_terms import PolicyTerms


def is_a_margin_over(policy: PolicyTerms, decision_bid: int, price: int) -> bool:
    """Whether a bid is so far over the conversion price that the policy gives notice.

    Parameters
    ----------
    policy
        With its margin, if it has one.
    decision_bid, price
        In the same money.

    Returns
    -------
    bool
    """
    return policy.least_bid is not None and decision_bid >= policy.least_bid * price
