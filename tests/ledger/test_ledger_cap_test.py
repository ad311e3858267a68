"""The Trading Market Trigger Event and event (viii) (CoD VI.B, VIII.A(viii), VIII.E)."""

from __future__ import annotations

import pytest
from ledger_deals import conversions, keep, series, variable
from remedy_deals import HOLD, acts, failing, flat, times


def parts(**changes):
    test = {"series": "B", "after": "1999-01-05", "approval_by": "1999-01-06"}
    return {"cap_test": test | changes}


def cap(amount: int):
    return {"cap": {"amount_shares": amount, "counts": ["B"]}}


VOTE = {"mode": "date", "date": "1999-01-12"}


@pytest.mark.parametrize(("preferred", "fires"), [(2_535_956, 0), (2_535_957, 1)])
def test_the_cap_test_of_the_certificate_fires_above_2_535_956(preferred, fires):
    """The Cap Amount is 5,071,913, half of it 2,535,956.5. A preferred of $1 at $1 is one common."""
    terms = series(preferred_shares=preferred, stated_value_usd="1", conversion_price={"fixed_usd": "1"})
    ledger = flat(failing(terms, parts=parts(after="1999-01-03"), limits=cap(5_071_913)), 1)
    assert times(ledger, "trading_market_trigger") == fires


def test_it_is_read_after_its_date_and_event_viii_waits_for_the_missed_approval():
    """10,000 as converted, 19,999 of cap: it fails after the 5th, from Wednesday; event (viii) after the 6th."""
    ledger = flat(failing(parts=parts(), limits=cap(19_999)), 5)
    assert acts(ledger, "trading market trigger") == [2]
    assert times(ledger, "trading_market_trigger") == 3  # Wednesday to Friday, journalled once
    assert acts(ledger, "redemption event") == [3]
    assert times(ledger, "event_viii") == 1
    assert times(flat(failing(parts=parts(), limits=cap(20_000)), 5), "trading_market_trigger") == 0


def test_approval_in_time_leaves_no_test_and_late_approval_ends_the_event():
    in_time = failing(parts=parts(), limits=cap(19_999), approval={"mode": "date", "date": "1999-01-06"})
    assert times(flat(in_time, 8), "trading_market_trigger") == 0
    # Approval on Tuesday the 12th, session 6: the test fails on sessions 2 to 5 only, and the right is gone.
    late = failing(parts=parts(), limits=cap(19_999), approval=VOTE)
    ledger = flat(late, 8)
    assert times(ledger, "trading_market_trigger") == 4
    assert acts(ledger, "redemption event cured") == [6]
    assert times(ledger, "late_approval_cures") == 1
    kept = failing(parts=parts(late_approval_cures=False), limits=cap(19_999), approval=VOTE)
    assert times(flat(kept, 8), "late_approval_cures") == 0


def test_a_delisting_ends_the_test():
    """Delisted on Thursday, session 3."""
    more = parts() | {"events": [{"kind": "delisting", "date": "1999-01-07"}]}
    ledger = flat(failing(parts=more, limits=cap(19_999)), 8)
    assert times(ledger, "trading_market_trigger") == 1
    assert times(ledger, "event_viii") == 0


def test_the_holder_has_the_common_leave_its_market_and_the_cap_lapses():
    """Event (viii) on Thursday; from Friday, session 4, there is no cap: the 100 preferred convert beyond 9,000."""
    selling = {"policy": "convert_and_sell", "has_listing_ended": True}
    scenario = failing(parts=parts(), limits=cap(9_000), holder=selling)
    ledger = flat(scenario, 6)
    # 90 convert on session 0; 10 are left, as converted 1,000, and nothing of the cap.
    assert conversions(ledger) == [(0, "B", 90, 9_000), (4, "B", 10, 1_000)]
    assert acts(ledger, "listing ended") == [4]
    assert times(ledger, "left_market") == 1
    stays = failing(parts=parts(), limits=cap(9_000), holder=selling | {"has_listing_ended": False})
    assert conversions(flat(stays, 6)) == [(0, "B", 90, 9_000)]


def test_what_has_been_converted_leaves_less_of_the_cap():
    """5,000 of 15,000 are used for 50 preferred on session 0; 10,000 are left for 5,000: twice, and it passes."""
    selling = {"policy": "convert_and_sell", "participation": "1"}

    def fails(amount):
        scenario = failing(parts=parts(after="1999-01-03"), limits=cap(amount), holder=selling)
        return times(flat(scenario, 2, volumes=[5000, 0]), "trading_market_trigger")

    assert fails(15_000) == 0
    assert fails(14_999) == 2


def test_a_session_without_a_price_is_not_tested():
    """Tuesday's bid is not on record: nothing is read on Tuesday, and Wednesday's variable price needs it."""
    terms = series(conversion_price={"variable": variable()})
    scenario = failing(terms, parts=parts(after="1999-01-03"), limits=cap(19_999), holder=HOLD)
    ledger = keep(scenario, [8, None, 8, 8], earlier_bids=(8.0,))
    assert acts(ledger, "trading market trigger") == [0, 3]


def test_one_preferred_is_tested():
    """A preferred of $1,000 at $10 is 100 common: twice that is 200."""
    for amount, fires in ((199, 1), (200, 0)):
        one = failing(series(preferred_shares=1), parts=parts(after="1999-01-03"), limits=cap(amount))
        assert times(flat(one, 2), "trading_market_trigger") == 2 * fires


def test_approval_that_acts_on_the_next_session_keeps_the_listing():
    """Event (viii) is of Thursday; the holder could have the listing end on Friday, session 4."""
    selling = {"policy": "convert_and_sell", "has_listing_ended": True}

    def ends(vote, approved=True, sessions=8, **changes):
        approval = {"mode": "date", "date": vote}
        scenario = failing(parts=parts(**changes), limits=cap(9_000), holder=selling, approval=approval)
        return acts(flat(scenario, sessions, approved=approved), "listing ended")

    assert ends("1999-01-08") == []
    # Acting on Monday, or not given, or of no effect on the event, it comes too late.
    assert ends("1999-01-11") == [4]
    assert ends("1999-01-08", approved=False) == [4]
    assert ends("1999-01-08", late_approval_cures=False) == [4]
    # Friday may be the last session; if Thursday is, there is no next one.
    assert [ends("1999-01-11", sessions=sessions) for sessions in (5, 4)] == [[4], []]


def test_on_the_session_before_it_leaves_the_common_is_still_listed():
    """Four bids under $12 bring the exchange's notice on Thursday, when event (viii) comes; five would be too late."""
    selling = {"policy": "convert_and_sell", "has_listing_ended": True}

    def noticed(sessions_under):
        rule = {"minimum_bid_usd": "12", "sessions_under": sessions_under, "cure_days": 90, "cure_sessions": 10}
        scenario = failing(parts=parts() | {"listing_rule": rule}, limits=cap(9_000), holder=selling)
        ledger = flat(scenario, 8)
        assert acts(ledger, "listing ended") == [4]
        return acts(ledger, "listing notice"), times(ledger, "listing_notice")

    assert noticed(4) == ([3], 1)
    assert noticed(5) == ([], 0)
