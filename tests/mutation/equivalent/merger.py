"""``kernels/merger.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_EITHER = "of two that are equal either will do"
_NOTHING = "of none nothing is paid, and none is left"
_NOT_BELOW = "it is not below 0"
_TERM = "a warrant that is there expires on the session of the notice or later; the root of no term is 0"
_OVER = "a merger that is completed is not abandoned, and the path ends with it; beyond the run all ends are one"
_DEVIATION = "deviation = volatility * square_root(years) if years"
_UNTIL = "live.numbers[LIVE_FROZEN_UNTIL] = float(completed if completed"

EQUIVALENT: dict[tuple[str, str], str] = {
    **{("black_scholes_call", f"{_DEVIATION} {more} else 0.0"): _TERM for more in ("> -1.0", ">= 0.0", "!= 0.0")},
    ("black_scholes_call", f"{_DEVIATION} > 0.0 else -1.0"): "a deviation of less than nothing counts as none",
    ("black_scholes_call", "if deviation == 0.0:"): _NOT_BELOW,
    ("black_scholes_call", "return spot - discounted if spot >= discounted else 0.0"): _EITHER,
    ("historical_volatility", "first = first if first > -1 else 0"): _EITHER,
    ("historical_volatility", "first = first if first >= 0 else 0"): _EITHER,
    ("announce", "if t <= 0:"): "no session is before session 0",
    ("freeze", "if t <= 0:"): "no session is before session 0",
    ("freeze", "froze = froze or state.price[series] != 0.0"): _NOT_BELOW,
    **{("freeze", f"{_UNTIL} {sign} thawed else thawed)"): _OVER for sign in ("==", "is")},
    ("freeze", f"{_UNTIL} <= thawed else thawed)"): _EITHER,
    ("pay_for_warrant", "noticed = own.noticed_usd[w] if own.noticed_usd[w] != 0.0 else strike"): _NOT_BELOW,
    ("pay_for_warrant", "replacement = exercised if exercised >= 0.0 else 0.0"): _EITHER,
    ("pay_for_warrant", "each = amount if amount >= replacement else replacement"): _EITHER,
    ("complete", "if n != 0.0:"): _NOT_BELOW,
    ("complete", "if live.announced_price[event, series] != 0.0:"): _NOT_BELOW,
    (
        "complete",
        "pay_on_series(series, t, n * (converted if converted >= each else each), tables, state)",
    ): _EITHER,
    **{("complete", f"if common {more}:"): _NOTHING for more in ("> -1.0", ">= 0.0", "!= 0.0")},
    ("complete", "if own.amount[w] != 0.0 and t <= whole.warrants.last[w]:"): _NOT_BELOW,
    **{("complete", f"if own.held[w] {more}:"): _NOTHING for more in ("> -1.0", ">= 0.0", "!= 0.0")},
}
