"""``kernels/obligations.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_EITHER = "of two that are equal either will do"
_NOTHING = "of nothing nothing falls due, is paid or booked"
_NOT_BELOW = "it is not below 0"
_ROW = "the first series' row, 8, is a multiple of 4, and series are 0 to 3"
_BROUGHT = "what falls due by the session has been brought over on its own session, and nothing is left of it"
_BY_THEN = ("t + 0", "t - 1", "t * 1", "t // 1", "t % 1", "t ** 1", "t >> 1", "t & 1", "t | 1", "t ^ 1")
_UNPAID = "state.whole.remedy.default_unpaid[series] += state.whole.by_session[DEFAULT_DUE"
_PARTS = "state.whole.by_session[DEFAULT_DUE"
_REGISTRATION = "numbers[REGISTRATION_USD] = registration - left if left"

EQUIVALENT: dict[tuple[str, str], str] = {
    **{
        (function, "session = session if session <= last else last"): _EITHER
        for function in ("make_due", "make_due_on_warrant", "make_default_due")
    },
    ("make_due", "if session >= remedy.numbers[LAST_DUE]:"): _EITHER,
    ("make_due_on_warrant", "if session >= state.whole.remedy.numbers[LAST_DUE]:"): _EITHER,
    ("make_due_by_key", "if whole_key != 0.0:"): _NOT_BELOW,
    **{
        ("make_due_by_key", f"if share {more}:"): f"{_NOTHING}; another series has the whole key"
        for more in ("> -1.0", ">= 0.0", "!= 0.0")
    },
    ("make_default_due", "if remedy.affected_face_usd[series] != 0.0:"): _NOT_BELOW,
    ("make_default_due", "if remedy.default_converted[series] != 0.0:"): _NOT_BELOW,
    **{("make_default_due", f"{_PARTS} {sign} series, session] += part"): _ROW for sign in "|^"},
    **{("bring_to", f"{_UNPAID} {sign} series, t]"): _ROW for sign in "|^"},
    **{("bring_to", f"{_PARTS} {sign} series, t] = 0.0"): _ROW for sign in "|^"},
    ("book", "if interest != 0.0:"): _NOT_BELOW,
    ("pay_what_is_owed", "if wanted == 0.0:"): _NOT_BELOW,
    (
        "pay_what_is_owed",
        "if cash == BIG or rest_of(wanted, cash - numbers[SPENT_USD]) == 0.0:",
    ): "what is left of an amount is not below 0",
    ("pay_what_is_owed", "if left < 0.0:"): "of nothing nothing is paid, and all there is has been spent already",
    ("pay_what_is_owed", "interest = interest if interest <= left else left"): _EITHER,
    ("pay_what_is_owed", "principal = principal if principal <= left else left"): _EITHER,
    ("pay_what_is_owed", "if principal != 0.0:"): _NOT_BELOW,
    ("pay_what_is_owed", f"{_REGISTRATION} <= registration else 0.0"): _EITHER,
    **{("settle_at_the_end", f"for later in range({first}, tables.clock.days.size):"): _BROUGHT for first in _BY_THEN},
    **{("settle_at_the_end", f"if paid {more}:"): _NOTHING for more in ("> -1.0", ">= 0.0", "!= 0.0")},
}
