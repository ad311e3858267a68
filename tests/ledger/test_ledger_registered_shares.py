"""How much each statement covers, event (ix), and what may be sold under a statement that binds (RRA 3.2)."""

from __future__ import annotations

import pytest
from ledger_deals import conversions, keep, sales, series, variable
from remedy_deals import acts, failing, flat, shares, times, warrant

SELLING = {"policy": "convert_and_sell"}


def parts(registered: int, *, warrants=(), **changes):
    terms = {"statements": [{"series": "B", "registered_shares": registered}], "company": "binds", "cover_sessions": 1}
    return {"registration": terms | changes, "warrants": list(warrants)}


@pytest.mark.parametrize(("preferred", "fires"), [(1_837_953, 0), (1_837_954, 1)])
def test_the_cover_test_fires_above_1_837_953(preferred, fires):
    """4,000,000 / 1.75 = 2,285,714.3, less the warrant's 447,761: 1,837,953.3. A preferred of $1 is one common."""
    terms = series(preferred_shares=preferred, stated_value_usd="1", conversion_price={"fixed_usd": "1"})
    own = [warrant(shares=447_761, statement="B")]
    assert times(flat(failing(terms, parts=parts(4_000_000, warrants=own)), 1), "registered_trigger") == fires


def test_the_company_amends_to_twice_what_is_registrable():
    """Read from Monday to Wednesday; 10,000 as converted and 1,000 on the warrant, twice 22,000."""
    more = parts(15_000, warrants=[warrant(statement="B")], company="raises", cover_sessions=3)
    ledger = flat(failing(parts=more), 6)
    assert acts(ledger, "registration trigger") == [2]
    assert shares(ledger, "registration raised") == [(2, 22_000)]
    assert times(ledger, "registered_raised") == 1


@pytest.mark.parametrize(
    ("free", "raised", "event"),
    [
        (30_000, [(0, 20_000)], []),
        (20_000, [(0, 20_000)], []),
        (19_999, [(0, 19_999)], [4]),
        (17_000, [(0, 17_000)], [4]),
        (15_000, [], [4]),
    ],
)
def test_it_is_amended_as_far_as_authorized(free, raised, event):
    """Of 10,000 as converted 15,000 are registered, and 20,000 are owed; so many are authorized and not outstanding.

    What is short of twice them on the fourth business day after the trigger of session 0 is event (ix).
    """
    common = {"authorized_shares": 1_000_000 + free}
    terms = parts(15_000, company="raises", effective_within_sessions=4)
    ledger = flat(failing(parts=terms, common=common), 6)
    assert acts(ledger, "registration trigger")[:1] == [0]
    assert shares(ledger, "registration raised") == raised
    assert acts(ledger, "redemption event") == event


def test_the_rest_is_registered_once_it_is_authorized():
    """18,000 are not outstanding, 2,500 of them reserved elsewhere; on Friday, session 4, 5,000 more are authorized."""
    terms = parts(15_000, company="raises", effective_within_sessions=8)
    terms["events"] = [{"kind": "authorized_increase", "date": "1999-01-08", "shares": 5_000}]
    common = {"authorized_shares": 1_018_000, "reserved_elsewhere_shares": 2_500}
    ledger = flat(failing(parts=terms, common=common), 12)
    assert shares(ledger, "registration raised") == [(0, 15_500), (4, 20_000)]
    assert acts(ledger, "registration trigger") == [0]
    assert acts(ledger, "redemption event") == []


@pytest.mark.parametrize("free", [11_000, 1, 0])
def test_what_is_issued_and_unsold_may_be_registered_too(free):
    """50 preferred became 5,000 common on session 0, which are held: with what is free so many, of the 20,000 owed.

    Registrable are 5,000 as converted and the 5,000 held, of which what is registered covers too little.
    """
    holder = SELLING | {"participation": "1"}
    terms = parts(4_000, company="raises", effective_within_sessions=9)
    common = {"authorized_shares": 1_005_000 + free}
    scenario = failing(parts=terms, common=common, holder=holder, conversion={"same_day_sale": False})
    ledger = flat(scenario, 2, volumes=[5000, 1])
    assert conversions(ledger) == [(0, "B", 50, 5_000)]
    assert shares(ledger, "registration raised") == [(0, 5_000 + free)]


@pytest.mark.parametrize(("free", "multiple", "event"), [(0, "0.5", []), (0, "0.5001", [1]), (1, "0.5001", [])])
def test_to_the_share(free, multiple, event):
    """Of the 10,000 registrable, 5,000 of them held, 5,000 or 5,001 are owed; what is not held must be free.

    What lacks one share lacks it a business day later too, and is event (ix).
    """
    terms = parts(
        4_000, company="raises", effective_within_sessions=1, cover_multiple="0.45", restored_multiple=multiple
    )
    common = {"authorized_shares": 1_005_000 + free}
    holder = SELLING | {"participation": "1"}
    scenario = failing(parts=terms, common=common, holder=holder, conversion={"same_day_sale": False})
    ledger = flat(scenario, 3, volumes=[5000, 0, 0])
    assert conversions(ledger) == [(0, "B", 50, 5_000)]
    assert acts(ledger, "redemption event") == event
    assert times(ledger, "event_ix") == len(event)


