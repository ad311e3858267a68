"""Dilution and earnings per share on the capital table, by hand; the treasury and if-converted methods of SFAS 128."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hand_made_books import hand_made_deal, kernel_rows, ledger_path, warrant, worked_example

from kernels.rows import UNDEFINED
from simulate.derive import derive, purchases
from simulate.ledger.books import totals
from simulate.scenario import Scenario

NAMES = (
    "dilution_treasury_method",
    "dilution_fully_diluted",
    "fully_diluted_shares",
    "eps_basic_usd",
    "eps_if_converted_usd",
)
# The worked example ends with 1,107,600 outstanding, 7,600 of them new, and a last bid of $11.


def both(deal: Scenario, end=None) -> list[dict[str, float | None]]:
    """The outputs from the rows, and from the ledger."""
    end = end or worked_example()
    rows = derive(kernel_rows(deal, end), deal, purchases(deal, deal.deal.start))
    from_rows = {name: None if rows[name][0] == UNDEFINED else float(rows[name][0]) for name in NAMES}
    ledger = totals(ledger_path(deal, end), irr=False)
    return [from_rows, {name: ledger[name] for name in NAMES}]


def test_options_by_the_treasury_method():
    """110,000 at $5 and bid 11: 550,000 buy back 50,000, which leaves 60,000; 70,000 at $11 or more add none."""
    options = [
        {"name": "Plan", "shares": 110_000, "exercise_price_usd": 5},
        {"name": "At the bid", "shares": 40_000, "exercise_price_usd": 11},
        {"name": "Above it", "shares": 30_000, "exercise_price_usd": 15},
    ]
    for found in both(hand_made_deal(capital_table={"options": options})):
        assert found["dilution_treasury_method"] == pytest.approx(7_600 / (1_107_600 + 60_000), rel=1e-14)
        assert found["fully_diluted_shares"] == 1_107_600 + 180_000
        assert found["dilution_fully_diluted"] == pytest.approx(7_600 / 1_287_600, rel=1e-14)
        assert found["eps_basic_usd"] is None
        assert found["eps_if_converted_usd"] is None


def test_the_deals_own_warrants_count_where_they_outlive_the_horizon():
    """W1: 600 left at $8 and bid 11 add 600 x 3/11; the horizon is 1999-04-01."""
    for expires, left in (("1999-12-31", 600), ("1999-03-31", 0)):
        warrants = [warrant("W1", expires=expires), warrant("W2"), warrant("G1", party="agent")]
        for found in both(hand_made_deal(capital_table={}, warrants=warrants)):
            own = left * 3 / 11
            assert found["dilution_treasury_method"] == pytest.approx((7_600 + own) / (1_107_600 + own), rel=1e-14)
            assert found["fully_diluted_shares"] == 1_107_600 + left
            assert found["dilution_fully_diluted"] == pytest.approx((7_600 + left) / (1_107_600 + left), rel=1e-14)


def test_a_merger_ends_the_deals_own_warrants():
    end = worked_example()
    end.ended = 2
    warrants = [warrant("W1", expires="1999-12-31"), warrant("W2"), warrant("G1", party="agent")]
    for found in both(hand_made_deal(capital_table={}, warrants=warrants), end):
        assert found["fully_diluted_shares"] == 1_107_600


def test_a_split_restates_the_table():
    """Two for one: 110,000 at $5 are 220,000 at $2.50; at a bid of 11 they add 220,000 x 8.5/11 = 170,000."""
    end = worked_example()
    end.old = 2_000_000
    options = [{"name": "Plan", "shares": 110_000, "exercise_price_usd": 5}]
    for found in both(hand_made_deal(capital_table={"options": options}), end):
        assert found["fully_diluted_shares"] == 1_107_600 + 220_000
        assert found["dilution_treasury_method"] == pytest.approx(7_600 / (1_107_600 + 170_000), rel=1e-14)


def test_earnings_per_share_take_each_convertible_only_if_it_dilutes():
    """Income 1,107,600: $1.00 basic. Options add 92,400 net: 1,107,600 / 1,200,000 = 0.923. Preferred of 400,000 shares
    costs $0.50 a share: (1,107,600 + 200,000) / 1,600,000 = 0.81725. Notes at $0.90 a share would raise that: left out.
    """
    table = {
        "options": [{"name": "Plan", "shares": 169_400, "exercise_price_usd": 5}],  # 169,400 x 6/11 = 92,400
        "convertibles": [
            {"name": "Notes", "shares": 100_000, "charges_usd_per_year": 90_000},
            {"name": "Preferred", "shares": 400_000, "charges_usd_per_year": 200_000},
        ],
        "net_income_usd_per_year": 1_107_600,
    }
    for found in both(hand_made_deal(capital_table=table)):
        assert found["eps_basic_usd"] == 1.0
        assert found["eps_if_converted_usd"] == pytest.approx(0.81725, rel=1e-14)


def test_a_loss_is_not_diluted():
    """-2,215,200 over 1,107,600 shares: -$2.00, whatever else may become common."""
    table = {
        "options": [{"name": "Plan", "shares": 110_000, "exercise_price_usd": 5}],
        "convertibles": [{"name": "Notes", "shares": 100_000, "charges_usd_per_year": 0}],
        "net_income_usd_per_year": -2_215_200,
    }
    for found in both(hand_made_deal(capital_table=table)):
        assert found["eps_basic_usd"] == found["eps_if_converted_usd"] == -2.0


def test_the_numbers_are_exact_in_the_ledger():
    """A third of a share at most: 100 options at $7.33 and bid 11 add 100 x 367/1100."""
    options = [{"name": "Plan", "shares": 100, "exercise_price_usd": "7.33"}]
    exact = Fraction(7_600) / (1_107_600 + Fraction(100 * 367, 1100))
    assert both(hand_made_deal(capital_table={"options": options}))[1]["dilution_treasury_method"] == float(exact)
