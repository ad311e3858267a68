"""The internal rate of return against scipy's root finder and against rates known by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from kernels.returns import FLOW_ROWS, internal_rate
from kernels.rows import UNDEFINED
from kernels.tables import SeriesTable
from simulate.ledger.rate_of_return import internal_rate_of_return


def purchases(usd, days) -> SeriesTable:
    empty = np.zeros(1)
    fields = dict.fromkeys(SeriesTable._fields, empty)
    fields |= {
        name: np.zeros(1, np.int64)
        for name in ("lookback_sessions", "lowest_count", "window_lag", "switch_on", "registered", "matures")
    }
    fields |= {name: np.zeros(1, np.bool_) for name in ("waived", "counts_to_cap")}
    fields |= {"purchase_usd": np.array(usd, float), "purchase_days": np.array(days, float)}
    return SeriesTable(**fields)


def rate(flows, days, usd, bought):
    scratch = np.zeros((FLOW_ROWS, len(flows) + len(usd)))
    return internal_rate(len(flows), np.array(flows, float), np.array(days, float), purchases(usd, bought), scratch)


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


def test_random_flows_against_brentq():
    generator = np.random.default_rng(5)
    for _ in range(200):
        days = np.sort(generator.integers(1, 1600, 30)).astype(float)
        flows = generator.exponential(1e5, 30) * (generator.random(30) < 0.5)
        flows[-1] += 1.0
        usd, bought = [generator.uniform(1e5, 5e6), 1e6], [-144.0, 0.0]

        def worth(y, flows=flows, days=days, usd=usd, bought=bought):
            back = (flows * np.exp2(-y * days / 365)).sum()
            return back - sum(p * 2 ** (-y * d / 365) for p, d in zip(usd, bought, strict=True))

        exact = brentq(worth, -150, 150, xtol=1e-14)
        assert rate(flows, days, usd, bought) == pytest.approx(2**exact - 1, rel=1e-9, abs=1e-10)


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


def test_a_rate_that_is_reported_is_the_only_one():
    """The worth is followed over a fine grid of rates: it changes sign exactly once where a rate is reported."""
    generator = np.random.default_rng(3)
    reported = several = 0
    for _ in range(2000):
        years = np.arange(1, 7)
        flows = generator.normal(0, 100, 6).round()
        bought = float(generator.integers(1, 200))
        found = rate([0, *flows], [0, *(365.0 * years)], [bought], [0])
        ledger = internal_rate_of_return([(0, -bought), *zip((365 * years).tolist(), flows.tolist(), strict=True)])
        if found == -1.0:
            continue
        assert (found == UNDEFINED) == (ledger is None)
        grid = np.exp2(np.linspace(-12, 12, 20_001))
        worth = -bought + (flows * grid[:, None] ** -years).sum(axis=1)
        roots = int((np.sign(worth[1:]) != np.sign(worth[:-1])).sum())
        several += roots > 1
        if found != UNDEFINED:
            reported += 1
            assert roots == 1
            assert found == pytest.approx(ledger, rel=1e-9, abs=1e-10)
    assert reported > 400
    assert several > 100


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


def test_random_flows_with_later_payments_against_brentq_and_the_ledger():
    generator = np.random.default_rng(11)
    known = 0
    for _ in range(300):
        days = np.unique(generator.integers(1, 1600, 30)).astype(float)
        turn = generator.integers(1, days.size - 1)
        size = generator.exponential(1e5, days.size)
        flows = np.where(np.arange(days.size) < turn, -size, size) * (generator.random(days.size) < 0.7)
        flows[-1] += 1.0
        if generator.random() < 0.2:
            flows[turn // 2] = 2e6  # more than all that was paid: lent, not borrowed
        usd = [float(generator.uniform(0, 1e6)), 5e4]
        bought = [-144.0, float(generator.integers(0, days[turn] + 1))]
        found = rate(flows, days, usd, bought)
        ledger = internal_rate_of_return(
            [*zip(bought, [-amount for amount in usd], strict=True), *zip(days, flows, strict=True)]
        )
        assert (found == UNDEFINED) == (ledger is None)
        if ledger is None:
            continue
        known += 1
        assert found == pytest.approx(ledger, rel=1e-9, abs=1e-10)

        def worth(y, flows=flows, days=days, usd=usd, bought=bought):
            back = (flows * np.exp2(-y * days / 365)).sum()
            return back - sum(p * 2 ** (-y * d / 365) for p, d in zip(usd, bought, strict=True))

        if found > -0.999:
            exact = brentq(worth, -10, 60, xtol=1e-14)
            assert found == pytest.approx(2**exact - 1, rel=1e-8, abs=1e-9)
    assert 100 < known < 290
