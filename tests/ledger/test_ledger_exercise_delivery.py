"""Failing to deliver the common of an exercise: the buy-in of W 1(e), and nothing that the Certificate pays for.

The Delivery Period is three business days. An exercise on Monday 1999-01-04 has it end on Thursday the 7th, session 3;
six days late is Wednesday the 13th, session 7. A warrant on 1,000 shares at $10.00; nothing of the series converts.
"""

from __future__ import annotations

import pytest
from ledger_deals import conversions, keep, sales, series
from remedy_deals import HOLD, acts, amounts, failing, shares, times, warrant

WARRANT = {"exercise_price_usd": "10"}
FAILURE = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": 6, "buy_in": True}


def failed(
    bids, *, failures=(FAILURE,), warrants=None, delivery=None, redemption=None, terms=None, volumes=None, **changes
):
    """A deal whose holder exercises what pays and holds its preferred."""
    given = [warrant(**WARRANT)] if warrants is None else warrants
    parts = {"delivery": delivery or {}, "events": list(failures), "warrants": given}
    if redemption is not None:
        parts["redemption"] = redemption
    changes["holder"] = HOLD | dict(changes.get("holder", {}))
    return keep(failing(terms or series(), parts=parts, **changes), list(bids), volumes=volumes)


def after(close, sessions=15):
    """$11, but on session 4, the first after the Delivery Period."""
    return [11] * 4 + [close] + [11] * (sessions - 5)


def test_the_company_owes_the_cost_less_the_exercise_price_where_the_sale_brought_more():
    """1,000 exercised at $10 and sold at $11: 11,000; bought at $12 on session 4: 12,000.

    The lesser of $10,000 and $11,000 is the Exercise Price: $2,000 are owed, payable five sessions later. Delivered
    and sold on session 7.
    """
    ledger = failed(after(12))
    assert amounts(ledger, "buy-in") == [(4, -12_000.0)]
    assert amounts(ledger, "payment") == [(9, 2_000.0)]
    assert sales(ledger) == [(0, "W", 1_000), (7, "W", 1_000)]
    assert (times(ledger, "exercise_buy_in"), times(ledger, "buy_in"), times(ledger, "default")) == (1, 0, 1)
    assert ledger.totals["buy_in_cost_usd"] == 12_000
    # Sales 22,000 and 2,000 paid, less the strike of 10,000 and the 12,000 of the buy-in: it is the warrant's cost.
    assert ledger.totals["pnl_warrants_usd"] == 2_000
    assert ledger.totals["books_gap_usd"] == 0


def test_it_owes_the_cost_less_what_the_sale_brought_where_that_is_less():
    """A commission of 10%: $9,900 came in, less than $10,000: of 13,200 paid, its commission in it, $3,300 are owed."""
    ledger = failed(after(12), holder={"commission_fraction": "0.1"})
    assert amounts(ledger, "buy-in") == [(4, -13_200.0)]
    assert amounts(ledger, "payment") == [(9, 3_300.0)]
    # Sales of 9,900 twice and 3,300, less the strike of 10,000 and 13,200.
    assert ledger.totals["pnl_warrants_usd"] == 23_100 - 23_200
    assert ledger.totals["books_gap_usd"] == 0


def test_a_buy_in_between_the_exercise_price_and_the_sale_is_owed_where_a_series_would_get_nothing():
    """Bought at $10.50 what was sold at $11: $500 above the Exercise Price."""
    assert amounts(failed(after(10.5)), "payment") == [(9, 500.0)]


def test_a_merger_pays_for_common_of_an_exercise_bought_in_and_not_delivered():
    """1,000 at $13 on Tuesday the 12th, session 6, a day before their delivery; the same for a dividend of $1."""
    merged = {"kind": "merger", "date": "1999-01-05", "completed": "1999-01-12", "consideration_usd": "13"}
    ledger = failed(after(12), failures=(FAILURE, merged))
    assert (6, 13_000.0) in amounts(ledger, "merger")
    assert ledger.totals["books_gap_usd"] == 0
    dividend = {"kind": "dividend", "date": "1999-01-12", "worth_usd": "1"}
    assert (6, 1_000.0) in amounts(failed(after(12), failures=(FAILURE, dividend)), "dividend")
    # On Wednesday the 6th, before the buy-in, they are the buyer's.
    early = dividend | {"date": "1999-01-06"}
    assert all(amount != 1_000.0 for _, amount in amounts(failed(after(12), failures=(FAILURE, early)), "dividend"))


