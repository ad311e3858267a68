"""V5 on the kernels' own rows: on random whole deals no share and no dollar appears or is lost (METHODS 21).

The ledger's invariants are checked after every act; here a path is run by the kernels alone, and its row, its cash
flows by session and what its state counted as sold must account for each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, reject, settings
from kernel_rows import kernel_run
from whole_strategies import random_whole_scenario, whole_scenarios

from kernels import rows as place
from kernels.fans import Sums
from kernels.state import State, make_state
from simulate.derive import derive, purchases
from simulate.errors import ConfigError
from simulate.scenario import DeliveryFailure, Scenario
from simulate.terms import Terms, make_terms
from simulate.whole_rows import WholeRows

CENT = 0.01
RELATIVE = 1e-11
"""Of the gross amounts: sums of some thousand float64 in another order."""
PATHS = 2


@dataclass
class Account:
    """One path as the kernels leave it."""

    scenario: Scenario
    terms: Terms
    rows: np.ndarray
    sums: Sums
    state: State

    @property
    def of(self) -> WholeRows:
        deal = self.scenario.deal
        return WholeRows(self.rows, len(deal.series), len(deal.warrants))

    def path(self, what: int) -> float:
        return float(self.of.of_path(what)[0])

    def series(self, k: int, what: int) -> float:
        return float(self.of.of_series(k, what)[0])

    def more(self, k: int, what: int) -> float:
        return float(self.of.more_of_series(k, what)[0])

    def warrant(self, w: int, what: int) -> float:
        return float(self.of.of_warrant(w, what)[0])

    @property
    def ended(self) -> bool:
        """Whether a merger or a liquidation took the common."""
        return self.path(place.ENDED) != place.UNDEFINED

    def splits(self) -> list[Fraction]:
        """Ratios of the splits and stock dividends that acted, in order."""
        whole = self.terms.tables.whole
        assert whole is not None
        events = whole.events
        acted = self.path(place.FIRED + place.FIRED_SPLIT) + self.path(place.FIRED + place.FIRED_STOCK_DIVIDEND)
        all_of_them = [int(event) for event in events.splits[: events.split_count]]
        return [Fraction(int(events.shares[k]), int(events.old_shares[k])) for k in all_of_them[: int(acted)]]


def accounts(scenario: Scenario, terms: Terms) -> list[Account]:
    out = []
    for number in range(PATHS):
        state = make_state(terms.tables)
        rows, sums = kernel_run(scenario, terms, number, 1, state)
        out.append(Account(scenario, terms, rows, sums, state))
    return out


def lost_by_rounding(splits: list[Fraction], quantities: int) -> Fraction:
    """How much a difference of quantities may be off when each split rounds each of them down to whole shares."""
    out = Fraction(0)
    for ratio in splits:
        out = out * ratio + quantities
    return out


def check_instrument(account: Account, start: int, issued: float, bought: float, sold: float, kept: float) -> None:
    """Issued, held at the start and bought in is sold or kept; what is not went with the company."""
    splits = account.splits()
    gap = start * np.prod(splits, initial=Fraction(1)) + Fraction(issued + bought) - Fraction(sold + kept)
    # Two on one side; sold, held, undelivered, and sold but not delivered yet, on the other.
    allowed = lost_by_rounding(splits, 4)
    assert gap >= -allowed
    if account.ended:
        assert kept == 0
    else:
        assert gap <= allowed


def check_shares(account: Account) -> None:
    """Shares issued are sold, held or undelivered, by instrument and in all (METHODS 21)."""
    deal, state = account.scenario.deal, account.state
    issued = 0.0
    for k, series in enumerate(deal.series):
        held, undelivered = account.series(k, place.SERIES_HELD), account.more(k, place.SERIES_UNDELIVERED)
        assert 0 <= undelivered <= held
        start = 0 if series.position is None else series.position.common_held
        more = (state.whole.remedy.bought_in[k], state.whole.money.sold[k])
        check_instrument(account, start, account.series(k, place.SERIES_SHARES), *more, held)
        issued += account.series(k, place.SERIES_SHARES)
    for w, warrant in enumerate(deal.warrants):
        shares, held = account.warrant(w, place.WARRANT_SHARES), account.warrant(w, place.WARRANT_HELD)
        assert held >= 0
        check_instrument(account, warrant.common_held, shares, 0, state.whole.warrant.sold[w], held)
        issued += shares
    assert account.rows[place.SHARES_ISSUED, 0] == issued
    check_outstanding(account, issued)


def check_outstanding(account: Account, issued: float) -> None:
    """Outstanding at the end is what there was, what the deal and what the company issued."""
    old, others = account.path(place.OLD_RESTATED), account.path(place.OTHER_ISSUES_SHARES)
    gap = Fraction(account.path(place.OUTSTANDING_AT_END)) - Fraction(old + issued + others)
    splits = account.splits()
    instruments = len(account.scenario.deal.series) + len(account.scenario.deal.warrants)
    # On one side the sum, on the other what was there before, the company's issues, and each instrument's.
    assert abs(gap) <= lost_by_rounding(splits, 2 + instruments)
    if not splits:
        assert old == account.scenario.deal.common.outstanding_shares
        assert account.sums.issued.sum() == issued


def investors_cash(account: Account, present: bool) -> tuple[float, float]:
    """The investor's cash by the places of the row, and the sum of its sizes, USD."""
    shift = 1 if present else 0
    terms = [float(account.rows[place.PROCEEDS_USD + shift, 0]), float(account.rows[place.REMAINING_USD + shift, 0])]
    deal = account.scenario.deal
    for k in range(len(deal.series)):
        terms.append(account.more(k, place.SERIES_PAID_USD + shift))
        terms.append(-account.more(k, place.SERIES_BOUGHT_USD + shift))
        terms.append(-account.more(k, place.SERIES_BUY_IN_USD + shift))
    for w, warrant in enumerate(deal.warrants):
        if warrant.party == "investor":
            terms.append(account.warrant(w, place.WARRANT_PROCEEDS_USD + shift))
            terms.append(account.warrant(w, place.WARRANT_PAID_USD + shift))
            terms.append(-account.warrant(w, place.WARRANT_STRIKE_USD + shift))
            terms.append(-account.warrant(w, place.WARRANT_BUY_IN_USD + shift))
    terms.append(account.path(place.POOLED_PAID_USD + shift))
    # Reimbursed on session 0, which is not discounted.
    terms.append(float(deal.expenses_usd))
    return sum(terms), sum(abs(term) for term in terms)


