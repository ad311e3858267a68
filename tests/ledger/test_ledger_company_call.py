"""The company's call of an amendment (METHODS 26.1), by hand: 100 preferred of $1,000 at $10, called at 1.2 times.

A called preferred gets $1,200, less than its 100 shares once the bid is above $12.
"""

from __future__ import annotations

import pytest
from ledger_deals import conversions, deal, series
from pydantic import ValidationError
from remedy_deals import acts, amounts, failing, flat, preferred

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
    from ledger_deals import keep

    assert acts(keep(called(), [11, 11, 13, 11]), "company call") == [3]


def test_it_calls_no_more_than_it_can_pay():
    """$50,000 are 41 at $1,200; $800 are left, with which none can be called."""
    ledger = flat(called("50000"), 8, 13)
    assert preferred(ledger, "company call") == [(1, "B", 41)]
    assert amounts(ledger, "payment") == [(3, 49_200.0)]


def test_what_may_lawfully_be_paid_bounds_it_too():
    ledger = flat(called(redemption={"lawful_usd": [{"date": "1999-01-04", "usd": "2500"}]}), 8, 13)
    assert preferred(ledger, "company call") == [(1, "B", 2)]


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
