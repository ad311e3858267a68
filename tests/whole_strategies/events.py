"""Corporate events of every kind (METHODS 12, 17, 18), on dates of the run or drawn from high hazards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from strategies import chance, decimal

from whole_strategies.facts import Facts

Draw = Callable[[Random, dict[str, Any], Facts], dict[str, Any]]

MOST_EVENTS = 12


def random_events(random: Random, deal: dict[str, Any], facts: Facts) -> list[dict[str, Any]]:
    """No to twelve events in the order of a session, a readjustment after what it readjusts."""
    kinds = list(DRAWN)
    events: list[dict[str, Any]] = []
    for _ in range(random.randint(0, MOST_EVENTS)):
        kind = random.choices(kinds, [DRAWN[name][1] for name in kinds])[0]
        if kind in ONCE and any(event["kind"] == kind for event in events):
            continue
        if kind == "delivery_failure" and deal.get("delivery") is None:
            continue
        if kind == "redemption_event" and deal.get("redemption") is None:
            continue
        if kind in ("merger", "liquidation") and any(ends(event) for event in events):
            continue
        event = DRAWN[kind][0](random, deal, facts) | {"kind": kind}
        if kind == "merger" and not follows(event, events):
            continue
        if kind == "convertible_issue":
            event["name"] = f"later_{len(events)}"
        events.append(event)
        if kind == "convertible_issue" and chance(random, 0.6) and len(events) < MOST_EVENTS:
            events.append(random_readjustment(random, event, facts))
    return events


def add_issue_covenant(random: Random, deal: dict[str, Any], facts: Facts) -> None:
    """Restrict the company's own issues; what the schema would refuse is covered by an exception."""
    if not chance(random, 0.5):
        return
    deal["issue_covenant"] = {
        "until": facts.day(random, 0.1, 1),
        # Issues bring at least a fifth of the price of session 0.
        "fixed_floor_usd": facts.dollars(random, 0, 0.15) if chance(random, 0.5) else Decimal(0),
        "market_leg": "ignored" if chance(random, 0.1) else "tested",
        "market_fraction": decimal(random, 0.3, 1.2, 2),
        "held_fraction": decimal(random, 0, 1, 1),
        "event_after_sessions": random.randint(0, 15),
    }
    for event in deal["events"]:
        varies = event.get("variable_rate") or event.get("discount_fraction") is not None
        if event["kind"] in ("issuance", "convertible_issue"):
            event["permitted"] = varies or chance(random, 0.15)


def ends(event: dict[str, Any]) -> bool:
    """Whether an event ends the company on a date, which it can do once."""
    return event.get("completed") is not None or (event["kind"] == "liquidation" and event.get("date") is not None)


def follows(merger: dict[str, Any], events: list[dict[str, Any]]) -> bool:
    """Whether every earlier merger was abandoned before this one is announced."""
    before = [event for event in events if event["kind"] == "merger"]
    return all(event["abandoned"] is not None and event["abandoned"] < merger["date"] for event in before)


def dated_or_drawn(random: Random, facts: Facts, low: float = 0, high: float = 0.9) -> dict[str, Any]:
    """A date inside the run, or a hazard high enough to happen in it on most paths."""
    if chance(random, 0.6):
        return {"date": facts.day(random, low, high)}
    return {"hazard_per_year": decimal(random, 0.2, 6, 2), "allow": True}


def worth(random: Random, shares: int, facts: Facts) -> Decimal:
    """Consideration for some shares, from a fifth of the price of session 0 to a little above it."""
    return decimal(random, 0.2 * shares * facts.price, 1.2 * shares * facts.price, 2)


