"""The rest of the contract in words, and its switches, inputs and readings only where their part is in force."""

from __future__ import annotations

from typing import Any

import pytest
from deals import scenario, series

from simulate.load import load
from simulate.words import assumed_inputs, choices_in_force, deal_in_words, fixed_readings

VARIABLE = {"switch_on": "1998-12-31", "multiplier": "0.8", "lookback_sessions": 20, "lowest_count": 3}
RESETS = {"dates": ["1999-03-31", "1999-06-30"], "multiplier": 1, "lookback_sessions": 10, "lowest_count": 5}
WARRANT = {
    "name": "W1",
    "shares": 1000,
    "exercise_price_usd": "5.25",
    "issue_date": "1998-12-31",
    "exercisable_from": "1999-06-30",
    "expires": "1999-12-31",
    "registration_effective": "1999-01-04",
    "statement": "B",
}
RULE = {"floor_shares": 500, "share_of_session_volume": "0.1", "share_of_average_volume": "0.2"}
FIRM = {"company": "binds"}
CAP_TEST = {"series": "B", "after": "1999-06-30", "approval_by": "1999-03-01"}
REDEEMABLE = {"redemption": {"series": ["B"], "cash_usd": [{"date": "1998-12-31", "usd": 1}]}}


def said(all_series: list[dict[str, Any]] | None = None, holder: dict[str, Any] | None = None, **deal: Any) -> str:
    """A small deal read aloud."""
    return "\n".join(deal_in_words(scenario(all_series=all_series, deal=deal, holder=holder)))


def priced(fixed: Any = 6, **variable: Any) -> list[dict[str, Any]]:
    return [series(conversion_price={"fixed_usd": fixed, "variable": VARIABLE | variable})]


@pytest.mark.parametrize(
    "words",
    [
        "Warrant W1, of the investor: 447,761 shares at $6.7838 a share (W), issued on 27 July 1998, exercisable from "
        "27 July 1999 to 27 July 2003, both inclusive (W 2)",
        "Warrant G2, of the placement agent: 87,500 shares at $4.9375 a share (W)",
        "exercises of warrants W1, W2, G1 and G2 issue at most 5,071,913 common shares together",
        "Reserved Amount: 4,000,000 shares for Series B and warrants W1 and W2 (CoD V.A). Where what remains of it is "
        "under 200% of the series as converted on 3 sessions in a row (CoD V.B), the company raises it at once",
        "is event (vii) 60 calendar days later (CoD VIII.A(vii))",
        "Cap test: after 27 July 1999, while the Cap Amount applies, what is left of it should be 200% of Series B as "
        "converted (CoD VI.B); a failure without approval by 8 February 1999 is event (viii), which a later approval "
        "ends (CoD VIII.A(viii))",
        "A redemption under it takes so many that what is left of the Cap Amount exceeds 200% of the rest as converted",
        "Registration statements: 5,000,000 shares for Series A and 4,000,000 shares for Series B (RRA 2.1). Where one "
        "has under 175%",
        "within 90 calendar days of its issue, the SEC commenting; for each day late, from the deadline",
        "the company pays 3% of the purchase price of all series for 30 days, pro rata (RRA 2.3): after every 30 days "
        "and after the last, 5 calendar days later",
        "until 7 sessions after the abandonment (CoD XI.B); completion pays preferred 125% of face at least (CoD XI.C)",
        "An adjustment of less than 1% of the Exercise Price is carried forward (W 4(h)); a variable-rate convertible "
        "counts as if the market were 80% of what it is (W 4(b)(ii)). In a merger the Black-Scholes Amount takes the "
        "volatility of at most 100 closes before the notice, which is given 5 sessions before the completion (W 4(e))",
        "the company pays $500 a calendar day until session 5 after the notice, then 1% of the affected face a day, "
        "and the Premium on it once (CoD VII.A)",
        "Series A and B redeemed at the greater of 125% of face and what converting at the closing bid would bring",
        "$15,000,000 from 18 December 1998 and $7,500,000 from 18 December 2000 (CoD VIII.D)",
        "What is due and unpaid bears 24% a year (CoD XIV.E)",
        "the shares of all preferred and of the investor's warrants are authorized and reserved, registered and listed",
        "until 27 July 1999 the company issues no equity at a fixed price under $6.03 a share",
        "the company reimburses $50,000 at the start (SPA 4.6)",
        "Warrants: exercised in cash (W 1(a)) as far as the shares can be sold at once",
        "the holder elects redemption when it pays more than converting at the bid would bring (CoD VIII.B)",
    ],
)
def test_the_whole_deal_is_read_aloud(words):
    assert words in "\n".join(deal_in_words(load("valence-1998")))


