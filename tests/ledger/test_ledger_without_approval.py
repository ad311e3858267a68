"""The shipped deal without Stockholder Approval on a stock that falls 0.25% a session, followed line by line.

Every number is worked out here from the contract: the Cap Amount of 5,071,913 (CoD IV.G(i)), 101% of the mean of the
six lowest of ten closing bids (III.G), the Premium of 6% (III.F), 200% (VI.B, VIII.B) and both investor warrants.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import pytest

import simulate
from simulate.ledger import Contract, Ledger, PathMarket, keep_ledger
from simulate.shipped import shipped_folder
from simulate.terms import make_terms

CAP = 5_071_913
WARRANTS = 2 * 447_761


@pytest.fixture(scope="module")
def falling() -> tuple[Ledger, list[int], int]:
    """The ledger, the closing bids in units, and units a dollar."""
    scenario = simulate.load(shipped_folder() / "valence-1998-no-approval.yaml")
    dates = make_terms(scenario).dates
    units = scenario.market.price_units_per_dollar
    bids = [round(7 * 0.9975**session * units) for session in range(len(dates))]
    market = PathMarket(
        price_units_per_dollar=units,
        bids=bids,
        closes=bids,
        volumes=[233_000] * len(bids),
        earlier_bids=[bids[0]] * 10,
        earlier_volumes=[233_000] * 10,
        approved=False,
    )
    return keep_ledger(Contract.of(scenario, dates), market), bids, units


def as_converted(ledger: Ledger, bids: list[int], units: int, preferred: int, session: int) -> int:
    """Common for the Series B left: its Premium to the session's date, at the variable price; the stock only falls."""
    days = (ledger.sessions[session].date - ledger.sessions[0].date).days
    claim = 1000 + Fraction(1000 * 6 * days, 100 * 365)
    price = Fraction(101, 100) * Fraction(sum(bids[session - 6 : session]), 6 * units)
    return ceil(preferred * claim / price)


def of_kind(ledger: Ledger, kind: str) -> list:
    return [event for event in ledger.events if event.kind == kind]


def used_by(ledger: Ledger, session: int) -> int:
    """Cap use to a session's close: every share issued on A, B and the warrants, contributions back taken off."""
    return int(ledger.sessions[session].shares_issued)


def test_the_trigger_the_event_and_the_redemption_in_order(falling):
    ledger, _, _ = falling
    kinds = ["trading market trigger", "redemption event", "redemption", "due", "payment"]
    first = [of_kind(ledger, kind)[0] for kind in kinds]
    sessions = [event.session for event in first]
    # Triggered and born on one session, elected on the next, paid five business days later (VI.B, VIII.A, VIII.D).
    assert sessions == [sessions[0], sessions[0], sessions[0] + 1, sessions[0] + 6, sessions[0] + 6]
    assert [event.clause for event in first] == [
        "CoD VI.B",
        "CoD VIII.A(viii)",
        "CoD VIII.B",
        "CoD XIV.E",
        "CoD VIII.D",
    ]
    # After 1999-07-27 only (VI.B), and without approval by 1999-02-08 (VIII.A(viii)).
    assert first[0].date.isoformat() == "1999-12-09"


def test_the_trigger_is_the_first_session_on_which_too_little_is_left_of_the_cap(falling):
    ledger, bids, units = falling
    (trigger,) = of_kind(ledger, "trading market trigger")
    left = sum(event.preferred for event in of_kind(ledger, "purchase") if event.instrument == "B")
    left -= sum(e.preferred for e in of_kind(ledger, "notice") if e.instrument == "B" and e.session <= trigger.session)
    today = as_converted(ledger, bids, units, left, trigger.session)
    assert trigger.shares == today
    assert CAP - used_by(ledger, trigger.session) < 2 * today
    before = as_converted(ledger, bids, units, left, trigger.session - 1)
    assert CAP - used_by(ledger, trigger.session - 1) >= 2 * before


def test_the_first_redemption_is_the_fewest_that_restore_two_hundred_percent(falling):
    """Of B plus both warrants, by more than 200% (VIII.B(ii)); at 125% of face, more than converting (VIII.C)."""
    ledger, bids, units = falling
    notice = of_kind(ledger, "redemption")[0]
    left = 7_500 - sum(
        e.preferred for e in of_kind(ledger, "notice") if e.instrument == "B" and e.session < notice.session
    )
    room = CAP - used_by(ledger, notice.session - 1)

    def suffices(fewer: int) -> bool:
        return room > 2 * (as_converted(ledger, bids, units, left - fewer, notice.session) + WARRANTS)

    assert suffices(notice.preferred)
    assert not suffices(notice.preferred - 1)
    assert notice.amount_usd == 1_250 * notice.preferred


def test_the_end_of_it(falling):
    """All in all: no share above the Cap, what was redeemed is paid for, and the books close."""
    ledger, _, _ = falling
    assert ledger.totals["cap_used_shares"] <= CAP
    redeemed = sum(event.preferred for event in of_kind(ledger, "redemption"))
    assert ledger.totals["redeemed_preferred_series_b"] == redeemed
    assert ledger.totals["times_event_viii"] == 1
    assert ledger.totals["times_late_approval_cures"] == 0
    assert ledger.totals["books_gap_usd"] == 0
