"""``kernels/conversion_price.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_NEVER_FLOATS = "a series without a variable price floats from no session on"
_OF_ONE = (
    "a window that ends at the first place or slides to the second is of one bid, and holds the new one either way"
)
_POSITIVE_BIDS = "bids are one unit or more, so that the least that is taken over is never this"
_EITHER = "of two that are equal either will do"

EQUIVALENT: dict[tuple[str, str], str] = {
    ("floating_price", "if table.window_price[series] < 0.0 or t < table.switch_on[series]:"): _NEVER_FLOATS,
    ("floating_price", "if table.window_price[series] <= 0.0 or t < table.switch_on[series]:"): "it is not below 0",
    ("floating_price", "if table.window_price[series] == -1.0 or t < table.switch_on[series]:"): _NEVER_FLOATS,
    ("floating_price", "if fixed <= 0.0:"): "a fixed price is not below 0",
    ("floating_price", "return variable if variable <= fixed else fixed"): _EITHER,
    ("insert_sorted", "while k != 0 and window[k - 1] > bid:"): "k comes down to 0 one by one",
    ("insert_sorted", "while k > 0 and window[k - 1] >= bid:"): "of two that are equal either may stand first",
    ("move_window", "if state.window_end[series] == end - 1 and end >= 0:"): _OF_ONE,
    ("move_window", "if state.window_end[series] == end - 1 and end >= 2:"): _OF_ONE,
    ("move_window", "if state.window_end[series] == end - 1 and end != 1:"): _OF_ONE,
    ("move_window", "if state.window_end[series] == end - 1 and end > 1:"): _OF_ONE,
    ("replace_sorted", "low = new if new <= here else here"): _EITHER,
    ("replace_sorted", "window[k] = low if low >= before else before"): _EITHER,
    (
        "replace_sorted",
        "window[count - 1] = new if new >= before else before",
    ): _EITHER,
    ("replace_sorted", "before = - 0.0"): _POSITIVE_BIDS,
    ("replace_sorted", "before = - 2.0"): _POSITIVE_BIDS,
    ("replace_sorted", "before = +1.0"): _POSITIVE_BIDS,
    ("replace_sorted", "before = 1.0"): _POSITIVE_BIDS,
    ("replace_sorted", "before = not 1.0"): _POSITIVE_BIDS,
}
