"""``kernels/price_rules.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_EITHER = "of two that are equal either will do"
_NOT_BELOW = "it is not below 0"
_NEVER_ON = "a series without a variable price switches on after the last session"
_LEAST = "it is the least price there is, one unit: no floor raises a price to it, no ceiling or freeze lowers it"
_NO_PRICE = "of no price, which is 0, nothing is lower"
_IN_GENERAL = "what is not told to be plain is priced in general, a session at a time, and comes to the same"
_AFTER = "a session at or after the stop is not before any that is asked for"
_CENT = "a cent at least: of 0 and of 1 cent 1 is made"
_ON = "variable_on = table.window_price[series]"
_FROM = "if table.window_price[series]"
_REST = "and not table.waived[series] and table.switch_on[series]"
_FLOOR, _CEILING = "if live.floor_price[series]", "live.ceiling_price[series]"
_SUMS = "live.numbers[LIVE_SUMS_UNTIL]"
_RESETS = "if whole.by_session[WARRANT_RESETS, w, t]"

EQUIVALENT: dict[tuple[str, str], str] = {
    ("sum_taken", "if field <= CLOSING_BID:"): "it is the least of the four",
    ("lower_if_any", "return other if other != 0.0 and other < price else price"): _NOT_BELOW,
    ("lower_if_any", "return other if other > 0.0 and other <= price else price"): _EITHER,
    ("price_in_general", "live.unfloored_price[series] = -1.0"): "asked next is whether it is above 0",
    **{
        ("price_in_general", f"{_ON} {more} and t >= table.switch_on[series]"): _NEVER_ON
        for more in ("> -1.0", ">= 0.0")
    },
    ("price_in_general", f"{_ON} != 0.0 and t >= table.switch_on[series]"): _NOT_BELOW,
    (
        "price_in_general",
        "step = live.window_cap[series] if live.window_cap[series] <= step else step",
    ): _EITHER,
    ("price_in_general", "floating = variable if fixed <= 0.0 or variable < fixed else fixed"): _NOT_BELOW,
    ("price_in_general", "floating = variable if fixed == 0.0 or variable <= fixed else fixed"): _EITHER,
    ("price_in_general", "if floating > 1.0:"): _LEAST,
    **{("price_in_general", f"if floating {more}:"): _NO_PRICE for more in ("> -1.0", ">= 0.0")},
    ("price_in_general", "if floating != 0.0:"): _NOT_BELOW,
    **{
        ("price_in_general", f"if ceiling != 0.0 and ceiling < {price}:"): _NOT_BELOW for price in ("floating", "price")
    },
    **{("floats_from", f"{_FROM} {more} {_REST} < stop:"): _NEVER_ON for more in ("> -1.0", ">= 0.0")},
    ("floats_from", f"{_FROM} != 0.0 {_REST} < stop:"): _NOT_BELOW,
    ("floats_from", f"{_FROM} > 0.0 {_REST} <= stop:"): _EITHER,
    **{("floats_from", f"{_FROM} > 0.0 {_REST} {sign} stop:"): _AFTER for sign in ("is not", "!=")},
    ("is_plain", f"{_FLOOR} > 1.0 or {_CEILING} > 0.0 or live.fixed_price[series] <= 0.0:"): _LEAST,
    **{
        ("is_plain", f"{_FLOOR} {floor} or {_CEILING} {ceiling} or live.fixed_price[series] {fixed}:"): _IN_GENERAL
        for floor, ceiling, fixed in (
            ("> -1.0", "> 0.0", "<= 0.0"),
            (">= 0.0", "> 0.0", "<= 0.0"),
            ("> 0.0", "> -1.0", "<= 0.0"),
            ("> 0.0", ">= 0.0", "<= 0.0"),
            ("> 0.0", "> 0.0", "<= 1.0"),
            ("> 0.0", "> 0.0", ">= 0.0"),
        )
    },
    **{
        ("is_plain", f"{_FLOOR} {floor} or {_CEILING} {ceiling} or live.fixed_price[series] {fixed}:"): _NOT_BELOW
        for floor, ceiling, fixed in (
            ("!= 0.0", "> 0.0", "<= 0.0"),
            ("> 0.0", "!= 0.0", "<= 0.0"),
            ("> 0.0", "> 0.0", "== 0.0"),
        )
    },
    **{("is_plain", f"if t {sign} live.numbers[LIVE_FROZEN_UNTIL]:"): _IN_GENERAL for sign in ("is not", "<=", "!=")},
    **{
        ("is_plain", f"return bool(floats_from(series, stop, tables) {sign} stop or {_SUMS} >= float(stop))"): reason
        for sign, reason in (
            ("==", "it is the stop at most"),
            ("is", "it is the stop itself at most; of whole numbers `is` is =="),
            (">", _IN_GENERAL),
        )
    },
    **{
        (
            "is_plain",
            f"return bool(floats_from(series, stop, tables) >= stop or {_SUMS} {sign} float(stop))",
        ): _IN_GENERAL
        for sign in ("==", ">", "is")
    },
    ("is_plain", f"return bool(floats_from(series, stop, tables) >= stop and {_SUMS} >= float(stop))"): _IN_GENERAL,
    ("plain_price", "step = live.window_cap[series] if live.window_cap[series] <= step else step"): _EITHER,
    ("plain_price", "price = variable if variable <= price else price"): _EITHER,
    ("price_before_close", "numbers[LIVE_SUMS_UNTIL] = -1.0"): "no session is before session 0",
    ("reset_prices", "if whole.by_session[RESETS, series, t] != 0.0:"): "it is 0 or 1",
    ("reset_prices", f"{_RESETS} != 0.0 and own.amount[w] > 0.0 and t <= warrants.last[w]:"): "it is 0 or 1",
    ("reset_prices", f"{_RESETS} > 0.0 and own.amount[w] != 0.0 and t <= warrants.last[w]:"): _NOT_BELOW,
    ("reset_prices", "cent = warrants.scale // 100.0"): "the scale is a multiple of 100",
    **{("reset_prices", f"cents = cents if cents {more} else 1.0"): _CENT for more in ("> 0.0", ">= 1.0")},
    ("restated_price", "return to_the_grain(price, old, new, grain) if price != 0.0 else 0.0"): _NOT_BELOW,
    **{
        ("to_the_grain", f"return (new if new {more} else 1.0) * grain"): "one at least: of 0 and of 1 one is made"
        for more in ("> 0.0", ">= 1.0")
    },
}
