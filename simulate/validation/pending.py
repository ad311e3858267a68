"""What is published and this version cannot compute: listed, and never counted as agreeing."""

from __future__ import annotations

from collections.abc import Iterator

from simulate.validation import published
from simulate.validation.row import Row, not_yet


def rows() -> Iterator[Row]:
    """Rows of the tables that need a market model or a method of valuation that is not there yet."""
    for deal in published.OPTIMAL_CONVERSION:
        yield not_yet("V3", f"{deal.label}: optimal", deal.optimal, "no optimal conversion")
    for (sigma, years), value in published.LONGSTAFF_SCHWARTZ.items():
        yield not_yet(
            "V4", f"American put, sigma {sigma}, T {years}", value, "no regression estimate of early exercise"
        )
