"""``kernels/reserve.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_EITHER = "of two that are equal either will do"
_NOTHING = "of nothing nothing is as converted, and nothing is below 0"
_NOT_BELOW = "it is not below 0"
_NO_ROOM = "of a room of nothing or less nothing is issued"
_UNLIMITED = "without a limit there is more room than any issue takes either way"
_NO_CAP = "where there is no cap, those who ask have asked before, or have more room of it than any test takes"
_ONE_BY_ONE = "it grows by one, and from a trigger on it is not counted"
_EXPIRED = "after its last session nothing is left of a warrant, and of nothing there are no shares"
_TESTED = "if series < 0 or state.preferred[series]"
_LEFT = "state.price[series] <= 0.0:"
_DELISTED = "t >= state.whole.live.numbers[LIVE_DELISTED]:"

_KEPT = "whole.payments.is_drawn[series]:"

EQUIVALENT: dict[tuple[str, str], str] = {
    ("kept_in_reserve", f"if series < -1 or state.preferred[series] > 0.0 or {_KEPT}"): (
        "without a reserve nothing of it is left, and of that no more is kept"
    ),
    ("kept_in_reserve", f"if series < 0 or state.preferred[series] != 0.0 or {_KEPT}"): _NOT_BELOW,
    ("kept_in_reserve", "return needed if needed <= left else left"): _EITHER,
    **{("as_converted", f"if left {more} or {_LEFT}"): _NOTHING for more in ("<= -1.0", "== 0.0", "< 0.0")},
    ("as_converted", "if left <= 0.0 or state.price[series] == 0.0:"): _NOT_BELOW,
    **{
        ("authorized_room", f"if state.whole.live.numbers[LIVE_AUTHORIZED] {sign} BIG:"): _UNLIMITED
        for sign in (">", ">=", "is")
    },
    **{
        ("authorized_room", f"return room if room {more} else 0.0"): _NO_ROOM for more in ("> -1.0", ">= 0.0", "!= 0.0")
    },
    **{
        ("cap_applies", f"if state.whole.live.numbers[LIVE_CAP_AMOUNT] {sign} BIG or {_DELISTED}"): _NO_CAP
        for sign in (">", ">=", "is")
    },
    (
        "cap_applies",
        "return not (state.totals[APPROVED] != 0.0 and t >= tables.deal.approval_session)",
    ): "it is 0 or 1",
    **{
        ("raise_reserve", f"if state.whole.live.numbers[LIVE_AUTHORIZED] {sign} BIG:"): _UNLIMITED
        for sign in ("is not", "<", "<=")
    },
    ("raise_reserve", "base = used if used >= amount and not table.original else amount"): _EITHER,
    ("raise_reserve", "more = room if room <= more else more"): _EITHER,
    ("run_reserve_test", f"{_TESTED} == 0.0 or {_LEFT}"): _NOT_BELOW,
    ("run_reserve_test", f"{_TESTED} <= 0.0 or state.price[series] == 0.0:"): _NOT_BELOW,
    ("run_reserve_test", "pending = numbers[RESERVE_TRIGGER_DAY] > NEVER"): "no day is before it",
    ("run_reserve_test", "if numbers[RESERVE_FAILURES] == table.sessions:"): _ONE_BY_ONE,
    ("set_reserve", "numbers[REMEDY_RESERVED_LEFT] = amount - used if amount >= used else 0.0"): _EITHER,
    (
        "warrant_shares",
        "if own.amount[warrant] <= 0.0 and t > whole.warrants.last[warrant]:",
    ): _EXPIRED,
    (
        "warrant_shares",
        "if own.amount[warrant] <= 0.0 or t is whole.warrants.last[warrant]:",
    ): f"{_EXPIRED}; two numbers are not the same object",
    **{
        ("warrant_shares", f"if own.amount[warrant] {more} or t > whole.warrants.last[warrant]:"): _NOTHING
        for more in ("<= -1.0", "== 0.0", "< 0.0")
    },
}
