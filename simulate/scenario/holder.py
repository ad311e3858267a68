"""The holder: what the investor does with what the contract lets it do."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, get_args

from pydantic import model_validator

from simulate.scenario.base import Exact, Part, term
from simulate.scenario.boundaries import Optimal
from simulate.scenario.policies import DatedActs, Policy, RollOff, ShortHedged, Threshold
from simulate.scenario.pressure import PricingWindowPressure


class WarrantPolicy(Part):
    """How warrants are exercised, by the investor and by the agent."""

    exercise: Literal["when_it_pays", "at_expiry", "never"] = term(
        "when_it_pays: as much as can be sold at once, while the decision bid is above hurdle x exercise price; at "
        "expiry, whatever is in the money, in any case but never",
        clause="W 1",
        mark="assumed",
        default="when_it_pays",
    )
    hurdle: Exact = term(
        "Exercises before expiry only while the decision bid is above hurdle x exercise price",
        unit="fraction",
        mark="assumed",
        default=Decimal(1),
        ge=0,
        le=100,
    )
    method: Literal["cash", "cashless"] = term("How it pays", clause="W 1(a), 12(c)", mark="assumed", default="cash")


class Holder(Part):
    """The holder's policy and what the market takes from it."""

    policy: Policy = term("What the holder does", mark="assumed")
    hurdle: Exact = term(
        "Converts only while the decision bid is at least hurdle x conversion price",
        unit="fraction",
        mark="assumed",
        default=Decimal(1),
        ge=0,
        le=10,
    )
    participation: Exact | None = term(
        "Share of a session's volume that the holder sells where the contract sets no limit; null: no limit at all",
        unit="fraction",
        mark="choice",
        default=Decimal("0.3"),
        gt=0,
        le=1,
    )
    sale_decision: Literal["previous_close", "same_close"] = term(
        "The bid the holder knows when it decides to convert: of the session before, or (an idealisation) of the same",
        mark="choice",
        default="previous_close",
    )
    commission_fraction: Exact = term(
        "Commission on sales, as a share of proceeds, and on what is bought in, as a share of its price",
        unit="fraction",
        mark="assumed",
        default=Decimal(0),
        ge=0,
        lt=1,
    )
    warrants: WarrantPolicy = term("What it does with warrants", default_factory=WarrantPolicy)
    redeems: Literal["never", "when_it_pays_more", "always"] = term(
        "Whether it elects redemption: never; when the Redemption Amount is more than what converting at the bid "
        "would bring; always",
        clause="CoD VIII.B",
        mark="assumed",
        default="when_it_pays_more",
    )
    takes_registration_payments_in: Literal["cash", "shares"] = term(
        "How it takes registration payments", clause="RRA 2.3", mark="choice", default="cash"
    )
    takes_later_terms: bool = term(
        "Whether it takes the better terms of later convertibles", clause="CoD XI.E", mark="choice", default=True
    )
    refuses_at_maturity: bool = term(
        "Whether it refuses required conversion while a Redemption Event continues",
        clause="CoD IV.H",
        mark="choice",
        default=False,
    )
    has_listing_ended: bool = term(
        "Whether, after event (viii), it has the company leave its market, so that the cap lapses",
        clause="CoD VIII.E",
        mark="choice",
        default=False,
    )
    threshold: Threshold = term("What it does under threshold", default_factory=Threshold)
    roll_off: RollOff = term("What it does under roll_off", default_factory=RollOff)
    dated_acts: DatedActs = term("What it does under dated_acts", default_factory=DatedActs)
    short_hedged: ShortHedged = term("What it does under short_hedged", default_factory=ShortHedged)
    pricing_window_pressure: PricingWindowPressure = term(
        "What it does under pricing_window_pressure, a stress: manipulation, which SPA 4.14 bars",
        default_factory=PricingWindowPressure,
    )
    optimal: Optimal = term("What it does under optimal", default_factory=Optimal)

    @model_validator(mode="after")
    def _has_boundaries(self) -> Holder:
        if self.policy == "optimal" and not self.optimal.boundaries:
            raise ValueError("optimal.boundaries are missing under policy optimal; floorless optimal FILE fits them")
        return self

    @property
    def presses_the_window(self) -> bool:
        """Whether it sells into the look-back before it converts: a stress, barred by ``SPA 4.14``."""
        return self.policy == "pricing_window_pressure"


def policies() -> tuple[str, ...]:
    """Every policy that a holder may follow, in the order of the schema."""
    return get_args(Holder.model_fields["policy"].annotation)


def policies_with_terms() -> tuple[str, ...]:
    """The policies that have terms of their own: a part of the holder by the same name."""
    return tuple(policy for policy in policies() if policy in Holder.model_fields)
