"""The internal rate of return against rates known by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from dated_flows import purchases, rate

from kernels.returns import (
    DOLLARS,
    FLOW_ROWS,
    WORTH,
    YEARS,
    comes_back,
    excess,
    is_ever_repaid_too_much,
    net_by_date,
    next_purchase,
    paid_on,
    put,
)
from kernels.rows import UNDEFINED
from simulate.ledger.rate_of_return import internal_rate_of_return


def test_doubling_in_a_year_is_one_hundred_percent():
    assert rate([0, 200.0], [0, 365], [100.0], [0]) == pytest.approx(1.0, abs=1e-12)


def test_half_in_two_years():
    assert rate([0, 50.0], [0, 730], [100.0], [0]) == pytest.approx(0.5**0.5 - 1, abs=1e-12)


def test_nothing_back_is_minus_one():
    assert rate([0, 0.0], [0, 365], [100.0], [0]) == -1.0


def test_a_gain_within_the_day_has_no_rate():
    assert rate([150.0, 0], [0, 365], [100.0], [0]) == UNDEFINED


def test_a_cent_next_day_is_minus_one_within_rounding():
    assert rate([0, 0.01], [0, 1], [15e6], [0]) == -1.0


def test_an_exercise_price_paid_before_anything_comes_back():
    """100 on day 0 and 110 on day 365, 242 back on day 730: 100 x 1.1^2 + 110 x 1.1 = 242, 10% a year."""
    assert rate([0, -110.0, 242.0], [0, 365, 730], [100.0], [0]) == pytest.approx(0.10, abs=1e-12)


def test_draws_alone_without_any_purchase_before():
    """100 drawn on day 10; 60 and 55 back after one and two years: 1 = 0.6/x + 0.55/x^2."""
    exact = (0.6 + (0.36 + 4 * 0.55) ** 0.5) / 2 - 1
    flows, days = [0, -100.0, 60.0, 55.0], [0, 10, 375, 740]
    assert rate(flows, days, [0.0], [-100]) == pytest.approx(exact, abs=1e-12)


def test_a_purchase_is_netted_with_the_flow_of_its_date():
    """100 on day 0; on day 365 a warrant costs 20 and 130 comes in: 110, 10%."""
    found = rate([0, 130.0], [0, 365], [100.0, 20.0], [0, 365])
    assert found == pytest.approx(0.10, abs=1e-12)


def test_a_purchase_between_two_sessions_stands_alone():
    """100 on day 0, 110 on day 365 (a holiday), 242 back on day 730: 10%, as above."""
    found = rate([0, 0, 0, 242.0], [0, 364, 366, 730], [100.0, 110.0], [0, 365])
    assert found == pytest.approx(0.10, abs=1e-12)


@pytest.mark.parametrize(
    ("flows", "days"),
    [
        ([0, 230.0, -132.0], [0, 365, 730]),  # 100 x^2 - 230 x + 132 = 0 has two roots, 10% and 20%
        ([0, 130.0, -50.0, 25.0], [0, 365, 730, 1095]),  # at its root of about 5% it has 25 too much back after a year
        ([250.0, -100.0, 0], [0, 365, 730]),  # received first, paid later: from plus to minus
    ],
)
def test_flows_that_lend_as_well_as_borrow_or_the_other_way_have_no_rate(flows, days):
    assert rate(flows, days, [100.0], [0]) == UNDEFINED


def test_paying_again_before_all_is_recovered_leaves_one_rate():
    """100 out, 80 back, 40 out, 105.60 back at 20%: what is still to be recovered is 40, then 88, then nothing."""
    flows, days = [0, 80.0, -40.0, 105.6], [0, 365, 730, 1095]
    assert rate(flows, days, [100.0], [0]) == pytest.approx(0.2, abs=1e-12)
    by_ledger = internal_rate_of_return([(0, -100.0), *zip(days, flows, strict=True)])
    assert by_ledger == pytest.approx(0.2, abs=1e-12)


def test_a_date_on_which_all_cancels_is_dropped():
    """100 paid and 100 got on day 0; 50 paid, 60 back a year later: 20%."""
    assert rate([100.0, -50.0, 60.0], [0, 365, 730], [100.0], [0]) == pytest.approx(0.2, abs=1e-12)


def test_nothing_back_is_minus_one_whatever_is_paid_later():
    assert rate([0, -50.0], [0, 365], [100.0], [0]) == -1.0
    assert rate([0, 0.0], [0, 365], [100.0, 20.0], [0, 100]) == -1.0


def test_a_warrant_bought_after_the_money_came_back_leaves_no_rate():
    assert rate([0, 150.0, 0], [0, 365, 730], [100.0, 20.0], [0, 500]) == UNDEFINED


def test_beyond_the_bounds_of_a_rate():
    """2 for 1 overnight, paid in a session's flow: 2^365 a year; a ten-millionth back overnight: -1."""
    assert rate([-1.0, 2.0], [0, 1], [0.0], [0]) == UNDEFINED
    assert rate([-1e6, 0.1], [0, 1], [0.0], [0]) == -1.0


