"""Registration payments one after the other, what keeps them, and what is owed of them when a path ends (RRA 2.3, 3.1).

Series B costs $100,000 and pays 3% of it for 30 days, $100 a day. Its deadline is Thursday 1999-01-07, session 3; the
days count from it on.
"""

from __future__ import annotations

import pytest
from ledger_deals import keep, sales, series
from remedy_deals import amounts, failing, flat, shares, times

OWN = {"paying_series": "B", "deadline_days": 3, "sec_comments": False}
SELLING = {"policy": "convert_and_sell"}
IN_SHARES = {"takes_registration_payments_in": "shares"}


def late(effective: str = "1999-01-12", **changes):
    return series(registration_effective=effective) | changes


def suspended(first: str, last: str):
    return {"kind": "suspension", "date": first, "until": last, "statements": ["B"]}


def owing(*terms, rest=None, events=(), **changes):
    """A deal with this registration."""
    holder = changes.pop("holder", {})
    limits = {key: changes.pop(key) for key in ("limits", "common", "conversion") if key in changes}
    parts = {"registration": OWN | changes, "events": list(events)} | dict(rest or {})
    return failing(*terms, parts=parts, holder=holder, **limits)


def test_several_payments_wait_at_once():
    """Each day that counts makes $100 due, payable nine days later: Monday the 11th counts three days.

    The 7th and 8th come to Saturday and Sunday, and are paid on Monday the 18th (session 10); the 11th to the 13th on
    the 20th to the 22nd; the 14th and 15th to Saturday and Sunday again: Monday the 25th (session 15).
    """
    every_day = {"payment_month_days": 1, "payment_fraction_per_month": "0.001", "pay_after_days": 9}
    ledger = flat(owing(late("1999-01-16"), **every_day), 18)
    due = [(3, 100.0), (4, 100.0), (5, 300.0), (6, 100.0), (7, 100.0), (8, 100.0), (9, 100.0)]
    assert amounts(ledger, "registration payment") == due
    paid = {}
    for session, usd in amounts(ledger, "payment"):
        paid[session] = paid.get(session, 0) + usd
    assert paid == {10: 200.0, 12: 300.0, 13: 100.0, 14: 100.0, 15: 200.0}
    assert times(ledger, "registration_payment") == 7


def test_a_payment_that_falls_due_after_weeks_on_which_nothing_happens():
    """The deadline is Friday the 29th, session 19; that day's $100 are due at once, and paid on Sunday: session 25."""
    every_day = {"payment_month_days": 1, "payment_fraction_per_month": "0.001", "pay_after_days": 9}
    ledger = flat(owing(late("1999-01-30"), deadline_days=25, **every_day), 30)
    assert amounts(ledger, "registration payment") == [(19, 100.0)]
    assert amounts(ledger, "payment") == [(25, 100.0)]


def test_a_period_that_is_paid_before_the_days_go_on():
    """Two days are a period, paid on the same day: Friday's of two, Monday's of three (five in all), Tuesday's of one.

    Wednesday the 13th makes seven and the 14th eight, which are four periods; the 15th is paid when the delay is over,
    on Monday the 18th. A suspension on the 20th counts one day more, due on the 21st.
    """
    terms = {"payment_month_days": 2, "payment_fraction_per_month": "0.002", "pay_after_days": 0}
    ledger = flat(owing(late("1999-01-16"), events=[suspended("1999-01-20", "1999-01-20")], **terms), 20)
    due = [(4, 200.0), (5, 300.0), (6, 100.0), (8, 200.0), (10, 100.0), (12, 100.0)]
    assert amounts(ledger, "registration payment") == due
    assert amounts(ledger, "payment") == due


def test_at_the_last_of_six_sessions_what_has_accrued_is_paid():
    ledger = flat(owing(late("1999-02-26")), 6)
    assert amounts(ledger, "payment") == [(5, 500.0)]


def test_a_payment_of_nothing_is_none():
    ledger = flat(owing(late(), payment_fraction_per_month="0"), 12)
    assert times(ledger, "registration_payment") == 0


