"""The exchange's rule on low prices: notice, cure, delisting (contract 8; METHODS 16)."""

from __future__ import annotations

from datetime import timedelta

from simulate.ledger.path import Path
from simulate.ledger.redemption_rights import give_right
from simulate.ledger.remedy_state import state_of, terms_of
from simulate.ledger.reserve import listed


def listing_rule(path: Path, session: int, bid: int) -> None:
    """Step 7: the closing bid counts towards a notice, or after one towards its cure.

    Parameters
    ----------
    path
        Where the path stands at the close.
    session, bid
        The session and its closing bid, in quanta.
    """
    rule, state = terms_of(path).listing, state_of(path).listing
    if rule is None or not listed(path, session):
        return
    dates = path.contract.session_dates
    low = bid < rule.minimum_bid * path.grid.per_dollar
    if state.noticed is None:
        state.under = state.under + 1 if low else 0
        if state.under >= rule.sessions_under:
            state.noticed, state.restored = dates[session], 0
            path.fire("listing_notice")
            note = (
                f"{state.under} sessions in a row with a bid under ${float(rule.minimum_bid):,.2f}: without a cure the "
                f"common is delisted {rule.cure_days} days later [assumed]"
            )
            path.write(session, "listing notice", "common", clause="contract 8", note=note)
        return
    state.restored = 0 if low else state.restored + 1
    if state.restored >= rule.cure_sessions:
        state.noticed, state.under = None, 0
        path.fire("listing_cured")
        note = f"{rule.cure_sessions} sessions in a row with a bid that is not too low: the notice is lifted"
        path.write(session, "listing cured", "common", clause="contract 8", note=note)
    elif dates[session] >= state.noticed + timedelta(rule.cure_days) and session + 1 < len(dates):
        state.ends = path.delisted_from = session + 1
        path.fire("low_price_delisting")
        note = "not cured in time: from the next session the common is not listed, and the Cap Amount falls away"
        path.write(session, "delisting", "common", clause="contract 8, CoD IV.G(i), VIII.A(i)", note=note)


def note_delisted(path: Path, session: int) -> None:
    """Step 1: event (i) is born on the session that makes so many without a listing (``CoD VIII.A(i)``).

    Parameters
    ----------
    path
        Where the path stands, the session's corporate events done.
    session
        The session.
    """
    ends, rule = state_of(path).listing.ends, terms_of(path).listing
    if rule is not None and ends is not None and session == ends + rule.event_sessions - 1:
        give_right(path, session, "i", f"not listed for {rule.event_sessions} sessions")
