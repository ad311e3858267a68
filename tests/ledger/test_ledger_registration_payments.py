"""Payments for a registration that is late or suspended, and event (vi) (RRA 2.3, CoD VIII.A(vi)).

Series B costs $100,000: 3% of it over 30 days is $100 a day. Issued on Monday 1999-01-04, its deadline is three days
later, Thursday the 7th (session 3), which counts.
"""

from __future__ import annotations

import pytest
from ledger_deals import series
from remedy_deals import acts, amounts, failing, flat, shares, times


def late(effective: str = "1999-01-12", **changes):
    return series(registration_effective=effective) | changes


def parts(events=(), **changes):
    terms = {"paying_series": "B", "deadline_days": 3, "sec_comments": False}
    return {"registration": terms | changes, "events": list(events)}


def suspension(first: str, last: str):
    return {"kind": "suspension", "date": first, "until": last, "statements": ["B"]}


def test_a_late_statement_pays_by_the_day_and_five_days_after_it_ends():
    """Late from the 7th to the 11th: 5 days. On Tuesday the 12th (session 6) $500 fall due; paid on Monday the 18th."""
    ledger = flat(failing(late(), parts=parts()), 12)
    assert amounts(ledger, "registration payment") == [(6, 500.0)]
    assert amounts(ledger, "payment") == [(10, 500.0)]
    assert times(ledger, "registration_payment") == 1


def test_from_closing_every_day_since_the_issue_counts():
    """From Tuesday the 5th (the start itself does not count) to the 11th: 7 days."""
    ledger = flat(failing(late(), parts=parts(runs_from="from_closing")), 12)
    assert amounts(ledger, "registration payment") == [(6, 700.0)]
    # Effective on the deadline itself it is in time, and nothing counts.
    in_time = flat(failing(late("1999-01-07"), parts=parts(runs_from="from_closing")), 12)
    assert amounts(in_time, "registration payment") == []


def test_the_sec_comments_move_the_deadline():
    """Deadline 4 days after the issue: the 8th to the 11th are 4 days."""
    ledger = flat(failing(late(), parts=parts(sec_comments=True, deadline_days_with_comments=4)), 12)
    assert amounts(ledger, "registration payment") == [(6, 400.0)]


@pytest.mark.parametrize(("base", "each_day"), [("both_series", 250.0), ("affected", 100.0)])
def test_the_purchase_price_of_all_series_or_of_one(base, each_day):
    """A costs $150,000: $150 a day more."""
    a = series("A", purchase_price_usd="150000")
    ledger = flat(failing(a, late(), parts=parts(payment_base=base)), 12)
    assert amounts(ledger, "registration payment") == [(6, 5 * each_day)]


def test_a_long_delay_is_paid_for_every_thirty_days():
    """From Friday the 8th (deadline of 4 days) on: the 30th day is Saturday February the 6th, read on Monday the 8th.

    Monday the 8th is session 25 and counts 32 days: $3,200, paid on Monday the 15th (the 13th is a Saturday), session
    30. The 60th day is Monday March the 8th, session 45: 28 days more.
    """
    ledger = flat(failing(late("1999-04-30"), parts=parts(deadline_days=4)), 47)
    assert amounts(ledger, "registration payment")[:2] == [(25, 3_200.0), (45, 2_800.0)]
    assert amounts(ledger, "payment")[0] == (30, 3_200.0)


def test_at_the_last_session_what_has_accrued_is_due_and_paid():
    """Friday the 8th is the last session: the 7th and the 8th."""
    ledger = flat(failing(late(), parts=parts()), 5)
    assert amounts(ledger, "registration payment") == [(4, 200.0)]
    assert amounts(ledger, "payment") == [(4, 200.0)]
    # Due on Tuesday the 12th, the last session is Wednesday the 13th.
    assert amounts(flat(failing(late(), parts=parts()), 8), "payment") == [(7, 500.0)]


def test_a_suspension_after_the_deadline_counts_and_one_before_it_does_not():
    """Friday the 8th to Tuesday the 12th: 5 days, due on Wednesday, session 7. From the 7th on, the deadline: none."""
    after = parts([suspension("1999-01-08", "1999-01-12")])
    assert amounts(flat(failing(parts=after), 12), "registration payment") == [(7, 500.0)]
    before = parts([suspension("1999-01-07", "1999-01-12")])
    assert amounts(flat(failing(parts=before), 12), "registration payment") == []


def test_days_count_only_while_the_investor_has_preferred_or_common_of_it():
    """Event (iv) on Friday the 8th: all redeemed on Monday the 11th, whose own day counts: due on Tuesday."""
    more = parts([{"kind": "redemption_event", "date": "1999-01-08", "event": "iv"}])
    more["redemption"] = {"series": ["B"], "cash_usd": [{"date": "1999-01-04", "usd": "1000000"}]}
    ledger = flat(failing(late("1999-03-01"), parts=more, holder={"redeems": "always"}), 12)
    assert acts(ledger, "redemption") == [5]
    assert amounts(ledger, "registration payment") == [(6, 500.0)]


def in_shares(*, fixed="10", cap=None, **changes):
    limits = {} if cap is None else {"cap": {"amount_shares": cap, "counts": ["B"]}}
    terms = late(conversion_price={"fixed_usd": fixed})
    holder = {"takes_registration_payments_in": "shares"}
    return flat(failing(terms, parts=parts(), holder=holder, limits=limits, **changes), 12)