@pytest.mark.parametrize(
    ("all_series", "words"),
    [
        (priced(selector="lowest"), "80% of the lowest of the closing bids of the 20 consecutive sessions"),
        (priced(selector="mean"), "80% of the mean of the closing bids"),
        (priced(selector="median", price_field="close"), "80% of the median of the closes"),
        (priced(selector="kth_lowest"), "80% of the 3rd-lowest of the closing bids"),
        (priced(selector="kth_lowest", lowest_count=12), "80% of the 12th-lowest of the closing bids"),
        (priced(price_field="low_proxy"), "low prices (each the lower of a session's close and the close before)"),
        (priced(floor_usd=1, below_floor="stops"), "$1 a share for the variable price; below it the series does not"),
        (priced(floor_usd=1, below_floor="cash_difference"), "the shares that are missing are paid in cash"),
        (
            priced(multiplier_steps=[{"date": "1999-06-30", "multiplier": "0.75", "unless": "registered"}]),
            "later multipliers: 75% from 30 June 1999 unless its registration is effective by then",
        ),
        ([series(conversion_price={"fixed_usd": 6, "ceiling_usd": "5.5"})], "is never above $5.50 a share"),
        (
            [series(conversion_price={"fixed_usd": 6, "resets": RESETS | {"floor_usd": 2}})],
            "on 31 March 1999 and 30 June 1999 the fixed price falls to 100% of the average of the 5 lowest closing "
            "bids of the 10 sessions before, if that is lower, but not below $2",
        ),
        ([series(premium={"rate_per_year": "0.08", "paid": "in_kind"})], "added to the claim every 3 months"),
        ([series(premium={"rate_per_year": "0.08", "paid": "cash", "pay_months": 1})], "paid in cash every month"),
        ([series(premium={"rate_per_year": "0.08", "paid": "shares"})], "in common at the Conversion Price where"),
        (
            [series(amortisation={"dates": ["1999-06-30"], "preferred_shares": 100, "pay": "shares"})],
            "100 preferred shares, or what is left of them, are retired on each of 1 date, 30 June 1999, converted",
        ),
        (
            [series(draws={"dates": ["1999-03-31", "1999-06-30"], "preferred_shares": 100})],
            "100 preferred shares' worth of common, $100,000, on each of 2 dates, 31 March 1999 to 30 June 1999",
        ),
        ([series(draws={"dates": ["1999-03-31"], "preferred_shares": 100})], "not drawn by 31 December 1999 lapses"),
        (
            [series(position={"preferred_left": 4500, "common_held": 7, "proceeds_usd": 9, "fixed_usd": 4})],
            "4,500 preferred shares are left, 7 shares of common from it are held, and earlier sales brought $9, "
            "counted on session 0. The fixed price in force is $4 a share",
        ),
    ],
)
def test_the_rules_and_payments_of_a_series_are_read_aloud(all_series, words):
    assert words in said(all_series)
    assert words not in said()


