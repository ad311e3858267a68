"""The holder: what the investor does with what the contract lets it do."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from simulate.scenario.base import Exact, Part, term


class Holder(Part):
    """The holder's policy and what the market takes from it."""

    policy: Literal["hold", "convert_and_sell"] = term("What the holder does", mark="assumed")
    hurdle: Exact = term(
        "Converts only while the decision bid is at least hurdle x conversion price",
        unit="fraction",
        mark="assumed",
        default=Decimal(1),
        ge=0,
        le=10,
    )
    participation: Exact | None = term(
        "Share of a session's volume that the holder sells where the contract sets no limit; null: no limit at all",
        unit="fraction",
        mark="choice",
        default=Decimal("0.3"),
        gt=0,
        le=1,
    )
    sale_decision: Literal["previous_close", "same_close"] = term(
        "The bid the holder knows when it decides to convert: of the session before, or (an idealisation) of the same",
        mark="choice",
        default="previous_close",
    )
    commission_fraction: Exact = term(
        "Commission on sales, as a share of proceeds", unit="fraction", mark="assumed", default=Decimal(0), ge=0, lt=1
    )
