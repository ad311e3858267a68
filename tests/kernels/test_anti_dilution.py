"""The warrants' anti-dilution by the kernels alone (``W 4(a)``, ``W 4(b)``, ``W 4(h)``; METHODS 12.1 to 12.3)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from whole_path import FACTOR, WholePath, follow, warrant

RIDGEWAY = {"kind": "issuance", "date": "1999-01-05", "shares": 595_889, "consideration_usd": 3_500_000}
BEFORE = 31_802_069
STRIKE = Fraction("6.7838")


def own(path, what, w=0):
    return float(getattr(path.state.whole.warrant, what)[w])


def moved(path) -> tuple[int, int]:
    """How often a warrant was adjusted, and how often that was carried forward."""
    return path.fired("warrant_adjusted"), path.fired("adjustment_carried_forward")


def ridgeway(bid, *further, **changes) -> WholePath:
    """The investor's warrant over the Ridgeway issue, on session 2 (1999-01-05), at the bid of session 1."""
    terms = warrant(shares=447_761, exercise_price_usd="6.7838") | changes
    deal = {"common": {"outstanding_shares": BEFORE}, "warrants": [terms], "events": [RIDGEWAY, *further]}
    path = follow(deal=deal, holder={"warrants": {"exercise": "never"}})
    path.quote_all(bid)
    for t in range(5):
        path.open(t)
    return path


def test_the_factor():
    path = ridgeway(6)
    # Contract 9: (O + P/M)/CSDO; 31,802,069 + 3,500,000/9.25 = 32,180,447.378 over 32,397,958: 0.99328629.
    factor = path.step(FACTOR, 0, BEFORE, 595_889, 3_500_000, 9.25)
    assert factor == pytest.approx(0.99328629, abs=5e-9)
    # $3,500,000 is not below 595,889 x $5.87 = $3,497,868.43; it is below x $5.88 = $3,503,827.32.
    assert path.step(FACTOR, 0, BEFORE, 595_889, 3_500_000, 5.87) == 1
    assert path.step(FACTOR, 0, BEFORE, 595_889, 3_500_000, 5.88) < 1
    # $133,840.74 is 2,722 x $49.17: at the market, though in binary fractions a quotient of it is less than 2,722.
    assert path.step(FACTOR, 0, 549, 2_722, 133_840.74, 49.17) == 1
    # For nothing: O/(O + n).
    assert path.step(FACTOR, 0, 900, 100, 0, 7) == 0.9


def test_ridgeway_is_carried_forward():
    path = ridgeway("9.25")
    # 6.7838 x 0.99328629 = 6.73826: a change of 0.67%, less than 1%: E stays, X is kept unrounded.
    assert own(path, "shadow_usd") == pytest.approx(6.73826, abs=5e-6)
    assert path.strike() == 6.7838
    assert moved(path) == (0, 1)
    assert path.fired("issuance") == 1
    # Contract 12: 32,397,958 after.
    assert path.outstanding == 32_397_958


@pytest.mark.parametrize(
    ("bid", "strike"),
    # The change is (595,889 - 3,500,000/M)/32,397,958: 323,938.7 at $12.87, 0.99987%; 324,149.9 at $12.88, 1.00053%:
    # X = 6.7838 x 0.9899947 = 6.71593, to the cent $6.72.
    [("12.87", 6.7838), ("12.88", 6.72)],
)
def test_one_percent_is_reached_between_12_87_and_12_88(bid, strike):
    path = ridgeway(bid)
    assert path.strike() == strike
    # The aggregate exercise amount stays, so that the number of Warrant Shares is 447,761 x 6.7838/E.
    assert path.amount() == pytest.approx(447_761 * 6.7838)
    assert moved(path) == ((1, 0) if strike == 6.72 else (0, 1))


