"""The money of a path (contract 11): books that close to the cent, returns, and what is not defined."""

from __future__ import annotations

import csv
import math
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ledger_deals import conversions, covenant, deal, keep, series, variable, weekdays

from simulate.columns import columns
from simulate.errors import OutputError
from simulate.ledger import Contract, PathMarket, keep_ledger
from simulate.ledger.csv_file import decimal_text
from simulate.ledger.rate_of_return import internal_rate_of_return

RECOVERY = {"unconverted_recovery": "0.4"}


def test_money_of_one_sale_by_hand():
    """100 preferred at $10 give 10,000 shares, sold at $12 less 1%: $118,800 for the $100,000 paid."""
    totals = keep(deal(holder={"commission_fraction": "0.01"}), [12, 12]).totals
    assert totals["conversion_proceeds_usd"] == 118_800
    assert totals["pnl_usd"] == 18_800
    assert totals["money_multiple"] == 1.188
    assert totals["dilution_of_old"] == 0.01
    assert totals["dilution_of_total"] == 10_000 / 1_010_000
    assert totals["effective_issue_price_usd"] == 10  # stated value of $100,000 for 10,000 shares
    assert totals["discount_to_market"] == pytest.approx(1 - 10 / 12, rel=1e-15)  # before commission
    assert totals["lowest_conversion_price_usd"] == 10


def test_the_discount_weighs_bids_at_notice_by_shares():
    """$5,000 became 300 shares on a day of $12 and 200 on one of $8: $10 against (3,600 + 1,600)/500."""
    scenario = deal(series(preferred_shares=5), limits={"sale_volume": covenant()}, holder={"hurdle": "0"})
    totals = keep(scenario, [12, 8, 8]).totals
    assert totals["shares_issued"] == 500
    assert totals["discount_to_market"] == pytest.approx(1 - 10 / 10.40, rel=1e-14)


def test_present_value_discounts_sales_and_carries_earlier_purchases_forward():
    """Paid 73 days before session 0, sold on day 4: 100,000 x exp(0.01) and 120,000 x exp(-0.2/365) at 5%."""
    scenario = deal(
        series(issue_date="1998-10-23", registration_effective="1999-01-08"),
        market={"discount_rate_per_year": "0.05"},
    )
    totals = keep(scenario, [12] * 6).totals
    by_hand = 120_000 * math.exp(-0.05 * 4 / 365) - 100_000 * math.exp(0.05 * 73 / 365)
    assert totals["pnl_present_value_usd"] == pytest.approx(by_hand, abs=0.005)
    assert totals["pnl_series_b_present_value_usd"] == totals["pnl_present_value_usd"]


def test_what_remains_is_discounted_from_the_last_session():
    """Nothing converts; on Monday 1999-01-11, day 7, 100 preferred are worth 40% of $1,000 each."""
    scenario = deal(conversion=RECOVERY, market={"discount_rate_per_year": "0.05"})
    totals = keep(scenario, [9] * 6, earlier_bids=(9.0,)).totals
    by_hand = 40_000 * math.exp(-0.05 * 7 / 365) - 100_000
    assert totals["pnl_present_value_usd"] == pytest.approx(by_hand, abs=0.005)


def test_what_remains_is_valued_at_the_last_bid_less_commission_and_at_recovery():
    """3 preferred give 300, 250 are sold: 50 common are left at $11 less 10%, 97 preferred at 40%."""
    scenario = deal(
        limits={"sale_volume": covenant()},
        holder={"commission_fraction": "0.1", "hurdle": "0"},
        conversion=RECOVERY,
    )
    ledger = keep(scenario, [11])
    assert conversions(ledger) == [(0, "B", 3, 300)]
    assert ledger.totals["remaining_value_usd"] == pytest.approx(50 * 11 * 0.9 + 97 * 400, abs=1e-9)
    assert ledger.totals["pnl_usd"] == pytest.approx(250 * 11 * 0.9 + 50 * 11 * 0.9 + 97 * 400 - 100_000, abs=1e-9)


def test_what_is_not_defined_is_null():
    """Never worth converting: no shares, no issue price, no discount; nothing comes back: -100%."""
    totals = keep(deal(), [9, 9, 9], earlier_bids=(9.0,)).totals
    undefined = (
        "effective_issue_price_usd",
        "discount_to_market",
        "sessions_to_full_conversion",
        "lowest_conversion_price_usd",
    )
    assert [totals[name] for name in undefined] == [None] * 4
    assert totals["irr_per_year"] == -1.0
    assert totals["money_multiple"] == 0.0


def test_no_rate_of_return_where_all_money_moves_on_one_date():
    """Bought and sold on session 0: a profit, but no annual rate."""
    totals = keep(deal(), [12, 12]).totals
    assert totals["pnl_usd"] == 20_000
    assert totals["irr_per_year"] is None


