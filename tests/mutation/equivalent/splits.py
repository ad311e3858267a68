"""``kernels/splits.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_NOTHING = "of no shares none are made, and no number of shares is below 0"
_NOT_BUILT = "any number below 0 says that the window is not built"
_FIRST = "the place of the common outstanding is 0"
_EVEN = "the place of the cap's amount, 2, is even"
_SECOND = "the place of what the cap has used is 1"
_OUTSTANDING = "restate_shares(state.totals[OUTSTANDING : OUTSTANDING"
_CAP = "restate_shares(live.numbers[LIVE_CAP_AMOUNT : LIVE_CAP_AMOUNT"

EQUIVALENT: dict[tuple[str, str], str] = {
    **{
        ("restate_shares", f"if values[k] {more} and values[k] != BIG:"): _NOTHING
        for more in ("> -1.0", ">= 0.0", "!= 0.0")
    },
    ("restate_shares", "if values[k] > 0.0 and values[k] < BIG:"): "no number of shares is above BIG",
    **{("split", f"state.window_end[series] = {number}"): _NOT_BUILT for number in ("- 2", "~1")},
    ("split", "cent = whole.warrants.scale // 100.0"): "the scale is a multiple of 100",
    **{("split", f"{_OUTSTANDING} {sign} 1], new, old)"): _FIRST for sign in "|^"},
    **{("split", f"{_CAP} {sign} 1], new, old)"): _EVEN for sign in "|^"},
    ("split", "restate_shares(state.totals[CAP_USED : CAP_USED << 1], new, old)"): _SECOND,
    ("split", "if live.lines[band] < BIG:"): "no line is above BIG",
}