def test_a_buy_in_under_both_owes_nothing():
    ledger = failed(after(9))
    assert amounts(ledger, "buy-in") == [(4, -9_000.0)]
    assert amounts(ledger, "payment") == []


def test_without_buy_in_nothing_is_owed_and_what_is_kept_waits_for_its_delivery():
    """No default payments, no event (iii), however late: twenty days are Wednesday the 27th, session 17.

    Exercised on Monday but not sold that day: not for sale until the delivery.
    """
    overnight = {"same_day_sale": False}
    late = FAILURE | {"late_days": 20, "buy_in": False}
    ledger = failed([11] * 20, failures=[late], conversion=overnight)
    assert sales(ledger) == [(17, "W", 1_000)]
    assert shares(ledger, "delivery") == [(17, 1_000)]
    assert acts(ledger, "default payments", "payment", "redemption event", "fixed price falls") == []
    assert sales(failed([11] * 20, failures=[], conversion=overnight)) == [(1, "W", 1_000)]


def test_a_conversion_of_the_same_day_is_paid_for_as_ever():
    """100 preferred into 10,000 at $10, and 1,000 of the warrant, all sold on Monday at $11, bought in at $12.

    Of the series 10 x 1,000 more than its sales; of the warrant $2,000. Default payments: $2,000 and two days at
    1% of 100,000, payable on session 12.
    """
    ledger = failed(after(12), holder={"policy": "convert_and_sell"})
    assert conversions(ledger) == [(0, "B", 100, 10_000)]
    assert amounts(ledger, "buy-in") == [(4, -120_000.0), (4, -12_000.0)]
    assert amounts(ledger, "payment") == [(9, 12_000.0), (12, 4_000.0)]
    assert ledger.totals["pnl_warrants_usd"] == 14_000 - 12_000
    assert ledger.totals["pnl_series_b_usd"] == 2 * 110_000 + 14_000 - 100_000 - 120_000
    assert ledger.totals["books_gap_usd"] == 0


def test_the_warrants_own_period_does_not_wait_for_certificates():
    """Certificates on the fifth business day let the series' period end on session 6; the warrant's ends on session 3.

    Six days after Tuesday the 12th is Monday the 18th, session 10: until then neither is delivered.
    """
    ledger = failed([11] * 20, holder={"policy": "convert_and_sell"}, delivery={"certificate_sessions": 5})
    assert [(event.session, event.instrument) for event in ledger.events if event.kind == "buy-in"] == [
        (4, "W"),
        (7, "common"),
    ]
    assert shares(ledger, "delivery") == [(10, 11_000)]


def test_a_buy_in_of_an_exercise_bears_no_interest():
    """No cash before Monday the 25th, session 15: $2,000 due on session 9 are paid then, without interest."""
    cash = {"series": ["B"], "cash_usd": [{"date": "1999-01-25", "usd": "1000000"}]}
    ledger = failed(after(12, 20), redemption=cash)
    assert amounts(ledger, "payment") == [(15, 2_000.0)]
    assert times(ledger, "interest") == 0
    assert times(ledger, "payment_short") == 6


def test_a_cashless_exercise_has_its_exercise_price_too():
    """(11 - 10)/11 of 1,000 is 90.9: 90 shares. Sold for $990, bought for $1,080; 90 x $10 is the lesser: $180."""
    ledger = failed(after(12), holder={"warrants": {"method": "cashless"}})
    assert amounts(ledger, "payment") == [(9, 180.0)]


def test_the_agents_exercise_is_delivered():
    ledger = failed(after(12), warrants=[warrant(party="agent", **WARRANT)])
    assert times(ledger, "default") == 0
    assert times(ledger, "exercise_buy_in") == 0


def test_each_warrant_has_its_own_lesser():
    """W at $10 and V at $8, 1,000 each: $2,000 and $4,000."""
    both = [warrant(**WARRANT), warrant("V", exercise_price_usd="8")]
    ledger = failed(after(12), warrants=both)
    assert amounts(ledger, "payment") == [(9, 6_000.0)]
    assert times(ledger, "exercise_buy_in") == 2


