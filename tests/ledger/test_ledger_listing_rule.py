"""The exchange's rule on low prices (contract 8): notice, cure, delisting, event (i).

Two bids under $5 in a row bring a notice, two at $5 or more in a row cure it, and the listing ends after seven days.
A notice on Tuesday 1999-01-05, session 1, has seven days end on Tuesday the 12th, session 6.
"""

from __future__ import annotations

import pytest
from ledger_deals import conversions, keep, series
from remedy_deals import acts, failing, times

RULE = {"minimum_bid_usd": "5", "sessions_under": 2, "cure_days": 7, "cure_sessions": 2}


def parts(*events, **changes):
    return {"listing_rule": RULE | changes, "events": list(events)}


def watched(bids, more=None, **changes):
    return keep(failing(parts=more or parts(), **changes), bids)


def counts(ledger):
    return [times(ledger, name) for name in ("listing_notice", "listing_cured", "low_price_delisting")]


@pytest.mark.parametrize(
    ("bids", "noticed"),
    [
        ([4.99, 4.99], [1]),
        ([5, 4.99, 5, 4.99, 5], []),  # never two in a row; $5.00 is not under $5.00
        ([5, 4.99, 4.99, 4.99, 4.99], [2]),  # one notice, however long it lasts
    ],
)
def test_bids_under_the_line_in_a_row_bring_a_notice(bids, noticed):
    assert acts(watched(bids), "listing notice") == noticed


def test_not_cured_in_time_the_common_is_delisted_and_event_i_follows_on_the_fifth_session():
    """The seventh day is the 12th, session 6: delisted from the 13th, session 7, whose fifth session is 11."""
    ledger = watched([4] * 15)
    assert acts(ledger, "listing notice", "delisting", "redemption event") == [1, 6, 11]
    assert counts(ledger) == [1, 0, 1]
    assert times(ledger, "event_i") == 1
    assert times(ledger, "delisting") == 0  # no event of the deal


def test_bids_at_the_line_in_a_row_cure_it():
    """Sessions 4 and 5 at $5.00: cured on session 5. Then it takes two more under it: notice again on session 7."""
    ledger = watched([4, 4, 5, 4, 5, 5, 4, 4])
    assert acts(ledger, "listing cured") == [5]
    assert acts(ledger, "listing notice") == [1, 7]
    assert counts(ledger) == [2, 1, 0]


def test_a_cure_on_the_last_day_is_in_time_and_one_on_the_next_is_not():
    assert counts(watched([4] * 5 + [5, 5, 5])) == [1, 1, 0]
    assert counts(watched([4] * 6 + [5, 5, 5])) == [1, 0, 1]


def test_the_notice_itself_counts_no_session_of_the_cure():
    """One session cures: not the one of the notice, which is under the line, but the one after."""
    ledger = watched([4, 4, 5, 5], parts(cure_sessions=1))
    assert acts(ledger, "listing cured") == [2]


def test_a_reverse_split_lifts_the_bid_over_the_line_which_stays():
    """One for two on session 2: $4 become $8, and the line is $5 still: cured on session 3."""
    ledger = watched([4] * 6, parts({"kind": "split", "date": "1999-01-06", "new_shares": 1, "old_shares": 2}))
    assert acts(ledger, "listing cured") == [3]
    assert counts(ledger) == [1, 1, 0]


def test_the_cap_lapses_with_the_listing():
    """A cap of 5,000 at $10 holds 50 of 100 preferred back; at $4 none converts but at maturity, on session 4.

    Maturity conditions are not tested: what the cap held back converts on session 7, the first without a listing.
    """
    terms = series(maturity="1999-01-08")
    limits = {"cap": {"amount_shares": 5_000, "counts": ["B"]}}
    ledger = keep(failing(terms, parts=parts(), limits=limits), [4] * 9)
    assert conversions(ledger) == [(4, "B", 50, 5_000), (7, "B", 50, 5_000)]


def test_the_listing_fails_the_condition_of_maturity():
    """Matures on session 8, after the delisting: nothing converts by force."""
    terms, tested = series(maturity="1999-01-14"), {"maturity_conditions": "tested"}
    ledger = keep(failing(terms, parts=parts(), conversion=tested), [4] * 12)
    assert conversions(ledger) == []
    assert times(ledger, "maturity_condition_failed") == 1


