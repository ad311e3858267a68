"""Holders that do more than hold or convert and sell (METHODS 25)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from strategies import chance, decimal

NOT_WITH_SHORTS = {"merger", "liquidation", "dividend", "rights"}
"""Events on which a lender of stock is owed what is not computed."""


def choose_policy(random: Random, parts: dict[str, Any]) -> None:
    """Let the holder, in some deals, follow another policy.

    Parameters
    ----------
    random
        A stream of its own, seeded by what was drawn: all else of a deal stays as it is.
    parts
        The scenario's, as drawn.
    """
    holder, deal = parts["holder"], parts["deal"]
    if holder["policy"] == "pricing_window_pressure" or chance(random, 0.45):
        return
    policy = random.choice(("threshold", "roll_off", "dated_acts", "short_hedged"))
    kinds = {event["kind"] for event in deal["events"]}
    pressed = parts["market"].get("dilution_in_price") == "impact"
    no_shorts = pressed or bool(kinds & NOT_WITH_SHORTS) or deal["conversion"]["fractional_shares"]
    if policy == "short_hedged" and no_shorts:
        policy = "roll_off"
    amount = random.choice(("what_limits_allow", "what_it_can_sell"))
    margin = decimal(random, 0, 0.5, 2)
    terms = {
        "threshold": {"margin": margin, "amount": amount},
        "roll_off": {"margin": margin if chance(random, 0.6) else None, "amount": amount},
        "dated_acts": random_acts(random, deal),
        "short_hedged": {
            "margin": decimal(random, 0, 0.3, 2),
            "borrow_limit_fraction": max(Decimal("0.001"), decimal(random, 0, 0.2, 3)),
            "borrow_cost_per_year": decimal(random, 0, 0.6, 2),
            "counts_in_sale_limit": chance(random, 0.5),
            "before_effectiveness": chance(random, 0.4),
            "waits_while_price_falls": chance(random, 0.5),
        },
    }
    holder["policy"] = policy
    holder[policy] = terms[policy]
    # Again a stream of its own: the policies drawn above stay what they were in the other deals.
    own = Random(repr(holder) + "optimal")
    if chance(own, 0.25):
        holder["policy"] = "optimal"
        holder["optimal"] = {"boundaries": random_boundaries(own, [series["name"] for series in deal["series"]])}


def random_boundaries(random: Random, names: list[str]) -> list[dict[str, Any]]:
    """Boundaries that are reached now and then, on up to four dates; of all series, or of each its own."""
    parts = random.randint(1, 4)
    days = sorted({f"{random.randint(1998, 2002)}-{random.randint(1, 12):02}-15" for _ in range(random.randint(1, 4))})

    def row(waits: float) -> list[Decimal | None]:
        return [None if chance(random, waits) else decimal(random, 0.7, 1.4, 3) for _ in range(parts)]

    of_all = [{"date": day, "floating": row(0.1), "fixed": row(0.3)} for day in ["1990-01-02", *days]]
    if chance(random, 0.6):
        return of_all
    return [boundary | {"series": name, "floating": row(0.1)} for name in names for boundary in of_all]


def choose_company(random: Random, parts: dict[str, Any]) -> None:
    """Give the company, in some deals, a call, and have it used in most of those.

    Parameters
    ----------
    random
        A stream of its own.
    parts
        The scenario's, as drawn.
    """
    deal = parts["deal"]
    if chance(random, 0.6):
        return
    names = [series["name"] for series in deal["series"]]
    deal["company_call"] = {
        "series": random.sample(names, random.randint(1, len(names))),
        "first_date": deal["start"] + timedelta(days=random.randint(0, 120)),
        "multiple": decimal(random, 1, 1.6, 2),
        "pay_after_sessions": random.randint(0, 12),
    }
    if deal.get("redemption") is not None and chance(random, 0.85):
        parts["company"] = {"policy": "redeem_when_cheaper"}


def choose_equity_raise(random: Random, parts: dict[str, Any]) -> None:
    """Let the company, in some deals that say what it can pay, sell common when that runs low.

    Parameters
    ----------
    random
        A stream of its own: what is drawn before it stays what it was.
    parts
        The scenario's, as drawn; a company that calls does not sell.
    """
    deal = parts["deal"]
    if deal.get("redemption") is None or "company" in parts or deal["conversion"]["fractional_shares"]:
        return
    if chance(random, 0.75):
        return
    cash = max(1, int(deal["redemption"]["cash_usd"][0]["usd"]))
    parts["company"] = {
        "policy": "raise_equity",
        "raise_equity": {
            "threshold_usd": decimal(random, 0.2, 1.5, 2) * cash + random.randint(0, 5_000),
            "due_within_sessions": random.randint(0, 30),
            "discount_fraction": random.choice((Decimal(0), decimal(random, 0, 0.4, 3))),
            "most_usd": random.randint(1, max(2, min(cash // 2, 50_000_000))),
            "sessions_between": random.randint(1, 60),
        },
    }


def random_acts(random: Random, deal: dict[str, Any]) -> dict[str, Any]:
    """Notices, and in some deals sales, on random dates of the run; some ask for more than there is."""
    as_dated = chance(random, 0.5)
    days = (deal["horizon"] - deal["start"]).days
    acts: list[dict[str, Any]] = []
    for _ in range(random.randint(1, 25)):
        series = random.choice(deal["series"])
        act: dict[str, Any] = {
            "date": deal["start"] + timedelta(days=random.randint(0, days)),
            "series": series["name"],
        }
        if as_dated and chance(random, 0.6):
            act["common_shares"] = random.randint(1, max(2, deal["common"]["outstanding_shares"] // 50))
        else:
            act["preferred_shares"] = random.randint(1, max(2, series["preferred_shares"] // 3))
        acts.append(act)
    return {"acts": acts, "sells": "as_dated" if as_dated else "as_it_may"}
