"""``kernels/rights.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_GONE = "any number below 0 says that the right is not alive"
_EVENTS = "the first event's place, 48, is a multiple of 16, and events are 0 to 9"
_GIVEN = "acts = state.totals[APPROVED] > 0.0 and t"
_ON_THE_DAY = "event (viii) is born only before approval acts, and while it is alive every session reads this"

EQUIVALENT: dict[tuple[str, str], str] = {
    ("event_happens", "fire(FIRED_EVENT_I | event, state.whole.fired)"): _EVENTS,
    ("event_happens", "fire(FIRED_EVENT_I ^ event, state.whole.fired)"): _EVENTS,
    ("is_alive", "return bool(born >= 0 and born != t)"): "no right is born later than the session that asks",
    **{("end_when_cured", f"state.whole.remedy.right[event] = {number}"): _GONE for number in ("- 2", "~1")},
    **{("end_by_approval", f"state.whole.remedy.right[EVENT_VIII] = {number}"): _GONE for number in ("- 2", "~1")},
    ("end_by_approval", "acts = state.totals[APPROVED] != 0.0 and t >= tables.deal.approval_session"): "it is 0 or 1",
    ("end_by_approval", f"{_GIVEN} == tables.deal.approval_session"): _ON_THE_DAY,
    ("end_by_approval", f"{_GIVEN} is tables.deal.approval_session"): f"{_ON_THE_DAY}; of whole numbers `is` is ==",
}
