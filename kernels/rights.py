"""Redemption Events: the rights they give, from the session after they are read (``CoD VIII.A``)."""

from __future__ import annotations

from kernels.jit import clause
from kernels.remedy_state import RIGHTS
from kernels.rows import FIRED_EVENT_I, FIRED_LATE_APPROVAL_CURES
from kernels.state import APPROVED, State
from kernels.tables import Tables
from kernels.whole_state import fire
from kernels.whole_tables import Whole

EVENT_I = 0
EVENT_III = 2
EVENT_IV = 3
EVENT_VI = 5
EVENT_VII = 6
EVENT_VIII = 7
EVENT_IX = 8


@clause
def event_happens(event: int, t: int, state: State, whole: Whole) -> None:
    """Give the right of a Redemption Event, unless it is alive already.

    Parameters
    ----------
    event
        0 for (i) to 9 for (x).
    t
        Session on which it is read or dated; it can be elected from the next one on.
    state, whole
        The path and the rest of the contract.
    """
    if state.whole.remedy.right[event] < 0:
        state.whole.remedy.right[event] = t
        fire(FIRED_EVENT_I + event, state.whole.fired)


@clause
def is_alive(event: int, t: int, state: State) -> bool:
    """Whether the right of an event can be elected on session t."""
    born = state.whole.remedy.right[event]
    return bool(born >= 0 and born < t)


@clause
def any_alive(t: int, state: State) -> bool:
    """Whether any right can be elected on session t."""
    for event in range(RIGHTS):
        if is_alive(event, t, state):
            return True
    return False


@clause
def end_when_cured(event: int, state: State, whole: Whole) -> None:
    """End the right of an event whose cause is gone, if the deal's rights do not persist (``CoD VIII.A``)."""
    if whole.remedy.redemption.ends_when_cured:
        state.whole.remedy.right[event] = -1


@clause
def end_by_approval(t: int, tables: Tables, state: State, whole: Whole) -> None:
    """End event (viii) when approval acts after all, if late approval cures it (``CoD VIII.A(viii)``)."""
    acts = state.totals[APPROVED] > 0.0 and t >= tables.deal.approval_session
    if acts and state.whole.remedy.right[EVENT_VIII] >= 0 and whole.remedy.cap_test.late_approval_cures:
        state.whole.remedy.right[EVENT_VIII] = -1
        fire(FIRED_LATE_APPROVAL_CURES, state.whole.fired)