def test_after_a_delisting_by_an_event_the_rule_is_read_no_more():
    ledger = watched([5] * 3 + [4] * 10, parts({"kind": "delisting", "date": "1999-01-07"}))
    assert counts(ledger) == [0, 0, 0]
    assert times(ledger, "event_i") == 1


def test_on_the_last_session_nothing_is_delisted():
    assert counts(watched([4] * 7)) == [1, 0, 0]
    assert counts(watched([4] * 8)) == [1, 0, 1]


def test_a_session_without_a_bid_is_passed_over():
    assert acts(watched([4, None, 4]), "listing notice") == [2]


def test_a_path_that_starts_under_the_line_counts_from_session_0():
    """The five bids before session 0 are $4 too: they do not count."""
    ledger = keep(failing(parts=parts(sessions_under=3)), [4, 4, 4], earlier_bids=(4.0,) * 5)
    assert acts(ledger, "listing notice") == [2]


def test_one_bid_under_the_line_may_be_enough():
    """Notices on sessions 1 and 5, cured by two at the line on sessions 3 and 7."""
    ledger = watched([5, 4.99, 5, 5, 5, 4.99, 5, 5, 5], parts(sessions_under=1))
    assert acts(ledger, "listing notice") == [1, 5]
    assert acts(ledger, "listing cured") == [3, 7]
    assert counts(ledger) == [2, 2, 0]


def test_days_that_end_on_a_weekend_end_the_listing_after_the_next_session():
    """Five days from Tuesday the 5th are Sunday the 10th: read on Monday, session 5; a cure on it is in time."""
    assert acts(watched([4] * 9, parts(cure_days=5)), "delisting") == [5]
    assert counts(watched([4] * 4 + [5] * 4, parts(cure_days=5))) == [1, 1, 0]


def test_on_the_last_of_many_sessions_nothing_is_delisted():
    """Of 301 sessions the last seven are under the line: notice on session 295, whose seven days end on the last."""
    scenario = failing(series(maturity="2001-06-29"), parts=parts(), horizon="2001-12-31")
    assert counts(keep(scenario, [5] * 294 + [4] * 7)) == [1, 0, 0]
    assert counts(keep(scenario, [5] * 293 + [4] * 8)) == [1, 0, 1]


@pytest.mark.parametrize(
    ("bids", "times_each"),
    [
        # The notice itself is no session of the cure, and counts none against it.
        ([4, 4, 5], [1, 0, 0]),
        ([4, 4, 5, 5], [1, 1, 0]),
        # The cure itself is no session under the line, and counts none against the next notice.
        ([4, 4, 5, 5, 4], [1, 1, 0]),
        ([4, 4, 5, 5, 4, 4], [2, 1, 0]),
    ],
)
def test_counts_begin_at_nothing(bids, times_each):
    assert counts(watched(bids)) == times_each


@pytest.mark.parametrize(
    ("days", "sessions", "delisted", "event"),
    [
        # Delisted from session 7, whose fifth session is 11; six days from Tuesday are Monday: from 6, the fifth is 10.
        (7, 7, 0, 0), (7, 8, 1, 0), (7, 11, 1, 0), (7, 12, 1, 1),
        (6, 6, 0, 0), (6, 7, 1, 0), (6, 10, 1, 0), (6, 11, 1, 1),
    ],
)  # fmt: skip
def test_a_run_that_ends_before_the_listing_or_the_event(days, sessions, delisted, event):
    ledger = watched([4] * sessions, parts(cure_days=days))
    assert counts(ledger) == [1, 0, delisted]
    assert times(ledger, "event_i") == event


@pytest.mark.parametrize(("event_sessions", "born"), [(1, 7), (2, 8)])
def test_a_session_or_two_without_a_listing_may_be_enough(event_sessions, born):
    """Delisted from session 7."""
    ledger = watched([4] * 12, parts(event_sessions=event_sessions))
    assert acts(ledger, "redemption event") == [born]
    assert times(ledger, "event_i") == 1
