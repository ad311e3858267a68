"""Limits in general by the kernels alone (``CoD IV.G``, ``V``, ``SPA 4.15``; METHODS 4, 14, 16.1)."""

from __future__ import annotations

import pytest
from whole_path import (
    AUTHORIZED_ROOM,
    CAP_ROOM,
    ELSEWHERE,
    OWNERSHIP_ROOM,
    SALE_LIMIT,
    VOLUME_ROOM,
    WholePath,
    floating,
    follow,
    series,
    warrant,
)

from kernels.state import APPROVED, CAP_USED
from kernels.whole_state import LIVE_AUTHORIZED

BIG = 2.0**52


def limited(limits=None, *, all_series=None, approved=False, **deal) -> WholePath:
    deal = {"events": [ELSEWHERE], "limits": limits or {}} | deal
    return follow(deal=deal, all_series=all_series, approved=approved)


def test_the_ownership_limit_from_nothing():
    # Contract 12: 0.049 x 26,704,073/0.951 = 1,375,919.4.
    path = limited({"ownership_fraction": "0.049"}, common={"outstanding_shares": 26_704_073})
    assert path.step(OWNERSHIP_ROOM) == 1_375_919


@pytest.mark.parametrize(
    ("basis", "held", "room"),
    [
        # After the act: (0.05 x 1,000,000 - 49,050)/0.95 = 1,000 on the share, 49,051 one fewer.
        ("after", 49_050, 1000),
        ("after", 49_051, 998),
        ("after", 49_999, 1),
        ("after", 50_000, 0),
        ("after", 60_000, 0),
        # Before it: what is held may reach 50,000.
        ("before", 49_050, 950),
        ("before", 49_051, 949),
        ("before", 60_000, 0),
    ],
)
def test_the_ownership_limit_by_basis(basis, held, room):
    path = limited({"ownership_fraction": "0.05", "ownership_basis": basis})
    path.state.held[0] = held
    # (50,000 - 49,051)/0.95 = 998.9.
    assert path.step(OWNERSHIP_ROOM) == room


def test_undelivered_and_warrant_common_count_for_ownership_and_the_agents_does_not():
    terms = [warrant("W1"), warrant("W2", party="agent")]
    path = limited({"ownership_fraction": "0.05", "ownership_basis": "before"}, warrants=terms)
    path.state.held[0], path.state.whole.remedy.undelivered[0] = 10_000, 5_000
    path.state.whole.warrant.held[0], path.state.whole.warrant.held[1] = 300, 7_000
    assert path.step(OWNERSHIP_ROOM) == 50_000 - 15_300


def test_a_cap_as_a_share_of_what_was_outstanding():
    # floor(0.1999 x 1,000,007) = floor(199,901.3993); 1,901 are used already.
    cap = {"share_of_outstanding": "0.1999", "counts": ["B"], "used_shares": 1901}
    path = limited({"cap": cap}, common={"outstanding_shares": 1_000_007})
    assert path.step(CAP_ROOM, 0, 1) == 198_000
    # What does not count is not limited.
    assert path.step(CAP_ROOM, 0, 0) == BIG
    path.convert(3, 10)
    assert path.step(CAP_ROOM, 3, 1) == 197_000


def test_the_cap_until_approval_acts():
    deal = {"approval": {"mode": "date", "date": "1999-01-09"}}
    path = limited({"cap": {"amount_shares": 700, "counts": ["B"]}}, approved=True, **deal)
    # Saturday 01-09: from Monday, session 6.
    assert [path.step(CAP_ROOM, t, 1) for t in (5, 6)] == [700, BIG]
    path.state.totals[APPROVED] = 0
    assert path.step(CAP_ROOM, 6, 1) == 700


def test_a_cap_exceeded_by_the_rounding_of_a_split_has_no_negative_room():
    path = limited({"cap": {"amount_shares": 700, "counts": ["B"]}})
    path.state.totals[CAP_USED] = 701
    assert path.step(CAP_ROOM, 0, 1) == 0
    path.state.totals[CAP_USED] = 699
    assert path.step(CAP_ROOM, 0, 1) == 1


def in_fractions(limits) -> WholePath:
    parts = {"events": [], "reserve": {"amount_shares": 3000, "series": "B"}}
    return limited(limits, conversion={"fractional_shares": True}, **parts)


