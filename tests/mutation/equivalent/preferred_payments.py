"""``kernels/preferred_payments.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_NOTHING = "of nothing nothing is drawn or retired, and nothing is below 0"
_NOT_BELOW = "it is not below 0"
_EITHER = "of two that are equal either will do"
_ASKED = "it is asked whether it is at least one share"
_HELD = "if due and state.preferred[series] != 0.0 and t <= tables.series.matures[series]:"
_BIG = "no room is above BIG, and without a cap it is BIG itself"
_MODE = "payments.premium_mode[series]"
_DUE = f"due = whole.by_session[PREMIUM_USD, series, t] > 0.0 and {_MODE}"
_NO_PREMIUM = "it is the least of the three, and of such a series there is no Premium to pay on any session"
_MATURES = "t is not tables.series.matures[series]"

EQUIVALENT: dict[tuple[str, str], str] = {
    **{("amortise", f"if n {more}:"): _NOTHING for more in ("<= -1.0", "< 0.0", "== 0.0")},
    **{("amortise", f"if {number} != 0.0:"): _NOT_BELOW for number in ("state.price[series]", "shares", "rest")},
    ("amortise", "n = n if n <= state.preferred[series] else state.preferred[series]"): _EITHER,
    **{("draw", f"if wanted {more}:"): _NOTHING for more in ("<= -1.0", "< 0.0", "== 0.0")},
    ("draw", "wanted = wanted if wanted <= commitment else commitment"): _EITHER,
    ("draw", "if state.price[series] == 0.0:"): _NOT_BELOW,
    ("draw", "if drawn != 0.0:"): _NOT_BELOW,
    ("pay_premium", f"if whole.{_MODE} >= PREMIUM_IN_SHARES:"): "it is the greatest of the three",
    **{
        ("pay_premium", f"if cap_room(tables.series.counts_to_cap[series], t, tables, state, whole) {more} BIG:"): _BIG
        for more in ("<", "is not")
    },
    **{
        (
            "preferred_payments",
            f"if whole.by_session[DRAWN, series, t] {more} and honoured and t <= tables.series.matures[series]:",
        ): _NOTHING
        for more in ("> -1.0", ">= 0.0", "!= 0.0")
    },
    (
        "preferred_payments",
        f"if whole.by_session[DRAWN, series, t] > 0.0 and honoured and {_MATURES}:",
    ): "no draw is dated after maturity, and of numbers that are not the same object it is always true",
    **{
        ("preferred_payments", f"if whole.by_session[AMORTISED, series, t] {more}:"): _NOTHING
        for more in ("> -1.0", ">= 0.0", "!= 0.0")
    },
    (
        "preferred_payments",
        f"due = whole.by_session[PREMIUM_USD, series, t] != 0.0 and {_MODE} != PREMIUM_ON_CONVERSION",
    ): _NOT_BELOW,
    **{("preferred_payments", f"{_DUE} {more} PREMIUM_ON_CONVERSION"): _NO_PREMIUM for more in (">", ">=", "is not")},
    ("preferred_payments", _HELD): _NOT_BELOW,
    ("premium_shares", "return -1.0"): _ASKED,
    ("premium_shares", "return shares if shares <= room else -1.0"): _ASKED,
    ("premium_shares", "if price == 0.0:"): _NOT_BELOW,
    ("premium_shares", "room = owned if owned <= room else room"): _EITHER,
    ("premium_shares", "room = authorized if authorized <= room else room"): _EITHER,
}
