"""Mergers: frozen prices, and what completion pays (``CoD XI.B``, ``XI.C``, ``W 4(e)``, METHODS 12.6)."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from ledger_deals import deal, keep, series, variable, walk, warrant
from scipy.stats import norm

from simulate.ledger.merger import black_scholes_call

FLOATS = {"fixed_usd": None, "variable": variable()}


def merger(**changes):
    return {"kind": "merger", "date": "1999-01-06"} | changes


def held(*events, terms=None, warrants=(), conversion_price=None):
    one = terms or series(conversion_price=conversion_price or FLOATS)
    return deal(
        one,
        holder={"policy": "hold", "warrants": {"exercise": "never"}},
        rest={"events": list(events), "warrants": list(warrants)},
    )


def prices(ledger):
    return [row.conversion_prices_usd[0] for row in ledger.sessions]


def test_the_price_is_frozen_from_the_announcement():
    """Announced on Wednesday at a price of $8.00, Tuesday's bid: at most that, and less where the market is less."""
    assert prices(keep(held(merger()), [9, 8, 10, 12, 7, 9])) == [11, 9, 8, 8, 8, 7]


def test_the_freeze_ends_seven_sessions_after_the_abandonment():
    """Abandoned on session 3: frozen to session 9, gone on session 10."""
    ledger = keep(held(merger(abandoned="1999-01-07")), [8] * 2 + [12] * 10)
    assert prices(ledger)[2:] == [8] * 8 + [12] * 2
    assert ledger.totals["times_freeze"] == 1


@pytest.mark.parametrize(
    ("abandoned", "sessions", "gone"),
    [
        ("1999-01-08", 7, 11),
        ("1999-01-09", 7, 11),
        ("1999-01-10", 7, 11),
        ("1999-01-11", 7, 12),
        ("1999-01-09", 1, 5),
        ("1999-01-11", 1, 6),
        ("1999-01-08", 0, 4),
        ("1999-01-09", 0, 5),
        ("1999-12-01", 0, 14),
    ],
)
def test_an_abandonment_announced_on_a_weekend_counts_from_the_friday(abandoned, sessions, gone):
    """``CoD XI.B``: seven trading days after the date of the announcement, whatever day it is.

    After Friday 1999-01-08, session 4, as after Saturday and Sunday, the seventh is Tuesday 01-19, session 11; after
    Monday 01-11 it is 01-20. With none, from the first session on or after the date; beyond the run, never.
    """
    scenario = deal(
        series(conversion_price=FLOATS),
        holder={"policy": "hold"},
        rest={
            "events": [merger(abandoned=abandoned)],
            "merger": {"freeze_sessions_after_abandonment": sessions},
        },
    )
    assert prices(keep(scenario, [8] * 2 + [12] * 12))[2:] == [8] * (gone - 2) + [12] * (14 - gone)


@pytest.mark.parametrize("transaction", ["asset_sale", "tender_offer"])
@pytest.mark.parametrize(
    ("completed", "gone"),
    [("1999-01-08", 5), ("1999-01-09", 5), ("1999-01-10", 5), ("1999-01-11", 6), ("2000-01-03", 9)],
)
def test_a_sale_or_a_tender_offer_that_is_completed_ends_the_freeze_alone(transaction, completed, gone):
    """``CoD XI.B``: "through the consummation". Completed on Friday 1999-01-08, session 4, or the weekend after it.

    ``XI.C`` and ``W 4(e)`` pay on a consolidation, merger or reclassification: here nothing is, and the path goes on.
    """
    event = merger(completed=completed, transaction=transaction)
    scenario = held(event, warrants=[warrant()])
    ledger = keep(scenario, [8] * 2 + [12] * 7)
    assert prices(ledger)[2:] == [8] * (gone - 2) + [12] * (9 - gone)
    told = "a sale of the assets" if transaction == "asset_sale" else "a tender offer"
    assert [e.note.startswith(told) for e in ledger.events if e.kind == "freeze"] == [True]
    path = walk(scenario, [8] * 2 + [12] * 7)
    assert (path.ended, path.payments, path.preferred_left, path.warrants[0].paid) == (None, [], [100], [])
    assert (path.fired["freeze"], path.fired["merger"]) == (1, 0)


def test_an_abandoned_tender_offer_is_as_an_abandoned_merger():
    ledger = keep(held(merger(abandoned="1999-01-07", transaction="tender_offer")), [8] * 2 + [12] * 10)
    assert prices(ledger)[2:] == [8] * 8 + [12] * 2


