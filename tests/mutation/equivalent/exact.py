"""``kernels/exact.py``: mutants that no test can tell from the code; a function named "" is none: the module itself."""

from __future__ import annotations

_SETTLED = "what is held to be clear never, or less often, is settled exactly instead: slower, and the same"
_ONE_AND_A_HALF = (
    "a product and a quotient are off by one and a half units in the last place at most; a part that lies more than "
    "2^-52 of the quotient, which is a unit or more, from a whole number lies two units from it: it is clear"
)
_AS_CLEAR = f"at the bound itself, 2^-51 of the quotient, it is clear as well: {_ONE_AND_A_HALF}"
_TOO_LOW = "a floor that is one too low is raised again by the line that follows"
_WHOLE = "a whole quotient, off by one at most as the floor is, is never held to be clear and always settled"
_FROM_ONE = "of a quotient under one the floor is 0 and the part as it was, or 0; from one on it is too much: settled"
_NO_MORE = "a part is no more than the quotient: nothing is clear, all is settled"
_ROOT = "from one on it is 1 or more, of a quotient under one it is more than that, of 0 it is 0: nothing is clear"
_LESS_THAN_IT = "what exceeds it is not below it: nothing is clear, all is settled"

EQUIVALENT: dict[tuple[str, str], str] = {
    **{("", f"_ROUNDING = {wide}"): _SETTLED for wide in ("1.0**-51", "2.0**- 50", "2.0--51", "2.0**51", "2.0**+51")},
    **{("", f"_ROUNDING = 2.0**{narrow}"): _ONE_AND_A_HALF for narrow in ("- 52", "~51")},
    ("is_clear", "part = quotient + whole"): _FROM_ONE,
    ("is_clear", "part = quotient * whole"): _FROM_ONE,
    (
        "is_clear",
        "rounding = quotient + _ROUNDING",
    ): _NO_MORE,
    ("is_clear", "rounding = quotient / _ROUNDING"): _SETTLED,
    (
        "is_clear",
        "rounding = quotient // _ROUNDING",
    ): "it is 0 where the quotient is under 2^-51, which is clear unless it is 0, and too much for any other part",
    (
        "is_clear",
        "rounding = quotient ** _ROUNDING",
    ): _ROOT,
    ("is_clear", "return part is rounding and part < 1.0 - rounding"): f"never, or as == where it is told: {_AS_CLEAR}",
    ("is_clear", "return part > rounding and part < 0.0 - rounding"): _LESS_THAN_IT,
    ("is_clear", "return part > rounding and part < 1.0 % rounding"): _LESS_THAN_IT,
    ("is_clear", "return part > rounding and part < 1.0 * rounding"): _LESS_THAN_IT,
    ("is_clear", "return part > rounding and part <= 1.0 - rounding"): _AS_CLEAR,
    ("is_clear", "return part > rounding and part == 1.0 - rounding"): f"{_AS_CLEAR}; the others are settled",
    ("is_clear", "return part > rounding and part is 1.0 - rounding"): f"{_AS_CLEAR}; the others are settled",
    ("settle_floor", "q = q - 2.0 if product_is_less(a, b, q, c) else q"): _TOO_LOW,
    ("floor_of_ratio", "quotient = a * b // c"): _WHOLE,
    ("ceiling_of_ratio", "quotient = a * b // c"): _WHOLE,
}
