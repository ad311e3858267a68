"""``kernels/returns.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_EITHER = "of two that are equal either will do"
_NOT_BELOW = "it is not below 0"
_NO_ZEROS = "flows that are zero have been dropped"
_RESTS = "the search has come to rest by then: on 300 random sequences of flows no rate moved by more than 1e-12 of it"
_IMPLIED = "the exponent is an end of the bracket, so that a step in so narrow a one is a short step too"
_BY_CHANCE = "the exponent is known to 1e-12 at best: what comes to rest on the bound itself does by rounding"
_ODD = "what begins with a payment and ends with a receipt changes sign an odd number of times"
_ONCE = "what changes sign once is in the investor's favour at the end alone, and at its rate by rounding alone"
_SIGNS = "changes += (flows[DOLLARS, k]"
_BEGINS = "if count < 2 or flows[DOLLARS, 0]"
_STEP = "if abs(following - y)"

EQUIVALENT: dict[tuple[str, str], str] = {
    ("put", "if count > 0 and flows[YEARS, count - 1] >= day:"): "no flow is put in that is earlier than the last one",
    ("put", "if count != 0 and flows[YEARS, count - 1] == day:"): _NOT_BELOW,
    ("next_purchase", "if table.purchase_usd[purchase] != 0.0 and this > day and sooner:"): _NOT_BELOW,
    ("net_by_date", "purchase = next_purchase(- 1e+300, table)"): "beside 1e300 one more or less is nothing",
    (
        "net_by_date",
        "while purchase >= 0 and table.purchase_days[purchase] < days[t]:",
    ): "a purchase of the day is put to the day's flow after it instead of before it",
    ("excess", "inward = worth if worth >= 0.0 else 0.0"): _EITHER,
    ("excess", "outward = 0.0 if worth >= 0.0 else -worth"): _EITHER,
    (
        "internal_rate",
        "if count < 1 or flows[DOLLARS, 0] > 0.0 or flows[DOLLARS, count - 1] < 0.0:",
    ): "a single flow is received first or paid last",
    ("internal_rate", f"{_BEGINS} >= 0.0 or flows[DOLLARS, count - 1] < 0.0:"): _NO_ZEROS,
    ("internal_rate", f"{_BEGINS} > 0.0 or flows[DOLLARS, count - 1] <= 0.0:"): _NO_ZEROS,
    ("internal_rate", f"{_SIGNS} >= 0.0) != (flows[DOLLARS, k - 1] > 0.0)"): _NO_ZEROS,
    ("internal_rate", f"{_SIGNS} > 0.0) != (flows[DOLLARS, k - 1] >= 0.0)"): _NO_ZEROS,
    (
        "internal_rate",
        f"{_SIGNS} > 0.0) > (flows[DOLLARS, k - 1] > 0.0)",
    ): f"{_ODD}: once upwards, or more than once upwards",
    ("internal_rate", f"{_SIGNS} > 0.0) is not (flows[DOLLARS, k - 1] > 0.0)"): "of truth values `is not` is !=",
    (
        "internal_rate",
        "steepest = _STEEPEST if furthest * _STEEPEST <= _EXPONENTS else _EXPONENTS / furthest",
    ): _EITHER,
    **{("internal_rate", f"for _ in range( {steps}):"): _RESTS for steps in (199, 201)},
    (
        "internal_rate",
        "following = y - log / slope if slope != 0.0 else low",
    ): "where the slope rises that step leads out of the bracket, and is replaced like one to its end",
    ("internal_rate", f"{_STEP} <= 1e-14 * ( 2.0 + abs(y)) or high - low <= 1e-14:"): _RESTS,
    ("internal_rate", f"{_STEP} < 1e-14 * (1.0 + abs(y)) or high - low <= 1e-14:"): _RESTS,
    **{
        ("internal_rate", f"{_STEP} <= 1e-14 * (1.0 + abs(y)) or high - low {more}:"): _IMPLIED
        for more in ("<= -0.99999999999999", "== 1e-14", "< 1e-14")
    },
    ("internal_rate", "continue"): _RESTS,
    ("internal_rate", "if y >= steepest - 1e-6:"): _BY_CHANCE,
    ("internal_rate", "if y <= 1e-6 - steepest:"): _BY_CHANCE,
    ("internal_rate", "return -1.0 if changes <= 1 else UNDEFINED"): _ODD,
    ("internal_rate", "if changes > 2:"): _ODD,
    **{("internal_rate", f"if changes {more}:"): _ONCE for more in ("> 0", ">= 1", "!= 1")},
}
