"""The holder's policies and their own terms: a policy that has terms has a part of its own name in the holder."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from pydantic import model_validator

from simulate.scenario.base import Day, Exact, Part, term

if TYPE_CHECKING:
    from simulate.scenario.deal import Deal
    from simulate.scenario.holder import Holder
    from simulate.scenario.market import Market

Policy = Literal[
    "hold",
    "convert_and_sell",
    "threshold",
    "roll_off",
    "dated_acts",
    "short_hedged",
    "pricing_window_pressure",
    "optimal",
]

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


class Act(Part):
    """A notice or a sale of the holder on a date."""

    date: Day = term("Acts on the first session on or after it", mark="assumed")
    series: str = term("Name of the series", mark="assumed", min_length=1)
    preferred_shares: int | None = term(
        "Gives notice of so many; null: it is a sale", unit="preferred shares", mark="assumed", default=None, ge=1
    )
    common_shares: int | None = term(
        "Sells so much common from the series; null: it is a notice", unit="shares", mark="assumed", default=None, ge=1
    )

    @model_validator(mode="after")
    def _is_one_act(self) -> Act:
        if (self.preferred_shares is None) == (self.common_shares is None):
            raise ValueError(
                f"the act of {self.date} gives {'neither' if self.preferred_shares is None else 'both'} of "
                "preferred_shares and common_shares; allowed: one of them; a notice has the first, a sale the second"
            )
        return self


class DatedActs(Part):
    """Terms of ``dated_acts``: the holder's notices and sales are given, as they happened or are planned."""

    acts: tuple[Act, ...] = term(
        "Notices and sales on their dates; those of one kind and series that fall on one session are one",
        mark="assumed",
        default=(),
        max_length=400,
    )
    sells: Literal["as_it_may", "as_dated"] = term(
        "Whether it sells the common as soon as it may, as convert_and_sell does, or on dates alone",
        mark="assumed",
        default="as_it_may",
    )

    @model_validator(mode="after")
    def _sales_are_meant(self) -> DatedActs:
        if self.sells == "as_it_may" and any(act.common_shares is not None for act in self.acts):
            raise ValueError("acts hold a sale, but sells is as_it_may; set sells to as_dated, or leave the sale out")
        return self


class ShortHedged(Part):
    """Terms of ``short_hedged``: it sells borrowed stock over the conversion price and delivers by converting."""

    margin: Exact = term(
        "Sells short when the decision bid is at least (1 + margin) x conversion price",
        unit="fraction",
        mark="assumed",
        default=Decimal("0.1"),
        ge=0,
        le=10,
    )
    borrow_limit_fraction: Exact = term(
        "Most common that it can be short, as a part of the common outstanding",
        unit="fraction",
        mark="assumed",
        default=Decimal("0.05"),
        gt=0,
        le=1,
    )
    borrow_cost_per_year: Exact = term(
        "Cost of borrowed stock, as a part of its worth",
        unit="per year",
        mark="assumed",
        default=Decimal("0.05"),
        ge=0,
        le=10,
    )
    counts_in_sale_limit: bool = term(
        "Whether short sales count against the limit on sales; if not, what the market takes alone bounds them",
        clause="SPA 4.15",
        mark="choice",
        default=True,
    )
    before_effectiveness: bool = term(
        "Whether it sells short before the registration of the shares that cover it is effective",
        clause="RRA 2.1",
        mark="assumed",
        default=False,
    )
    waits_while_price_falls: bool = term(
        "Whether its notices wait while tomorrow's conversion price, as far as the close tells it, is lower",
        mark="assumed",
        default=False,
    )


def dated_acts_contradictions(acts: DatedActs, deal: Deal) -> Iterator[str]:
    """Every way in which dated acts contradict the deal.

    Parameters
    ----------
    acts
        Terms of a holder that follows them.
    deal
        Any valid deal.

    Yields
    ------
    str
        What is wrong, and what to do.
    """
    if not acts.acts:
        yield "policy is dated_acts, and holder.dated_acts.acts is empty; give at least one act, or another policy"
    names = [series.name for series in deal.series]
    for act in acts.acts:
        if act.series not in names:
            yield f"dated_acts: series ({act.series}) is none of {names}; name one of them"
        if not deal.start <= act.date <= deal.horizon:
            yield f"dated_acts: date ({act.date}) is outside {deal.start} to {deal.horizon}, the run; move it"


def short_sale_contradictions(deal: Deal, market: Market) -> Iterator[str]:
    """What of a deal and its market a holder that sells short cannot be run with.

    Parameters
    ----------
    deal, market
        Each valid by itself.

    Yields
    ------
    str
        What is wrong, and what to do.
    """
    kinds = ("merger", "liquidation", "dividend", "rights")
    found = dict.fromkeys(event.kind for event in deal.events if event.kind in kinds)
    if found:
        yield (
            f"policy is short_hedged, and the deal has {' and '.join(found)}: what a lender of stock is owed for it is "
            "not computed; take another policy, or leave the event out"
        )
    if market.dilution_in_price == "impact":
        yield (
            "policy is short_hedged, and market.dilution_in_price is impact: what short sales and their covering do to "
            "the price is not computed; take another policy, or none or mechanical"
        )
    if deal.rule_144 is not None:
        yield (
            "holder.policy is short_hedged, and deal.rule_144 is given: under the Rule a short sale sells common that "
            "must have been held, which is not computed; take another policy, or set deal.rule_144 to null"
        )
    if deal.conversion.fractional_shares:
        yield (
            "policy is short_hedged, and conversion.fractional_shares is true: that is for closed forms; take whole "
            "shares"
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
