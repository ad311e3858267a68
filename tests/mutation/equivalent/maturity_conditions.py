"""``kernels/maturity_conditions.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_NOT_BELOW = "it is not below 0"
_GONE = "what has expired has no amount left: its last session closes with none"

EQUIVALENT: dict[tuple[str, str], str] = {
    (
        "are_authorized_and_reserved",
        "if state.whole.live.numbers[LIVE_AUTHORIZED] >= BIG:",
    ): "no number of shares is above BIG, which says that there is none",
    ("are_registered", "if state.preferred[series] != 0.0 and not usable:"): _NOT_BELOW,
    (
        "are_registered",
        "counts = state.whole.warrant.amount[warrant] != 0.0 and not whole.warrants.agent[warrant]",
    ): _NOT_BELOW,
    (
        "are_registered",
        "if counts and t is not whole.warrants.last[warrant]:",
    ): f"two numbers of which neither is the other: always; and {_GONE}",
}
