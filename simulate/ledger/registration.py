"""Registration statements: suspensions, how much they cover, and the test of it (``RRA 2.1``, ``3.2``, ``3.6``)."""

from __future__ import annotations

import math
from fractions import Fraction

from simulate.ledger.conversion import Quantity
from simulate.ledger.path import Path
from simulate.ledger.redemption_rights import cured, give_right
from simulate.ledger.registration_terms import CoverTerms
from simulate.ledger.remedy_state import state_of, terms_of
from simulate.ledger.reserve import as_converted, shares_free, warrant_shares


def suspended(path: Path, statement: int | None, session: int) -> bool:
    """Whether a statement cannot be used on a session (``RRA 3.6``, ``4.5``).

    Parameters
    ----------
    path
        Of the deal.
    statement
        The series whose statement it is; None: a statement of its own, which no suspension touches.
    session
        The session.

    Returns
    -------
    bool
    """
    return any(
        window.first <= session < window.after and statement in window.statements
        for window in terms_of(path).suspensions
    )


def available(path: Path, statement: int) -> Quantity:
    """Shares registered on a statement and not yet sold under it, rather than under Rule 144 (``RRA 3.2``).

    Parameters
    ----------
    path
        Where the path stands.
    statement
        The series whose statement it is.

    Returns
    -------
    int or Fraction
    """
    own = [warrant for warrant in path.warrants if warrant.terms.statement == statement]
    sold = path.sold_shares[statement] + sum(warrant.sold for warrant in own)
    if path.rule_144 is not None:
        names = [path.contract.series[statement].name, *(warrant.terms.name for warrant in own)]
        sold -= sum(path.rule_144.sold[name] for name in names)
    return state_of(path).registered[statement] - sold


def registrable(
    path: Path, statement: int, session: int, shares: Quantity, *, investors_only: bool = False
) -> Quantity:
    """What a statement has to cover: the series as converted, common unsold, and its warrants (``RRA 3.2``).

    Parameters
    ----------
    path
        Where the path stands.
    statement
        The series whose statement it is.
    session
        The session.
    shares
        The series as converted.
    investors_only
        Whether the agent's Warrant Shares are left out.

    Returns
    -------
    int or Fraction
        Shares.
    """
    covered = warrant_shares(path, session, investors_only=investors_only, statement=statement)
    return shares + _unsold(path, statement) + covered


def _unsold(path: Path, statement: int) -> Quantity:
    """Common issued on a statement's series and warrants, and not sold."""
    held = sum(warrant.held for warrant in path.warrants if warrant.terms.statement == statement)
    return path.common_held[statement] + path.undelivered[statement] + held


def sale_room(path: Path, statement: int | None) -> Quantity | None:
    """Shares that may still be sold under a statement that the company does not amend (``RRA 3.2``).

    Parameters
    ----------
    path
        Where the path stands.
    statement
        The series whose statement it is, or None.

    Returns
    -------
    int, Fraction or None
        Shares, at least 0; None: no limit.
    """
    cover = terms_of(path).cover
    if cover is None or cover.raises or statement is None or statement not in state_of(path).registered:
        return None
    return max(0, available(path, statement))


def cover_test(path: Path, session: int) -> None:
    """Read the test of every statement at the close of a session, and what follows from it (``RRA 3.2``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.
    """
    cover = terms_of(path).cover
    if cover is None:
        return
    for statement, _ in cover.registered:
        shares = as_converted(path, statement, session) if path.preferred_left[statement] else None
        if shares is not None:
            _read(path, cover, statement, session, registrable(path, statement, session, shares))


def _read(path: Path, cover: CoverTerms, statement: int, session: int, needed: Quantity) -> None:
    """Read the test of one statement, of which so many shares are registrable."""
    state, name = state_of(path), path.contract.series[statement].name
    trigger = state.cover_triggers.get(statement)
    if trigger is not None and cover.raises:
        _amend(path, cover, statement, session, needed)
    fails = _fails(path, cover, statement, session, needed)
    if trigger is not None:
        # Who amends owes the whole of it; who does not is asked once, when the time is up.
        lacking = not _is_restored(path, cover, statement, needed) if cover.raises else fails
        late = session >= trigger + cover.effective_within_sessions
        if not late and (lacking or not cover.raises):
            return
        del state.cover_triggers[statement]
        state.cover_failures[statement] = 0
        if lacking:
            note = f"no amendment of the statement of {name} within {cover.effective_within_sessions} business days"
            give_right(path, session, "ix", note, statement)
        return
    failures = state.cover_failures[statement] = state.cover_failures[statement] + 1 if fails else 0
    if failures < cover.sessions:
        return
    path.fire("registered_trigger")
    note = (
        f"Registration Trigger Date: the statement covers less than {float(cover.cover_multiple):g} times what is "
        f"registrable, on {cover.sessions} sessions in a row"
    )
    path.write(session, "registration trigger", name, shares=needed, clause="RRA 3.2", note=note)
    if cover.raises:
        _amend(path, cover, statement, session, needed)
        _fails(path, cover, statement, session, needed)
        if _is_restored(path, cover, statement, needed):
            state.cover_failures[statement] = 0
            return
    state.cover_triggers[statement] = session


def _fails(path: Path, cover: CoverTerms, statement: int, session: int, needed: Quantity) -> bool:
    """Whether a statement fails its test; one that passes cures event (ix)."""
    fails = available(path, statement) < cover.cover_multiple * needed
    if not fails:
        name = path.contract.series[statement].name
        cured(path, session, "ix", f"the statement of {name} covers enough again", statement)
    return bool(fails)


def _is_restored(path: Path, cover: CoverTerms, statement: int, needed: Quantity) -> bool:
    """Whether a statement covers what an amendment owes."""
    return available(path, statement) >= cover.restored_multiple * needed


def _amend(path: Path, cover: CoverTerms, statement: int, session: int, needed: Quantity) -> None:
    """The company amends a statement to cover what it has to, as far as there are shares to register (``RRA 3.2``)."""
    state = state_of(path)
    wanted, free = math.ceil(Fraction(cover.restored_multiple * needed)), shares_free(path)
    # What is not issued yet can be registered only if it is authorized.
    if free is not None:
        wanted = min(wanted, math.floor(_unsold(path, statement) + free))
    grows = math.ceil(wanted - available(path, statement))
    if grows <= 0:
        return
    state.registered[statement] += grows
    path.fire("registered_raised")
    whole = _is_restored(path, cover, statement, needed)
    note = (
        f"the statement is amended {'to cover' if whole else 'towards'} {float(cover.restored_multiple):g} times what "
        f"is registrable{'' if whole else ': no more is authorized'}"
    )
    path.write(
        session, "registration raised", path.contract.series[statement].name,
        shares=state.registered[statement], clause="RRA 3.2", note=note,
    )  # fmt: skip
