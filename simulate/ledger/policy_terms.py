"""The holder's policy as the ledger reads it (METHODS 6, 25)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from simulate.scenario import Holder, margin_of


@dataclass(frozen=True, slots=True)
class PolicyTerms:
    """What the holder does, beyond what every holder decides."""

    name: str
    """As in ``holder.policy``."""
    least_bid: Fraction | None
    """Multiple of the conversion price, 1 + margin, at which it gives notice; None: at none."""
    takes_all: bool
    """Whether a notice for the margin is of all that the limits on conversion allow."""

    @property
    def converts(self) -> bool:
        """Whether it gives notices before maturity."""
        return self.name != "hold"


def policy_terms(holder: Holder) -> PolicyTerms:
    """Read them from the holder.

    Parameters
    ----------
    holder
        Of a scenario.

    Returns
    -------
    PolicyTerms
    """
    margin = margin_of(holder)
    amounts = {"threshold": holder.threshold.amount, "roll_off": holder.roll_off.amount}
    return PolicyTerms(
        name=holder.policy,
        least_bid=None if margin is None else 1 + Fraction(margin),
        takes_all=amounts.get(holder.policy) == "what_limits_allow",
    )
