"""``kernels/redemption.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_EITHER = "of two that are equal either will do"
_ALL = "of a basis of nothing or less, and of room for nothing, all are needed the other way too"
_WHOLE = "it is whole, and of less than none none are needed"
_NOT_READ = "without a price the second is not read"
_NONE = "of none nothing is elected"
_NOT_CUT = "without a limit nothing is cut, and nothing that would be forgotten is remembered"
_NONE_BELOW = "no number is below 0"
_NOTHING_LEFT = "of nothing or less nothing can be paid lawfully, and then no number is elected"
_NEXT = "the number of event (ix), 8, is even"

EQUIVALENT: dict[tuple[str, str], str] = {
    ("at_market", "if state.price[series] == 0.0:"): "it is not below 0",
    ("at_market", "return -1.0"): "the first leg is not below 0",
    (
        "at_market",
        "penalty = refusal_accrued(t, tables, state, whole) / affected if affected != 0.0 else 0.0",
    ): "it is not below 0",
    ("elect", "if lawful != BIG and n != 0.0 and each > 0.0:"): _NONE_BELOW,
    ("elect", "if lawful != BIG and n > 0.0 and each != 0.0:"): "no amount is below 0",
    ("elect", "if remedy.cut_usd[series] <= 0.0:"): "it is not below 0",
    **{("elect", f"if lawful {sign} BIG and n > 0.0 and each > 0.0:"): _NOT_CUT for sign in ("is not", "<", "<=")},
    ("elect", "if n == 0.0:"): _NONE_BELOW,
    **{
        ("elect", f"most = floor(left / each) if left {more} else 0.0"): _NOTHING_LEFT
        for more in ("> -1.0", ">= 0.0", "!= 0.0")
    },
    ("elect", "each = first if first >= second else second"): _EITHER,
    ("elect", "each = remedy.cut_usd[series] if remedy.cut_usd[series] >= each else each"): _EITHER,
    ("elect", "most = floor(left / each) if left > 0.0 else -1.0"): _NOTHING_LEFT,
    (
        "elect",
        "if table.redeems <= REDEEMS_WHEN_IT_PAYS_MORE and first <= second:",
    ): "a holder that never redeems has been told apart before",
    (
        "give_redemption_notices",
        "if table.redeems <= REDEEMS_NEVER or not any_alive(t, state):",
    ): "it is the least of the three",
    **{
        ("give_redemption_notices", f"if state.preferred[series] {more}:"): _NONE
        for more in ("> -1.0", ">= 0.0", "!= 0.0")
    },
    **{("is_full", f"return is_alive(EVENT_IX {sign} 1, t, state)"): _NEXT for sign in "|^"},
    **{("number_that_restores", f"if basis {more}:"): _ALL for more in ("<= -1.0", "< 0.0", "== 0.0")},
    ("number_that_restores", "n = n if n <= left else left"): _EITHER,
    ("number_that_restores", "if most < 1.0:"): _ALL,
    ("number_that_restores", "if most <= 0.0:"): _ALL,
    ("number_that_restores", "if ratio[0] <= 0.0:"): "it is not below 0",
    ("number_that_restores", "return n if n > -1.0 else 0.0"): _WHOLE,
    ("number_that_restores", "return n if n >= 0.0 else 0.0"): _EITHER,
    ("redeemable_number", "ratio = (0.0, 2.0)"): _NOT_READ,
    ("redeemable_number", "ratio = (0.0, 0.0)"): _NOT_READ,
    ("redeemable_number", "n = -1.0"): _NONE,
    ("redeemable_number", "if state.price[series] != 0.0:"): "it is not below 0",
    ("redeemable_number", "n = more if more >= n else n"): _EITHER,
}