@pytest.mark.parametrize(("base", "more"), [("affected", 0), ("both_series", 5 * (5000 + 400) + 5 * 700)])
def test_what_is_drawn_of_a_line_counts_from_its_draw(base, more):
    """0.1% a day: B draws $2,500.03 on Tuesday and as much again on Friday the 8th.

    Thursday counts $2,500.03, Friday and Monday the 11th four days of $5,000.06. A draws $5,000 on Tuesday, C $400, and
    D costs $700: each counts for five days, if the purchase price of all series does.
    """

    def line(name, dates, usd):
        return late(name=name, draws={"dates": dates, "preferred_shares": 1}, stated_value_usd=usd)

    lines = [line("A", ["1999-01-05"], "5000"), line("B", ["1999-01-05", "1999-01-08"], "2500.03")]
    lines += [line("C", ["1999-01-05"], "400"), series("D", purchase_price_usd="700")]
    ((session, usd),) = amounts(flat(owing(*lines, payment_base=base), 12), "registration payment")
    assert session == 6
    assert usd == pytest.approx(0.001 * (2500.03 + 4 * 5000.06 + more))


def test_the_least_that_is_paid():
    """A cent's worth of preferred, one day late, Thursday the 7th: a thousandth of a cent, paid on the 13th."""
    ledger = flat(owing(late("1999-01-08", purchase_price_usd="0.01")), 12)
    assert amounts(ledger, "registration payment") == [(4, pytest.approx(0.00001))]
    assert amounts(ledger, "payment") == [(7, pytest.approx(0.00001))]


def test_the_least_that_is_paid_twice():
    """Suspended on Friday the 8th and again on Wednesday the 13th: a cent's worth and a day each time."""
    twice = [suspended("1999-01-08", "1999-01-08"), suspended("1999-01-13", "1999-01-13")]
    ledger = flat(owing(series(purchase_price_usd="0.01"), events=twice), 12)
    assert amounts(ledger, "registration payment") == [(5, pytest.approx(0.00001)), (8, pytest.approx(0.00001))]


@pytest.mark.parametrize(("price", "usd"), [("100000", 100.0), ("0.01", 0.00001)])
def test_a_day_that_has_accrued_keeps_a_path_alive(price, usd):
    """Suspended on Sunday the 10th alone. On Monday all is converted and sold; on Tuesday the day falls due.

    It is paid five days later, on Sunday: on Monday the 18th, session 10.
    """
    scenario = owing(series(purchase_price_usd=price), events=[suspended("1999-01-10", "1999-01-10")], holder=SELLING)
    # It decides on the bid of the session before: $9 until Thursday, $11 on Friday.
    ledger = keep(scenario, [9.0] * 4 + [11.0] * 10, earlier_bids=(9.0,) * 5)
    assert [event.session for event in ledger.events if event.kind == "notice"] == [5]
    assert amounts(ledger, "registration payment") == [(6, pytest.approx(usd))]
    assert amounts(ledger, "payment") == [(10, pytest.approx(usd))]


def test_common_alone_keeps_the_days_counting():
    """No preferred is left, and 100 common; or none of it is delivered: the 8th to the 11th count, four days."""
    stop = [suspended("1999-01-08", "1999-01-11")]
    held = series("B", position={"preferred_left": 0, "common_held": 100})
    ledger = flat(owing(series("A"), held, events=stop, holder={"participation": "0.001"}), 12)
    assert amounts(ledger, "registration payment") == [(6, 800.0)]
    failure = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": 30}
    scenario = owing(
        series(), events=[failure, *stop], rest={"delivery": {}}, holder=SELLING, conversion={"same_day_sale": False}
    )
    ledger = flat(scenario, 12)
    assert [event.preferred for event in ledger.events if event.kind == "notice"] == [100]
    assert amounts(ledger, "registration payment") == [(6, 400.0)]