def test_rate_of_return_is_skipped_on_request():
    scenario = deal(series(issue_date="1998-01-05"))
    market = PathMarket(100, [1200], [1200], [1000], [1200], [], approved=False)
    contract = Contract.of(scenario, [date(1999, 1, 4)])
    # Paid on 1998-01-05, 120% back on 1999-01-04, 364 days later.
    rate = keep_ledger(contract, market).totals["irr_per_year"]
    assert rate == pytest.approx(1.2 ** (365 / 364) - 1, rel=1e-13)
    assert keep_ledger(contract, market, irr=False).totals["irr_per_year"] is None


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([(0, -100.0), (365, 110.0)], 0.10),
        ([(0, -100.0), (730, 121.0)], 0.10),
        ([(-365, -100.0), (0, -110.0), (365, 242.0)], 0.10),
        ([(0, -100.0), (365, 25.0)], -0.75),
        (
            [(0, -100.0), (365, 60.0), (730, 55.0)],
            (0.6 + math.sqrt(0.36 + 4 * 0.55)) / 2 - 1,
        ),  # 1 = .6/x + .55/x^2
        ([(0, -100.0), (1, 1e-9)], -1.0),  # 1e-11 overnight: one plus the rate is zero to any float
        ([(0, -1.0), (1, 2.0)], None),  # 2**365 a year is beyond 2**200
        ([(0, -1.0), (2, 2.0)], 2.0**182.5),
        ([(0, -100.0), (0, 110.0)], None),
        (
            [(-10, -100.0), (0, -50.0), (0, 20.0)],
            None,
        ),  # less than was paid that day
    ],
)
def test_internal_rates_of_return_known_in_closed_form(flows, rate):
    found = internal_rate_of_return(flows)
    assert found is None if rate is None else found == pytest.approx(rate, rel=1e-12)


@settings(deadline=None, max_examples=100)
@given(
    paid=st.lists(st.tuples(st.integers(-400, 0), st.floats(1, 1e7)), min_size=1, max_size=3),
    back=st.lists(st.tuples(st.integers(1, 1700), st.floats(1, 1e6)), min_size=1, max_size=20),
)
def test_at_its_rate_of_return_a_deal_is_worth_nothing(paid, back):
    flows = [(day, -amount) for day, amount in paid] + back
    rate = internal_rate_of_return(flows)
    assume(rate is not None and rate > -0.99)
    worth = [amount * (1 + rate) ** (-day / 365) for day, amount in flows]
    assert math.fsum(worth) == pytest.approx(0, abs=1e-9 * math.fsum(map(abs, worth)))


bids_in_cents = st.lists(st.integers(300, 1500), min_size=25, max_size=25)


@settings(deadline=None, max_examples=60)
@given(
    bids=bids_in_cents,
    cap=st.sampled_from([None, 9_000, 26_000]),
    ownership=st.sampled_from([None, "0.005"]),
    floor=st.sampled_from([0, 700, 5_000]),
    same_day=st.booleans(),
    fractional=st.booleans(),
)
def test_the_books_close_on_any_path(bids, cap, ownership, floor, same_day, fractional):
    """No share and no cent appears or is lost: events, series and totals tell the same path."""
    floating = {
        "fixed_usd": "10",
        "variable": variable(multiplier="1.01", lookback_sessions=5, lowest_count=3),
    }
    scenario = deal(
        series("A", maturity="1999-01-22", premium={"rate_per_year": "0.06"}, issue_date="1998-07-27"),
        series("B", maturity="1999-01-22", premium={"rate_per_year": "0.06"}, conversion_price=floating),
        limits={
            "cap": None if cap is None else {"amount_shares": cap, "counts": ["A", "B"]},
            "ownership_fraction": ownership,
            "sale_volume": covenant(floor_shares=floor, price_below_usd="12"),
        },
        approval={"mode": "date", "date": "1999-01-27"},
        holder={"commission_fraction": "0.003", "participation": "0.5"},
        conversion={
            "same_day_sale": same_day,
            "fractional_shares": fractional,
            "unconverted_recovery": "0.3",
        },
        market={"discount_rate_per_year": "0.05"},
    )
    ledger = keep(scenario, [bid / 100 for bid in bids])
    totals, events = ledger.totals, ledger.events
    assert list(totals) == [column.name for column in columns(scenario)]
    issued = sum(event.shares for event in events if event.preferred and event.shares)
    sold = sum(event.shares for event in events if event.kind == "sale")
    tolerance = 1e-6 if fractional else 0
    assert issued == pytest.approx(totals["shares_issued"], abs=tolerance)
    assert sold + totals["common_held_shares"] == pytest.approx(totals["shares_issued"], abs=tolerance)
    for name in ("a", "b"):
        converted = sum(e.preferred for e in events if e.preferred and e.shares and e.instrument.lower() == name)
        assert converted + totals[f"preferred_left_series_{name}"] == pytest.approx(100, abs=tolerance)
    flows = {
        kind: math.fsum(event.amount_usd for event in events if event.kind == kind)
        for kind in ("purchase", "sale", "remaining value")
    }
    assert flows["purchase"] == -200_000
    assert flows["sale"] == pytest.approx(totals["conversion_proceeds_usd"], abs=0.005)
    assert flows["remaining value"] == pytest.approx(totals["remaining_value_usd"], abs=0.005)
    assert sum(flows.values()) == pytest.approx(totals["pnl_usd"], abs=0.005)
    for measure in ("usd", "present_value_usd"):
        parts = [totals[f"pnl_series_{name}_{measure}"] for name in ("a", "b")]
        assert math.fsum(parts) == pytest.approx(totals[f"pnl_{measure}"], abs=0.005)
    # Series A was bought before session 0: its price is in no session's flow.
    by_session = math.fsum(row.cash_flow_usd for row in ledger.sessions) - 100_000
    assert by_session == pytest.approx(totals["pnl_usd"], abs=0.005)
    assert float(ledger.sessions[-1].shares_issued) == totals["shares_issued"]
    assert totals["cap_reached"] == (totals["sessions_bound_cap"] > 0)


