"""Compare the kernels' rows with the ledger's totals, column by column, path by path."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from kernels import rows as place
from kernels.fans import make_fans, make_sums
from kernels.market.scratch import make_market
from kernels.paths import simulate_block
from kernels.state import make_state
from simulate.columns import Column, columns
from simulate.derive import derive, purchases
from simulate.explain import path_market
from simulate.ledger import Contract, keep_ledger
from simulate.scenario import Scenario
from simulate.terms import Terms, make_terms

KNIFE_EDGE = ("sessions_bound_", "cap_reached", "lowest_conversion_price_usd")
"""Not compared where shares are fractions: a room that is filled only within rounding leaves dust in float64 that
exact fractions do not have, and these outputs see it. Shares and money agree to 1e-9."""


@dataclass
class Tally:
    """What was compared, and what was found."""

    deals: int = 0
    paths: int = 0
    values: int = 0
    refused: int = 0
    bound: Counter[str] = field(default_factory=Counter)
    switches: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        bound = ", ".join(f"{name} {count:,}" for name, count in sorted(self.bound.items()))
        switches = ", ".join(f"{name} {count:,}" for name, count in sorted(self.switches.items()))
        return (
            f"{self.deals:,} deals, {self.paths:,} paths, {self.values:,} values compared, "
            f"{len(self.differences)} differences, "
            f"{self.refused} deals refused as too fine for exact arithmetic\n"
            f"paths on which a limit bound: {bound}\ndeals by switch: {switches}"
        )


def kernel_columns(scenario: Scenario, terms: Terms, first: int, paths: int) -> dict[str, np.ndarray]:
    """The registry's columns of some paths, straight from the kernel."""
    series, sessions = len(scenario.deal.series), len(terms.dates)
    rows = np.zeros((place.places(series), paths))
    simulate_block(
        terms.tables,
        np.uint64(scenario.run.seed),
        np.uint64(first),
        first + paths,
        0,
        terms.fan_series,
        make_market(sessions, terms.tables.clock.earlier_bids.size),
        make_state(series, sessions),
        make_sums(sessions),
        make_fans(sessions),
        rows,
    )
    return derive(rows, scenario, purchases(scenario, terms.dates[0]))


def agrees(column: Column, kernel: float, ledger: float | int | bool | None, fractional: bool) -> bool:
    """Shares and counts exactly, money within a cent, ratios to 1e-9; with fractions, everything to 1e-9."""
    if ledger is None or kernel == place.UNDEFINED:
        return ledger is None and kernel == place.UNDEFINED
    near = abs(kernel - float(ledger)) <= 1e-9 * max(1.0, abs(kernel))
    if column.unit in ("shares", "preferred shares") and fractional:
        # A room is a difference of tens of millions of shares: float64 knows it to 4e-9 of a share.
        return near or abs(kernel - float(ledger)) <= 1e-6
    if column.dtype != "float64":
        return kernel == float(ledger)
    if column.unit == "USD":
        return abs(kernel - float(ledger)) <= (0.01 if not fractional else 0.01 + 1e-9 * abs(kernel))
    return near


def switches_of(scenario: Scenario) -> list[str]:
    """Names of the switches a deal uses, for the tally."""
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
    return sorted(set(out))


def compare(scenario: Scenario, paths: int, tally: Tally) -> None:
    """Compare the first paths of a scenario; differences go into the tally."""
    terms = make_terms(scenario)
    registry = {column.name: column for column in columns(scenario)}
    arrays = kernel_columns(scenario, terms, 0, paths)
    contract = Contract.of(scenario, terms.dates)
    fractional = scenario.deal.conversion.fractional_shares
    tally.deals += 1
    tally.switches.update(switches_of(scenario))
    for path in range(paths):
        totals = keep_ledger(contract, path_market(scenario, terms, path), record_events=False).totals
        assert list(totals) == list(arrays) == list(registry)
        tally.paths += 1
        for name, value in totals.items():
            if fractional and name.startswith(KNIFE_EDGE):
                continue
            tally.values += 1
            if not agrees(registry[name], float(arrays[name][path]), value, fractional):
                tally.differences.append(
                    f"{scenario.name}, path {path}: {name}: kernels {arrays[name][path]!r}, ledger {value!r}"
                )
            if name.startswith("sessions_bound_") and value:
                tally.bound[name.removeprefix("sessions_bound_")] += 1
