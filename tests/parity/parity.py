"""Compare the kernels' rows with the ledger's totals, column by column, path by path."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from kernel_rows import kernel_columns
from switches import switches_of
from whole_strategies import random_whole_scenario

from kernels import rows as place
from simulate.columns import Column, columns
from simulate.errors import ConfigError
from simulate.explain import path_market
from simulate.ledger import Contract, keep_ledger
from simulate.scenario import Scenario, uses_whole
from simulate.terms import make_terms
from simulate.verification.agreement import KNIFE_EDGE, agrees

OF_POLICIES = (
    "called_preferred",
    "raised_usd",
    "acts_cut",
    "short_sold_shares",
    "short_covered_shares",
    "borrow_cost_usd",
)
"""Outputs that only a policy of the company or of the holder leaves (METHODS 25, 26)."""


@dataclass
class Tally:
    """What was compared, and what was found."""

    deals: int = 0
    paths: int = 0
    values: int = 0
    refused: int = 0
    bound: Counter[str] = field(default_factory=Counter)
    switches: Counter[str] = field(default_factory=Counter)
    fired_paths: Counter[str] = field(default_factory=Counter)
    """Paths on which something acted, by its name in ``kernels.rows.FIRINGS``, or ``bound_`` and the limit's."""
    fired: Counter[str] = field(default_factory=Counter)
    """How often it acted on all of them."""
    acted: Counter[str] = field(default_factory=Counter)
    """Paths on which a policy of the holder left something, by the output."""
    differences: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        bound = ", ".join(f"{name} {count:,}" for name, count in sorted(self.bound.items()))
        switches = ", ".join(f"{name} {count:,}" for name, count in sorted(self.switches.items()))
        out = (
            f"{self.deals:,} deals, {self.paths:,} paths, {self.values:,} values compared, "
            f"{len(self.differences)} differences, "
            f"{self.refused} deals refused as too fine for exact arithmetic\n"
            f"paths on which a limit bound: {bound}\ndeals by switch: {switches}"
        )
        if len(self.never_fired) < len(place.FIRINGS):
            acted = ", ".join(f"{name} {self.fired_paths[name]:,} ({self.fired[name]:,})" for name in place.FIRINGS)
            out += f"\npaths on which it acted (times): {acted}"
        return out

    @property
    def never_fired(self) -> list[str]:
        """What did not act on any path, of all that can."""
        return [name for name in place.FIRINGS if not self.fired_paths[name]]

    def add(self, other: Tally) -> None:
        """Add what another tally counted."""
        self.deals, self.paths = self.deals + other.deals, self.paths + other.paths
        self.values, self.refused = self.values + other.values, self.refused + other.refused
        for name in ("bound", "switches", "fired_paths", "fired", "acted"):
            getattr(self, name).update(getattr(other, name))
        self.differences += other.differences

    def count(self, totals: dict[str, float | int | bool | None]) -> None:
        """Count a path, by the ledger's totals: which limits bound and what acted."""
        self.paths += 1
        for name, value in totals.items():
            if name.startswith("sessions_bound_") and value:
                self.bound[name.removeprefix("sessions_bound_")] += 1
                self.fired_paths[name.removeprefix("sessions_")] += 1
                self.fired[name.removeprefix("sessions_")] += int(value)
            if name in OF_POLICIES and value:
                self.acted[name] += 1
            if name.startswith("times_") and value:
                self.fired_paths[name.removeprefix("times_")] += 1
                self.fired[name.removeprefix("times_")] += int(value)


def agree_on(deals: range, paths: int) -> Tally:
    """Compare the first paths of random whole deals, by the numbers they are drawn with.

    A deal that is too fine for exact arithmetic is counted as refused; the first deal that differs is the last.
    """
    tally = Tally()
    for deal in deals:
        try:
            compare(random_whole_scenario(Random(deal)), paths, tally)
        except ConfigError:
            tally.refused += 1
        if tally.differences:
            tally.differences = [f"deal {deal}: {difference}" for difference in tally.differences]
            break
    return tally


def finest_money(totals: dict[str, float | int | bool | None], registry: dict[str, Column]) -> float:
    """How finely float64 can tell money on a path: four units in the last place of its largest amount.

    A few random deals come to trillions of dollars. From 2^45 on some roundings of float64 make a cent, and a sum of
    such amounts is no better than its largest. Below, a cent is asked for: 0.
    """
    largest = max(abs(value) for name, value in totals.items() if registry[name].unit == "USD" and value is not None)
    return largest * 2.0**-51 if largest >= 2.0**45 else 0.0


def compare(scenario: Scenario, paths: int, tally: Tally) -> None:
    """Compare the first paths of a scenario; differences go into the tally."""
    terms = make_terms(scenario)
    assert (terms.tables.whole is not None) == uses_whole(scenario)
    registry = {column.name: column for column in columns(scenario)}
    arrays = kernel_columns(scenario, terms, 0, paths)
    contract = Contract.of(scenario, terms.dates)
    fractional = scenario.deal.conversion.fractional_shares
    tally.deals += 1
    tally.switches.update(switches_of(scenario))
    for path in range(paths):
        totals = keep_ledger(contract, path_market(scenario, terms, path), record_events=False).totals
        assert list(totals) == list(arrays) == list(registry)
        tally.count(totals)
        coarse = finest_money(totals, registry)
        for name, value in totals.items():
            if fractional and name.startswith(KNIFE_EDGE):
                continue
            tally.values += 1
            kernel = float(arrays[name][path])
            if agrees(registry[name], kernel, value, fractional):
                continue
            if registry[name].unit == "USD" and value is not None and abs(kernel - value) <= coarse:
                continue
            tally.differences.append(
                f"{scenario.name}, path {path}: {name}: kernels {arrays[name][path]!r}, ledger {value!r}"
            )
