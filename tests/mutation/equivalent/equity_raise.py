"""``kernels/equity_raise.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_NOT_BELOW = "it is not below 0"
_WARRANT = "if own.amount[w] {} and company.adjusts_from[w] <= t {} whole.warrants.last[w]:"

EQUIVALENT: dict[tuple[str, str], str] = {
    ("raise_equity", _WARRANT.format("!= 0.0", "<=")): _NOT_BELOW,
    (
        "raise_equity",
        _WARRANT.format("> 0.0", "is not"),
    ): "two numbers of which neither is the other: always; what has expired has no amount left",
    ("raise_equity", "if n == 0.0:"): "neither the room nor what the money buys is below 0",
    ("raise_equity", "n = room if room <= n else n"): "of two that are equal either will do",
}
