"""The company's capital table beside the deal, and its expenses: inputs of dilution and earnings per share."""

from __future__ import annotations

from decimal import Decimal

from simulate.scenario.base import Exact, Part, term


class Rights(Part):
    """Options or warrants of the company that are not of this deal."""

    name: str = term("Name", min_length=1, max_length=60, mark="public")
    shares: int = term("Shares", unit="shares", mark="public", gt=0, le=10_000_000_000)
    exercise_price_usd: Exact = term("Exercise price", unit="USD per share", mark="public", ge=0)


class OtherConvertible(Part):
    """A convertible of the company that is not of this deal."""

    name: str = term("Name", min_length=1, max_length=60, mark="public")
    shares: int = term("Shares as converted", unit="shares", mark="public", gt=0, le=10_000_000_000)
    charges_usd_per_year: Exact = term(
        "Interest or dividends a year that conversion would save",
        unit="USD per year",
        mark="public",
        default=Decimal(0),
        ge=0,
    )


class CapitalTable(Part):
    """What else may become common (contract 11): bases of dilution and of earnings per share."""

    options: tuple[Rights, ...] = term("Options and warrants of others", mark="public", default=())
    convertibles: tuple[OtherConvertible, ...] = term("Convertibles of others", mark="public", default=())
    net_income_usd_per_year: Exact | None = term(
        "Net income to common of a year, for earnings per share; a loss is negative; null: none is computed",
        unit="USD per year",
        mark="public",
        default=None,
    )
