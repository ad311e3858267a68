"""``kernels/default_payments.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_FLAG = "it is 0 or 1"
_NO_STAGE = "there is no stage but NO_FAILURE, which is 0, and FAILURE_OPEN, which is above it"
_NO_FACE = "where no face is affected there is no series to which anything would be attributed"
_NO_DAY = "of no day nothing is paid"
_EITHER = "of two that are equal either will do"
_NOT_BELOW = "it is not below 0"
_NOT_YET = "up to the close of session 0 nothing has accrued: the first day is after it"
_EVENTS_FIRST = "session 0's corporate events, which alone end a path, come before a failure can open"
_OVER = "the session of delivery closes the stage at its close: while it is open no later one comes"
_ALIVE = "a right that is alive is not given again, and that of event (iii) ends on the delivery at the earliest"
_ASKED = "it is only asked whether it is above 0"
_LATER = "a sum of nothing keeps a path no longer alive than the failure and its default payments, which fall due later"
_LAST = "no session comes after the last one"

_OPEN = "if t == 0 or numbers[FAILURE_STAGE] != FAILURE_OPEN or numbers[FAILURE_REFUSAL] == 0.0:"
_AT_END = "usd = accrued_default(t - 1, tables, state, whole) if {} else {}"

EQUIVALENT: dict[tuple[str, str], str] = {
    ("accrued_default", "refusal = numbers[FAILURE_REFUSAL] != 0.0"): _FLAG,
    **{
        ("accrued_default", f"if t <= start or ({condition}):"): _NO_FACE
        for condition in (
            "not refusal and numbers[FAILURE_FACE_USD] == -1.0",
            "not refusal and numbers[FAILURE_FACE_USD] < 0.0",
            " refusal and numbers[FAILURE_FACE_USD] == 0.0",
        )
    },
    (
        "accrued_default",
        "if t <= start or (not refusal and numbers[FAILURE_FACE_USD] <= 0.0):",
    ): _NOT_BELOW,
    ("accrued_default", "if t < start or (not refusal and numbers[FAILURE_FACE_USD] == 0.0):"): _NO_DAY,
    ("accrued_default", "second = flat_end if flat_end >= start else start"): _EITHER,
    ("accrued_default", "second = second if second <= t else t"): _EITHER,
    **{
        ("accrued_default", f"if t {of} second:"): "the first stage ends before t, or is cut to t itself"
        for of in ("!=", "is not")
    },
    ("buy_in", "if bought == 0.0:"): _NOT_BELOW,
    ("buy_in", "if more >= 0.0:"): _LATER,
    ("buy_in", "numbers[BOUGHT_IN] = 2.0"): _ASKED,
    ("buy_in_exercises", "if own.failed_sold[w] != 0.0:"): _NOT_BELOW,
    ("buy_in_exercises", "state.whole.remedy.numbers[BOUGHT_IN_EXERCISED] = 2.0"): _ASKED,
    (
        "buy_in_exercises",
        "lesser = own.failed_price_usd[w] if own.failed_price_usd[w] <= lesser else lesser",
    ): _EITHER,
    ("end_failure", "if remedy.numbers[FAILURE_STAGE] >= FAILURE_OPEN:"): _NO_STAGE,
    ("end_failure", _AT_END.format("t > 1", "0.0")): _NOT_YET,
    **{("end_failure", _AT_END.format(of, "0.0")): _EVENTS_FIRST for of in ("t > -1", "t >= 0", "t != 0")},
    **{("end_failure", _AT_END.format("t > 0", number)): _EVENTS_FIRST for number in ("1.0", "-1.0")},
    **{
        ("note_lowest", f"if remedy.affected[series] {first} or remedy.numbers[FAILURE_REFUSAL] {second}:"): why
        for first, second, why in (("!= 0.0", "> 0.0", _NOT_BELOW), ("> 0.0", "!= 0.0", _FLAG))
    },
    **{
        ("note_lowest", f"if price {first} 0.0 and (lowest {second} 0.0 or price {third} lowest):"): why
        for first, second, third, why in (
            ("!=", "==", "<", _NOT_BELOW),
            (">", "<=", "<", _NOT_BELOW),
            (">", "==", "<=", _EITHER),
        )
    },
    ("ratchet", "if lowest != 0.0 and lowest < fixed[series]:"): _NOT_BELOW,
    ("ratchet", "if lowest <= state.price[series]:"): _EITHER,
    **{("refusal_accrued", _OPEN.replace("t == 0", of)): _NOT_YET for of in ("t == 1", "t == -1", "t < 0", "t <= 0")},
    ("refusal_accrued", _OPEN.replace("!= FAILURE_OPEN", "< FAILURE_OPEN")): _NO_STAGE,
    ("refusal_accrued", _OPEN.replace("] == 0.0", "] <= 0.0")): _FLAG,
    ("run_failure", "if numbers[FAILURE_STAGE] < FAILURE_OPEN:"): _NO_STAGE,
    (
        "run_failure",
        "if delivered >= numbers[RATCHET_ON] and (t >= delivered or t == numbers[RATCHET_ON]):",
    ): _OVER,
    ("run_failure", "converted = numbers[FAILURE_REFUSAL] != 0.0 or numbers[FAILURE_FACE_USD] > 0.0"): _FLAG,
    ("run_failure", "converted = numbers[FAILURE_REFUSAL] > 0.0 or numbers[FAILURE_FACE_USD] != 0.0"): _NOT_BELOW,
    ("run_failure", "if t >= end + table.event_sessions and delivered > t and converted:"): _ALIVE,
    ("run_failure", "if t == end + table.event_sessions and delivered != t and converted:"): _OVER,
    ("run_failure", "if t != delivered and whole.events.other_flag[int(numbers[FAILURE_EVENT])]:"): _OVER,
    ("run_failure", "if t >= delivered:"): _OVER,
    ("run_failure", "elif t >= last:"): _LAST,
}
