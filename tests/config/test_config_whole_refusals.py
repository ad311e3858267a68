"""What the rest of the contract refuses: each at its line and field, with the clause and what to do."""

from __future__ import annotations

import pytest
from refusals import line_of, refused

HOOK = "  later_convertibles: one_less_discount"


def with_events(*events: str) -> tuple[str, str]:
    """The replacement that gives the deal events, each a flow mapping on a line of its own."""
    return HOOK, "\n".join(["  events:", *(f"    - {{{event}}}" for event in events), HOOK])


ISSUE = "kind: issuance, date: 1999-11-29, shares: 595889, consideration_usd: 3500000"
NOTES = (
    "kind: convertible_issue, date: 1999-09-01, name: Notes, maximum_shares: 1000, consideration_usd: 9000, "
    "further_consideration_usd: 0"
)
MERGER = "kind: merger, date: 1999-09-01, abandoned: 1999-10-01"

# The replacements, the line that holds the text, the field, and what must be said.
REFUSALS = [
    # Warrants.
    (
        [("expires: 2003-07-27 ", "expires: 1999-07-26 ")],
        "expires: 1999-07-26",
        "deal.warrants[0].expires",
        "expire before it opens (W 2)",
    ),
    (
        [("exercisable_from: 1999-07-27 ", "exercisable_from: 1998-07-26 ")],
        "exercisable_from: 1998-07-26",
        "deal.warrants[0].exercisable_from",
        "before issue_date",
    ),
    ([("statement: A ", "statement: C ")], "statement: C", "deal.warrants[0].statement", "names 'C'"),
    (
        [("    - name: W2 ", "    - name: w1 ")],
        "    - name: w1",
        "deal.warrants[1].name",
        "name each series and each warrant once",
    ),
    ([("    - name: W2 ", "    - name: B ")], "    - name: B     ", "deal.warrants[1].name", "repeats a series"),
    (
        [("      adjusts_from: null ", "      shares_left: 447762\n      adjusts_from: null ")],
        "shares_left: 447762",
        "deal.warrants[0].shares_left",
        "more than shares (447,761)",
    ),
    # Rule 144.
    (
        [("rule_144: null ", "rule_144: {holding_months: 12, free_after_months: 11} #")],
        "rule_144: {",
        "deal.rule_144.free_after_months",
        "free_after_months (11) is less than holding_months (12)",
    ),
    (
        [("rule_144: null ", "rule_144: {average_weeks: 0} #")],
        "rule_144: {",
        "deal.rule_144.average_weeks",
        "from 1 to 52",
    ),
    (
        [("rule_144: null ", "rule_144: {} #"), ("policy: convert_and_sell ", "policy: short_hedged #")],
        "policy: short_hedged",
        "holder.policy",
        "set deal.rule_144 to null",
    ),
    (
        [("rule_144: null ", "rule_144: {} #"), ("fractional_shares: false ", "fractional_shares: true #")],
        "fractional_shares: true",
        "deal.conversion.fractional_shares",
        "Rule 144(e)",
    ),
    # Names of one part in another.
    (
        [("counts: [A, B, W1, W2, G1, G2]", "counts: [A, B, W1, W3]")],
        "counts: [A, B, W1, W3]",
        "deal.limits.cap.counts",
        "['W3'], not among the series and warrants",
    ),
    (
        [("    series: B                          # for Series B", "    series: W1  #")],
        "series: W1",
        "deal.reserve.series",
        "(CoD V.A)",
    ),
    (
        [("    series: B                          # CoD VI.B", "    series: C #")],
        "    series: C",
        "deal.cap_test.series",
        "(CoD VI.B)",
    ),
    ([("paying_series: B ", "paying_series: b ")], "paying_series: b", "deal.registration.paying_series", "RRA 2.3"),
    (
        [("      - series: A\n", "      - series: Z\n")],
        "- series: Z",
        "deal.registration.statements[0].series",
        "names 'Z'",
    ),
    (
        [("      - series: B\n", "      - series: A  # again\n")],
        "- series: A  # again",
        "deal.registration.statements[1].series",
        "has a statement already",
    ),
    (
        [("    series: [A, B] ", "    series: [A, D] ")],
        "series: [A, D]",
        "deal.redemption.series[1]",
        "names 'D', not among the series",
    ),
    (
        [("    series: [A, B] ", "    series: [A, A] ")],
        "series: [A, A]",
        "deal.redemption.series[1]",
        "named twice",
    ),
    # Price rules.
    (
        [
            ("        fixed_usd: 6.03 ", "        ceiling_usd: 5\n        fixed_usd: 6.03 "),
            ("          lookback_sessions: 10 ", "          floor_usd: 5.01\n          lookback_sessions: 10 "),
        ],
        "floor_usd: 5.01",
        "deal.series[0].conversion_price.variable.floor_usd",
        "above ceiling_usd (5)",
    ),
    (
        [
            (
                "          lookback_sessions: 10 ",
                "          floor_usd: 6.04\n          below_floor: stops\n          lookback_sessions: 10 ",
            )
        ],
        "floor_usd: 6.04",
        "deal.series[0].conversion_price.variable.floor_usd",
        "set below_floor to at_floor",
    ),
    (
        [
            (
                "          lookback_sessions: 10 ",
                "          multiplier_steps: [{date: 2000-01-01, multiplier: 1}, {date: 1999-12-01, multiplier: 1}]\n"
                "          lookback_sessions: 10 ",
            )
        ],
        "multiplier_steps:",
        "deal.series[0].conversion_price.variable.multiplier_steps",
        "do not ascend",
    ),
    (
        [
            (
                "        fixed_usd: 6.03 ",
                "        resets: {dates: [2000-01-03, 1999-01-04], multiplier: 1, lookback_sessions: 5, "
                "lowest_count: 5}\n        fixed_usd: 6.03 ",
            )
        ],
        "resets:",
        "deal.series[0].conversion_price.resets.dates",
        "in order, each once",
    ),
    # Limits.
    (
        [
            (
                "      price_below_usd: 12.00 ",
                "      further_bands: [{floor_shares: 1, share_of_session_volume: 0, share_of_average_volume: 0, "
                "price_below_usd: 11}]\n      price_below_usd: 12.00 ",
            )
        ],
        "further_bands:",
        "deal.limits.sale_volume.further_bands[0].price_below_usd",
        "must ascend",
    ),
    (
        [
            (
                "      price_below_usd: 12.00 ",
                "      further_bands: [{floor_shares: 1, share_of_session_volume: 0, share_of_average_volume: 0}]\n"
                "      price_below_usd: null ",
            )
        ],
        "further_bands:",
        "deal.limits.sale_volume.further_bands[0]",
        "no price is",
    ),
    (
        [("      returns: net ", "      used_shares: 5071914\n      returns: net ")],
        "used_shares: 5071914",
        "deal.limits.cap.used_shares",
        "more than the Cap Amount (5,071,913)",
    ),
    (
        [("      returns: net ", "      share_of_outstanding: 0.19\n      returns: net ")],
        "amount_shares: 5071913",
        "deal.limits.cap.amount_shares",
        "keep one",
    ),
    (
        [("      amount_shares: 5071913 ", "      share_of_outstanding: 0.9 ")],
        "share_of_outstanding: 0.9",
        "deal.limits.cap.share_of_outstanding",
        "lower the cap or raise the authorized shares",
    ),
    # Positions, amortisation, draws.
    (
        [("      maturity: 2001-07-27 ", "      position: {preferred_left: 7501}\n      maturity: 2001-07-27 ")],
        "position:",
        "deal.series[0].position.preferred_left",
        "lower it (CoD I)",
    ),
    (
        [
            (
                "      maturity: 2001-07-27 ",
                "      position: {preferred_left: 0, common_held: 26704074}\n      maturity: 2001-07-27 ",
            )
        ],
        "outstanding_shares: 26704073",
        "deal.common.outstanding_shares",
        "less than the common held",
    ),
    (
        [
            (
                "      maturity: 2001-07-27             # CoD IV.H",
                "      draws: {dates: [1999-01-04], preferred_shares: 1}\n"
                "      amortisation: {dates: [1999-01-04], preferred_shares: 1, pay: cash}\n"
                "      maturity: 2001-07-27             # CoD IV.H",
            )
        ],
        "draws:",
        "deal.series[1].draws",
        "keep draws or amortisation",
    ),
    (
        [
            (
                "      maturity: 2001-07-27             # CoD IV.H",
                "      draws: {dates: [1999-01-04], preferred_shares: 1}\n"
                "      position: {preferred_left: 1}\n"
                "      maturity: 2001-07-27             # CoD IV.H",
            )
        ],
        "draws:",
        "deal.series[1].draws",
        "keep draws or position",
    ),
    (
        [
            (
                "      maturity: 2001-07-27             # [assumed]",
                "      draws: {dates: [1999-01-04], preferred_shares: 1}\n"
                "      maturity: 2001-07-27             # [assumed]",
            )
        ],
        "draws:",
        "deal.series[0].draws",
        "nothing is contributed back (SPA 4.8)",
    ),
    (
        [
            (
                "      maturity: 2001-07-27             # CoD IV.H",
                "      draws: {dates: [2001-07-28], preferred_shares: 1}\n"
                "      maturity: 2001-07-27             # CoD IV.H",
            )
        ],
        "draws:",
        "deal.series[1].draws.dates",
        "after maturity (2001-07-27)",
    ),
    # Fractions are of closed forms.
    (
        [("fractional_shares: false", "fractional_shares: true")],
        "fractional_shares: true",
        "deal.conversion.fractional_shares",
        "not with warrants",
    ),
    (
        [("fractional_shares: false", "fractional_shares: true"), with_events(ISSUE)],
        "fractional_shares: true",
        "deal.conversion.fractional_shares",
        "not with events",
    ),
    # Remedies.
    (
        [("restored_multiple: 2 ", "restored_multiple: 1.5 ")],
        "restored_multiple: 1.5",
        "deal.registration.restored_multiple",
        "fail its own test (RRA 3.2)",
    ),
    (
        [("      - date: 2000-12-18 ", "      - date: 1998-12-18 ")],
        "cash_usd:",
        "deal.redemption.cash_usd",
        "do not ascend",
    ),
    (
        [("  expenses_usd: ", "  expenses_limit_usd: 1000\n  expenses_usd: ")],
        "  expenses_usd: ",
        "deal.expenses_usd",
        "is more than expenses_limit_usd (1000)",
    ),
    # Events.
    (
        [with_events(ISSUE.replace(", consideration_usd: 3500000", ""))],
        "    - {kind: issuance",
        "deal.events[0].consideration_usd",
        "for nothing is said as 0",
    ),
    (
        [with_events("kind: issuanse, date: 1999-11-29, shares: 1, consideration_usd: 0")],
        "    - {kind: issuanse",
        "deal.events[0].kind",
        "did you mean issuance?",
    ),
    (
        [with_events("date: 1999-11-29, shares: 1")],
        "    - {date:",
        "deal.events[0].kind",
        "allowed: issuance, convertible_issue",
    ),
    (
        [with_events("kind: split, date: 1999-09-01, new_shares: 2, old_shares: 0")],
        "    - {kind: split",
        "deal.events[0].old_shares",
        "above 0 and at most 1,000",
    ),
    (
        [with_events("kind: split, date: 1999-09-01, new_shares: 2, old_shares: 2")],
        "    - {kind: split",
        "deal.events[0].new_shares",
        "no split (CoD XI.A)",
    ),
    (
        [with_events("kind: stock_dividend, date: 1999-09-01, new_shares: 2, old_shares: 2")],
        "    - {kind: stock_dividend",
        "deal.events[0].new_shares",
        "use a split for fewer",
    ),
    (
        [with_events("kind: delisting, hazard_per_year: 1.01")],
        "    - {kind: delisting",
        "deal.events[0].hazard_per_year",
        "outside 0 to 1",
    ),
    (
        [with_events("kind: delisting, hazard_per_year: -0.01")],
        "    - {kind: delisting",
        "deal.events[0].hazard_per_year",
        "from 0",
    ),
    (
        [with_events("kind: delisting, hazard_per_year: 0.1, date: 1999-09-01")],
        "    - {kind: delisting",
        "deal.events[0].date",
        "keep one",
    ),
    (
        [with_events("kind: delisting, allow: true")],
        "    - {kind: delisting",
        "deal.events[0]",
        "neither date nor hazard_per_year",
    ),
    (
        [with_events("kind: delisting, date: 1999-09-01", "kind: delisting, date: 2000-09-01")],
        "    - {kind: delisting, date: 2000",
        "deal.events[1].date",
        "keep one delisting",
    ),
    (
        [with_events("kind: suspension, date: 1999-09-02, until: 1999-09-01, statements: [B]")],
        "    - {kind: suspension",
        "deal.events[0].until",
        "before date",
    ),
    (
        [with_events("kind: suspension, date: 1999-09-02, until: 1999-09-03, statements: [W1]")],
        "    - {kind: suspension",
        "deal.events[0].statements",
        "(RRA 3.6)",
    ),
    (
        [with_events(NOTES, NOTES.replace("1999-09-01", "1999-09-02"))],
        "    - {kind: convertible_issue, date: 1999-09-02",
        "deal.events[1].name",
        "(W 4(b))",
    ),
    (
        [with_events("kind: readjustment, date: 1999-09-02, of: Notes")],
        "    - {kind: readjustment",
        "deal.events[0].of",
        "not among the convertible issues []",
    ),
    (
        [with_events("kind: readjustment, date: 1999-09-02, of: Notes", NOTES)],
        "    - {kind: readjustment",
        "deal.events[0].of",
        "before its issue in the list",
    ),
    (
        [with_events(NOTES, "kind: readjustment, date: 1999-08-31, of: Notes")],
        "    - {kind: readjustment",
        "deal.events[1].date",
        "before the issue of Notes (1999-09-01)",
    ),
    (
        [with_events(MERGER, "kind: merger, date: 1999-10-01")],
        "    - {kind: merger, date: 1999-10-01",
        "deal.events[1].date",
        "is not over before 1999-10-01",
    ),
    (
        [with_events("kind: merger, date: 1999-09-01", "kind: merger, date: 2000-10-01")],
        "    - {kind: merger, date: 2000",
        "deal.events[1].date",
        "has no end",
    ),
    (
        [with_events("kind: merger, date: 1999-09-01, completed: 1999-10-01, abandoned: 1999-10-02")],
        "    - {kind: merger",
        "deal.events[0].completed",
        "exclude each other",
    ),
    (
        [with_events("kind: merger, date: 1999-09-01, transaction: asset_sale, consideration_usd: 5")],
        "    - {kind: merger",
        "deal.events[0].consideration_usd",
        "whose completion pays nothing under this deal",
    ),
    (
        [with_events("kind: merger, date: 1999-09-01, completed: 1999-09-01")],
        "    - {kind: merger",
        "deal.events[0].completed",
        "not after the announcement",
    ),
    (
        [
            with_events(
                "kind: merger, date: 1999-09-01, completed: 1999-10-01",
                "kind: liquidation, date: 2000-09-01, recovery: 0.5",
            )
        ],
        "    - {kind: liquidation",
        "deal.events[1].date",
        "the company ends once",
    ),
    *(
        (
            [with_events(f"kind: redemption_event, date: 1999-09-01, event: {event}")],
            "    - {kind: redemption_event",
            "deal.events[0].event",
            f"remove it, and state {part}",
        )
        for event, part in (("vii", "reserve"), ("viii", "cap_test"), ("ix", "registration"))
    ),
    *(
        (
            [with_events(f"kind: redemption_event, date: {day}, event: x, until: 1999-07-27")],
            "    - {kind: redemption_event",
            "deal.events[0].date",
            f"date ({day}) is not before until (1999-07-27), from which on event (x) gives no right",
        )
        for day in ("1999-07-27", "1999-09-01")
    ),
    # The restriction on issues: 6.02 x 100,000 = 602,000 is a cent a share under its fixed floor of $6.03.
    (
        [with_events("kind: issuance, date: 1999-07-26, shares: 100000, consideration_usd: 602000")],
        "    - {kind: issuance",
        "deal.events[0].consideration_usd",
        "SPA 4.5(a)",
    ),
    (
        [with_events(NOTES.replace("1999-09-01", "1999-06-01").replace("9000", "6000"))],
        "    - {kind: convertible_issue",
        "deal.events[0].consideration_usd",
        "less than 6.03 a share",
    ),
    (
        [with_events(NOTES.replace("1999-09-01", "1999-06-01") + ", variable_rate: true")],
        "    - {kind: convertible_issue",
        "deal.events[0].date",
        "SPA 4.5(b)",
    ),
    # What lies before session 0.
    (
        [("earlier_record: null ", "earlier_bids_usd: [7, 7, 7, 7, 7, 7, 7, 7, 7]\n  earlier_record: null ")],
        "earlier_bids_usd:",
        "market.earlier_bids_usd",
        "looks back 10; give at least 10",
    ),
    (
        [("earlier_record: null ", "earlier_volumes: [7, 7, 7, 7]\n  earlier_record: null ")],
        "earlier_volumes:",
        "market.earlier_volumes",
        "holds 4 sessions, and the sale limit looks back 5",
    ),
    (
        [("tick_usd: null ", "earlier_bids_usd: [7, 7, 7, 7, 7, 7, 7, 7, 7, 7.01]\n  tick_usd: 1/32 ")],
        "earlier_bids_usd:",
        "market.earlier_bids_usd",
        "quote them on the grid",
    ),
    (
        [("earlier_record: null ", "earlier_bids_usd: [7, 0]\n  earlier_record: null ")],
        "earlier_bids_usd:",
        "market.earlier_bids_usd[1]",
        "above 0",
    ),
]


