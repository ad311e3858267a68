"""Payments of preferred by the kernels alone: Premium, amortisation, positions (``CoD III.F``; METHODS 15)."""

from __future__ import annotations

import pytest
from whole_path import ELSEWHERE, PAYMENTS, REFUSAL, WholePath, floating, follow, series

from kernels.layout import CLAIM_USD
from kernels.remedy_state import REMEDY_RESERVED_LEFT
from kernels.state import CAP_USED

RATE = "0.073"
"""$0.20 a day on $1,000."""


def paying(how="on_conversion", rate=RATE, months=3, *, deal=None, premium=None, **changes) -> WholePath:
    terms = {"rate_per_year": rate, "paid": how, "pay_months": months} | (premium or {})
    return follow(deal={"events": [ELSEWHERE]} | (deal or {}), all_series=[series(premium=terms, **changes)])


def pay(path, day) -> int:
    """Step 4 of the session of a date."""
    t = path.session(day)
    path.step(PAYMENTS, t)
    return t


def paid(path) -> float:
    return float(path.state.whole.money.paid[0])


def claim(path, day) -> float:
    """Claim of one preferred, from the whole numbers that conversion uses."""
    t = path.session(day)
    exact = path.tables.claim[0, t] / (path.tables.series.claim_scale[0] * path.tables.series.price_scale[0])
    assert path.whole.by_session[CLAIM_USD, 0, t] == pytest.approx(exact, rel=1e-15)
    return float(exact)


def test_premium_on_conversion_is_simple_and_grows_the_claim():
    path = paying()
    # 200 days after 1998-12-31 is Monday 1999-07-19: $1,040.00; at $10.00 100 preferred are 10,400 common.
    assert claim(path, "1999-07-19") == pytest.approx(1040)
    assert path.convert(path.session("1999-07-19"), 100) == 10_400
    # A day more if the issue date counts; 200/360 of $73.00 if the year has 360 days.
    assert claim(paying(premium={"counts_issue_date": True}), "1999-07-19") == pytest.approx(1040.20)
    path = paying(premium={"day_count_days": 360})
    assert claim(path, "1999-07-19") == pytest.approx(1000 + 73 * 200 / 360)


def test_premium_in_kind_compounds_on_its_pay_dates():
    path = paying("in_kind", "0.10", 6)
    # Six months from 1998-12-31 are 1999-06-30: x (1 + 0.10/2); before and after it simple, to a millionth.
    # 06-29: 180 days, 1000 (1 + 0.1 x 180/365) = 1049.315068; 07-01: 1050 (1 + 0.1/365) = 1050.287671.
    assert claim(path, "1999-06-29") == 1049.315068
    assert claim(path, "1999-06-30") == 1050
    assert claim(path, "1999-07-01") == 1050.287671
    # A year: 1,102.50 on the second date, 1999-12-31.
    assert claim(path, "1999-12-31") == 1102.5
    # 100 at $10.00 on 07-01 are ceil(10,502.87671). Nothing is paid along the way.
    assert path.convert(path.session("1999-07-01"), 100) == 10_503
    pay(path, "1999-06-30")
    assert paid(path) == 0


def test_premium_in_cash_on_its_pay_dates():
    path = paying("cash")
    # Three months from 1998-12-31 are 1999-03-31: 90 days at $0.20 for each of 100; then 91 to 06-30.
    t = pay(path, "1999-03-31")
    assert paid(path) == path.state.flows[t] == pytest.approx(1800)
    path.state.preferred[0] = 40
    pay(path, "1999-06-30")
    assert paid(path) == pytest.approx(1800 + 40 * 18.20)
    for day in ("1999-03-30", "1999-04-01", "1999-07-01"):
        pay(path, day)
    assert path.fired("premium_in_cash") == 2
    # The claim falls back to the stated value on a pay date, and grows from it.
    days = ("1999-03-30", "1999-03-31", "1999-04-01")
    assert [claim(path, day) for day in days] == pytest.approx([1017.80, 1000, 1000.20])


def test_a_pay_date_without_a_session_waits_and_is_of_its_own_day():
    path = paying("cash", months=1)
    # 1999-01-31 is a Sunday: 31 days are paid on Monday 02-01; February's, the last day of the month, is a Sunday too.
    pay(path, "1999-02-01")
    assert paid(path) == pytest.approx(100 * 6.20)
    assert claim(path, "1999-02-01") == pytest.approx(1000.20)
    pay(path, "1999-03-01")
    assert paid(path) == pytest.approx(100 * (6.20 + 5.60))