def test_what_is_carried_forward_counts_with_the_next_issue():
    second = {"kind": "issuance", "date": "1999-01-06", "shares": 300_000, "consideration_usd": 1_500_000}
    path = ridgeway("9.25", second)
    # (32,397,958 + 162,162.162)/32,697,958 = 0.9957846: 0.42% alone; 6.73826 x 0.9957846 = 6.70985 is 1.09% in all.
    assert own(path, "shadow_usd") == pytest.approx(6.70985, abs=1e-5)
    assert path.strike() == 6.71
    assert moved(path) == (1, 1)
    # floor(447,761 x 6.7838/6.71) = floor(452,685.6).
    assert path.amount() // 6.71 == 452_685


@pytest.mark.parametrize(
    "changes", [{"anti_dilution": False}, {"adjusts_from": "1999-01-06"}, {"expires": "1999-01-04"}]
)
def test_a_warrant_that_the_issue_does_not_concern(changes):
    path = ridgeway("12.88", **changes)
    assert (own(path, "shadow_usd"), path.strike()) == (6.7838, 6.7838)
    assert moved(path) == (0, 0)
    assert path.outstanding == 32_397_958


def test_adjusted_from_the_day_of_the_issue_and_on_the_last_session():
    assert ridgeway("12.88", adjusts_from="1999-01-05").strike() == 6.72
    assert ridgeway("12.88", expires="1999-01-05").strike() == 6.72


def test_a_warrant_issued_later_is_not_adjusted():
    path = ridgeway("12.88", issue_date="1999-01-06", exercisable_from="1999-01-06")
    assert path.strike() == 6.7838


def test_an_excepted_issue_grows_outstanding_and_adjusts_nothing():
    events = [RIDGEWAY | {"excepted": True}]
    path = follow(deal={"common": {"outstanding_shares": BEFORE}, "warrants": [warrant()], "events": events})
    path.quote_all("12.88")
    path.open(2)
    assert (path.strike(), path.outstanding) == (10, 32_397_958)


def test_one_exhausted_warrant_beside_another():
    path = follow(deal={"warrants": [warrant("W1"), warrant("W2")], "events": [RIDGEWAY]})
    path.state.whole.warrant.amount[0] = 0.0
    path.quote_all("12.88")
    path.open(2)
    # 1,000,000 outstanding: (1,000,000 + 3,500,000/12.88)/1,595,889 = 0.7968845: X = $7.96884, E = $7.97.
    assert (path.strike(0), path.strike(1)) == (10, 7.97)
    assert own(path, "shadow_usd", 1) == pytest.approx(7.96884, abs=5e-6)


def test_the_exercise_price_is_a_cent_at_least():
    issue = {"kind": "issuance", "date": "1999-01-05", "shares": 10_000_000, "consideration_usd": 0}
    path = follow(deal={"warrants": [warrant(exercise_price_usd="0.02")], "events": [issue]})
    path.open(2)
    # 0.02 x 1,000,000/11,000,000 = 0.0018.
    assert (path.strike(), own(path, "shadow_usd")) == (0.01, pytest.approx(0.02 / 11))


def test_two_cents_are_more_than_the_least():
    issue = {"kind": "issuance", "date": "1999-01-05", "shares": 500_000, "consideration_usd": 0}
    path = follow(deal={"warrants": [warrant(exercise_price_usd="0.03")], "events": [issue]})
    path.open(2)
    # 0.03 x 1,000,000/1,500,000.
    assert path.strike() == 0.02


def sold(issued_shares, usd, **changes) -> WholePath:
    """One issue for so many dollars at bids of $10.00, 1,000,000 outstanding, and one warrant at $10.00."""
    issue = {"kind": "issuance", "date": "1999-01-05", "shares": issued_shares, "consideration_usd": usd}
    least = changes.pop("least", "0.01")
    deal = {"warrants": [warrant(**changes)], "events": [issue], "warrant_terms": {"least_adjustment_fraction": least}}
    path = follow(deal=deal)
    path.open(2)
    return path