@settings(deadline=None, max_examples=30)
@given(bids=bids_in_cents)
def test_totals_depend_neither_on_writing_events_nor_on_the_unit_of_quotation(bids):
    floating = {
        "fixed_usd": "6.03",
        "variable": variable(multiplier="1.01", lookback_sessions=7, lowest_count=3),
    }
    scenario = deal(series(conversion_price=floating), limits={"sale_volume": covenant()})
    contract = Contract.of(scenario, weekdays(25))
    volumes = [1000] * 25
    cents = PathMarket(100, bids, bids, volumes, bids[:7], volumes[:5], approved=False)
    mills = [bid * 10 for bid in bids]
    in_mills = PathMarket(1000, mills, mills, volumes, mills[:7], volumes[:5], approved=False)
    recorded = keep_ledger(contract, cents)
    silent = keep_ledger(contract, cents, record_events=False)
    assert recorded.totals == silent.totals
    for name, value in keep_ledger(contract, in_mills).totals.items():
        assert value == (pytest.approx(silent.totals[name], rel=1e-12) if type(value) is float else silent.totals[name])
    assert recorded.events
    assert not silent.events
    assert len(recorded.sessions) == 25


def test_a_ledger_is_written_as_csv_and_read_as_lines(tmp_path):
    ledger = keep(deal(limits={"sale_volume": covenant()}), [11, 11])
    target = tmp_path / "ledger.csv"
    ledger.write_csv(target)
    with target.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(ledger.events)
    sale = next(row for row in rows if row["kind"] == "sale")
    assert sale["date"] == "1999-01-04"
    assert (sale["shares"], sale["price_usd"], sale["amount_usd"]) == ("250", "11.000000000", "2750.00")
    assert (sale["limit"], sale["clause"]) == ("sale_limit", "SPA 4.15")
    assert [entry.name for entry in tmp_path.iterdir()] == ["ledger.csv"]
    text = next(line for line in ledger.lines() if "purchase" in line)
    assert text.startswith("1999-01-04 purchase")
    assert "-$100,000.00" in text


def test_a_ledger_that_cannot_be_written_is_said_so(tmp_path):
    with pytest.raises(OutputError, match="cannot be written"):
        keep(deal(), [11]).write_csv(tmp_path / "no such folder" / "ledger.csv")


def test_events_name_the_stretch_of_sessions_on_which_a_limit_bound():
    ledger = keep(deal(), [9, 9, 9, 11, 11], earlier_bids=(9.0,))
    (event,) = [event for event in ledger.events if event.kind == "limit"]
    assert (event.session, event.limit) == (0, "price")
    assert event.note.endswith("4 sessions in a row, to 1999-01-07")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"),
        (None, ""),
        ("2/3", "0.666667"),
        ("-1/3", "-0.333333"),
        ("5/10000000", "0.000001"),
        ("10", "10.000000"),
    ],
)
def test_exact_numbers_are_rounded_half_up_only_when_written(value, text):
    assert decimal_text(Fraction(value) if isinstance(value, str) else value) == text


def test_a_market_that_does_not_cover_the_sessions_is_refused():
    contract = Contract.of(deal(), weekdays(3))
    with pytest.raises(ValueError, match="2 bids"):
        keep_ledger(contract, PathMarket(100, [1, 1], [1, 1], [1, 1], [], [], approved=False))
    with pytest.raises(ValueError, match="ascending"):
        Contract.of(deal(), [])
