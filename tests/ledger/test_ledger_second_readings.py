"""The second reading of what the documents leave open: each moves what its clause decides, by hand.

Session 0 is Monday 1999-01-04 and every weekday is a session. 100 preferred of $1,000 at a fixed $10.00.
"""

from __future__ import annotations

from collections import Counter

import pytest
from ledger_deals import keep, sales, series, variable
from remedy_deals import acts, amounts, failing

MUCH = {"cash_usd": [{"date": "1999-01-04", "usd": 99_000_000}], "series": ["B"]}


def sold(ledger):
    """Shares sold by session."""
    out = Counter()
    for session, _, shares in sales(ledger):
        out[session] += shares
    return dict(out)


@pytest.mark.parametrize(("counts", "most"), [(True, 150), (False, 130)])
def test_own_sales_in_the_volume_of_the_second_leg(counts, most):
    """SPA 4.15(ii) of 1,000 shares traded: 150 are 15% of all; of 870 traded by others 15% are 130.5."""
    rule = {
        "while_held": "B",
        "floor_shares": 0,
        "share_of_session_volume": "0.15",
        "share_of_average_volume": 0,
        "own_sales_count": counts,
    }
    one = failing(series(), parts={"limits": {"sale_volume": rule}}, holder={"policy": "convert_and_sell"})
    assert sold(keep(one, [11.0] * 3)) == dict.fromkeys(range(3), most)


@pytest.mark.parametrize("counts", [True, False])
def test_own_sales_in_a_further_band(counts):
    """At $11 the band above $10 is in force: 10% of 1,000, or 100/1.1 = 90.9."""
    rule = {
        "while_held": "B",
        "floor_shares": 0,
        "share_of_session_volume": "0.15",
        "share_of_average_volume": 0,
        "price_below_usd": 10,
        "own_sales_count": counts,
        "further_bands": [{"floor_shares": 0, "share_of_session_volume": "0.1", "share_of_average_volume": 0}],
    }
    one = failing(series(), parts={"limits": {"sale_volume": rule}}, holder={"policy": "convert_and_sell"})
    assert sold(keep(one, [11.0] * 2)) == dict.fromkeys(range(2), 100 if counts else 90)


@pytest.mark.parametrize(("right", "redeemed"), [("persists", [15]), ("ends_when_cured", [])])
def test_the_right_of_event_iii_and_its_cure(right, redeemed):
    """A refusal of Monday the 4th is over on Friday the 22nd, session 14; event (iii) came before. Then $20 fall to $5.

    At $20 converting brings $2,000 a share, more than $1,250; at $5, from session 15 on, $500.
    """
    refusal = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": 15, "refusal": True}
    parts = {"delivery": {"event_sessions": 5}, "events": [refusal], "redemption": MUCH | {"right": right}}
    one = failing(series(), parts=parts, holder={"redeems": "when_it_pays_more"})
    ledger = keep(one, [20.0] * 15 + [5.0] * 6)
    assert acts(ledger, "redemption event") == [8]
    assert acts(ledger, "redemption") == redeemed


@pytest.mark.parametrize(("right", "cured"), [("persists", []), ("ends_when_cured", [9])])
def test_the_right_of_event_vii_and_its_cure(right, cured):
    """25,000 reserved; at the bid of the day before 10,000 as converted at $10, 20,000 at $5: twice that is more.

    $5 are read on sessions 1 to 8: a trigger on session 3, Thursday the 7th; no more within a day: event (vii) on
    Friday. From session 9 on the bid of the day before is $10 again.
    """
    reserve = {"series": "B", "amount_shares": 25_000, "company": "binds", "act_within_days": 1}
    floats = variable(lookback_sessions=1, lowest_count=1, multiplier=1)
    price = {"conversion_price": {"fixed_usd": None, "variable": floats}}
    one = failing(
        series(**price), parts={"reserve": reserve, "redemption": MUCH | {"right": right}}, holder={"redeems": "never"}
    )
    ledger = keep(one, [5.0] * 8 + [10.0] * 5)
    assert acts(ledger, "redemption event") == [4]
    assert acts(ledger, "redemption event cured") == cured


@pytest.mark.parametrize(("per", "each"), [("affected_share", 2_080), ("share_left", 2_160)])
def test_the_penalty_in_the_redemption_amount(per, each):
    """100 affected from Monday the 4th, 50 retired for cash; by Friday the 8th four days at 1% of $100,000: $4,000.

    On Monday the 11th $40 for each of 100 or $80 for each of 50: (1,000 + 40)/10 x $20 = $2,080, or $2,160.
    """
    refusal = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": 60, "refusal": True}
    false = {"kind": "redemption_event", "event": "v", "date": "1999-01-08"}
    retired = {"amortisation": {"dates": ["1999-01-06"], "preferred_shares": 50, "pay": "cash"}}
    parts = {"delivery": {}, "events": [refusal, false], "redemption": MUCH | {"penalty_per": per}}
    ledger = keep(failing(series(**retired), parts=parts, holder={"redeems": "always"}), [20.0] * 10)
    assert amounts(ledger, "redemption") == [(5, 50.0 * each)]
