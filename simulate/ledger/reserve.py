"""The Reserved Amount: room of what is authorized, its use, and the test of it (``CoD V``)."""

from __future__ import annotations

import math
from datetime import date, timedelta
from fractions import Fraction

from simulate.ledger.conversion import Quantity
from simulate.ledger.conversion_price import conversion_price
from simulate.ledger.path import Path
from simulate.ledger.redemption_rights import cured, give_right
from simulate.ledger.remedy_state import state_of, terms_of
from simulate.ledger.remedy_terms import ReserveTerms


def as_converted(path: Path, place: int, session: int, *, fewer: Quantity = 0) -> Quantity | None:
    """Shares of one notice of all preferred left of a series, no limit considered (``CoD V.B``).

    Parameters
    ----------
    path
        Where the path stands.
    place
        The series.
    session
        Of whose claim and conversion price.
    fewer
        Preferred taken as redeemed.

    Returns
    -------
    int, Fraction or None
        Shares; None: no conversion price that session.
    """
    price = conversion_price(path, path.contract.series[place], session)
    if price is None:
        return None
    left = path.preferred_left[place] - fewer
    return path.contract.rounding.shares(left, path.grid.claims[place][session], price)


def warrant_shares(
    path: Path,
    session: int,
    *,
    investors_only: bool = False,
    reserved_only: bool = False,
    statement: int | None = None,
) -> int:
    """Whole Warrant Shares of the unexpired warrants, sum of ``floor(A/E)``.

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session, for what has expired.
    investors_only, reserved_only
        Whether only the investor's count, and only those that come out of the Reserved Amount.
    statement
        The series on whose statement they must be; None: on any or none.

    Returns
    -------
    int
    """
    return sum(
        warrant.whole_left
        for warrant in path.warrants
        if warrant.unexpired(session)
        and not (investors_only and warrant.terms.party != "investor")
        and not (reserved_only and not warrant.terms.in_reserve)
        and (statement is None or warrant.terms.statement == statement)
    )


def cap_applies(path: Path, session: int) -> bool:
    """Whether the Cap Amount applies: no approval acting, and the common on its market (``CoD IV.G(i)``, ``VIII.E``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.

    Returns
    -------
    bool
    """
    return session < path.approved_from and listed(path, session)


def listed(path: Path, session: int) -> bool:
    """Whether the common is on its market: not delisted, and not taken off at the holder's election.

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.

    Returns
    -------
    bool
    """
    return all(off is None or session < off for off in (path.delisted_from, state_of(path).left_market))


def _is_reserved(path: Path, kind: str, place: int) -> bool:
    terms = terms_of(path).reserve
    if terms is None:
        return False
    return place == terms.place if kind == "series" else bool(path.warrants[place].terms.in_reserve)


def shares_free(path: Path) -> Quantity | None:
    """Shares authorized, neither outstanding nor reserved elsewhere (``CoD V``).

    Parameters
    ----------
    path
        Where the path stands.

    Returns
    -------
    int, Fraction or None
        Shares, at least 0; None: no authorized limit.
    """
    if path.authorized is None:
        return None
    return max(0, path.authorized - path.outstanding - path.reserved_elsewhere)


def authorized_room(path: Path, kind: str, place: int) -> Quantity | None:
    """Shares that may still be issued on an instrument: authorized and, if not reserved for it, free (``CoD V``).

    Parameters
    ----------
    path
        Where the path stands.
    kind
        ``series`` or ``warrant``.
    place
        Which one.

    Returns
    -------
    int, Fraction or None
        Shares, at least 0; None: no limit.
    """
    if terms_of(path).reserve is None or _is_reserved(path, kind, place):
        return shares_free(path)
    return unreserved_room(path)


def unreserved_room(path: Path) -> Quantity | None:
    """Shares that may be issued and are reserved for nothing (``CoD V``).

    Parameters
    ----------
    path
        Where the path stands.

    Returns
    -------
    int, Fraction or None
        Shares, at least 0; None: no limit.
    """
    room = shares_free(path)
    if room is None or terms_of(path).reserve is None:
        return room
    return max(0, room - _kept(path))


