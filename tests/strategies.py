"""Random valid deals: every switch of the schema, in combinations that make the limits bind.

``random_scenario`` is a plain function of a random generator, for loops over thousands of deals;
``scenarios`` wraps it for hypothesis. Sizes are chosen so that a deal's shares are of the order of its
limits, or nothing would ever bind.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import strategies as st

from simulate.scenario import Scenario

VLNC = Path(__file__).resolve().parent.parent / "configs" / "history" / "vlnc.csv"

FIRST_START, LAST_START = date(1996, 1, 2), date(2015, 12, 31)
AFTER_RECORD, RECORDED_SESSIONS = date(1999, 11, 22), 26
"""The session after the record's run of 27 sessions, and how far back a session may look on it."""
NAMES = ("A", "B", "C", "D", "x", "Pref1", "SeriesE2")


def scenarios(*, fractional_shares: bool = False) -> st.SearchStrategy[Scenario]:
    """Random valid scenarios; ``fractional_shares`` lets about half of them convert fractions."""
    return st.randoms(use_true_random=False).map(
        lambda random: random_scenario(random, fractional_shares=fractional_shares)
    )


def decimal(random: Random, low: float, high: float, places: int) -> Decimal:
    """A decimal of so many places between two bounds, both included."""
    scale = 10**places
    return Decimal(random.randint(round(low * scale), round(high * scale))).scaleb(-places)


def chance(random: Random, probability: float) -> bool:
    return random.random() < probability


def day_between(random: Random, low: date, high: date) -> date:
    return low + timedelta(days=random.randint(0, max(0, (high - low).days)))


def random_scenario(
    random: Random,
    *,
    fractional_shares: bool = False,
    earlier_record: bool = False,
    longest_days: int = 580,
) -> Scenario:
    """Draw a valid scenario.

    Parameters
    ----------
    random
        Where the draws come from; the same state gives the same scenario.
    fractional_shares
        Let about half of the scenarios convert fractions of preferred.
    earlier_record
        Take the bids and volumes before session 0 from the VLNC record: such a scenario starts where the
        record holds the sessions before, and looks back no further.
    longest_days
        Longest horizon in calendar days; 580 are 400 sessions.
    """
    return Scenario.model_validate(
        random_parts(
            random, fractional_shares=fractional_shares, earlier_record=earlier_record, longest_days=longest_days
        )
    )


def random_parts(
    random: Random,
    *,
    fractional_shares: bool = False,
    earlier_record: bool = False,
    shortest_days: int = 45,
    longest_days: int = 580,
    latest_maturity: float = 1,
    coarse: bool = False,
) -> dict[str, Any]:
    """The parts of a scenario as they would stand in its file.

    ``latest_maturity`` is the share of the run by which every series matures; ``coarse`` states every decimal with
    two places. The other parameters are those of ``random_scenario``.
    """
    start = AFTER_RECORD if earlier_record else day_between(random, FIRST_START, LAST_START)
    horizon = start + timedelta(
        days=random.choice((random.randint(shortest_days, 200), random.randint(shortest_days, longest_days)))
    )
    market = random_market(random)
    price = float(market["start_price_usd"])
    # A company worth 5 to 500 million dollars keeps shares far below 2**53 even at the lowest prices.
    outstanding = max(1_000, round(random.uniform(5e6, 5e8) / price))
    market["volume"]["median_shares"] = max(1, round(outstanding * 10 ** random.uniform(-3.5, -1.5)))
    names = random.sample(NAMES, random.choice((1, 1, 2, 2, 2, 3, 4)))
    matured = horizon if latest_maturity == 1 else start + latest_maturity * (horizon - start)
    series = [
        random_series(random, name, start, matured, price, outstanding * price / len(names), coarse=coarse)
        for name in names
    ]
    face = sum(float(one["stated_value_usd"]) * one["preferred_shares"] for one in series)
    expected_shares = max(1, round(face / price))
    authorized = outstanding + round(expected_shares * random.uniform(0.1, 2.0)) if chance(random, 0.5) else None
    limits = random_limits(
        random,
        names,
        price=price,
        expected_shares=expected_shares,
        median_volume=market["volume"]["median_shares"],
        room=None if authorized is None else authorized - outstanding,
    )
    if earlier_record:
        market["earlier_record"] = str(VLNC)
        look_back_no_further(series, limits)
    fractions = fractional_shares and chance(random, 0.5)
    deal = {
        "issuer": {"name": "Random Deal, Inc.", "ticker": "RND"},
        "start": start,
        "horizon": horizon,
        "common": {"outstanding_shares": outstanding, "authorized_shares": authorized},
        "series": series,
        "approval": random_approval(random, start, horizon),
        "limits": limits,
        "conversion": {
            "round_up": "per_notice" if fractions else random.choice(("per_notice", "per_share")),
            "fractional_shares": fractions,
            "same_day_sale": chance(random, 0.6),
            "maturity_conditions": "ignored",
            "after_maturity": random.choice(("keeps_converting", "keeps_converting", "stranded")),
            "unconverted_recovery": decimal(random, 0, 1, 2) if chance(random, 0.5) else Decimal(0),
        },
    }
    return {
        "schema_version": 1,
        "name": "Random deal",
        "deal": deal,
        "market": market,
        "holder": random_holder(random),
        "run": {
            "paths": random.randint(1, 20),
            "seed": random.getrandbits(64),
            "confidence": decimal(random, 0.5, 0.99, 2),
            "tail": decimal(random, 0.5, 0.99, 2),
        },
    }


