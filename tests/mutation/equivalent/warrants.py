"""``kernels/warrants.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_EITHER = "of two that are equal either will do"
_SELLS_NOTHING = "selling nothing changes nothing"
_NOT_BELOW = "it is not below 0"
_BEYOND = "BIG of room is beyond exact arithmetic too: the market is not below the gain"
_NO_LIMIT = "the limits have numbers above it, and it is one object"
_LAST = "it is not exercised after its last session"
_EXPIRED = "after its last session nothing is left of it"
_NO_ROOM = "of no room nothing is wanted, and nothing of it is taken"
_NO_GAIN = "of no gain there are no shares, and a fraction is worth nothing"
_NO_MORE = "no more is exercised than there is"
_LETS_NOTHING = "no limit lets less than nothing through"
_STAYS = "before the last session what issues no share is left before it is asked"
_UNUSED = "only on the last session it is not above 0, and then what is sold counts"
_NO_CAP = "no room is above BIG, what is not limited is BIG itself, and what little less than BIG is limits nothing"
_ITSELF = "what is above it is issued on a last session alone, where the Rule lets no more go and notes it"
_N = "n = exercise_within_limits(w, t, wanted, gain, market_price, tables, state, whole) if wanted {} 0.0 else 0.0"
_OPEN = "if own.amount[w] {} and table.agent[w] == agent and table.first[w] <= t <= table.last[w]:"
_USED = "used = used if used {}"
_ABOVE = ("> -1.0", ">= 0.0", "!= 0.0")

EQUIVALENT: dict[tuple[str, str], str] = {
    **{
        ("most_surrendered", f"if room {of} BIG or (room + 1.0) * market > gain * 2.0**49:"): _BEYOND
        for of in (">", ">=", "is")
    },
    **{("exercise_within_limits", f"if limit {of} NO_LIMIT:"): _NO_LIMIT for of in (">", "is not")},
    ("is_chosen", "if allowed == 0.0:"): _NOT_BELOW,
    **{("is_chosen", f"return room {of}"): _NO_ROOM for of in _ABOVE},
    ("number_wanted", "goal = allowed if allowed <= room else room"): _EITHER,
    ("exercise", "last = t >= table.last[w]"): _LAST,
    **{("exercise", f"if table.cashless and gain {of}:"): _NO_GAIN for of in ("<= -1.0", "== 0.0", "< 0.0")},
    **{("exercise", _N.format(of)): _LETS_NOTHING for of in (">=", "!=")},
    ("exercise", _N.format(">").replace("> 0.0", "> -1.0")): _LETS_NOTHING,
    **{("exercise", f"if table.cashless and n {of}:"): _NO_GAIN for of in _ABOVE},
    ("exercise", "closing = n >= left and (left > 0.0 or last)"): _NO_MORE,
    **{("exercise", f"closing = n == left and (left {of} or last)"): _STAYS for of in _ABOVE},
    ("exercise", "if shares <= 0.0 and not (last and left <= 0.0):"): _NOT_BELOW,
    ("exercise", "if shares == 0.0 and not (last and left == 0.0):"): _NO_GAIN,
    ("exercise", "if shares == 0.0:"): _NOT_BELOW,
    **{("exercise", f"cut = not last and wanted {of} left"): _NO_MORE for of in ("is not", "!=")},
    **{
        ("issue_on_warrant", f"if cap_room(table.counts_to_cap[w], t, tables, state, whole) {of} BIG:"): _NO_CAP
        for of in ("is not", "<")
    },
    ("issue_on_warrant", "used = shares if shares <= room else room"): _EITHER,
    **{("issue_on_warrant", _USED.format(f"{of} else 0.0")): _UNUSED for of in _ABOVE},
    ("issue_on_warrant", _USED.format("> 0.0 else -1.0")): _UNUSED,
    **{("issue_on_warrant", f"if allowed {of} used:"): _ITSELF for of in ("is",)},
    ("issue_on_warrant", "if allowed != 0.0:"): _NOT_BELOW,
    **{("issue_on_warrant", f"if tables.deal.same_day_sale and used {of}:"): _SELLS_NOTHING for of in _ABOVE},
    **{("issue_on_warrant", f"if sold {of}:"): "of nothing sold nothing is noted" for of in _ABOVE},
    (
        "issue_on_warrant",
        "return sold, sold if t >= table.last[w] else used, cut",
    ): _LAST,
    ("exercise_warrants", _OPEN.format("!= 0.0")): _NOT_BELOW,
    **{("exercise_warrants", f"if room {of} BIG:"): _NO_CAP for of in ("is not", "<", "<=")},
    ("expire_warrants", "if t >= whole.warrants.last[w] and own.amount[w] > 0.0:"): _EXPIRED,
    **{
        (
            "expire_warrants",
            f"if t == whole.warrants.last[w] and own.amount[w] {of}:",
        ): "of nothing left nothing expires"
        for of in _ABOVE
    },
}
