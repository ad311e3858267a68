"""Exercise of warrants by the kernels alone (``W 1``, ``W 2``, ``W 5``, ``W 8(f)``, ``W 12(c)``; METHODS 11)."""

from __future__ import annotations

import pytest
from whole_path import CLOSE, FEWEST_SURRENDERED, MOST_SURRENDERED, SELL, WholePath, follow, series, warrant

from kernels.tables import BIG


def holding(*warrants, deal=None, **holder) -> WholePath:
    """A path of a deal with these warrants, at a bid of $12.50 throughout."""
    path = follow(deal={"warrants": list(warrants)} | (deal or {}), holder={"warrants": holder})
    path.quote_all("12.5")
    return path


def own(path, what, w=0):
    return float(getattr(path.state.whole.warrant, what)[w])


def test_a_cash_exercise():
    path = holding(warrant())
    # 1,000 at $10.00 for $10,000; all sold at once at $12.50: $12,500.
    assert path.exercise(3) == 1000
    assert (own(path, "issued"), own(path, "sold"), own(path, "held")) == (1000, 1000, 0)
    assert (own(path, "strike"), own(path, "proceeds"), path.amount()) == (10_000, 12_500, 0)
    assert path.outstanding == 1_001_000
    assert path.state.flows[3] == 2_500
    assert [path.fired(name) for name in ("exercise_cash", "exercise_at_expiry", "fraction_paid")] == [1, 0, 0]


def test_it_is_decided_on_the_bid_of_the_day_before():
    path = holding(warrant())
    # $10.00 is not above $10.00; the $10.01 of session 3 acts on session 4.
    path.quote([10, "10.01", 9], first=2)
    assert path.exercise(3) == 0
    assert path.exercise(4) == 1000
    # At the same close: the $9.00 of session 4 itself.
    path = follow(deal={"warrants": [warrant()]}, holder={"sale_decision": "same_close"})
    path.quote([10, "10.01", 9], first=2)
    assert path.exercise(4) == 0
    assert path.exercise(3) == 1000


def test_the_exercise_period():
    # Exercisable from Saturday 1999-01-09, to Sunday 1999-01-17: from Monday the 11th to Friday the 15th.
    terms = warrant(exercisable_from="1999-01-09", expires="1999-01-17")
    first, last = 6, 10
    path = holding(terms)
    assert (path.session("1999-01-11"), path.session("1999-01-15")) == (first, last)
    assert (path.exercise(first - 1), path.exercise(last + 1)) == (0, 0)
    assert path.exercise(first) == 1000
    assert path.fired("exercise_at_expiry") == 0
    path = holding(terms)
    assert path.exercise(last) == 1000
    assert path.fired("exercise_at_expiry") == 1


def test_after_its_last_session_it_is_worth_nothing():
    path = holding(warrant(expires="1999-01-15"), exercise="never")
    assert path.exercise(9) == 0
    path.step(CLOSE, 9)
    assert (path.amount(), own(path, "unexercised")) == (10_000, 0)
    path.step(CLOSE, 10)
    assert (path.amount(), own(path, "unexercised")) == (0, 1000)
    # The least amount that is left is no share.
    path.state.whole.warrant.amount[0] = 1.0
    path.step(CLOSE, 10)
    assert (path.amount(), own(path, "unexercised")) == (0, 0)


@pytest.mark.parametrize("expires", ["1998-12-31", "1999-12-31"])
def test_a_warrant_that_expired_before_session_0_starts_worth_nothing(expires):
    terms = warrant(issue_date="1998-01-05", exercisable_from="1998-01-05", expires="1998-12-30")
    assert holding(terms).amount() == 0
    assert holding(terms | {"expires": expires}).amount() == 10_000


def test_at_expiry_whatever_room_and_registration():
    terms = warrant(expires="1999-01-15", registration_effective="1999-06-01")
    path = holding(terms, exercise="at_expiry")
    assert path.exercise(9) == 0
    assert path.bound() == []
    # Issued in full, unregistered: held, not sold.
    assert path.exercise(10, room=0) == 0
    assert (own(path, "issued"), own(path, "held")) == (1000, 1000)
    assert path.step(SELL, 11, 0, 2.0**52) == 0
    assert path.bound() == ["registration"]
    # Registered from 1999-06-01 on: 300 of room that day, at $12.50.
    t = path.session("1999-06-01")
    assert path.step(SELL, t, 0, 300) == 300
    assert (own(path, "held"), own(path, "sold"), own(path, "proceeds")) == (700, 300, 3750)


