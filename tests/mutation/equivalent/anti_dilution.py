"""``kernels/anti_dilution.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_WHOLE_CENTS = "cents are whole: above 0 is 1 or more, and of 1 both give 1"
_NOT_BELOW = "it is not below 0"
_READJUST = "if old {} and own.amount[w] {} and t <= whole.warrants.last[w]:"

EQUIVALENT: dict[tuple[str, str], str] = {
    **{
        ("follow_shadow", f"own.price[w] = (cents if cents {of} else 1.0) * (scale / 100.0)"): _WHOLE_CENTS
        for of in ("> 0.0", ">= 1.0")
    },
    (
        "follow_shadow",
        "own.price[w] = (cents if cents > 1.0 else 1.0) * (scale // 100.0)",
    ): "a whole number of units makes a cent",
    (
        "follow_shadow",
        "if abs(own.shadow_usd[w] - price_usd) > (whole.warrants.least_change - NEARLY) * price_usd:",
    ): "a change of just the least is above it by the allowance, and none is just under it by that",
    (
        "adjust_warrants",
        "if own.amount[w] != 0.0 and whole.events.adjusts[event, w] and t <= whole.warrants.last[w]:",
    ): _NOT_BELOW,
    ("adjust_warrants", "if factor < 1.0:"): "a factor is not above 1: it is of an issue below the market",
    ("readjust_warrants", _READJUST.format("!= 0.0", "> 0.0")): _NOT_BELOW,
    ("readjust_warrants", _READJUST.format("> 0.0", "!= 0.0")): _NOT_BELOW,
}
