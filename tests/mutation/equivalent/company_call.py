"""``kernels/company_call.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_LAST = "what falls due does so on the last session at the latest: a later end asks for no more"
_NONE = "of nothing, or less, less than one is called, and calling none changes nothing"
_EITHER = "of two that are equal either will do"
_BIG = "no money is above BIG, so that without a limit what is free is less than it"
_GONE = "of a series of which nothing is left none is called"
_NOT_BELOW = "it is not below 0"
_IN_FULL = "more sessions than need be are run in full, and come out the same"
_LESS = "what has been called is never less than before"

EQUIVALENT: dict[tuple[str, str], str] = {
    **{
        ("call_series", f"left = free_cash(t, tables.clock.days.size {end}, state, whole)"): _LAST
        for end in ("- 0", "+ 1", "* 1", "/ 1", "// 1", "** 1", "<< 1", "| 1", "^ 1")
    },
    **{
        ("call_series", f"n = floor(left / each) if left {of}"): _NONE
        for of in ("> -1.0 else 0.0", ">= 0.0 else 0.0", "!= 0.0 else 0.0", "> 0.0 else -1.0")
    },
    **{("call_series", f"if n {of}:"): _NONE for of in ("<= -1.0", "< 0.0", "== 0.0")},
    ("free_cash", "last = last if last <= until else until"): _EITHER,
    ("call_series", "if lawful != BIG and lawful - remedy.numbers[LAWFUL_TAKEN_USD] <= left:"): _EITHER,
    **{
        ("call_series", f"if lawful {of} BIG and lawful - remedy.numbers[LAWFUL_TAKEN_USD] < left:"): _BIG
        for of in ("is not", "<", "<=")
    },
    ("call_preferred", "return True"): _IN_FULL,
    ("call_series", "n = n if n <= state.preferred[series] else state.preferred[series]"): _EITHER,
    **{
        ("call_preferred", f"if company.callable[series] and state.preferred[series] {of}:"): _GONE
        for of in ("> -1.0", ">= 0.0")
    },
    ("call_preferred", "if company.callable[series] and state.preferred[series] != 0.0:"): _NOT_BELOW,
    ("call_preferred", "if state.price[series] != 0.0 and product_is_less("): _NOT_BELOW,
    ("call_preferred", "if state.price[series] > 1.0 and product_is_less("): (
        "no tick is as small as a unit of the price's scale"
    ),
    **{
        ("call_preferred", f"return bool(state.whole.live.numbers[LIVE_CALLED] {sign} before)"): _IN_FULL
        for sign in (">=", "is not")
    },
    ("call_preferred", "return bool(state.whole.live.numbers[LIVE_CALLED] != before)"): _LESS,
}