def check_cash(account: Account) -> None:
    """The flows by session add up to the row: in dollars, and discounted."""
    discount = account.terms.tables.clock.discount
    for present, weights in ((False, np.ones_like(discount)), (True, discount)):
        expected, gross = investors_cash(account, present)
        assert float(account.sums.flows @ weights) == pytest.approx(expected, abs=CENT + RELATIVE * gross)


def check_books(account: Account) -> None:
    """What investor and agent gain, the market and the company lose; every payment has one receiver."""
    deal, terms = account.scenario.deal, account.terms
    columns = derive(account.rows, account.scenario, purchases(account.scenario, terms.dates[0]))
    value = {name: float(values[0]) for name, values in columns.items()}
    sales = sum(account.series(k, place.SERIES_PROCEEDS_USD) for k in range(len(deal.series)))
    sales += sum(account.warrant(w, place.WARRANT_PROCEEDS_USD) for w in range(len(deal.warrants)))
    agents = [w for w, warrant in enumerate(deal.warrants) if warrant.party == "agent"]
    remaining = value["remaining_value_usd"] + sum(account.warrant(w, place.WARRANT_REMAINING_USD) for w in agents)
    company = value["company_cash_out_usd"] - (value["company_cash_in_usd"] - value["other_issues_usd"])
    gross = sales + remaining + value["company_cash_out_usd"] + value["company_cash_in_usd"]
    gained = value["pnl_usd"] + value["agent_pnl_usd"]
    assert gained == pytest.approx(sales + remaining + company - value["buy_in_cost_usd"], abs=CENT + RELATIVE * gross)
    assert value["books_gap_usd"] == pytest.approx(0, abs=CENT + RELATIVE * gross)


