"""Mutants that no test can tell from the code, one by one, each with the reason.

By module: the function, the line as mutated, and why no input makes a difference. A mutant that stands here and is
killed all the same is told by the command: then the line goes.
"""

from __future__ import annotations

_NEVER_FLOATS = "a series without a variable price floats from no session on"
_OF_ONE = (
    "a window that ends at the first place or slides to the second is of one bid, and holds the new one either way"
)
_POSITIVE_BIDS = "bids are one unit or more, so that the least that is taken over is never this"
_TESTED = "t < table.first or state.preferred[series] <= 0.0 or state.price[series] <= 0.0:"
_NONE = (
    "state.preferred[series] <= -1.0 or state.price[series] <= 0.0:",
    "state.preferred[series] < 0.0 or state.price[series] <= 0.0:",
    "state.preferred[series] == 0.0 or state.price[series] <= 0.0:",
    "state.preferred[series] <= 0.0 or state.price[series] <= -1.0:",
    "state.preferred[series] <= 0.0 or state.price[series] < 0.0:",
    "state.preferred[series] <= 0.0 or state.price[series] == 0.0:",
    "state.preferred[series] <= 0.0 and state.price[series] <= 0.0:",
)
_GIVEN = "cured = state.totals[APPROVED] > 0.0 and"
_ACTS = "tables.deal.approval_session <= t + 1"
_CURES = "table.late_approval_cures"
_HAS = "series < 0 or t < table.first or state.preferred[series] <= 0.0 or"
_NOTHING_CONVERTS = "nothing is as converted then, which is no more than the cap has left"
_CAP_IS_OFF = "where an approval acts already no cap is tested"
_BORN_AT_ONCE = "on the session after the right is born the listing has ended, or approval acts: no cap is tested again"
_LEAVES = "if born and not cured and table.leaves_market and"
_OF_THIS_SESSION = (
    "t + 0", "t - 1", "t * 1", "t / 1", "t // 1", "t % 1", "t ** 1", "t >> 1", "t & 1", "t | 1", "t ^ 1"
)  # fmt: skip
_NO_NEXT = "it holds on the last session too, which has no next one for the common to leave its market on"
_NO_LIMIT = "any number below that of the first limit says that none has bound"
_OF_LIMITS = "the limits that come here are the cap, ownership and authorized: 2, 3 and 4"
_FULL = "read at the end if no preferred is left, so that the last conversion counts; preferred is never below 0"
_GROSS = "where the cap does not count gross, or the price is the floating one, both prices give the same shares"
_STOPPED = "a floating price is 0 or above one unit: it is never below 0, and no tick is as small as a unit"
_ROOM = "the room is whole and not below 0, and of a room of 0 nothing is converted"
_SAME = "no room is above BIG, and what cap_room gives without a cap is BIG itself"
_BIG = "no room is above BIG, and that of any preferred that exists is more than there are"

_EITHER = "of two that are equal either will do"
_FLOOR = "of volumes below 2^53 the quotient's floor is the floor of the quotient"
_ALL_OF_IT = "a part is never more than the whole, and that of all of it is itself"
_SELLS_NOTHING = "there is never less than nothing left to sell, and selling nothing changes nothing"
_LIMITS = ("banded_limit", "sale_limit")
_NAMES = ("+1", "1", "~1", "not 1", "- 0", "- 2")
_SIGNS = ("<", "<=", "is not")
_NO_NAME = "nothing that is held exceeds BIG, so that the name of the limit is not used"

