"""Rights that can redeem nothing, by the kernels alone: they wait while nothing else moves (``CoD VIII.B``)."""

from __future__ import annotations

from whole_path import MAY_BE_ELECTED, follow, series

NAMES = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
EVERY = set(NAMES)


def elected(*, of=("B",), reserve=None, covered=(True, True), left=(1, 1), right="persists", redeems="always"):
    """Names of the events whose rights may be elected, of two series A and B."""
    redemption = {"series": list(of), "cash_usd": [{"date": "1998-12-31", "usd": 0}], "right": right}
    deal = {"redemption": redemption}
    if reserve is not None:
        deal["reserve"] = {"amount_shares": 1, "series": reserve}
    path = follow(deal=deal, all_series=[series(name="A"), series()], holder={"redeems": redeems})
    path.state.preferred[:2] = left
    path.state.whole.remedy.covered_too_little[:2] = [not each for each in covered]
    return {name for event, name in enumerate(NAMES) if path.step(MAY_BE_ELECTED, 0, event)}


def test_what_a_right_may_do_on_a_session_that_nothing_else_moves():
    # Late approval may end (viii) on any session, and a cure any right if rights end with their cause.
    assert elected(redeems="never") == {"viii"}
    assert elected(redeems="never", right="ends_when_cured") == EVERY
    # Any or all, while one preferred is left of a series that may be redeemed.
    assert elected() == EVERY - {"vii", "ix"}
    assert elected(left=(1, 0)) == {"viii"}
    # (vii) lets the series be redeemed that is reserved for, (ix) those whose statement covers too little.
    assert elected(reserve="B") == elected(of=("A",), reserve="A") == EVERY - {"ix"}
    assert elected(reserve="A") == elected(of=("A",), reserve="B") == EVERY - {"vii", "ix"}
    assert elected(covered=(True, False)) == EVERY - {"vii"}
    assert elected(covered=(False, True)) == EVERY - {"vii", "ix"}
    assert elected(of=("A", "B"), covered=(True, False), reserve="B") == EVERY
