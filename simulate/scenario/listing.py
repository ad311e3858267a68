"""The exchange's rule on low prices (contract 8)."""

from __future__ import annotations

from decimal import Decimal

from simulate.scenario.base import Exact, Part, term


class ListingRule(Part):
    """The exchange's rule on low prices, which the documents leave to the exchange (contract 8)."""

    minimum_bid_usd: Exact = term(
        "A closing bid under this is too low",
        unit="USD per share",
        clause="contract 8",
        mark="assumed",
        default=Decimal(1),
        gt=0,
        le=100_000,
    )
    sessions_under: int = term(
        "Sessions in a row with a bid too low that bring the exchange's notice",
        unit="sessions",
        clause="contract 8",
        mark="assumed",
        default=30,
        ge=1,
        le=250,
    )
    cure_days: int = term(
        "Calendar days from the notice to the delisting",
        unit="days",
        clause="contract 8",
        mark="assumed",
        default=90,
        ge=1,
        le=3650,
    )
    cure_sessions: int = term(
        "Sessions in a row with a bid not too low that cure it",
        unit="sessions",
        clause="contract 8",
        mark="assumed",
        default=10,
        ge=1,
        le=250,
    )
    event_sessions: int = term(
        "Sessions without a listing, the first of them included, that make event (i)",
        unit="sessions",
        clause="CoD VIII.A(i)",
        default=5,
        ge=1,
        le=250,
    )