def random_series(
    random: Random,
    name: str,
    start: date,
    horizon: date,
    price: float,
    most_face_usd: float,
    *,
    coarse: bool = False,
) -> dict[str, Any]:
    """One series, with a face of 2% to 60% of its share of the company's worth."""
    stated = random.choice((Decimal(1000), Decimal(1000), Decimal(100), Decimal(10000), Decimal("62.5")))
    preferred = min(50_000, max(1, round(most_face_usd * random.uniform(0.02, 0.6) / float(stated))))
    issue = start if chance(random, 0.3) else start - timedelta(days=random.randint(0, 400))
    maturity = day_between(random, start + timedelta(days=10), horizon)
    kind = random.choice(("fixed", "variable", "lower_of", "lower_of", "lower_of"))
    lookback = 60 if chance(random, 0.1) else random.randint(1, 20)
    # The kernels refuse a deal whose decimals together exceed 53 bits: at most one of the three is stated
    # finely, and none where the price itself takes many bits.
    fine = random.choice(("rate", "multiplier", "fixed", "none")) if price < 12 and not coarse else "none"
    fixed = max(Decimal("0.01"), decimal(random, 0.5 * price, 1.6 * price, 4 if fine == "fixed" else 2))
    variable = {
        "switch_on": min(maturity, day_between(random, start - timedelta(days=60), maturity)),
        "multiplier": decimal(random, 0.7, 1.2, random.choice((3, 4)) if fine == "multiplier" else 2),
        "lookback_sessions": lookback,
        "lowest_count": random.randint(1, lookback),
        "window_end": random.choice(("day_before", "day_before", "same_day")),
        "waived": kind == "lower_of" and chance(random, 0.25),
    }
    return {
        "name": name,
        "preferred_shares": preferred,
        "stated_value_usd": stated,
        "purchase_price_usd": stated * preferred * decimal(random, 0.8, 1, 2),
        "issue_date": issue,
        "premium": {
            "rate_per_year": decimal(random, 0, 0.2, 3 if fine == "rate" else 2) if chance(random, 0.9) else Decimal(0),
            "day_count_days": random.choice((365, 365, 360, 366)),
            "counts_issue_date": chance(random, 0.3),
        },
        "conversion_price": {
            "fixed_usd": None if kind == "variable" else fixed,
            "variable": None if kind == "fixed" else variable,
        },
        "registration_effective": day_between(random, start - timedelta(days=60), maturity + timedelta(days=40)),
        "maturity": maturity,
    }


def look_back_no_further(series: list[dict[str, Any]], limits: dict[str, Any]) -> None:
    """Shorten every window to the sessions that the record holds before ``AFTER_RECORD``."""
    for one in series:
        variable = one["conversion_price"]["variable"]
        if variable is not None:
            variable["lookback_sessions"] = min(variable["lookback_sessions"], RECORDED_SESSIONS)
            variable["lowest_count"] = min(variable["lowest_count"], RECORDED_SESSIONS)
    covenant = limits.get("sale_volume")
    if covenant is not None:
        covenant["average_sessions"] = min(covenant["average_sessions"], RECORDED_SESSIONS)


def random_approval(random: Random, start: date, horizon: date) -> dict[str, Any]:
    mode = random.choice(("date", "never", "never", "probability"))
    if mode == "never":
        return {"mode": mode}
    day = day_between(random, start - timedelta(days=20), horizon + timedelta(days=20))
    return {"mode": mode, "date": day} | ({"probability": decimal(random, 0, 1, 2)} if mode == "probability" else {})


def random_limits(
    random: Random,
    names: list[str],
    *,
    price: float,
    expected_shares: int,
    median_volume: int,
    room: int | None,
) -> dict[str, Any]:
    """Limits of the order of what they limit: most of them bind on some session of most paths."""
    limits: dict[str, Any] = {}
    if chance(random, 0.7):
        amount = max(1, round(expected_shares * random.uniform(0.02, 1.2)))
        amount = amount if room is None else min(amount, room)
        if amount > 0:
            excess = "lost" if chance(random, 0.2) else "stays"
            limits["cap"] = {
                "amount_shares": amount,
                "counts": random.sample(names, random.randint(1, len(names))),
                "returns": "net" if excess == "lost" else random.choice(("net", "gross")),
                "excess": excess,
            }
    if chance(random, 0.65):
        limits["ownership_fraction"] = (
            Decimal("0.999") if chance(random, 0.05) else decimal(random, 0.002, 0.15, random.choice((2, 3, 4)))
        )
        if limits["ownership_fraction"] == 0:
            limits["ownership_fraction"] = Decimal("0.049")
    if chance(random, 0.65):
        limits["sale_volume"] = {
            "while_held": random.choice(names),
            "floor_shares": 0 if chance(random, 0.1) else round(median_volume * random.uniform(0, 0.4)),
            "share_of_session_volume": decimal(random, 0, 0.5, 2),
            "share_of_average_volume": decimal(random, 0, 0.5, 2),
            "average_sessions": random.choice((1, 5, 5, random.randint(2, 20), 60)),
            "price_below_usd": max(Decimal("0.01"), decimal(random, 0.7 * price, 1.5 * price, 2))
            if chance(random, 0.75)
            else None,
        }
        if chance(random, 0.25):
            limits["sale_volume"]["share_of_limit"] = max(Decimal("0.01"), decimal(random, 0, 1, 2))
    return limits


