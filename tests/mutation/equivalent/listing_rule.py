"""``kernels/listing_rule.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_ONE_BY_ONE = "it is counted up one by one, and read each time"
_NO_RULE = "without the rule the line is 0, and no bid is under it"
_NOTHING_COUNTED = "without the rule nothing is counted, no notice runs, and the rule ends no listing"
_IN_FULL = "more sessions than need be are run in full, or tested, and come out the same"
_STILL_COUNTED = (
    "while a notice runs, what was counted under the line stands: that is above 0 whether it is asked or not"
)
_NEVER = "no calendar day is as low as NEVER"
_FROM_NEXT = "nothing asks for the listing after the rule is read: from the next session on it has ended either way"
_ENDED = "the listing ends after a session, so not before session 1"
_AGAIN = "the right of event (i) never ends: to give it again changes nothing"
_NOT_BELOW = "it is not below 0"
_TOO_LATE = "elif tables.clock.days[t] >= numbers[LISTING_NOTICE_DAY] + table.cure_days"
_LOW = "return bool(table.sessions {} bid < table.line_units {} t < state.whole.live.numbers[LIVE_DELISTED])"
_BID = "return bool(table.sessions > 0 and bid {} table.line_units and t < state.whole.live.numbers[LIVE_DELISTED])"
_DATE = "return bool(table.sessions > 0 and bid < table.line_units and t {} state.whole.live.numbers[LIVE_DELISTED])"
_DOUBT = "return bool(numbers[LISTING_NOTICE_DAY] {} NEVER or numbers[LISTING_UNDER] > 0.0)"
_EVENT = "return bool(t {} numbers[LISTING_ENDS] + whole.remedy.listing.event_after)"

EQUIVALENT: dict[tuple[str, str], str] = {
    **{
        ("read_bid", f"state.whole.live.numbers[LIVE_DELISTED] = float(t {change})"): _FROM_NEXT
        for change in ("+ 0", "- 1", "* 1", "/ 1", "// 1", "% 1", "** 1", ">> 1", "& 1", "| 1", "^ 1")
    },
    ("read_bid", "if numbers[LISTING_NOTICE_DAY] <= NEVER:"): _NEVER,
    ("read_bid", "if numbers[LISTING_UNDER] == table.sessions:"): _ONE_BY_ONE,
    ("read_bid", "if numbers[LISTING_CURED] == table.cure_sessions:"): _ONE_BY_ONE,
    (
        "read_bid",
        f"{_TOO_LATE} and t + 1 != tables.clock.days.size:",
    ): "t + 1 is the number of sessions or less",
    **{("is_low", _LOW.format(of, "and")): _NO_RULE for of in ("> -1 and", ">= 0 and")},
    ("is_low", _LOW.format("!= 0 and", "and")): _NOT_BELOW,
    **{("is_low", _LOW.format(*of)): _IN_FULL for of in (("> 0 or", "and"), ("> 0 and", "or"))},
    **{("is_low", _BID.format(sign)): _IN_FULL for sign in ("<=", "!=", "is not")},
    **{("is_low", _DATE.format(sign)): _IN_FULL for sign in ("<=", "!=", "is not")},
    **{
        ("listing_is_in_doubt", f"if whole.remedy.listing.sessions {of}:"): _NOTHING_COUNTED
        for of in ("== -1", "< 0", "<= 0")
    },
    **{("listing_is_in_doubt", f"if numbers[LISTING_ENDS] {of}:"): _ENDED for of in (">= 1.0", "> 0.0")},
    **{("listing_is_in_doubt", _EVENT.format(sign)): _IN_FULL for sign in ("<=", "!=", "is not")},
    **{
        ("listing_is_in_doubt", f"if t {sign} state.whole.live.numbers[LIVE_DELISTED]:"): _IN_FULL
        for sign in (">", "==", "is")
    },
    ("listing_is_in_doubt", "return True"): _IN_FULL,
    **{("listing_is_in_doubt", _DOUBT.format(sign)): _IN_FULL for sign in ("==", ">=", "<=", "is not")},
    ("listing_is_in_doubt", _DOUBT.format(">")): _NEVER,
    **{("listing_is_in_doubt", _DOUBT.format(sign)): _STILL_COUNTED for sign in ("<", "is")},
    **{
        (
            "listing_is_in_doubt",
            f"return bool(numbers[LISTING_NOTICE_DAY] != NEVER or numbers[LISTING_UNDER] {of})",
        ): _IN_FULL
        for of in ("> -1.0", ">= 0.0")
    },
    (
        "listing_is_in_doubt",
        "return bool(numbers[LISTING_NOTICE_DAY] != NEVER or numbers[LISTING_UNDER] != 0.0)",
    ): _NOT_BELOW,
    (
        "run_listing_rule",
        "if whole.remedy.listing.sessions != 0 and t < state.whole.live.numbers[LIVE_DELISTED]:",
    ): _NOT_BELOW,
    ("note_delisted", "if ends >= 0.0 and t >= ends + whole.remedy.listing.event_after:"): _AGAIN,
    **{
        ("note_delisted", f"if ends {of} and t == ends + whole.remedy.listing.event_after:"): _ENDED
        for of in (">= 1.0", "> 0.0")
    },
}
