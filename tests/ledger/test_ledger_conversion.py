"""From preferred to common (CoD IV.A, IV.E) and the Premium (CoD III.F)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_deals import conversions, covenant, deal, keep, series

from simulate.ledger.conversion import Fractional, PerNotice, PerShare
from simulate.ledger.premium import premium_days, premium_sessions


def test_premium_counts_the_conversion_date_and_only_on_request_the_issue_date():
    issued, converted = date(1998, 12, 18), date(1999, 2, 10)
    assert premium_days(issued, converted, counts_issue_date=False) == 54
    assert premium_days(issued, converted, counts_issue_date=True) == 55


def test_premium_that_counts_sessions():
    # A Friday, and the Tuesday after Christmas: Monday 21st to Thursday 24th, Monday 28th, Tuesday 29th.
    issued, converted = date(1998, 12, 18), date(1998, 12, 29)
    assert premium_sessions(issued, converted, counts_issue_date=False) == 6
    assert premium_sessions(issued, converted, counts_issue_date=True) == 7
    # A Saturday is no session that could count.
    assert premium_sessions(date(1998, 12, 19), converted, counts_issue_date=True) == 6
    assert premium_sessions(issued, issued, counts_issue_date=False) == 0


def test_premium_that_counts_sessions_raises_the_claim():
    """At 25.2% on k/252 $1,000 earns $1 a session: five sessions on the claim is $1,005, 100.5 common at $10."""
    premium = {"rate_per_year": "0.252", "counts": "sessions", "day_count_days": 252}
    ledger = keep(deal(series(premium=premium), holder={"hurdle": "1.2"}), [11, 11, 11, 11, 12, 12])
    assert conversions(ledger) == [(5, "B", 100, 10_050)]


def test_premium_raises_the_claim():
    """At 36.5% a year $1,000 earns $1 a day: on day 7 the claim is $1,007, 100.7 common at $10."""
    premium = {"rate_per_year": "0.365"}
    ledger = keep(deal(series(premium=premium), holder={"hurdle": "1.2"}), [11, 11, 11, 11, 12, 12])
    assert conversions(ledger) == [(5, "B", 100, 10_070)]


def test_rounding_up_once_for_a_notice_or_for_each_preferred():
    """$1,000 at $6.03 is 165.837 common: 100 preferred give 16,583.7, one each 166."""
    terms = series(conversion_price={"fixed_usd": "6.03"})
    assert conversions(keep(deal(terms), [11]))[0][3] == 16_584
    per_share = deal(terms, conversion={"round_up": "per_share"})
    assert conversions(keep(per_share, [11]))[0][3] == 16_600


def test_an_exactly_whole_quotient_is_not_rounded_up():
    """At $6.40 $1,000 is 156.25 common, so 4 preferred are exactly 625."""
    terms = series(preferred_shares=4, conversion_price={"fixed_usd": "6.40"})
    assert conversions(keep(deal(terms), [11]))[0][3] == 625
    # $1,100 at $1.10: 1.1 is no binary fraction, and 1100 / 1.1 in floats is 999.9999999999999.
    tenth = series(preferred_shares=1, stated_value_usd="1100", conversion_price={"fixed_usd": "1.10"})
    assert conversions(keep(deal(tenth), [11]))[0][3] == 1000


def test_fractions_of_preferred_where_the_deal_has_them():
    """A limit of 250 shares at $6.03 takes 250 x 6.03 / 1,000 = 1.5075 preferred, nothing rounded."""
    limits = {"sale_volume": covenant()}
    terms = series(conversion_price={"fixed_usd": "6.03"})
    ledger = keep(deal(terms, limits=limits, conversion={"fractional_shares": True}), [11])
    assert conversions(ledger) == [(0, "B", Fraction("1.5075"), 250)]
    assert ledger.totals["preferred_left_series_b"] == pytest.approx(98.4925, rel=1e-12)


claims = st.integers(1, 5000)
prices = st.integers(1, 5000)


@settings(deadline=None, max_examples=200)
@given(claim=claims, price=prices, room=st.integers(0, 400), per_share=st.booleans())
def test_sizes_of_a_notice_by_trying_every_number(claim, price, room, per_share):
    """The fewest that reach a room and the most that stay within it, against counting up from one."""
    rounding = PerShare() if per_share else PerNotice()

    def shares(preferred: int) -> int:
        exact = Fraction(claim, price)
        return preferred * -(-exact // 1) if per_share else -(-(preferred * exact) // 1)

    numbers = range(room * price // claim + 3)
    assert [rounding.shares(n, claim, price) for n in numbers[:50]] == [shares(n) for n in numbers[:50]]
    most = rounding.most_within(room, claim, price)
    assert shares(most) <= room < shares(most + 1)
    if room:
        fewest = rounding.fewest_reaching(room, claim, price)
        assert shares(fewest - 1) < room <= shares(fewest)


@settings(deadline=None, max_examples=50)
@given(claim=claims, price=prices, room=st.fractions(0, 400))
def test_fractions_fill_a_room_exactly(claim, price, room):
    rounding = Fractional()
    assert rounding.shares(rounding.fewest_reaching(room, claim, price), claim, price) == room
    assert rounding.most_within(room, claim, price) == rounding.fewest_reaching(room, claim, price)
