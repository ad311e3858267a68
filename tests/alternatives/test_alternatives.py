"""A placement and sales at the market: hand arithmetic, and what must hold on every path."""

from __future__ import annotations

import numpy as np
import pytest

import simulate
from simulate.alternatives import AlternativeTerms, money_usd, other_ways, why_not
from simulate.alternatives.returns import Grouped, bounds_of_groups, difference_of, rate_of
from simulate.alternatives.sales import Resale, at_the_market, placement
from simulate.engine import with_run
from simulate.errors import ConfigError
from simulate.explain import path_market
from simulate.terms import make_terms

EASY = AlternativeTerms(
    placement_discount=0.2, market_participation=0.1, market_sessions=2, market_commission=0.05
)  # fmt: skip


def table(*rows):
    return np.array(rows, dtype=float)


def test_a_placement_by_hand():
    # $1,000 at $5.00 less 20%, $4.00: 250 shares. Half of the volume may be sold again from session 1 on.
    found = placement(table([5, 4, 6, 3]), table([900, 200, 100, 60]), 5.0, 1000.0, EASY, Resale(0.5, 0.1))
    assert found.shares.tolist() == [250]
    assert found.cash_usd.tolist() == [1000]
    assert found.given_up_usd.tolist() == [250]  # 250 x $5 less $1,000
    # 100 at $4, 50 at $6, 30 at $3, and the 70 that are left at $3; each less 10%.
    assert found.flows[0] == pytest.approx([-1000, 360, 270, 81 + 189])


def test_the_number_placed_is_rounded_up_but_not_by_noise():
    bids, volumes = table([5, 5]), table([1, 1])
    assert placement(bids, volumes, 5.0, 1001.0, EASY, Resale(None, 0.0)).shares.tolist() == [251]
    # 0.3 / (0.1 x 1) is a hair above 3 in floating point.
    terms = AlternativeTerms(placement_discount=0.9)
    assert placement(bids, volumes, 1.0, 0.3, terms, Resale(None, 0.0)).shares.tolist() == [3]


def test_sales_at_the_market_by_hand():
    # $380 in two parts of $190; $10 a share less 5% is $9.50: 20 shares wanted, 15 are a tenth of the volume.
    bids, volumes = table([10, 10, 10, 8]), table([500, 150, 400, 90])
    found = at_the_market(bids, volumes, 380.0, EASY, Resale(0.05, 0.0))
    # 15 for $142.50; then $237.50 are due: 25 of at most 40. Nothing is left for session 3.
    assert found.shares.tolist() == [40]
    assert found.cash_usd.tolist() == [380]
    assert found.given_up_usd.tolist() == [20]  # 5% of 40 x $10
    # Buyers: pay 150; sell 7 of 15 ... floor(.05 x 400) = 20 of the 15 held, buy 25; then 4 of 25, and 21 at $8.
    assert found.flows[0] == pytest.approx([0, -150, 150 - 250, 4 * 8 + 21 * 8])


def test_what_the_volume_does_not_take_is_not_raised():
    found = at_the_market(table([10, 10, 10]), table([50, 50, 59]), 380.0, EASY, Resale(None, 0.0))
    assert found.shares.tolist() == [10]  # a tenth of 50 and of 59, rounded down
    assert found.cash_usd.tolist() == [95]


def test_a_rate_and_its_error_by_hand():
    # Two groups of one path: $100 paid on day 0, $110 and $132 back on day 365. The mean is 21%; the two alone are
    # 10% and 32%, which lie 11 points to either side: error of the mean 11 points.
    one = Grouped([0, 365], table([-100, 110], [-100, 132]), np.array([1.0, 1.0]))
    found = rate_of(one)
    assert found.value == pytest.approx(0.21)
    assert found.error == pytest.approx(0.11)
    # Against the same flows in pairs, ten points lower on either path: the difference has no error.
    other = Grouped([0, 365], table([-100, 100], [-100, 122]), np.array([1.0, 1.0]))
    apart = difference_of(one, other)
    assert apart.value == pytest.approx(0.10)
    assert apart.error == pytest.approx(0.0, abs=1e-12)
    # What is paid up front stands for every path of a group.
    paid = Grouped([365], table([220], [132]), np.array([2.0, 1.0]), [(0, -100.0)])
    assert rate_of(paid).value == pytest.approx(352 / 300 - 1)


def test_groups_cover_all_paths_in_order():
    for paths in (1, 31, 32, 33, 1000):
        bounds = bounds_of_groups(paths)
        assert [path for first, end in bounds for path in range(first, end)] == list(range(paths))
        assert max(end - first for first, end in bounds) - min(end - first for first, end in bounds) <= 1


@pytest.fixture(scope="module")
def scenario():
    return with_run(simulate.load("valence-1998-conversion-only"), paths=96)


@pytest.fixture(scope="module")
def found(scenario):
    return other_ways(scenario, AlternativeTerms())


def test_the_same_paths_as_the_run_draws(scenario, found):
    terms = make_terms(scenario)
    for path in (0, 95):
        market = path_market(scenario, terms, path)
        bids = table(market.bids) / market.price_units_per_dollar
        again = at_the_market(bids, table(market.volumes), 15e6, found.terms, Resale(0.3, 0.0))
        assert found.columns["at_the_market_shares"][path] == again.shares[0]
        assert found.columns["at_the_market_cash_usd"][path] == again.cash_usd[0]


def test_what_must_hold_on_every_path(scenario, found):
    assert found.money_usd == 15e6  # two purchases of $7,500,000 (SPA 1)
    columns = found.columns
    # $7.00 less 8% is $6.44.
    assert set(columns["placement_shares"]) == {np.ceil(15e6 / 6.44)}
    assert (columns["at_the_market_cash_usd"] > 0).all()
    # Raised to the last share's price; given up is 3/97 of it, the commission.
    assert (columns["at_the_market_cash_usd"] < 15e6 + 100).all()
    ratio = columns["at_the_market_given_up_usd"] / columns["at_the_market_cash_usd"]
    assert ratio == pytest.approx(3 / 97)
    # The run's own rate of return on the expected flows, from the same flows.
    run = simulate.run(scenario)
    assert found.rates["deal"].value == pytest.approx(run.expected_irr_per_year, rel=1e-9)
    assert found.rates["deal less placement"].error > 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("placement_discount", -0.01),
        ("market_participation", 0.0),
        ("market_sessions", 0),
        ("market_commission", 0.51),
    ],
)
def test_terms_out_of_range_are_refused(name, value):
    with pytest.raises(ConfigError, match=f"{name}.*allowed: from"):
        AlternativeTerms(**{name: value})


def test_a_deal_that_begins_in_the_middle_raises_the_money_for_what_is_left():
    # 4,500 of 7,500 Series B at $1,000 are left; Series A is converted.
    assert money_usd(simulate.load("valence-1998-from-1999-11")) == 4_500_000
    assert money_usd(simulate.load("valence-1998")) == 15_000_000


def test_a_deal_with_a_split_is_left_out():
    from simulate.scenario.events import Split

    scenario = simulate.load("valence-1998")
    assert why_not(scenario) == ""
    split = Split.model_validate({"kind": "split", "date": "2000-01-03", "new_shares": 2, "old_shares": 1})
    deal = scenario.deal.model_copy(update={"events": (split,)})
    assert "split" in why_not(scenario.model_copy(update={"deal": deal}))