@pytest.mark.parametrize(
    ("deal", "words"),
    [
        (
            {"limits": {"cap": {"share_of_outstanding": "0.1999", "counts": ["B"], "used_shares": 9}}},
            "at most 5,338,144 common shares, 19.99% of the common outstanding at session 0, together",
        ),
        ({"limits": {"ownership_fraction": "0.05", "ownership_basis": "before"}}, "but not in the common outstanding"),
        ({"limits": {"conversion_volume": RULE}}, "in one session, at most the greatest of 500 shares, 10% of that"),
        (
            {
                "limits": {
                    "sale_volume": RULE
                    | {
                        "while_held": "B",
                        "price_below_usd": 5,
                        "further_bands": [RULE | {"price_below_usd": 8, "floor_shares": 900}],
                    }
                }
            },
            "From there to $8 they are at most the greatest of 900 shares, 10% of that session's volume and 20% of the "
            "average volume of the 5 sessions before. At $8 or more sales are free.",
        ),
        (
            {"common": {"outstanding_shares": 100, "authorized_shares": 150, "reserved_elsewhere_shares": 20}},
            "150, of which 30 are free at session 0, 20 more being reserved for other instruments",
        ),
        (
            {"delivery": {"period_sessions": 4}, "warrants": [WARRANT]},
            "Shares of the investor's exercises are due 4 sessions after them; late, a buy-in is all that the warrants",
        ),
        ({"warrants": [WARRANT | {"shares_left": 7}]}, "7 of its shares are left at session 0"),
        ({"warrants": [WARRANT | {"adjusted_price_usd": "3.21"}]}, "adjusted before, its Exercise Price is $3.21"),
        ({"warrants": [WARRANT | {"shadow_price_usd": "3.214"}]}, "unrounded, its Exercise Price stands at $3.214"),
        ({"warrants": [WARRANT | {"amount_left_usd": "12.5"}]}, "Warrant Shares for $12.5"),
        ({"warrants": [WARRANT | {"anti_dilution": False}]}, "issues below market do not adjust it"),
        ({"warrants": [WARRANT | {"adjusts_from": "1999-06-30"}]}, "issues below market from 30 June 1999 on adjust"),
        ({"warrants": [WARRANT | {"resets": RESETS}]}, "on 31 March 1999 and 30 June 1999 its price falls to 100%"),
        ({"warrants": [WARRANT | {"purchase_price_usd": 3}]}, "issued on 31 December 1998 for $3"),
        (
            {"reserve": FIRM | {"amount_shares": 9, "series": "B"}},
            "the company never raises it, and a failure is event",
        ),
        (
            {"registration": FIRM | {"statements": [{"series": "B", "registered_shares": 9}]}},
            "the company never amends it: sales stop at what is registered",
        ),
        ({"delivery": {"interest_per_year": "0.3"}}, "after the demand; unpaid, it bears 30% a year (CoD XIV.E)"),
        (
            {"registration": {"paying_series": "B", "payment_month_days": 28, "pay_after_days": 2}},
            "for 28 days, pro rata (RRA 2.3): after every 28 days and after the last, 2 calendar days later",
        ),
        (
            {"delivery": {}, "merger": {"freeze_sessions_after_abandonment": 9, "face_multiple": "1.5"}},
            "until 9 sessions after the abandonment (CoD XI.B); completion pays preferred 150% of face at least",
        ),
        (
            {"warrants": [WARRANT], "warrant_terms": {"least_adjustment_fraction": "0.02"}},
            "An adjustment of less than 2% of the Exercise Price is carried forward (W 4(h))",
        ),
        (
            {"warrants": [WARRANT], "warrant_terms": {"volatility_sessions": 60, "merger_notice_sessions": 10}},
            "at most 60 closes before the notice, which is given 10 sessions before the completion (W 4(e))",
        ),
        (
            REDEEMABLE | {"cap_test": CAP_TEST | {"redemption_basis": "allocated"}},
            "A redemption under it takes so many that all of the Cap Amount exceeds 200% of the rest as converted with "
            "the investor's Warrant Shares (CoD VIII.B(iii)).",
        ),
        (
            {"listing_rule": {}},
            "Listing rule (assumed): a closing bid under $1 on 30 sessions in a row, a line that no split moves, "
            "brings the exchange's notice; unless the bid is not under it on 10 sessions in a row, the common is "
            "delisted after 90 calendar days",
        ),
        (
            {"issue_covenant": {"until": "1999-07-27"}},
            "One under 80% of the closing bid of the session before, while the investor holds 30% of the preferred or "
            "the common it was converted into, is event (iv) 10 sessions later (CoD VIII.A(iv)).",
        ),
        (
            {"issue_covenant": {"until": "1999-07-27", "market_leg": "ignored"}},
            "Whether they are under 80% of the market is not tested.",
        ),
        ({"expenses_usd": 7, "agent_fee_usd": 8}, "a cash fee of $8 at the start (SPA 1)"),
        (
            {"capital_table": {"options": [{"name": "Plan", "shares": 1000, "exercise_price_usd": "4.5"}]}},
            "Other rights to common: Plan, 1,000 shares at $4.50 (contract 11)",
        ),
    ],
)
def test_the_other_parts_of_a_deal_are_read_aloud(deal, words):
    assert words in said(**deal)
    assert words not in said()


