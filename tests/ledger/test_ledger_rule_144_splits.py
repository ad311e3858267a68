"""Rule 144 and splits: what was sold on each session, and what is held since each, in new shares (METHODS, Rule 144).

B was bought on 1997-01-11, two years before session 5, Monday 1999-01-11, and is not registered in the run. A week's
volume is 1,000 shares.
"""

from __future__ import annotations

import pytest
from ledger_deals import sales, series, warrant
from remedy_deals import shares
from rule_144_deals import NONE, OWN, others, ruled, unregistered, unregistered_warrant


def split(date: str, new: int, old: int):
    return {"kind": "split", "date": date, "new_shares": new, "old_shares": old}


def test_a_split_restates_the_sales_of_each_holder():
    """A thousandth of 1,001,000 is 1,001, of which W sells 501 and the agent's G 301 on Monday.

    One for two on Tuesday, a year after V's and H's issue: a thousandth of 500,500 is 500, less 250 and 150.
    """

    def held(name, issued, common, **changes):
        return unregistered_warrant(name, issued=issued, common_held=common, **changes)

    four = [held("W", "1998-01-01", 501), held("V", "1998-01-05", 1000)]
    four += [held("G", "1998-01-01", 301, party="agent"), held("H", "1998-01-05", 1000, party="agent")]
    cashless = {"warrants": {"method": "cashless", "exercise": "never"}}
    ledger = ruled(
        unregistered(position=NONE), warrants=four, holder=cashless, events=[split("1999-01-05", 1, 2)], volume=0,
        rule={"volume_fraction": "0.001"}, common={"outstanding_shares": 1_001_000}, sessions=4,
    )  # fmt: skip
    assert sales(ledger) == [(0, "W", 501), (0, "G", 301), (1, "V", 250), (1, "H", 350)]


@pytest.mark.parametrize("of", ["A", "W"])
def test_a_split_restates_what_was_sold_under_the_rule(of):
    """12 of A or W go under A's statement on Monday, and 3 under the Rule, 3 millionths of 1,000,000.

    One for two on Tuesday: 6 are registered and 7 sold, 1 of them under the Rule. No more goes either way.
    """
    own = {"statements": [{"series": "A", "registered_shares": 12}], "company": "binds"}
    a = series("A", issue_date="1998-01-01", maturity="1999-06-30")
    a["position"] = {"preferred_left": 0, "common_held": 100 if of == "A" else 0}
    w = warrant("W", issue_date="1998-01-01", statement="A", common_held=100 if of == "W" else 0)
    cashless = {"warrants": {"method": "cashless", "exercise": "never"}}
    ledger = ruled(
        a, warrants=[w], registration=own, holder=cashless, events=[split("1999-01-05", 1, 2)], volume=0,
        rule={"volume_fraction": "0.000003"}, sessions=4,
    )  # fmt: skip
    assert sales(ledger) == [(0, of, 12), (0, of, 3)]


def test_a_split_restates_what_is_held_since_each_session():
    """Two for one on Tuesday the 19th: what was paid or exercised before is twice as many, and all of it young."""
    terms = OWN | {"payment_month_days": 1, "payment_fraction_per_month": "0.0033", "pay_after_days": 9}
    taken = {"takes_registration_payments_in": "shares", "warrants": {"exercise": "at_expiry"}}
    b = unregistered(issued="1997-01-11", position={"preferred_left": 1})
    w = unregistered_warrant(expires="1999-01-08", shares=33)
    gone, far = others()
    ledger = ruled(
        *gone, b, registration=terms | {"deadline_days": 726}, holder=taken, rule={"free_after_months": 36},
        warrants=[*far, w], events=[split("1999-01-19", 2, 1)], sessions=13,
    )  # fmt: skip
    assert shares(ledger, "payment in shares")[:2] == [(10, 33), (10, 33)]
    assert shares(ledger, "exercise") == [(4, 33)]
    assert sales(ledger) == []


def test_a_split_on_session_0_restates_what_is_there():
    """100 held since session 0 are 200, and all of them young."""
    held = unregistered_warrant(common_held=100)
    ledger = ruled(
        unregistered(position=NONE), warrants=[held], events=[split("1999-01-04", 2, 1)], sessions=4,
        holder={"warrants": {"exercise": "never"}},
    )  # fmt: skip
    assert sales(ledger) == []


def test_a_split_on_the_last_session():
    held = unregistered_warrant(issued="1998-01-01", common_held=100)
    cashless = {"warrants": {"method": "cashless", "exercise": "never"}}
    ledger = ruled(
        unregistered(position=NONE), warrants=[held], events=[split("1999-01-05", 2, 1)], sessions=2, holder=cashless
    )
    assert sales(ledger) == [(0, "W", 100)]


def test_one_share_is_two():
    """One share exercised for cash on its last session, Monday: two after the split, and both are young."""
    one = unregistered_warrant(expires="1999-01-04", shares=1)
    ledger = ruled(
        unregistered(position=NONE), warrants=[one], events=[split("1999-01-05", 2, 1)], sessions=4,
        holder={"warrants": {"exercise": "at_expiry"}},
    )  # fmt: skip
    assert shares(ledger, "exercise") == [(0, 1)]
    assert sales(ledger) == []
