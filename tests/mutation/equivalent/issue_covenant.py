"""``kernels/issue_covenant.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_NOT_BELOW = "it is not below 0"
_AT_ONCE = "an event of session 0 has given its right on that session already, and the right of event (iv) never ends"
_READ = "if restricted {} 0.0 or market.bids[place - 1] < restricted or not holds_enough(tables, state, whole):"

EQUIVALENT: dict[tuple[str, str], str] = {
    ("holds_enough", "if common != 0.0:"): _NOT_BELOW,
    ("read_issue", _READ.format("<=")): _NOT_BELOW,
    ("read_issue", "if numbers[BREACH_EVENT_ON] < 1.0:"): _AT_ONCE,
    ("read_issue", "if numbers[BREACH_EVENT_ON] <= 0.0:"): _AT_ONCE,
}
