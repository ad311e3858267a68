"""The Trading Market Trigger Event: too little is left of the Cap Amount (``CoD VI.B``, ``VIII.A(viii)``)."""

from __future__ import annotations

from simulate.ledger.path import Path
from simulate.ledger.redemption_rights import give_right
from simulate.ledger.remedy_state import state_of, terms_of
from simulate.ledger.reserve import as_converted, cap_applies


def cap_test(path: Path, session: int) -> None:
    """Read the cap test at the close of a session; missed approval makes a failure event (viii).

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.
    """
    terms, contract = terms_of(path).cap_test, path.contract
    if terms is None or path.cap_amount is None or session < terms.first or not cap_applies(path, session):
        return
    if not path.preferred_left[terms.place]:
        return
    shares = as_converted(path, terms.place, session)
    if shares is None or path.cap_amount - path.cap_used >= terms.required_multiple * shares:
        return
    path.fire("trading_market_trigger")
    if state_of(path).begins("trading market trigger", session):
        times = f"{float(terms.required_multiple):g}"
        note = f"Trading Market Trigger Event: from now on less is left of the cap than {times} times as converted"
        name = contract.series[terms.place].name
        path.write(session, "trading market trigger", name, shares=shares, clause="CoD VI.B", note=note)
    # The event is a failure after the day by which approval was to come; the cap applies, so it has not come.
    if contract.session_dates[session] > terms.approval_by:
        give_right(path, session, "viii", f"no Stockholder Approval by {terms.approval_by.isoformat()}, and a trigger")