def test_a_merger_after_an_asset_sale_is_paid():
    """Sold on session 3, then a merger announced on session 5 and completed on session 8 at $20.00 for 1,000/12 each.

    A warrant at $10.00 gets its $10.00 in it; the sale had no notice.
    """
    sale = merger(completed="1999-01-07", transaction="asset_sale")
    event = merger(date="1999-01-11", completed="1999-01-14", consideration_usd="20", treasury_rate_per_year="0")
    path = walk(held(sale, event, warrants=[warrant()]), [12] * 10)
    assert path.ended == 8
    assert path.payments == [(8, 0, 100 * Fraction(1000, 12) * 20)]
    assert path.warrants[0].paid == [(8, 10_000)]


def test_a_waived_series_is_frozen_at_its_fixed_price():
    price = {"fixed_usd": "10", "variable": variable(waived=True)}
    assert prices(keep(held(merger(), conversion_price=price), [8] * 4)) == [10] * 4


def test_completion_pays_the_greater_of_common_and_face():
    """Announced on session 2: $1,000 at session 1's price of $9.00 is 111.11 common, at $12.00 $1,333.33."""
    events = [merger(completed="1999-01-08", consideration_usd="12")]
    path = walk(held(*events), [9, 8, 10, 10, 10, 10])
    assert path.ended == 4
    assert path.payments == [(4, 0, 100 * Fraction(1000, 9) * 12)]
    assert (path.preferred_left, path.redeemed) == ([0], [100])
    assert (path.fired["merger"], path.fired["merger_pays_125_percent"]) == (1, 0)


def test_at_least_125_percent_of_face():
    """111.11 common at the bid of the session before, $10.00, is $1,111.11: $1,250.00 is more."""
    path = walk(held(merger(completed="1999-01-08")), [9, 8, 10, 10, 10])
    assert path.payments == [(4, 0, Fraction(125_000))]
    assert path.fired["merger_pays_125_percent"] == 1


def test_announced_on_session_0_looks_at_session_0():
    """The price of session 0 is the earlier bid, $11.00: 1,000/11 x $20.00 = $1,818.18."""
    events = [merger(date="1999-01-04", completed="1999-01-06", consideration_usd="20")]
    assert walk(held(*events), [9, 8, 10]).payments == [(2, 0, 100 * Fraction(1000, 11) * 20)]


@pytest.mark.parametrize(("announced", "price"), [("1999-01-04", "7.5"), ("1999-01-05", "7.5"), ("1999-01-06", "6")])
def test_the_price_of_session_0_is_that_after_its_resets(announced, price):
    """A fixed $10.00 falls to 75% of the earlier bid of $10.00 on session 0, and of session 0's $8.00 on session 1.

    Announced on either the price of session 0 counts; on session 2 that of session 1. Completed at $20.00 a share.
    """
    resets = {"dates": ["1999-01-04", "1999-01-05"], "multiplier": "0.75", "lookback_sessions": 1, "lowest_count": 1}
    event = merger(date=announced, completed="1999-01-08", consideration_usd="20")
    fixed = held(event, conversion_price={"fixed_usd": "10", "resets": resets})
    path = walk(fixed, [8, 4, 4, 4, 4, 4], earlier_bids=[10] * 5)
    assert path.payments == [(4, 0, 100 * Fraction(1000) / Fraction(price) * 20)]


def test_without_a_price_the_multiple_of_face_alone_counts():
    """No price before 1999-01-11 and so nothing to freeze; 0% of face is nothing, and not more than nothing."""
    late = {"fixed_usd": None, "variable": variable(switch_on="1999-01-11")}
    event = merger(completed="1999-01-08", consideration_usd="12")
    for multiple, fires in (("0", 0), ("1.5", 1)):
        terms = deal(
            series(conversion_price=late),
            holder={"policy": "hold"},
            rest={"events": [event], "merger": {"face_multiple": multiple}},
        )
        path = walk(terms, [9] * 6)
        assert sum(paid for _, _, paid in path.payments) == 100_000 * Fraction(multiple)
        assert (path.fired["merger_pays_125_percent"], path.fired["freeze"], path.redeemed) == (fires, 0, [100])


def test_a_bid_with_cents_is_what_a_share_receives():
    """Without a stated consideration: 111.11 common at Thursday's bid of $12.60 is $1,400.00."""
    path = walk(held(merger(completed="1999-01-08")), [9, 8, 10, 12.6, 10])
    assert path.payments == [(4, 0, 100 * Fraction(1000, 9) * Fraction("12.6"))]


