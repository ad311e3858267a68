"""``kernels/limits.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_NO_CAP = (
    "of a deal without a cap, which alone has BIG for its amount, nothing counts to a cap: the first condition holds"
)
_NO_MORE = "without a number of authorized shares more is left of BIG than any notice wants"
_NOTHING = "of a room below 0, as of none, nothing is converted, and the limit that binds is the same"
_FLOOR = "of products below 2^53 the quotient's floor is the floor of the quotient"
_EITHER = "of two that are equal either will do"
_CAP = "tables.deal.cap_amount {} BIG or not cap_applies(t, tables, state, whole):"
_LEG = "leg = floor(limits.{0}_numerator[rule] * {1} // limits.{0}_denominator[rule])"

EQUIVALENT: dict[tuple[str, str], str] = {
    **{
        ("plain_cap_room", f"if not series_counts or deal.cap_amount {sign} BIG:"): _NO_CAP
        for sign in (">", ">=", "is")
    },
    **{("cap_room", f"if not counts or {_CAP.format(sign)}"): _NO_CAP for sign in (">", ">=", "is")},
    **{("authorized_room", f"if deal.authorized {sign} BIG:"): _NO_MORE for sign in (">", ">=", "is")},
    **{
        (of, "return room if room >= 0.0 else 0.0"): _EITHER for of in ("cap_room", "ownership_room", "authorized_room")
    },
    ("ownership_room", "if p <= 0.0:"): "a fraction is not below 0",
    ("authorized_room", "return room if room > -1.0 else 0.0"): _NOTHING,
    ("authorized_room", "return room if room > 0.0 else -1.0"): _NOTHING,
    ("authorized_room", "return room if room != 0.0 else 0.0"): _NOTHING,
    ("plain_cap_room", "if state.totals[APPROVED] != 0.0 and t >= deal.approval_session:"): "it is 0 or 1",
    ("leg_shares", "most = leg if leg >= most else most"): _EITHER,
    ("leg_shares", "return leg if leg >= most else most"): _EITHER,
    ("leg_shares", _LEG.format("session", "volumes[place]")): _FLOOR,
    ("leg_shares", _LEG.format("average", "before")): _FLOOR,
}