DATED = {"date": "1999-06-30"}


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (
            {"kind": "issuance", "shares": 595_889, "consideration_usd": 3_500_000, "to": "Ridgeway"},
            "Event: 30 June 1999: the company issues 595,889 shares of common to Ridgeway for $3,500,000 (W 4(a)).",
        ),
        ({"kind": "issuance", "shares": 1, "consideration_usd": 0, "excepted": True}, "without adjusting any warrant"),
        (
            {"kind": "issuance", "shares": 1, "consideration_usd": 2, "market_price_usd": "9.25"},
            "for $2, against a stated Market Price of $9.25 (W 4(a))",
        ),
        (
            {
                "kind": "convertible_issue",
                "name": "Notes",
                "maximum_shares": 1000,
                "consideration_usd": 5,
                "further_consideration_usd": 6,
                "discount_fraction": "0.15",
                "fixed_price_usd": "4.5",
            },
            "issues Notes, rights to at most 1,000 shares, for $5 and at least $6 more, convertible at a discount of "
            "15% from the market (CoD XI.E) and at $4.50 a share (CoD XI.E) (W 4(b))",
        ),
        ({"kind": "split", "new_shares": 1, "old_shares": 10}, "a reverse split of 1 new shares for 10 old (CoD XI.A"),
        (
            {"kind": "stock_dividend", "new_shares": 11, "old_shares": 10},
            "10 shares 11, which adjusts all that a split",
        ),
        (
            {"kind": "stock_dividend", "new_shares": 11, "old_shares": 10, "treatment": "price_only"},
            "that makes 10 shares 11, which adjusts the prices only",
        ),
        ({"kind": "merger", "completed": "1999-09-30"}, "completed on 30 September 1999, at which preferred gets the"),
        ({"kind": "merger", "abandoned": "1999-09-30", "consideration_usd": 9}, "a merger at $9 a share of common"),
        (
            {"kind": "merger", "transaction": "asset_sale", "completed": "1999-09-30"},
            "a sale of substantially all assets is announced, which freezes the Conversion Price from above (CoD "
            "XI.B); completed on 30 September 1999, after which that ends; nothing is paid for it",
        ),
        (
            {"kind": "merger", "transaction": "tender_offer", "abandoned": "1999-09-30"},
            "a tender offer for half of the common or more is announced, which freezes the Conversion Price from above",
        ),
        ({"kind": "dividend", "worth_usd": "0.1"}, "a dividend in cash of $0.10 a share"),
        ({"kind": "rights", "worth_usd": "0.1"}, "pro-rata rights worth $0.10 a share"),
        ({"kind": "liquidation", "recovery": "0.4"}, "preferred gets 40% of its Liquidation Preference"),
        ({"kind": "special_adjustment", "factor": "0.9"}, "the fixed prices to 90% of what they were (CoD XI.G)"),
        ({"kind": "authorized_increase", "shares": 5000}, "stockholders authorize 5,000 more shares of common (CoD V)"),
        ({"kind": "merger", "abandoned": "1999-09-30"}, "abandoned on 30 September 1999, 7 sessions after which that"),
        ({"kind": "merger", "completed": "1999-09-30"}, "its common would have had and 125% of face (CoD XI.C)"),
        ({"kind": "delisting"}, "the common is delisted: the Cap Amount lapses"),
        ({"kind": "delisting"}, "event (i) follows on the session that makes 5 without a listing (CoD VIII.A(i))"),
        ({"kind": "suspension", "until": "1999-07-30", "statements": ["B"]}, "to 30 July 1999, no sales under the"),
        ({"kind": "delivery_failure", "late_days": 30, "buy_in": True}, "until 30 calendar days after the Delivery"),
        ({"kind": "delivery_failure", "late_days": 30, "refusal": True}, "the company announces that it will not"),
        ({"kind": "redemption_event", "event": "x"}, "Redemption Event (x) happens (CoD VIII.A(x))"),
        (
            {"kind": "redemption_event", "event": "x", "until": "2000-07-27"},
            "Redemption Event (x) happens, if before 27 July 2000, (CoD VIII.A(x))",
        ),
        ({"kind": "redemption_event", "event": "v", "date": "1998-06-30"}, "(before the start: it does not act)"),
        ({"kind": "redemption_event", "event": "v", "date": "2000-06-30"}, "(after the horizon: it does not act)"),
    ],
)
def test_every_event_is_read_aloud(event, words):
    assert words in said(events=[DATED | event])


