"""``kernels/maturity_payments.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_NO_FRACTIONS = "of a deal with fractional shares, which the schema lets have no events, no delivery fails"
_WHOLE = "each of the rooms is whole already"
_BROUGHT = "what was due up to the session has been brought to the account, and nothing is left there"
_NOTHING_YET = "up to the close of session 0 nothing has accrued"
_NOT_BELOW = "it is not below 0"
_PART = "what fits in part is worth less than all of it: there is no part of 1 or more"
_EIGHT = "DEFAULT_DUE is 8, and the numbers of four series at most fit below"
_OPERATORS = ("+", "-", "*", "/", "//", "%", "**", "<<", ">>", "|", "&", "^")
_UNPAID = "for session in range({}, int(remedy.numbers[LAST_DUE]) + 1):"
_ROW = "by_session[DEFAULT_DUE {} series, session] = rest_of(by_session[DEFAULT_DUE {} series, session], taken)"
_OPEN = "remedy.numbers[FAILURE_STAGE] != FAILURE_OPEN or remedy.affected_face_usd[series] {}:"

_IN_FRACTIONS = (
    ("shares_beside", "return float(cents {} scale / (100.0 * price))", "*"),
    ("shares_beside", "return float(cents * scale {} (100.0 * price))", "/"),
    ("shares_beside", "return float(cents * scale / (100.0 {} price))", "*"),
    ("convert_default_payments", "part = room {} price / scale / usd", "*"),
    ("convert_default_payments", "part = room * price {} scale / usd", "/"),
    ("convert_default_payments", "part = room * price / scale {} usd", "/"),
)

EQUIVALENT: dict[tuple[str, str], str] = {
    **{
        (function, line.format(of)): _NO_FRACTIONS
        for function, line, own in _IN_FRACTIONS
        for of in _OPERATORS
        if of != own
    },
    **{
        ("shares_beside", f"return float(cents * scale / ( {number} * price))"): _NO_FRACTIONS
        for number in ("101.0", "99.0")
    },
    **{
        ("room_left", f"if {condition}:"): _WHOLE
        for condition in (
            "not not tables.deal.fractional and room != BIG",
            "not tables.deal.fractional or room != BIG",
            " tables.deal.fractional and room != BIG",
            *(f"not tables.deal.fractional and room {of} BIG" for of in ("==", "<", "<=", ">", ">=", "is", "is not")),
        )
    },
    **{
        ("room_left", f"return (room if room {of} else 0.0), limit"): _NOT_BELOW
        for of in ("> -1.0", ">= 0.0", "!= 0.0")
    },
    ("convert_default_payments", "if room <= 0.0:"): _NOT_BELOW,
    **{
        (
            "convert_default_payments",
            f"capped = cap_room(tables.series.counts_to_cap[series], t, tables, state, whole) {of} BIG",
        ): "no room is above BIG, and what cap_room gives without a cap is BIG itself"
        for of in ("<", "is not")
    },
    (
        "convert_default_payments",
        "shares = shares_beside(series, t, n, issued, cents, tables, state) if room != 0.0 else BIG",
    ): _NOT_BELOW,
    ("shares_beside", "return shares + 1.0 if part != 0.0 else shares"): _NOT_BELOW,
    **{
        (function, _UNPAID.format(start)): _BROUGHT
        for function in ("unpaid", "extinguish")
        for start in ("t + 0", "t - 1", "t * 1", "t // 1", "t % 1", "t ** 1", "t >> 1", "t & 1", "t | 1", "t ^ 1")
    },
    **{
        (function, line.format(of)): _EIGHT
        for of in ("|", "^")
        for function, line in (
            ("unpaid", "out += state.whole.by_session[DEFAULT_DUE {} series, session]"),
            ("extinguish", "taken = part * by_session[DEFAULT_DUE {} series, session]"),
            ("extinguish", _ROW.format("{}", "+")),
            ("extinguish", _ROW.format("+", "{}")),
        )
    },
    **{
        ("accrued_of", f"if t {of} or {_OPEN.format('== 0.0')}"): _NOTHING_YET
        for of in ("== 1", "== -1", "< 0", "<= 0")
    },
    **{("accrued_of", f"if t == 0 or {_OPEN.format(of)}"): _NOT_BELOW for of in ("<= 0.0",)},
    (
        "accrued_of",
        f"if t == 0 or {_OPEN.format('== 0.0').replace('!=', '<')}",
    ): "there is no stage but FAILURE_OPEN and NO_FAILURE, which is below it",
    **{
        ("convert_default_payments", f"part = part if part {of}"): _PART
        for of in (
            "< 2.0 else 1.0",
            "< 1.0 else 2.0",
            "< 1.0 else 0.0",
            "<= 1.0 else 1.0",
            "!= 1.0 else 1.0",
            "is not 1.0 else 1.0",
        )
    },
}
