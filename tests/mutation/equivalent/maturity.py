"""``kernels/maturity.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_NOT_BEFORE = "it is asked of a series that is due, and none is due before it matures"
_ON_THE_DAY = "on the day of maturity itself it is due already"
_NOT_BELOW = "it is not below 0"
_NO_UNIT = "no tick is as small as a unit of the price's scale"
_DUE = "due = t == matures or (t {} matures and tables.deal.keeps_converting)"
_WAITS = "due = due or (t {} matures and not state.whole.live.required_done[series])"

EQUIVALENT: dict[tuple[str, str], str] = {
    (
        "is_converted_by_force",
        "if t <= tables.series.matures[series] and whole.limits.maturity_tested:",
    ): _NOT_BEFORE,
    ("required_conversion", _DUE.format(">=")): _ON_THE_DAY,
    ("required_conversion", _WAITS.format(">=")): _ON_THE_DAY,
    ("required_conversion", "due = due and state.preferred[series] != 0.0"): _NOT_BELOW,
    ("required_conversion", "if honoured and state.price[series] > 1.0:"): _NO_UNIT,
    ("required_conversion", "if honoured and state.price[series] != 0.0:"): _NOT_BELOW,
    ("required_conversion", "if state.preferred[series] <= 0.0:"): _NOT_BELOW,
}