def test_cents_that_cancel_are_no_change_of_sign():
    """What rounding leaves of a session on which as much was paid as came in."""
    assert rate([0, 242.0, -3e-11], [0, 730, 800], [200.0], [0]) == pytest.approx(1.1 - 1, abs=1e-9)


def scratch(*dollars_in_years: tuple[float, float]) -> np.ndarray:
    """Netted flows as ``internal_rate`` keeps them: years, dollars, and dollars discounted; the last one is stale."""
    flows = np.full((FLOW_ROWS, len(dollars_in_years) + 1), 7.0)
    for k, (years, dollars) in enumerate(dollars_in_years):
        flows[YEARS, k], flows[DOLLARS, k], flows[WORTH, k] = years, dollars, dollars
    return flows


def test_the_rows_of_the_scratch():
    assert sorted((YEARS, DOLLARS, WORTH)) == [0, 1, 2]
    assert FLOW_ROWS == 3


def test_flows_of_one_day_are_put_together():
    """What the scratch held before, a 7 for a day, is no flow of that day."""
    flows = np.full((FLOW_ROWS, 4), 7.0)
    assert put(0, 7.0, 5.0, flows) == 1
    assert put(1, 7.0, 3.0, flows) == 1
    assert put(1, 9.0, 4.0, flows) == 2
    assert put(2, 9.0, -1.0, flows) == 2
    assert put(2, 9.5, 2.0, flows) == 3
    assert flows[YEARS].tolist() == [7.0, 9.0, 9.5, 7.0]
    assert flows[DOLLARS].tolist() == [8.0, 3.0, 2.0, 7.0]


BOUGHT = purchases([1.0, 1.0, 2.0, 4.0, 0.0, 0.5], [10, 30, 5, 5, 20, 3])
"""Purchases out of order, two of them on day 5; what is free on day 20 is none."""


@pytest.mark.parametrize(
    ("day", "following"), [(-1e300, 5), (2.5, 5), (3.0, 2), (5.0, 0), (10.0, 1), (20.0, 1), (30.0, -1)]
)
def test_the_next_purchase_after_a_day(day, following):
    assert next_purchase(day, BOUGHT) == following


@pytest.mark.parametrize(("day", "paid"), [(3.0, 0.5), (4.0, 0.0), (5.0, 6.0), (10.0, 1.0), (20.0, 0.0), (30.0, 1.0)])
def test_what_is_paid_on_a_day(day, paid):
    assert paid_on(day, BOUGHT) == paid


def netted(by_session: list[float], days: list[float], table=BOUGHT, last: int | None = None):
    """Days and dollars as they are netted."""
    flows = np.full((FLOW_ROWS, len(days) + table.purchase_days.size), 7.0)
    last = len(days) if last is None else last
    count = net_by_date(last, np.array(by_session), np.array(days, float), table, flows)
    return [(round(365 * years, 9), dollars) for years, dollars in zip(*flows[: DOLLARS + 1, :count], strict=True)]


def test_purchases_are_put_among_the_flows_by_date():
    """6 paid on day 5 with 2 got, 1 paid on day 10 with 1 got: that is nothing, and is dropped."""
    bought_later = [(30, -1.0)]
    assert netted([], []) == [(3, -0.5), (5, -6.0), (10, -1.0), *bought_later]
    assert netted([8.0, 2.0, 1.0, 0.0], [0, 5, 10, 40]) == [(0, 8.0), (3, -0.5), (5, -4.0), *bought_later]
    assert netted([0.0, 1.0, -1.0, 1.5], [0, 4, 5, 40]) == [
        (3, -0.5), (4, 1.0), (5, -7.0), (10, -1.0), *bought_later, (40, 1.5),
    ]  # fmt: skip
    # Flows from the last session on are none.
    assert netted([8.0, 2.0, 9.0], [4, 5, 6], last=2) == [(3, -0.5), (4, 8.0), (5, -4.0), (10, -1.0), *bought_later]


def test_a_millionth_of_a_dollar_counts_as_nothing():
    none = purchases([0.0], [0])
    assert netted([1e-6, 1.1e-6, -1e-6, -1.1e-6, 0.5], [1, 2, 3, 4, 5], none) == [(2, 1.1e-6), (4, -1.1e-6), (5, 0.5)]


def test_a_year_has_365_days():
    flows = np.zeros((FLOW_ROWS, 2))
    assert net_by_date(1, np.array([5.0]), np.array([730.0]), purchases([0.0], [0]), flows) == 1
    assert flows[YEARS, 0] == 2.0


