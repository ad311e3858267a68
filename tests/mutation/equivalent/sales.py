"""``kernels/sales.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_EITHER = "of two that are equal either will do"
_FLOOR = "of volumes below 2^53 the quotient's floor is the floor of the quotient"
_ALL_OF_IT = "a part is never more than the whole, and that of all of it is itself"
_SELLS_NOTHING = "but for a rounding of fractions there is nothing or more to sell, and selling nothing changes nothing"
_NOTHING = ("> -1.0", ">= 0.0", "!= 0.0")
_NO_REST = "of a rest of nothing nothing goes, and nothing is kept back"
_NOT_BELOW = "what may go is not below 0"
_ASKED = "it is asked whether it is above 0, and whether it is less than what is held"
_LIMITS = ("banded_limit", "sale_limit")
_NAMES = ("+1", "1", "~1", "not 1", "- 0", "- 2")
_SIGNS = ("<", "<=", "is not")
_NO_NAME = "nothing that is held exceeds BIG, so that the name of the limit is not used"

EQUIVALENT: dict[tuple[str, str], str] = {
    **{(of, f"return taken, PARTICIPATION if taken != BIG else {name}"): _NO_NAME for of in _LIMITS for name in _NAMES},
    **{(of, f"return taken, PARTICIPATION if taken {sign} BIG else -1"): _NO_NAME for of in _LIMITS for sign in _SIGNS},
    ("covenant_shares", "return part_of_limit(leg if leg >= most else most, sale)"): _EITHER,
    ("covenant_shares", "most = leg if leg >= most else most"): _EITHER,
    ("covenant_shares", "leg = floor(sale.session_numerator * volumes[place] // sale.session_denominator)"): _FLOOR,
    ("covenant_shares", "leg = floor(sale.average_numerator * before // sale.average_denominator)"): _FLOOR,
    ("may_go", "return -1.0"): _ASKED,
    ("part_of_limit", "if sale.share_numerator >= sale.share_denominator:"): _ALL_OF_IT,
    ("part_of_limit", "if sale.share_numerator > sale.share_denominator:"): _ALL_OF_IT,
    ("part_of_limit", "if sale.share_numerator is sale.share_denominator:"): _ALL_OF_IT,
    ("part_of_limit", "return floor(sale.share_numerator * shares // sale.share_denominator)"): _FLOOR,
    ("participation_shares", "if sale.participation_numerator != 0.0:"): "a part of a volume is not below 0",
    (
        "participation_shares",
        "return floor(sale.participation_numerator * volumes[place] // sale.participation_denominator)",
    ): _FLOOR,
    **{("sell_either_way", f"if registered {more}:"): _SELLS_NOTHING for more in _NOTHING},
    ("sell_either_way", "if rest <= -1.0:"): _NO_REST,
    ("sell_either_way", "if rest < 0.0:"): _NO_REST,
    ("sell_either_way", "if rest == 0.0:"): "no more is registered than is wanted",
    ("sell_either_way", "if shares != 0.0:"): _NOT_BELOW,
    ("sell_either_way", "registered = room if room <= wanted else wanted"): _EITHER,
    ("sell_either_way", "if allowed < (rest if rest <= aged else aged):"): _EITHER,
    ("sell_either_way", "shares = rest if rest <= allowed else allowed"): _EITHER,
    ("sell_either_way", "if shares != rest:"): "no more goes than is left",
    ("sell_held", "if allowed != state.held[series]:"): "no more may go than is held",
    **{("sell_held", f"if state.held[series] {more}:"): _SELLS_NOTHING for more in _NOTHING},
    **{("sell_held", f"if shares {more} and (allowed > 0.0 or applies(whole)):"): _SELLS_NOTHING for more in _NOTHING},
    ("sell_held", "if shares > 0.0 and (allowed != 0.0 or applies(whole)):"): _NOT_BELOW,
    ("sell_held", "shares = state.held[series] if state.held[series] <= left else left"): _EITHER,
    **{("sell_publicly", f"if covered {more}:"): _SELLS_NOTHING for more in _NOTHING},
    ("within_statement", "return room if room >= 0.0 else 0.0"): _EITHER,
    ("within_statement", "return room if room > -1.0 else 0.0"): "the room is whole",
    ("within_statement", "return room if room != 0.0 else 0.0"): "the room is not below 0",
}
