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
_HAS = "series < 0 or t < table.first or"
_NOTHING_CONVERTS = "nothing is as converted then, which is no more than the cap has left"
_IN_TIME = "tables.deal.approval_session <= table.approval_by"
_CAP_IS_OFF = "an approval given in time acts by then, and where it acts no cap is tested: what it says is never asked"
_BORN_AT_ONCE = (
    "of a right of session 0 the listing ends, or approval acts, on session 1: no cap is tested from then on"
)
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

EQUIVALENT: dict[str, dict[tuple[str, str], str]] = {
    "cap_test": {
        **{("run_cap_test", f"{_LEAVES} {left} < tables.clock.days.size:"): _NO_NEXT for left in _OF_THIS_SESSION},
        ("run_cap_test", "born = state.whole.remedy.right[EVENT_VIII] < 1"): _BORN_AT_ONCE,
        ("run_cap_test", f"if series < -1 or {_TESTED}"): "without a test its first session is none of the run's",
        (
            "run_cap_test",
            f"if {_HAS} state.preferred[series] <= -1.0 or state.price[series] <= 0.0:",
        ): _NOTHING_CONVERTS,
        (
            "run_cap_test",
            f"if {_HAS} state.preferred[series] <= 0.0 or state.price[series] <= -1.0:",
        ): _NOTHING_CONVERTS,
        ("run_cap_test", f"given_in_time = state.totals[APPROVED] > 1.0 and {_IN_TIME}"): _CAP_IS_OFF,
        ("run_cap_test", f"given_in_time = state.totals[APPROVED] > -1.0 and {_IN_TIME}"): _CAP_IS_OFF,
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
        ("floating_price", "return variable if variable <= fixed else fixed"): "of two that are equal either will do",
        ("insert_sorted", "while k != 0 and window[k - 1] > bid:"): "k comes down to 0 one by one",
        ("insert_sorted", "while k > 0 and window[k - 1] >= bid:"): "of two that are equal either may stand first",
        ("move_window", "if state.window_end[series] == end - 1 and end >= 0:"): _OF_ONE,
        ("move_window", "if state.window_end[series] == end - 1 and end >= 2:"): _OF_ONE,
        ("move_window", "if state.window_end[series] == end - 1 and end != 1:"): _OF_ONE,
        ("move_window", "if state.window_end[series] == end - 1 and end > 1:"): _OF_ONE,
        ("replace_sorted", "low = new if new <= here else here"): "of two that are equal either will do",
        ("replace_sorted", "window[k] = low if low >= before else before"): "of two that are equal either will do",
        (
            "replace_sorted",
            "window[count - 1] = new if new >= before else before",
        ): "of two that are equal either will do",
        ("replace_sorted", "before = - 0.0"): _POSITIVE_BIDS,
        ("replace_sorted", "before = - 2.0"): _POSITIVE_BIDS,
        ("replace_sorted", "before = +1.0"): _POSITIVE_BIDS,
        ("replace_sorted", "before = 1.0"): _POSITIVE_BIDS,
        ("replace_sorted", "before = not 1.0"): _POSITIVE_BIDS,
    },
}