def test_registration_and_suspension_stop_it_before_the_last_session():
    event = {"kind": "suspension", "date": "1999-01-06", "until": "1999-01-09", "statements": ["B"]}
    path = holding(warrant("W1", statement="B"), warrant("W2"), deal={"events": [event]})
    # Sessions 3 to 5 (Wednesday to Friday) lie in the window; W2 has a statement of its own.
    assert path.exercise(3) == 1000
    assert (own(path, "issued", 0), own(path, "issued", 1)) == (0, 1000)
    assert path.bound() == ["registration"]
    assert path.exercise(5) == 0
    assert path.exercise(6) == 1000


def test_the_hurdle():
    # $12.50 is not above 1.25 x $10.00; $12.51 is.
    path = holding(warrant(expires="1999-01-15"), hurdle="1.25")
    assert path.exercise(3) == 0
    assert path.bound() == ["price"]
    path.quote(["12.51"], first=3)
    assert path.exercise(4) == 1000
    # On the last session it does not ask for it.
    path = holding(warrant(expires="1999-01-15"), hurdle="1.25")
    assert path.exercise(10) == 1000


def test_no_more_than_can_be_sold_at_once():
    path = holding(warrant("W1"), warrant("W2"))
    # A room of 1,300: all of W1, and 300 of W2. Then nothing without room.
    assert path.exercise(3, room=1300) == 1300
    assert (own(path, "issued", 0), own(path, "issued", 1)) == (1000, 300)
    assert path.amount(1) == 7_000
    assert path.exercise(4, room=0) == 0


@pytest.mark.parametrize(("paid_at", "paid"), [("market", "10"), ("exercise_price", "8")])
def test_a_cashless_exercise_pays_the_fraction(paid_at, paid):
    # r = (12.5 - 10)/12.5 = 1/5. 1,004 give 200.8: 200, and 0.8 of a share in cash: $10.00 at $12.50, $8.00 at $10.00.
    path = holding(warrant(shares=1004), deal={"warrant_terms": {"fraction_paid_at": paid_at}}, method="cashless")
    assert path.exercise(3) == 200
    assert own(path, "paid") == pytest.approx(float(paid), abs=1e-9)
    assert (own(path, "strike"), path.amount()) == (0, 0)
    assert path.state.flows[3] == pytest.approx(2500 + float(paid), abs=1e-9)
    assert [path.fired(name) for name in ("exercise_cashless", "exercise_cash", "fraction_paid")] == [1, 0, 1]


def test_a_cashless_exercise_surrenders_the_fewest_that_fill_the_room():
    path = holding(warrant(), method="cashless")
    # floor(n/5) >= 30 first at n = 150: $1,500 of the amount is surrendered.
    assert path.exercise(3, room=30) == 30
    assert path.amount() == 8_500
    assert path.fired("fraction_paid") == 0


@pytest.mark.parametrize(
    ("what", "room", "gain", "number"),
    [
        # floor(n/2^30) <= 2^19 - 1 up to n = 2^49 - 1; a share of room more is beyond exact arithmetic.
        (MOST_SURRENDERED, 2.0**19 - 1, 1, 2.0**49 - 1),
        (MOST_SURRENDERED, 2.0**19, 1, BIG),
        (MOST_SURRENDERED, 2.0**20 - 1, 1, BIG),
        (MOST_SURRENDERED, 2.0**20 - 1, 2, 2.0**49 - 1),
        (MOST_SURRENDERED, 2.0**20 - 1, 3, 375_299_968_947_541),
        (MOST_SURRENDERED, BIG, 2.0**29, BIG),
        # floor(n/2^30) >= 2^19 first at n = 2^49.
        (FEWEST_SURRENDERED, 2.0**19, 1, 2.0**49),
        (FEWEST_SURRENDERED, 2.0**19 + 1, 1, BIG),
        (FEWEST_SURRENDERED, 2.0**20, 1, BIG),
        (FEWEST_SURRENDERED, 2.0**20, 2, 2.0**49),
        (FEWEST_SURRENDERED, 2.0**20, 3, 375_299_968_947_542),
    ],
)
def test_a_gain_that_is_next_to_nothing(what, room, gain, number):
    # 2^50 / 3 is 375,299,968,947,541 and a third.
    assert holding(warrant()).step(what, 0, room, gain, 2.0**30) == number


