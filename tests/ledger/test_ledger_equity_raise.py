"""The company's sales of common when its cash runs low (METHODS 26.2), by hand: $10,000 of cash, 100 preferred at $10.

The bid is $10.00 and the discount 10%, so that a sale is at $9.00; one sale brings at most $900: 100 shares.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from ledger_deals import keep, series
from pydantic import ValidationError
from remedy_deals import acts, amounts, failing, flat, shares, times, warrant

from simulate.scenario import Scenario
from simulate.words.company import company_in_words

TERMS = {"threshold_usd": "10000.01", "most_usd": 900, "sessions_between": 2}
COVENANT = {"until": "1999-01-06", "fixed_floor_usd": "0", "market_fraction": "0.95"}
SPLIT = {"kind": "split", "date": "1999-01-05", "new_shares": 2, "old_shares": 1}


def low(*terms, company=(), cash: str = "10000", parts=(), **changes) -> Scenario:
    """A deal whose company has little cash; the holder holds."""
    with_cash = {"redemption": {"series": ["B"], "cash_usd": [{"date": "1999-01-04", "usd": cash}]}} | dict(parts)
    made = failing(*terms, parts=with_cash, **changes).model_dump(mode="json")
    raises = {"policy": "raise_equity", "raise_equity": TERMS | dict(company)}
    return Scenario.model_validate(made | {"company": raises})


def test_it_sells_under_the_bid_while_its_cash_is_under_the_threshold():
    """Monday: $10,000 is under $10,000.01, so 100 shares at $9.00 bring $900; $10,900 is enough from then on."""
    ledger = flat(low(), 6, 10)
    assert shares(ledger, "equity raised") == [(0, 100)]
    assert amounts(ledger, "equity raised") == [(0, 900.0)]
    assert ledger.totals["raised_usd"] == ledger.totals["other_issues_usd"] == 900
    assert ledger.totals["other_issues_shares"] == 100
    assert ledger.totals["outstanding_at_horizon_shares"] == 1_000_100 + ledger.totals["shares_issued"]
    assert ledger.totals["company_cash_in_usd"] == 100_900
    assert ledger.totals["books_gap_usd"] == 0
    assert times(ledger, "equity_raised") == 1
    assert times(ledger, "issuance") == 0


def test_cash_at_the_threshold_is_not_low():
    assert acts(flat(low(company={"threshold_usd": "10000"}), 6, 10), "equity raised") == []


def test_it_waits_between_sales():
    """It stays low: it sells on every second session."""
    assert acts(flat(low(company={"threshold_usd": "50000"}), 6, 10), "equity raised") == [0, 2, 4]


def test_it_sells_whole_shares_for_no_more_than_the_most():
    """$908 at $9.00 are 100.9 shares: 100."""
    assert shares(flat(low(company={"most_usd": 908}), 3, 10), "equity raised") == [(0, 100)]


@pytest.mark.parametrize(("most", "sold"), [(9, [(0, 1)]), (8, [])])
def test_it_sells_a_single_share_and_never_none(most, sold):
    """At $9.00 a share $9 buy one, and $8 none: then nothing was raised at all."""
    ledger = flat(low(company={"most_usd": most}), 3, 10)
    assert shares(ledger, "equity raised") == sold
    assert times(ledger, "equity_raised") == len(sold)


def test_cents_and_parts_of_a_cent_are_raised_too():
    """90% of $10.01 is $9.009: 99 shares of $900 bring $891.891."""
    ledger = flat(low(), 3, 10.01)
    assert amounts(ledger, "equity raised") == [(0, pytest.approx(891.891, abs=1e-9))]
    assert ledger.totals["raised_usd"] == pytest.approx(891.891, abs=1e-9)


def test_it_sells_no_more_than_is_authorized_and_not_reserved():
    """40 are free; on Wednesday none is."""
    common = {"outstanding_shares": 1_000_000, "authorized_shares": 1_000_050, "reserved_elsewhere_shares": 10}
    ledger = flat(low(company={"threshold_usd": "50000"}, common=common), 6, 10)
    assert shares(ledger, "equity raised") == [(0, 40)]


def test_what_is_reserved_for_the_preferred_is_not_sold():
    """Of 10,040 that are authorized and free B's reserve takes 10,000."""
    reserve = {"reserve": {"amount_shares": 10_000, "series": "B", "company": "binds", "required_multiple": "0.01"}}
    ledger = flat(low(parts=reserve, common={"authorized_shares": 1_010_040}), 3, 10)
    assert shares(ledger, "equity raised") == [(0, 40)]


