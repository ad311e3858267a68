"""Which switches a deal uses, by name: what a tally of random deals is read by."""

from __future__ import annotations

import re

from simulate.scenario import Scenario
from simulate.scenario.whole import whole_parts


def switches_of(scenario: Scenario) -> list[str]:
    """Names of the switches a deal uses, each once."""
    deal, market, holder = scenario.deal, scenario.market, scenario.holder
    out = [
        f"series={len(deal.series)}",
        f"approval={deal.approval.mode}",
        f"round_up={deal.conversion.round_up}",
        f"same_day_sale={deal.conversion.same_day_sale}",
        f"after_maturity={deal.conversion.after_maturity}",
        f"policy={holder.policy}",
        f"sale_decision={holder.sale_decision}",
        f"price={market.price.model}",
        f"volume={market.volume.model}",
        f"tick={market.tick_usd is not None}",
        f"participation={holder.participation is not None}",
        f"covenant={deal.limits.sale_volume is not None}",
        f"ownership={deal.limits.ownership_fraction is not None}",
        f"authorized={deal.common.authorized_shares is not None}",
    ]
    cap = deal.limits.cap
    out += ["cap=none"] if cap is None else [f"cap.returns={cap.returns}", f"cap.excess={cap.excess}"]
    for series in deal.series:
        variable = series.conversion_price.variable
        if variable is None:
            out.append("price=fixed")
        else:
            kind = "waived" if variable.waived else "variable" if series.conversion_price.fixed_usd is None else "lower"
            out += [f"price={kind}", f"window_end={variable.window_end}"]
    out += [re.sub(r"\[\d+\]", "", part) for part in whole_parts(deal)]
    out += [f"event={event.kind}" for event in deal.events]
    return sorted(set(out))