def test_nothing_counts_once_all_is_sold():
    """Sold on Monday the 4th; A, which pays nothing, is still there."""
    stop = [suspended("1999-01-08", "1999-01-11")]
    held = series("B", position={"preferred_left": 0, "common_held": 100})
    ledger = flat(owing(series("A"), held, events=stop), 12)
    assert amounts(ledger, "registration payment") == []


def test_without_a_price_it_is_paid_in_cash():
    """There is none before February; $500."""
    price = {"variable": {"switch_on": "1999-02-01", "multiplier": "1", "lookback_sessions": 1, "lowest_count": 1}}
    ledger = flat(owing(late(conversion_price=price), holder=IN_SHARES), 12)
    assert amounts(ledger, "payment") == [(10, 500.0)]
    assert shares(ledger, "payment in shares") == []


def test_one_share_is_paid():
    ledger = flat(owing(late(conversion_price={"fixed_usd": "500"}), holder=IN_SHARES), 12)
    assert shares(ledger, "payment in shares") == [(10, 1)]


def test_seven_percent_a_month():
    """7/30 of a percent a day: $1,166.67 for five days; in common at $7.00, floor(166.67) = 166."""
    price = {"conversion_price": {"fixed_usd": "7"}}
    in_cash = flat(owing(late(**price), payment_fraction_per_month="0.07"), 12)
    assert amounts(in_cash, "payment") == [(10, pytest.approx(7000 / 6))]
    in_common = flat(owing(late(**price), payment_fraction_per_month="0.07", holder=IN_SHARES), 12)
    assert shares(in_common, "payment in shares") == [(10, 166)]


@pytest.mark.parametrize(("reserved_for", "paid"), [("B", [(10, 50)]), ("A", []), ("C", [])])
def test_the_reserve_of_the_paying_series_is_used(reserved_for, paid):
    """50 are authorized beyond the 1,000,000 outstanding, and all of them reserved while one of the series is left."""
    reserve = {"series": reserved_for, "amount_shares": 50, "company": "binds"}
    others = [series(name, position={"preferred_left": 1}) for name in "AC"]
    terms = [others[0], late(position={"preferred_left": 1}), others[1]]
    common = {"authorized_shares": 1_000_050}
    scenario = owing(*terms, holder=IN_SHARES, rest={"reserve": reserve}, payment_base="affected", common=common)
    ledger = flat(scenario, 12)
    assert shares(ledger, "payment in shares") == paid


def test_the_cap_counts_what_is_paid_in_common():
    """$500 at $10 are 50, of a cap of 75; the 50 of a second time are more than is left of it."""
    again = [suspended("1999-01-20", "1999-01-24")]
    cap = {"cap": {"amount_shares": 75, "counts": ["B"]}}
    ledger = flat(owing(late(), events=again, holder=IN_SHARES, limits=cap), 22)
    assert shares(ledger, "payment in shares") == [(10, 50)]
    assert amounts(ledger, "payment") == [(20, 500.0)]
    assert ledger.totals["cap_used_shares"] == 50


FREE = {"rule_144": {}}
"""Common bought more than two years before is free of every limit (RRA 3.1)."""
YEARS = {"earlier_volumes": [1000] * 20, "earlier_bids": [11.0] * 20}


def test_the_registration_period_is_over_only_where_a_late_day_would_count():
    """Free from the start, and registered in time: nothing has stopped. Late, the first close ends the period."""
    old = late("1999-01-04", issue_date="1996-01-04", position={"preferred_left": 100})
    in_time = flat(owing(old, rest=FREE, deadline_days=3650), 12, **YEARS)
    assert times(in_time, "registration_period_ended") == 0
    never = flat(owing(old | {"registration_effective": "1999-02-26"}, rest=FREE), 12, **YEARS)
    assert times(never, "registration_period_ended") == 1
    assert amounts(never, "registration payment") == []