def test_half_a_share_too_much_leaves_no_room_either():
    """700.5 of 700; and (50,000 - 50,000.38)/0.95 = -0.4."""
    path = in_fractions({"cap": {"amount_shares": 700, "counts": ["B"]}, "ownership_fraction": "0.05"})
    path.state.totals[CAP_USED] = 700.5
    assert path.step(CAP_ROOM, 0, 1) == 0
    path.state.held[0] = 50_000.38
    assert path.step(OWNERSHIP_ROOM) == 0


@pytest.mark.parametrize(("basis", "room"), [("after", 1000.5), ("before", 950.475)])
def test_of_fractional_shares_the_ownership_limit_leaves_fractions(basis, room):
    """50,000 - 49,049.525 = 950.475, and 950.475/0.95 = 1,000.5."""
    path = in_fractions({"ownership_fraction": "0.05", "ownership_basis": basis})
    path.state.held[0] = 49_049.525
    assert path.step(OWNERSHIP_ROOM) == pytest.approx(room, abs=1e-9)


@pytest.mark.parametrize(("returns", "used"), [("net", 1000), ("gross", 2000)])
def test_what_a_waived_series_contributes_back_in_the_cap(returns, used):
    # 10 preferred at the fixed $10.00 are 1,000; at the floating $5.00 they would have been 2,000.
    price = {"fixed_usd": 10, "variable": floating(waived=True)}
    cap = {"amount_shares": 2999, "counts": ["B"], "returns": returns}
    path = limited({"cap": cap}, all_series=[series(conversion_price=price)])
    path.quote_all(5)
    assert path.convert(3, 10) == 1000
    assert path.state.totals[CAP_USED] == used
    # Of the 999 left gross, 4 preferred use 800; of 1,999 net, 19 use 1,900.
    assert path.convert(3, 90) == (400 if returns == "gross" else 1900)
    assert path.bound() == ["cap"]


@pytest.mark.parametrize(
    ("cap", "approved", "issued"),
    [
        # At $5.00 a floor of $8.00 stops the floating price: there is none at which the cap would count gross.
        ({"amount_shares": 5000, "counts": ["B"], "returns": "gross"}, False, 0),
        # Net, or with no cap in force, the waived series converts at its fixed $10.00.
        ({"amount_shares": 5000, "counts": ["B"], "returns": "net"}, False, 1000),
        ({"amount_shares": 5000, "counts": ["B"], "returns": "gross"}, True, 1000),
    ],
)
def test_a_floor_that_stops_the_price_that_a_waived_series_counts_gross(cap, approved, issued):
    price = {"fixed_usd": 10, "variable": floating(waived=True, floor_usd=8, below_floor="stops")}
    deal = {"approval": {"mode": "date", "date": "1999-01-04"}}
    path = limited({"cap": cap}, all_series=[series(conversion_price=price)], approved=approved, **deal)
    path.quote_all(5)
    assert path.convert(3, 10) == issued
    assert path.state.totals[CAP_USED] == (0 if approved else issued)
    # It is no limit that held it back.
    assert path.bound() == []


def test_what_exceeds_the_cap_may_be_lost():
    path = limited({"cap": {"amount_shares": 1234, "counts": ["B"], "excess": "lost"}})
    # 5 preferred are 500 common, and lose nothing; 20 would be 2,000, of which the cap has 734 left.
    assert path.convert(3, 5) == 500
    assert path.bound() == []
    assert path.convert(3, 20) == 734
    assert (path.state.preferred[0], path.state.totals[CAP_USED]) == (75, 1234)
    assert path.bound() == ["cap"]
    # What comes out even loses nothing.
    path = limited({"cap": {"amount_shares": 1000, "counts": ["B"], "excess": "lost"}})
    assert path.convert(3, 10) == 1000
    assert path.bound() == []


def test_authorized_shares_and_the_reserve():
    common = {"outstanding_shares": 1_000_000, "authorized_shares": 1_005_000, "reserved_elsewhere_shares": 500}
    path = limited(common=common, reserve={"amount_shares": 3000, "series": "B"})
    # 1,005,000 - 1,000,000 - 500 for what comes out of the reserve; less the reserve itself for anything else.
    assert path.step(AUTHORIZED_ROOM, 0, 1) == 4500
    assert path.step(AUTHORIZED_ROOM, 0, 0) == 1500
    # 1,000 of the reserve's own series use it: 3,500 and 1,500. With it used up there is one room.
    path.convert(3, 10)
    assert [path.step(AUTHORIZED_ROOM, 0, reserved) for reserved in (1, 0)] == [3500, 1500]
    assert path.convert(3, 90) == 3500
    assert path.bound() == ["authorized"]
    assert [path.step(AUTHORIZED_ROOM, 0, reserved) for reserved in (1, 0)] == [0, 0]


