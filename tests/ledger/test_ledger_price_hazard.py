"""A performance delisting by hand (METHODS, Performance delisting): its chance rises as the price falls."""

from __future__ import annotations

import pytest
from ledger_deals import deal, keep, series, walk

# A tenth a calendar day at a bid of $5.00, a quarter of that at $10.00.
EVENT = {
    "kind": "delisting",
    "hazard_per_year": "36.5",
    "hazard_level_usd": 5,
    "hazard_power": 2,
    "allow": True,
}
WAITS = {"policy": "hold"}


def delisted(bids, threshold, **changes):
    rest = {"events": [EVENT | changes]}
    path = walk(deal(series(), holder=WAITS, rest=rest), bids, event_sessions=(None,), event_thresholds=(threshold,))
    return path.event_sessions[0], path.delisted_from


@pytest.mark.parametrize(
    ("bids", "threshold", "session"),
    [
        ([5] * 8, 0.05, 1),
        # Tuesday to Friday add up to 0.4; over the weekend three days more.
        ([5] * 8, 0.45, 5),
        ([10] * 15, 0.44, 14),  # 18 days of 0.025 are 0.45: Friday 1999-01-22
        # The bid of the session before: Monday's 5 counts for Tuesday, Tuesday's 10 for Wednesday.
        ([5, 10, 10, 10], 0.12, 2),
        ([5] * 4, 0.45, None),
    ],
)
def test_the_hazard_adds_up_to_its_threshold(bids, threshold, session):
    assert delisted(bids, threshold) == (session, session)


def test_another_power():
    """At $2.50 and a power of 3 the chance is eight times that at $5.00: 0.8 a day."""
    assert delisted([2.5] * 4, 0.79, hazard_power=3) == (1, 1)
    assert delisted([2.5] * 4, 0.81, hazard_power=3) == (2, 2)


def test_the_listings_end_has_all_its_consequences():
    """Event (i) on the fifth session of it, as of any delisting."""
    rest = {"events": [EVENT], "redemption": {"series": ["B"], "cash_usd": [{"date": "1999-01-04", "usd": 1}]}}
    scenario = deal(series(), holder=WAITS | {"redeems": "never"}, rest=rest)
    ledger = keep(scenario, [5] * 12, event_sessions=(None,), event_thresholds=(0.25,))
    assert [event.session for event in ledger.events if event.kind == "delisting"] == [3]
    assert [event.session for event in ledger.events if event.kind == "redemption event"] == [7]
    assert ledger.totals["times_delisting"] == 1
