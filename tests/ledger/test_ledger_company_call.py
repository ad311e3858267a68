"""The company's call of an amendment (METHODS 26.1), by hand: 100 preferred of $1,000 at $10, called at 1.2 times.

A called preferred gets $1,200, less than its 100 shares once the bid is above $12.
"""

from __future__ import annotations

import pytest
from ledger_deals import conversions, deal, keep, series, variable
from pydantic import ValidationError
from remedy_deals import acts, amounts, failing, flat, preferred, warrant

from simulate.scenario import Scenario

USES = {"policy": "redeem_when_cheaper"}


def called(usd: str = "1000000", *, company=USES, terms=(), call=(), redemption=(), **changes) -> Scenario:
    """A deal with a call from Tuesday on, and cash for it; the holder holds."""
    parts = {
        "company_call": {"series": ["B"], "first_date": "1999-01-05", "pay_after_sessions": 2} | dict(call),
        "redemption": {"series": ["B"], "cash_usd": [{"date": "1999-01-04", "usd": usd}]} | dict(redemption),
    }
    made = failing(*terms, parts=parts, **changes).model_dump(mode="json")
    return Scenario.model_validate(made | {"company": company})


def test_it_calls_when_the_common_is_worth_more_and_pays_later():
    """Bid $12.01, so that 100 shares are $1,201: called on Tuesday, paid $120,000 two sessions later."""
    ledger = flat(called(), 6, 12.01)
    assert preferred(ledger, "company call") == [(1, "B", 100)]
    assert amounts(ledger, "payment") == [(3, 120_000.0)]
    assert ledger.totals["called_preferred"] == ledger.totals["redeemed_preferred_series_b"] == 100
    assert ledger.totals["company_call_usd"] == ledger.totals["company_cash_out_usd"] == 120_000
    assert ledger.totals["pnl_usd"] == 20_000
    assert ledger.totals["books_gap_usd"] == 0


def test_at_the_price_of_the_call_itself_it_does_not():
    assert acts(flat(called(), 6, 12.00), "company call") == []


def test_it_decides_on_the_bid_of_the_day_before():
    """Wednesday's $13 is known on Thursday."""
    assert acts(keep(called(), [11, 11, 13, 11]), "company call") == [3]
    assert acts(keep(called(), [11, 11, 13]), "company call") == []
    assert acts(keep(called(), [11, 13, 11]), "company call") == [2]
    assert acts(keep(called(), [11, 13]), "company call") == []
    assert acts(keep(called(), [13, 11]), "company call") == [1]


def test_it_calls_no_more_than_it_can_pay():
    """$50,000 are 41 at $1,200; $800 are left, with which none can be called."""
    ledger = flat(called("50000"), 8, 13)
    assert preferred(ledger, "company call") == [(1, "B", 41)]
    assert amounts(ledger, "payment") == [(3, 49_200.0)]


def test_what_may_lawfully_be_paid_bounds_it_too():
    ledger = flat(called(redemption={"lawful_usd": [{"date": "1999-01-04", "usd": "2500"}]}), 8, 13)
    assert preferred(ledger, "company call") == [(1, "B", 2)]


@pytest.mark.parametrize(("usd", "called_preferred"), [("1200", [(1, "B", 1)]), ("1199.99", []), ("0", [])])
def test_a_single_preferred_is_called_and_never_none(usd, called_preferred):
    assert preferred(flat(called(usd), 6, 13), "company call") == called_preferred


def test_the_last_preferred_is_called():
    ledger = flat(called(terms=[series("B", preferred_shares=1)]), 6, 13)
    assert preferred(ledger, "company call") == [(1, "B", 1)]


def test_less_than_a_dollar_calls_preferred_of_fifty_cents():
    """Each gets $0.60, less than its 100 shares at $0.01; $0.90 pay for one."""
    small = series("B", stated_value_usd="0.5", purchase_price_usd="50", conversion_price={"fixed_usd": "0.005"})
    assert preferred(flat(called("0.9", terms=[small]), 6, 0.01), "company call") == [(1, "B", 1)]


def test_it_calls_again_when_it_can_pay_more():
    """$49,200 of $50,000 are owed from Tuesday and paid on Thursday; of $100,000 on Friday $50,800 are left: 42."""
    cash = [{"date": "1999-01-04", "usd": "50000"}, {"date": "1999-01-08", "usd": "100000"}]
    ledger = flat(called(redemption={"cash_usd": cash}), 10, 13)
    assert preferred(ledger, "company call") == [(1, "B", 41), (4, "B", 42)]
    assert amounts(ledger, "payment") == [(3, 49_200.0), (6, 50_400.0)]


def test_what_it_may_lawfully_pay_is_less_by_what_it_has_paid():
    """$2,400 of $2,500 for two; of $6,000 on Friday $3,600 are left, for three."""
    lawful = [{"date": "1999-01-04", "usd": "2500"}, {"date": "1999-01-08", "usd": "6000"}]
    ledger = flat(called("10000", redemption={"lawful_usd": lawful}), 10, 13)
    assert preferred(ledger, "company call") == [(1, "B", 2), (4, "B", 3)]


def test_a_call_that_falls_due_at_once_is_paid_on_its_session():
    ledger = flat(called(call={"pay_after_sessions": 0}), 6, 13)
    assert preferred(ledger, "company call") == [(1, "B", 100)]
    assert amounts(ledger, "payment") == [(1, 120_000.0)]


