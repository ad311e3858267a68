"""The outputs of a deal that uses the rest of the contract: registered, derived from rows, the same as the ledger's."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from deals import scenario
from hand_made_books import BY_HAND, WarrantEnd, hand_made_deal, kernel_rows, ledger_path, warrant, worked_example
from hypothesis import given, settings
from hypothesis import strategies as st

from kernels.rows import FIRINGS, UNDEFINED
from simulate.columns import columns
from simulate.derive import derive, purchases
from simulate.ledger.books import totals
from simulate.scenario import Scenario, uses_whole
from simulate.what_acted import ACTS


def plain_deal() -> Scenario:
    return scenario(deal={"conversion": {"maturity_conditions": "ignored"}})


def derived(deal: Scenario, end) -> dict[str, float]:
    arrays = derive(kernel_rows(deal, end), deal, purchases(deal, deal.deal.start))
    assert all(values.shape == (1,) for values in arrays.values())
    return {name: float(values[0]) for name, values in arrays.items()}


def test_what_acts_is_named_as_in_the_rows():
    assert tuple(ACTS) == FIRINGS


PLAIN = [
    "shares_issued",
    "shares_series_b",
    "dilution_of_total",
    "dilution_of_old",
    "conversion_proceeds_usd",
    "proceeds_series_b_usd",
    "remaining_value_usd",
    "pnl_usd",
    "pnl_present_value_usd",
    "pnl_series_b_usd",
    "pnl_series_b_present_value_usd",
    "money_multiple",
    "irr_per_year",
    "effective_issue_price_usd",
    "discount_to_market",
    "sessions_bound_sale_limit",
    "sessions_bound_participation",
    "sessions_bound_cap",
    "sessions_bound_ownership",
    "sessions_bound_authorized",
    "sessions_bound_registration",
    "sessions_bound_price",
    "cap_reached",
    "cap_used_shares",
    "approved",
    "sessions_to_full_conversion",
    "preferred_left_series_b",
    "unconverted_stated_value_usd",
    "common_held_shares",
    "lowest_conversion_price_usd",
]


def test_a_plain_deal_keeps_its_columns():
    """Names and order of a deal of one series that uses sections 1 to 9 alone."""
    deal = plain_deal()
    assert not uses_whole(deal)
    registry = columns(deal)
    assert [column.name for column in registry] == PLAIN
    meanings = {column.name: column.meaning for column in registry}
    profit = "investor's profit: sales less commission, and what remains at the horizon, less the purchase prices"
    assert meanings["pnl_usd"] == profit
    multiple = "(sales less commission + what remains at the horizon) / purchase prices, the investor's"
    assert meanings["money_multiple"] == multiple


def test_a_whole_deal_has_the_plain_columns_first_under_their_names():
    plain = scenario(deal={"conversion": {"maturity_conditions": "ignored"}})
    whole = scenario(deal={"conversion": {"maturity_conditions": "tested"}})
    before, after = columns(plain), columns(whole)
    assert uses_whole(whole)
    assert [column.name for column in after[: len(before)]] == [column.name for column in before]
    assert [column.dtype for column in after[: len(before)]] == [column.dtype for column in before]
    added = [column.name for column in after[len(before) :]]
    assert [name for name in added if name.startswith("times_")] == [f"times_{name}" for name in FIRINGS]


def test_names_are_unique_and_units_stand_in_them():
    deal = hand_made_deal(capital_table={"net_income_usd_per_year": 1000})
    registry = columns(deal)
    names = [column.name for column in registry]
    assert len(set(names)) == len(names)
    for column in registry:
        assert column.meaning
        assert (column.unit in ("USD", "USD per share")) == column.name.endswith("_usd"), column.name
        if column.unit in ("shares", "preferred shares"):
            assert column.dtype == "int64" or column.name == "fully_diluted_shares"
            assert "shares" in column.name or "preferred" in column.name


def test_fractional_shares_are_held_as_such():
    deal = scenario(deal={"conversion": {"fractional_shares": True}, "expenses_usd": 1000})
    of = {column.name: column.dtype for column in columns(deal)}
    assert of["outstanding_at_horizon_shares"] == of["agent_shares"] == "float64"
    assert of["times_split"] == "int64"


@pytest.mark.parametrize("name", BY_HAND)
def test_the_worked_example(name):
    expected = BY_HAND[name]
    found = derived(hand_made_deal(), worked_example())[name]
    assert found == (UNDEFINED if expected is None else pytest.approx(expected, rel=1e-12))


def test_the_books_of_the_worked_example_close():
    assert derived(hand_made_deal(), worked_example())["books_gap_usd"] == pytest.approx(0, abs=1e-6)


def test_a_payment_that_nobody_receives_is_a_gap():
    """21,000 paid on the pooled accounts with nothing due by series; 5,500 owed at the end belong to nobody either."""
    end = worked_example()
    end.due = [Fraction(0), Fraction(0)]
    assert derived(hand_made_deal(), end)["books_gap_usd"] == pytest.approx(21_000 + 21_000 + 5_500)


def test_a_purchase_that_the_investor_did_not_pay_is_a_gap():
    """The row says that $1,000 was drawn on Series A, which is no equity line."""
    from kernels import rows as place

    deal = hand_made_deal()
    rows = kernel_rows(deal, worked_example())
    rows[place.places(2) + place.SERIES_BOUGHT_USD] = 1_000
    gap = derive(rows, deal, purchases(deal, deal.deal.start))["books_gap_usd"]
    assert gap[0] == pytest.approx(1_000)


def test_an_equity_line_pays_nothing_up_front():
    paid = purchases(hand_made_deal(rate="0.05"), hand_made_deal().deal.start)
    assert paid.usd.tolist() == [100_000.0, 0.0]
    assert paid.warrants_usd.tolist() == [0.0, 2_000.0, 0.0]
    # Seven days before session 0.
    assert paid.warrants_present_usd[1] == pytest.approx(2_000 * np.exp(0.05 * 7 / 365), rel=1e-15)


amounts = st.decimals(0, 1_000_000, places=2).map(Fraction)
dated = st.lists(st.tuples(st.integers(0, 4), amounts), max_size=3)
whole = st.integers(0, 50_000)
of_warrant = st.builds(WarrantEnd, whole, whole, dated, dated, dated, whole, st.integers(1, 2000).map(Fraction))


@st.composite
def ends(draw):
    """Any path end: shares, payments, accounts and counts."""
    end = worked_example()
    end.bids = draw(st.lists(st.integers(1, 3000), min_size=5, max_size=5))
    end.issued, end.held = draw(st.tuples(whole, whole)), draw(st.tuples(whole, whole))
    end.left = [draw(st.integers(0, 80)), 0]
    end.redeemed = [draw(st.integers(0, 20)), 0]
    end.gross, end.payments = draw(st.tuples(dated, dated)), draw(st.tuples(dated, dated))
    end.draws, end.pooled, end.buy_ins = draw(dated), draw(dated), draw(dated)
    end.warrants = draw(st.lists(of_warrant, min_size=3, max_size=3))
    end.due = draw(st.tuples(amounts.filter(bool), amounts))
    end.owed, end.other_usd = draw(amounts), draw(amounts)
    end.notice_value, end.issued_value = draw(amounts), draw(amounts)
    end.old, end.outstanding = draw(st.integers(1, 10**7)), draw(st.integers(1, 10**7))
    end.other_shares = draw(whole)
    end.ended = draw(st.one_of(st.none(), st.integers(0, 4)))
    end.fired = draw(st.dictionaries(st.sampled_from(FIRINGS), st.integers(1, 9)))
    return end


TABLE = {
    "options": [{"name": "Plan", "shares": 200_000, "exercise_price_usd": "4.50"}],
    "convertibles": [
        {"name": "Notes", "shares": 50_000, "charges_usd_per_year": 20_000},
        {"name": "Old preferred", "shares": 70_000, "charges_usd_per_year": 1_000},
    ],
    "net_income_usd_per_year": "125000.50",
}


def same(column, row: float, ledger) -> bool:
    """Shares and counts exactly, money within a cent, ratios to 1e-9."""
    if ledger is None or row == UNDEFINED:
        return ledger is None and row == UNDEFINED
    if column.dtype != "float64":
        return row == float(ledger)
    tolerance = 0.01 if column.unit == "USD" else 1e-9 * max(1.0, abs(row))
    return abs(row - float(ledger)) <= tolerance


@settings(deadline=None, max_examples=80)
@given(end=ends(), expires=st.sampled_from(["1999-03-31", "1999-12-31"]))
def test_rows_and_ledger_come_to_the_same(end, expires):
    """Any end of a path, written as a row and as the ledger's lists: every output agrees, and the books close."""
    deal = hand_made_deal(
        rate="0.05",
        capital_table=TABLE,
        warrants=[
            warrant("W1", expires=expires),
            warrant("W2", purchase_price_usd=2000),
            warrant("G1", party="agent", expires=expires),
        ],
    )
    path = ledger_path(deal, end)
    from_rows, from_ledger = derived(deal, end), totals(path, irr=True)
    registry = columns(deal)
    assert list(from_rows) == list(from_ledger) == [column.name for column in registry]
    for column in registry:
        skipped = ("sessions_bound_", "cap_", "approved", "irr_per_year", "lowest_conversion_price_usd")
        if not column.name.startswith(skipped):
            assert same(column, from_rows[column.name], from_ledger[column.name]), column.name
    assert from_ledger["books_gap_usd"] == 0.0
    assert from_rows["books_gap_usd"] == pytest.approx(0, abs=0.005)
