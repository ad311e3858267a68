"""Registration statements: suspensions, how much they cover, and the test of it (``RRA 2.1``, ``3.2``, ``3.6``)."""

from __future__ import annotations

import math
from fractions import Fraction

from simulate.ledger.conversion import Quantity
from simulate.ledger.path import Path
from simulate.ledger.redemption_rights import cured, give_right
from simulate.ledger.registration_terms import CoverTerms
from simulate.ledger.remedy_state import state_of, terms_of
from simulate.ledger.reserve import as_converted, warrant_shares


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
    held = sum(warrant.held for warrant in path.warrants if warrant.terms.statement == statement)
    unsold = path.common_held[statement] + path.undelivered[statement] + held
    return shares + unsold + warrant_shares(path, session, investors_only=investors_only, statement=statement)


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
    fails = available(path, statement) < cover.cover_multiple * needed
    if not fails:
        cured(path, session, "ix", f"the statement of {name} covers enough again", statement)
    trigger = state.cover_triggers.get(statement)
    if trigger is not None:
        if session < trigger + cover.effective_within_sessions:
            return
        del state.cover_triggers[statement]
        state.cover_failures[statement] = 0
        if fails:
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
    if not cover.raises:
        state.cover_triggers[statement] = session
        return
    state.cover_failures[statement] = 0
    grows = math.ceil(Fraction(cover.restored_multiple * needed) - available(path, statement))
    if grows > 0:
        state.registered[statement] += grows
        path.fire("registered_raised")
        note = f"the statement is amended to cover {float(cover.restored_multiple):g} times what is registrable"
        path.write(
            session, "registration raised", name, shares=state.registered[statement], clause="RRA 3.2", note=note
        )
