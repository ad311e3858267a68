"""``kernels/cap_test.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_TESTED = "t < table.first or state.preferred[series] <= 0.0 or state.price[series] <= 0.0:"
_NONE = (
    "state.preferred[series] <= -1.0 or state.price[series] <= 0.0:",
    "state.preferred[series] < 0.0 or state.price[series] <= 0.0:",
    "state.preferred[series] == 0.0 or state.price[series] <= 0.0:",
    "state.preferred[series] <= 0.0 or state.price[series] <= -1.0:",
    "state.preferred[series] <= 0.0 or state.price[series] < 0.0:",
    "state.preferred[series] <= 0.0 or state.price[series] == 0.0:",
    "state.preferred[series] <= 0.0 and state.price[series] <= 0.0:",
)
_GIVEN = "cured = state.totals[APPROVED] > 0.0 and"
_ACTS = "tables.deal.approval_session <= t + 1"
_CURES = "table.late_approval_cures"
_HAS = "series < 0 or t < table.first or state.preferred[series] <= 0.0 or"
_NOTHING_CONVERTS = "nothing is as converted then, which is no more than the cap has left"
_CAP_IS_OFF = "where an approval acts already no cap is tested"
_BORN_AT_ONCE = "on the session after the right is born the listing has ended, or approval acts: no cap is tested again"
_LEAVES = "if born and not cured and table.leaves_market and"
_OF_THIS_SESSION = (
    "t + 0", "t - 1", "t * 1", "t / 1", "t // 1", "t % 1", "t ** 1", "t >> 1", "t & 1", "t | 1", "t ^ 1"
)  # fmt: skip
_NO_NEXT = "it holds on the last session too, which has no next one for the common to leave its market on"

EQUIVALENT: dict[tuple[str, str], str] = {
    **{("run_cap_test", f"{_LEAVES} {left} < tables.clock.days.size:"): _NO_NEXT for left in _OF_THIS_SESSION},
    ("run_cap_test", "born = state.whole.remedy.right[EVENT_VIII] < 1"): _BORN_AT_ONCE,
    ("run_cap_test", f"if series < -1 or {_TESTED}"): "without a test its first session is none of the run's",
    **{("run_cap_test", f"if series < 0 or t < table.first or {none}"): _NOTHING_CONVERTS for none in _NONE},
    (
        "run_cap_test",
        f"if {_HAS} state.price[series] <= 1.0:",
    ): "no tick is as small as a unit of the price's scale",
    ("run_cap_test", "born = state.whole.remedy.right[EVENT_VIII] <= 0"): _BORN_AT_ONCE,
    ("run_cap_test", "born = state.whole.remedy.right[EVENT_VIII] != 0"): _BORN_AT_ONCE,
    ("run_cap_test", f"{_LEAVES} t + 1 <= tables.clock.days.size:"): _NO_NEXT,
    ("run_cap_test", f"{_LEAVES} t + 1 is not tables.clock.days.size:"): _NO_NEXT,
    ("run_cap_test", f"{_LEAVES} t + 1 != tables.clock.days.size:"): "t + 1 is the number of sessions or less",
    ("run_cap_test", f"{_GIVEN} tables.deal.approval_session == t + 1 and {_CURES}"): _CAP_IS_OFF,
    ("run_cap_test", f"{_GIVEN} tables.deal.approval_session is t + 1 and {_CURES}"): f"{_CAP_IS_OFF}; else as ==",
    ("run_cap_test", f"cured = state.totals[APPROVED] != 0.0 and {_ACTS} and {_CURES}"): "it is 0 or 1",
}