def test_a_split_between_announcement_and_completion():
    """Two for one on session 3: 111.11 common become 222.22, at $12.00."""
    events = [
        merger(completed="1999-01-08", consideration_usd="12"),
        {"kind": "split", "date": "1999-01-07", "new_shares": 2, "old_shares": 1},
    ]
    path = walk(held(*events), [9, 8, 10, 10, 10])
    assert path.payments == [(4, 0, 100 * Fraction(2000, 9) * 12)]


def test_common_held_is_paid_and_nothing_happens_after():
    """300 held from the position, not registered yet, get $12.00 each; the issue after it does not act."""
    terms = series(position={"preferred_left": 0, "common_held": 300}, registration_effective="1999-03-01")
    later = {"kind": "issuance", "date": "1999-01-11", "shares": 1, "consideration_usd": "0"}
    path = walk(held(merger(completed="1999-01-08", consideration_usd="12"), later, terms=terms), [9] * 8)
    assert path.payments == [(4, 0, Fraction(3600))]
    assert (path.common_held, path.given_up, path.fired["issuance"]) == ([0], [300], 0)


def test_one_share_held_is_paid():
    terms = series(position={"preferred_left": 0, "common_held": 1}, registration_effective="1999-03-01")
    path = walk(held(merger(completed="1999-01-08", consideration_usd="12"), terms=terms), [9] * 6)
    assert (path.payments, path.given_up) == ([(4, 0, Fraction(12))], [1])


def test_a_warrant_far_out_of_the_money_gets_nothing_and_the_smallest_gets_its_own():
    """Flat closes of $5.00: a call at $1,000.00 is worth nothing, and nothing is not more than nothing.

    One share at a cent: at $7.00 it gets $6.99; at $2.00 the $5.00 less a cent that is discounted at 4% for 359 days,
    from the announcement on Wednesday 1999-01-06, two sessions before: the notice is not given earlier.
    """
    event = merger(completed="1999-01-08", consideration_usd="2", treasury_rate_per_year="0.04")
    path = walk(held(event, warrants=[warrant(exercise_price_usd="1000")]), [5] * 6)
    assert (path.warrants[0].paid, path.fired["merger_black_scholes"]) == ([], 0)
    smallest = warrant(shares=1, exercise_price_usd="0.01")
    for worth, paid in ((7, Fraction("6.99")), (2, 5 - 0.01 * math.exp(-0.04 * 359 / 365))):
        path = walk(held(event | {"consideration_usd": str(worth)}, warrants=[smallest]), [5] * 6)
        assert float(path.warrants[0].paid[0][1]) == pytest.approx(float(paid), rel=1e-14)


def test_a_warrant_that_is_exercised_has_no_black_scholes_amount():
    """At a bid of $11.00 all 1,000 are exercised on session 0; there is none left at completion, at $1.00 a share."""
    events = [merger(completed="1999-01-08", consideration_usd="1")]
    scenario = deal(holder={"policy": "hold"}, rest={"events": events, "warrants": [warrant()]})
    path = walk(scenario, [11] * 6)
    assert (path.warrants[0].sold, path.warrants[0].paid, path.fired["merger_black_scholes"]) == (1000, [], 0)


@pytest.mark.parametrize(("issued", "paid"), [("1999-01-08", [(4, 5000)]), ("1999-01-11", [])])
def test_a_warrant_issued_on_the_day_is_paid_and_one_issued_later_is_not(issued, paid):
    """Completed on session 4, Friday 1999-01-08, at $15.00: $5.00 each, if there is a warrant by then."""
    event = merger(completed="1999-01-08", consideration_usd="15", treasury_rate_per_year="0")
    later = warrant(issue_date=issued, exercisable_from=issued)
    path = walk(held(event, warrants=[later]), [12] * 6)
    assert (path.warrants[0].paid, path.warrants[0].amount) == (paid, 0)


def test_a_warrant_gets_its_intrinsic_worth_where_that_is_more():
    """Flat closes: no volatility. $15.00 - $10.00 = $5.00 for each of 1,000; the call is worth about $2.00."""
    events = [merger(completed="1999-01-08", consideration_usd="15", treasury_rate_per_year="0")]
    path = walk(held(*events, warrants=[warrant()]), [12] * 5)
    assert path.warrants[0].paid == [(4, 5000)]
    assert (path.warrants[0].amount, path.fired["merger_black_scholes"]) == (0, 0)


