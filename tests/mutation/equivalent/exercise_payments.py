"""``kernels/exercise_payments.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_NOT_BELOW = "it is not below 0"
_OF_NOTHING = "of nothing exercised, left or accrued nothing is paid"
_LAST = "it is not exercised after its last session"
_ABOVE = ("> -1.0", ">= 0.0", "!= 0.0")

EQUIVALENT: dict[tuple[str, str], str] = {
    ("settle_exercise", "if shares != 0.0:"): _NOT_BELOW,
    ("settle_exercise", "if t >= table.last[w]:"): _LAST,
    **{("settle_exercise", f"if own.accrued_usd[w] {of}:"): _OF_NOTHING for of in _ABOVE},
    **{("settle_exercise", f"if closing and own.amount[w] {of}:"): _OF_NOTHING for of in _ABOVE},
    ("settle_exercise", "if fraction_usd != 0.0:"): _NOT_BELOW,
}
