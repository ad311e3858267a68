"""Issues below the Market Price adjust the warrants (``W 4``, ``RL 1``, METHODS 12.1 to 12.3)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from ledger_deals import deal, keep, walk, warrant

RIDGEWAY = {
    "kind": "issuance",
    "date": "1999-01-05",
    "shares": 595_889,
    "consideration_usd": "3500000.00",
    "to": "Ridgeway Investment",
}
BEFORE = 31_802_069
STRIKE = Fraction(67838, 10_000)


def ridgeway(bid, *further, **changes):
    """The investor's warrant over the Ridgeway issue, at the assumed bid of the session before."""
    terms = warrant(shares=447_761, exercise_price_usd="6.7838") | changes
    scenario = deal(
        common={"outstanding_shares": BEFORE},
        holder={"policy": "hold", "warrants": {"exercise": "never"}},
        rest={"warrants": [terms], "events": [RIDGEWAY, *further]},
    )
    return walk(scenario, [bid] * 4)


def test_ridgeway_is_carried_forward():
    """``E' = 6.7838 (31,802,069 + 3,500,000/9.25)/32,397,958``.

    3,500,000/9.25 = 378,378.378; (31,802,069 + 378,378.378)/32,397,958 = 0.9932863, so X = $6.73826 and the change
    is 0.67137% of E, under 1%: E stays $6.7838 and the number 447,761.
    """
    path = ridgeway(9.25)
    state = path.warrants[0]
    assert state.shadow == STRIKE * (BEFORE + Fraction(3_500_000 * 100, 925)) / 32_397_958
    assert float(state.shadow) == pytest.approx(6.73826, abs=5e-6)
    assert float((STRIKE - state.shadow) / STRIKE) == pytest.approx(0.0067137, abs=5e-8)
    assert (state.price, state.whole_left) == (STRIKE, 447_761)
    assert (path.fired["adjustment_carried_forward"], path.fired["warrant_adjusted"]) == (1, 0)
    assert path.outstanding == 32_397_958
    assert path.other_issues_usd == 3_500_000


@pytest.mark.parametrize("bid", [3, 20, None], ids=["low", "high", "not on record"])
def test_a_stated_market_price_stands_in_the_place_of_the_bid(bid):
    """At a bid of $3 nothing would adjust and at $20 more; stated, $9.25 decides, also where no bid is on record."""
    stated = RIDGEWAY | {"market_price_usd": "9.25"}
    terms = warrant(shares=447_761, exercise_price_usd="6.7838")
    scenario = deal(
        common={"outstanding_shares": BEFORE},
        holder={"policy": "hold", "warrants": {"exercise": "never"}},
        rest={"warrants": [terms], "events": [stated]},
    )
    ledger = keep(scenario, [bid, bid, 11, 11])
    (adjustment,) = [event for event in ledger.events if event.kind == "adjustment"]
    # Worked out in test_ridgeway_is_carried_forward.
    assert adjustment.note.startswith("adjusted to $6.738256 unrounded, 0.671% from $6.7838")
    (issue,) = [event for event in ledger.events if event.kind == "issuance"]
    assert "below the stated Market Price of $9.2500" in issue.note


def test_ridgeway_reaches_one_percent_at_12_87():
    """1% of 32,397,958 is 323,979.58 = 595,889 - 3,500,000/M, so M = 3,500,000/271,909.42 = $12.8719, $12.87.

    In whole cents: at $12.87 the change is 323,938.73/32,397,958 = 0.99987%, at $12.88 it is 324,149.9/32,397,958 =
    1.00053%, and E becomes 6.7838 x 0.9899947 = 6.71593, $6.72.
    """
    below, above = ridgeway(12.87).warrants[0], ridgeway(12.88).warrants[0]
    assert below.price == STRIKE
    assert above.price == Fraction(672, 100)
    assert above.amount == 447_761 * STRIKE
    assert above.real_left == 447_761 * STRIKE / Fraction(672, 100)


def test_a_second_issue_takes_what_was_carried_over_one_percent():
    """300,000 more for $1,500,000 at a bid of $9.25, with 32,397,958 before.

    (32,397,958 + 162,162.162)/32,697,958 = 0.9957845 is a change of 0.42% alone. X = 6.73826 x 0.9957845 = 6.70985,
    1.09% under 6.7838: E becomes $6.71 and the number 447,761 x 6.7838/6.71 = 452,685.6, whole 452,685.
    """
    second = RIDGEWAY | {"date": "1999-01-06", "shares": 300_000, "consideration_usd": "1500000"}
    path = ridgeway(9.25, second)
    state = path.warrants[0]
    assert float(state.shadow) == pytest.approx(6.70985, abs=1e-5)
    assert state.price == Fraction(671, 100)
    assert state.whole_left == 452_685
    assert (path.fired["adjustment_carried_forward"], path.fired["warrant_adjusted"]) == (1, 1)


@pytest.mark.parametrize(
    "changes",
    [{"anti_dilution": False}, {"adjusts_from": "1999-01-06"}, {"expires": "1999-01-04"}],
    ids=["none", "from later on", "expired"],
)
def test_a_warrant_that_an_issue_does_not_touch(changes):
    state = ridgeway(9.25, **changes).warrants[0]
    assert state.shadow == STRIKE


def test_an_issue_at_the_market_or_excepted():
    """$3,500,000 for 595,889 is $5.8736 a share: a bid of $5.87 is not above it. An excepted one adjusts nothing."""
    assert ridgeway(5.87).warrants[0].shadow == STRIKE
    assert ridgeway(5.88).warrants[0].shadow < STRIKE
    excepted = [{**RIDGEWAY, "date": "1999-01-06", "shares": 10**7, "consideration_usd": "1", "excepted": True}]
    assert ridgeway(5.87, *excepted).warrants[0].shadow == STRIKE