def test_another_series_is_kept_out_of_the_reserve():
    common = {"outstanding_shares": 1_000_000, "authorized_shares": 1_004_000}
    both = [series(name="A"), series()]
    path = limited(common=common, reserve={"amount_shares": 3000, "series": "B"}, all_series=both)
    # 1,000 for A; then the 3,000 of B.
    assert path.convert(3, 100, 0) == 1000
    assert path.bound() == ["authorized"]
    assert path.convert(3, 100, 1) == 3000
    # And the other way round.
    path = limited(common=common, reserve={"amount_shares": 3000, "series": "A"}, all_series=both)
    assert path.convert(3, 100, 1) == 1000
    assert path.convert(3, 100, 0) == 3000


def volume_rule(**changes):
    rule = {"floor_shares": 0, "share_of_session_volume": 0, "share_of_average_volume": 0, "average_sessions": 5}
    return rule | changes


@pytest.mark.parametrize(
    ("rule", "room"),
    [
        (volume_rule(floor_shares=450), 450),
        # 15% of 4,999 is 749.85.
        (volume_rule(floor_shares=450, share_of_session_volume="0.15"), 749),
        # 10% of the mean of sessions -2 to 2, (3 x 1,000 + 9,001 + 1,000)/5 = 2,600.2: 260.02.
        (volume_rule(share_of_average_volume="0.10"), 260),
        # Of sessions 1 and 2, 10,001/2 = 5,000.5: 500.05.
        (volume_rule(share_of_average_volume="0.10", average_sessions=2), 500),
        # To the share of volume: 0.19999 x 5,000.5 = 1,000.05, of one less 999.95; 1,499.95, of one more 1,500.1.
        (volume_rule(share_of_average_volume="0.19999", average_sessions=2), 1000),
        (volume_rule(share_of_average_volume="0.29996", average_sessions=2), 1499),
        (volume_rule(floor_shares=500, share_of_session_volume="0.1", share_of_average_volume="0.1"), 500),
    ],
)
def test_the_greatest_leg_of_the_conversion_volume(rule, room):
    path = limited({"conversion_volume": rule})
    path.market.volumes[path.earlier + 1] = 9001
    path.market.volumes[path.earlier + 3] = 4999
    assert path.step(VOLUME_ROOM, 3) == room


def test_no_rule_on_conversions_by_volume():
    assert limited().step(VOLUME_ROOM, 3) == BIG


def test_notices_share_a_sessions_conversion_volume():
    both = [series(name="A"), series()]
    path = limited({"conversion_volume": volume_rule(floor_shares=1550)}, all_series=both)
    path.open(3)
    # 1,200 of A leave 350: three preferred of B are 300, and 50 hold none of A.
    assert path.convert(3, 12, 0) == 1200
    assert path.convert(3, 100, 1) == 300
    assert path.convert(3, 100, 0) == 0
    # The limit has no place among the seven; what bound counts once, at the close.
    assert path.bound() == []
    path.close(3)
    assert path.fired("conversion_volume") == 1
    # A required conversion neither obeys it nor counts against it; the next session begins afresh.
    path.open(4)
    assert path.convert(4, 50, 0, optional=False) == 5000
    assert path.step(VOLUME_ROOM, 4) == 1550
    path.close(4)
    assert path.fired("conversion_volume") == 1


def test_a_room_of_one_share():
    # Ten preferred of $1 at $10.00 are one common.
    small = series(stated_value_usd=1, purchase_price_usd=100)
    path = limited({"conversion_volume": volume_rule(floor_shares=1)}, all_series=[small])
    path.open(3)
    assert path.convert(3, 25) == 1
    assert path.state.preferred[0] == 90
    assert path.convert(3, 25) == 0
    assert path.state.preferred[0] == 90