def redeeming(within: int, pay_after: int = 2) -> Scenario:
    """Redeemed on Tuesday, 100 preferred at $1,200 fall due on Thursday; cash is $120,500, the threshold $1,000."""
    redemption = {
        "series": ["B"],
        "face_multiple": "1.2",
        "pay_after_sessions": pay_after,
        "cash_usd": [{"date": "1999-01-04", "usd": "120500"}],
    }
    event = {"kind": "redemption_event", "event": "ii", "date": "1999-01-04"}
    company = {"threshold_usd": "1000", "due_within_sessions": within}
    return low(company=company, parts={"redemption": redemption, "events": [event]}, holder={"redeems": "always"})


@pytest.mark.parametrize(
    ("within", "pay_after", "first"),
    [(0, 2, 3), (1, 2, 2), (2, 2, 1), (20, 2, 1), (0, 3, 4), (1, 3, 3), (2, 3, 2), (20, 3, 1)],
)
def test_what_falls_due_soon_counts(within, pay_after, first):
    """What is left when it is paid is $500: it is seen so many sessions ahead."""
    # What is raised tells the bid of its session.
    ledger = keep(redeeming(within, pay_after), [10 + 0.1 * t for t in range(7)])
    assert acts(ledger, "equity raised")[0] == first


def test_what_it_raises_pays_what_is_owed_on_the_same_session():
    """$119,500 of cash and $900 from a sale on Tuesday pay the $120,000 of Thursday, which cash alone does not."""
    scenario = redeeming(20)
    raw = scenario.model_dump(mode="json")
    raw["deal"]["redemption"]["cash_usd"][0]["usd"] = "119500"
    raw["company"]["raise_equity"] |= {"due_within_sessions": 0, "threshold_usd": "0"}
    ledger = flat(Scenario.model_validate(raw), 7, 10)
    assert acts(ledger, "equity raised") == [3]
    assert amounts(ledger, "payment") == [(3, 120_000.0)]
    assert times(ledger, "payment_short") == 0


def test_a_sale_below_the_market_adjusts_the_warrants():
    """1,000,000 outstanding, 250,000 sold for $2,250,000: (1,000,000 + 225,000)/1,250,000 = 0.98 of $20 is $19.60."""
    parts = {"warrants": [warrant()]}
    ledger = flat(low(company={"most_usd": 2_250_000}, parts=parts), 3, 10, earlier_bids=[10] * 5)
    assert [event.price for event in ledger.events if event.kind == "adjustment"] == [Fraction("19.6")]
    assert times(ledger, "warrant_adjusted") == 1


def falling(cash: str = "10000"):
    """Its cash falls to $10,000 on Wednesday, session 2."""
    usd = [{"date": "1999-01-04", "usd": "5000000"}, {"date": "1999-01-06", "usd": cash}]
    return {"redemption": {"series": ["B"], "cash_usd": usd}}


def test_the_market_of_an_adjustment_is_the_bid_of_the_session_before():
    """At 90% of $9 $2,025,000 are 250,000 shares, 192,857.14 at the $10.50 of the day before, not at Monday's $12.

    (1,000,000 + 192,857.14)/1,250,000 of $20 is $19.0857: $19.09.
    """
    company = {"most_usd": 2_025_000}
    ledger = keep(low(company=company, parts=falling() | {"warrants": [warrant()]}), [12, 10.5, 9, 9])
    assert shares(ledger, "equity raised") == [(2, 250_000)]
    assert [event.price for event in ledger.events if event.kind == "adjustment"] == [Fraction("19.09")]


