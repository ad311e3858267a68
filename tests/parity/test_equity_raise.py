"""The company's sales of common when its cash runs low (METHODS 26.2): parity where they surely act."""

from __future__ import annotations

import pytest
from parity import Tally, compare

import simulate
from simulate.scenario import Scenario

PATHS = 2
SPLITS = [
    {"kind": "split", "date": "1999-02-01", "new_shares": 3, "old_shares": 2},
    {"kind": "stock_dividend", "date": "1999-09-01", "new_shares": 11, "old_shares": 10, "treatment": "price_only"},
]


def selling(market=None, covenant=None, events=(), **terms) -> Scenario:
    """The default deal, whose company has no cash of its own."""
    one = simulate.load("valence-1998")
    data = one.model_dump()
    data["market"] |= market or {}
    data["deal"]["redemption"]["cash_usd"] = [{"date": "1998-12-18", "usd": 0}]
    if covenant is not None:
        data["deal"]["issue_covenant"] |= covenant
    data["deal"]["events"] = [*data["deal"]["events"], *events]
    policy = {"threshold_usd": "40000000", "most_usd": 2_000_000, "sessions_between": 40} | terms
    data["company"] = {"policy": "raise_equity", "raise_equity": policy}
    changed = Scenario.model_validate(data)
    changed._source = one.source
    return changed


CASES = {
    "its covenant": {},
    "a covenant that lasts": {"covenant": {"until": "2003-07-27", "fixed_floor_usd": 3, "market_fraction": "0.97"}},
    "splits": {"events": SPLITS, "covenant": {"until": "2003-07-27", "fixed_floor_usd": 4}, "sessions_between": 1},
    "no discount": {"discount_fraction": 0, "due_within_sessions": 0, "sessions_between": 3},
    "mechanical": {"market": {"dilution_in_price": "mechanical"}},
}


@pytest.mark.parametrize("case", CASES)
def test_both_implementations_sell_alike(case):
    tally = Tally()
    compare(selling(**CASES[case]), PATHS, tally)
    assert tally.differences == []
    assert tally.fired["equity_raised"] > 0
    assert tally.fired["issue_covenant_broken"] == 0