@pytest.mark.parametrize(
    ("by_session", "last", "found"),
    [
        ([0.0, -1.0], 2, False),
        ([0.0, 1e-6], 2, False),
        ([0.0, 1.1e-6], 2, True),
        ([0.0, 0.5, -1.0], 3, True),
        ([0.5, 0.0], 2, True),
        ([0.5, 0.5], 2, True),
        ([-1.0, 0.5], 1, False),
        ([], 0, False),
    ],
)
def test_whether_anything_comes_back(by_session, last, found):
    assert comes_back(last, np.array(by_session, float)) == found


@pytest.mark.parametrize("y", [0.0, 1.0, -0.5, 0.25])
def test_the_excess_of_what_is_received_and_its_slope(y):
    """Ln of 0.5 x^-1.5 + 60 x^-2 over 90 + 40 x^-1 + 0.25 x^-3 with x = 2^y, and its derivative, by calculus."""
    x = 2.0**y
    flows = scratch((0.0, -90.0), (1.0, -40.0), (1.5, 0.5), (2.0, 60.0), (3.0, -0.25))
    received, paid = 0.5 * x**-1.5 + 60 * x**-2, 90 + 40 / x + 0.25 * x**-3
    received_years, paid_years = 0.75 * x**-1.5 + 120 * x**-2, 40 / x + 0.75 * x**-3
    log, slope = excess(y, 5, flows)
    assert log == pytest.approx(math.log(received / paid), abs=1e-13)
    assert slope == pytest.approx((paid_years / paid - received_years / received) * math.log(2), abs=1e-13)
    assert flows[WORTH, :5] == pytest.approx([-90, -40 / x, 0.5 * x**-1.5, 60 * x**-2, -0.25 * x**-3], abs=1e-12)
    assert flows[:, 5].tolist() == [7.0, 7.0, 7.0]


@pytest.mark.parametrize(
    ("worth", "too_much"),
    [
        ([-100.0, 100.0], False),
        ([-100.0, 99.0, -1.0, 3.0], True),
        ([-100.0, 99.0, -1.0, 2.0], False),
        ([-100.0, 101.0, -1.0], True),
        ([-0.25, 0.75, -0.5], True),
        # A billionth of the 200 that have moved, 2e-7, is nothing.
        ([-100.0, 100.0 + 1.9e-7, -50.0], False),
        ([-100.0, 100.0 + 2.1e-7, -50.0], True),
        # Of 5e-9, a billionth of 10 that have moved is 5e-9 too.
        ([-5.0, 5.0 + 0.9e-8, -5.0], False),
        ([-5.0, 5.0 + 1.1e-8, -5.0], True),
        ([1.0, -1.0], True),
        ([0.0, -1.0, 1.0], False),
        # Of 50 cents that have moved a billionth is 5e-10.
        ([-0.25, 0.25 + 6e-10, -0.1], True),
        ([-0.25, 0.25 + 4e-10, -0.1], False),
    ],
)
def test_a_balance_in_the_investors_favour(worth, too_much):
    flows = scratch(*[(0.0, dollars) for dollars in worth])
    assert is_ever_repaid_too_much(len(worth), flows) == too_much


@pytest.mark.parametrize(("y", "known"), [(199.9, True), (200.1, False)])
def test_a_rate_beyond_two_to_the_200_a_year_means_nothing(y, known):
    """A dollar for 2^(y/365) the next day."""
    found = rate([-1.0, 2.0 ** (y / 365)], [0, 1], [0.0], [0])
    assert found == (pytest.approx(2.0**y, rel=1e-10) if known else UNDEFINED)


@pytest.mark.parametrize(
    ("days", "y", "known"),
    [
        (3650, 89.99, True),
        (3650, 90.01, False),
        (-3650, 89.99, True),
        (-3650, 90.01, False),
        (2555, 900 / 7 - 0.01, True),
        (2555, 900 / 7 + 0.01, False),
        # Over two years it is 2^200 a year still.
        (730, 199.9, True),
        (730, 200.1, False),
    ],
)
def test_over_many_years_the_bound_is_what_a_discount_can_bear(days, y, known):
    """2^(10 y) after ten years, or for what was bought ten years before: 2^900 at most."""
    growth = 2.0 ** (y * abs(days) / 365)
    flows, when = ([-1.0, growth], [0, days]) if days > 0 else ([growth], [0])
    bought = ([0.0], [0]) if days > 0 else ([1.0], [days])
    assert rate(flows, when, *bought) == (pytest.approx(2.0**y, rel=1e-10) if known else UNDEFINED)


