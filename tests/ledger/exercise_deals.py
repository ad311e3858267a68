"""The small deals of ``ledger_deals`` that are held, so that only the warrants act.

A warrant is 1,000 shares at $10.00. The bid of $11.00 before session 0 pays for an exercise on it.
"""

from __future__ import annotations

from ledger_deals import deal, keep, series

ONCE = [5.0, 5.0, 5.0]
"""Bids that pay for nothing after session 0."""


def of(*warrants, bids=None, holder=None, method="cash", terms=None, **parts):
    """The ledger of a deal of these warrants; what ``deal`` takes goes with it, and other parts of the contract."""
    changes = {key: parts.pop(key) for key in ("limits", "common", "conversion") if key in parts}
    market = {key: parts.pop(key) for key in ("volumes", "earlier_bids") if key in parts}
    acts = {"policy": "hold"} | dict(holder or {})
    acts["warrants"] = {"method": method} | dict(acts.get("warrants", {}))
    scenario = deal(
        *terms or [series(preferred_shares=1)], holder=acts, rest={"warrants": list(warrants)} | parts, **changes
    )
    return keep(scenario, ONCE if bids is None else bids, **market)


def split(new: int, old: int):
    return {"kind": "split", "date": "1999-01-04", "new_shares": new, "old_shares": old}


def exercises(ledger):
    """Session, warrant and shares of each exercise that issues shares."""
    return [(e.session, e.instrument, e.shares) for e in ledger.events if e.kind == "exercise" and e.shares]
