"""``kernels/sales.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_EITHER = "of two that are equal either will do"
_FLOOR = "of volumes below 2^53 the quotient's floor is the floor of the quotient"
_ALL_OF_IT = "a part is never more than the whole, and that of all of it is itself"
_SELLS_NOTHING = "there is never less than nothing left to sell, and selling nothing changes nothing"
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
    ("part_of_limit", "if sale.share_numerator >= sale.share_denominator:"): _ALL_OF_IT,
    ("part_of_limit", "if sale.share_numerator > sale.share_denominator:"): _ALL_OF_IT,
    ("part_of_limit", "if sale.share_numerator is sale.share_denominator:"): _ALL_OF_IT,
    ("part_of_limit", "return floor(sale.share_numerator * shares // sale.share_denominator)"): _FLOOR,
    ("participation_shares", "if sale.participation_numerator != 0.0:"): "a part of a volume is not below 0",
    (
        "participation_shares",
        "return floor(sale.participation_numerator * volumes[place] // sale.participation_denominator)",
    ): _FLOOR,
    ("sell_held", "if state.held[series] != 0.0:"): "what is held is not below 0: short sales are kept apart",
    ("sell_held", "if shares >= 0.0:"): _SELLS_NOTHING,
    ("sell_held", "if shares != 0.0:"): _SELLS_NOTHING,
    ("sell_held", "if shares > -1.0:"): _SELLS_NOTHING,
    ("sell_held", "shares = state.held[series] if state.held[series] <= left else left"): _EITHER,
    ("within_statement", "return room if room >= 0.0 else 0.0"): _EITHER,
    ("within_statement", "return room if room > -1.0 else 0.0"): "the room is whole",
    ("within_statement", "return room if room > 0.0 else -1.0"): "what asks sells nothing of -1 either",
    ("within_statement", "return room if room != 0.0 else 0.0"): "what asks sells nothing of a room below 0 either",
}
