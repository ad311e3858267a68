"""The limits on a notice: Cap Amount, ownership, authorized shares (CoD IV.G, CoD V; SPA 4.8)."""

from __future__ import annotations

import pytest
from ledger_deals import conversions, covenant, deal, keep, sales, series, variable

from simulate.ledger.limits import authorized_room

APPROVED_WEDNESDAY = {"mode": "date", "date": "1999-01-06"}


def cap(amount: int = 15_000, **changes):
    return {"cap": {"amount_shares": amount, "counts": ["A", "B"]} | changes}


def test_the_cap_is_shared_first_come_first_served_until_approval():
    """A takes 10,000 of the 15,000; B the other 5,000; approval on Wednesday lets the rest of B through."""
    ledger = keep(deal(series("A"), series("B"), limits=cap(), approval=APPROVED_WEDNESDAY), [11, 11, 11, 11])
    assert conversions(ledger) == [(0, "A", 100, 10_000), (0, "B", 50, 5_000), (2, "B", 50, 5_000)]
    # It bound on Monday, when it cut B's notice, and on Tuesday, when it let nothing through.
    assert ledger.totals["sessions_bound_cap"] == 2
    assert ledger.totals["cap_reached"] is True
    assert ledger.totals["cap_used_shares"] == 15_000
    assert ledger.totals["approved"] is True


def test_without_approval_the_cap_stays():
    ledger = keep(deal(series("A"), series("B"), limits=cap()), [11, 11, 11, 11])
    assert ledger.totals["shares_issued"] == 15_000
    assert ledger.totals["preferred_left_series_b"] == 50
    assert ledger.totals["sessions_bound_cap"] == 4


def test_approval_that_is_drawn_and_fails_leaves_the_cap():
    vote = {"mode": "probability", "date": "1999-01-06", "probability": "0.5"}
    scenario = deal(series("A"), series("B"), limits=cap(), approval=vote)
    failed = keep(scenario, [11] * 4, approved=False)
    given_ = keep(scenario, [11] * 4, approved=True)
    assert (failed.totals["shares_issued"], failed.totals["approved"]) == (15_000, False)
    assert (given_.totals["shares_issued"], given_.totals["approved"]) == (20_000, True)


def test_a_series_that_does_not_count_passes_the_cap():
    ledger = keep(deal(series("A"), series("B"), limits=cap(5_000, counts=["B"])), [11])
    assert conversions(ledger) == [(0, "A", 100, 10_000), (0, "B", 50, 5_000)]
    assert ledger.totals["cap_used_shares"] == 5_000


@pytest.mark.parametrize(("returns", "preferred", "used"), [("net", 100, 10_000), ("gross", 75, 15_000)])
def test_shares_contributed_back_leave_the_count_or_stay_in_it(returns, preferred, used):
    """SPA 4.8 at a variable price of $5: each A gives 200 and takes 100 back; 15,000 / 200 is 75 A."""
    waived = series("A", conversion_price={"fixed_usd": "10", "variable": variable(waived=True)})
    limits = cap(counts=["A"], returns=returns)
    ledger = keep(deal(waived, limits=limits, holder={"hurdle": "0"}), [5], earlier_bids=(5.0,))
    assert conversions(ledger) == [(0, "A", preferred, preferred * 100)]
    assert ledger.totals["cap_used_shares"] == used


def test_what_exceeds_the_cap_can_be_lost():
    """All 100 preferred are gone for the 4,000 shares that the cap leaves."""
    ledger = keep(deal(limits=cap(4_000, counts=["B"], excess="lost")), [11, 11])
    assert conversions(ledger) == [(0, "B", 100, 4_000)]
    assert ledger.totals["preferred_left_series_b"] == 0
    assert ledger.totals["sessions_bound_cap"] == 1
    assert ledger.totals["sessions_to_full_conversion"] == 0


def test_ownership_limit_after_the_act():
    """4.9% of 1,000,000 and the new shares: 49,000 / 0.951 = 51,524.7, so 515 preferred give 51,500 shares.

    516 would be 51,600 of 1,051,600, which is 4.907%. Next day these are sold, and the other 485 fit at once.
    """
    scenario = deal(
        series(preferred_shares=1000),
        limits={"ownership_fraction": "0.049"},
        conversion={"same_day_sale": False},
    )
    ledger = keep(scenario, [11, 11, 11])
    assert conversions(ledger) == [(0, "B", 515, 51_500), (1, "B", 485, 48_500)]
    assert sales(ledger) == [(1, "B", 51_500), (2, "B", 48_500)]
    assert ledger.totals["sessions_bound_ownership"] == 1