def test_a_cashless_exercise_needs_the_market_price_above_the_exercise_price():
    # Decided on the $12.50 of session 3 itself; M is the $10.00 of session 2.
    path = follow(
        deal={"warrants": [warrant()]}, holder={"sale_decision": "same_close", "warrants": {"method": "cashless"}}
    )
    path.quote(["12.5"], first=3)
    assert path.exercise(3) == 0
    assert path.amount() == 10_000


def after_an_adjustment(**holder) -> WholePath:
    """E falls from $10.00 to $9.70 before: A/E = 10,000/9.70 = 1,030.92784 Warrant Shares."""
    path = holding(warrant(expires="1999-01-15"), **holder)
    path.state.whole.warrant.price[0] = 970 * path.whole.warrants.scale / 100
    return path


def test_the_last_fraction_of_a_share_for_cash():
    path = after_an_adjustment()
    # 1,030 at $9.70 are $9,991.00; what is left of A, $9.00, is f = 9/9.70 of a share: paid for, and bought at $12.50.
    assert path.exercise(3) == 1030
    assert own(path, "strike") == pytest.approx(10_000)
    assert own(path, "paid") == pytest.approx(9 / 9.70 * 12.5)
    assert path.amount() == 0
    assert path.fired("fraction_paid") == 1


def test_the_last_fraction_of_a_share_cashless():
    path = after_an_adjustment(method="cashless")
    # r = 2.80/12.50 = 0.224: 1,030 r = 230.72. 0.72 at $12.50, and f (M - E) = 9/9.70 x $2.80.
    assert path.exercise(3) == 230
    assert own(path, "paid") == pytest.approx(0.72 * 12.5 + 9 / 9.70 * 2.80)
    assert path.amount() == 0


def test_less_than_one_share_is_settled_on_the_last_session():
    path = after_an_adjustment()
    path.state.whole.warrant.amount[0] = 900 * path.whole.warrants.scale / 100
    # $9.00 of A at $9.70 is no whole share: nothing before the last session, on it 9/9.70 for $9.00 at $12.50.
    assert path.exercise(9) == 0
    assert path.amount() == 9
    assert path.exercise(10) == 0
    assert (own(path, "issued"), own(path, "strike")) == (0, 9)
    assert own(path, "paid") == pytest.approx(9 / 9.70 * 12.5)
    assert (path.amount(), path.fired("exercise_at_expiry"), path.fired("fraction_paid")) == (0, 0, 1)


def test_the_cap_and_its_use():
    deal = {"limits": {"cap": {"amount_shares": 700, "counts": ["B", "W1"]}}}
    path = holding(warrant("W1"), warrant("W2"), deal=deal)
    assert path.exercise(3) == 1700
    # W1 counts: 700 of its 1,000. W2 does not.
    assert (own(path, "issued", 0), own(path, "issued", 1)) == (700, 1000)
    assert path.bound() == ["cap"]
    assert path.exercise(4) == 0


def test_the_ownership_limit_counts_what_is_held_of_every_instrument():
    # x <= (0.05 x 1,000,000 - 49,600)/0.95 = 400/0.95 = 421.05: 421.
    terms = [warrant("W1"), warrant("W2", party="agent")]
    path = holding(*terms, deal={"limits": {"ownership_fraction": "0.05"}})
    path.state.held[0], path.state.whole.warrant.held[0] = 40_000, 9_600
    assert path.exercise(3) == 421
    assert path.bound() == ["ownership"]
    # The agent's own common is apart: (0.05 x 1,000,421 - 49,000)/0.95 = 1,074.8 is above its 1,000.
    path.state.whole.warrant.held[1] = 49_000
    assert path.exercise(3, agent=True) == 1000
    assert path.bound() == []
    # Nothing of the agent's is a flow of the investor: 421 x (12.5 - 10).
    assert path.state.flows[3] == 421 * 2.5


