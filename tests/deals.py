"""Small scenarios for tests, written as the YAML would be."""

from __future__ import annotations

from typing import Any

from simulate.scenario import Scenario


def series(**changes: Any) -> dict[str, Any]:
    """One series; dotted keys reach into parts (``premium__rate_per_year``)."""
    out: dict[str, Any] = {
        "name": "B",
        "preferred_shares": 7500,
        "stated_value_usd": 1000,
        "purchase_price_usd": 7_500_000,
        "issue_date": "1998-12-31",
        "premium": {"rate_per_year": 0},
        "conversion_price": {"fixed_usd": "6.03"},
        "registration_effective": "1998-12-31",
        "maturity": "1999-12-31",
    }
    return out | changes


def scenario(
    *,
    all_series: list[dict[str, Any]] | None = None,
    deal: dict[str, Any] | None = None,
    market: dict[str, Any] | None = None,
    holder: dict[str, Any] | None = None,
    run: dict[str, Any] | None = None,
    volatility: Any = "0.9",
) -> Scenario:
    """A scenario from 1998-12-31 to 1999-12-31 (252 sessions and 365 days), with what the test changes."""
    base_deal: dict[str, Any] = {
        "issuer": {"name": "Test Company", "ticker": "TEST"},
        "start": "1998-12-31",
        "horizon": "1999-12-31",
        "common": {"outstanding_shares": 26_704_073},
        "series": all_series or [series()],
        "approval": {"mode": "never"},
    }
    # What maturity needs is tested only where a test asks for it: these deals are of conversion alone.
    changes = dict(deal or {})
    changes["conversion"] = {"maturity_conditions": "ignored"} | changes.get("conversion", {})
    base_market: dict[str, Any] = {
        "start_price_usd": 6,
        "measure": "risk_neutral",
        "discount_rate_per_year": "0.05",
        "spread_fraction": 0,
        "price": {"model": "gbm", "volatility_per_year": volatility},
        "volume": {"median_shares": 233_000, "log_deviation": "0.8", "persistence": "0.6", "size_correlation": "0.4"},
    }
    base_holder: dict[str, Any] = {
        "policy": "convert_and_sell",
        "hurdle": 0,
        "participation": None,
        "sale_decision": "same_close",
    }
    return Scenario.model_validate(
        {
            "schema_version": 1,
            "name": "Test",
            "deal": base_deal | changes,
            "market": base_market | (market or {}),
            "holder": base_holder | (holder or {}),
            "run": run or {"paths": 1000, "seed": 1},
        }
    )
