"""``kernels/waiting_rights.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_IS = "of whole numbers as small as these `is` is =="

EQUIVALENT: dict[tuple[str, str], str] = {
    ("may_be_elected", "if event is EVENT_VII:"): _IS,
    ("may_be_elected", "elif event is EVENT_IX:"): _IS,
    ("may_be_elected", "if table.ends_when_cured or event is EVENT_VIII:"): _IS,
    ("may_be_elected", "if table.redeems <= REDEEMS_NEVER:"): "it is the least of the three",
    ("may_be_elected", "if state.preferred[series] != 0.0:"): "it is not below 0",
    ("may_be_elected", "lets = state.whole.remedy.covered_too_little[series] != 0"): "it is 0 or 1",
}