def test_a_warrant_gets_the_black_scholes_amount_where_that_is_more():
    """Completed on session 9: the notice is session 4's, the spot the close of session 3.

    Returns of sessions 1 to 3: ln(12/10), ln(11/12), ln(13/11). The term runs from 1999-01-08 to 1999-12-31, 357 days.
    """
    closes = [10, 12, 11, 13, 20, 20, 20, 20, 20, 20]
    events = [merger(completed="1999-01-15", consideration_usd="11", treasury_rate_per_year="0.04")]
    path = walk(held(*events, warrants=[warrant()]), [10] * 10, closes=closes)
    returns = [math.log(12 / 10), math.log(11 / 12), math.log(13 / 11)]
    mean = sum(returns) / 3
    volatility = math.sqrt(sum((each - mean) ** 2 for each in returns) / 2 * 252)
    years = 357 / 365
    above = (math.log(13 / 10) + (0.04 + volatility**2 / 2) * years) / (volatility * math.sqrt(years))
    below = above - volatility * math.sqrt(years)
    call = 13 * norm.cdf(above) - 10 * math.exp(-0.04 * years) * norm.cdf(below)
    assert call > 1
    ((session, paid),) = path.warrants[0].paid
    assert session == 9
    assert float(paid) == pytest.approx(1000 * call, rel=1e-12)
    assert path.fired["merger_black_scholes"] == 1


def a_distribution(worth, day="1999-01-07", kind="dividend"):
    return {"kind": kind, "date": day, "worth_usd": worth}


@pytest.mark.parametrize(
    ("consideration", "close", "events", "paid", "by_formula"),
    [
        ("15", 12, [a_distribution("0.5")], 5500, 0),
        ("9.8", 5, [a_distribution("0.5", kind="rights")], 300, 0),
        ("9.5", 5, [a_distribution("0.5")], 0, 0),
        ("9.25", 5, [a_distribution("0.5")], 0, 0),
        ("15", 12, [a_distribution("0.5", "1999-01-05"), a_distribution("0.25")], 5750, 0),
        ("11.6", 12, [a_distribution("0.5")], 2100, 0),
        ("11.4", 12, [a_distribution("0.5")], 2000, 1),
    ],
)
def test_a_replacement_brings_what_distributions_have_accrued(consideration, close, events, paid, by_formula):
    """``W 4(e)(i)``: a warrant on the same terms, and so with ``4(f)``. 1,000 at $10.00, flat closes, no interest.

    At $15.00 a share after $0.50 it is 15 - 10 + 0.5; at $9.80, though under E, 0.3; at $9.50 and less nothing. The
    Black-Scholes Amount, $2.00 at $12.00, is less than 11.6 - 10 + 0.5 and more than 11.4 - 10 + 0.5.
    """
    event = merger(completed="1999-01-08", consideration_usd=consideration, treasury_rate_per_year="0")
    path = walk(held(event, *events, warrants=[warrant()]), [close] * 6)
    assert sum(usd for _, usd in path.warrants[0].paid) == paid
    assert path.fired["merger_black_scholes"] == by_formula


def test_what_has_accrued_follows_a_split_into_the_replacement():
    """$0.50 on an old share is $0.25 on each of 2,000 at $5.00: 2,000 x (15 - 5 + 0.25)."""
    event = merger(completed="1999-01-12", consideration_usd="15", treasury_rate_per_year="0")
    split = {"kind": "split", "date": "1999-01-08", "new_shares": 2, "old_shares": 1}
    path = walk(held(event, a_distribution("0.5"), split, warrants=[warrant()]), [12] * 8)
    assert path.warrants[0].paid == [(6, 20_500)]


def for_nothing(day):
    """As many shares as there are, for nothing: E is halved (``W 4(a)``)."""
    return {"kind": "issuance", "date": day, "shares": 1_000_000, "consideration_usd": "0"}


def paid_for_black_scholes(*events):
    """Paid on a completion at $1.00 on session 9, 1999-01-15, at flat closes of $12.00 and no interest: 12 - E each."""
    event = merger(completed="1999-01-15", consideration_usd="1", treasury_rate_per_year="0")
    ((session, paid),) = walk(held(event, *events, warrants=[warrant()]), [12] * 10).warrants[0].paid
    assert session == 9
    return float(paid)