def test_ownership_counts_common_of_every_series():
    """A's 50,000 held leave (0.049 x 1,050,000 - 50,000) / 0.951 = 1,524.7 shares for B: 15 preferred."""
    scenario = deal(
        series("A", preferred_shares=500), series("B"),
        limits={"ownership_fraction": "0.049"}, conversion={"same_day_sale": False},
    )  # fmt: skip
    assert conversions(keep(scenario, [11]))[1] == (0, "B", 15, 1_500)


def test_nothing_is_issued_beyond_the_authorized_shares():
    scenario = deal(common={"authorized_shares": 1_003_350})
    ledger = keep(scenario, [11, 11])
    assert conversions(ledger) == [(0, "B", 33, 3_300)]
    assert ledger.totals["sessions_bound_authorized"] == 2
    assert authorized_room(1_003_300, 1_003_350) == 50
    assert authorized_room(1_003_300, 1_000_000) == 0


def test_more_may_be_authorized_than_twice_what_is_outstanding():
    """2,050 less 1,000 leave 1,050: ten preferred."""
    common = {"outstanding_shares": 1_000, "authorized_shares": 2_050}
    assert conversions(keep(deal(common=common), [11, 11])) == [(0, "B", 10, 1_000)]


def test_a_room_of_one_share_is_used():
    """Each preferred of $10 is one share."""
    small = series(stated_value_usd="10", purchase_price_usd="1000")
    assert conversions(keep(deal(small, common={"authorized_shares": 1_000_001}), [11] * 3)) == [(0, "B", 1, 1)]
    assert conversions(keep(deal(small, limits=cap(1, counts=["B"])), [11] * 3)) == [(0, "B", 1, 1)]


def test_the_tightest_limit_binds_and_at_a_tie_the_cap():
    """Cap and authorized shares both leave 3,300: the cap is named; with 3,200 left authorized, these."""
    tie = keep(deal(limits=cap(3_300, counts=["B"]), common={"authorized_shares": 1_003_300}), [11])
    assert (tie.totals["sessions_bound_cap"], tie.totals["sessions_bound_authorized"]) == (1, 0)
    # The schema refuses a cap above what is authorized, so the other issue has to come from A.
    tighter = keep(
        deal(series("A", preferred_shares=1), series("B"), limits=cap(3_300, counts=["B"]),
             common={"authorized_shares": 1_003_300}),
        [11],
    )  # fmt: skip
    assert conversions(tighter) == [(0, "A", 1, 100), (0, "B", 32, 3_200)]
    assert (tighter.totals["sessions_bound_cap"], tighter.totals["sessions_bound_authorized"]) == (0, 1)


def test_a_limit_counts_once_a_session_however_many_series_it_stops():
    """Both A and B are stopped by a cap of 50 shares, less than one preferred gives."""
    ledger = keep(deal(series("A"), series("B"), limits=cap(50)), [11, 11, 11])
    assert conversions(ledger) == []
    assert ledger.totals["sessions_bound_cap"] == 3


def test_limits_are_read_afresh_before_each_notice():
    """The covenant lets 250 out a day: on each day the cap is what the days before left."""
    ledger = keep(deal(limits=cap(650, counts=["B"]) | {"sale_volume": covenant()}), [11] * 4)
    # Day 0: 3 preferred, 300 shares, 250 sold. Day 1: the other 50, then room 200 takes 2.
    # Day 2: room 250 would take 3, but 150 are left under the cap: 1.
    assert conversions(ledger) == [(0, "B", 3, 300), (1, "B", 2, 200), (2, "B", 1, 100)]
    assert ledger.totals["sessions_bound_cap"] == 2


def test_the_cap_before_the_ownership_limit_at_a_tie():
    """Both let 515 preferred through: the cap of 51,500 and the 51,524 that ownership leaves."""
    terms, limits = series(preferred_shares=1000), cap(51_500, counts=["B"]) | {"ownership_fraction": "0.049"}
    ledger = keep(deal(terms, limits=limits), [11])
    assert conversions(ledger) == [(0, "B", 515, 51_500)]
    assert (ledger.totals["sessions_bound_cap"], ledger.totals["sessions_bound_ownership"]) == (1, 0)


def test_a_limit_that_lets_through_what_is_wanted_does_not_bind():
    limits = cap(10_000, counts=["B"])
    ledger = keep(deal(limits=limits, common={"authorized_shares": 1_010_000}), [11, 11])
    assert conversions(ledger) == [(0, "B", 100, 10_000)]
    assert (ledger.totals["cap_reached"], ledger.totals["sessions_bound_authorized"]) == (False, 0)
