"""Which fields of a scenario are in force: a setting of a part that the deal lacks decides nothing."""

from __future__ import annotations

from simulate.scenario import (
    ConvertibleIssue,
    Deal,
    Delisting,
    DeliveryFailure,
    Issuance,
    Merger,
    Scenario,
    policies_with_terms,
    uses_whole,
)


def has_later_terms(deal: Deal) -> bool:
    """Whether a later convertible is issued whose terms the holder may take (``CoD XI.E``)."""
    return any(
        isinstance(event, ConvertibleIssue)
        and (event.discount_fraction is not None or event.fixed_price_usd is not None)
        for event in deal.events
    )


def not_in_force(scenario: Scenario) -> tuple[str, ...]:
    """Dotted names of the fields that decide nothing in a scenario, each with all below it.

    Parameters
    ----------
    scenario
        Its null parts need no mention: they have no fields.

    Returns
    -------
    tuple of str
        Names such as ``holder.warrants``; of parts that the deal does not have.
    """
    deal = scenario.deal
    registration = deal.registration
    pays = registration is not None and registration.paying_series is not None
    covered = registration is not None and bool(registration.statements)
    later = has_later_terms(deal)
    in_force = {
        "deal.warrant_terms": bool(deal.warrants),
        "deal.warrant_terms.merger_notice_sessions": any(
            isinstance(event, Merger) and event.pays for event in deal.events
        ),
        "deal.later_convertibles": later,
        "deal.redemption.penalty_per": any(
            isinstance(event, DeliveryFailure) and event.refusal for event in deal.events
        ),
        "deal.cap_test.redemption_basis": deal.redemption is not None,
        "deal.limits.beneficial_ownership": deal.limits.ownership_fraction is not None,
        # Deals of conversion alone have no such books.
        "deal.common.reserved_elsewhere_shares": uses_whole(scenario) and deal.common.authorized_shares is not None,
        "deal.expenses_usd": uses_whole(scenario),
        "deal.agent_fee_usd": uses_whole(scenario),
        "deal.issue_covenant.market_leg": any(
            isinstance(event, (Issuance, ConvertibleIssue)) and not event.permitted for event in deal.events
        ),
        "deal.rule_144.cashless_exercise_tacks": bool(deal.warrants) and scenario.holder.warrants.method == "cashless",
        "deal.registration.company": covered,
        "deal.registration.sec_comments": pays,
        "deal.registration.payment_base": pays,
        "deal.registration.runs_from": pays,
        **{f"holder.{policy}": policy == scenario.holder.policy for policy in policies_with_terms()},
        "holder.hurdle": scenario.holder.policy not in ("hold", "threshold", "dated_acts", "optimal"),
        "holder.warrants": bool(deal.warrants),
        "holder.redeems": deal.redemption is not None,
        "holder.refuses_at_maturity": deal.redemption is not None,
        "holder.takes_registration_payments_in": pays,
        "holder.takes_later_terms": later,
        "holder.has_listing_ended": deal.cap_test is not None,
    }
    for number, event in enumerate(deal.events):
        if isinstance(event, Delisting):
            in_force[f"deal.events[{number}].hazard_power"] = event.hazard_level_usd is not None
        if isinstance(event, Merger):
            in_force[f"deal.events[{number}].treasury_rate_per_year"] = event.pays
    return tuple(name for name, is_in_force in in_force.items() if not is_in_force)