@pytest.mark.parametrize(("obeys", "shares"), [(True, 30), (False, 40)])
def test_a_cashless_exercise_within_limits(obeys, shares):
    deal = {
        "limits": {"cap": {"amount_shares": 30, "counts": ["B", "W"]}},
        "common": {"outstanding_shares": 1_000_000, "authorized_shares": 1_000_040},
        "warrant_terms": {"cashless_obeys_limits": obeys},
    }
    path = holding(warrant(), deal=deal, method="cashless")
    # Of the cap's 30 the most is n = 154 (floor(154/5) = 30); of the 40 authorized, which always hold, n = 204.
    assert path.exercise(3) == shares
    assert path.amount() == 10_000 - 10 * (5 * shares + 4)
    assert path.bound() == ["cap" if obeys else "authorized"]
    # 4/5 of a share is left over either way: $10.00 at $12.50.
    assert own(path, "paid") == pytest.approx(10)


def test_the_authorized_shares_cut_a_cash_exercise():
    deal = {"common": {"outstanding_shares": 1_000_000, "authorized_shares": 1_000_250}}
    path = holding(warrant(), deal=deal)
    assert path.exercise(3) == 250
    assert path.bound() == ["authorized"]
    assert path.amount() == 7_500


def test_accrued_distributions_are_paid_on_exercise():
    path = holding(warrant())
    path.state.whole.warrant.accrued_usd[0] = 0.25
    # $0.25 on each of the 400 Warrant Shares exercised.
    path.exercise(3, room=400)
    assert own(path, "paid") == 100


def test_without_a_same_day_sale_the_common_is_held():
    path = holding(warrant(), deal={"conversion": {"same_day_sale": False}})
    assert path.exercise(3, room=300) == 0
    assert own(path, "held") == 300
    assert path.step(SELL, 4, 0, 200) == 200
    assert own(path, "held") == 100


def test_the_room_shrinks_before_the_last_session_whether_or_not_the_shares_may_be_sold():
    deal = {"conversion": {"same_day_sale": False}}
    path = holding(warrant("W1"), warrant("W2"), deal=deal)
    # 1,000 of W1 leave 300 of 1,300, though none of them is sold today.
    assert path.exercise(3, room=1300) == 0
    assert (own(path, "issued", 0), own(path, "issued", 1)) == (1000, 300)
    # On W1's last session it shrinks by what is sold, and that is nothing.
    path = holding(warrant("W1", expires="1999-01-15"), warrant("W2"), deal=deal)
    path.exercise(10, room=900)
    assert (own(path, "issued", 0), own(path, "issued", 1)) == (1000, 900)


def test_a_floating_warrant_falls_to_the_market_on_its_reset_dates():
    resets = {"dates": ["1999-01-09", "1999-02-01"], "multiplier": "0.9", "lookback_sessions": 4, "lowest_count": 3}
    path = holding(warrant(resets=resets | {"floor_usd": "6.50"}), exercise="never")
    # Saturday 01-09 acts on Monday 01-11, session 6. Bids of sessions 2 to 5: 8.00 7.77 9.00 7.58; the three lowest
    # are 23.35; x 0.9/3 = 7.005: to the nearest cent, halves up, $7.01.
    path.quote([8, "7.77", 9, "7.58", 1], first=2)
    path.open(5)
    assert path.strike() == 10
    path.open(6)
    assert path.strike() == own(path, "shadow_usd") == 7.01
    assert (path.amount(), path.fired("warrant_reset")) == (10_000, 1)
    # On 1999-02-01 three bids of $1.00: the floor holds.
    t = path.session("1999-02-01")
    path.quote([1, 1, 1], first=t - 3)
    path.open(t)
    assert path.strike() == 6.5
    assert path.fired("warrant_reset") == 2
    # 10,000/6.50 = 1,538.46: a higher market raises nothing.
    path.quote([20] * 4, first=t - 4)
    path.open(t)
    assert path.strike() == 6.5


def test_series_and_warrants_are_counted_together_for_ownership():
    path = follow(deal={"warrants": [warrant()], "limits": {"ownership_fraction": "0.05"}}, all_series=[series()])
    path.quote_all("12.5")
    path.state.whole.warrant.held[0] = 49_000
    # (50,000 - 49,000)/0.95 = 1,052.6: 10 preferred are 1,000 common, 11 would be 1,100.
    assert path.convert(3, 100) == 1000
    assert path.bound() == ["ownership"]