@pytest.mark.parametrize(
    ("changes", "where", "field", "said"), REFUSALS, ids=[f"{case[2]}: {case[3]}" for case in REFUSALS]
)
def test_a_contradiction_of_the_rest_of_the_contract_is_refused_where_it_stands(write, changes, where, field, said):
    path = write(*changes)
    there = [message for message in refused(path) if message.startswith(f"{line_of(path, where)}: {field}: ")]
    assert len([message for message in there if said in message]) == 1


def test_redemption_needs_to_know_what_the_company_can_pay(write, valence):
    start, end = valence.index("    cash_usd:"), valence.index("    lawful_usd:")
    (message,) = refused(write(text=valence[:start] + valence[end:]))
    assert "deal.redemption.cash_usd: is missing" in message
    (message,) = refused(write(text=valence[:start] + "    cash_usd: []\n" + valence[end:]))
    assert "deal.redemption.cash_usd: " in message
    assert "at least 1 item" in message


def test_a_series_needs_the_date_from_which_its_shares_may_be_sold(write):
    (message,) = refused(write(("      registration_effective: 1999-03-15   #", "      #")))
    assert "deal.series[1].registration_effective: is missing" in message


def test_a_record_and_bids_that_are_given_exclude_each_other(write):
    from repository import SHIPPED

    record = SHIPPED / "history" / "vlnc.csv"
    bids = f"earlier_bids_usd: [{', '.join(['7'] * 10)}]\n  earlier_record: {record}\n  # "
    (message,) = refused(write(("earlier_record: null ", bids)))
    assert "market.earlier_bids_usd: earlier_bids_usd and earlier_record" in message