@pytest.mark.parametrize(
    ("changes", "shares", "bound", "volume_bound"),
    [
        # Of equal rooms the first named binds: cap, ownership, authorized, conversion volume.
        ({}, 1000, ["cap"], 0),
        ({"cap": 1100}, 1000, ["ownership"], 0),
        ({"cap": 1100, "ownership": "0.0511"}, 1000, ["authorized"], 0),
        ({"cap": 1100, "ownership": "0.0511", "authorized": 1_001_100}, 1000, [], 1),
        ({"cap": 1100, "ownership": "0.0511", "authorized": 1_000_999}, 900, ["authorized"], 0),
        ({"cap": 899, "ownership": "0.0511", "authorized": 1_000_999}, 800, ["cap"], 0),
        ({"cap": 9999, "ownership": "0.06", "authorized": 1_009_999, "volume": 9999}, 2000, [], 0),
        # A room of just the 20 wanted binds nothing; (50,949 - 49,050)/0.949051 = 2,000.9.
        ({"cap": 2000, "ownership": "0.06", "authorized": 1_009_999, "volume": 9999}, 2000, [], 0),
        ({"cap": 9999, "ownership": "0.050949", "authorized": 1_009_999, "volume": 9999}, 2000, [], 0),
        ({"cap": 9999, "ownership": "0.06", "authorized": 1_002_000, "volume": 9999}, 2000, [], 0),
        ({"cap": 9999, "ownership": "0.06", "authorized": 1_009_999, "volume": 2000}, 2000, [], 0),
    ],
)
def test_the_order_of_ties(changes, shares, bound, volume_bound):
    sizes = {"cap": 1000, "ownership": "0.05", "authorized": 1_001_000, "volume": 1000} | changes
    path = limited(
        {
            "cap": {"amount_shares": sizes["cap"], "counts": ["B"]},
            "ownership_fraction": sizes["ownership"],
            "conversion_volume": volume_rule(floor_shares=sizes["volume"]),
        },
        common={"outstanding_shares": 1_000_000, "authorized_shares": 2_000_000},
    )
    path.state.whole.live.numbers[LIVE_AUTHORIZED] = sizes["authorized"]
    # (50,000 - 49,050)/0.95 = 1,000 at 5%; (51,100 - 49,050)/0.9489 = 2,160 at 5.11%.
    path.state.held[0] = 49_050
    path.open(3)
    assert path.convert(3, 20) == shares
    assert path.bound() == bound
    path.close(3)
    assert path.fired("conversion_volume") == volume_bound


BANDS = {
    "while_held": "B",
    "floor_shares": 300,
    "share_of_session_volume": "0.15",
    "share_of_average_volume": "0.15",
    "price_below_usd": 12,
    "further_bands": [
        volume_rule(floor_shares=500, share_of_session_volume="0.25") | {"price_below_usd": "15.005"},
        volume_rule(floor_shares=900) | {"price_below_usd": 20},
    ],
}


@pytest.mark.parametrize(
    ("bid", "volume", "shares"),
    [
        ("11.99", 1000, 300),
        # 15% of 2,999 is 449.85.
        ("11.99", 2999, 449),
        ("12.00", 1000, 500),
        # 25% of 2,999 is 749.75.
        ("15.00", 2999, 749),
        # $15.01 is above $15.005.
        ("15.01", 2999, 900),
        ("19.99", 9999, 900),
    ],
)
def test_the_band_of_the_bid_rules(bid, volume, shares):
    path = limited({"sale_volume": BANDS})
    path.quote([bid], first=3)
    path.market.volumes[path.earlier + 3] = volume
    assert path.step(SALE_LIMIT, 3, 1) == shares


def test_above_the_last_band_and_without_the_series_sales_are_free():
    for participation, shares in ((None, BIG), ("0.30", 300), ("0.10", 100)):
        path = follow(deal={"limits": {"sale_volume": BANDS}}, holder={"participation": participation})
        # 30% or 10% of 1,000 is what the market takes where the contract sets no limit.
        path.quote([20, 11], first=3)
        assert path.step(SALE_LIMIT, 3, 1) == shares
        assert path.step(SALE_LIMIT, 4, 1) == 300
        assert path.step(SALE_LIMIT, 4, 0) == shares


def test_a_band_without_an_end():
    endless = BANDS | {"further_bands": [volume_rule(floor_shares=700) | {"price_below_usd": None}]}
    path = limited({"sale_volume": endless})
    path.quote([5000], first=3)
    assert path.step(SALE_LIMIT, 3, 1) == 700