def test_an_event_is_read_with_the_deals_own_numbers():
    event = {
        "kind": "convertible_issue",
        "name": "Notes",
        "maximum_shares": 1000,
        "consideration_usd": 5,
        "further_consideration_usd": 0,
        "variable_rate": True,
    }
    merger = {"kind": "merger", "completed": "1999-09-30"}
    words = said(
        events=[DATED | event, DATED | merger, DATED | {"kind": "delisting", "event_sessions": 3}],
        merger={"face_multiple": "1.1"},
        warrant_terms={"assumed_market_fraction": "0.75"},
    )
    assert "counted as if the market were 75% of what it is" in words
    assert "the greater of what its common would have had and 110% of face (CoD XI.C)" in words
    assert "on the session that makes 3 without a listing" in words


def test_a_variable_rate_issue_with_a_fixed_price_is_read_with_both():
    event = {
        "kind": "convertible_issue",
        "name": "Notes",
        "maximum_shares": 1000,
        "consideration_usd": 5,
        "further_consideration_usd": 0,
        "variable_rate": True,
        "fixed_price_usd": 3,
    }
    words = said(events=[DATED | event])
    assert "as if the market were 80% of what it is, or at the fixed price if that is lower) and at $3" in words


def test_default_payments_bear_the_redemptions_interest_where_there_is_one():
    redemption = {"series": ["B"], "cash_usd": [{"date": "1998-12-31", "usd": 1}], "interest_per_year": "0.2"}
    words = said(delivery={"interest_per_year": "0.3"}, redemption=redemption)
    assert "What is due and unpaid bears 20% a year (CoD XIV.E)" in words
    assert "30% a year" not in words


def test_a_deal_of_conversion_alone_says_nothing_of_mergers():
    assert "Mergers:" not in said()
    assert "Mergers:" in said(delivery={})


def test_events_are_read_in_the_order_of_their_dates_and_those_by_chance_last():
    kinds = [
        {"kind": "delisting", "hazard_per_year": "0.05"},
        {"kind": "authorized_increase", "date": "1999-09-30", "shares": 2},
        {"kind": "authorized_increase", "date": "1999-03-31", "shares": 1},
    ]
    lines = [line for line in said(events=kinds).splitlines() if line.startswith("Event")]
    assert [line.split(": ")[1] for line in lines] == [
        "31 March 1999",
        "30 September 1999",
        "0.05 a year, drawn once per path",
    ]


