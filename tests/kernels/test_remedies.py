"""Remedies on their own, session by session, against the contract's check points and hand arithmetic."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from deals import scenario, series

from kernels import rows
from kernels.delivery import notice_given, open_failures, refuses, sold_at_once
from kernels.jit import kernel
from kernels.layout import CERTIFICATE_DUE, DEFAULT_DUE, EXERCISE_DUE, LATE_DAYS, PAYMENT_DAYS
from kernels.market.scratch import Market, make_market
from kernels.maturity_conditions import conditions_hold
from kernels.redemption import event_happens, give_redemption_notices, number_that_restores
from kernels.registration import is_suspended, sale_room
from kernels.remedies import acquired, at_last_session, is_pending, liquidated, restate, run_tests, start_remedies
from kernels.remedy_state import (
    ACCRUED_DAYS,
    BREACH_EVENT_ON,
    CERTIFICATE_USD,
    COUNTED_DAYS,
    FAILURE_EVENT,
    LAST_DUE,
    LISTING_ENDS,
    LISTING_NOTICE_DAY,
    NEVER,
    REMEDY_BUY_IN_COST_USD,
    REMEDY_INTEREST_PAID_USD,
    REMEDY_NUMBERS,
    REMEDY_OWED_USD,
    REMEDY_OWED_WORTH_PRESENT_USD,
    REMEDY_OWED_WORTH_USD,
    REMEDY_PAID_USD,
    REMEDY_RESERVED_LEFT,
    RESERVE_AMOUNT,
    RESERVE_TRIGGER_DAY,
    RESERVE_USED,
)
from kernels.reserve import authorized_room, use_reserve
from kernels.state import APPROVED, OUTSTANDING, State, make_state
from kernels.tables import Tables
from kernels.whole_paths import start_terms, start_warrants
from kernels.whole_state import LIVE_LEAVES
from kernels.whole_tables import Whole
from simulate.terms import make_terms

CAP = {"cap": {"amount_shares": 5_071_913, "counts": ["B"]}}
CAP_TEST = {"series": "B", "after": "1999-02-01", "approval_by": "1999-01-15"}
CASH = [{"date": "1998-12-31", "usd": 1_000_000_000}]


OPEN, NOTICE, REDEEM, CLOSE, HAPPENS, END, ACQUIRED, LIQUIDATED, RESTATE, USE = range(10)
REFUSES, PENDS, CONDITIONS, SUSPENDED, ROOM, STATEMENT, START = range(10, 17)


@kernel
def act(
    what: int, t: int, a: float, b: float, c: float, d: float, market: Market, tables: Tables, state: State
) -> float:
    """One step of a path, by number: the steps are compiled together, as they are inside a session."""
    whole = tables.whole
    place = tables.clock.earlier_bids.size + t
    out = 0.0
    if what == OPEN:
        open_failures(t, place, market, tables, state, whole)
    elif what == NOTICE:
        notice_given(0, t, a, b, d, tables, state, whole)
        sold_at_once(0, t, c, d, tables, state)
    elif what == REDEEM:
        give_redemption_notices(t, place, market, tables, state, whole)
    elif what == CLOSE:
        run_tests(t, place, market, tables, state, whole)
    elif what == HAPPENS:
        event_happens(int(a), t, state, whole)
    elif what == END:
        at_last_session(t, place, market, tables, state, whole)
    elif what == ACQUIRED:
        acquired(t, tables, state, whole)
    elif what == LIQUIDATED:
        liquidated(t, a, tables, state, whole)
    elif what == RESTATE:
        restate(a, b, False, state)
    elif what == USE:
        use_reserve(True, a, state)
    elif what == REFUSES:
        out = 1.0 if refuses(t, state) else 0.0
    elif what == PENDS:
        out = 1.0 if is_pending(t, tables, state, whole) else 0.0
    elif what == CONDITIONS:
        out = 1.0 if conditions_hold(0, t, tables, state, whole) else 0.0
    elif what == SUSPENDED:
        out = 1.0 if is_suspended(0, t, state, whole) else 0.0
    elif what == ROOM:
        out = authorized_room(a > 0.0, tables, state, whole)
    elif what == STATEMENT:
        out = sale_room(0, tables, state, whole)
    else:
        start_terms(tables, state, whole)
        start_warrants(state, whole)
        start_remedies(tables, state, whole)
    return out


@dataclass
class Path:
    """One path of a deal, driven by hand: the test sets prices and bids."""

    tables: Tables
    whole: Whole
    state: State
    market: Market
    dates: tuple[date, ...]

    def price(self, usd: float | str) -> None:
        """Set the conversion price of every series."""
        for k in range(self.state.preferred.size):
            self.state.price[k] = float(Fraction(usd) * int(self.tables.series.price_scale[k]))

    def act(self, what: int, t: int = 0, a: float = 0.0, b: float = 0.0, c: float = 0.0, d: float = 0.0) -> float:
        return act(what, t, a, b, c, d, self.market, self.tables, self.state)

    def open(self, t: int) -> None:
        self.act(OPEN, t)

    def convert(self, t: int, preferred: float, shares: float, sold: float, bid: float) -> None:
        """A notice on series B, of which some is sold at once."""
        self.state.preferred[0] -= preferred
        self.state.held[0] += shares - sold
        self.state.totals[OUTSTANDING] += shares
        bid_units = bid * self.tables.quote.units_per_dollar
        self.act(NOTICE, t, preferred, shares, sold, bid_units)

    def redeem(self, t: int) -> None:
        self.act(REDEEM, t)

    def close(self, t: int) -> None:
        self.act(CLOSE, t)

    def happens(self, event: int, t: int) -> None:
        self.act(HAPPENS, t, float(event))

    def end(self, t: int) -> None:
        self.act(END, t)

    def fired(self, name: str) -> int:
        return int(self.state.whole.fired[rows.FIRINGS.index(name)])

    def number(self, place: int) -> float:
        return float(self.state.whole.remedy.numbers[place])


def follow(
    *, deal: dict[str, Any], holder: dict[str, Any] | None = None, all_series: list[dict[str, Any]] | None = None
) -> Path:
    """A path at the opening of session 0, with every bid and close at $6."""
    terms = make_terms(scenario(deal=deal, holder=holder, all_series=all_series))
    tables, whole = terms.tables, terms.tables.whole
    assert whole is not None
    state = make_state(tables)
    market = make_market(tables)
    market.bids[:] = market.closes[:] = 6 * tables.quote.units_per_dollar
    market.volumes[:] = 200_000.0
    state.window_end[:] = -1
    state.totals[OUTSTANDING] = tables.deal.outstanding
    state.preferred[:] = whole.payments.start_preferred[: state.preferred.size]
    state.whole.event.session[:] = whole.events.session
    path = Path(tables, whole, state, market, terms.dates)
    path.act(START)
    return path


def one_share_each(preferred: int, **changes: Any) -> list[dict[str, Any]]:
    """A series whose preferred converts one for one, so that as-converted shares are what the test says."""
    each = {"preferred_shares": preferred, "stated_value_usd": 1, "purchase_price_usd": 7_500_000}
    return [series(conversion_price={"fixed_usd": 1}, **each, **changes)]


def reserve(**changes: Any) -> dict[str, Any]:
    common = {"outstanding_shares": 26_704_073, "authorized_shares": 50_000_000}
    return {"reserve": {"amount_shares": 4_000_000, "series": "B", **changes}, "common": common}


@pytest.mark.parametrize(("converted", "fails"), [(2_000_000, False), (2_000_001, True)])
def test_the_reserve_fails_above_two_million(converted, fails):
    # contract 12: from nothing converted V.B fires when as-converted B > 2,000,000 (4,000,000 / 200%).
    path = follow(deal=reserve(), all_series=one_share_each(converted))
    path.price(1)
    for t in range(3):
        assert path.fired("reserve_trigger") == 0
        path.close(t)
    assert path.fired("reserve_trigger") == int(fails)
    # Raised on the trigger to 200%: 4,000,002 shares.
    assert path.number(RESERVE_AMOUNT) == (4_000_002 if fails else 4_000_000)
    assert path.fired("event_vii") == 0


def test_a_reserve_that_binds_gives_event_vii_after_sixty_days():
    path = follow(deal=reserve(company="binds"), all_series=one_share_each(2_100_000))
    path.price(1)
    # The trigger is session 2, 1999-01-05 (sessions 1998-12-31, 01-04, 01-05); 60 days later is 1999-03-06, a
    # Saturday: the event is read on Monday 1999-03-08 and gives a right on the session after.
    born = path.dates.index(date(1999, 3, 8))
    for t in range(born + 1):
        assert path.fired("event_vii") == 0
        path.close(t)
    assert path.fired("event_vii") == 1
    assert path.state.whole.remedy.right[6] == born


def test_the_reserve_rises_no_further_than_authorized():
    # 30,704,083 authorized less 26,704,073 outstanding less 4,000,000 reserved leaves 10 shares.
    deal = reserve() | {"common": {"outstanding_shares": 26_704_073, "authorized_shares": 30_704_083}}
    path = follow(deal=deal, all_series=one_share_each(2_100_000))
    path.price(1)
    for t in range(4):
        path.close(t)
    assert path.number(RESERVE_AMOUNT) == 4_000_010
    assert path.fired("reserve_raised") == 1
    # A reserved instrument may still be given all of it, another nothing.
    assert path.act(ROOM, a=1.0) == 4_000_010
    assert path.act(ROOM) == 0
    path.act(USE, a=10.0)
    path.state.totals[OUTSTANDING] += 10
    assert path.number(REMEDY_RESERVED_LEFT) == 4_000_000
    path.act(RESTATE, a=3.0, b=2.0)
    # 4,000,010 x 3/2 less 10 x 3/2.
    assert path.number(REMEDY_RESERVED_LEFT) == 6_000_000


@pytest.mark.parametrize(("converted", "fails"), [(2_535_956, False), (2_535_957, True)])
def test_the_cap_test_fails_above_half_the_cap(converted, fails):
    # contract 12: VI.B fires on as-converted B > 2,535,956 (5,071,913 / 200%).
    deal = {"limits": CAP, "cap_test": CAP_TEST}
    path = follow(deal=deal, all_series=one_share_each(converted), holder={"has_listing_ended": True})
    path.price(1)
    first = path.dates.index(date(1999, 2, 2))
    for t in range(first + 3):
        path.close(t)
    # The common leaves its market on the session after event (viii): the cap is not tested any more.
    assert path.fired("trading_market_trigger") == int(fails)
    assert path.fired("event_viii") == int(fails)
    assert (path.state.whole.live.numbers[LIVE_LEAVES] == first + 1) == fails


def test_late_approval_cures_event_viii():
    deal = {"limits": CAP, "cap_test": CAP_TEST, "approval": {"mode": "date", "date": "1999-03-01"}}
    path = follow(deal=deal, all_series=one_share_each(3_000_000))
    path.price(1)
    path.state.totals[APPROVED] = 1.0
    first, given = path.dates.index(date(1999, 2, 2)), path.dates.index(date(1999, 3, 1))
    for t in range(given + 2):
        path.redeem(t)
        path.close(t)
        assert (path.state.whole.remedy.right[7] >= 0) == (first <= t < given)
    assert path.fired("late_approval_cures") == 1
    assert path.fired("trading_market_trigger") == given - first


@pytest.mark.parametrize(("converted", "fails"), [(1_837_953, False), (1_837_954, True)])
def test_the_statement_covers_too_little(converted, fails):
    # contract 12: RRA 3.2 fires on B > 1,837,953: 4,000,000 / 1.75 less the warrant's 447,761.
    warrant = {
        "name": "W1",
        "shares": 447_761,
        "exercise_price_usd": "6.7838",
        "issue_date": "1998-12-31",
        "exercisable_from": "1999-07-27",
        "expires": "2003-07-27",
        "registration_effective": "1998-12-31",
        "statement": "B",
    }
    registration = {"statements": [{"series": "B", "registered_shares": 4_000_000}], "company": "binds"}
    path = follow(deal={"registration": registration, "warrants": [warrant]}, all_series=one_share_each(converted))
    path.price(1)
    # Three sessions are the trigger (session 2); ten sessions later the test fails still.
    for t in range(13):
        assert path.fired("event_ix") == 0
        path.close(t)
    assert path.fired("registered_trigger") == path.fired("event_ix") == int(fails)
    # Under `binds` no more than what is registered is sold.
    path.state.whole.money.sold[0] = 3_999_000
    path.state.whole.warrant.sold[0] = 400
    assert path.act(STATEMENT) == 600


def late_registration(**holder: Any) -> Path:
    """Effective 1999-06-01; the deadline is day 60, 1999-03-01: 92 late days from 1999-03-01 to 05-31."""
    deal = {
        "registration": {"paying_series": "B", "sec_comments": False},
        "redemption": {"series": ["B"], "cash_usd": CASH},
    }
    return follow(deal=deal, all_series=[series(registration_effective="1999-06-01")], holder=holder)


def test_a_late_registration_pays_three_percent_a_month():
    path = late_registration(redeems="never")
    path.price(6)
    paid = []
    for t, day in enumerate(path.dates[:150]):
        before = path.number(REMEDY_PAID_USD)
        path.close(t)
        if path.number(REMEDY_PAID_USD) != before:
            paid.append((day, path.number(REMEDY_PAID_USD) - before))
    # RRA 2.3: 3% of $7,500,000 a month is $7,500 a day. 30 counted days are passed on 03-30 (30 days; paid 5 days
    # later, Sunday 04-04: Monday), 04-29 (30; Tuesday 05-04), 06-01 (the weekend of 05-29 to 05-31 is counted on
    # Tuesday 06-01: 92 in all, 32 more; Sunday 06-06: Monday). The accrual then ends with nothing left.
    assert paid == [
        (date(1999, 4, 5), pytest.approx(225_000)),
        (date(1999, 5, 4), pytest.approx(225_000)),
        (date(1999, 6, 7), pytest.approx(240_000)),
    ]
    assert path.fired("registration_payment") == 3
    # Event (vi): day 90 after 1998-12-31 is 1999-03-31.
    assert path.state.whole.remedy.right[5] == path.dates.index(date(1999, 3, 31))
    assert path.state.whole.remedy.due[0] == pytest.approx(690_000)
    assert path.state.flows.sum() == pytest.approx(690_000)


def test_what_is_not_paid_for_does_not_accrue():
    deal = {"registration": {"paying_series": "B", "sec_comments": False, "payment_fraction_per_month": 0}}
    path = follow(deal=deal, all_series=[series(registration_effective="1999-06-01")])
    path.price(6)
    for t in range(path.dates.index(date(1999, 3, 3))):
        path.close(t)
    assert path.number(COUNTED_DAYS) == 2
    assert path.number(ACCRUED_DAYS) == 0


def test_registration_payments_in_shares():
    path = late_registration(redeems="never", takes_registration_payments_in="shares")
    path.price("6.03")
    for t in range(path.dates.index(date(1999, 4, 6))):
        path.close(t)
    # $225,000 / $6.03 = 37,313.43.
    assert path.state.issued[0] == path.state.held[0] == 37_313
    assert path.state.totals[OUTSTANDING] == 26_704_073 + 37_313
    assert path.number(REMEDY_PAID_USD) == 0


def failure(**changes: Any) -> dict[str, Any]:
    event = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": 12, **changes}
    return {"delivery": {}, "events": [event], "redemption": {"series": ["B"], "cash_usd": CASH}}


def test_late_certificates_are_paid_for_day_by_day():
    path = follow(deal=failure(buy_in=True), holder={"redeems": "never"})
    path.price("6.03")
    state, remedy = path.state, path.state.whole.remedy
    c = path.dates.index(date(1999, 1, 5))
    e, d = path.dates.index(date(1999, 1, 8)), path.dates.index(date(1999, 1, 20))
    for t in range(d + 6):
        path.open(t)
        if t == c:
            path.convert(t, 603.0, 100_000.0, 40_000.0, 6.0)
        if t == c + 2:
            path.price(5)
        if t == e + 1:
            path.market.closes[t] = 7 * path.tables.quote.units_per_dollar
        path.close(t)
        assert state.held[0] + remedy.undelivered[0] == (0 if t < c else 60_000 if t < d else 100_000)
        assert (remedy.undelivered[0] > 0) == (c <= t < d)
        assert path.act(PENDS, t) == (c <= t < d + 5)
    # CoD VII.A: the period ends on the third session, Friday 01-08. First stage to the fifth session, Tuesday 01-12:
    # 4 days of $500; second stage to 01-20: 8 days of 1% of $603,000 (no Premium here): $48,240.
    # CoD VII.B: 40,000 bought at $7 on Monday 01-11 cost $280,000; they had brought $240,000.
    assert path.number(REMEDY_BUY_IN_COST_USD) == pytest.approx(280_000)
    # At 5% a year since session 0.
    worth = math.exp(-0.05 * (date(1999, 1, 11) - path.dates[0]).days / 365)
    assert state.whole.money.bought_in_present[0] == pytest.approx(280_000 * worth)
    assert path.number(REMEDY_PAID_USD) == pytest.approx(2_000 + 48_240 + 40_000)
    assert state.flows.sum() == pytest.approx(90_240 - 280_000)
    # CoD VII.C: 10 days after 01-08 is Monday 01-18, a holiday: on 01-19 the fixed price falls to $5.
    assert state.whole.live.fixed_price[0] == 5 * path.tables.series.price_scale[0]
    assert [path.fired(name) for name in ("default", "buy_in", "ratchet", "event_iii")] == [1, 1, 1, 0]


def test_a_refusal_stops_conversion_and_pays_on_all_that_is_left():
    path = follow(deal=failure(refusal=True, late_days=30), holder={"redeems": "never"})
    path.price("6.03")
    f = path.dates.index(date(1999, 1, 4))
    d = path.dates.index(date(1999, 2, 8))
    for t in range(d + 6):
        path.open(t)
        assert path.act(REFUSES, t) == (f <= t < d)
        path.close(t)
    # The period from 01-04 ends on 01-07; 30 days later is Saturday 02-06: Monday 02-08. All days from 01-05 on are
    # of the second stage: 35 days of 1% of $7,500,000.
    assert path.number(REMEDY_PAID_USD) == pytest.approx(35 * 75_000)
    assert [path.fired(name) for name in ("refusal", "default", "event_iii")] == [1, 0, 1]
    # CoD VIII.A(iii): the tenth session after 01-07, with the holiday of 01-18, is 01-22.
    assert path.state.whole.remedy.right[2] == path.dates.index(date(1999, 1, 22))


def test_failures_wait_for_each_other():
    deal = failure(refusal=True, late_days=1)
    deal["events"].append({"kind": "delivery_failure", "date": "1999-01-05", "late_days": 1, "refusal": True})
    path = follow(deal=deal, holder={"redeems": "never"})
    path.price("6.03")
    for t in range(20):
        path.open(t)
        path.close(t)
        # The first is over on Friday 01-08 (one day after 01-07); the second opens on the next session.
        assert path.fired("refusal") == (0 if t < 1 else 1 if path.dates[t] <= date(1999, 1, 8) else 2)


def test_redemption_pays_125_percent_or_the_market():
    deal = {"redemption": {"series": ["B"], "cash_usd": CASH}}
    path = follow(deal=deal, holder={"redeems": "always"})
    # CoD VIII.C at the fixed price of $6.03 and a bid of $9.045: 1000/6.03 x 9.045 = $1,500, more than $1,250.
    path.market.bids[:] = 9.045 * path.tables.quote.units_per_dollar
    path.happens(4, 3)
    path.redeem(3)
    assert path.state.preferred[0] == 7500
    path.redeem(4)
    assert path.state.preferred[0] == 0
    for t in range(4, 10):
        path.close(t)
        # CoD VIII.D: paid on the fifth session after the notice.
        assert path.number(REMEDY_PAID_USD) == pytest.approx(7500 * 1500 if t >= 9 else 0)
    assert path.state.whole.money.redeemed[0] == 7500


def test_redemption_only_when_it_pays_more():
    path = follow(deal={"redemption": {"series": ["B"], "cash_usd": CASH}})
    path.market.bids[:] = 9.045 * path.tables.quote.units_per_dollar
    path.happens(4, 3)
    path.redeem(4)
    assert path.state.preferred[0] == 7500
    path.market.bids[:] = 6 * path.tables.quote.units_per_dollar
    path.redeem(5)
    assert path.state.preferred[0] == 0


def test_what_cannot_be_paid_bears_interest():
    cash = [{"date": "1998-12-31", "usd": 1_000_000}, {"date": "1999-02-01", "usd": 9_000_000}]
    redemption = {"series": ["B"], "cash_usd": cash, "pay_after_sessions": 0, "owed_recovery": "0.5"}
    path = follow(deal={"redemption": redemption})
    path.happens(0, 0)
    path.redeem(1)
    due, later = 1, path.dates.index(date(1999, 2, 1))
    for t in range(due, later):
        path.close(t)
    assert path.number(REMEDY_PAID_USD) == 1_000_000
    assert path.fired("payment_short") == later - due
    path.close(later)
    # $9,375,000 fell due on 01-04; $8,375,000 was unpaid for 28 days at 24%: $154,191.78 of interest, paid first.
    interest = 8_375_000 * 0.24 / 365 * 28
    assert path.number(REMEDY_INTEREST_PAID_USD) == pytest.approx(interest)
    assert path.number(REMEDY_PAID_USD) == 9_000_000
    last = len(path.dates) - 1
    path.close(last)
    path.end(last)
    # The rest, $529,191.78, bears interest for the 333 days to 1999-12-31.
    rest = 9_375_000 + interest - 9_000_000
    assert path.number(REMEDY_OWED_USD) == pytest.approx(rest * (1 + 0.24 / 365 * 333))
    assert path.number(REMEDY_OWED_WORTH_USD) == pytest.approx(path.number(REMEDY_OWED_USD) / 2)
    # Session 0 is a year before: 5% on calendar days.
    present = path.number(REMEDY_OWED_WORTH_PRESENT_USD)
    assert present == pytest.approx(path.number(REMEDY_OWED_USD) / 2 * math.exp(-0.05))
    assert path.state.flows.sum() == pytest.approx(9_000_000)


@pytest.mark.parametrize(("ends", "share"), [("acquired", 1.0), ("liquidated", 0.4)])
def test_the_end_of_a_path_settles_what_is_owed(ends, share):
    path = follow(deal={"redemption": {"series": ["B"], "cash_usd": [{"date": "1998-12-31", "usd": 0}]}})
    path.happens(0, 0)
    path.redeem(1)
    path.close(1)
    path.act(ACQUIRED if ends == "acquired" else LIQUIDATED, 2, share)
    # What would have fallen due five sessions later falls due with the end: $9,375,000.
    assert path.number(REMEDY_PAID_USD) == pytest.approx(share * 9_375_000)
    assert not path.act(PENDS, 2)


def test_capital_impairment_cuts_and_is_remembered():
    redemption = {
        "series": ["B"],
        "cash_usd": CASH,
        "lawful_usd": [{"date": "1998-12-31", "usd": 150_100}, {"date": "1999-02-01", "usd": 300_000}],
    }
    path = follow(deal={"redemption": redemption}, holder={"redeems": "always"})
    path.market.bids[:] = 9.045 * path.tables.quote.units_per_dollar
    path.happens(0, 0)
    path.redeem(1)
    # $150,100 redeems 100 at $1,500; the greatest amount at which it was cut is remembered.
    assert path.state.preferred[0] == 7400
    path.market.bids[:] = 6 * path.tables.quote.units_per_dollar
    path.redeem(path.dates.index(date(1999, 2, 1)))
    # CoD VIII.F: $150,000 more at $1,500, not $1,250: 100.
    assert path.state.preferred[0] == 7300
    assert path.state.whole.remedy.due[0] == pytest.approx(200 * 1500)
    assert path.fired("impairment") == path.fired("redemption") == 2


def test_the_number_that_restores_is_the_smallest():
    # 4,000,000 > 2 x ceil(m x 1000/3) holds up to m = 5,999: ceil(1,999,666.67) = 1,999,667; m = 6,000 gives 2,000,000.
    assert number_that_restores(7500.0, 4e6, (2.0, 1.0), 0.0, (1000.0, 3.0), False) == 1501
    assert number_that_restores(5999.0, 4e6, (2.0, 1.0), 0.0, (1000.0, 3.0), False) == 0
    # With 1,999,999 Warrant Shares none may be left; with one more none suffices: all, both times.
    assert number_that_restores(10.0, 4e6, (2.0, 1.0), 1_999_999.0, (1000.0, 3.0), False) == 10
    assert number_that_restores(10.0, 4e6, (2.0, 1.0), 2_000_000.0, (1000.0, 3.0), False) == 10


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        # 7,500,000 / 6.03 = 1,243,782 shares rounded up: one fewer authorized is too few.
        ({"common": {"outstanding_shares": 26_704_073, "authorized_shares": 26_704_073 + 1_243_782}}, True),
        ({"common": {"outstanding_shares": 26_704_073, "authorized_shares": 26_704_073 + 1_243_781}}, False),
        ({"events": [{"kind": "suspension", "date": "1999-12-30", "until": "1999-12-31", "statements": ["B"]}]}, False),
        ({"events": [{"kind": "suspension", "date": "1999-12-29", "until": "1999-12-30", "statements": ["B"]}]}, True),
    ],
)
def test_maturity_converts_only_what_is_authorized_and_registered(changes, holds):
    deal = {"conversion": {"maturity_conditions": "tested"}, **changes}
    path = follow(deal=deal, holder={"refuses_at_maturity": True})
    path.price("6.03")
    t = path.dates.index(date(1999, 12, 31))
    assert path.act(CONDITIONS, t) == holds
    assert path.fired("maturity_condition_failed") == int(not holds)
    assert path.act(SUSPENDED, t) == (changes.get("events", [{}])[0].get("until") == "1999-12-31")
    if holds:
        path.happens(9, t - 1)
        assert not path.act(CONDITIONS, t)
        assert path.fired("refused_at_maturity") == 1


def test_a_path_starts_clean_whatever_the_last_one_left():
    own = {"statements": [{"series": "B", "registered_shares": 300_001}]}
    two = [series(name="A", purchase_price_usd=1), series()]
    path = follow(deal=reserve(used_shares=1) | {"registration": own}, all_series=two)
    remedy, by_session = path.state.whole.remedy, path.state.whole.by_session
    for values in (*(getattr(remedy, name) for name in remedy.dtype.names), by_session):
        values[:] = 1 if values.dtype == np.bool_ else 7
    path.act(START)
    numbers = dict(enumerate(remedy.numbers[:REMEDY_NUMBERS]))
    assert [numbers.pop(place) for place in (RESERVE_TRIGGER_DAY, LISTING_NOTICE_DAY)] == [NEVER, NEVER]
    # No event of a failure, nothing that falls due, no session of a delisting or of a breach.
    places = (FAILURE_EVENT, LAST_DUE, LISTING_ENDS, BREACH_EVENT_ON)
    assert [numbers.pop(place) for place in places] == [-1, -1, -1, -1]
    places = (RESERVE_AMOUNT, RESERVE_USED, REMEDY_RESERVED_LEFT)
    assert [numbers.pop(place) for place in places] == [4_000_000, 1, 3_999_999]
    assert set(numbers.values()) == {0}
    assert set(remedy.right) == set(remedy.cover_trigger) == {-1}
    # One unit of 2**-20 dollars is so many units of the series' scale.
    assert remedy.grain[:2].tolist() == [scale / 2**20 for scale in path.tables.series.price_scale[:2]]
    assert remedy.registered[:2].tolist() == [0, 300_001]
    known = {"numbers", "right", "cover_trigger", "grain", "registered"}
    assert not any(getattr(remedy, name).any() for name in set(remedy.dtype.names) - known)
    rows = (CERTIFICATE_DUE, PAYMENT_DAYS, EXERCISE_DUE, DEFAULT_DUE, DEFAULT_DUE + 1)
    assert not by_session[rows, :].any()


def test_a_split_restates_the_lowest_price_of_a_failure():
    # $6.03 x 2/3 = $4.02, to the nearest 2**-20 dollars: 4.02 x 2**20 = 4,215,275.52.
    path = follow(deal={"delivery": {}})
    path.price("6.03")
    path.state.whole.remedy.lowest_price[0] = path.state.price[0]
    path.act(RESTATE, a=3.0, b=2.0)
    assert path.state.whole.remedy.lowest_price[0] == 4_215_276 * path.state.whole.remedy.grain[0]


def test_a_part_of_a_dollar_that_is_owed_keeps_a_path_alive():
    path = follow(deal={"redemption": {"series": ["B"], "cash_usd": CASH}})
    assert not path.act(PENDS, 3)
    path.state.whole.remedy.numbers[CERTIFICATE_USD] = 0.5
    assert path.act(PENDS, 3)


def test_counted_days_are_a_closed_form():
    # With payments counted from closing every day after the start to the day before 1999-06-01 counts: 151.
    terms = {"paying_series": "B", "sec_comments": False, "runs_from": "from_closing"}
    path = follow(deal={"registration": terms}, all_series=[series(registration_effective="1999-06-01")])
    counted = path.whole.by_session[LATE_DAYS, 0]
    assert counted.sum() == (date(1999, 5, 31) - date(1998, 12, 31)).days
    # What counts is counted since the session before: nothing on session 0, four days on Monday 1999-01-04.
    assert counted[:3].tolist() == [0, 4, 1]
