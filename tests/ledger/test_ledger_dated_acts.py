"""A holder that acts on dates (METHODS 25.3), by hand: one preferred of $1,000 is 100 shares at $10."""

from __future__ import annotations

from typing import Any

import pytest
from ledger_deals import conversions, covenant, deal, keep, market_of, sales, series
from pydantic import ValidationError

import simulate
from simulate.ledger import Contract, keep_ledger
from simulate.terms import session_dates

LIMIT = {"sale_volume": covenant()}


def notice(day: str, count: int, name: str = "B") -> dict[str, Any]:
    return {"date": day, "series": name, "preferred_shares": count}


def sale(day: str, count: int, name: str = "B") -> dict[str, Any]:
    return {"date": day, "series": name, "common_shares": count}


def acts(*all_acts: dict[str, Any], sells: str = "as_it_may", **more: Any) -> dict[str, Any]:
    return {"policy": "dated_acts", "dated_acts": {"acts": list(all_acts), "sells": sells}} | more


def cuts(ledger):
    return [(e.session, e.preferred, e.shares) for e in ledger.events if e.kind == "act cut"]


def test_notices_are_given_on_their_dates_whatever_the_bid():
    """Tuesday and, for a Saturday, the Monday after it; $9 is under the conversion price."""
    ledger = keep(deal(holder=acts(notice("1999-01-05", 30), notice("1999-01-09", 20))), [9] * 7)
    assert conversions(ledger) == [(1, "B", 30, 3_000), (5, "B", 20, 2_000)]
    assert sales(ledger) == [(1, "B", 3_000), (5, "B", 2_000)]
    assert ledger.totals["acts_cut"] == 0


def test_what_is_more_than_is_left_is_cut_and_said():
    ledger = keep(deal(holder=acts(notice("1999-01-04", 70), notice("1999-01-05", 40))), [11, 11, 11])
    assert conversions(ledger) == [(0, "B", 70, 7_000), (1, "B", 30, 3_000)]
    assert cuts(ledger) == [(1, 10, None)]
    assert ledger.totals["acts_cut"] == 1


def test_a_limit_cuts_an_act_and_what_it_holds_back_is_not_tried_again():
    """.1% of a million is 1,001 shares (p O/(1 - p)): 10 of 30 preferred."""
    scenario = deal(holder=acts(notice("1999-01-04", 30)), limits={"ownership_fraction": "0.001"})
    ledger = keep(scenario, [11, 11, 11])
    assert conversions(ledger) == [(0, "B", 10, 1_000)]
    assert cuts(ledger) == [(0, 20, None)]
    assert ledger.totals["sessions_bound_ownership"] == 1


def test_two_notices_of_one_session_are_one():
    """Saturday's and Sunday's both act on Monday: one notice of 30, cut once."""
    held = acts(notice("1999-01-09", 10), notice("1999-01-10", 20))
    assert conversions(keep(deal(holder=held), [11] * 7)) == [(5, "B", 30, 3_000)]


def test_common_is_sold_on_dates_alone_from_the_session_after_the_notice_on():
    """A sale of Monday finds nothing held yet; Wednesday's is cut by the limit of 250, Thursday's is whole."""
    held = acts(
        notice("1999-01-04", 10), sale("1999-01-04", 100), sale("1999-01-06", 300), sale("1999-01-07", 200),
        sells="as_dated",
    )  # fmt: skip
    ledger = keep(deal(holder=held, limits=LIMIT), [11] * 5)
    assert sales(ledger) == [(2, "B", 250), (3, "B", 200)]
    assert cuts(ledger) == [(0, None, 100), (2, None, 50)]
    # Only on Wednesday was more wanted than the limit allowed, though common is held on every session.
    assert ledger.totals["sessions_bound_sale_limit"] == 1
    assert ledger.totals["common_held_shares"] == 1_000 - 450


def test_a_notice_needs_no_registration_and_its_shares_wait_for_it():
    terms = series("B", registration_effective="1999-01-06")
    ledger = keep(deal(terms, holder=acts(notice("1999-01-04", 1))), [11, 11, 11])
    assert conversions(ledger) == [(0, "B", 1, 100)]
    assert sales(ledger) == [(2, "B", 100)]


def test_an_act_after_all_is_gone_is_still_said():
    ledger = keep(deal(holder=acts(notice("1999-01-04", 100), notice("1999-01-07", 5))), [11] * 5)
    assert cuts(ledger) == [(3, 5, None)]


@pytest.mark.parametrize(
    ("holder", "said"),
    [
        (acts(), "holder.dated_acts.acts is empty"),
        (acts(notice("1999-01-04", 1, "C")), r"series \(C\) is none of"),
        (acts(notice("1998-12-31", 1)), "is outside 1999-01-04 to 1999-03-31"),
        (acts(sale("1999-01-04", 1)), "set sells to as_dated"),
        (acts({"date": "1999-01-04", "series": "B"}), "gives neither of"),
        (acts(notice("1999-01-04", 1) | {"common_shares": 1}), "gives both of"),
    ],
)
def test_acts_that_make_no_sense_are_refused(holder, said):
    with pytest.raises(ValidationError, match=said):
        deal(holder=holder)


def test_what_the_holder_of_valence_converted_on_a_flat_market():
    """Bids of $4.43 make the price 101% of it, $4.4743, 269 days after 1998-12-18: 3,000 x (1,000 + 60 x 269/365) / it.

    That is 700,144.7 shares, and public record has 690,000 to 700,000 "at about 4.47". Series A, 445 days after
    1998-07-27 at $6.03: 1,334,764.5 shares; public record has about 1.335 million.
    """
    scenario = simulate.load("valence-1998-as-it-happened")
    dates = session_dates(scenario)
    flat = market_of(
        scenario, [4.43] * len(dates), earlier_bids=(4.43,) * 10,
        volumes=[233_000] * len(dates), earlier_volumes=(233_000,) * 10,
    )  # fmt: skip
    ledger = keep_ledger(Contract.of(scenario, dates), flat)
    notices = [(e.date.isoformat(), e.instrument, e.preferred, e.shares) for e in ledger.events if e.kind == "notice"]
    assert notices == [("1999-09-13", "B", 3_000, 700_145), ("1999-10-15", "A", 7_500, 1_334_765)]
    assert ledger.totals["acts_cut"] == 0
