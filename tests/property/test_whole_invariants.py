"""V5 on deals that use the rest of the contract: what must hold on every path, read after every act of the ledger."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from random import Random
from unittest.mock import patch

import pytest
from whole_strategies import random_whole_scenario

from simulate.errors import ConfigError
from simulate.explain import path_market
from simulate.ledger import Contract, PathMarket, keep_ledger
from simulate.ledger.events import Event, Journal
from simulate.ledger.limits import cap_applies
from simulate.ledger.path import Path
from simulate.scenario import Scenario, Split, StockDividend
from simulate.terms import Terms, make_terms

CONVERSIONS = ("notice", "required conversion", "amortisation", "draw")
NO_ISSUE = ("split", "stock dividend", "delivery")
"""Kinds of events after which more is held though nothing was issued against a limit."""
SALES_MONEY = ("sale", "short sale", "borrow cost", "cover")
"""What sales bring, and what short sales bring and cost."""
CENT = 0.01


class Watch(Journal):
    """A journal that checks the path it is kept of after each act that it is told."""

    path: Path

    def watch(self, path: Path, scenario: Scenario) -> None:
        """Begin, before session 0."""
        self.path, self.scenario = path, scenario
        deal = scenario.deal
        self.obeys = deal.warrant_terms.cashless_obeys_limits or scenario.holder.warrants.method == "cash"
        self.converted: dict[str, int] = defaultdict(int)
        self.sold: dict[str, int] = defaultdict(int)
        self.seen = self.holdings()

    def holdings(self) -> tuple[int, int]:
        """Common of the investor and of the agent."""
        agents = sum(warrant.held for warrant in self.path.warrants if warrant.terms.party == "agent")
        return self.path.investor_common, agents

    def add(self, event: Event) -> None:
        super().add(event)
        if event.session is None or not hasattr(self, "seen"):
            return
        if event.kind in CONVERSIONS and event.preferred is not None:
            self.check_conversion(event)
        elif event.kind == "sale":
            self.sold[event.instrument] += event.shares
        elif event.kind == "delivery of a short":
            # What was sold short has brought its money; its shares go now.
            self.sold[event.instrument] += event.shares
        self.check_state(event)

    def check_conversion(self, event: Event) -> None:
        """The price is no more than the fixed price and the ceiling in force; nothing converts twice."""
        path = self.path
        series = next(one for one in path.contract.series if one.name == event.instrument)
        assert event.preferred > 0
        assert event.shares >= 0
        for most in (path.fixed_prices[series.place], path.ceilings[series.place]):
            assert most is None or event.price <= Fraction(most, path.grid.per_dollar)
        variable = self.scenario.deal.series[series.place].conversion_price.variable
        if variable is not None and variable.waived and path.frozen[series.place] is None:
            # After the waiver a series converts at its fixed price, never below it, whatever the market.
            stated = [path.fixed_prices[series.place], path.ceilings[series.place]]
            least = min(most for most in stated if most is not None)
            assert event.price == Fraction(least, path.grid.per_dollar)
        self.converted[event.instrument] += event.preferred

    def check_state(self, event: Event) -> None:
        """Nothing is negative, and what the deal let grow is within its limits."""
        path, deal = self.path, self.scenario.deal
        quantities = [*path.preferred_left, *path.commitment, *path.common_held, *path.undelivered, *path.redeemed]
        quantities += [warrant.held for warrant in path.warrants] + [path.cap_used, path.outstanding]
        assert all(quantity >= 0 for quantity in quantities), event
        held = self.holdings()
        assert sum(held) <= path.outstanding
        if path.cap_amount is not None and self.obeys and cap_applies(path, event.session):
            assert path.cap_used <= path.cap_amount, event
        if event.kind not in NO_ISSUE:
            for before, now in zip(self.seen, held, strict=True):
                if now <= before:
                    continue
                if path.authorized is not None:
                    assert path.outstanding + path.reserved_elsewhere <= path.authorized, event
                if deal.limits.ownership_fraction is not None and self.obeys:
                    new = now - before if deal.limits.ownership_basis == "before" else 0
                    assert now <= Fraction(deal.limits.ownership_fraction) * (path.outstanding - new), event
        self.seen = held


def keep_watch(scenario: Scenario, terms: Terms, path_number: int) -> tuple[Watch, dict[str, float]]:
    """Keep the ledger of a path under a watch."""
    contract, market = Contract.of(scenario, terms.dates), path_market(scenario, terms, path_number)
    watch = Watch(contract, contract.grid(market.price_units_per_dollar))

    def watched(contract: Contract, market: PathMarket, journal: Watch) -> Path:
        path = Path(contract, market, journal)
        journal.watch(path, scenario)
        return path

    with (
        patch("simulate.ledger.ledger.Journal", lambda contract, grid: watch),
        patch("simulate.ledger.ledger.Path", watched),
    ):
        totals = keep_ledger(contract, market, irr=False).totals
    return watch, totals


def check_preferred(watch: Watch, totals: dict[str, float]) -> None:
    """Preferred converted, redeemed and left are what was issued; drawn and lapsed apart."""
    for place, series in enumerate(watch.scenario.deal.series):
        name = series.name.lower()
        converted = watch.converted[series.name]
        left, redeemed = totals[f"preferred_left_series_{name}"], totals[f"redeemed_preferred_series_{name}"]
        if series.draws is not None:
            assert left == redeemed == 0
            assert converted + watch.path.commitment[place] == series.preferred_shares
            continue
        start = series.preferred_shares if series.position is None else series.position.preferred_left
        assert converted + redeemed + left == start


def check_shares(watch: Watch, totals: dict[str, float]) -> None:
    """Shares issued, those held at the start and those bought in are sold, held, undelivered, or went in a merger.

    A split rounds each of them down to whole shares by itself, so they are compared where there is none.
    """
    path, deal = watch.path, watch.scenario.deal
    if any(isinstance(event, (Split, StockDividend)) for event in deal.events):
        return
    remedies = path.remedies
    for place, series in enumerate(deal.series):
        start = 0 if series.position is None else series.position.common_held
        bought = 0 if remedies is None else remedies.bought_in[place]
        kept = path.common_held[place] + path.undelivered[place] + path.given_up[place]
        assert start + path.issued[place] + bought == watch.sold[series.name] + kept
        assert totals[f"shares_series_{series.name.lower()}"] == path.issued[place]
    for warrant, terms in zip(path.warrants, deal.warrants, strict=True):
        kept = warrant.held + warrant.given_up
        assert terms.common_held + warrant.issued + warrant.bought_in == watch.sold[terms.name] + kept
    issued = sum(path.issued) + sum(warrant.issued for warrant in path.warrants)
    assert totals["shares_issued"] == issued
    assert totals["outstanding_at_horizon_shares"] == deal.common.outstanding_shares + issued + path.other_issues_shares


def check_books(watch: Watch, totals: dict[str, float]) -> None:
    """What investor and agent gain the market and the company lose: no money appears.

    The market's part is the sales, as the events add up, and what remains; the company's is its net cash, its other
    issues apart, for those are paid by others.
    """
    agents = {one.name for one in watch.scenario.deal.warrants if one.party == "agent"}
    positions = sum(float(one.position.proceeds_usd) for one in watch.scenario.deal.series if one.position is not None)
    last_bid = Fraction(watch.path.bids[-1], watch.path.grid.per_dollar)
    net = 1 - Fraction(watch.scenario.holder.commission_fraction)
    agents_common = sum(one.held for one in watch.path.warrants if one.terms.name in agents)
    remaining = totals["remaining_value_usd"] + float(agents_common * last_bid * net)
    company = totals["company_cash_out_usd"] - (totals["company_cash_in_usd"] - totals["other_issues_usd"])
    gained = totals["pnl_usd"] + totals["agent_pnl_usd"]
    # Where sales press the price a session settles them when it has made them all.
    sales_usd = sum(event.amount_usd for event in watch.events() if event.kind in SALES_MONEY)
    assert gained == pytest.approx(
        sales_usd + positions + remaining + company - totals["buy_in_cost_usd"], abs=CENT, rel=1e-12
    )
    assert totals["books_gap_usd"] == pytest.approx(0, abs=CENT)
    assert totals["company_net_cash_usd"] == pytest.approx(
        totals["company_cash_in_usd"] - totals["company_cash_out_usd"], abs=CENT
    )
    assert totals["dilution_of_total"] <= totals["dilution_of_old"]


@pytest.mark.parametrize("tens", range(4))
def test_every_invariant_on_every_path_of_a_whole_deal(tens):
    for deal in range(10 * tens, 10 * tens + 10):
        scenario = random_whole_scenario(Random(f"invariants {deal}"))
        try:
            terms = make_terms(scenario)
        except ConfigError:
            continue
        for path in range(2):
            watch, totals = keep_watch(scenario, terms, path)
            check_preferred(watch, totals)
            check_shares(watch, totals)
            check_books(watch, totals)


def test_the_watch_sees_a_limit_that_is_passed(monkeypatch):
    """The checks can fail: with the ownership limit taken away from the ledger, some path passes it."""
    monkeypatch.setattr("simulate.ledger.general_limits.ownership_room_of", lambda path, held: None)
    limited = [deal for deal in map(random_whole_scenario, map(Random, range(60))) if has_ownership_limit(deal)]
    with pytest.raises(AssertionError):
        watch_all(limited)


def has_ownership_limit(scenario: Scenario) -> bool:
    return scenario.deal.limits.ownership_fraction is not None


def watch_all(scenarios: list[Scenario]) -> None:
    for scenario in scenarios:
        keep_watch(scenario, make_terms(scenario), 0)