def test_common_not_delivered_is_held_for_the_ownership_limit():
    """0.15% of 1,000,000 lets all 1,000 of Monday's exercise through; held, not for sale, they leave little room.

    Tuesday: (0.0015 x 1,001,000 - 1,000)/0.9985 = 502.3, 5 of 100 preferred, sold on Wednesday; and so on each day.
    On session 7 the 1,000 are delivered, and sold beside the 500 of the day before.
    """
    ledger = failed(
        [11] * 9,
        limits={"ownership_fraction": "0.0015"},
        conversion={"same_day_sale": False},
        holder={"policy": "convert_and_sell"},
        terms=series(registration_effective="1999-01-05"),
    )
    assert conversions(ledger)[:6] == [(session, "B", 5, 500) for session in range(1, 7)]
    assert sales(ledger)[:7] == [*((session, "B", 500) for session in range(2, 8)), (7, "W", 1_000)]


def test_a_split_restates_what_is_not_delivered():
    """Two for one on Wednesday, session 2: 2,000 shares are bought at $6 on session 4: $2,000 above the $10,000."""
    parted = {"kind": "split", "date": "1999-01-06", "new_shares": 2, "old_shares": 1}
    ledger = failed([11] * 4 + [12] + [11] * 10, failures=[FAILURE, parted])
    assert amounts(ledger, "buy-in") == [(4, -12_000.0)]
    assert shares(ledger, "buy-in") == [(4, 2_000)]
    assert amounts(ledger, "payment") == [(9, 2_000.0)]
    assert sales(ledger)[-1] == (7, "W", 2_000)


@pytest.mark.parametrize(("sessions", "held", "paid"), [(4, 0, []), (6, 1_000, [(5, 2_000.0)])])
def test_at_the_last_session_what_was_bought_in_counts_as_held_and_what_is_owed_is_due(sessions, held, paid):
    ledger = failed(after(12)[:sessions])
    assert ledger.totals["common_held_shares"] == held
    assert amounts(ledger, "payment") == paid


def test_cents_of_the_bid_and_of_the_exercise_price():
    """1,000 at $10.25, sold at $11.50 and bought at $12: 12,000 less 10,250; at 20% of commission 14,400 less 9,200."""
    bids = [11.5] * 4 + [12.0] + [11.0] * 10
    own = [warrant(exercise_price_usd="10.25")]
    assert amounts(failed(bids, warrants=own), "payment") == [(9, 1_750.0)]
    ledger = failed(bids, warrants=own, holder={"commission_fraction": "0.2"})
    assert amounts(ledger, "payment") == [(9, 5_200.0)]


def test_only_what_was_exercised_on_the_conversion_date_is_bought_in():
    """500 on Monday, 300 on Tuesday: 500 are bought at $12 for $6,000, $1,000 above their Exercise Price."""
    volumes = [500, 300] + [0] * 13
    ledger = failed(after(12), holder={"participation": "1"}, volumes=volumes)
    assert sales(ledger) == [(0, "W", 500), (1, "W", 300)]
    assert shares(ledger, "buy-in") == [(4, 500)]
    assert amounts(ledger, "payment") == [(9, 1_000.0)]


def test_the_agents_exercise_of_the_day_is_delivered():
    """The agent's 1,000 are sold on Monday beside the investor's 1,000: what the investor sold alone is bought in."""
    ledger = failed(after(12), warrants=[warrant(**WARRANT), warrant("V", party="agent", **WARRANT)])
    assert [event.instrument for event in ledger.events if event.kind == "buy-in"] == ["W"]
    assert amounts(ledger, "payment") == [(9, 2_000.0)]


def test_what_is_not_delivered_gets_its_dividend():
    """Exercised on Monday and kept: the 1,000 are the holder's on Wednesday, before their delivery (W 1)."""
    dividend = {"kind": "dividend", "date": "1999-01-06", "worth_usd": "1"}
    ledger = failed(after(12), failures=(FAILURE, dividend), conversion={"same_day_sale": False})
    assert [usd for _, usd in amounts(ledger, "dividend") if usd] == [10_000.0, 1_000.0]


def test_an_exercise_while_a_failure_is_open_opens_no_other():
    """300 on Monday and on Tuesday, when another failure has come: it takes the exercise of session 9, Friday the 15th.

    On sessions 7 and 8 what was bought in is delivered and sold.
    """
    failures = [FAILURE, FAILURE | {"date": "1999-01-05"}]
    volumes = [300] * 2 + [0] * 6 + [300] * 12
    ledger = failed([11] * 20, failures=failures, holder={"participation": "1"}, volumes=volumes)
    assert acts(ledger, "exercise") == [0, 1, 9, 10]
    assert acts(ledger, "default") == [0, 9]
    assert shares(ledger, "buy-in") == [(4, 300), (13, 300)]
