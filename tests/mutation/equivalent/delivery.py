"""``kernels/delivery.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_THE_END = "the path ends with the merger, and nothing reads it after that"
_DELIVERED = "it is delivered once in a failure: nothing reads what was sold before the next failure sets it"
_NONE = "a number below 0 says that there is none"
_FLAG = "it is 0 or 1"
_NO_STAGE = "there is no stage but NO_FAILURE, which is 0, and FAILURE_OPEN, which is above it"
_ON_SESSION_0 = (
    "while no failure is open the session of delivery has passed, or is 0: then nothing has been issued that would "
    "be undelivered"
)
_OVER = "the session of delivery closes the stage at its close: while it is open no later one comes"
_ISSUED_BEFORE = "the stage opens on its Conversion Date: while it is open no earlier session comes"
_REFUSED = (
    "on the first session of a refusal nothing converts and nothing is exercised but the agent's, which fails not"
)
_SET_BACK = (
    "while no failure is open the Conversion Date has passed, or is session 0: what is noted of that is read by "
    "nothing before a failure opens, which sets it back"
)
_AFTER = "a refusal that is over was over on the session of its delivery"
_NOTHING_LEFT = "of a failure that is over nothing sold is left"
_NOT_BELOW = "no number of shares is below 0"
_ONE_BY_ONE = "it begins below the number of sessions and grows by one"

EQUIVALENT: dict[tuple[str, str], str] = {
    ("session_dated", "while out != sessions and tables.clock.days[out] < line:"): _ONE_BY_ONE,
    ("next_failure", "if of_the_kind and -1 <= session <= t:"): "no session of an event that comes is below 0",
    ("next_failure", "return - 2"): _NONE,
    ("next_failure", "return ~1"): _NONE,
    (
        "next_failure",
        "of_the_kind = whole.events.kind[event] == DELIVERY_FAILURE and (whole.events.flag[event] != 0) == refusal",
    ): "it is true or false",
    (
        "next_failure",
        "of_the_kind = whole.events.kind[event] == DELIVERY_FAILURE and (whole.events.flag[event] > 0) >= refusal",
    ): "a refusal that has come opens at step 1: none waits when a notice is given while no failure is open",
    ("open_next", "numbers[FAILURE_REFUSAL] = 2.0 if refusal else 0.0"): "it is only asked whether it is above 0",
    ("deliver_exercises", "own.failed_sold[w] = 1.0"): _DELIVERED,
    ("deliver_exercises", "own.failed_sold[w] = -1.0"): _DELIVERED,
    ("deliver_exercises", "if numbers[BOUGHT_IN_EXERCISED] != 0.0:"): _FLAG,
    **{
        ("hold_what_was_bought_in", f"if {condition}:"): _THE_END
        for condition in (
            "not remedy.numbers[BOUGHT_IN] > 0.0",
            "remedy.numbers[BOUGHT_IN] > 1.0",
            "remedy.numbers[BOUGHT_IN] > -1.0",
            *(f"remedy.numbers[BOUGHT_IN] {of} 0.0" for of in ("==", "!=", "<", "<=", ">=")),
        )
    },
    **{
        ("hold_what_was_bought_in", f"{what} = {number}"): _THE_END
        for what in ("remedy.failed_sold[series]", "remedy.numbers[BOUGHT_IN]")
        for number in ("1.0", "-1.0")
    },
    (
        "exercised_and_not_delivered",
        "if state.whole.remedy.numbers[BOUGHT_IN_EXERCISED] <= 0.0:",
    ): _FLAG,
    ("open_failures", "remedy.failed_sold[series] = 1.0"): _DELIVERED,
    ("open_failures", "remedy.failed_sold[series] = -1.0"): _DELIVERED,
    ("open_failures", "if numbers[BOUGHT_IN] != 0.0:"): _FLAG,
    ("open_failures", "if numbers[FAILURE_STAGE] >= FAILURE_OPEN and t == numbers[DELIVERED_ON]:"): _NO_STAGE,
    ("open_failures", "if numbers[FAILURE_STAGE] == FAILURE_OPEN and t >= numbers[DELIVERED_ON]:"): _OVER,
    **{
        ("open_failures", f"if numbers[FAILURE_STAGE] {of} FAILURE_OPEN and t == numbers[DELIVERED_ON]:"): _ON_SESSION_0
        for of in ("is not", "<=")
    },
    (
        "open_failures",
        "if numbers[FAILURE_STAGE] <= NO_FAILURE and open_next(True, t, tables, state, whole):",
    ): _NO_STAGE,
    **{
        (
            function,
            "if state.whole.remedy.numbers[FAILURE_STAGE] <= NO_FAILURE and open_next(False, t, tables, state, whole):",
        ): _NO_STAGE
        for function in ("notice_given", "exercise_given")
    },
    (
        "refuses",
        "if numbers[FAILURE_STAGE] != FAILURE_OPEN or numbers[FAILURE_REFUSAL] <= 0.0:",
    ): _FLAG,
    **{
        ("refuses", f"if numbers[FAILURE_STAGE] {of} FAILURE_OPEN or numbers[FAILURE_REFUSAL] == 0.0:"): why
        for of, why in ((">", _AFTER), ("is", _AFTER), ("<", _NO_STAGE))
    },
    ("refuses", "return bool(t != numbers[DELIVERED_ON])"): _OVER,
    **{
        ("is_conversion_date", f"if numbers[FAILURE_STAGE] != FAILURE_OPEN or numbers[FAILURE_REFUSAL] {of}:"): why
        for of, why in (("> 1.0", _REFUSED), ("< 0.0", _REFUSED), ("!= 0.0", _FLAG))
    },
    **{
        ("is_conversion_date", f"if numbers[FAILURE_STAGE] {of} FAILURE_OPEN or numbers[FAILURE_REFUSAL] > 0.0:"): why
        for of, why in ((">", _SET_BACK), ("is", _SET_BACK), ("<", _NO_STAGE))
    },
    (
        "is_conversion_date",
        "if numbers[FAILURE_STAGE] != FAILURE_OPEN and numbers[FAILURE_REFUSAL] > 0.0:",
    ): f"{_SET_BACK}; {_REFUSED}",
    ("is_conversion_date", "return bool(t <= numbers[CONVERSION_SESSION])"): _ISSUED_BEFORE,
    ("notice_given", "if shares == 0.0:"): _NOT_BELOW,
    **{
        (
            "bought_and_not_delivered",
            f"if remedy.numbers[FAILURE_STAGE] {of} FAILURE_OPEN or remedy.numbers[BOUGHT_IN] == 0.0:",
        ): why
        for of, why in ((">", _NOTHING_LEFT), ("is", _NOTHING_LEFT), ("<", _NO_STAGE))
    },
    (
        "bought_and_not_delivered",
        "if remedy.numbers[FAILURE_STAGE] != FAILURE_OPEN or remedy.numbers[BOUGHT_IN] <= 0.0:",
    ): _FLAG,
}
