"""``kernels/warrant_sales.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_EITHER = "of two that are equal either will do"
_SELLS_NOTHING = "selling nothing changes nothing"
_NO_REST = "of a rest of nothing nothing goes, and nothing is kept back"
_NOT_BELOW = "it is not below 0"
_ALL_OF_IT = "no more may go than is for sale"
_ABOVE = ("> -1.0", ">= 0.0", "!= 0.0")

EQUIVALENT: dict[tuple[str, str], str] = {
    (
        "sell_held_warrants",
        "if sellable != 0.0 and whole.warrants.agent[w] == agent:",
    ): "no more is undelivered than is held",
    ("sell_held_warrants", "shares = sellable if sellable <= left - sold else left - sold"): _EITHER,
    **{("sell_held_warrants", f"if shares {of}:"): _SELLS_NOTHING for of in _ABOVE},
    ("may_go_otherwise", "return bool(allowed == shares)"): _ALL_OF_IT,
    ("sell_warrant_publicly", "registered = room if room <= wanted else wanted"): _EITHER,
    **{("sell_warrant_publicly", f"if registered {of}:"): _SELLS_NOTHING for of in _ABOVE},
    **{("sell_warrant_publicly", f"if rest {of}:"): _NO_REST for of in ("<= -1.0", "< 0.0")},
    ("sell_warrant_publicly", "if rest == 0.0:"): "no more is registered than is wanted",
    ("sell_warrant_publicly", "if allowed < (rest if rest <= aged else aged):"): _EITHER,
    ("sell_warrant_publicly", "shares = rest if rest <= allowed else allowed"): _EITHER,
    ("sell_warrant_publicly", "if shares != 0.0:"): _NOT_BELOW,
    ("sell_warrant_publicly", "if may_be_sold and shares != rest:"): "no more goes than is wanted",
    (
        "sellable_warrant_common",
        "if own.held[w] != own.undelivered[w] and not whole.warrants.agent[w]:",
    ): "no more is undelivered than is held",
    ("sellable_warrant_common", "if allowed != 0.0:"): _NOT_BELOW,
}
