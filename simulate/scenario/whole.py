"""Which deals need the whole contract: what a deal uses beyond the conversion of preferred within its limits."""

from __future__ import annotations

from simulate.scenario.deal import Deal
from simulate.scenario.policies import MECHANICAL
from simulate.scenario.scenario import Scenario
from simulate.scenario.series import Series


def uses_whole(scenario: Scenario) -> bool:
    """Whether a deal uses any part of the contract beyond its conversion (METHODS, "The rest of the contract").

    So does a holder that does more than hold, or convert and sell.

    Parameters
    ----------
    scenario
        Any valid scenario.

    Returns
    -------
    bool
        False: sections 1 to 9 alone decide every path, and what a holder would do with the parts that are absent
        is not in force.
    """
    acts = scenario.holder.policy not in MECHANICAL or scenario.market.moves_prices
    return acts or bool(whole_parts(scenario.deal))


def whole_parts(deal: Deal) -> tuple[str, ...]:
    """The parts in use for which a deal needs the whole contract.

    Parameters
    ----------
    deal
        Any valid deal.

    Returns
    -------
    tuple of str
        Dotted names below ``deal``, in the order of the schema; empty where conversion is all there is.
    """
    limits, common = deal.limits, deal.common
    covenant = limits.sale_volume
    used = {
        "common.reserved_elsewhere_shares": common.reserved_elsewhere_shares > 0,
        "limits.cap.used_shares": limits.cap is not None and limits.cap.used_shares > 0,
        "limits.ownership_basis": limits.ownership_fraction is not None and limits.ownership_basis == "before",
        "limits.sale_volume.further_bands": covenant is not None and bool(covenant.further_bands),
        "limits.conversion_volume": limits.conversion_volume is not None,
        "conversion.maturity_conditions": deal.conversion.maturity_conditions == "tested",
        "warrants": bool(deal.warrants),
        "reserve": deal.reserve is not None,
        "cap_test": deal.cap_test is not None,
        "registration": deal.registration is not None,
        "rule_144": deal.rule_144 is not None,
        "delivery": deal.delivery is not None,
        "redemption": deal.redemption is not None,
        "company_call": deal.company_call is not None,
        "listing_rule": deal.listing_rule is not None,
        "events": bool(deal.events),
        "capital_table": deal.capital_table is not None,
        "expenses_usd": deal.expenses_usd > 0,
        "agent_fee_usd": deal.agent_fee_usd > 0,
    }
    of_series = [f"series[{number}].{name}" for number, one in enumerate(deal.series) for name in _of_series(one)]
    return (*of_series, *(name for name, is_used in used.items() if is_used))


def _of_series(series: Series) -> list[str]:
    """The parts of one series for which the whole contract is needed, by dotted name below the series."""
    price = series.conversion_price
    variable = price.variable
    used = {
        "premium.paid": series.premium.paid != "on_conversion",
        "conversion_price.ceiling_usd": price.ceiling_usd is not None,
        "conversion_price.resets": price.resets is not None,
        "amortisation": series.amortisation is not None,
        "draws": series.draws is not None,
        "position": series.position is not None,
    }
    if variable is not None:
        used |= {
            "conversion_price.variable.selector": variable.selector != "lowest_average",
            "conversion_price.variable.price_field": variable.price_field != "closing_bid",
            "conversion_price.variable.multiplier_steps": bool(variable.multiplier_steps),
            "conversion_price.variable.floor_usd": variable.floor_usd is not None,
        }
    return [name for name, is_used in used.items() if is_used]