def random_holder(random: Random) -> dict[str, Any]:
    return {
        "policy": "hold" if chance(random, 0.15) else "convert_and_sell",
        "hurdle": Decimal(0) if chance(random, 0.15) else decimal(random, 0.4, 1.2, random.choice((1, 2, 2))),
        "participation": decimal(random, 0.01, 1, 2) if chance(random, 0.7) else None,
        "sale_decision": random.choice(("previous_close", "same_close")),
        "commission_fraction": decimal(random, 0, 0.05, 3) if chance(random, 0.5) else Decimal(0),
    }


def random_market(random: Random) -> dict[str, Any]:
    """A market on any of the price models; the volume's median is set by the caller."""
    tick = Decimal(random.choice(("0.03125", "0.0625", "0.01", "0.125"))) if chance(random, 0.35) else None
    start_price = decimal(random, 0.5, 60, random.choice((2, 2, 5)))
    if tick is not None:
        start_price = tick * random.randint(int(Decimal("0.5") / tick), int(60 / tick))
    measure = random.choice(("physical", "physical", "risk_neutral"))
    bootstrap = chance(random, 0.3)
    resample = bootstrap and chance(random, 0.4)
    market = {
        "start_price_usd": start_price,
        "measure": measure,
        "drift_per_year": decimal(random, -0.5, 0.5, 2) if measure == "physical" else None,
        "discount_rate_per_year": decimal(random, -0.02, 0.15, 3),
        "spread_fraction": Decimal(0) if chance(random, 0.2) else decimal(random, 0, 0.1, 3),
        "tick_usd": tick,
        "price": random_bootstrap(random, measure)
        if bootstrap
        else {"model": "gbm", "volatility_per_year": decimal(random, 0.2, 2.5, 2)},
        "volume": {
            "model": "resample" if resample else "lognormal",
            "log_deviation": decimal(random, 0, 1.5, 2),
            "persistence": decimal(random, 0, 0.95, 2),
            "size_correlation": decimal(random, -1, 1, 2),
            # The VLNC record lacks volume on most sessions: only "model" runs a resampled volume on it.
            "missing": "model" if resample else "refuse",
        },
    }
    # A stream of their own, seeded by what was drawn: whatever is drawn after this stays as it is.
    own = Random(repr(market))
    if not bootstrap and chance(own, 0.4):
        market["price"] = random_jumps(own) if chance(own, 0.5) else random_changing_variance(own)
    return market


def random_jumps(random: Random) -> dict[str, Any]:
    return {
        "model": "merton",
        "volatility_per_year": decimal(random, 0.2, 2, 2),
        "jumps_per_year": random.choice((Decimal(0), Decimal("0.5"), decimal(random, 0, 12, 1), Decimal(252))),
        "jump_mean_log": decimal(random, -0.3, 0.2, 2),
        "jump_deviation_log": Decimal(0) if chance(random, 0.2) else decimal(random, 0, 0.2, 2),
    }


def random_changing_variance(random: Random) -> dict[str, Any]:
    alpha = decimal(random, 0, 0.4, 2)
    beta = decimal(random, 0, 0.97 - float(alpha), 2)
    # A long-run deviation of 1% to 15% a session.
    omega = max(Decimal("0.000001"), round(decimal(random, 0.01, 0.15, 3) ** 2 * (1 - alpha - beta), 6))
    return {
        "model": "garch",
        "omega_per_session": omega,
        "alpha": alpha,
        "beta": beta,
        "degrees_of_freedom": decimal(random, 2.1, 12, 1),
        "innovation_bound": decimal(random, 3, 12, 1),
    }


def random_bootstrap(random: Random, measure: str) -> dict[str, Any]:
    return {
        "model": "bootstrap",
        "record": str(VLNC),
        "block_sessions": random.choice((Decimal(1), Decimal("2.5"), Decimal(5), Decimal(20))),
        "drift": "record" if measure == "physical" and chance(random, 0.3) else "scenario",
        "target_volatility_per_year": decimal(random, 0.2, 2, 2) if chance(random, 0.3) else None,
        "smoothing": decimal(random, 0.05, 1, 2) if chance(random, 0.3) else None,
    }
