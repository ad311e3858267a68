"""Limits on selling (SPA 4.15, RRA 2.1): three legs, price line, end of the covenant, registration."""

from __future__ import annotations

import pytest
from ledger_deals import conversions, covenant, deal, keep, sales, series

from simulate.ledger import Contract
from simulate.ledger.sales import covenant_limit

FIVE_DAYS = [100_000, 200_000, 300_000, 400_000, 500_000]  # 300,000 on average
LEGS = covenant(floor_shares=30_000, share_of_session_volume="0.15", share_of_average_volume="0.15")


def limit(volume: int | None, earlier: list[int | None]) -> int:
    scenario = deal(limits={"sale_volume": LEGS})
    terms = Contract.of(scenario, [scenario.deal.start]).covenant
    assert terms is not None
    return covenant_limit(terms, volume, earlier)


@pytest.mark.parametrize(
    ("volume", "earlier", "expected"),
    [
        (100_000, [100_000] * 5, 30_000),  # 15,000 and 15,000: the number of shares stands
        (233_000, [100_000] * 5, 34_950),  # 15% of the session
        (233_001, [100_000] * 5, 34_950),  # 34,950.15 floored
        (233_000, FIVE_DAYS, 45_000),  # 15% of 300,000
        (233_000, [300_001, 300_001, 300_000, 300_000, 300_000], 45_000),  # 45,000.06 floored
        (None, FIVE_DAYS, 45_000),  # the session's volume is not known: its leg drops out alone
        (233_000, [None, *FIVE_DAYS[1:]], 34_950),  # one of the five is not known
        (233_000, FIVE_DAYS[1:], 34_950),  # only four are on record
        (None, [], 30_000),
    ],
)
def test_the_greatest_of_the_three_legs(volume, earlier, expected):
    assert limit(volume, earlier) == expected


def test_the_fewest_preferred_that_fill_the_limit_are_converted_and_sold():
    """250 a session: 3 preferred give 300, 250 are sold; next day the other 50 first, then 2 for 200."""
    ledger = keep(deal(limits={"sale_volume": covenant()}), [11, 11, 11])
    assert conversions(ledger) == [(0, "B", 3, 300), (1, "B", 2, 200), (2, "B", 3, 300)]
    assert sales(ledger) == [(0, "B", 250), (1, "B", 50), (1, "B", 200), (2, "B", 250)]
    assert ledger.totals["sessions_bound_sale_limit"] == 3
    assert ledger.totals["common_held_shares"] == 50


def test_the_average_leg_takes_the_sessions_before_not_the_session_itself():
    """Earlier volumes 1,000 a day, then a day of 9,000: 10% of the average is 100, and the day after 260."""
    terms = covenant(floor_shares=0, share_of_average_volume="0.1")
    ledger = keep(deal(limits={"sale_volume": terms}), [11, 11, 11], volumes=[1000, 9000, 1000])
    # Day 0: (5 x 1,000)/5 -> 100. Day 1: the same. Day 2: (4 x 1,000 + 9,000)/5 = 2,600 -> 260.
    assert sales(ledger) == [(0, "B", 100), (1, "B", 100), (2, "B", 260)]


def test_at_twelve_dollars_exactly_sales_are_free():
    terms = covenant(price_below_usd="12.00")
    scenario = deal(limits={"sale_volume": terms})
    assert sales(keep(scenario, [11.99])) == [(0, "B", 250)]
    assert sales(keep(scenario, [12.00])) == [(0, "B", 10_000)]


def test_the_covenant_ends_with_the_last_series_b():
    """B's two preferred go on Monday, within 250; on Tuesday no B is owned, and A is free."""
    scenario = deal(series("A", conversion_price={"fixed_usd": "11"}), series("B", preferred_shares=2),
                    limits={"sale_volume": covenant()})  # fmt: skip
    ledger = keep(scenario, [11, 11])
    # Monday: B at $10 comes before A at $11: 200 shares; then 50 are left: one A gives ceil(1,000/11) = 91.
    assert conversions(ledger) == [(0, "B", 2, 200), (0, "A", 1, 91), (1, "A", 99, 9_000)]
    assert sales(ledger) == [(0, "B", 200), (0, "A", 50), (1, "A", 41), (1, "A", 9_000)]
    assert ledger.totals["sessions_bound_sale_limit"] == 1


def test_a_transfer_splits_the_limit():
    """40% of Series B went to another holder: 60% of 250 is 150; of 251 it is 150.6, rounded down (SPA 4.15)."""
    for legs in (250, 251):
        terms = covenant(floor_shares=legs, share_of_limit="0.6")
        assert sales(keep(deal(limits={"sale_volume": terms}), [11, 11])) == [
            (0, "B", 150),
            (1, "B", 50),
            (1, "B", 100),
        ]


def test_a_transfer_splits_the_greatest_leg_after_rounding():
    """10% of 1,009 is 100.9, of which 100 stand; three quarters of 100 are 75, not three quarters of 100.9."""
    terms = covenant(floor_shares=0, share_of_session_volume="0.1", share_of_limit="0.75")
    ledger = keep(deal(limits={"sale_volume": terms}), [11], volumes=[1009])
    assert sales(ledger) == [(0, "B", 75)]


