"""The small deals whose value has a closed form: every one a scenario as a file would hold it."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from simulate.scenario import Scenario
from simulate.sessions import sessions
from simulate.validation import published
from simulate.validation.published import OptimalConversion

START, END = "1998-12-31", "1999-12-31"
"""252 sessions and 365 days apart."""
LOOK_BACK_DEVIATION = 1e-5
"""Deviation of a session's log return in the look-back's deal: what is beyond first order is 1e-5 of k."""


QUARTER_START, QUARTER_END, QUARTER_DAYS = "1999-01-19", "1999-04-20", 91
"""63 sessions, a quarter of 252, and 91 days apart."""


def _series(price: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "name": "B",
        "preferred_shares": 7500,
        "stated_value_usd": 1000,
        "purchase_price_usd": 7_500_000,
        "issue_date": START,
        "premium": {"rate_per_year": 0},
        "conversion_price": price,
        "registration_effective": END,
        "maturity": END,
    } | changes


def _scenario(
    series: dict[str, Any],
    *,
    price: dict[str, Any],
    run: dict[str, int],
    hurdle: int = 0,
    start: str = START,
    horizon: str = END,
    limits: dict[str, Any] | None = None,
    market: dict[str, Any] | None = None,
) -> Scenario:
    deal = {
        "issuer": {"name": "Closed form", "ticker": "FORM"},
        "start": start,
        "horizon": horizon,
        "common": {"outstanding_shares": 26_704_073},
        "series": [series],
        "approval": {"mode": "never"},
        "conversion": {"fractional_shares": True, "maturity_conditions": "ignored"},
        "limits": limits or {},
    }
    terms = {
        "start_price_usd": 6,
        "measure": "risk_neutral",
        "discount_rate_per_year": "0.05",
        "spread_fraction": 0,
        "price": price,
        "volume": {"median_shares": 233_000, "log_deviation": "0.8", "persistence": "0.6", "size_correlation": "0.4"},
    }
    holder = {"policy": "convert_and_sell", "hurdle": hurdle, "participation": None, "sale_decision": "same_close"}
    whole = {"schema_version": 1, "name": "Closed form", "deal": deal, "market": terms | (market or {})}
    return Scenario.model_validate(whole | {"holder": holder, "run": run})


def _floating(multiplier: str, sessions: int, lowest: int) -> dict[str, Any]:
    return {
        "switch_on": START,
        "multiplier": multiplier,
        "lookback_sessions": sessions,
        "lowest_count": lowest,
        "window_end": "same_day",
    }


def gbm(volatility: str) -> dict[str, Any]:
    """The market model of a geometric Brownian motion."""
    return {"model": "gbm", "volatility_per_year": volatility}


def look_back(n: int, m: int, paths: int) -> Scenario:
    """V1: convert once, 40 sessions in, at the mean of the m lowest of the last n closes, and sell at that close.

    Parameters
    ----------
    n, m
        The window.
    paths
        To be run.

    Returns
    -------
    Scenario
        A start of $1,000 keeps the grid of prices below first order too.
    """
    day = "1999-03-01"
    volatility = str(round(LOOK_BACK_DEVIATION * math.sqrt(252), 10))
    market = {"measure": "physical", "drift_per_year": 0, "discount_rate_per_year": 0, "start_price_usd": 1000}
    one = _series({"variable": _floating("1", n, m)}, registration_effective=day, maturity=day)
    return _scenario(one, price=gbm(volatility), run={"paths": paths, "seed": 101}, horizon=day, market=market)


def one_date(volatility: str, paths: int, *, fixed: bool = True, cap: bool = True) -> Scenario:
    """V2: 7,500 preferred with 6% accreted convert on one date alone, at the lower of $6.03 and 101% of that close.

    Parameters
    ----------
    volatility
        A year's, as text.
    paths
        To be run.
    fixed, cap
        Whether there is a fixed price, and a cap beyond which shares are lost.

    Returns
    -------
    Scenario
    """
    price: dict[str, Any] = {"variable": _floating("1.01", 1, 1)}
    if fixed:
        price["fixed_usd"] = "6.03"
    limit = {"amount_shares": published.ONE_DATE_CAP_SHARES, "counts": ["B"], "excess": "lost"}
    one = _series(price, premium={"rate_per_year": "0.06"})
    limits = {"cap": limit} if cap else {}
    return _scenario(one, price=gbm(volatility), run={"paths": paths, "seed": 202}, limits=limits)


def at_fixed_price(price: dict[str, Any], paths: int, *, hurdle: int, market: dict[str, Any] | None = None) -> Scenario:
    """Convert at $6.03 on one date: sold at once where the holder converts, held where maturity forces it.

    Parameters
    ----------
    price
        The market model.
    paths
        To be run.
    hurdle
        1: the holder converts only if the close is at least $6.03; 0: always.
    market
        What else differs in the market.

    Returns
    -------
    Scenario
    """
    one = _series({"fixed_usd": "6.03"})
    return _scenario(one, price=price, run={"paths": paths, "seed": 303}, hurdle=hurdle, market=market)


def mertons_put(spot_usd: int, paths: int) -> Scenario:
    """V4: convert at $100 a quarter on: sold at once where the holder converts, held where maturity forces it.

    Parameters
    ----------
    spot_usd
        Session 0's price.
    paths
        To be run.

    Returns
    -------
    Scenario
    """
    end = QUARTER_END
    one = _series({"fixed_usd": 100}, issue_date=QUARTER_START, registration_effective=end, maturity=end)
    price = {
        "model": "merton",
        "volatility_per_year": "0.15",
        "jumps_per_year": "0.1",
        "jump_mean_log": "-0.9",
        "jump_deviation_log": "0.45",
    }
    # 91 days at this rate are a quarter of a year at 5%.
    rate = f"{0.05 * 0.25 * 365 / QUARTER_DAYS:.12f}"
    market = {"start_price_usd": spot_usd, "discount_rate_per_year": rate}
    run = {"paths": paths, "seed": 404}
    return _scenario(one, price=price, run=run, hurdle=1, start=QUARTER_START, horizon=end, market=market)


TREE_SCALE = 100
"""V3's prices are multiplied by this, which changes no ratio: the grid of prices is then below the table's digits."""


def on_the_tree(deal: OptimalConversion, *, converts: Literal["now", "at_the_end", "any"], paths: int = 1) -> Scenario:
    """V3: the whole block converts at once, at the close of a session of a binomial walk, and is sold at that close.

    Parameters
    ----------
    deal
        A row of the table.
    converts
        now: on session 0; at_the_end: on the last one, as it must; any: the holder may at any session.
    paths
        To be run.

    Returns
    -------
    Scenario
    """
    end = sessions(date.fromisoformat(START), date.fromisoformat(END))[deal.steps].isoformat()
    one = _series(
        {
            "fixed_usd": str(Decimal("6.03") * TREE_SCALE),
            "variable": _floating("1.01", deal.lookback_sessions, deal.lowest_count),
        },
        premium={"rate_per_year": "0.06", "counts": "sessions", "day_count_days": 252},
        registration_effective=end if converts == "at_the_end" else START,
        maturity=end,
    )
    market = {"start_price_usd": deal.start_usd * TREE_SCALE, "discount_rate_per_year": 0}
    price = {"model": "tree", "volatility_per_year": deal.volatility}
    return _scenario(one, price=price, run={"paths": paths, "seed": 505}, horizon=end, market=market)
