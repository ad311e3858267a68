"""Both implementations read the contract's own numbers from the deal, and each moves what its clause decides."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from deals import scenario, series
from kernel_rows import kernel_columns
from parity import Tally, compare

from simulate.scenario import Scenario
from simulate.terms import make_terms

PATHS = 3
FLOATS = {
    "conversion_price": {
        "variable": {"switch_on": "1998-12-31", "multiplier": "0.9", "lookback_sessions": 5, "lowest_count": 2}
    }
}
WARRANT = {
    "name": "W1",
    "shares": 400_000,
    "exercise_price_usd": "6.05",
    "issue_date": "1998-12-31",
    "exercisable_from": "1998-12-31",
    "expires": "2001-12-31",
    "registration_effective": "1998-12-31",
}
MERGER = {"kind": "merger", "date": "1999-03-01", "completed": "1999-06-30"}
NOTES = {
    "kind": "convertible_issue",
    "date": "1999-02-01",
    "name": "Notes",
    "maximum_shares": 9_000_000,
    "consideration_usd": 0,
    "further_consideration_usd": 0,
    "variable_rate": True,
}
# About a quarter of the market's worth for 1% more common: 0.7% off the Exercise Price, under the documents' 1%.
CHEAP = {"kind": "issuance", "date": "1999-02-01", "shares": 267_000, "consideration_usd": 400_000}
DELISTS = {"minimum_bid_usd": 100, "sessions_under": 2, "cure_days": 5, "cure_sessions": 3}
LATE = {"paying_series": "B", "sec_comments": False}
REDEEMS = {"series": ["B"], "cash_usd": [{"date": "1998-12-31", "usd": 99_000_000}]}


def stated(part: str, numbers: dict[str, Any], deal: dict[str, Any], **holder: Any) -> Scenario:
    """A small deal that states some numbers in one of its parts; the holder sells 5% of the volume."""
    one = series(registration_effective="1999-06-01" if part == "registration" else "1998-12-31", **FLOATS)
    changes = dict(deal)
    if part == "events":
        changes["events"] = [event | numbers for event in changes["events"]]
    else:
        changes[part] = changes.get(part, {}) | numbers
    return scenario(all_series=[one], deal=changes, holder={"participation": "0.05"} | holder)


CASES = [
    (
        "merger",
        "freeze_sessions_after_abandonment",
        60,
        {"events": [MERGER | {"completed": None, "abandoned": "1999-03-08"}]},
    ),
    ("merger", "face_multiple", 2, {"events": [MERGER]}),
    ("warrant_terms", "assumed_market_fraction", "0.4", {"warrants": [WARRANT], "events": [NOTES]}),
    ("warrant_terms", "least_adjustment_fraction", "0.001", {"warrants": [WARRANT], "events": [CHEAP]}),
    ("warrant_terms", "merger_notice_sessions", 9, {"warrants": [WARRANT], "events": [MERGER]}),
    ("warrant_terms", "volatility_sessions", 20, {"warrants": [WARRANT], "events": [MERGER]}),
    ("registration", "payment_month_days", 28, {"registration": LATE}),
    ("registration", "pay_after_days", 20, {"registration": LATE}),
    ("listing_rule", "event_sessions", 2, {"listing_rule": DELISTS, "redemption": REDEEMS}),
    ("events", "event_sessions", 2, {"events": [{"kind": "delisting", "date": "1999-02-01"}], "redemption": REDEEMS}),
]


@pytest.mark.parametrize(("part", "field", "value", "deal"), CASES, ids=[case[1] for case in CASES])
def test_a_stated_number_is_read_by_both(part, field, value, deal):
    holder = {"redeems": "always"} if field == "event_sessions" else {}
    other, default = stated(part, {field: value}, deal, **holder), stated(part, {}, deal, **holder)
    tally = Tally()
    compare(other, PATHS, tally)
    assert tally.differences == []
    here, there = (kernel_columns(one, make_terms(one), 0, PATHS) for one in (other, default))
    moved = [name for name, values in here.items() if not np.array_equal(values, there[name])]
    assert "pnl_present_value_usd" in moved


def test_default_payments_bear_the_deliverys_interest_where_there_is_no_redemption():
    """The company can then pay all, so that no path shows it: the rate a day is looked at itself."""
    deal = {"delivery": {"interest_per_year": "0.365"}}
    whole = make_terms(scenario(deal=deal)).tables.whole
    assert whole is not None
    assert whole.remedy.redemption.interest_per_day == pytest.approx(0.001)
    whole = make_terms(scenario(deal=deal | {"redemption": REDEEMS | {"interest_per_year": "0.73"}})).tables.whole
    assert whole is not None
    assert whole.remedy.redemption.interest_per_day == pytest.approx(0.002)