def options(**changes):
    return {
        "kind": "convertible_issue",
        "date": "1999-01-05",
        "name": "options",
        "maximum_shares": 100_000,
        "consideration_usd": "0",
        "further_consideration_usd": "500000",
    } | changes


def small(*events):
    """1,000,000 outstanding, bids of $10.00, one warrant at $10.00 that is not exercised."""
    scenario = deal(
        holder={"policy": "hold", "warrants": {"exercise": "never"}},
        rest={"warrants": [warrant()], "events": list(events)},
    )
    return walk(scenario, [10] * 5)


def test_options_count_at_their_maximum_on_issue():
    """(1,000,000 + 500,000/10)/1,100,000 = 21/22: X = $9.5454..., E = $9.55. Nothing is outstanding yet."""
    path = small(options())
    assert path.warrants[0].shadow == Fraction(210, 22)
    assert path.warrants[0].price == Fraction(955, 100)
    assert (path.outstanding, path.fired["convertible_issue"]) == (1_000_000, 1)


def test_a_variable_rate_counts_at_80_percent_of_the_market():
    """d = 0.1: P = 100,000 x 0.9 x 0.8 x 10 = $720,000: (1,000,000 + 72,000)/1,100,000."""
    path = small(options(variable_rate=True, discount_fraction="0.1"))
    assert path.warrants[0].shadow == 10 * Fraction(1_072_000, 1_100_000)


@pytest.mark.parametrize(("fixed", "discount", "each"), [("3", None, 3), ("8.01", None, 8), ("7.19", "0.1", "7.19")])
def test_a_variable_rate_counts_at_its_fixed_price_if_that_is_lower(fixed, discount, each):
    """``W 4(b)(ii)(2)``: the lowest price that would be applicable. At a market of $10.00 it floats to $8.00.

    At $3.00 fixed: (1,000,000 + 100,000 x 3/10)/1,100,000 = 103/110. At $8.01 it floats lower, and with a discount of
    a tenth, to $7.20, it does not float to $7.19. What is stated as paid for it does not matter.
    """
    path = small(options(variable_rate=True, discount_fraction=discount, fixed_price_usd=fixed))
    assert path.warrants[0].shadow == 10 * (1_000_000 + 10_000 * Fraction(each)) / 1_100_000


def test_a_lapse_takes_the_adjustment_back():
    """X is again $10.00, 4.7% from $9.55, and so is E."""
    lapse = {"kind": "readjustment", "date": "1999-01-06", "of": "options"}
    path = small(options(), lapse)
    assert (path.warrants[0].shadow, path.warrants[0].price) == (10, 10)
    assert (path.fired["readjustment"], path.fired["warrant_adjusted"]) == (1, 2)


def test_a_repricing_is_counted_at_the_market_of_the_issue():
    """Repriced to $200,000 in all: (1,000,000 + 20,000)/1,100,000, at O and M of the issue, whatever came between."""
    between = {"kind": "issuance", "date": "1999-01-06", "shares": 1_000_000, "consideration_usd": "20000000"}
    repriced = {
        "kind": "readjustment",
        "date": "1999-01-07",
        "of": "options",
        "further_consideration_usd": "200000",
    }
    path = small(options(), between, repriced)
    assert path.warrants[0].shadow == 10 * Fraction(1_020_000, 1_100_000)


def test_a_repricing_above_the_market_undoes_it_once():
    """$1,100,000 is not below 100,000 x $10.00: factor 1; the lapse after it changes nothing more."""
    repriced = {
        "kind": "readjustment",
        "date": "1999-01-06",
        "of": "options",
        "further_consideration_usd": "1100000",
    }
    path = small(options(), repriced, {"kind": "readjustment", "date": "1999-01-07", "of": "options"})
    assert path.warrants[0].shadow == 10
    assert (path.fired["readjustment"], path.fired["warrant_adjusted"]) == (2, 2)


def test_options_at_the_market_that_are_repriced_adjust():
    """$1,000,000 for 100,000 is $10.00 a share, the market: nothing. At $2.00 (1,000,000 + 20,000)/1,100,000: $9.2727.

    ``W 4(b)(iii)`` is of any Options. A lapse of them changes nothing; excepted ones adjust nothing either way.
    """
    at_market = options(further_consideration_usd="1000000")
    repriced = {
        "kind": "readjustment",
        "date": "1999-01-06",
        "of": "options",
        "further_consideration_usd": "200000",
    }
    path = small(at_market, repriced)
    assert path.warrants[0].shadow == 10 * Fraction(1_020_000, 1_100_000)
    assert path.warrants[0].price == Fraction(927, 100)
    assert path.fired["warrant_adjusted"] == 1
    for events in (
        [at_market, repriced | {"further_consideration_usd": None}],
        [at_market | {"excepted": True}, repriced],
    ):
        path = small(*events)
        assert (path.warrants[0].shadow, path.fired["warrant_adjusted"]) == (10, 0)


def test_what_a_repriced_issue_at_the_market_did_is_undone_by_its_lapse():
    """From $9.2727 back by 1 over 1,020,000/1,100,000: $10.00."""
    repriced = {
        "kind": "readjustment",
        "date": "1999-01-06",
        "of": "options",
        "further_consideration_usd": "200000",
    }
    lapse = {"kind": "readjustment", "date": "1999-01-07", "of": "options"}
    path = small(options(further_consideration_usd="1000000"), repriced, lapse)
    assert (path.warrants[0].shadow, path.warrants[0].price) == (10, 10)
    assert path.fired["warrant_adjusted"] == 2