def test_the_holder_takes_shares_at_the_conversion_price():
    """$500 at $7: floor(71.4) = 71 common, on Monday the 18th, and sold on Tuesday at $11."""
    ledger = in_shares(fixed="7")
    assert shares(ledger, "payment in shares") == [(10, 71)]
    assert amounts(ledger, "payment") == []
    assert amounts(ledger, "sale") == [(11, 71 * 11.0)]
    assert times(ledger, "registration_payment_in_shares") == 1


@pytest.mark.parametrize(
    ("changes", "paid"),
    [
        ({"cap": 50}, "shares"),
        ({"cap": 49}, "cash"),
        ({"common": {"authorized_shares": 1_000_050}}, "shares"),
        ({"common": {"authorized_shares": 1_000_049}}, "cash"),
        ({"fixed": "501"}, "cash"),
    ],
)
def test_shares_that_a_limit_does_not_hold_are_paid_in_cash(changes, paid):
    """$500 at $10 are 50 common; at $501 not one."""
    ledger = in_shares(**changes)
    assert shares(ledger, "payment in shares") == ([(10, 50)] if paid == "shares" else [])
    assert amounts(ledger, "payment") == ([] if paid == "shares" else [(10, 500.0)])
    if "cap" in changes:
        assert ledger.totals["cap_used_shares"] == (50 if paid == "shares" else 0)


def test_shares_obey_the_ownership_limit():
    """50 of 1,000,050 are 0.0049997...%: 0.005% holds them, 0.0049% does not."""
    assert shares(in_shares_within("0.00005"), "payment in shares") == [(10, 50)]
    assert shares(in_shares_within("0.000049"), "payment in shares") == []


def in_shares_within(fraction: str):
    holder = {"takes_registration_payments_in": "shares"}
    return flat(failing(late(), parts=parts(), holder=holder, limits={"ownership_fraction": fraction}), 12)


@pytest.mark.parametrize(("effective", "born"), [("1999-01-19", [10]), ("1999-01-18", [10]), ("1999-01-16", [])])
def test_event_vi_if_effective_on_the_session_after_its_day(effective, born):
    """Day 12 is Saturday the 16th: the Monday after, the 18th and session 10, is not by the twelfth day."""
    ledger = flat(failing(late(effective), parts=parts(redemption_day=12)), 12)
    assert acts(ledger, "redemption event") == born
    assert times(ledger, "event_vi") == len(born)


@pytest.mark.parametrize(("effective", "born"), [("1999-01-05", [0]), ("1999-01-04", []), ("1999-01-02", [])])
def test_event_vi_of_a_day_before_the_run(effective, born):
    """Issued on 1998-12-22, day 10 is Friday 1999-01-01, which was over: it is asked on Monday the 4th, session 0."""
    terms = late(effective, issue_date="1998-12-22")
    assert acts(flat(failing(terms, parts=parts(redemption_day=10)), 12), "redemption event") == born


@pytest.mark.parametrize(("effective", "born"), [("1999-01-15", [8]), ("1999-01-14", [])])
def test_event_vi_if_not_effective_by_its_day(effective, born):
    """Day 10 is Thursday the 14th, session 8."""
    ledger = flat(failing(late(effective), parts=parts(redemption_day=10)), 12)
    assert acts(ledger, "redemption event") == born
    assert times(ledger, "event_vi") == len(born)


@pytest.mark.parametrize(("last", "born"), [("1999-01-14", [8]), ("1999-01-13", [])])
def test_event_vi_if_unusable_five_business_days_running(last, born):
    """Friday the 8th (session 4) to Thursday the 14th (session 8) are five; to Wednesday four."""
    ledger = flat(failing(parts=parts([suspension("1999-01-08", last)])), 12)
    assert acts(ledger, "redemption event") == born


@pytest.mark.parametrize(("last", "born"), [("1999-01-28", [18]), ("1999-01-27", [])])
def test_event_vi_if_unusable_more_than_twenty_days_of_a_year(last, born):
    """The 8th to the 28th (Thursday, session 18) are 21 calendar days, to the 27th 20."""
    ledger = flat(failing(parts=parts([suspension("1999-01-08", last)], unusable_sessions=100)), 22)
    assert acts(ledger, "redemption event") == born


def test_event_vi_forgets_days_that_are_a_year_old():
    """15 days in January 1999 and 15 from the 10th to the 24th of January 2000: 30, but never 21 of any 365.

    On the 10th of January 2000 the 365 days begin on the 11th of January 1999: 12 and 1; then one out, one in.
    """
    events = [suspension("1999-01-08", "1999-01-22"), suspension("2000-01-10", "2000-01-24")]
    terms = series(maturity="2000-02-01")
    scenario = failing(terms, parts=parts(events, unusable_sessions=100), horizon="2000-02-28")
    assert acts(flat(scenario, 282), "redemption event") == []
    # Sixteen days earlier they share 365 days: on the 25th of December the year begins on the 26th of December 1998.
    events[1] |= {"date": "1999-12-20", "until": "2000-01-03"}
    scenario = failing(terms, parts=parts(events, unusable_sessions=100), horizon="2000-02-28")
    ledger = flat(scenario, 260)
    assert len(acts(ledger, "redemption event")) == 1
    # The last session, Friday the 31st of December, is the twelfth day that counts: all of it falls due.
    assert amounts(ledger, "registration payment")[-1] == (259, 1200.0)


def test_days_before_effectiveness_are_late_and_not_unusable():
    """Suspended before its statement is effective: no event of five business days."""
    ledger = flat(failing(late("1999-01-20"), parts=parts([suspension("1999-01-08", "1999-01-14")])), 16)
    assert acts(ledger, "redemption event") == []