def _kept(path: Path) -> Quantity:
    """What is kept of the Reserved Amount for the instruments that it is solely for (``CoD V.A``)."""
    terms, left = terms_of(path).reserve, state_of(path).reserved_left
    assert terms is not None
    assert path.contract.general is not None
    if path.preferred_left[terms.place] or path.contract.general.payments[terms.place].is_drawn:
        return left
    # None of the series is left to convert: the warrants take no more than their shares.
    return min(left, sum(warrant.whole_left for warrant in path.warrants if warrant.terms.in_reserve))


def use(path: Path, kind: str, place: int, shares: Quantity) -> None:
    """Count shares issued on an instrument against the Reserved Amount, if they come out of it (``CoD V.A``).

    Parameters
    ----------
    path
        Where the path stands.
    kind, place
        As in :func:`authorized_room`.
    shares
        Shares issued.
    """
    if _is_reserved(path, kind, place):
        state_of(path).reserve_used += shares


def reserve_basis(path: Path) -> Quantity:
    """What the test looks at: what remains of the Reserved Amount, or all of it (``CoD V.B``).

    Parameters
    ----------
    path
        Where the path stands, in a deal with a reserve.

    Returns
    -------
    int or Fraction
        Shares.
    """
    terms, state = terms_of(path).reserve, state_of(path)
    assert terms is not None
    return state.reserved_left if terms.looks_at_what_remains else state.reserved


def _raise(path: Path, session: int, wanted: Fraction) -> None:
    """The company raises the Reserved Amount until the basis is what is wanted, as far as authorized."""
    state = state_of(path)
    terms = terms_of(path).reserve
    assert terms is not None
    grows = math.ceil(wanted) - reserve_basis(path)
    room = shares_free(path)
    if room is not None:
        grows = min(grows, room - state.reserved_left)
    if grows <= 0:
        return
    # Where more has been used than was reserved, what remains starts again from the shares used.
    base = max(state.reserved, state.reserve_used) if terms.looks_at_what_remains else state.reserved
    state.reserved = math.floor(base + grows)
    path.fire("reserve_raised")
    note = "the company reserves more of its authorized common, for the series as converted"
    path.write(session, "reserve raised", shares=state.reserved, clause="CoD V.B", note=note)


def reserve_test(path: Path, session: int) -> None:
    """Read the reserve test at the close of a session, and what follows from it (``CoD V.B``, ``VIII.A(vii)``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.
    """
    terms = terms_of(path).reserve
    if terms is None or not path.preferred_left[terms.place]:
        return
    shares = as_converted(path, terms.place, session)
    if shares is None:
        return
    wanted, today = Fraction(terms.required_multiple * shares), path.contract.session_dates[session]
    _test(path, session, terms, shares, today)
    if reserve_basis(path) >= wanted:
        cured(path, session, "vii", "the reserve suffices again")


def _test(path: Path, session: int, terms: ReserveTerms, shares: Quantity, today: date) -> None:
    """Count a failure of the series at so many shares as converted, and what comes of it: trigger, raise, event."""
    state, wanted = state_of(path), Fraction(terms.required_multiple * shares)
    if state.reserve_trigger is None:
        state.reserve_failures = state.reserve_failures + 1 if reserve_basis(path) < wanted else 0
        if state.reserve_failures < terms.sessions:
            return
        state.reserve_trigger = today
        path.fire("reserve_trigger")
        note = (
            f"Authorization Trigger Date: under {float(terms.required_multiple):g} times the series as converted "
            f"on {terms.sessions} sessions in a row"
        )
        name = path.contract.series[terms.place].name
        path.write(session, "reserve trigger", name, shares=shares, clause="CoD V.B", note=note)
    if terms.raises:
        _raise(path, session, wanted)
    if reserve_basis(path) >= wanted:
        state.reserve_trigger, state.reserve_failures = None, 0
    elif today >= state.reserve_trigger + timedelta(terms.act_within_days):
        state.reserve_trigger, state.reserve_failures = None, 0
        give_right(path, session, "vii", f"the reserve was not raised within {terms.act_within_days} days")
