"""Pricing-window pressure, a policy of the holder that the contract bars (``SPA 4.14``)."""

from __future__ import annotations

from simulate.scenario.base import Part, term


class PricingWindowPressure(Part):
    """A stress, not advice: the holder sells into the look-back window before it converts at the price so pressed."""

    sessions: int = term(
        "Sessions of selling that one conversion is to feed",
        unit="sessions",
        clause="METHODS, Pressure",
        mark="assumed",
        default=10,
        ge=1,
        le=250,
    )