EQUIVALENT: dict[str, dict[tuple[str, str], str]] = {
    "cap_test": {
        **{("run_cap_test", f"{_LEAVES} {left} < tables.clock.days.size:"): _NO_NEXT for left in _OF_THIS_SESSION},
        ("run_cap_test", "born = state.whole.remedy.right[EVENT_VIII] < 1"): _BORN_AT_ONCE,
        ("run_cap_test", f"if series < -1 or {_TESTED}"): "without a test its first session is none of the run's",
        **{("run_cap_test", f"if series < 0 or t < table.first or {none}"): _NOTHING_CONVERTS for none in _NONE},
        (
            "run_cap_test",
            f"if {_HAS} state.price[series] <= 1.0:",
        ): "no tick is as small as a unit of the price's scale",
        ("run_cap_test", "born = state.whole.remedy.right[EVENT_VIII] <= 0"): _BORN_AT_ONCE,
        ("run_cap_test", "born = state.whole.remedy.right[EVENT_VIII] != 0"): _BORN_AT_ONCE,
        ("run_cap_test", f"{_LEAVES} t + 1 <= tables.clock.days.size:"): _NO_NEXT,
        ("run_cap_test", f"{_LEAVES} t + 1 is not tables.clock.days.size:"): _NO_NEXT,
        ("run_cap_test", f"{_LEAVES} t + 1 != tables.clock.days.size:"): "t + 1 is the number of sessions or less",
        ("run_cap_test", f"{_GIVEN} tables.deal.approval_session == t + 1 and {_CURES}"): _CAP_IS_OFF,
        ("run_cap_test", f"{_GIVEN} tables.deal.approval_session is t + 1 and {_CURES}"): f"{_CAP_IS_OFF}; else as ==",
        ("run_cap_test", f"cured = state.totals[APPROVED] != 0.0 and {_ACTS} and {_CURES}"): "it is 0 or 1",
    },
    "conversion": {
        ("comes_out_of_reserve", "return True"): "only whole deals have a reserve, and only there the answer is used",
        ("convert", "limit = - 2"): _NO_LIMIT,
        ("convert", "limit = ~1"): _NO_LIMIT,
        ("convert", "limit = not 1"): "False as an index selects nothing: no limit is marked",
        ("convert", "if limit >= 1:"): _OF_LIMITS,
        ("convert", "if limit > 0:"): _OF_LIMITS,
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
    },
    "conversion_price": {
        ("floating_price", "if table.window_price[series] < 0.0 or t < table.switch_on[series]:"): _NEVER_FLOATS,
        ("floating_price", "if table.window_price[series] <= 0.0 or t < table.switch_on[series]:"): "it is not below 0",
        ("floating_price", "if table.window_price[series] == -1.0 or t < table.switch_on[series]:"): _NEVER_FLOATS,
        ("floating_price", "if fixed <= 0.0:"): "a fixed price is not below 0",
        ("floating_price", "return variable if variable <= fixed else fixed"): _EITHER,
        ("insert_sorted", "while k != 0 and window[k - 1] > bid:"): "k comes down to 0 one by one",
        ("insert_sorted", "while k > 0 and window[k - 1] >= bid:"): "of two that are equal either may stand first",
        ("move_window", "if state.window_end[series] == end - 1 and end >= 0:"): _OF_ONE,
        ("move_window", "if state.window_end[series] == end - 1 and end >= 2:"): _OF_ONE,
        ("move_window", "if state.window_end[series] == end - 1 and end != 1:"): _OF_ONE,
        ("move_window", "if state.window_end[series] == end - 1 and end > 1:"): _OF_ONE,
        ("replace_sorted", "low = new if new <= here else here"): _EITHER,
        ("replace_sorted", "window[k] = low if low >= before else before"): _EITHER,
        (
            "replace_sorted",
            "window[count - 1] = new if new >= before else before",
        ): _EITHER,
        ("replace_sorted", "before = - 0.0"): _POSITIVE_BIDS,
        ("replace_sorted", "before = - 2.0"): _POSITIVE_BIDS,
        ("replace_sorted", "before = +1.0"): _POSITIVE_BIDS,
        ("replace_sorted", "before = 1.0"): _POSITIVE_BIDS,
        ("replace_sorted", "before = not 1.0"): _POSITIVE_BIDS,
    },
    "sales": {
        **{
            (of, f"return taken, PARTICIPATION if taken != BIG else {name}"): _NO_NAME
            for of in _LIMITS
            for name in _NAMES
        },
        **{
            (of, f"return taken, PARTICIPATION if taken {sign} BIG else -1"): _NO_NAME
            for of in _LIMITS
            for sign in _SIGNS
        },
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
    },
}