def random_issuance(random: Random, deal: dict[str, Any], facts: Facts) -> dict[str, Any]:
    shares = max(1, round(facts.outstanding * 10 ** random.uniform(-2.5, -0.5)))
    issue = {
        "date": facts.day(random),
        "shares": shares,
        "consideration_usd": worth(random, shares, facts),
        "excepted": chance(random, 0.15),
    }
    # Drawn apart, so that what else a deal draws does not depend on it.
    apart = Random(f"{shares} {issue['consideration_usd']}")
    return issue | ({"market_price_usd": facts.dollars(apart, 0.5, 1.5)} if chance(apart, 0.3) else {})


def random_convertible(random: Random, deal: dict[str, Any], facts: Facts) -> dict[str, Any]:
    """Later options or convertibles, some on terms that the holder takes."""
    shares = max(1, round(facts.outstanding * 10 ** random.uniform(-2.5, -0.3)))
    consideration = worth(random, shares, facts)
    paid = (consideration * decimal(random, 0, 1, 1)).quantize(Decimal("0.01"))
    return {
        "date": facts.day(random, 0, 0.7),
        "maximum_shares": shares,
        "consideration_usd": paid,
        "further_consideration_usd": consideration - paid,
        "variable_rate": chance(random, 0.3),
        "discount_fraction": decimal(random, 0, 0.5, 1) if chance(random, 0.5) else None,
        "fixed_price_usd": facts.dollars(random, 0.3, 1.2) if chance(random, 0.5) else None,
        "excepted": chance(random, 0.1),
    }


def random_readjustment(random: Random, issue: dict[str, Any], facts: Facts) -> dict[str, Any]:
    """A lapse or a repricing of a convertible issue, on its date or later."""
    low: date = issue["date"]
    day = low + timedelta(days=random.randint(0, max(0, (facts.horizon - low).days)))
    repriced = worth(random, issue["maximum_shares"], facts) if chance(random, 0.6) else None
    return {"kind": "readjustment", "date": day, "of": issue["name"], "further_consideration_usd": repriced}


def random_split(random: Random, deal: dict[str, Any], facts: Facts) -> dict[str, Any]:
    new, old = random.choice(((2, 1), (3, 2), (3, 1), (1, 2), (1, 4), (1, 10), (2, 3)))
    return {"date": facts.day(random), "new_shares": new, "old_shares": old}


def random_stock_dividend(random: Random, deal: dict[str, Any], facts: Facts) -> dict[str, Any]:
    new, old = random.choice(((11, 10), (21, 20), (5, 4), (101, 100)))
    treatment = random.choice(("price_only", "as_split"))
    return {"date": facts.day(random), "new_shares": new, "old_shares": old, "treatment": treatment}


def random_merger(random: Random, deal: dict[str, Any], facts: Facts) -> dict[str, Any]:
    """A merger that is completed, abandoned or neither."""
    announced = facts.day(random, 0, 0.7)
    end = announced + timedelta(days=random.randint(1, 120))
    kind = random.choice(("completed", "completed", "abandoned", "pending"))
    drawn = {
        "date": announced,
        "completed": end if kind == "completed" else None,
        "abandoned": end if kind == "abandoned" else None,
        "consideration_usd": facts.dollars(random, 0, 2) if chance(random, 0.5) else None,
        "treasury_rate_per_year": decimal(random, 0, 0.12, 3),
    }
    # Drawn apart, so that what else a deal draws does not depend on it.
    apart = Random(f"{end} {announced}")
    if not chance(apart, 0.25):
        return drawn
    return drawn | {"transaction": apart.choice(("asset_sale", "tender_offer")), "consideration_usd": None}


def random_distribution(random: Random, deal: dict[str, Any], facts: Facts) -> dict[str, Any]:
    return {"date": facts.day(random), "worth_usd": facts.dollars(random, 0, 0.1)}


def random_liquidation(random: Random, deal: dict[str, Any], facts: Facts) -> dict[str, Any]:
    return dated_or_drawn(random, facts, 0.5) | {"recovery": decimal(random, 0, 1, 2)}


