"""``kernels/rule_144.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_EITHER = "of two that are equal either will do"
_WHOLE = "of whole numbers below 2^53 the quotient's floor is the floor of the quotient"
_WHOLE_ROOM = "it is a whole number: below 0 it is -1 or less"
_NOT_BELOW = "it is not below 0"
_ABOVE = "it is asked whether it is above 0"
_ASKED = "it is asked whether it is 0"
_TWO = "the row of the first of two persons is even: with 0 or 1 the sum has the same bits"
_ALL_OF_IT = "no caller asks for more than is for sale"
_NOTHING = "of nothing nothing is left by a split"
_AHEAD = "when a split acts nothing has been sold or has begun to be held on its session, or on one ahead"
_TOMORROW = "on sessions ahead nothing has begun to be held"
_ONE_PLACE = "there is one place"
_BEFORE = "before session 0 nothing is free that is there; where nothing is, no late day counts on session 0"
_FIRST = "there is no stage below it"

_PERIOD = "if t {} 0 and period[0] == PERIOD_RUNS and all_is_free(t - 1, tables, state, whole):"
_ROW = "sold += state.whole.by_session[RULE_144_SOLD {} person, s]"
_LEFT = "own.room[person] = left if left {} else 0.0"
_TO_COME = "if whole.payments.is_drawn[series] and t < whole.payments.last_draw[series] and to_come != 0.0:"
_HAS = "if (state.preferred[series] {} 0.0 or pool {} 0.0) and t < table.free_from[series]:"
_OWN = "if (own.amount[w] {} 0.0 or own.held[w] {} 0.0) and t < table.warrant_free_from[w]:"

EQUIVALENT: dict[tuple[str, str], str] = {
    ("start_rule_144", "own.period[ -1] = PERIOD_RUNS"): _ONE_PLACE,
    ("open_volume_limit", "week = floor(traded // table.average_weeks)"): _WHOLE,
    ("open_volume_limit", "most = week if week >= most else most"): _EITHER,
    ("open_volume_limit", "own.room[person] = most - sold if most >= sold else 0.0"): _EITHER,
    **{("open_volume_limit", _ROW.format(of)): _TWO for of in ("|", "^")},
    ("held_since_before", "aged = pool - young if pool >= young else 0.0"): _EITHER,
    ("held_since_before", "return aged if aged <= sellable else sellable"): _EITHER,
    **{
        ("held_since_before", f"return aged if aged {of} sellable else sellable"): _ALL_OF_IT for of in ("!=", "is not")
    },
    ("within_volume", "return free + (aged - free if aged - free <= room else room)"): _EITHER,
    ("warrant_may_go", "sellable = pool + state.whole.warrant.undelivered[w]"): _ALL_OF_IT,
    ("new_of_series_may_go", "return -1.0"): _ABOVE,
    ("new_of_warrant_may_go", "return -1.0"): _ABOVE,
    ("note_kept_back", "kept[person] = 2.0"): _ASKED,
    ("note_kept_back", "if kept[person] <= 0.0:"): _NOT_BELOW,
    **{("note_sale", f"row = RULE_144_SOLD {of} person"): _TWO for of in ("|", "^")},
    ("note_sale", "if state.whole.by_session[row, t] <= 0.0:"): _NOT_BELOW,
    ("note_sale", _LEFT.format("> -1.0")): _WHOLE_ROOM,
    ("note_sale", _LEFT.format(">= 0.0")): _EITHER,
    ("restate_rule_144", "for s in range(t | 1):"): _AHEAD,
    **{
        ("restate_rule_144", f"if state.whole.by_session[row, s] {of}:"): _NOTHING
        for of in ("> -1.0", ">= 0.0", "!= 0.0")
    },
    ("holds_young", "if pool == 0.0:"): _NOT_BELOW,
    ("holds_young", "for s in range(first, t + 2):"): _TOMORROW,
    ("holds_young", "if state.whole.by_session[row, s] != 0.0:"): _NOT_BELOW,
    ("all_is_free", _TO_COME): _NOT_BELOW,
    **{("all_is_free", _HAS.format(*of)): _NOT_BELOW for of in (("!=", ">"), (">", "!="))},
    ("all_is_free", "if own.amount[w] != 0.0 and not table.tacks:"): _NOT_BELOW,
    **{("all_is_free", _OWN.format(*of)): _NOT_BELOW for of in (("!=", ">"), (">", "!="))},
    **{("note_registration_period", _PERIOD.format(of)): _BEFORE for of in (">=", "!=")},
    ("note_registration_period", _PERIOD.format(">").replace("> 0", "> -1")): _BEFORE,
    ("note_registration_period", _PERIOD.format(">").replace("period[0]", "period[ -1]")): _ONE_PLACE,
    ("note_registration_period", _PERIOD.format(">").replace("] ==", "] <=")): _FIRST,
    ("note_registration_period", "period[ -1] = PERIOD_OVER"): _ONE_PLACE,
}
