"""From preferred to common by the kernels alone, by hand (``CoD IV.A``, ``IV.E``; METHODS 2)."""

from __future__ import annotations

import pytest

from kernels.conversion import fewest_that_reach, most_within, shares_for, shares_per_preferred
from kernels.tables import BIG
from simulate.terms import make_terms
from tests.deals import scenario


def terms(**conversion):
    """The deal's table with these terms of conversion."""
    return make_terms(scenario(deal={"conversion": conversion})).tables.deal


@pytest.mark.parametrize(
    ("room", "fewest", "most"),
    [
        # $1,000 at $7.00 are 142.857... common: of one notice 143, 286, 429 and 572 for 1 to 4 preferred.
        (428, 3, 2),
        (429, 3, 3),
        (430, 4, 3),
        (571, 4, 3),
        (572, 4, 4),
        (1, 1, 0),
    ],
)
def test_a_notice_is_rounded_up_once(room, fewest, most):
    deal = terms()
    numerator, denominator = shares_per_preferred(1000.0, 1.0, 7.0, deal)
    assert (numerator, denominator) == (1000, 7)
    assert [shares_for(n, numerator, denominator, deal) for n in (1.0, 2.0, 3.0, 4.0)] == [143, 286, 429, 572]
    assert fewest_that_reach(float(room), numerator, denominator, deal) == fewest
    assert most_within(float(room), numerator, denominator, deal) == most


def test_where_it_comes_out_even():
    # $1,000 at $8.00 are 125: three are 375 exactly.
    deal = terms()
    assert shares_for(3.0, 1000.0, 8.0, deal) == 375
    assert [fewest_that_reach(room, 1000.0, 8.0, deal) for room in (374.0, 375.0, 376.0)] == [3, 3, 4]
    assert [most_within(room, 1000.0, 8.0, deal) for room in (374.0, 375.0, 376.0)] == [2, 3, 3]


def test_each_preferred_rounded_up():
    # 143 for each: $3,000 in thousandths of a dollar over 3 x $7.00 in the same are 1000/7.
    assert shares_per_preferred(3000.0, 3.0, 7.0, terms(round_up="per_share")) == (143, 1)
    assert shares_per_preferred(3000.0, 3.0, 7.0, terms()) == (3000, 21)


def test_fractions():
    deal = terms(fractional_shares=True)
    assert shares_for(3.0, 1000.0, 7.0, deal) == pytest.approx(3000 / 7)
    # 100 common of 142.857 each: seven tenths of a preferred reach them, and stay within.
    assert fewest_that_reach(100.0, 1000.0, 7.0, deal) == pytest.approx(0.7)
    assert most_within(100.0, 1000.0, 7.0, deal) == pytest.approx(0.7)


@pytest.mark.parametrize("fractional", [True, False])
def test_no_limit_is_no_limit(fractional):
    assert most_within(BIG, 1000.0, 7.0, terms(fractional_shares=fractional)) == BIG