def test_half_a_cent_is_rounded_up():
    # (1,000,000 + 140,625)/1,250,000 = 0.9125: $9.125, and just under it $9.1249.
    assert sold(250_000, 1_406_250).strike() == 9.13
    assert sold(250_000, 1_406_200).strike() == 9.12


def test_a_change_of_just_the_least_adjusts():
    # (1,000,000 + 500,000)/2,000,000 = 3/4 of $8.00: $6.00, a quarter less.
    assert sold(1_000_000, 5_000_000, exercise_price_usd="8", least="0.25").strike() == 6
    assert sold(1_000_000, 5_000_000, exercise_price_usd="8", least="0.251").strike() == 8


def test_a_warrant_on_a_single_share_at_a_cent_is_carried_forward():
    """A cent is the least that an Exercise Price can be."""
    path = sold(500_000, 0, shares=1, exercise_price_usd="0.01")
    assert (path.strike(), moved(path)) == (0.01, (0, 1))
    assert own(path, "shadow_usd") == pytest.approx(0.01 / 1.5)


def options(**changes):
    """Options on 100,000 shares at $5.00 in all, on session 2, by the name that readjustments call them."""
    terms = {"kind": "convertible_issue", "date": "1999-01-05", "name": "options", "maximum_shares": 100_000}
    return terms | {"consideration_usd": 0, "further_consideration_usd": 500_000} | changes


def readjusted(date, further=None):
    more = {} if further is None else {"further_consideration_usd": further}
    return {"kind": "readjustment", "date": date, "of": "options"} | more


def issued(*events, **changes) -> WholePath:
    """1,000,000 outstanding, bids of $10.00, one warrant at $10.00; sessions 0 to 7 are opened."""
    path = follow(deal={"warrants": [warrant(**changes)], "events": list(events)})
    for t in range(8):
        path.open(t)
    return path


def test_options_count_on_issue_at_their_maximum():
    # (1,000,000 + 500,000/10)/1,100,000 = 21/22: X = $9.54545, E = $9.55; nothing is outstanding yet.
    path = issued(options())
    assert own(path, "shadow_usd") == pytest.approx(10 * 21 / 22, rel=1e-15)
    assert (path.strike(), path.outstanding) == (9.55, 1_000_000)
    # What was paid on issue counts too: (1,000,000 + 80,000)/1,100,000 = 54/55.
    path = issued(options(consideration_usd=300_000))
    assert own(path, "shadow_usd") == pytest.approx(10 * 54 / 55, rel=1e-15)


def test_options_at_the_market_adjust_nothing_until_they_are_repriced():
    at_market = options(further_consideration_usd=1_000_000)
    # $1,000,000 is 100,000 x $10.00.
    path = issued(at_market)
    assert (path.strike(), own(path, "shadow_usd"), moved(path)) == (10, 10, (0, 0))
    assert (path.fired("convertible_issue"), path.fired("readjustment")) == (1, 0)
    # At $2.00 a share (1,000,000 + 20,000)/1,100,000: $9.2727. A lapse changes nothing.
    path = issued(at_market, readjusted("1999-01-06", 200_000))
    assert own(path, "shadow_usd") == pytest.approx(10 * 102 / 110, rel=1e-15)
    assert (path.strike(), moved(path)) == (9.27, (1, 0))
    assert moved(issued(at_market, readjusted("1999-01-06"))) == (0, 0)


def test_excepted_options_and_those_of_before_a_warrant_keep_no_factor():
    repriced = readjusted("1999-01-06", 200_000)
    path = issued(options(further_consideration_usd=1_000_000, excepted=True), repriced)
    assert (path.strike(), moved(path)) == (10, (0, 0))
    path = issued(options(further_consideration_usd=1_000_000), repriced, adjusts_from="1999-01-06")
    assert (path.strike(), moved(path)) == (10, (0, 0))