@pytest.mark.parametrize(
    ("day", "paid"),
    [("1999-01-07", 14_000), ("1999-01-08", 14_000), ("1999-01-11", 4000), ("1999-01-15", 2000)],
)
def test_the_black_scholes_amount_is_of_the_exercise_price_at_the_notice(day, paid):
    """``W 4(e)(iv)``: the notice is given on session 4, Friday 1999-01-08, the events of its session done.

    E is $10.00, $5.00 after an issue for nothing, of 1,000 and of 2,000 Warrant Shares: 2,000 x (12 - 5) if it is
    issued by the notice, 2,000 x (12 - 10) later; on the session of the completion, listed after it, it never is.
    """
    assert paid_for_black_scholes(for_nothing(day)) == paid


@pytest.mark.parametrize(("strike", "paid"), [("0.5", 23_000), ("1", 22_000)])
def test_the_exercise_price_at_the_notice_may_be_a_dollar_or_less(strike, paid):
    """Halved after the notice, so that there are 2,000: 2,000 x (12 - 0.50), or 2,000 x (12 - 1)."""
    event = merger(completed="1999-01-15", consideration_usd="1", treasury_rate_per_year="0")
    low = warrant(exercise_price_usd=strike)
    path = walk(held(event, for_nothing("1999-01-11"), warrants=[low]), [12] * 10)
    assert [(session, float(usd)) for session, usd in path.warrants[0].paid] == [(9, paid)]


@pytest.mark.parametrize(("first", "paid"), [(True, 14_000), (False, 2000)])
def test_a_notice_on_the_day_of_the_completion_is_of_the_price_then(first, paid):
    """No session ahead: an issue of the same day counts if it comes first in the list."""
    event = merger(completed="1999-01-15", consideration_usd="1", treasury_rate_per_year="0")
    events = [for_nothing("1999-01-15"), event] if first else [event, for_nothing("1999-01-15")]
    scenario = deal(
        series(conversion_price=FLOATS),
        holder={"policy": "hold", "warrants": {"exercise": "never"}},
        rest={"events": events, "warrants": [warrant()], "warrant_terms": {"merger_notice_sessions": 0}},
    )
    ((_, found),) = walk(scenario, [12] * 10).warrants[0].paid
    assert float(found) == paid


@pytest.mark.parametrize(
    ("new", "old", "paid"),
    # Two for one on session 6: $6.00 less $5.00 for 2,000. 201 for 200 leaves E at $10.00 (W 4(h)) and 1,000: closes
    # of $12.00 are $11.94, and the $10.00 of the notice are 2000/201 = $9.95025.
    [(2, 1, 2000), (201, 200, 1000 * (11.94 - 2000 / 201))],
)
def test_the_price_at_the_notice_follows_a_split(new, old, paid):
    split = {"kind": "split", "date": "1999-01-12", "new_shares": new, "old_shares": old}
    assert paid_for_black_scholes(split) == pytest.approx(paid, rel=1e-14)


def test_a_notice_is_not_given_before_the_announcement():
    """Announced on session 2, completed on session 4: of the closes before the notice the last is session 1's, $12.00.

    Five sessions before the completion would be session 0, whose $9.00 are under $10.00.
    """
    event = merger(completed="1999-01-08", consideration_usd="1", treasury_rate_per_year="0")
    path = walk(held(event, warrants=[warrant()]), [9, 12, 20, 20, 20])
    assert [(session, float(paid)) for session, paid in path.warrants[0].paid] == [(4, 2000)]


def test_black_scholes_against_hull():
    """Hull, Options, Futures and Other Derivatives, example 15.6: S 42, K 40, r 10%, 20%, half a year: 4.76."""
    assert black_scholes_call(42, 40, 0.1, 0.2, 0.5) == pytest.approx(4.76, abs=0.005)


def test_liquidation_pays_the_preferred_alone():
    """30% of $1,000 for each of 100 preferred; common and warrants get nothing."""
    event = {"kind": "liquidation", "date": "1999-01-06", "recovery": "0.3"}
    path = walk(held(event, warrants=[warrant()]), [9] * 5)
    assert path.payments == [(2, 0, Fraction(30_000))]
    assert (path.ended, path.warrants[0].amount, path.fired["liquidation"]) == (2, 0, 1)


def test_an_event_that_is_drawn_acts_on_its_session():
    event = {"kind": "liquidation", "hazard_per_year": "0.5", "recovery": "1"}
    assert walk(held(event), [9] * 5, event_sessions=(3,)).ended == 3
    assert walk(held(event), [9] * 5, event_sessions=(None,)).ended is None
