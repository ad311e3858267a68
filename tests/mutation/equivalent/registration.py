"""``kernels/registration.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_EITHER = "of two that are equal either will do"
_WHOLE = "of whole numbers below 2^53 the quotient's floor is the floor of the quotient"
_ROOM = "a whole number: below 0 it is -1 or less; fractional shares, which round, go without warrants and Rule 144"
_NO_TRIGGER = "it is asked whether it is below 0"
_NOT_ONE = "it is asked whether it is at least one share"
_ONE_PLACE = "there is one place"
_OF_ITS_KIND = "only a suspension names statements"
_NOT_BELOW = "it is not below 0"
_ASKED = "it is asked whether it is above 0"
_LAST = "no session is after the last"
_ONE_BY_ONE = "it grows by one, and from a trigger on it is not counted"
_NO_CAP = "no room is above BIG, and what cap_room gives without a cap is BIG itself"
_BEFORE = "what has accrued was counted on the session before: had none been, it would have fallen due there"
_GROWS = "it only grows"
_WAITS = "while it is above 0 rows without a payment are read, and sessions are run, on which nothing is due"
_READ = "the rows before are of nothing: they are read in vain"
_PASSED = "no row before PAYMENT_NEXT is read again on the path, and the next path begins with all of them 0"
_NONE_PAYS = "where no series pays no day counts, none accrues and none waits"
_ENDED = "the path has ended, and the next one begins with 0"
_AT_OPENING = "a path ends when a session opens, before its days are counted"
_BUSY = (
    "it is asked whether the next session must be run in full: one on which nothing accrues or is due changes nothing"
)
_COUNTED = "a session counts anew what accrues or waits; having counted alone makes nothing due on the next"
_OF_NOTHING = "an amount of nothing changes nothing"
_UNLIMITED = "without a limit BIG is authorized, and more of it is free than any statement covers"
_FREE = "a whole number that is not below 0: no more is outstanding or reserved than is authorized"

_MOST = "most = floor(unsold_of(statement, state, whole) + (free if free {} else 0.0))"
_COVERS = "covers = events.kind[event] {} SUSPENSION and events.suspended[event, statement]"
_LATE = "numbers[COUNTED_LAST] = {} if days {} else {}"
_PENDS = "return bool(numbers[ACCRUED_DAYS] {} or numbers[PAYMENTS_WAIT] {})"
_HAS = "return bool(state.whole.remedy.numbers[COUNTED_LAST] {} or payment_pends(state, whole))"
_NEXT = "remedy.numbers[PAYMENT_NEXT] = float({})"
_ROWS = "for session in range(int(numbers[PAYMENT_NEXT]), {}):"
_PAYING = "if whole.remedy.registration.paying < -1:"
_HAD = "state.whole.remedy.numbers[HAD_PAYING] = {} if has {} else {}"

EQUIVALENT: dict[tuple[str, str], str] = {
    **{("amend_statement", _MOST.format(of)): _FREE for of in ("> -1.0", ">= 0.0", "!= 0.0")},
    ("amend_statement", "available = most if most <= available else available"): _EITHER,
    **{
        ("amend_statement", f"if state.whole.live.numbers[LIVE_AUTHORIZED] {of} BIG:"): _UNLIMITED
        for of in ("is not", "<", "<=")
    },
    **{("is_suspended", _COVERS.format(of)): _OF_ITS_KIND for of in (">=", "<=", "is not")},
    **{("sale_room", f"return room if room {of} else 0.0"): _ROOM for of in ("> -1.0", ">= 0.0")},
    **{
        ("is_tested", f"return bool(state.preferred[statement] {left} and state.price[statement] {price})"): _NOT_BELOW
        for left, price in (("!= 0.0", "> 0.0"), ("> 0.0", "!= 0.0"))
    },
    ("run_cover_test", "remedy.cover_trigger[statement] = - 2"): _NO_TRIGGER,
    ("run_cover_test", "remedy.cover_trigger[statement] = ~1"): _NO_TRIGGER,
    ("run_cover_test", "if remedy.cover_failures[statement] == table.cover_sessions:"): _ONE_BY_ONE,
    ("shares_for_days", "if price == 0.0:"): _NOT_BELOW,
    ("shares_for_days", "return -1.0"): _NOT_ONE,
    **{("pay_in_shares", f"capped = room {of} BIG"): _NO_CAP for of in ("is not", "<")},
    ("pay_in_shares", "room = other if other <= room else room"): _EITHER,
    ("within_registration_period", "if period[ -1] == PERIOD_RUNS:"): _ONE_PLACE,
    ("within_registration_period", "if period[ -1] == PERIOD_OVER:"): _ONE_PLACE,
    ("within_registration_period", "period[ -1] = PERIOD_COUNTED"): _ONE_PLACE,
    ("within_registration_period", "if period[0] <= PERIOD_RUNS:"): "there is no stage below it",
    ("within_registration_period", "if period[0] <= PERIOD_OVER:"): "below it is only PERIOD_RUNS, asked for before",
    (
        "count_days",
        "days = whole.by_session[LATE_DAYS, 0, t] if numbers[HAD_PAYING] != 0.0 else 0.0",
    ): _NOT_BELOW,
    ("count_days", "if days != 0.0 and whole.rule_144.applies:"): _NOT_BELOW,
    ("count_days", "before = floor(numbers[COUNTED_DAYS] // month_days)"): _WHOLE,
    ("count_days", "passes = floor(numbers[COUNTED_DAYS] // month_days) > before"): _WHOLE,
    ("count_days", "passes = floor(numbers[COUNTED_DAYS] / month_days) != before"): _GROWS,
    **{
        ("count_days", f"ends = days == 0.0 and numbers[COUNTED_LAST] {of}"): _BEFORE
        for of in ("> -1.0", ">= 0.0", "!= 0.0")
    },
    ("count_days", "ends = days <= 0.0 and numbers[COUNTED_LAST] > 0.0"): _NOT_BELOW,
    ("count_days", "last = t >= tables.clock.days.size - 1"): _LAST,
    **{
        ("count_days", _LATE.format(*each)): _BEFORE
        for each in (("1.0", "> -1.0", "0.0"), ("1.0", ">= 0.0", "0.0"), ("1.0", "> 0.0", "1.0"))
    },
    ("count_days", _LATE.format("2.0", "> 0.0", "0.0")): _ASKED,
    ("count_days", _LATE.format("1.0", "> 0.0", "-1.0")): _ASKED,
    ("count_days", _LATE.format("1.0", "!= 0.0", "0.0")): _NOT_BELOW,
    ("count_days", "if whole.remedy.registration.day_numerator <= 0.0:"): _NOT_BELOW,
    ("count_days", "if numbers[ACCRUED_DAYS] != 0.0 and (passes or ends or last):"): _NOT_BELOW,
    ("count_days", "numbers[PAYMENTS_WAIT] += 2.0"): _WAITS,
    ("pay_for_registration", "if table.paying < -1:"): _NONE_PAYS,
    **{
        ("pay_for_registration", f"if remedy.numbers[PAYMENTS_WAIT] {of}:"): of_that
        for of, of_that in (("== -1.0", _READ), ("< 0.0", _READ), ("<= 0.0", _NOT_BELOW))
    },
    **{
        ("pay_for_registration", _NEXT.format(after)): _READ
        for after in (
            *("t + 0", "t * 1", "t / 1", "t // 1", "t % 1", "t ** 1"),
            *("t >> 1", "t & 1", "t | 1", "t ^ 1"),
        )
    },
    ("pay_for_registration", "state.whole.by_session[PAYMENT_DAYS, session] = 1.0"): _PASSED,
    ("pay_for_registration", "state.whole.by_session[PAYMENT_DAYS, session] = -1.0"): _PASSED,
    ("pay_for_registration", "if days != 0.0:"): _NOT_BELOW,
    ("pay_for_registration", "remedy.numbers[PAYMENTS_WAIT] -= 0.0"): _WAITS,
    ("note_paying", "if series >= -1:"): _NONE_PAYS,
    ("note_paying", _HAD.format("2.0", "> 0.0", "0.0")): _ASKED,
    ("note_paying", _HAD.format("1.0", "> 0.0", "-1.0")): _ASKED,
    ("note_paying", _HAD.format("1.0", "!= 0.0", "0.0")): _NOT_BELOW,
    ("payment_pends", _PAYING): _NONE_PAYS,
    **{("payment_pends", _PENDS.format(of, "> 0.0")): _BUSY for of in ("> -1.0", ">= 0.0", "!= 0.0")},
    **{("payment_pends", _PENDS.format("> 0.0", of)): _BUSY for of in ("> -1.0", ">= 0.0", "!= 0.0")},
    ("has_accrued", _PAYING): _NONE_PAYS,
    ("has_accrued", "return True"): _BUSY,
    **{
        ("has_accrued", _HAS.format(of)): _COUNTED
        for of in ("> 1.0", "> -1.0", "== 0.0", ">= 0.0", "!= 0.0", "< 0.0", "<= 0.0")
    },
    ("owe_all_days", _PAYING): _NONE_PAYS,
    **{("owe_all_days", _ROWS.format(end)): _AT_OPENING for end in ("t + 0", "t | 1", "t * 1", "t // 1", "t ** 1")},
    ("owe_all_days", "state.whole.by_session[PAYMENT_DAYS, session] = 1.0"): _ENDED,
    ("owe_all_days", "state.whole.by_session[PAYMENT_DAYS, session] = -1.0"): _ENDED,
    **{
        ("owe_all_days", f"numbers[{number}] = {to}"): _ENDED
        for number in ("ACCRUED_DAYS", "PAYMENTS_WAIT")
        for to in ("1.0", "-1.0")
    },
    **{("owe_all_days", f"if days {of}:"): _OF_NOTHING for of in ("> -1.0", ">= 0.0")},
    ("owe_all_days", "if days != 0.0:"): _NOT_BELOW,
}