def names(found: list[Any]) -> set[str]:
    return {item.name for item in found}


@pytest.mark.parametrize(
    ("name", "deal"),
    [
        ("deal.warrant_terms.cashless_obeys_limits", {"warrants": [WARRANT]}),
        ("holder.takes_registration_payments_in", {"registration": {"paying_series": "B"}}),
        ("deal.registration.sec_comments", {"registration": {"paying_series": "B"}}),
        ("deal.registration.company", {"registration": {"statements": [{"series": "B", "registered_shares": 9}]}}),
        (
            "holder.refuses_at_maturity",
            {"redemption": {"series": ["B"], "cash_usd": [{"date": "1998-12-31", "usd": 1}]}},
        ),
        ("holder.has_listing_ended", {"cap_test": CAP_TEST}),
        ("deal.cap_test.redemption_basis", REDEEMABLE | {"cap_test": CAP_TEST}),
        *(
            (
                switch,
                {
                    "events": [
                        {
                            "kind": "convertible_issue",
                            "date": "1999-06-30",
                            "name": "Notes",
                            "maximum_shares": 1,
                            "consideration_usd": 1,
                            "further_consideration_usd": 1,
                            "discount_fraction": "0.1",
                        }
                    ]
                },
            )
            for switch in ("deal.later_convertibles", "holder.takes_later_terms")
        ),
        ("deal.limits.beneficial_ownership", {"limits": {"ownership_fraction": "0.049"}}),
        ("deal.reserve.basis", {"reserve": {"amount_shares": 1, "series": "B"}}),
        ("deal.delivery.premium", {"delivery": {}}),
        (
            "deal.warrant_terms.merger_notice_sessions",
            {"warrants": [WARRANT], "events": [{"kind": "merger", "date": "1999-06-30"}]},
        ),
    ],
)
def test_a_switch_is_a_choice_only_where_its_part_is_in_force(name, deal):
    assert name not in names(choices_in_force(scenario()))
    assert name in names(choices_in_force(scenario(deal=deal)))


@pytest.mark.parametrize(
    ("name", "deal"),
    [
        ("holder.warrants.exercise", {"warrants": [WARRANT]}),
        ("holder.redeems", {"redemption": {"series": ["B"], "cash_usd": [{"date": "1998-12-31", "usd": 1}]}}),
        (
            "deal.redemption.cash_usd[0].usd",
            {"redemption": {"series": ["B"], "cash_usd": [{"date": "1998-12-31", "usd": 1}]}},
        ),
        ("deal.agent_fee_usd", {"expenses_usd": 1}),
        ("deal.delivery.certificate_sessions", {"delivery": {}}),
        ("deal.listing_rule.minimum_bid_usd", {"listing_rule": {}}),
        ("deal.events[0].hazard_per_year", {"events": [{"kind": "delisting", "hazard_per_year": "0.1"}]}),
        ("deal.warrants[0].expires", {"warrants": [WARRANT | {"assumed": ["expires"]}]}),
    ],
)
def test_an_input_is_assumed_only_where_its_part_is_in_force(name, deal):
    assert name not in names(assumed_inputs(scenario()))
    assert name in names(assumed_inputs(scenario(deal=deal)))


def test_a_deal_of_conversion_alone_lists_no_more_than_it_uses():
    # The parts of the whole contract bring their own switches and inputs: none of them belongs to this deal.
    listed = names(choices_in_force(load("valence-1998-conversion-only")))
    listed |= names(assumed_inputs(load("valence-1998-conversion-only")))
    parts = ("deal.warrant", "deal.reserve", "deal.registration", "deal.delivery", "deal.redemption", "deal.expenses")
    assert not [name for name in listed if name.startswith((*parts, "deal.agent", "holder.warrants", "holder.redeems"))]


