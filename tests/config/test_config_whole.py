"""Which deals need the whole contract, and what the schema computes for them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from deals import scenario, series

from simulate.load import load
from simulate.scenario import uses_whole, whole_parts

VARIABLE = {"switch_on": "1998-12-31", "multiplier": 1, "lookback_sessions": 10, "lowest_count": 6}
RESETS = {"dates": ["1999-06-30"], "multiplier": 1, "lookback_sessions": 10, "lowest_count": 6}
RULE = {"floor_shares": 1, "share_of_session_volume": 0, "share_of_average_volume": 0}
WARRANT = {
    "name": "W1",
    "shares": 1000,
    "exercise_price_usd": 5,
    "issue_date": "1998-12-31",
    "exercisable_from": "1998-12-31",
    "expires": "1999-12-31",
    "registration_effective": "1998-12-31",
}
CAP = {"amount_shares": 1000, "counts": ["B"]}


def priced(**changes: Any) -> list[dict[str, Any]]:
    """One series with a variable price, changed."""
    return [series(conversion_price={"fixed_usd": 6, "variable": VARIABLE | changes})]


def test_a_deal_of_conversion_alone_does_not_use_the_whole_contract():
    limits = {
        "cap": CAP,
        "ownership_fraction": "0.049",
        "sale_volume": RULE | {"while_held": "B", "price_below_usd": 12},
    }
    common = {"outstanding_shares": 26_704_073, "authorized_shares": 50_000_000}
    assert not uses_whole(scenario(all_series=priced(), deal={"limits": limits, "common": common}))
    assert not uses_whole(load("valence-1998-conversion-only"))


@pytest.mark.parametrize(
    ("part", "deal", "all_series"),
    [
        ("warrants", {"warrants": [WARRANT]}, None),
        ("events", {"events": [{"kind": "delisting", "date": "1999-06-30"}]}, None),
        ("reserve", {"reserve": {"amount_shares": 1, "series": "B"}}, None),
        ("cap_test", {"cap_test": {"series": "B", "after": "1999-06-30", "approval_by": "1999-03-01"}}, None),
        ("registration", {"registration": {}}, None),
        ("delivery", {"delivery": {}}, None),
        ("redemption", {"redemption": {"series": ["B"], "cash_usd": [{"date": "1998-12-31", "usd": 1}]}}, None),
        ("listing_rule", {"listing_rule": {}}, None),
        ("conversion.maturity_conditions", {"conversion": {"maturity_conditions": "tested"}}, None),
        ("limits.conversion_volume", {"limits": {"conversion_volume": RULE}}, None),
        ("limits.ownership_basis", {"limits": {"ownership_fraction": "0.05", "ownership_basis": "before"}}, None),
        ("limits.cap.used_shares", {"limits": {"cap": CAP | {"used_shares": 1}}}, None),
        (
            "limits.sale_volume.further_bands",
            {"limits": {"sale_volume": RULE | {"while_held": "B", "price_below_usd": 5, "further_bands": [RULE]}}},
            None,
        ),
        ("capital_table", {"capital_table": {}}, None),
        ("expenses_usd", {"expenses_usd": 1}, None),
        ("agent_fee_usd", {"agent_fee_usd": 1}, None),
        (
            "common.reserved_elsewhere_shares",
            {"common": {"outstanding_shares": 26_704_073, "reserved_elsewhere_shares": 1}},
            None,
        ),
        ("series[0].premium.paid", {}, [series(premium={"rate_per_year": 0, "paid": "cash"})]),
        ("series[0].conversion_price.ceiling_usd", {}, [series(conversion_price={"fixed_usd": 6, "ceiling_usd": 7})]),
        ("series[0].conversion_price.resets", {}, [series(conversion_price={"fixed_usd": 6, "resets": RESETS})]),
        ("series[0].conversion_price.variable.selector", {}, priced(selector="median")),
        ("series[0].conversion_price.variable.price_field", {}, priced(price_field="close")),
        ("series[0].conversion_price.variable.floor_usd", {}, priced(floor_usd=1)),
        (
            "series[0].conversion_price.variable.multiplier_steps",
            {},
            priced(multiplier_steps=[{"date": "1999-06-30", "multiplier": "0.9"}]),
        ),
        (
            "series[0].amortisation",
            {},
            [series(amortisation={"dates": ["1999-06-30"], "preferred_shares": 1, "pay": "cash"})],
        ),
        ("series[0].draws", {}, [series(draws={"dates": ["1999-06-30"], "preferred_shares": 1})]),
        ("series[0].position", {}, [series(position={"preferred_left": 7500})]),
    ],
)
def test_each_part_of_the_rest_of_the_contract_is_told_by_itself(part, deal, all_series):
    changed = scenario(all_series=all_series, deal=deal)
    assert whole_parts(changed.deal) == (part,)
    assert uses_whole(changed)


def test_the_holders_settings_for_what_a_deal_lacks_are_not_in_force():
    # Nothing is refused and nothing is used: there are no warrants to exercise and there is nothing to redeem.
    changed = scenario(holder={"warrants": {"exercise": "never"}, "redeems": "always", "has_listing_ended": True})
    assert not uses_whole(changed)


@pytest.mark.parametrize(
    ("cap", "amount"),
    [
        (CAP, 1000),
        # 0.1999 x 26,704,073 = 5,338,144.1927, rounded down.
        ({"share_of_outstanding": "0.1999", "counts": ["B"]}, 5_338_144),
        ({"share_of_outstanding": 1, "counts": ["B"]}, 26_704_073),
    ],
)
def test_the_cap_amount_is_a_number_whichever_way_it_is_stated(cap, amount):
    assert scenario(deal={"limits": {"cap": cap}}).deal.cap_amount_shares == amount


def test_a_share_of_the_outstanding_is_taken_exactly():
    # 0.57 x 100 is 57; in binary floating point it is 56.99999999999999, which rounds down to 56.
    changed = scenario(
        deal={
            "common": {"outstanding_shares": 100},
            "limits": {"cap": {"share_of_outstanding": Decimal("0.57"), "counts": ["B"]}},
        }
    )
    assert changed.deal.cap_amount_shares == 57


def test_a_deal_without_a_cap_has_no_cap_amount():
    assert scenario().deal.cap_amount_shares is None


def test_earlier_bids_and_volumes_are_taken_in_the_order_given():
    bids, volumes = ["4.5000", "5.1875", *["4.75"] * 8], [558_000, 0, 1, 2, 3]
    market = scenario(all_series=priced(), market={"earlier_bids_usd": bids, "earlier_volumes": volumes}).market
    assert market.earlier_bids_usd[:2] == (Decimal("4.5"), Decimal("5.1875"))
    assert market.earlier_volumes == (558_000, 0, 1, 2, 3)
