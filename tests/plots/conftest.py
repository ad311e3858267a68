from __future__ import annotations

import pytest


def _constant(arrays, masks):
    arrays["dilution_of_total"][:] = 0.1
    arrays["pnl_usd"][:] = 500.0


def _far_from_break_even(arrays, masks):
    arrays["pnl_usd"] = arrays["pnl_usd"] * 0.01 + 30e6


def _losing(arrays, masks):
    arrays["pnl_usd"] = arrays["pnl_usd"] * 0.5 - 9e6


def _made(name: str):
    from decimal import Decimal

    from synthetic_run import scenario_of, synthetic_result

    scenario = scenario_of("valence-1998-bootstrap" if name == "bootstrap" else "valence-1998")
    deal, market = scenario.deal, scenario.market
    if name == "one path":
        return synthetic_result(paths=1)
    if name == "ten paths":
        return synthetic_result(paths=10)
    if name == "constant":
        return synthetic_result(change=_constant)
    if name == "far from break-even":
        return synthetic_result(change=_far_from_break_even)
    if name == "losing, no limits, long name":
        free = deal.model_copy(
            update={
                "limits": deal.limits.model_copy(update={"cap": None}),
                "common": deal.common.model_copy(update={"authorized_shares": None}),
            }
        )
        title = ("A scenario whose name is as long as a name may be, $1,000 a share and all, " * 2)[:120].strip()
        return synthetic_result(scenario.model_copy(update={"deal": free, "name": title}), change=_losing, paths=2000)
    if name == "probable approval, risk-neutral":
        approval = deal.approval.model_copy(update={"mode": "probability", "probability": Decimal("0.5")})
        neutral = market.model_copy(update={"measure": "risk_neutral", "drift_per_year": None})
        other = {"deal": deal.model_copy(update={"approval": approval}), "market": neutral}
        return synthetic_result(scenario.model_copy(update=other))
    if name == "no approval":
        return synthetic_result(scenario_of("valence-1998-no-approval"))
    return synthetic_result(scenario)


NAMES = (
    "default",
    "bootstrap",
    "no approval",
    "probable approval, risk-neutral",
    "one path",
    "ten paths",
    "constant",
    "far from break-even",
    "losing, no limits, long name",
)


@pytest.fixture(scope="session")
def synthetic_by_name():
    """Makes a synthetic result, once for each name."""
    made = {}

    def get(name: str):
        if name not in made:
            made[name] = _made(name)
        return made[name]

    return get


@pytest.fixture(scope="session", params=NAMES)
def any_synthetic(request, synthetic_by_name):
    return synthetic_by_name(request.param)


@pytest.fixture(scope="session")
def synthetic(synthetic_by_name):
    return synthetic_by_name("default")