@pytest.mark.parametrize(
    ("deal", "clause"),
    [
        ({"events": [DATED | {"kind": "dividend", "worth_usd": 1}]}, "CoD IX.B, XI.F"),
        ({"events": [DATED | {"kind": "delisting"}]}, "CoD VIII.A(i)"),
        ({"registration": {"paying_series": "B"}}, "RRA 2.3"),
        ({"issue_covenant": {"until": "1999-07-27"}}, "SPA 4.5"),
        ({"delivery": {}}, "CoD IV.H"),
        ({"rule_144": {}}, "Rule 144(c), (e)(2), (f), (h)"),
        ({"rule_144": {}, "registration": {}}, "RRA 3.1"),
        ({"events": [DATED | {"kind": "merger"}], "warrants": [WARRANT]}, "W 4(e)"),
        ({"reserve": {"amount_shares": 1, "series": "B"}}, "CoD V.A"),
        ({"redemption": {"series": ["B"], "cash_usd": [{"date": "1998-12-31", "usd": 1}]}}, "CoD VIII.B to D"),
        (
            {"delivery": {}, "events": [DATED | {"kind": "delivery_failure", "late_days": 1, "refusal": True}]},
            "CoD VII.A",
        ),
    ],
)
def test_a_reading_is_fixed_only_where_its_part_is_in_force(deal, clause):
    assert clause not in {reading.clause for reading in fixed_readings(scenario())}
    assert clause in {reading.clause for reading in fixed_readings(scenario(deal=deal))}


def test_rule_144_is_a_choice_and_is_read_aloud_where_it_is_taken():
    assert "deal.rule_144" in names(choices_in_force(load("valence-1998")))
    assert not [reading for reading in fixed_readings(load("valence-1998")) if "144" in reading.text]
    assert "Rule 144" not in said()
    words = said(rule_144={}, warrants=[WARRANT])
    assert (
        "may be sold once it has been held 12 months: a conversion's since the series' issue, an exercise's for cash "
        "since the exercise, a cashless exercise's since the warrant's issue (Rule 144(d)). In any 3 months each "
        "holder may sell so at most the greater of 1% of the common outstanding and the average weekly volume of the "
        "4 weeks before, a week being 5 sessions (Rule 144(e)); what has been held 24 months goes without that limit "
        "(Rule 144(k))."
    ) in words
    short = {"holding_months": 1, "average_weeks": 1, "sessions_per_week": 1, "volume_months": 1}
    apart = said(rule_144=short | {"cashless_exercise_tacks": False}, warrants=[WARRANT])
    assert (
        "held one month: a conversion's since the series' issue, an exercise's for cash since the exercise, any"
        in apart
    )
    assert "In any month each holder" in apart
    assert "of the week before, a week being one session (Rule 144(e))" in apart
    tacks = "deal.rule_144.cashless_exercise_tacks"
    assert tacks not in names(choices_in_force(scenario(deal={"rule_144": {}, "warrants": [WARRANT]})))
    cashless = scenario(deal={"rule_144": {}, "warrants": [WARRANT]}, holder={"warrants": {"method": "cashless"}})
    assert tacks in names(choices_in_force(cashless))


def test_no_reading_says_that_a_part_is_not_modelled():
    for name in ("valence-1998", "valence-1998-conversion-only"):
        assert not [reading for reading in fixed_readings(load(name)) if "yet" in reading.text]


def test_earlier_bids_that_are_given_are_no_flat_reading():
    bids = {"earlier_bids_usd": [7] * 10, "earlier_volumes": [100_000] * 5}
    flat, given = scenario(), scenario(market=bids)
    assert len(fixed_readings(flat)) == len(fixed_readings(given)) + 1
    assert "before session 0 10 given bids and 5 given volumes stand" in "\n".join(deal_in_words(given))