def test_what_is_lost_to_the_last_cent_overnight_is_minus_one_and_undefined_where_several_rates_may_be():
    """A hundred-millionth back the next day; where something is paid and got after it, the one root means nothing."""
    assert rate([-1e6, 0.01, 0.0], [0, 1, 2], [0.0], [0]) == -1.0
    assert rate([-1e6, 0.002, -0.001, 0.009], [0, 1, 2, 3], [0.0], [0]) == UNDEFINED


def test_less_than_a_dollar_is_money_too():
    """By hand: 0.10 for 0.11 a year later is 10%; of 0.10 and 0.11 paid 0.242 comes back after two years."""
    assert rate([-0.10, 0.11], [0, 365], [0.0], [0]) == pytest.approx(0.10, abs=1e-9)
    assert rate([-0.10, -0.11, 0.242], [0, 365, 730], [0.0], [0]) == pytest.approx(0.10, abs=1e-9)
    assert rate([0.05, -0.10, 0.11], [0, 365, 730], [0.0], [0]) == UNDEFINED
    assert rate([-0.10, 0.25, -0.10], [0, 365, 730], [0.0], [0]) == UNDEFINED


def test_the_last_flow_bounds_the_rate_whatever_comes_between():
    """Two dollars for 2^902 after ten years are more than 2^90 a year, though one of them is paid a day later."""
    assert rate([-1.0, -1.0, 2.0**902], [0, 1, 3650], [0.0], [0]) == UNDEFINED


@pytest.mark.parametrize(
    ("flows", "found"),
    [
        ([-100, 150], 0.5),
        ([-100, 200], 1.0),
        ([-100, 300], 2.0),
        ([-100, 0, 400], 1.0),
        ([-100, -110, 242], 0.1),
        # 1,400 = 8 x 100 + 4 x 100 + 2 x 100; 100 = 100/2 + 100/4 + 200/8 and 200/4 + 800/16.
        ([-100, -100, -100, 1400], 1.0),
        ([-100, 100, 100, 200], 1.0),
        ([-100, 200, 800], 3.0),
    ],
)
def test_a_rate_that_newtons_steps_find_to_the_last_places(flows, found):
    """Flows a year apart. Steps of half the bracket would leave some 1e-14."""
    days = [365 * k for k in range(len(flows))]
    assert rate(flows, days, [0.0], [-9]) == pytest.approx(found, abs=1e-15, rel=0)


@pytest.mark.parametrize(
    "flows",
    [
        [-1e6, 0.002, 0.001],
        [-1e6, -0.5, 0.002],
        [-1e6, -1.0, 0.002, 0.001],
        [-0.5, 2e-6],
        [-1e6, -1.0, 0.002],
    ],
)
def test_what_changes_sign_once_is_minus_one_where_nearly_all_is_lost_overnight(flows):
    assert rate(flows, list(range(len(flows))), [0.0], [-9]) == -1.0


def test_a_rate_just_within_the_bound_is_reported_though_several_might_be():
    """At 2^-199.5 a year 1,000,000 is 684,662 the next day; 300,000 back, 100,000 again, and the rest back on day 3."""
    x = 2.0 ** (-199.5 / 365)
    rest = ((1e6 * x - 3e5) * x + 1e5) * x
    assert rate([-1e6, 3e5, -1e5, rest], [0, 1, 2, 3], [0.0], [-9]) == -1.0


@pytest.mark.parametrize(
    "flows",
    [
        [0.5, 0.5],  # nothing is ever paid
        [-1e9, 2e9, -0.5],  # less than a billionth is paid last
        [0.5, -1e9, 2e9],  # or received first
        [0.5],
    ],
)
def test_flows_that_begin_in_or_end_out_have_no_rate(flows):
    days = [365 * k for k in range(len(flows))]
    assert rate(flows, days, [0.0], [-9]) == UNDEFINED
    assert internal_rate_of_return(zip(days, flows, strict=True)) is None


def test_a_slope_that_rises_or_is_level_is_no_direction():
    """Where the search begins, at no return, 100 are paid after what comes back: that is not the way to the rate.

    At 2^40 a year the investment of 1 is over after a year; what is paid and got later is under a billionth of it.
    """
    days = [0, 365, 730, 1095]
    flows = [-1.0, 2.0**40, -100.0, 1.0]
    assert rate(flows, days, [0.0], [-9]) == pytest.approx(2.0**40, rel=1e-9)
    assert internal_rate_of_return(zip(days, flows, strict=True)) == pytest.approx(2.0**40, rel=1e-9)
    # 100 (x - 1)^3: level at its one root, where 200 too much is back after a year.
    assert rate([-100.0, 300.0, -300.0, 100.0], days, [0.0], [-9]) == UNDEFINED


def test_the_search_does_not_leave_the_bound():
    """A hundred-thousandth of a dollar back of 10^307 after ten years is 2^-103.6 a year: beyond 2^-90."""
    assert rate([-1e307, 1e-5], [0, 3650], [0.0], [-9]) == -1.0