@pytest.mark.parametrize(
    ("changes", "adjusted", "carried"),
    [
        ({"adjusts_from": "1999-01-06"}, 1, 0),
        ({"adjusts_from": "1999-01-07"}, 0, 0),
        ({"expires": "1999-01-06"}, 1, 0),
        ({"expires": "1999-01-05"}, 0, 0),
        ({"shares": 1}, 1, 0),
        # A cent is the least that an Exercise Price can be.
        ({"shares": 1, "exercise_price_usd": "0.01", "exercisable_from": "1999-07-27"}, 0, 1),
    ],
)
def test_a_warrant_is_adjusted_from_its_day_to_its_last(changes, adjusted, carried):
    """The sale is on Wednesday."""
    parts = falling() | {"warrants": [warrant(**changes)]}
    ledger = flat(low(company={"most_usd": 2_250_000}, parts=parts), 4, 10)
    assert acts(ledger, "equity raised") == [2]
    assert (times(ledger, "warrant_adjusted"), times(ledger, "adjustment_carried_forward")) == (adjusted, carried)


def test_a_warrant_that_has_been_exercised_is_not_adjusted():
    """At $5 it is exercised on Monday; the preferred at $20 is not worth converting."""
    parts, holder = falling() | {"warrants": [warrant(exercise_price_usd="5")]}, {"policy": "convert_and_sell"}
    dear = series(conversion_price={"fixed_usd": "20"})
    ledger = flat(low(dear, company={"most_usd": 2_250_000}, parts=parts, holder=holder), 4, 10)
    assert acts(ledger, "exercise") == [0]
    assert acts(ledger, "equity raised") == [2]
    assert times(ledger, "warrant_adjusted") == times(ledger, "adjustment_carried_forward") == 0


def test_a_sale_at_the_very_bid_of_the_day_before_is_not_below_the_market():
    """80% of $10.10 is the $8.08 of the day before, but not in binary fractions, of which 5,023 come to less."""
    company = {"most_usd": 40_586, "discount_fraction": "0.2"}
    scenario = low(company=company, parts={"warrants": [warrant()]}, common={"outstanding_shares": 1000})
    ledger = flat(scenario, 3, 10.10, earlier_bids=[8.08] * 5)
    assert shares(ledger, "equity raised") == [(0, 5023)]
    assert times(ledger, "warrant_adjusted") == times(ledger, "adjustment_carried_forward") == 0


def test_a_sale_just_below_the_market_is_carried_forward_however_little_it_is():
    """99.9% of $10.01 is $9.99999, of one share beside 10^11: 10^-17 of the price, less than a float64 holds."""
    parts, common = {"warrants": [warrant()]}, {"outstanding_shares": 100_000_000_000}
    scenario = low(company={"most_usd": 10, "discount_fraction": "0.001"}, parts=parts, common=common)
    ledger = flat(scenario, 3, 10.01, earlier_bids=[10] * 5)
    assert shares(ledger, "equity raised") == [(0, 1)]
    assert (times(ledger, "warrant_adjusted"), times(ledger, "adjustment_carried_forward")) == (0, 1)