def check(account: Account) -> None:
    check_shares(account)
    check_cash(account)
    check_books(account)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(scenario=whole_scenarios())
def test_no_share_and_no_dollar_is_lost(scenario):
    try:
        terms = make_terms(scenario)
    except ConfigError:
        # Too fine for exact arithmetic.
        reject()
    for account in accounts(scenario, terms):
        check(account)


def failures(scenario: Scenario) -> list[DeliveryFailure]:
    return [event for event in scenario.deal.events if isinstance(event, DeliveryFailure)]


def always(scenario: Scenario) -> bool:
    return True


def first_account(reached: Callable[[Account], bool], may: Callable[[Scenario], bool] = always) -> Account:
    """The first path of the population on which something has happened, among the deals that may let it."""
    for deal in range(400):
        scenario = random_whole_scenario(Random(f"kernel books {deal}"))
        if not may(scenario):
            continue
        try:
            terms = make_terms(scenario)
        except ConfigError:
            continue
        for account in accounts(scenario, terms):
            if reached(account):
                return account
    raise AssertionError("no path of the population does")


REACHED: dict[str, tuple[Callable[[Scenario], bool], Callable[[Account], bool]]] = {
    "undelivered at the end": (
        lambda scenario: bool(failures(scenario)),
        lambda one: any(one.more(k, place.SERIES_UNDELIVERED) > 0 for k in range(len(one.scenario.deal.series))),
    ),
    "bought in": (
        lambda scenario: any(event.buy_in for event in failures(scenario)),
        lambda one: one.path(place.BUY_IN_COST_USD) > 0,
    ),
    "a warrant's common held at the end": (
        lambda scenario: bool(scenario.deal.warrants),
        lambda one: any(one.warrant(w, place.WARRANT_HELD) > 0 for w in range(len(one.scenario.deal.warrants))),
    ),
    "drawn": (
        lambda scenario: any(series.draws is not None for series in scenario.deal.series),
        lambda one: one.path(place.FIRED + place.FIRED_DRAW) > 0,
    ),
    "held at the start": (
        lambda scenario: any(one.position is not None and one.position.common_held for one in scenario.deal.series),
        lambda one: float(one.state.whole.money.sold.sum()) > 0,
    ),
    "a split": (always, lambda one: bool(one.splits())),
    "the end of the company": (always, lambda one: one.ended),
    "owed at the end": (
        lambda scenario: scenario.deal.redemption is not None,
        lambda one: one.path(place.OWED_USD) > 0,
    ),
}


@pytest.mark.parametrize("what", REACHED)
def test_the_population_reaches_what_the_account_is_about(what):
    may, reached = REACHED[what]
    check(first_account(reached, may))


def test_a_share_too_many_is_seen():
    """The checks can fail: on one more share sold, issued or held, and on a dollar more paid."""
    account = first_account(lambda one: not one.splits() and not one.ended and one.rows[place.SHARES_ISSUED, 0] > 0)
    check(account)
    first = place.FIXED_PLACES
    for change in (first + place.SERIES_SHARES, first + place.SERIES_HELD, place.SHARES_ISSUED):
        account.rows[change] += 1
        with pytest.raises(AssertionError):
            check_shares(account)
        account.rows[change] -= 1
    account.state.whole.money.sold[0] += 1
    with pytest.raises(AssertionError):
        check_shares(account)
    account.rows[place.PROCEEDS_USD] += 1
    with pytest.raises(AssertionError):
        check_cash(account)
    with pytest.raises(AssertionError):
        check_books(account)
