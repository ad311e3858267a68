"""``kernels/remedies.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_AFTER_THE_END = "nothing reads it after the last session"
_ROWS = "the first series' row, 8, is a multiple of 4, and series are 0 to 3"

EQUIVALENT: dict[tuple[str, str], str] = {
    ("at_last_session", "remedy.undelivered[series] = 1.0"): _AFTER_THE_END,
    ("at_last_session", "remedy.undelivered[series] = -1.0"): _AFTER_THE_END,
    ("is_pending", "if remedy.numbers[FAILURE_STAGE] >= FAILURE_OPEN:"): "no stage is above it",
    ("is_pending", "if owed(state) != 0.0 or remedy.numbers[LAST_DUE] > t:"): "what is owed is not below 0",
    ("run_tests", "if whole.by_session[UNUSABLE, 0, t] != 0.0:"): "it is 0 or 1",
    ("start_remedies", "state.whole.by_session[DEFAULT_DUE | series, :] = 0.0"): _ROWS,
    ("start_remedies", "state.whole.by_session[DEFAULT_DUE ^ series, :] = 0.0"): _ROWS,
}