def random_special_adjustment(random: Random, deal: dict[str, Any], facts: Facts) -> dict[str, Any]:
    return {"date": facts.day(random, 0, 0.7), "factor": decimal(random, 0.5, 1, 2)}


def random_authorized_increase(random: Random, deal: dict[str, Any], facts: Facts) -> dict[str, Any]:
    return {"date": facts.day(random, 0, 0.9), "shares": facts.share_count(random, 0.05, 2)}


def random_delisting(random: Random, deal: dict[str, Any], facts: Facts) -> dict[str, Any]:
    return dated_or_drawn(random, facts, 0.1)


def random_suspension(random: Random, deal: dict[str, Any], facts: Facts) -> dict[str, Any]:
    day = facts.day(random, 0, 0.8)
    return {
        "date": day,
        "until": day + timedelta(days=random.choice((0, random.randint(1, 12), random.randint(5, 60)))),
        "statements": random.sample(facts.names, random.randint(1, len(facts.names))),
    }


def random_delivery_failure(random: Random, deal: dict[str, Any], facts: Facts) -> dict[str, Any]:
    when = dated_or_drawn(random, facts, 0, 0.7)
    # As a warrant opens, an exercise may be the first that fails.
    opens = [one["exercisable_from"] for one in deal["warrants"] if one["party"] == "investor"]
    if opens and chance(random, 0.3):
        when = {"date": max(facts.start, random.choice(opens))}
    return when | {
        "late_days": random.choice((random.randint(1, 8), random.randint(5, 45), random.randint(20, 120))),
        "refusal": chance(random, 0.35),
        "buy_in": chance(random, 0.5),
    }


def random_redemption_event(random: Random, deal: dict[str, Any], facts: Facts) -> dict[str, Any]:
    event = random.choice(("i", "ii", "iii", "iv", "v", "vi", "x"))
    return dated_or_drawn(random, facts, 0.1) | {"event": event}


DRAWN: dict[str, tuple[Draw, float]] = {
    "issuance": (random_issuance, 4),
    "convertible_issue": (random_convertible, 3),
    "split": (random_split, 1.5),
    "stock_dividend": (random_stock_dividend, 1.5),
    "merger": (random_merger, 1),
    "dividend": (random_distribution, 1.5),
    "rights": (random_distribution, 1),
    "liquidation": (random_liquidation, 0.4),
    "special_adjustment": (random_special_adjustment, 1),
    "authorized_increase": (random_authorized_increase, 1),
    "delisting": (random_delisting, 0.5),
    "suspension": (random_suspension, 2.5),
    "delivery_failure": (random_delivery_failure, 2.5),
    "redemption_event": (random_redemption_event, 1),
}
"""How each kind is drawn, and how often: what ends a path or redeems it all leaves less to test after it."""

ONCE = ("liquidation", "delisting")


def fail_before_maturity(random: Random, deal: dict[str, Any]) -> None:
    """In some deals a failure of the last weeks before a maturity, so that its default payments are unpaid then."""
    if deal.get("delivery") is None or len(deal["events"]) >= MOST_EVENTS or not chance(random, 0.3):
        return
    matures = random.choice([one["maturity"] for one in deal["series"]])
    event = {
        "kind": "delivery_failure",
        "date": max(deal["start"], matures - timedelta(days=random.randint(1, 25))),
        "late_days": random.randint(1, 40),
        "refusal": chance(random, 0.7),
        "buy_in": chance(random, 0.5),
    }
    deal["events"] = [*deal["events"], event]
    if chance(random, 0.7):
        deal["conversion"]["maturity_conditions"] = "ignored"


def end_redemption_events(random: Random, deal: dict[str, Any], facts: Facts) -> None:
    """In some deals a Redemption Event gives a right only before a date."""
    for event in deal["events"]:
        if event["kind"] == "redemption_event" and chance(random, 0.4):
            dated = event.get("date")
            event["until"] = facts.day(random) if dated is None else dated + timedelta(days=random.randint(1, 90))
