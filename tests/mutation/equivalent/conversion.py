"""``kernels/conversion.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_FULL = "read at the end if no preferred is left, so that the last conversion counts; preferred is never below 0"
_GROSS = "where the cap does not count gross, or the price is the floating one, both prices give the same shares"
_STOPPED = "a floating price is 0 or above one unit: it is never below 0, and no tick is as small as a unit"
_ROOM = "the room is whole and not below 0, and of a room of 0 nothing is converted"
_SAME = "no room is above BIG, and what cap_room gives without a cap is BIG itself"
_BIG = "no room is above BIG, and that of any preferred that exists is more than there are"

EQUIVALENT: dict[tuple[str, str], str] = {
    ("convert", "if limit > NO_LIMIT:"): "the limits have numbers above it",
    (
        "convert",
        "if limit is not NO_LIMIT:",
    ): "small whole numbers are one object each; compiled, it is the same comparison",
    ("comes_out_of_reserve", "return True"): "only whole deals have a reserve, and only there the answer is used",
    ("convert", "if gross and state.floating[series] <= 1.0:"): _STOPPED,
    ("convert", "if gross and state.floating[series] == 0.0:"): _STOPPED,
    ("convert", "gross = deal.cap_gross or state.floating[series] != price"): _GROSS,
    ("convert", "gross = deal.cap_gross and state.floating[series] < price"): _GROSS,
    ("convert", "gross = deal.cap_gross and state.floating[series] is not price"): _GROSS,
    ("convert", "gross = deal.cap_gross and state.floating[series] <= price"): _GROSS,
    ("convert", "gross = room_cap is not BIG"): _SAME,
    ("convert", "gross = room_cap < BIG"): _SAME,
    ("convert", "if room_cap is not BIG:"): _SAME,
    ("convert", "if room_cap < BIG:"): _SAME,
    ("convert", "allowed = most_within(room if room > -1.0 else 0.0, a, b, deal)"): _ROOM,
    ("convert", "allowed = most_within(room if room >= 0.0 else 0.0, a, b, deal)"): _ROOM,
    ("convert", "allowed = most_within(room if room != 0.0 else 0.0, a, b, deal)"): _ROOM,
    ("convert", "allowed = most_within(room if room > 0.0 else -1.0, a, b, deal)"): _ROOM,
    ("convert", "state.whole.live.numbers[LIVE_BOUND_VOLUME] = 2.0"): "it is asked whether it is above 0",
    ("convert", "if n == 0.0:"): "no room is below 0",
    ("issue_on_notice", "if total(state.preferred) >= 0.0 or whole is not None:"): _FULL,
    ("issue_on_notice", "if total(state.preferred) <= 0.0 or whole is not None:"): _FULL,
    ("issue_on_notice", "if price_usd <= state.totals[LOWEST_PRICE_USD]:"): "the same price is put for itself",
    ("most_within", "if room >= BIG:"): _BIG,
    ("most_within", "if room is BIG:"): _BIG,
}