def test_a_sale_above_the_bid_of_the_day_before_does_not():
    """The bid rises from $10 to $12 on Tuesday, 10% under which is $10.80."""
    company = {"most_usd": 2_250_000, "threshold_usd": "2270000"}
    parts = {"warrants": [warrant()], "issue_covenant": COVENANT | {"until": "1999-01-05"}}
    ledger = keep(low(company=company, parts=parts), [10, 12, 12])
    assert acts(ledger, "equity raised") == [1]
    assert times(ledger, "warrant_adjusted") == times(ledger, "adjustment_carried_forward") == 0


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({}, 2),
        ({"market_fraction": "0.9"}, 0),
        ({"market_leg": "ignored"}, 0),
        ({"market_leg": "ignored", "fixed_floor_usd": "9.01"}, 2),
        ({"market_leg": "ignored", "fixed_floor_usd": "9"}, 0),
        ({"until": "1999-01-04"}, 0),
    ],
)
def test_the_covenant_binds_it_until_its_date(changes, first):
    """$9.00 is under 95% of $10, not under 90%; on Wednesday, its date, the covenant is over. It is never broken."""
    scenario = low(parts={"issue_covenant": COVENANT | changes})
    ledger = keep(scenario, [10, 10, 10.5, 10.5, 10.5], earlier_bids=[10] * 5)
    assert acts(ledger, "equity raised") == [first]
    assert times(ledger, "issue_covenant_broken") == 0


def test_the_covenant_is_over_on_its_date_and_after_it():
    """On Wednesday, with which a run may end; and on Friday, when cash runs low for the first time."""
    assert times(flat(low(parts={"issue_covenant": COVENANT}), 2, 10, earlier_bids=[10] * 5), "equity_raised") == 0
    assert times(flat(low(parts={"issue_covenant": COVENANT}), 3, 10, earlier_bids=[10] * 5), "equity_raised") == 1
    usd = [{"date": "1999-01-04", "usd": "20000"}, {"date": "1999-01-08", "usd": "10000"}]
    parts = {"issue_covenant": COVENANT, "redemption": {"series": ["B"], "cash_usd": usd}}
    assert acts(flat(low(parts=parts), 6, 10, earlier_bids=[10] * 5), "equity raised") == [4]


def test_the_covenant_does_not_bind_once_the_investor_holds_too_little():
    """It converts all on Monday and sells it at once: on Monday's close it holds nothing."""
    holder = {"policy": "convert_and_sell"}
    ledger = flat(low(parts={"issue_covenant": COVENANT}, holder=holder), 3, 10, earlier_bids=[10] * 5)
    assert acts(ledger, "equity raised") == [0]


@pytest.mark.parametrize(("floor", "found"), [("9", [1]), ("9.01", [])])
def test_a_split_restates_the_covenants_fixed_floor(floor, found):
    """From Tuesday two new shares are one old one: the bid is $5, and $4.50 is $9.00 on the old footing."""
    covenant = {"until": "1999-12-31", "fixed_floor_usd": floor, "market_leg": "ignored"}
    company = {"threshold_usd": "15000"}
    cash = [{"date": "1999-01-04", "usd": "20000"}, {"date": "1999-01-05", "usd": "10000"}]
    parts = {"issue_covenant": covenant, "events": [SPLIT], "redemption": {"series": ["B"], "cash_usd": cash}}
    assert (
        acts(keep(low(company=company | {"sessions_between": 60}, parts=parts), [10, 10, 10]), "equity raised") == found
    )


def refused(change, said) -> None:
    raw = low().model_dump(mode="json")
    change(raw)
    with pytest.raises(ValidationError, match=said):
        Scenario.model_validate(raw)


def test_a_policy_without_its_terms_is_refused():
    refused(lambda raw: raw["company"].update(raise_equity=None), "company.raise_equity is null")
    refused(lambda raw: raw["deal"].update(redemption=None), "what runs low is its cash_usd")
    refused(lambda raw: raw["deal"]["conversion"].update(fractional_shares=True), "sells whole shares")
    refused(lambda raw: raw["company"].update(policy="passive"), "company.policy is passive")
    refused(lambda raw: raw["company"]["raise_equity"].update(discount_fraction="0.1234"), "whole thousandths")


def test_the_terms_are_said_in_words():
    said = company_in_words(low(parts={"issue_covenant": COVENANT}))
    assert len(said) == 1
    for part in ("$10,000.01", "10% under the bid", "at most $900", "once in 2 sessions", "SPA 4.5"):
        assert part in said[0]
    assert company_in_words(failing(parts={})) == []
