"""The small deals of ``ledger_deals`` under Rule 144, several instruments at once.

B was bought on 1997-01-11, two years before session 5, Monday 1999-01-11, and is not registered in the run. It pays
$100 for each day from Tuesday the 5th on until the Registration Period is over. A week's volume is 1,000 shares.
"""

from __future__ import annotations

from ledger_deals import deal, keep, series, warrant
from remedy_deals import amounts

NEVER = "1999-12-31"
OLD, YOUNG = "1996-01-11", "1998-01-11"
HELD = {"policy": "hold"}
OWN = {"paying_series": "B", "deadline_days": 3, "sec_comments": False, "payment_base": "affected"}
ENDED = [(6, 700.0)]
"""All is free at the close of session 5: the 5th to the 11th count, seven days."""
GOES_ON = [(11, 1500.0)]
"""The fifteen days to the last of twelve sessions, Tuesday the 19th."""
NONE = {"preferred_left": 0}


def unregistered(name="B", issued="1997-01-11", **changes):
    return series(name, issue_date=issued, registration_effective=NEVER, maturity="1999-06-30") | changes


def unregistered_warrant(name="W", issued=OLD, **changes):
    return warrant(name, **{"issue_date": issued, "registration_effective": NEVER} | changes)


def ruled(*terms, sessions=12, bids=None, volume=200, volumes=None, rule=None, holder=None, **rest):
    """The ledger of a deal under the Rule, of which a volume is a fifth of a week's."""
    changes = {key: rest.pop(key) for key in ("conversion", "common") if key in rest}
    parts = {"rule_144": {"volume_fraction": "0"} | dict(rule or {})} | rest
    scenario = deal(*terms, rest=parts, horizon="1999-06-30", holder=HELD | dict(holder or {}), **changes)
    before = {"earlier_volumes": [volume] * 20, "earlier_bids": [11.0] * 20}
    return keep(scenario, bids or [11.0] * sessions, volumes=volumes or [volume] * sessions, **before)


def others() -> tuple[list[dict], list[dict]]:
    """Two series of which nothing is left, and two warrants of the agent's out of the money, to stand before others."""
    gone = [series(name, issue_date=OLD, position=NONE, maturity="1999-06-30") for name in "YZ"]
    return gone, [unregistered_warrant(name, exercise_price_usd="20", party="agent") for name in ("W1", "W2")]


def paying(*terms, **rest):
    """What B, beside other series, pays for its registration."""
    given = rest.pop("registration", OWN)
    return amounts(ruled(*terms, unregistered(), registration=given, **rest), "registration payment")
