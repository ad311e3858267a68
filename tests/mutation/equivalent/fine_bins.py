"""``kernels/fine_bins.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_SAME_KEY = "the same key is put for itself"
_SAME_VALUE = "of two that are equal either will do: a zero of either sign is zero"
_NO_KEY = "no key is below 0, and NO_KEY is -1: the one number of its kind"
_NONE_YET = "a count is not below 0"

EQUIVALENT: dict[tuple[str, str], str] = {
    **{
        ("fine_span", f"{first} = key if {first} {sign} NO_KEY or key < {first} else {first}"): _NO_KEY
        for first in ("first", "first_negative")
        for sign in ("is", "<=")
    },
    **{
        ("fine_span", f"{first} = key if {first} == NO_KEY or key <= {first} else {first}"): _SAME_KEY
        for first in ("first", "first_negative")
    },
    **{("fine_span", f"{last} = key if key >= {last} else {last}"): _SAME_KEY for last in ("last", "last_negative")},
    ("fine_span", "low = value if count <= 0 or value < low else low"): _NONE_YET,
    ("fine_span", "high = value if count <= 0 or value > high else high"): _NONE_YET,
    ("fine_span", "low = value if count == 0 or value <= low else low"): _SAME_VALUE,
    ("fine_span", "high = value if count == 0 or value >= high else high"): _SAME_VALUE,
}
