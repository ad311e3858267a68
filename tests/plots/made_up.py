"""Results and tables made up for figures that a plain synthetic run leaves empty."""

from __future__ import annotations

import numpy as np
from synthetic_run import synthetic_result

from simulate.plots.tornado import Move, Sensitivity
from simulate.results import Result

CALL_USD = 2_500_000.0
PATHS = 4000


def _with_cash_calls(arrays, masks):
    """On every fortieth path a redemption of $2.5 million; every limit but two binds nowhere."""
    called = np.arange(arrays["pnl_usd"].size) % 40 == 0
    arrays["company_payments_usd"] = 50_000.0 + CALL_USD * called
    for name in arrays:
        if name.startswith("times_"):
            arrays[name] = np.zeros_like(arrays[name])
    arrays["times_redemption"] = called.astype(np.int64)
    arrays["times_exercise_cash"] = (np.arange(called.size) % 5 != 0) * 3
    for name in ("cap", "ownership", "authorized", "registration", "participation"):
        arrays[f"sessions_bound_{name}"] = np.zeros(called.size, np.int64)
    arrays["effective_issue_price_usd"] = np.minimum(6.03, 5.0 * arrays["effective_issue_price_usd"])
    arrays["discount_to_market"] = 0.3 * (arrays["discount_to_market"] - 1.0)
    arrays["shares_warrant_w1"] = np.minimum(447_761, 1000 * arrays["shares_warrant_w1"])


def result_with_cash_calls(paths: int = PATHS) -> Result:
    return synthetic_result(change=_with_cash_calls, paths=paths)


SENSITIVITIES = [
    Sensitivity("Volatility, 90% a year", Move("70%", -0.22, 0.03), Move("110%", 0.35, 0.03)),
    Sensitivity("Start price, $7.00", Move("$5.60", 0.62, 0.02), Move("$8.40", -0.31, 0.01)),
    Sensitivity("Cap Amount, 5,071,913 shares", Move("3,803,934", 0.0, 0.0), None),
]

PRICES = [(price / 2, min(23.3e6, 15e6 / min(6.03, 0.48 * price))) for price in range(1, 21)]
"""Dollars, and 15 million dollars' worth of shares at 96% of them, at most $6.03 each."""
