"""The rights that Redemption Events give, and what ends them (``CoD VIII.A``, ``VIII.B``, ``VIII.E``)."""

from __future__ import annotations

from simulate.ledger.path import Path
from simulate.ledger.remedy_state import state_of, terms_of

FULL_EVENTS = frozenset({"i", "ii", "iii", "iv", "v", "vi", "x"})
"""Events that let the holder redeem all of its preferred (``CoD VIII.B(i)``)."""


def give_right(path: Path, session: int, event: str, note: str, statement: int | None = None) -> bool:
    """A Redemption Event happens: its right is born, unless it is alive already (``CoD VIII.A``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session; the right can be elected from the next one on.
    event
        ``i`` to ``x``.
    note
        What happened, for the journal.
    statement
        The series whose statement covers too little, of event (ix).

    Returns
    -------
    bool
        Whether it was born.
    """
    rights = state_of(path).rights
    if (event, statement) in rights:
        return False
    # A second statement widens the scope of (ix); the event is one.
    first = all(alive_event != event for alive_event, _ in rights)
    rights[event, statement] = session
    if first:
        path.fire(f"event_{event}")
    said = f"{note}; it can be elected from the next session"
    path.write(session, "redemption event", clause=f"CoD VIII.A({event})", note=said)
    return True


def alive(path: Path, session: int) -> list[tuple[str, int | None]]:
    """The rights that the holder can elect on a session, with the statement of event (ix).

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.

    Returns
    -------
    list of (str, int or None)
    """
    return [right for right, born in state_of(path).rights.items() if born < session]


def cured(path: Path, session: int, event: str, note: str, statement: int | None = None) -> None:
    """What gave a right is over: the right ends too, where the deal's rights do not persist (``CoD VIII.A``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.
    event
        ``iii``, ``vii`` or ``ix``.
    note
        What is so again, for the journal.
    statement
        As in :func:`give_right`.
    """
    redemption, rights = terms_of(path).redemption, state_of(path).rights
    if redemption is not None and redemption.ends_when_cured and rights.pop((event, statement), None) is not None:
        path.write(session, "redemption event cured", clause=f"CoD VIII.A({event})", note=f"{note}: the right ends")


def late_approval(path: Path, session: int) -> None:
    """Approval that comes after event (viii) ends its right, where the deal says so (``CoD VIII.A(viii)``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.
    """
    test, rights = terms_of(path).cap_test, state_of(path).rights
    if test is None or not test.late_approval_cures or session < path.approved_from:
        return
    if rights.pop(("viii", None), None) is not None:
        path.fire("late_approval_cures")
        note = "Stockholder Approval, though late, ends the right of event (viii)"
        path.write(session, "redemption event cured", clause="CoD VIII.A(viii)", note=note)


def leave_market(path: Path, session: int) -> None:
    """On the session after event (viii) the common leaves its market, if the holder so elects (``CoD VIII.E``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.
    """
    state = state_of(path)
    born = state.rights.get(("viii", None))
    if not terms_of(path).has_listing_ended or state.left_market is not None or born is None or born >= session:
        return
    state.left_market = session
    path.fire("left_market")
    note = "at the holder's election the common leaves its market: the Cap Amount no longer applies"
    path.write(session, "listing ended", clause="CoD VIII.E", note=note)
