"""The whole session in its order (METHODS 10), what ends a path, and the journal read line by line."""

from __future__ import annotations

from random import Random

import pytest
from ledger_deals import conversions, covenant, deal, keep, sales, series, variable, walk, warrant

FEE = {"agent_fee_usd": "1"}
"""A part of the rest of the contract that changes no act of the holder."""


def plain_deal(random, rest):
    """A deal of conversion alone, its terms drawn."""
    series_a = series(
        "A",
        premium={"rate_per_year": "0.06"},
        issue_date="1998-12-01",
        conversion_price={"fixed_usd": "9", "variable": variable(waived=True)},
        registration_effective=random.choice(["1999-01-04", "1999-01-07"]),
        maturity="1999-01-13",
    )
    series_b = series(
        premium={"rate_per_year": "0.06"},
        conversion_price={
            "fixed_usd": random.choice(["10", None]),
            "variable": variable(multiplier="1.01", lookback_sessions=5, lowest_count=3, switch_on="1999-01-05"),
        },
        maturity=random.choice(["1999-01-14", "1999-01-20"]),
    )
    cap = {"amount_shares": 9000, "counts": ["A", "B"], "returns": random.choice(["net", "gross"])}
    return deal(
        series_a,
        series_b,
        limits={
            "cap": random.choice([None, cap]),
            "ownership_fraction": random.choice([None, "0.005"]),
            "sale_volume": random.choice([None, covenant(price_below_usd="10.5")]),
        },
        common={"authorized_shares": random.choice([None, 1_012_000])},
        conversion={
            "same_day_sale": random.choice([True, False]),
            "after_maturity": random.choice(["keeps_converting", "stranded"]),
            "round_up": random.choice(["per_notice", "per_share"]),
        },
        approval=random.choice([{"mode": "never"}, {"mode": "date", "date": "1999-01-11"}]),
        holder={"participation": random.choice([None, "0.3"]), "commission_fraction": "0.01"},
        rest=rest,
    )


@pytest.mark.parametrize("seed", range(20))
def test_a_deal_of_conversion_alone_runs_the_same_through_the_whole_session(seed):
    """The same contract read by sections 1 to 9 alone, and by all of them: every event and every plain output."""
    bids = [11.0]
    random = Random(seed)
    for _ in range(15):
        bids.append(round(bids[-1] * random.uniform(0.9, 1.1), 2))
    volumes = [random.randrange(500, 5000) for _ in bids]
    alone = keep(plain_deal(Random(seed), None), bids, volumes=volumes)
    whole = keep(plain_deal(Random(seed), FEE), bids, volumes=volumes)
    assert whole.events == alone.events
    assert not alone.contract.whole
    assert whole.contract.whole
    for name, value in alone.totals.items():
        assert whole.totals[name] == (value if value is None else pytest.approx(value, rel=1e-12)), name


def test_the_order_of_a_session():
    """Held common first, of A and then of the warrant; then notices, A before B; then exercises."""
    first = series("A", preferred_shares=3, position={"preferred_left": 3, "common_held": 40})
    scenario = deal(
        first,
        series("B", preferred_shares=2),
        limits={"sale_volume": covenant(floor_shares=400, while_held="B")},
        rest={"warrants": [warrant(common_held=60)]},
    )
    ledger = keep(scenario, [11])
    acts = ("sale", "notice", "exercise", "required conversion")
    # 400 may be sold: 40 and 60 held, 300 of A's three preferred; no room is left for B, nor for the warrant.
    assert [(e.kind, e.instrument, e.shares) for e in ledger.events if e.kind in acts] == [
        ("sale", "A", 40), ("sale", "W", 60), ("notice", "A", 300), ("sale", "A", 300),
    ]  # fmt: skip


def test_exercises_come_after_conversions_in_what_room_is_left():
    """400 may be sold; B has 2 preferred, 200 common; the warrant fills the other 200, and is cut to it."""
    scenario = deal(
        series(preferred_shares=2), limits={"sale_volume": covenant(floor_shares=400)}, rest={"warrants": [warrant()]}
    )
    ledger = keep(scenario, [11])
    assert conversions(ledger) == [(0, "B", 2, 200)]
    assert sales(ledger) == [(0, "B", 200), (0, "W", 200)]
    assert ledger.totals["sessions_bound_sale_limit"] == 1


def test_the_covenant_is_read_when_the_session_opens():
    """The last B converts on Monday under the covenant; from Tuesday on the warrant is free of it."""
    scenario = deal(series(preferred_shares=2), limits={"sale_volume": covenant()}, rest={"warrants": [warrant()]})
    assert sales(keep(scenario, [11] * 2)) == [(0, "B", 200), (0, "W", 50), (1, "W", 950)]


def test_events_come_first():
    """The split of the day is in the day's prices; the delisting of the day lifts the cap for its notices."""
    events = [
        {"kind": "split", "date": "1999-01-04", "new_shares": 2, "old_shares": 1},
        {"kind": "delisting", "date": "1999-01-04"},
    ]
    scenario = deal(limits={"cap": {"amount_shares": 1, "counts": ["B"]}}, rest={"events": events})
    assert conversions(keep(scenario, [11])) == [(0, "B", 100, 20_000)]


