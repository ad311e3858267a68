"""What the company has promised not to do while the deal runs (``SPA 4.5``)."""

from __future__ import annotations

from decimal import Decimal

from simulate.scenario.base import Day, Exact, Part, term


class IssueCovenant(Part):
    """The restriction on the company's own later issues (``SPA 4.5``).

    It checks the dated issues of a scenario and simulates nothing. The other leg of the floor, 80% of the market on
    the day of the issue, is known on a path only, and is not checked.
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
