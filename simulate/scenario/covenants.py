"""What the company has promised not to do while the deal runs (``SPA 4.5``)."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from simulate.scenario.base import Day, Exact, Part, term


class IssueCovenant(Part):
    """The restriction on the company's own later issues (``SPA 4.5``).

    The fixed price is known beforehand: an issue under it is refused, unless its breach is stated as event (iv). The
    other leg of the floor, 80% of the market on the day of the issue, is known on a path only, and is tested there.
    """

    until: Day = term("No restricted issue before this date", clause="SPA 4.5")
    fixed_floor_usd: Exact = term(
        "Equity at a fixed price is restricted under this price",
        unit="USD per share",
        clause="SPA 4.5(a)(A)",
        default=Decimal(0),
        ge=0,
        le=100_000,
    )
    market_leg: Literal["tested", "ignored"] = term(
        "Whether a path tests the other leg on the day of a dated issue at a fixed price, whose breach is event (iv)",
        clause="SPA 4.5(a)(B), CoD VIII.A(iv)",
        mark="choice",
        default="tested",
    )
    market_fraction: Exact = term(
        "... which is restricted under this part of the closing bid of the session before",
        unit="fraction",
        clause="SPA 4.5(a)(B)",
        default=Decimal("0.80"),
        gt=0,
        le=10,
    )
    held_fraction: Exact = term(
        "... for so long as the investor holds this part of all preferred, or the common it was converted into",
        unit="fraction",
        clause="SPA 4.5",
        default=Decimal("0.30"),
        ge=0,
        le=1,
    )
    event_after_sessions: int = term(
        "Event (iv): business days that the breach continues after the notice, which is given on the day of the issue",
        unit="sessions",
        clause="CoD VIII.A(iv)",
        default=10,
        ge=0,
        le=250,
    )
