"""Tests and remedies (METHODS 16 to 18): reserve, cap, registration, delivery, redemption."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from strategies import chance, decimal

from whole_strategies.facts import Facts


def add_remedies(random: Random, deal: dict[str, Any], facts: Facts) -> None:
    """Add each remedy to about two deals of three, on the series that are not drawn."""
    issued = [one["name"] for one in deal["series"] if one.get("draws") is None]
    if chance(random, 0.65):
        deal["reserve"] = random_reserve(random, deal, random.choice(issued), facts)
    if deal["limits"].get("cap") is not None and chance(random, 0.75):
        deal["cap_test"] = random_cap_test(random, random.choice(issued), facts)
    if chance(random, 0.7):
        deal["registration"] = random_registration(random, issued, facts)
    if chance(random, 0.75):
        deal["delivery"] = random_delivery(random)
    if chance(random, 0.7):
        deal["redemption"] = random_redemption(random, issued, facts)
    if chance(random, 0.4):
        deal["listing_rule"] = random_listing_rule(random, facts)


def random_reserve(random: Random, deal: dict[str, Any], series: str, facts: Facts) -> dict[str, Any]:
    """A Reserved Amount of the order of twice the series as converted, no more than the common can spare."""
    multiple = decimal(random, 0.5, 2.5, 1)
    amount = round(facts.shares[series] * float(multiple) * random.uniform(0.4, 1.8))
    common = deal["common"]
    if common["authorized_shares"] is not None:
        spare = common["authorized_shares"] - facts.outstanding - common.get("reserved_elsewhere_shares", 0)
        amount = min(amount, max(0, spare))
    return {
        "amount_shares": amount,
        "series": series,
        "used_shares": round(amount * random.uniform(0, 0.5)) if chance(random, 0.15) else 0,
        "basis": random.choice(("remaining", "original")),
        "required_multiple": multiple,
        "sessions": random.randint(1, 6),
        "company": random.choice(("raises", "binds")),
        "act_within_days": random.choice((5, 10, 30, 60)),
    }


def random_cap_test(random: Random, series: str, facts: Facts) -> dict[str, Any]:
    return {
        "series": series,
        "after": facts.day(random, 0, 0.6),
        "approval_by": facts.day(random, 0, 0.5),
        "required_multiple": decimal(random, 0.3, 3, 1),
        "late_approval_cures": chance(random, 0.7),
    }


def random_registration(random: Random, issued: list[str], facts: Facts) -> dict[str, Any]:
    """Statements that cover some of the series as converted, and deadlines that some registrations miss."""
    covered = random.sample(facts.names, random.randint(0, len(facts.names)))
    cover = decimal(random, 0.5, 2, 2)
    return {
        "statements": [
            {"series": name, "registered_shares": max(1, round(facts.shares[name] * random.uniform(0.5, 4)))}
            for name in covered
        ],
        "cover_multiple": cover,
        "restored_multiple": cover + decimal(random, 0, 1, 2),
        "cover_sessions": random.randint(1, 6),
        "company": random.choice(("raises", "binds")),
        "effective_within_sessions": random.randint(1, 25),
        "paying_series": random.choice(issued) if chance(random, 0.8) else None,
        "deadline_days": random.randint(1, 60),
        "deadline_days_with_comments": random.randint(60, 150),
        "sec_comments": chance(random, 0.4),
        "payment_fraction_per_month": decimal(random, 0, 0.1, 2),
        "payment_base": random.choice(("both_series", "affected")),
        "runs_from": random.choice(("from_deadline", "from_deadline", "from_closing")),
        "redemption_day": random.randint(30, 400),
        "unusable_sessions": random.randint(1, 20),
        "unusable_days_per_year": random.randint(1, 60),
    }


def random_delivery(random: Random) -> dict[str, Any]:
    return {
        "period_sessions": random.randint(0, 5),
        "certificate_sessions": random.randint(0, 5),
        "flat_usd_per_day": decimal(random, 0, 1000, 0),
        "flat_until_sessions": random.randint(0, 12),
        "face_fraction_per_day": decimal(random, 0, 0.03, 2),
        "premium": random.choice(("once", "daily")),
        "ratchet_days": random.randint(1, 20),
        "event_sessions": random.randint(1, 15),
        "pay_after_sessions": random.randint(0, 8),
    }


def random_listing_rule(random: Random, facts: Facts) -> dict[str, Any]:
    """A line around the price of session 0, so that bids fall under it and come back."""
    return {
        "minimum_bid_usd": facts.dollars(random, 0.4, 1.1),
        "sessions_under": random.randint(1, 15),
        "cure_days": random.choice((random.randint(1, 20), random.randint(10, 90))),
        "cure_sessions": random.randint(1, 8),
    }


def random_money(random: Random, facts: Facts, low: float, high: float, most: int) -> list[dict[str, Any]]:
    """Amounts between two multiples of the face, each from a date on, the first about the start."""
    dates = [facts.start - timedelta(days=random.randint(0, 30))]
    dates += [day for day in facts.days(random, most, 0.05, 0.9) if chance(random, 0.5)]
    return [
        {"date": day, "usd": decimal(random, low * facts.face_usd, high * facts.face_usd, 2)}
        for day in sorted(set(dates))
    ]


def random_redemption(random: Random, issued: list[str], facts: Facts) -> dict[str, Any]:
    """Redemption with little cash or much, and in some deals a lawful limit under what is elected."""
    little = chance(random, 0.55)
    return {
        "series": random.sample(issued, random.randint(1, len(issued))),
        "face_multiple": decimal(random, 0.8, 1.5, 2),
        "pay_after_sessions": random.randint(0, 8),
        "cash_usd": random_money(random, facts, 0, 0.4 if little else 5, 3),
        "lawful_usd": random_money(random, facts, 0, 1.2, 2) if chance(random, 0.4) else [],
        "interest_per_year": random.choice((Decimal("0.24"), decimal(random, 0, 0.3, 2))),
        "owed_recovery": decimal(random, 0, 1, 2) if chance(random, 0.5) else Decimal(0),
    }
