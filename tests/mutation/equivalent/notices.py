"""``kernels/notices.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_STEPPED = "whole.by_session[STEPPED, series, t]"

EQUIVALENT: dict[tuple[str, str], str] = {
    ("note_conversion", "if unfloored != 0.0:"): "a price is not below 0",
    ("note_conversion", "if whole.pricing.below_floor[series] >= CASH_DIFFERENCE:"): "it is the greatest of the three",
    ("note_conversion", f"if floats and {_STEPPED} != 0.0 and live.stepped_on[series] != float(t):"): "it is 0 or 1",
    (
        "note_conversion",
        f"if floats and {_STEPPED} > 0.0 and live.stepped_on[series] < float(t):",
    ): "it is this session or an earlier one, or -1",
}