def test_a_transfer_splits_the_limit_of_a_band_of_a_whole_deal():
    """At $11 the second band, 400 shares: half of them are 200. At $12 and more sales are free."""
    bands = [
        {"floor_shares": 400, "share_of_session_volume": "0", "share_of_average_volume": "0", "price_below_usd": "12"}
    ]
    terms = covenant(price_below_usd="10", share_of_limit="0.5", further_bands=bands)
    assert sales(keep(deal(limits={"sale_volume": terms}), [11])) == [(0, "B", 200)]
    assert sales(keep(deal(limits={"sale_volume": terms}), [12])) == [(0, "B", 10_000)]


def test_participation_where_the_contract_sets_no_limit():
    """30% of 1,000 shares of volume; under another name than the covenant's."""
    ledger = keep(deal(holder={"participation": "0.3"}), [11, 11], volumes=[1000, 1009])
    assert sales(ledger) == [(0, "B", 300), (1, "B", 302)]  # 302.7 floored
    assert (ledger.totals["sessions_bound_participation"], ledger.totals["sessions_bound_sale_limit"]) == (
        2,
        0,
    )


def test_what_two_series_have_left_is_sold_within_one_limit():
    """300 held of each, 250 may go: 250 of A; then 50 of A and 200 of B; then 100 of B."""
    both = [series(name, position={"preferred_left": 0, "common_held": 300}) for name in ("A", "B")]
    ledger = keep(deal(*both, holder={"participation": "0.25"}), [11] * 4)
    assert sales(ledger) == [(0, "A", 250), (1, "A", 50), (1, "B", 200), (2, "B", 100)]


def test_participation_takes_over_at_the_price_line():
    scenario = deal(limits={"sale_volume": covenant(price_below_usd="12")}, holder={"participation": "0.3"})
    assert sales(keep(scenario, [12, 11])) == [(0, "B", 300), (1, "B", 250)]


def test_participation_without_volume_takes_the_covenants_shares_or_none():
    with_covenant = deal(limits={"sale_volume": covenant(price_below_usd="10")}, holder={"participation": "0.3"})
    assert sales(keep(with_covenant, [11], volumes=[None])) == [(0, "B", 250)]
    without = keep(deal(holder={"participation": "0.3"}), [11, 11], volumes=[None, 1000])
    assert sales(without) == [(1, "B", 300)]
    assert [event.session for event in without.events if event.kind == "no volume"] == [0]


def test_no_notice_and_no_sale_before_registration():
    ledger = keep(deal(series(registration_effective="1999-01-06")), [11, 11, 11])
    assert conversions(ledger) == [(2, "B", 100, 10_000)]
    assert ledger.totals["sessions_bound_registration"] == 2


def test_common_of_the_required_conversion_waits_for_registration():
    """Matures on Tuesday, registered on Friday: held Wednesday and Thursday, sold on Friday."""
    terms = series(maturity="1999-01-05", registration_effective="1999-01-08")
    ledger = keep(deal(terms), [11] * 5)
    assert conversions(ledger) == [(1, "B", 100, 10_000)]
    assert sales(ledger) == [(4, "B", 10_000)]
    # Monday and Tuesday stop the notice, Wednesday and Thursday the sale.
    assert ledger.totals["sessions_bound_registration"] == 4


def test_a_limit_that_is_not_used_up_does_not_bind():
    """Exactly 2 preferred are left for a limit of 200: all is sold and nothing remains."""
    ledger = keep(deal(series(preferred_shares=2), limits={"sale_volume": covenant(floor_shares=200)}), [11])
    assert sales(ledger) == [(0, "B", 200)]
    assert ledger.totals["sessions_bound_sale_limit"] == 0


def test_the_sale_limit_binds_though_only_preferred_is_left():
    """2 of 3 preferred give exactly the 200: no common is left over, but the notice was cut to the room."""
    ledger = keep(deal(series(preferred_shares=3), limits={"sale_volume": covenant(floor_shares=200)}), [11])
    assert ledger.totals["common_held_shares"] == 0
    assert ledger.totals["sessions_bound_sale_limit"] == 1


def test_a_limit_of_nothing_stops_sales_and_notices():
    ledger = keep(deal(limits={"sale_volume": covenant(floor_shares=0)}), [11, 11])
    assert sales(ledger) == []
    assert ledger.totals["shares_issued"] == 0


def test_common_that_is_not_registered_does_not_make_the_sale_limit_bind():
    """On Wednesday B's last 200 shares use up the limit; what is left is A's, not to be sold yet."""
    scenario = deal(
        series("A", maturity="1999-01-05", registration_effective="1999-03-31"),
        series("B", preferred_shares=2),
        limits={"sale_volume": covenant(floor_shares=200)},
        holder={"sale_decision": "same_close"},
    )
    ledger = keep(scenario, [9, 9, 11])
    assert sales(ledger) == [(2, "B", 200)]
    assert ledger.totals["common_held_shares"] == 10_000
    assert ledger.totals["sessions_bound_sale_limit"] == 0


def test_one_share_is_sold():
    """A preferred of $10 at $10 is one common."""
    one = deal(series(preferred_shares=1, stated_value_usd="10", purchase_price_usd="10"))
    ledger = keep(one, [11, 11])
    assert sales(ledger) == [(0, "B", 1)]
    assert ledger.totals["pnl_usd"] == 1
    overnight = deal(
        series(preferred_shares=1, stated_value_usd="10", purchase_price_usd="10"), conversion={"same_day_sale": False}
    )
    assert sales(keep(overnight, [11, 11])) == [(1, "B", 1)]