@pytest.mark.parametrize(("discount", "consideration"), [(None, 800_000), ("0.1", 720_000)])
def test_a_variable_rate_counts_as_if_the_market_were_80_percent(discount, consideration):
    # n (1 - d) 0.8 M = 100,000 x 0.8 x 10 = $800,000, less a tenth with d = 0.1; nothing of what is stated.
    path = issued(options(variable_rate=True, discount_fraction=discount))
    assert own(path, "shadow_usd") == pytest.approx(10 * (1_000_000 + consideration / 10) / 1_100_000, rel=1e-15)


def test_a_lapse_takes_the_adjustment_back():
    path = issued(options(), readjusted("1999-01-06"))
    # X is $10.00 again, 4.7% from $9.55, and so is E. A second lapse changes nothing more.
    assert own(path, "shadow_usd") == pytest.approx(10, rel=1e-15)
    assert (path.strike(), moved(path)) == (10, (2, 0))
    path = issued(options(), readjusted("1999-01-06"), readjusted("1999-01-07"))
    assert moved(path) == (2, 0)


def test_a_repricing_is_reckoned_at_the_issue():
    between = {"kind": "issuance", "date": "1999-01-06", "shares": 1_000_000, "consideration_usd": 20_000_000}
    path = issued(options(), between, readjusted("1999-01-07", 200_000))
    # At O = 1,000,000 and M = $10.00 of the issue: 1,020,000/1,100,000 in place of 1,050,000/1,100,000: $9.2727.
    assert own(path, "shadow_usd") == pytest.approx(10 * 102 / 110, rel=1e-15)
    assert path.strike() == 9.27
    # Lapsed afterwards: 1 in place of 1,020,000/1,100,000.
    path = issued(options(), readjusted("1999-01-06", 200_000), readjusted("1999-01-07"))
    assert own(path, "shadow_usd") == pytest.approx(10, rel=1e-15)


def test_a_repricing_above_the_market_is_a_factor_of_1():
    path = issued(options(), readjusted("1999-01-06", 1_100_000))
    assert own(path, "shadow_usd") == pytest.approx(10, rel=1e-15)


def test_a_readjustment_under_one_percent_is_carried_forward():
    # From 1,050,000 to 1,055,000 of 1,100,000: X = $9.5909, 0.43% from $9.55.
    path = issued(options(), readjusted("1999-01-06", 550_000))
    assert own(path, "shadow_usd") == pytest.approx(10 * 1055 / 1100, rel=1e-15)
    assert (path.strike(), moved(path)) == (9.55, (1, 1))


def test_an_expired_warrant_is_not_readjusted():
    path = issued(options(), readjusted("1999-01-07"), expires="1999-01-06")
    assert path.strike() == 9.55
    assert own(path, "shadow_usd") == pytest.approx(10 * 21 / 22, rel=1e-15)


def test_a_warrant_is_readjusted_on_its_last_session():
    path = issued(options(), readjusted("1999-01-06"), expires="1999-01-06")
    assert (path.strike(), moved(path)) == (10, (2, 0))


def test_an_exhausted_warrant_is_not_readjusted_and_a_single_share_at_a_cent_is():
    cent = warrant("W2", shares=1, exercise_price_usd="0.01")
    path = follow(deal={"warrants": [warrant("W1"), cent], "events": [options(), readjusted("1999-01-06")]})
    path.open(2)
    # W1 to $9.55; W2 cannot fall.
    assert (path.strike(0), moved(path)) == (9.55, (1, 1))
    path.state.whole.warrant.amount[0] = 0.0
    path.open(3)
    assert (path.strike(0), moved(path)) == (9.55, (1, 2))
    assert own(path, "shadow_usd", 0) == pytest.approx(10 * 21 / 22, rel=1e-15)
    assert own(path, "shadow_usd", 1) == pytest.approx(0.01, rel=1e-15)