@pytest.mark.parametrize(
    "event",
    [
        # At the floor; on the date from which the restriction is gone; and under an exception of its own.
        "kind: issuance, date: 1999-07-26, shares: 100000, consideration_usd: 603000",
        "kind: issuance, date: 1999-07-27, shares: 100000, consideration_usd: 0",
        "kind: issuance, date: 1999-07-26, shares: 100000, consideration_usd: 0, permitted: true",
        "kind: delisting, hazard_per_year: 1.01, allow: true",
    ],
)
def test_what_stays_within_the_rules_is_taken(write, event):
    from simulate.load import load

    assert len(load(write(with_events(event))).deal.events) == 1


def test_a_breach_of_the_restriction_may_be_set_as_event_iv(write):
    from simulate.load import load

    issue = "kind: issuance, date: 1999-06-01, shares: 100000, consideration_usd: 0"
    breach = "kind: redemption_event, date: {}, event: iv"
    assert len(load(write(with_events(issue, breach.format("1999-06-15")))).deal.events) == 2
    # A breach that is dated before the issue is of something else.
    assert refused(write(with_events(issue, breach.format("1999-05-31"))))


def test_several_faults_of_one_event_are_all_told(write):
    path = write(with_events("kind: split, date: 1999-13-01, new_shares: two, old_shares: 1, ratio: 2"))
    fields = [message.split(": ")[1] for message in refused(path)]
    assert fields == ["deal.events[0].date", "deal.events[0].new_shares", "deal.events[0].ratio"]
