"""From the kernels' rows to the registry's columns: ratios and differences, element by element.

Every operation is one IEEE operation a path, so a path's numbers do not depend on who else is in the block.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kernels import rows as place
from simulate.columns import LIMITS
from simulate.purchases import Purchases, purchases
from simulate.scenario import Scenario, uses_whole
from simulate.whole_derive import derive_whole
from simulate.whole_rows import ratio

__all__ = ["Purchases", "derive", "purchases"]

Floats = npt.NDArray[np.float64]


def derive(rows: Floats, scenario: Scenario, paid: Purchases) -> dict[str, Floats]:
    """The registry's columns of a block of paths.

    Parameters
    ----------
    rows
        The kernels' rows, [places, paths].
    scenario
        The deal.
    paid
        Purchases of the scenario.

    Returns
    -------
    dict of name -> [paths] float64
        In the registry's order; ``kernels.rows.UNDEFINED`` and ``NOT_COMPUTED`` mark what has no value.
    """
    deal = scenario.deal
    names = [series.name.lower() for series in deal.series]
    stated = [float(series.stated_value_usd) for series in deal.series]

    def of(series: int, what: int) -> Floats:
        """One number of a series, over the paths."""
        row: Floats = rows[place.FIXED_PLACES + place.PER_SERIES * series + what]
        return row

    each = range(len(names))
    old = float(deal.common.outstanding_shares)
    shares = rows[place.SHARES_ISSUED]
    inflow = rows[place.PROCEEDS_USD] + rows[place.REMAINING_USD]
    inflow_present = rows[place.PROCEEDS_PRESENT_USD] + rows[place.REMAINING_PRESENT_USD]
    paid_usd, paid_present = float(sum(paid.usd.tolist())), float(sum(paid.present_usd.tolist()))
    left = [of(k, place.SERIES_PREFERRED_LEFT) for k in each]
    unconverted = np.zeros_like(shares)
    converted = np.zeros_like(shares)
    held = np.zeros_like(shares)
    for k in each:
        unconverted = unconverted + left[k] * stated[k]
        converted = converted + (float(deal.series[k].preferred_shares) - left[k]) * stated[k]
        held = held + of(k, place.SERIES_HELD)
    issue_price = ratio(converted, shares)
    market_price = ratio(rows[place.BID_VALUE_USD], shares)
    # Shares that no notice issued (warrants', in a whole deal) have no bid at notice.
    noticed = market_price > 0.0
    discount = np.where(noticed, 1.0 - issue_price / np.where(noticed, market_price, 1.0), place.UNDEFINED)
    out: dict[str, Floats] = {"shares_issued": shares}
    out |= {f"shares_series_{names[k]}": of(k, place.SERIES_SHARES) for k in each}
    out["dilution_of_total"] = shares / (old + shares)
    out["dilution_of_old"] = shares / old
    out["conversion_proceeds_usd"] = rows[place.PROCEEDS_USD]
    out |= {f"proceeds_series_{names[k]}_usd": of(k, place.SERIES_PROCEEDS_USD) for k in each}
    out["remaining_value_usd"] = rows[place.REMAINING_USD]
    out["pnl_usd"] = inflow - paid_usd
    out["pnl_present_value_usd"] = inflow_present - paid_present
    for k in each:
        back = of(k, place.SERIES_PROCEEDS_USD) + of(k, place.SERIES_REMAINING_USD)
        out[f"pnl_series_{names[k]}_usd"] = back - paid.usd[k]
    for k in each:
        back = of(k, place.SERIES_PROCEEDS_PRESENT_USD) + of(k, place.SERIES_REMAINING_PRESENT_USD)
        out[f"pnl_series_{names[k]}_present_value_usd"] = back - paid.present_usd[k]
    out["money_multiple"] = inflow / paid_usd if paid_usd else np.full_like(shares, place.UNDEFINED)
    out["irr_per_year"] = rows[place.IRR]
    out["effective_issue_price_usd"] = issue_price
    out["discount_to_market"] = discount
    out |= {f"sessions_bound_{name}": rows[place.BOUND + k] for k, name in enumerate(LIMITS)}
    out["cap_reached"] = (rows[place.BOUND + place.CAP] > 0.0).astype(np.float64)
    out["cap_used_shares"] = rows[place.CAP_USED]
    out["approved"] = rows[place.APPROVED]
    out["sessions_to_full_conversion"] = rows[place.FULL_CONVERSION]
    out |= {f"preferred_left_series_{names[k]}": left[k] for k in each}
    out["unconverted_stated_value_usd"] = unconverted
    out["common_held_shares"] = held
    out["lowest_conversion_price_usd"] = rows[place.LOWEST_PRICE_USD]
    return derive_whole(rows, scenario, paid, out) if uses_whole(scenario) else out