def test_no_premium_is_paid_on_the_start_or_after_maturity_or_on_nothing():
    # Issued 1998-09-30: the first pay date, 12-30, is before the start; the second, 1999-03-30, after maturity.
    path = paying("cash", issue_date="1998-09-30", maturity="1999-03-29")
    pay(path, "1998-12-31")
    pay(path, "1999-03-30")
    assert paid(path) == 0
    # On maturity itself it is paid: 90 days from 12-30.
    path = paying("cash", issue_date="1998-09-30", maturity="1999-03-30")
    path.state.preferred[0] = 0
    pay(path, "1999-03-30")
    assert path.fired("premium_in_cash") == 0
    path.state.preferred[0] = 100
    pay(path, "1999-03-30")
    assert paid(path) == pytest.approx(1800)
    # A pay date on the start itself does not lie after it.
    path = paying("cash", issue_date="1998-09-30", premium={"pay_months": 3}, deal={"start": "1999-03-30"})
    path.step(PAYMENTS, 0)
    assert paid(path) == 0


def test_premium_in_shares_rounds_down():
    cap = {"limits": {"cap": {"amount_shares": 5000, "counts": ["B"]}}}
    path = paying("shares", deal=cap, conversion_price={"fixed_usd": 7})
    t = pay(path, "1999-03-31")
    # $1,800/7 = 257.14: held, not sold, counted in the cap and the outstanding.
    assert path.state.held[0] == path.state.issued[0] == path.state.totals[CAP_USED] == 257
    assert (path.outstanding, paid(path), path.state.flows[t]) == (1_000_257, 0, 0)
    assert (path.fired("premium_in_shares"), path.fired("premium_in_cash")) == (1, 0)


@pytest.mark.parametrize(
    ("deal", "fits"),
    [
        ({"limits": {"cap": {"amount_shares": 180, "counts": ["B"]}}}, True),
        ({"limits": {"cap": {"amount_shares": 179, "counts": ["B"]}}}, False),
        ({"common": {"outstanding_shares": 1_000_000, "authorized_shares": 1_000_180}}, True),
        ({"common": {"outstanding_shares": 1_000_000, "authorized_shares": 1_000_179}}, False),
        # (0.00018 x 1,000,000)/(1 - 0.00018) = 180.03; at 0.000179 it is 179.03.
        ({"limits": {"ownership_fraction": "0.00018"}}, True),
        ({"limits": {"ownership_fraction": "0.000179"}}, False),
    ],
)
def test_premium_in_shares_only_if_every_room_holds_all_of_it(deal, fits):
    # $1,800 at $10.00 are 180 common.
    path = paying("shares", deal=deal)
    pay(path, "1999-03-31")
    assert path.state.issued[0] == (180 if fits else 0)
    assert paid(path) == pytest.approx(0 if fits else 1800)


def test_premium_in_shares_without_a_price_or_a_whole_share_is_cash():
    path = paying("shares", conversion_price={"variable": floating(switch_on="1999-04-01")})
    pay(path, "1999-03-31")
    assert paid(path) == pytest.approx(1800)
    # $1,800 at $1,801 a share is less than one.
    path = paying("shares", conversion_price={"fixed_usd": 1801})
    pay(path, "1999-03-31")
    assert paid(path) == pytest.approx(1800)


def test_premium_in_shares_uses_the_reserve():
    common = {"outstanding_shares": 1_000_000, "authorized_shares": 2_000_000}
    path = paying("shares", deal={"reserve": {"amount_shares": 500, "series": "B"}, "common": common})
    pay(path, "1999-03-31")
    # 500 - 180.
    assert path.state.whole.remedy.numbers[REMEDY_RESERVED_LEFT] == 320


def amortising(pay_in, *, deal=None, **changes) -> WholePath:
    """Thirty retired on Saturday 1999-01-09, that is on Monday, and on 1999-02-01."""
    plan = {"dates": ["1999-01-09", "1999-02-01"], "preferred_shares": 30, "pay": pay_in}
    return paying(deal=deal, amortisation=plan, **changes)


def test_amortisation_in_cash():
    path = amortising("cash")
    pay(path, "1999-01-08")
    assert path.state.preferred[0] == 100
    t = pay(path, "1999-01-11")
    # Eleven days of $0.20: a claim of $1,002.20.
    assert paid(path) == path.state.flows[t] == pytest.approx(30 * 1002.20)
    assert (path.state.preferred[0], path.state.whole.money.redeemed[0]) == (70, 30)
    # No more than what is left.
    path.state.preferred[0] = 12
    pay(path, "1999-02-01")
    assert path.state.preferred[0] == 0
    assert path.fired("amortisation_in_cash") == 2
    assert paid(path) == pytest.approx(30 * 1002.20 + 12 * 1006.40)


