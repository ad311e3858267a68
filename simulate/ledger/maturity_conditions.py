"""Conditions of required conversion: authorized and reserved, registered, listed; and refusal (``CoD IV.H``)."""

from __future__ import annotations

from simulate.ledger.contract import SeriesTerms
from simulate.ledger.path import Path
from simulate.ledger.redemption_rights import alive
from simulate.ledger.registration import available, registrable, suspended
from simulate.ledger.remedy_state import state_of, terms_of
from simulate.ledger.reserve import as_converted, listed, shares_free, warrant_shares


def hold(path: Path, series: SeriesTerms, session: int) -> bool:
    """Whether a series converts by requirement: every condition holds, and the holder does not refuse.

    Parameters
    ----------
    path
        Where the path stands on the series' maturity session, before required conversion.
    series
        The series that matures.
    session
        The session.

    Returns
    -------
    bool
        True where the deal ignores the conditions.
    """
    terms = terms_of(path)
    if not terms.conditions_tested:
        return True
    failed = _failed(path, session)
    if failed:
        path.fire("maturity_condition_failed")
        note = f"no required conversion: {failed}"
        path.write(session, "maturity condition", series.name, clause="CoD IV.H", note=note)
        return False
    if terms.refuses_at_maturity and alive(path, session):
        path.fire("refused_at_maturity")
        note = "the holder elects against required conversion: a Redemption Event continues"
        path.write(session, "maturity refused", series.name, clause="CoD IV.H", note=note)
        return False
    return True


def _failed(path: Path, session: int) -> str:
    """What condition fails, in words; empty: none."""
    if not _authorized_and_reserved(path, session):
        return "not all shares of the preferred and the warrants are authorized and reserved"
    if not _registered(path, session):
        return "not all shares of the preferred and the warrants are registered"
    return "" if listed(path, session) else "the common is not listed"


def _authorized_and_reserved(path: Path, session: int) -> bool:
    """Whether the shares of all preferred and the investor's warrants are authorized and reserved (``CoD IV.H(i)``)."""
    free, reserve = shares_free(path), terms_of(path).reserve
    if free is None:
        return True
    shares = [as_converted(path, series.place, session) or 0 for series in path.contract.series]
    # "Warrants" are the investor's two, by the Securities Purchase Agreement: the agent's are no condition.
    if free < sum(shares) + warrant_shares(path, session, investors_only=True):
        return False
    if reserve is None or reserve.raises:
        return True
    own = warrant_shares(path, session, investors_only=True, reserved_only=True)
    return state_of(path).reserved_left >= shares[reserve.place] + own


def _registered(path: Path, session: int) -> bool:
    """Whether all preferred left and the investor's warrants give common that may be sold (``CoD IV.H(ii)``)."""
    instruments: list[tuple[int, int | None]] = [
        (series.registered, series.place) for series in path.contract.series if path.preferred_left[series.place]
    ]
    instruments += [
        (warrant.terms.registered, warrant.terms.statement)
        for warrant in path.warrants
        if warrant.terms.party == "investor" and warrant.unexpired(session)
    ]
    if any(session < registered or suspended(path, statement, session) for registered, statement in instruments):
        return False
    cover = terms_of(path).cover
    if cover is None or cover.raises:
        return True
    for statement, _ in cover.registered:
        shares = as_converted(path, statement, session) or 0
        if available(path, statement) < registrable(path, statement, session, shares, investors_only=True):
            return False
    return True
