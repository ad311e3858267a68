"""The three books of a path of the whole contract, from the ledger's own lists (contract 11, METHODS 21)."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction

import pytest
from hand_made_books import BY_HAND, dollars, hand_made_deal, ledger_path, warrant, worked_example
from hypothesis import given, settings
from hypothesis import strategies as st

from simulate.columns import columns
from simulate.ledger.accounts import accounts, company_book, flows_by_session
from simulate.ledger.books import cash_flows, series_books, totals
from simulate.ledger.whole_totals import books_gap


def example_totals(**deal):
    return totals(ledger_path(hand_made_deal(**deal), worked_example()), irr=True)


def gap(path) -> Fraction:
    held = accounts(path)
    return books_gap(path, held, company_book(path), flows_by_session(path, held.remaining))


@pytest.mark.parametrize("name", BY_HAND)
def test_the_worked_example(name):
    expected = BY_HAND[name]
    found = example_totals()[name]
    assert found == (expected if expected is None else pytest.approx(expected, rel=1e-12))


def test_the_books_of_the_worked_example_close():
    assert example_totals()["books_gap_usd"] == 0.0


def test_every_registered_output_in_order():
    deal = hand_made_deal(capital_table={"net_income_usd_per_year": 1000})
    result = totals(ledger_path(deal, worked_example()), irr=False)
    assert list(result) == [column.name for column in columns(deal)]


def test_present_values_discount_every_flow_from_its_own_date():
    """At 5%: d(n) = exp(-0.05 n/365), the purchases of A on day 0 and of W2 on day -7."""
    result = example_totals(rate="0.05")

    def d(days):
        return math.exp(-0.05 * days / 365)

    on_a = 59_400 * d(1) + 1_500 * d(2) + 16_000 * d(3) + 800 * d(4) + (10_890 + 8_000 + 4_400) * d(4) - 100_000
    on_a -= 700 * d(2)
    on_l = 11_385 * d(2) + 4_000 * d(3) + 200 * d(4) + 1_100 * d(4) - 10_000 * d(2)
    on_w1 = (3_564 + 4.5 - 3_200) * d(3) + 1_089 * d(4)
    on_warrants = on_w1 - 2_000 * d(-7)
    assert result["pnl_series_a_present_value_usd"] == pytest.approx(on_a, abs=1e-6)
    assert result["pnl_series_l_present_value_usd"] == pytest.approx(on_l, abs=1e-6)
    assert result["pnl_warrant_w1_present_value_usd"] == pytest.approx(on_w1, abs=1e-6)
    assert result["pnl_warrant_w2_present_value_usd"] == pytest.approx(-2_000 * d(-7), abs=1e-6)
    assert result["pnl_warrant_g1_present_value_usd"] == pytest.approx((2_376 + 3) * d(1), abs=1e-6)
    everything = on_a + on_l + on_warrants + 40_000
    assert result["pnl_present_value_usd"] == pytest.approx(everything, abs=1e-6)


def test_flows_of_each_session_by_hand():
    """The purchase of W2 lies before session 0 and is in no session's flow."""
    path = ledger_path(hand_made_deal(), worked_example())
    by_hand = [
        40_000 - 100_000,  # expenses, Series A
        59_400,
        11_385 - 10_000 + 1_500 - 700,  # L sold and drawn, Premium, buy-in
        3_564 - 3_200 + 4.5 + 20_000,  # W1 sold, paid for, its fraction; the pooled accounts
        1_000 + 25_479,  # interest; what remains
    ]
    assert cash_flows(path, series_books(path)) == pytest.approx(by_hand, abs=1e-9)
    assert sum(by_hand) - 2_000 == BY_HAND["pnl_usd"]


def test_rate_of_return_counts_payments_and_exercise_prices():
    """2,000 on day -7 and 60,000 on day 0 against the flows of sessions 1 to 4, all of them positive."""
    rate = example_totals()["irr_per_year"]
    flows = {-7: -2_000, 0: -60_000, 1: 59_400, 2: 2_185, 3: 20_368.5, 4: 26_479}
    worth = sum(flow * (1 + rate) ** (-day / 365) for day, flow in flows.items())
    assert worth == pytest.approx(0, abs=1e-4)
    assert rate > 0


def test_no_rate_of_return_where_the_investor_pays_again_later():
    """Paid on day 0, back on day 1, paid on day 2: two changes of sign, two rates or none."""
    end = worked_example()
    end.buy_ins = dollars((2, 70_000))
    assert totals(ledger_path(hand_made_deal(), end), irr=True)["irr_per_year"] is None


def test_the_rate_of_return_is_minus_one_if_nothing_comes_back():
    deal = hand_made_deal(expenses_usd=0)
    end = worked_example()
    end.held, end.left, end.owed = [0, 0], [0, 0], Fraction(0)
    end.gross, end.payments, end.pooled = [[], []], [[], []], []
    for known in end.warrants:
        known.gross, known.paid, known.held = [], [], 0
    result = totals(ledger_path(deal, end), irr=True)
    assert result["irr_per_year"] == -1.0
    assert result["money_multiple"] == 0.0


