"""The holder's policies and their own terms: a policy that has terms has a part of its own name in the holder."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from simulate.scenario.base import Exact, Part, term

if TYPE_CHECKING:
    from simulate.scenario.holder import Holder

Policy = Literal["hold", "convert_and_sell", "threshold", "roll_off", "pricing_window_pressure"]

MECHANICAL: frozenset[str] = frozenset({"hold", "convert_and_sell"})
"""Policies that need nothing but METHODS 6: kernels of conversion alone, and fast paths, may follow them."""

BARRED: dict[str, str] = {"pricing_window_pressure": "SPA 4.14"}
"""Policies that the contract forbids, each with the clause: they are run as stress, and labelled so."""


def label_of(policy: str) -> str:
    """How a policy that the contract forbids is labelled wherever it is shown; empty for any other.

    Parameters
    ----------
    policy
        As in ``holder.policy``.
    """
    clause = BARRED.get(policy)
    return "" if clause is None else f"stress: {policy} is barred by {clause}"


Amount = Literal["what_limits_allow", "what_it_can_sell"]


class Threshold(Part):
    """Terms of ``threshold``: it waits until the bid is a margin over the conversion price."""

    margin: Exact = term(
        "Gives notice when the decision bid is at least (1 + margin) x conversion price",
        unit="fraction",
        mark="assumed",
        default=Decimal("0.25"),
        ge=0,
        le=10,
    )
    amount: Amount = term(
        "How much it then converts: all that the limits on conversion allow, or only what it can sell at once",
        mark="assumed",
        default="what_limits_allow",
    )


class RollOff(Part):
    """Terms of ``roll_off``: it converts before low bids leave the window and the conversion price rises."""

    margin: Exact | None = term(
        "Also gives notice when the decision bid is at least (1 + margin) x conversion price; null: never for that",
        unit="fraction",
        mark="assumed",
        default=Decimal("0.25"),
        ge=0,
        le=10,
    )
    amount: Amount = term(
        "How much it converts for the margin: all that the limits on conversion allow, or only what it can sell at "
        "once; before the price rises it takes all",
        mark="assumed",
        default="what_limits_allow",
    )


def margin_of(holder: Holder) -> Decimal | None:
    """The margin over the conversion price at which the policy in force gives notice; None: it has none.

    Parameters
    ----------
    holder
        Any valid holder.
    """
    terms = getattr(holder, holder.policy, None)
    margin: Decimal | None = getattr(terms, "margin", None)
    return margin