@pytest.mark.parametrize("sessions", [3, 4, 5])
def test_what_falls_due_on_the_last_session_is_not_free(sessions):
    """Called on Tuesday, due on Thursday, or on the last session before."""
    ledger = flat(called("50000"), sessions, 13)
    assert preferred(ledger, "company call") == [(1, "B", 41)]
    assert amounts(ledger, "payment") == [(min(3, sessions - 1), 49_200.0)]


def test_what_is_owed_is_not_free():
    """All 100 of A are redeemed on Tuesday, $125,000 due two sessions later; $50,000 are paid then, and $75,000 owed.

    $130,000 on Monday, session 5, are paid to A's holder at the close; what is left calls B from Tuesday on.
    """
    cash = [{"date": "1999-01-04", "usd": "50000"}, {"date": "1999-01-11", "usd": "130000"}]
    redemption = {"series": ["A"], "pay_after_sessions": 2, "interest_per_year": "0", "cash_usd": cash}
    event = {"kind": "redemption_event", "event": "ii", "date": "1999-01-04"}
    parts = {"company_call": {"series": ["B"], "first_date": "1999-01-07"}, "redemption": redemption, "events": [event]}
    terms = (series("A", conversion_price={"fixed_usd": "20"}), series("B"))
    made = failing(*terms, parts=parts, holder={"redeems": "always"}).model_dump(mode="json")
    ledger = flat(Scenario.model_validate(made | {"company": USES}), 8, 13)
    assert preferred(ledger, "redemption") == [(1, "A", 100)]
    assert preferred(ledger, "company call") == [(5, "B", 4)]


def test_what_a_buy_in_of_an_exercise_costs_it_is_not_free():
    """1,000 exercised at $10 on Monday are not delivered, and bought in at $12.50 on Friday: $2,500 are due later.

    Of $12,000 that leaves $9,500 on Monday the 11th, for seven at $1,200.
    """
    failure = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": 20, "buy_in": True}
    parts = {
        "company_call": {"series": ["B"], "first_date": "1999-01-11"},
        "redemption": {"series": ["B"], "cash_usd": [{"date": "1999-01-04", "usd": "12000"}]},
        "delivery": {},
        "events": [failure],
        "warrants": [warrant(exercise_price_usd="10")],
    }
    made = Scenario.model_validate(failing(parts=parts).model_dump(mode="json") | {"company": USES})
    ledger = keep(made, [11, 11, 11, 11, 12.5, 11, 11, 11])
    assert amounts(ledger, "buy-in") == [(4, -12_500.0)]
    assert preferred(ledger, "company call") == [(5, "B", 7)]


def test_money_for_just_three_calls_three():
    """On Tuesday each gets $1,201.20: three are $3,603.60, which in binary fractions is less than three times that."""
    cash = [{"date": "1999-01-04", "usd": "3603.6"}, {"date": "1999-01-07", "usd": "10000"}]
    scenario = called(redemption={"cash_usd": cash}, terms=[series("B", premium={"rate_per_year": "0.365"})])
    assert preferred(keep(scenario, [13, 13, 11, 11, 11]), "company call") == [(1, "B", 3)]


def test_a_payment_of_just_what_there_is_is_not_short():
    """The three are paid on Thursday with the same $3,603.60, whatever binary fractions make of it: none is unpaid."""
    scenario = called("3603.6", terms=[series("B", premium={"rate_per_year": "0.365"})])
    ledger = keep(scenario, [13, 13, 11, 11, 11])
    assert preferred(ledger, "company call") == [(1, "B", 3)]
    assert amounts(ledger, "payment") == [(3, 3_603.6)]
    assert ledger.totals["times_payment_short"] == 0


def test_only_the_series_that_it_may_call_are_called():
    ledger = flat(called(terms=[series("A"), series("B")]), 6, 13)
    assert preferred(ledger, "company call") == [(1, "B", 100)]


def test_a_series_without_a_price_is_not_called():
    """The bid of $4 of the day before is under the floor of $5, which stops its price."""
    floating = {"variable": variable(floor_usd="5", below_floor="stops")}
    ledger = flat(called(terms=[series("B", conversion_price=floating)]), 4, 4, earlier_bids=[4] * 5)
    assert acts(ledger, "company call") == []


def test_the_premium_is_part_of_what_is_paid():
    """36.5% a year is .1% a day: on Tuesday, a day after the issue, the claim is $1,001 and 1.2 times it $1,201.20."""
    ledger = flat(called(terms=[series("B", premium={"rate_per_year": "0.365"})]), 3, 13)
    assert amounts(ledger, "company call") == [(1, 120_120.0)]


def test_the_call_comes_before_the_holders_notices():
    """On Monday the holder cannot sell more than it wants; on Tuesday all that it left is called."""
    holder = {"policy": "convert_and_sell", "participation": "0.1"}
    ledger = flat(called(holder=holder), 6, 13)
    # A tenth of 1,000 traded is 100 shares: one preferred on Monday, and none is left on Tuesday.
    assert conversions(ledger) == [(0, "B", 1, 100)]
    assert preferred(ledger, "company call") == [(1, "B", 99)]


def test_a_call_that_the_company_does_not_use_changes_nothing():
    assert acts(flat(called(company={"policy": "passive"}), 6, 13), "company call") == []


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ({}, "no right to call preferred"),
        ({"company_call": {"series": ["B"], "first_date": "1999-01-05"}}, "what the company can pay is its cash_usd"),
        ({"company_call": {"series": ["C"], "first_date": "1999-01-05"}}, r"company_call.series \(C\) is none of"),
    ],
)
def test_a_policy_without_its_terms_is_refused(rest, said):
    with pytest.raises(ValidationError, match=said):
        Scenario.model_validate(deal(rest=rest).model_dump(mode="json") | {"company": USES})
