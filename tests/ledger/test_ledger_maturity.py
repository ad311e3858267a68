"""Required conversion at maturity and after it (CoD IV.H)."""

from __future__ import annotations

from ledger_deals import conversions, deal, keep, sales, series, variable

HOLD = {"policy": "hold"}
ELSEWHERE = [{"kind": "authorized_increase", "date": "1999-03-30", "shares": 1}]
"""An event that moves nothing makes a deal a whole one."""


def maturing(name: str, **changes):
    return series(name, maturity="1999-01-05", **changes)


def capped(amount: int):
    return {"cap": {"amount_shares": amount, "counts": ["A", "B"]}}


def kinds(ledger) -> list[str]:
    """The kind of each conversion."""
    return [event.kind for event in ledger.events if event.preferred and event.shares]


def test_the_rest_converts_a_then_b_and_is_sold_from_the_next_session():
    """Under water, so that no notice is worth giving: required all the same, whatever hurdle and room."""
    b_first_by_price = maturing("B", conversion_price={"fixed_usd": "8"})
    ledger = keep(deal(maturing("A"), b_first_by_price), [5, 5, 5], earlier_bids=(5.0,))
    assert conversions(ledger) == [(1, "A", 100, 10_000), (1, "B", 100, 12_500)]
    assert sales(ledger) == [(2, "A", 10_000), (2, "B", 12_500)]
    assert kinds(ledger) == ["required conversion"] * 2


def test_the_holders_round_of_the_maturity_session_comes_first():
    """Worth converting on that day: a notice, sold at once, and nothing is left to require."""
    same_close = keep(deal(maturing("B"), holder={"sale_decision": "same_close"}), [9, 11])
    assert kinds(same_close) == ["notice"]
    assert sales(same_close) == [(1, "B", 10_000)]
    # Deciding on the day before, the 9 is not worth it: required, and held.
    previous_close = keep(deal(maturing("B")), [9, 11], earlier_bids=(9.0,))
    assert kinds(previous_close) == ["required conversion"]
    assert sales(previous_close) == []


def test_what_the_limits_hold_back_keeps_converting_as_room_appears():
    """The cap lets 15,000 of 20,000 through on Tuesday; approval on Friday the rest, at that day's claim."""
    vote = {"mode": "date", "date": "1999-01-08"}
    premium = {"rate_per_year": "0.365"}  # $1 a day
    scenario = deal(maturing("A"), maturing("B", premium=premium), limits=capped(15_000), approval=vote, holder=HOLD)
    ledger = keep(scenario, [11] * 6)
    # Tuesday is day 1: B claims $1,001 at $10, 100.1 each; 5,000 shares take floor(5,000 / 100.1) = 49
    # preferred, ceil(4,904.9) shares. The 95 left are less than one preferred gives. Friday is day 4:
    # 51 x 100.4 = 5,120.4.
    assert conversions(ledger) == [(1, "A", 100, 10_000), (1, "B", 49, 4_905), (4, "B", 51, 5_121)]
    assert ledger.totals["sessions_to_full_conversion"] == 4
    assert ledger.totals["sessions_bound_cap"] == 3


def test_what_the_limits_hold_back_can_be_stranded():
    vote = {"mode": "date", "date": "1999-01-08"}
    scenario = deal(
        maturing("A"), maturing("B"), limits=capped(15_000), approval=vote, holder=HOLD,
        conversion={"after_maturity": "stranded", "unconverted_recovery": "0.4"},
    )  # fmt: skip
    ledger = keep(scenario, [11] * 6)
    assert conversions(ledger) == [(1, "A", 100, 10_000), (1, "B", 50, 5_000)]
    assert ledger.totals["sessions_to_full_conversion"] is None
    assert ledger.totals["unconverted_stated_value_usd"] == 50_000
    # 50 preferred at 40% of $1,000; all common was sold on Wednesday.
    assert ledger.totals["remaining_value_usd"] == 20_000
    assert ledger.totals["sessions_bound_cap"] == 1


def test_no_notice_of_the_holders_after_maturity():
    """After maturity it converts only by requirement: its shares wait a session before they are sold."""
    scenario = deal(maturing("B"), limits={"cap": {"amount_shares": 4_000, "counts": ["B"]}},
                    approval={"mode": "date", "date": "1999-01-07"})  # fmt: skip
    ledger = keep(scenario, [9, 9, 11, 11, 11], earlier_bids=(9.0,))
    assert conversions(ledger) == [(1, "B", 40, 4_000), (3, "B", 60, 6_000)]
    assert sales(ledger) == [(2, "B", 4_000), (4, "B", 6_000)]


def test_a_maturity_between_sessions_acts_on_the_next_one():
    """Saturday 1999-01-09: Monday, session 5."""
    ledger = keep(deal(series(maturity="1999-01-09"), holder=HOLD), [11] * 7)
    assert conversions(ledger) == [(5, "B", 100, 10_000)]


def test_a_series_without_a_price_at_maturity_waits_even_if_the_rest_would_be_stranded():
    """Matures on Tuesday, whose look-back crosses Monday's gap: it converts on Wednesday."""
    terms = maturing("B", conversion_price={"variable": variable()})
    scenario = deal(terms, holder=HOLD, conversion={"after_maturity": "stranded"})
    ledger = keep(scenario, [None, 8, 8])
    assert conversions(ledger) == [(2, "B", 100, 12_500)]


def test_a_session_without_a_bid_at_maturity_waits_for_the_next_with_one():
    ledger = keep(deal(maturing("B"), holder=HOLD), [11, None, 11, 11])
    assert conversions(ledger) == [(2, "B", 100, 10_000)]


def test_the_last_preferred_converts():
    """One of $1,000 at $10, and one of $10 at $10: a single share."""
    ledger = keep(deal(maturing("B", preferred_shares=1), holder=HOLD), [11] * 3)
    assert conversions(ledger) == [(1, "B", 1, 100)]
    small = maturing("B", preferred_shares=1, stated_value_usd="10", purchase_price_usd="10")
    assert conversions(keep(deal(small, holder=HOLD), [11] * 3)) == [(1, "B", 1, 1)]


def test_without_a_price_at_maturity_it_waits_for_one():
    """A floor of $5 stops the price of Tuesday, of which the look-back is Monday's $4; Thursday's is Wednesday's $8.

    Also where what is left after maturity would be stranded.
    """
    terms = maturing("B", conversion_price={"variable": variable(floor_usd="5", below_floor="stops")})
    for after in ("keeps_converting", "stranded"):
        scenario = deal(terms, holder=HOLD, conversion={"after_maturity": after})
        assert conversions(keep(scenario, [4, 4, 8, 8, 8])) == [(3, "B", 100, 12_500)]


def test_what_is_stranded_after_one_conversion_is_not_taken_up_again():
    """In a whole deal too: 40 of 100 on Tuesday, and none of the rest when approval lifts the cap."""
    limits, vote = {"cap": {"amount_shares": 4_000, "counts": ["B"]}}, {"mode": "date", "date": "1999-01-07"}
    stranded = {"after_maturity": "stranded"}
    for rest in ({}, {"events": ELSEWHERE}):
        scenario = deal(maturing("B"), limits=limits, approval=vote, holder=HOLD, conversion=stranded, rest=rest)
        assert conversions(keep(scenario, [11] * 6)) == [(1, "B", 40, 4_000)]
