"""Mergers by the kernels alone: the freeze, what completion pays (``CoD XI.B``, ``XI.C``, ``W 4(e)``; METHODS 12.6)."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random
from statistics import stdev

import pytest
from scipy.stats import norm
from whole_path import CALL, VOLATILITY, WholePath, floating, follow, series, warrant

from kernels.whole_state import LIVE_ENDED

FLOATS = {"variable": floating()}


def merger(**changes):
    """Announced on Wednesday 1999-01-06, session 3."""
    return {"kind": "merger", "date": "1999-01-06"} | changes


def announced(*events, price=None, warrants=(), until=3, bids=(9, 8, 7, 10), **changes) -> WholePath:
    """A path through the announcement: the price of a session is the bid of the one before."""
    terms = series(conversion_price=price or FLOATS, **changes)
    path = follow(deal={"events": list(events), "warrants": list(warrants)}, all_series=[terms])
    path.quote(bids)
    run(path, 0, until)
    return path


def run(path, first, last) -> None:
    """Open and close sessions."""
    for t in range(first, last + 1):
        path.open(t)
        if not ended(path):
            path.close(t)


def ended(path) -> bool:
    return bool(path.state.whole.live.numbers[LIVE_ENDED] >= 0)


def test_the_price_is_at_most_that_of_the_announcement():
    path = announced(merger())
    # The price of session 3 is the $7.00 of session 2. Then $7.00 at most, less where the market is less.
    path.quote([10, 10, 6, 12], first=3)
    assert [path.price(t) for t in (4, 5, 6, 7)] == [7, 7, 6, 7]


@pytest.mark.parametrize(
    ("abandoned", "gone", "day"),
    # Seven trading days after Saturday 01-09 are 11 to 15, 19 and 20; Monday 01-11, session 6, does not count itself.
    [("1999-01-08", 12, "1999-01-20"), ("1999-01-09", 12, "1999-01-20"), ("1999-01-11", 13, "1999-01-21")],
)
def test_the_freeze_is_gone_seven_sessions_after_the_abandonment(abandoned, gone, day):
    path = announced(merger(abandoned=abandoned))
    assert path.dates[gone].isoformat() == day
    assert path.price(gone - 1) == 7
    assert path.price(gone) == 10


def test_the_freeze_ends_with_the_completion_and_the_path():
    path = announced(merger(completed="1999-01-08"))
    path.open(4)
    assert path.price(4) == 7
    assert not ended(path)
    path.open(5)
    assert path.state.whole.live.numbers[LIVE_ENDED] == 5


@pytest.mark.parametrize(("completed", "gone"), [("1999-01-08", 6), ("1999-01-09", 6), ("1999-01-11", 7)])
def test_a_sale_of_the_assets_ends_the_freeze_and_pays_nothing(completed, gone):
    path = announced(merger(completed=completed, transaction="asset_sale"), warrants=[warrant()])
    # Through the consummation on Friday, session 5, or on the weekend after it.
    run(path, 4, gone)
    assert not ended(path)
    assert [path.price(t) for t in (gone - 1, gone)] == [7, 10]
    assert (path.state.preferred[0], path.fired("merger"), path.state.whole.warrant.paid[0]) == (100, 0, 0)


def test_a_later_announcement_replaces_the_freeze():
    path = announced(merger(abandoned="1999-01-08"), merger(date="1999-01-12"))
    # The second, on session 7, comes while the first still freezes at $7.00 (to session 11): frozen at that for good.
    run(path, 4, 7)
    path.quote([14] * 20, first=7)
    assert [path.price(t) for t in (8, 12, 20)] == [7, 7, 7]


def test_a_later_announcement_after_the_freeze_has_a_price_of_its_own():
    path = announced(merger(abandoned="1999-01-08"), merger(date="1999-01-20"))
    # The first is gone on session 12 (01-20), where the second freezes the $10.00 of the day before.
    assert path.dates[12].isoformat() == "1999-01-20"
    run(path, 4, 12)
    path.quote([14] * 20, first=12)
    assert [path.price(t) for t in (13, 20)] == [10, 10]


def test_fixed_prices_and_waived_series_are_frozen_too():
    path = announced(merger(), price={"fixed_usd": "7.50", "variable": floating(waived=True)})
    assert [path.price(t) for t in (2, 3, 4)] == [7.5] * 3
    # A fixed price that has been raised since stays held at its frozen price.
    path.state.whole.live.fixed_price[0] *= 2
    assert path.price(4) == 7.5
    assert announced(merger(), price={"fixed_usd": "6.03", "variable": floating()}).price(3) == 6.03


def test_a_series_without_a_price_that_day_is_not_frozen():
    # Convertible from 1999-01-11 on, session 6: nothing to freeze, and only 125% on completion.
    terms = merger(completed="1999-01-13", consideration_usd=1000)
    path = announced(terms, price={"variable": floating(switch_on="1999-01-11")}, until=7)
    assert (path.price(3), path.price(7)) == (0, 10)
    path.open(8)
    assert paid(path) == 125_000
    assert path.fired("merger_pays_125_percent") == 1


def paid(path) -> float:
    return float(path.state.whole.money.paid[0])


@pytest.mark.parametrize(
    ("consideration", "each", "fires"),
    # Announced on session 3: the price of session 2 is the $8.00 of session 1: 125 common for each preferred.
    # At $12.00 $1,500; at $10.00 $1,250, which is not less than 125%; at $9.99 $1,250.
    [(12, 1500, 0), (10, 1250, 0), ("9.99", 1250, 1), (0, 1250, 1)],
)
def test_the_greater_of_the_common_and_125_percent(consideration, each, fires):
    path = announced(merger(completed="1999-01-08", consideration_usd=consideration), until=5)
    assert paid(path) == path.state.flows[5] == 100 * each
    assert (path.state.preferred[0], path.state.whole.money.redeemed[0]) == (0, 100)
    assert (path.fired("merger"), path.fired("merger_pays_125_percent")) == (1, fires)


def test_without_a_stated_consideration_it_is_the_bid_of_the_day_before():
    # 125 common at the $11.00 of session 4.
    path = announced(merger(completed="1999-01-08"), until=5, bids=(9, 8, 7, 10, 11, 12))
    assert paid(path) == 100 * 125 * 11


def test_the_claim_is_that_of_the_day_before_the_announcement():
    # 7.3% a year is $0.20 a day: $1,001.00 on session 2, five days after 1998-12-31, at $8.00.
    terms = merger(completed="1999-01-08", consideration_usd=16)
    path = announced(terms, until=5, premium={"rate_per_year": "0.073"})
    assert paid(path) == pytest.approx(100 * 1001 / 8 * 16, rel=1e-14)


def test_announced_on_session_0_it_looks_at_session_0():
    # The price of session 0 is the earlier bid of $10.00: 100 common at $20.00.
    path = announced(merger(date="1998-12-31", completed="1999-01-05", consideration_usd=20), until=2)
    assert paid(path) == 100 * 100 * 20
    # Its claim too: 7.3% a year for the 30 days from 1998-12-01 is $6.00.
    event = merger(date="1998-12-31", completed="1999-01-05", consideration_usd=20)
    path = announced(event, until=2, premium={"rate_per_year": "0.073"}, issue_date="1998-12-01")
    assert paid(path) == pytest.approx(100 * 1006 / 10 * 20, rel=1e-14)


def test_a_split_between_announcement_and_completion():
    # 125 common become 250, at $12.00.
    split = {"kind": "split", "date": "1999-01-07", "new_shares": 2, "old_shares": 1}
    path = announced(merger(completed="1999-01-08", consideration_usd=12), split, until=5)
    assert paid(path) == 100 * 250 * 12


def test_common_is_paid_and_the_agents_is_no_flow_of_the_investor():
    path = announced(
        merger(completed="1999-01-08", consideration_usd=12),
        warrants=[warrant("W1"), warrant("W2", party="agent")],
        until=4,
    )
    state = path.state
    state.preferred[0] = 0
    state.held[0], state.whole.remedy.undelivered[0] = 300, 50
    state.whole.warrant.held[0], state.whole.warrant.held[1] = 20, 10
    state.whole.warrant.amount[:] = 0
    path.open(5)
    # 350 x $12.00; 20 x $12.00 to the investor, 10 x $12.00 to the agent, without commission.
    assert paid(path) == 4200
    assert state.whole.warrant.paid[:2].tolist() == [240, 120]
    assert state.flows[5] == 4440
    assert state.held[0] == state.whole.remedy.undelivered[0] == state.whole.warrant.held[:2].sum() == 0


def test_nothing_happens_after_completion():
    issue = {"kind": "issuance", "date": "1999-01-08", "shares": 1, "consideration_usd": 0}
    path = announced(merger(completed="1999-01-08"), issue, issue | {"date": "1999-01-11"}, until=6)
    assert path.fired("issuance") == 0
    # In the deal's order: what stands before the merger on that day acts still.
    path = announced(issue, merger(completed="1999-01-08"), until=6)
    assert path.fired("issuance") == 1


def test_a_completion_beyond_the_run_never_comes():
    path = announced(merger(completed="2000-02-01"), until=251)
    assert not ended(path)
    assert path.price(251) == 7


@pytest.mark.parametrize("spot", [1.0, 10.0, 87.5])
def test_the_call_against_the_closed_form(spot):
    path = announced(merger())
    for strike in (0.5, 9.0, 6.7838, 140.0):
        for years in (0.01, 1.0, 4.5):
            for volatility in (0.2, 0.9, 3.0):
                for rate in (0.0, 0.05):
                    deviation = volatility * math.sqrt(years)
                    d1 = (math.log(spot / strike) + (rate + volatility**2 / 2) * years) / deviation
                    d2 = d1 - deviation
                    expected = spot * norm.cdf(d1) - strike * math.exp(-rate * years) * norm.cdf(d2)
                    # Two terms of at most the spot's or the strike's size, each a few units of 2**-52 off.
                    error = 1e-14 * (spot + strike)
                    assert path.step(CALL, 0, spot, strike, rate, years, volatility) == pytest.approx(
                        expected, abs=error
                    )


def test_the_call_against_hull_and_at_its_ends():
    path = announced(merger())
    # Hull, Options, Futures and Other Derivatives, example 15.6: S 42, K 40, r 10%, 20%, half a year: 4.76.
    assert path.step(CALL, 0, 42, 40, 0.1, 0.5, 0.2) == pytest.approx(4.76, abs=0.005)
    # No volatility: 42 - 40 exp(-0.05); no term: 2; out of the money nothing.
    assert path.step(CALL, 0, 42, 40, 0.1, 0.5, 0) == pytest.approx(42 - 40 * math.exp(-0.05), rel=1e-15)
    assert path.step(CALL, 0, 42, 40, 0.1, 0, 0.2) == 2
    assert path.step(CALL, 0, 40, 42, 0, 0.5, 0) == 0
    assert path.step(CALL, 0, 42, 10, 0, 0.5, 0) == 32


def drawn_closes(count):
    """Closes in whole cents, 3% a session around $10.00."""
    random = Random(1)
    out = [10.0]
    while len(out) < count:
        out.append(round(out[-1] * math.exp(random.gauss(0, 0.03)), 2))
    return out


CLOSES = 100
"""``W 4(e)(ii)``."""


def deviation_of(closes) -> float:
    """Volatility a year, from the sample deviation of the log returns."""
    return stdev(math.log(after / before) for before, after in pairwise(closes)) * math.sqrt(252)


def test_the_volatility_of_a_hundred_sessions():
    path = announced(merger())
    closes = drawn_closes(140)
    path.quote(closes)
    # W 4(e)(ii): the last 100 closes, 99 returns; all there are since session 0 if fewer; less than 2 returns: 0.
    assert path.step(VOLATILITY, 139, CLOSES) == pytest.approx(deviation_of(closes[40:]), rel=1e-12)
    assert path.step(VOLATILITY, 100, CLOSES) == pytest.approx(deviation_of(closes[1:101]), rel=1e-12)
    assert path.step(VOLATILITY, 99, CLOSES) == pytest.approx(deviation_of(closes[:100]), rel=1e-12)
    assert path.step(VOLATILITY, 30, CLOSES) == pytest.approx(deviation_of(closes[:31]), rel=1e-12)
    assert path.step(VOLATILITY, 2, CLOSES) == pytest.approx(deviation_of(closes[:3]), rel=1e-12)
    assert path.step(VOLATILITY, 1, CLOSES) == path.step(VOLATILITY, 0, CLOSES) == 0


def test_the_black_scholes_amount_of_a_warrant():
    path = announced(
        merger(completed="1999-07-21", consideration_usd=11, treasury_rate_per_year="0.04"),
        warrants=[warrant(expires="2002-07-15")],
        until=3,
    )
    completed = path.session("1999-07-21")
    closes = drawn_closes(completed + 1)
    path.quote(closes)
    path.state.whole.warrant.price[0] = 9.7 * path.whole.warrants.scale
    path.open(completed)
    # The notice is given five sessions before, on Wednesday 1999-07-14: the term is from it to 2002-07-15, 1,097 days;
    # the spot is the close before it; 10,000/9.70 Warrant Shares, fractions included.
    assert path.dates[completed - 5].isoformat() == "1999-07-14"
    years = 1097 / 365
    spot = closes[completed - 6]
    volatility = deviation_of(closes[completed - 105 : completed - 5])
    deviation = volatility * math.sqrt(years)
    d1 = (math.log(spot / 9.7) + (0.04 + volatility**2 / 2) * years) / deviation
    call = spot * norm.cdf(d1) - 9.7 * math.exp(-0.04 * years) * norm.cdf(d1 - deviation)
    assert call > 11 - 9.7
    own = path.state.whole.warrant
    # The returns are sums of logarithms of the closes: 1e-12 covers both ways of adding them.
    assert own.paid[0] == pytest.approx(call * 10_000 / 9.7, rel=1e-12)
    assert own.amount[0] == 0
    assert path.fired("merger_black_scholes") == 1


def test_a_replacement_warrant_where_it_is_worth_more():
    # $25.00 - $10.00; the amount is at most the spot, $12.00.
    path = announced(merger(completed="1999-01-15", consideration_usd=25), warrants=[warrant()], bids=[12] * 10)
    path.open(10)
    assert path.state.whole.warrant.paid[0] == 15_000
    assert path.fired("merger_black_scholes") == 0


def test_a_replacement_warrant_with_what_distributions_have_accrued():
    # $11.00 - $10.00 + $1.50, and at $8.00 nothing: the amount at flat closes of $5.00 is nothing.
    dividend = {"kind": "dividend", "date": "1999-01-08", "worth_usd": "1.5"}
    for worth, paid in ((11, 2500), (8, 0)):
        event = merger(completed="1999-01-15", consideration_usd=worth, treasury_rate_per_year=0)
        path = announced(event, dividend, warrants=[warrant()], until=10, bids=[5] * 11)
        assert path.state.whole.warrant.paid[0] == paid
        assert path.fired("merger_black_scholes") == 0


def test_without_movement_the_amount_is_the_discounted_intrinsic_worth():
    # From 1999-01-08, session 5, to 2003-12-31 are 1,818 days at 5%: 12 - 10 exp(-0.05 x 1818/365).
    path = announced(merger(completed="1999-01-15", consideration_usd=1), warrants=[warrant()], bids=[12] * 10)
    path.open(10)
    worth = 12 - 10 * math.exp(-0.05 * 1818 / 365)
    assert path.state.whole.warrant.paid[0] == pytest.approx(1000 * worth, rel=1e-14)


def test_a_notice_on_session_0_looks_at_session_0():
    # Announced on Thursday 1998-12-31, session 0, and completed on session 1: spot $12.00, of which there is no return.
    event = merger(date="1998-12-31", completed="1999-01-04", consideration_usd=1)
    path = announced(event, warrants=[warrant()], until=0, bids=[12, 30, 1, 50])
    path.open(1)
    worth = 12 - 10 * math.exp(-0.05 * (5 * 365 + 1) / 365)
    assert path.state.whole.warrant.paid[0] == pytest.approx(1000 * worth, rel=1e-14)


def test_a_notice_is_not_given_before_the_announcement():
    # Announced on session 3, completed on session 5: the spot is the close of session 2, $7.00, whose two returns are
    # ln(8/9) and ln(7/8); the term is from 1999-01-06 to 2003-12-31, 1,820 days.
    event = merger(completed="1999-01-08", consideration_usd=1, treasury_rate_per_year="0.04")
    path = announced(event, warrants=[warrant(exercise_price_usd=7)], bids=[9, 8, 7, 10, 50])
    path.open(5)
    volatility, years = deviation_of([9, 8, 7]), 1820 / 365
    deviation = volatility * math.sqrt(years)
    d1 = (0.04 + volatility**2 / 2) * years / deviation
    call = 7 * norm.cdf(d1) - 7 * math.exp(-0.04 * years) * norm.cdf(d1 - deviation)
    assert path.state.whole.warrant.paid[0] == pytest.approx(1000 * call, rel=1e-12)


def test_the_strike_is_the_exercise_price_at_the_notice():
    # Noticed on session 5, 1999-01-08, and completed on session 10: an issue for nothing on session 5 halves E before
    # it, on session 6 after it; the amount is 12 - E at no interest and no volatility, for 2,000.
    event = merger(completed="1999-01-15", consideration_usd=1, treasury_rate_per_year=0)
    for day, paid in (("1999-01-08", 14_000), ("1999-01-11", 4000)):
        issue = {"kind": "issuance", "date": day, "shares": 1_000_000, "consideration_usd": 0}
        path = announced(event, issue, warrants=[warrant()], until=10, bids=[12] * 10)
        assert path.strike() == 5
        assert path.state.whole.warrant.paid[0] == paid


def test_an_expired_warrant_gets_nothing():
    event = merger(completed="1999-01-15", consideration_usd=25)
    for expires, worth in (("1999-01-14", 0), ("1999-01-15", 15_000)):
        path = announced(event, warrants=[warrant(expires=expires)], bids=[10] * 20)
        path.open(10)
        assert path.state.whole.warrant.paid[0] == worth