def test_a_warrant_bought_after_session_0_is_paid_for_on_its_own_date():
    """Bought on Wednesday 1999-01-06, day 2: 2,000 more goes out on that session."""
    scenario = hand_made_deal(
        warrants=[
            warrant("W1"),
            warrant("W2", purchase_price_usd=2000, issue_date="1999-01-06", exercisable_from="1999-01-06"),
            warrant("G1", party="agent"),
        ]
    )
    path = ledger_path(scenario, worked_example())
    assert cash_flows(path, series_books(path))[2] == pytest.approx(2_185 - 2_000)
    assert totals(path, irr=False)["pnl_usd"] == BY_HAND["pnl_usd"]


def test_after_a_merger_nothing_remains():
    """What is left when the path ended is worth nothing, what is owed too: 25,479 less."""
    end = worked_example()
    end.ended = 3
    result = totals(ledger_path(hand_made_deal(), end), irr=False)
    assert result["remaining_value_usd"] == 0.0
    assert result["pnl_usd"] == pytest.approx(BY_HAND["pnl_usd"] - 25_479)
    assert result["ended_session"] == 3


def test_full_conversion_is_the_last_conversion_if_there_was_one():
    """Redeemed to the last share, nothing converted: no session of full conversion; else the last notice's."""
    end = worked_example()
    end.left = [0, 0]
    assert totals(ledger_path(hand_made_deal(), end), irr=False)["sessions_to_full_conversion"] == 2
    end.last_conversion = None
    assert totals(ledger_path(hand_made_deal(), end), irr=False)["sessions_to_full_conversion"] is None


def test_a_position_counts_only_what_it_converts_itself():
    """80 of 100 left at the start, 20 at the end, 20 redeemed: 40 converted, $40,000, and the line's 10,000."""
    base = hand_made_deal()
    first = base.deal.series[0].model_dump() | {"position": {"preferred_left": 80}}
    line = base.deal.series[1].model_dump()
    scenario = type(base).model_validate(
        base.model_dump() | {"deal": base.deal.model_dump() | {"series": [first, line]}}
    )
    result = totals(ledger_path(scenario, worked_example()), irr=False)
    assert result["effective_issue_price_usd"] == pytest.approx(50_000 / 7_000)


def test_a_payment_that_nobody_receives_is_a_gap():
    """Pooled payments of 21,000 with nothing due by series belong to no series: the books show it."""
    end = worked_example()
    end.due = [Fraction(0), Fraction(0)]
    path = ledger_path(hand_made_deal(), end)
    # Once between the company and the receivers, once between dates and instruments.
    assert gap(path) == 21_000 + 21_000


amounts = st.decimals(0, 1_000_000, places=4).map(Fraction)
dated = st.lists(st.tuples(st.integers(0, 4), amounts), max_size=4)


@settings(deadline=None, max_examples=60)
@given(
    gross=st.tuples(dated, dated),
    payments=st.tuples(dated, dated),
    draws=dated,
    of_warrants=st.lists(st.tuples(dated, dated, dated, st.integers(0, 900)), min_size=3, max_size=3),
    due=st.tuples(amounts.filter(bool), amounts),
    pooled=dated,
    buy_ins=dated,
    owed=amounts,
)
def test_the_books_close_on_any_payments(gross, payments, draws, of_warrants, due, pooled, buy_ins, owed):
    """Whoever pays whom, no cent appears: by payer, by receiver, by date and by instrument."""
    end = worked_example()
    end.gross, end.payments, end.draws = list(gross), list(payments), draws
    for known, (sold, strikes, paid, held) in zip(end.warrants, of_warrants, strict=True):
        known.gross, known.strikes, known.paid, known.held = sold, strikes, paid, held
    end.due, end.pooled, end.buy_ins, end.owed = list(due), pooled, buy_ins, owed
    path = ledger_path(hand_made_deal(), end)
    result = totals(path, irr=False)
    assert gap(path) == 0
    # All money is between four: what the market paid for common, and what remains, is what all of them gained.
    market = sum(amount for flows in gross for _, amount in flows) + sum(
        amount for sold, _, _, _ in of_warrants for _, amount in sold
    )
    kept = Fraction(99, 100)
    agents_left = end.warrants[2].held * 11 * kept
    gained = result["pnl_usd"] + result["agent_pnl_usd"] + result["company_net_cash_usd"] - 500_000
    bought_in = sum(amount for _, amount in buy_ins)
    assert gained == pytest.approx(
        float(market * kept - bought_in + agents_left) + result["remaining_value_usd"], abs=0.005
    )
    flows = cash_flows(path, series_books(path))
    assert math.fsum(flows) - 2_000 == pytest.approx(result["pnl_usd"], abs=0.005)


def test_dates_of_the_example():
    """Monday to Friday: days 0 to 4."""
    path = ledger_path(hand_made_deal(), worked_example())
    assert path.contract.session_dates[0] == date(1999, 1, 4)
    assert path.contract.days == (0, 1, 2, 3, 4)