def test_a_path_goes_on_for_a_warrant_and_ends_after_it():
    """B is gone on Monday; the warrant, out of the money, keeps the path to its last session, 1999-01-06.

    The liquidation drawn for Wednesday acts; drawn for Thursday it does not.
    """
    event = {"kind": "liquidation", "hazard_per_year": "0.5", "recovery": "1"}
    terms = warrant(exercise_price_usd="50", expires="1999-01-06")
    scenario = deal(rest={"events": [event], "warrants": [terms]})
    on_wednesday = walk(scenario, [11] * 6, event_sessions=(2,))
    on_thursday = walk(scenario, [11] * 6, event_sessions=(3,))
    assert (on_wednesday.ended, on_wednesday.warrants[0].unexercised) == (2, 0)
    assert (on_thursday.ended, on_thursday.warrants[0].unexercised) == (None, 1000)
    assert on_thursday.finished


def test_a_path_goes_on_to_the_last_dated_event():
    """All is sold on Monday; the issues of Wednesday and Friday are outstanding all the same."""
    issue = {"kind": "issuance", "shares": 5, "consideration_usd": "0"}
    events = [issue | {"date": "1999-01-06"}, issue | {"date": "1999-01-08"}]
    path = walk(deal(rest={"events": events}), [11] * 6)
    assert (path.fired["issuance"], path.outstanding) == (2, 1_010_010)
    assert path.finished


def test_a_line_keeps_a_path_going_between_its_draws():
    draws = {"dates": ["1999-01-04", "1999-01-08"], "preferred_shares": 10}
    path = walk(deal(series(draws=draws)), [11] * 6)
    assert [session for session, _, _ in path.purchases] == [0, 4]
    assert path.finished


def test_maturity_that_fails_its_conditions_is_at_the_holders_option():
    """Not registered at maturity on Tuesday: no required conversion; registered on Thursday, the holder converts."""
    terms = series(maturity="1999-01-05", registration_effective="1999-01-07")
    ledger = keep(deal(terms, conversion={"maturity_conditions": "tested"}), [11] * 5)
    assert conversions(ledger) == [(3, "B", 100, 10_000)]
    assert [e.kind for e in ledger.events if e.shares == 10_000] == ["notice", "sale"]
    assert ledger.totals["times_maturity_condition_failed"] == 1


def test_no_notice_is_honoured_while_the_company_refuses():
    """A refusal from Tuesday, cured ten days after the Delivery Period: notices stop, and so do exercises."""
    parts = {
        "delivery": {},
        "events": [{"kind": "delivery_failure", "date": "1999-01-05", "late_days": 10, "refusal": True}],
        "warrants": [warrant()],
        "redemption": {"series": ["B"], "cash_usd": [{"date": "1999-01-04", "usd": "10000000"}]},
    }
    limits = {"sale_volume": covenant()}
    ledger = keep(deal(limits=limits, rest=parts, holder={"redeems": "never"}), [11] * 20)
    # Tuesday 1999-01-05 + 3 sessions is Friday the 8th; ten days later is Monday the 18th, session 10.
    assert [session for session, *_ in conversions(ledger)][:2] == [0, 10]
    assert ledger.totals["times_refusal"] == 1


def test_undelivered_common_is_held_but_not_sold():
    """Same-day sales are off: Monday's 10,000 are undelivered until Thursday's session, then sold."""
    parts = {
        "delivery": {"period_sessions": 1, "certificate_sessions": 0},
        "events": [{"kind": "delivery_failure", "date": "1999-01-04", "late_days": 2}],
    }
    scenario = deal(conversion={"same_day_sale": False}, rest=parts)
    path = walk(scenario, [11] * 3)
    assert path.investor_common == 10_000
    # Tuesday and two days more.
    assert sales(keep(scenario, [11] * 6)) == [(3, "B", 10_000)]


def test_the_journal_reads_line_by_line():
    """Every act of the rest of the contract is in the ledger with its clause and a plain sentence."""
    parts = {
        "warrants": [warrant(shares_left=900)],
        "events": [
            {"kind": "issuance", "date": "1999-01-05", "shares": 300_000, "consideration_usd": "300000", "to": "R"},
            {"kind": "split", "date": "1999-01-06", "new_shares": 2, "old_shares": 1},
            {"kind": "merger", "date": "1999-01-07", "completed": "1999-01-11", "consideration_usd": "9"},
        ],
    }
    limits = {"sale_volume": covenant(floor_shares=100)}
    ledger = keep(deal(limits=limits, rest=parts, holder={"warrants": {"exercise": "at_expiry"}}), [11] * 8)
    kinds = [e.kind for e in ledger.events]
    for kind in ("warrant", "issuance", "adjustment", "split", "freeze", "merger"):
        assert kind in kinds
    assert all(e.clause for e in ledger.events)
    adjusted = next(line for line in ledger.lines() if "adjustment " in line)
    # (1,000,000 + 300,000/11)/1,300,000 of $10.00 is $7.901..., so $7.90, and 9,000/7.90 = 1,139.24 shares.
    assert "W 4(a), 4(d), 4(h)" in adjusted
    assert "the Exercise Price becomes $7.90 for 1,139.24 shares" in adjusted
    assert [row.conversion_prices_usd[0] for row in ledger.sessions][:3] == [10, 10, 5]
    assert kinds.count("merger") == 3


def test_a_gap_in_the_record_lets_events_act():
    """No bid on Tuesday: nothing is sold or converted, and the split of that day is in Wednesday's price."""
    event = {"kind": "split", "date": "1999-01-05", "new_shares": 2, "old_shares": 1}
    scenario = deal(limits={"sale_volume": covenant()}, rest={"events": [event]}, holder={"hurdle": "0"})
    ledger = keep(scenario, [11, None, 11, 11])
    assert [session for session, *_ in conversions(ledger)] == [0, 3]
    assert ledger.totals["outstanding_at_horizon_shares"] == 2_000_000 + ledger.totals["shares_issued"]
