"""What the sale of the deal's common does to its price: the square-root law."""

from __future__ import annotations

from decimal import Decimal

from simulate.scenario.base import Exact, Part, term


class Impact(Part):
    """The square-root law of market impact, with a memory that fades.

    A volume Q sold over a session or several moves the logarithm of the price by about ``Y sigma sqrt(Q/V)``, sigma and
    V the deviation and the volume of a session, Y of the order of one (Toth and others 2011, Physical Review X 1,
    021006, and the literature they review). Almgren, Thum, Hauptmann and Li (2005, Direct estimation of equity market
    impact, Risk) fit a power of 3/5 to the part that passes and a straight line to the part that stays. Here F fades by
    half in ``half_life_sessions``, so that what is sold slowly moves less, and ``permanent_fraction`` of the law never
    fades. Defaults: Y 0.7, power 1/2, half-life 10 sessions, nothing permanent.
    """

    coefficient: Exact = term(
        "Y: log price per deviation of a session, at one session's usual volume sold",
        unit="deviations",
        clause="METHODS, Impact",
        mark="assumed",
        default=Decimal("0.7"),
        ge=0,
        le=10,
    )
    exponent: Exact = term(
        "Power d of what was sold, in usual volumes",
        unit="power",
        clause="METHODS, Impact",
        mark="assumed",
        default=Decimal("0.5"),
        ge=Decimal("0.1"),
        le=1,
    )
    half_life_sessions: Exact = term(
        "Sessions h in which the memory of a sale fades by half",
        unit="sessions",
        clause="METHODS, Impact",
        mark="assumed",
        default=Decimal(10),
        ge=Decimal("0.1"),
        le=10_000,
    )
    permanent_fraction: Exact = term(
        "Part phi of the law that follows all that was ever sold, and does not fade",
        unit="fraction",
        clause="METHODS, Impact",
        mark="assumed",
        default=Decimal(0),
        ge=0,
        le=1,
    )
    volatility_per_year: Exact | None = term(
        "Volatility that s is of, on 252 sessions a year; null: the price model's own (a bootstrap has none but its "
        "target)",
        unit="per square root of year",
        clause="METHODS, Impact",
        mark="assumed",
        default=None,
        gt=0,
        le=5,
    )