def test_no_more_is_registered_than_is_owed():
    """At $10 20,000 of 30,000 that are free; at $8 from session 2 on, 12,500 are more than 20,000 cover 1.75 times."""
    terms = series(conversion_price={"fixed_usd": None, "variable": variable()})
    rules = parts(15_000, company="raises")
    scenario = failing(terms, parts=rules, common={"authorized_shares": 1_030_000})
    ledger = keep(scenario, [10, 8, 8, 8], earlier_bids=(10.0,))
    assert shares(ledger, "registration raised") == [(0, 20_000), (2, 25_000)]
    assert times(ledger, "registered_trigger") == 2


def test_warrants_on_another_statement_do_not_count():
    """17,500 is 1.75 times the 10,000 of B alone."""
    assert times(flat(failing(parts=parts(17_500, warrants=[warrant()])), 2), "registered_trigger") == 0
    own = parts(17_500, warrants=[warrant(statement="B")])
    assert times(flat(failing(parts=own), 1), "registered_trigger") == 1


def test_what_is_held_counts_and_what_is_sold_is_used_up():
    """50 preferred become 5,000 common on session 0, which are held overnight and sold on session 1.

    Session 0: 17,500 against 1.75 x (5,000 + 5,000). Session 1: 5,000 sold, and 50 more converted: 12,500 against
    1.75 x (0 + 5,000), that is 8,750. With 17,499 session 0 fails.
    """
    holder = SELLING | {"participation": "1"}

    def triggers(registered):
        scenario = failing(parts=parts(registered), holder=holder, conversion={"same_day_sale": False})
        return acts(flat(scenario, 2, volumes=[5000, 5000]), "registration trigger")

    assert triggers(17_500) == []
    assert triggers(17_499) == [0]


def test_event_ix_if_the_test_still_fails_business_days_later():
    """Trigger on Wednesday, session 2; four business days later is session 6."""
    ledger = flat(failing(parts=parts(17_499, cover_sessions=3, effective_within_sessions=4)), 8)
    assert acts(ledger, "registration trigger") == [2]
    assert acts(ledger, "redemption event") == [6]
    assert times(ledger, "event_ix") == 1


def test_no_event_ix_if_the_test_passes_then():
    """At $8 12,500 need 21,875, at $10 10,000 need 17,500. The price of sessions 0 to 3 is $8, then $10."""
    terms = series(conversion_price={"variable": variable()})
    scenario = failing(terms, parts=parts(17_500, cover_sessions=3, effective_within_sessions=2))
    ledger = keep(scenario, [8, 8, 8, 10, 10, 10], earlier_bids=(8.0,))
    assert acts(ledger, "registration trigger") == [2]
    assert acts(ledger, "redemption event") == []


def test_a_statement_that_binds_limits_sales():
    """3,000 of the 10,000 converted on Monday are sold; nothing may be sold on Tuesday, and registration binds."""
    ledger = flat(failing(parts=parts(3_000), holder=SELLING), 2)
    assert conversions(ledger) == [(0, "B", 100, 10_000)]
    assert sales(ledger) == [(0, "B", 3_000)]
    assert ledger.totals["sessions_bound_registration"] == 2
    raising = failing(parts=parts(3_000, company="raises"), holder=SELLING)
    assert sales(flat(raising, 2)) == [(0, "B", 10_000)]


def test_a_split_restates_the_registered_shares():
    """One for two on Tuesday: 17,501 become 8,750 = 1.75 x 5,000; 17,499 become 8,749, under it on both days."""
    one_for_two = {"events": [{"kind": "split", "date": "1999-01-05", "new_shares": 1, "old_shares": 2}]}
    assert acts(flat(failing(parts=parts(17_501) | one_for_two), 2), "registration trigger") == []
    ledger = flat(failing(parts=parts(17_499, cover_sessions=2) | one_for_two), 2)
    assert acts(ledger, "registration trigger") == [1]


@pytest.mark.parametrize(("preferred", "bound"), [(100, 0), (101, 3)])
def test_the_last_share_that_a_statement_covers(preferred, bound):
    """A preferred of $10 at $10 is one common. Of 101 the last one waits on every session; 100 come out even."""
    terms = series(preferred_shares=preferred, stated_value_usd="10", purchase_price_usd="1000")
    ledger = flat(failing(terms, parts=parts(100), holder=SELLING), 3)
    assert sales(ledger) == [(0, "B", 100)]
    assert ledger.totals["sessions_bound_registration"] == bound


def test_one_share_of_two_held_overnight():
    """A hundred a session: those of session 0 are sold on session 1; the two of session 2 wait, and one goes on 3."""
    terms = series(preferred_shares=102, stated_value_usd="10", purchase_price_usd="1000")
    holder = SELLING | {"participation": "1"}
    scenario = failing(terms, parts=parts(101), holder=holder, conversion={"same_day_sale": False})
    assert sales(flat(scenario, 4, volumes=[100] * 4)) == [(1, "B", 100), (3, "B", 1)]


def test_a_statement_that_is_used_up_leaves_the_limit_to_the_other_series():
    """250 may be sold a day: 100 of A, all that is registered, and 150 of B; then 250 of B and nothing of A."""
    own = {"statements": [{"series": "A", "registered_shares": 100}], "company": "binds"}
    both = [series(name, position={"preferred_left": 0, "common_held": 1000}) for name in ("A", "B")]
    scenario = failing(*both, parts={"registration": own}, holder={"participation": "0.25"})
    assert sales(flat(scenario, 3)) == [(0, "A", 100), (0, "B", 150), (1, "B", 250), (2, "B", 250)]