def test_amortisation_in_shares():
    path = amortising("shares")
    pay(path, "1999-01-11")
    # 30 x 1,002.20/10 = 3,006.6: 3,007 common, held.
    assert path.state.issued[0] == path.state.held[0] == 3007
    assert (path.state.preferred[0], path.state.whole.money.redeemed[0], paid(path)) == (70, 0, 0)
    assert (path.fired("amortisation_in_shares"), path.fired("amortisation_in_cash")) == (1, 0)


def test_what_the_limits_hold_back_of_an_amortisation_is_paid_in_cash():
    path = amortising("shares", deal={"limits": {"cap": {"amount_shares": 2500, "counts": ["B"]}}})
    pay(path, "1999-01-11")
    # 24 are 2,405.28: 2,406; 25 would be 2,506. The other six get $1,002.20 each.
    assert path.state.issued[0] == 2406
    assert paid(path) == pytest.approx(6 * 1002.20)
    assert (path.state.preferred[0], path.state.whole.money.redeemed[0]) == (70, 6)
    assert path.bound() == ["cap"]
    assert (path.fired("amortisation_in_shares"), path.fired("amortisation_in_cash")) == (1, 1)


def test_amortisation_in_shares_without_a_price_is_cash():
    path = amortising("shares", conversion_price={"variable": floating(switch_on="1999-01-12")})
    pay(path, "1999-01-11")
    assert path.state.issued[0] == 0
    assert paid(path) == pytest.approx(30 * 1002.20)


def test_amortisation_is_no_notice_of_the_holder():
    rule = {"floor_shares": 5, "share_of_session_volume": 0, "share_of_average_volume": 0}
    path = amortising("shares", deal={"limits": {"conversion_volume": rule}})
    pay(path, "1999-01-11")
    assert path.state.issued[0] == 3007


def test_while_the_company_refuses_amortisation_is_in_cash():
    path = amortising("shares", deal=REFUSAL)
    path.open(path.session("1999-01-11"))
    pay(path, "1999-01-11")
    assert path.state.issued[0] == 0
    assert paid(path) == pytest.approx(30 * 1002.20)


def test_draws_come_before_amortisation_and_premium_in_the_order_of_series():
    # 300 authorized: the draw of A takes 300 of its 400, nothing is left for the amortisation of B, which is in cash.
    both = [
        series(name="A", draws={"dates": ["1999-03-31"], "preferred_shares": 4}),
        series(
            premium={"rate_per_year": RATE, "paid": "shares", "pay_months": 3},
            amortisation={"dates": ["1999-03-31"], "preferred_shares": 10, "pay": "shares"},
        ),
    ]
    common = {"outstanding_shares": 1_000_000, "authorized_shares": 1_000_300}
    path = follow(deal={"common": common}, all_series=both)
    t = path.session("1999-03-31")
    path.step(PAYMENTS, t)
    assert path.state.issued.tolist() == [300, 0]
    # Ten of B at $1,000, then the Premium of the 90 left: 90 x $18.00.
    assert path.state.whole.money.paid[1] == pytest.approx(10_000 + 90 * 18)
    assert path.bound() == ["authorized"]


def test_original_issue_discount():
    # 100 of $1,000 bought for $90,000: everything is reckoned on the stated value.
    plan = {"dates": ["1999-03-31"], "preferred_shares": 10, "pay": "cash"}
    path = paying("cash", purchase_price_usd=90_000, amortisation=plan)
    assert path.tables.series.purchase_usd[0] == 90_000
    assert path.convert(0, 20) == 2000
    pay(path, "1999-03-31")
    # Amortised first: ten at $1,000; then 90 days at $0.20 on the 70 left.
    assert paid(path) == pytest.approx(10_000 + 70 * 18)


def test_a_position_in_the_middle_of_the_deal():
    position = {"preferred_left": 60, "common_held": 700, "proceeds_usd": "12345.67"}
    path = paying(position=position, deal={"expenses_usd": 1000})
    state = path.state
    assert (state.preferred[0], state.held[0], state.issued[0]) == (60, 700, 0)
    # Its sales count as money of session 0, in no session's limits, beside the expenses that the company reimburses.
    assert state.proceeds[0] == 12_345.67
    assert state.flows[0] == 12_345.67 + 1000
    assert state.whole.money.sold[0] == 0
    assert path.outstanding == 1_000_000