def test_what_is_paid_in_common_is_held_from_then_on():
    """50 common of Monday the 18th, unregistered: a month later, on Thursday February the 18th, session 33, they go."""
    old = {"issue_date": "1998-12-11", "registration_effective": "1999-12-31"}
    month = {"rule_144": {"holding_months": 1, "free_after_months": 1}}
    gone = [series(name, position={"preferred_left": 0}, **old) for name in "AC"]
    scenario = owing(*gone, series(**old), rest=month, holder=IN_SHARES, deadline_days=27, payment_base="affected")
    ledger = flat(scenario, 35, **YEARS)
    assert shares(ledger, "payment in shares") == [(10, 50)]
    assert sales(ledger) == [(33, "B", 50)]


def merger(completed: str):
    return {"kind": "merger", "date": "1999-01-05", "completed": completed, "consideration_usd": "11"}


def of_the_end(scenario, sessions: int) -> float:
    """What the company pays more than without payments for the registration, USD."""
    raw = scenario.model_dump(mode="json")
    raw["deal"]["registration"]["payment_fraction_per_month"] = "0"
    without = flat(type(scenario).model_validate(raw), sessions)
    ledger = flat(scenario, sessions)
    return ledger.totals["company_payments_usd"] - without.totals["company_payments_usd"]


def test_a_merger_pays_what_is_due_and_what_has_accrued():
    """Four days are a period: $500 fall due on Monday the 11th, and wait; Tuesday and Wednesday accrue $200.

    On Thursday the 14th, session 8, the merger is completed. With the delay over on Tuesday the $500 alone are due.
    """
    terms = {"payment_month_days": 4, "payment_fraction_per_month": "0.004", "pay_after_days": 30}
    scenario = owing(late("1999-02-26"), events=[merger("1999-01-14")], **terms)
    assert of_the_end(scenario, 12) == pytest.approx(700)
    assert times(flat(scenario, 12), "registration_payment") == 2
    over = owing(late(), events=[merger("1999-01-14")], **terms)
    assert of_the_end(over, 12) == pytest.approx(500)
    assert times(flat(over, 12), "registration_payment") == 1
    at_last = owing(late("1999-02-26"), events=[merger("1999-01-14")], **terms)
    assert of_the_end(at_last, 9) == pytest.approx(700)


def test_a_merger_pays_what_fell_due_the_day_before():
    """Six days are a period: $600 fall due on Tuesday the 12th, session 6. The merger is completed on Wednesday."""
    terms = {"payment_month_days": 6, "payment_fraction_per_month": "0.006", "pay_after_days": 30}
    pair = series("A"), late("1999-02-26")
    scenario = owing(*pair, events=[merger("1999-01-13")], payment_base="affected", **terms)
    assert of_the_end(scenario, 12) == pytest.approx(600)


def test_a_merger_pays_the_cent_that_is_due():
    """A cent's worth of preferred pays all of it for a day: a cent, which fell due on Thursday the 7th."""
    terms = {"payment_month_days": 1, "payment_fraction_per_month": "1", "pay_after_days": 30}
    one = late("1999-01-08", purchase_price_usd="0.01")
    assert of_the_end(owing(one, events=[merger("1999-01-11")], **terms), 12) == pytest.approx(0.01)


def test_a_merger_of_the_first_late_day_pays_the_least():
    """Thursday the 7th accrues one day of a cent's worth of preferred: a thousandth of a cent, on Friday."""
    scenario = owing(late("1999-02-26", purchase_price_usd="0.01"), events=[merger("1999-01-08")])
    ledger = flat(scenario, 12)
    assert times(ledger, "registration_payment") == 1
    in_time = flat(owing(late("1999-01-07"), events=[merger("1999-01-08")]), 12)
    assert times(in_time, "registration_payment") == 0


def test_a_liquidation_pays_a_part_of_it():
    """As in the merger $500 are due and $200 have accrued, of which the recovery is 40%."""
    terms = {"payment_month_days": 4, "payment_fraction_per_month": "0.004", "pay_after_days": 30}
    wound_up = {"kind": "liquidation", "date": "1999-01-14", "recovery": "0.4"}
    scenario = owing(late("1999-02-26"), events=[wound_up], **terms)
    assert of_the_end(scenario, 12) == pytest.approx(0.4 * 700)
    assert times(flat(scenario, 12), "registration_payment") == 2
