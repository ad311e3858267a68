"""The market: the measure, the price model, the spread and the volume."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from simulate.scenario.base import Exact, Part, refuse, term
from simulate.scenario.impact import Impact
from simulate.scenario.price_models import PriceModel, volatility_of


def _fraction_text(value: Any) -> Any:
    """Accept ``1/32`` beside decimals, exactly."""
    if isinstance(value, str) and "/" in value:
        try:
            fraction = Fraction(value.replace(" ", ""))
        except (ValueError, ZeroDivisionError):
            raise ValueError(f"{value[:60]!r} is not a fraction such as 1/32") from None
        denominator = fraction.denominator
        for prime in (2, 5):
            while denominator % prime == 0:
                denominator //= prime
        if denominator != 1:
            raise ValueError(f"{value!r} is no finite decimal; a tick is 1/32, 1/16 or 0.01")
        return Decimal(fraction.numerator) / Decimal(fraction.denominator)
    return value


class Volume(Part):
    """Daily volume: lognormal with persistence and correlation with the size of the return, or resampled."""

    model: Literal["lognormal", "resample"] = term("Volume model", mark="assumed", default="lognormal")
    median_shares: int = term("Median volume of a session", unit="shares", mark="assumed", ge=1, le=1_000_000_000)
    log_deviation: Exact = term("Deviation s of log volume", unit="log", mark="assumed", ge=0, le=3)
    persistence: Exact = term("Persistence rho from session to session", unit="fraction", mark="assumed", ge=0, lt=1)
    size_correlation: Exact = term(
        "Correlation c of the day's news with the size of the return", unit="fraction", mark="assumed", ge=-1, le=1
    )
    missing: Literal["refuse", "model"] = term(
        "With resample, where drawn returns lack volume: refuse, or the lognormal model for every session",
        mark="choice",
        default="refuse",
    )


class Market(Part):
    """What the stock does."""

    start_price_usd: Exact = term(
        "Closing price of session 0", unit="USD per share", mark="assumed", ge=Decimal("0.001"), le=10_000
    )
    earlier_record: str | None = term(
        "Price record that supplies the closing bids and volumes before session 0; null: session 0's bid and the "
        "volume median stand for what is not given otherwise",
        mark="choice",
        clause="contract 2",
        default=None,
    )
    earlier_bids_usd: tuple[Annotated[Exact, Field(gt=0, le=100_000)], ...] = term(
        "Closing bids before session 0, oldest first, for a run that begins in the middle; empty: none are given",
        unit="USD per share",
        mark="public",
        clause="contract 2",
        default=(),
        max_length=1000,
    )
    earlier_volumes: tuple[Annotated[int, Field(ge=0, le=100_000_000_000)], ...] = term(
        "Volumes before session 0, oldest first; empty: none are given",
        unit="shares",
        mark="public",
        clause="contract 2",
        default=(),
        max_length=1000,
    )
    measure: Literal["physical", "risk_neutral"] = term(
        "risk_neutral sets the drift to the discount rate; physical to the stated drift",
        mark="choice",
        default="physical",
    )
    drift_per_year: Exact | None = term(
        "Continuously compounded drift of the expected price; 0 means E[S_t] = S_0; null under risk_neutral",
        unit="per year",
        mark="assumed",
        default=None,
        ge=-5,
        le=5,
    )
    discount_rate_per_year: Exact = term(
        "Continuously compounded rate on calendar days", unit="per year", mark="assumed", ge=Decimal("-0.5"), le=2
    )
    spread_fraction: Exact = term(
        "Bid-ask spread as a share of the close: bid = close x (1 - spread/2)",
        unit="fraction",
        mark="assumed",
        ge=0,
        lt=1,
    )
    tick_usd: Annotated[Exact | None, BeforeValidator(_fraction_text)] = term(
        "Quotation tick (1/32); null: prices on a grid of 2^-20 dollars",
        unit="USD per share",
        mark="choice",
        default=None,
        gt=0,
        le=1,
    )
    price: PriceModel = term("Price model", mark="assumed")
    volume: Volume = term("Volume model", mark="assumed")
    dilution_in_price: Literal["none", "mechanical", "impact"] = term(
        "What new shares do to the price that everyone sees: none; mechanical: what is simulated is the worth of "
        "all common as if converted, which more shares divide; impact: the holder's sales press it. Never two at once",
        clause="METHODS, Impact",
        mark="choice",
        default="none",
    )
    impact: Impact | None = term(
        "The law of impact, where dilution_in_price is impact; {} takes its defaults", mark="assumed", default=None
    )

    @model_validator(mode="after")
    def _consistent(self) -> Market:
        problems: list[str] = []
        for name in ("earlier_bids_usd", "earlier_volumes"):
            if self.earlier_record is not None and getattr(self, name):
                problems.append(
                    f"{name} and earlier_record ({self.earlier_record}) both say what lies before session 0; keep one"
                )
        if self.measure == "physical" and self.drift_per_year is None:
            problems.append("measure physical needs drift_per_year; 0 keeps the expected price where it is")
        if self.measure == "risk_neutral" and self.drift_per_year is not None:
            problems.append(
                "measure risk_neutral takes its drift from discount_rate_per_year; set drift_per_year to null"
            )
        if self.volume.model == "resample" and self.price.model != "bootstrap":
            problems.append("volume.model resample needs price.model bootstrap; set volume.model to lognormal")
        if self.measure == "risk_neutral" and self.price.model == "bootstrap" and self.price.drift == "record":
            problems.append(
                "measure risk_neutral contradicts price.drift record, which keeps the record's own drift; set it to "
                "scenario"
            )
        problems += self._dilution_contradictions()
        if self.tick_usd is not None:
            per_dollar = Fraction(1) / Fraction(self.tick_usd)
            if per_dollar.denominator != 1:
                problems.append(f"tick_usd ({self.tick_usd}) does not divide a dollar; use 1/32, 1/16, 0.05 or 0.01")
            elif any(Fraction(bid) / Fraction(self.tick_usd) % 1 != 0 for bid in self.earlier_bids_usd):
                problems.append(
                    f"earlier_bids_usd are not all whole numbers of ticks of {self.tick_usd}; quote them on the grid"
                )
            if per_dollar.denominator == 1 and Fraction(self.start_price_usd) / Fraction(self.tick_usd) % 1:
                problems.append(
                    f"start_price_usd ({self.start_price_usd}) is not a whole number of ticks of {self.tick_usd}; "
                    "quote it on the grid"
                )
        refuse(problems)
        return self

    def _dilution_contradictions(self) -> list[str]:
        """Two ways at once in which new shares reach the price, or one without its numbers."""
        if self.impact is None:
            if self.dilution_in_price != "impact":
                return []
            return ["dilution_in_price impact needs the law of impact; write impact: {} for its defaults"]
        if self.dilution_in_price != "impact":
            return [
                f"impact is given beside dilution_in_price {self.dilution_in_price}; the price takes one of the two, "
                "never both: set dilution_in_price to impact, or remove impact"
            ]
        if self.impact.volatility_per_year is None and volatility_of(self.price) is None:
            return [
                "impact.volatility_per_year is null, and a bootstrap without target_volatility_per_year states none; "
                "give the volatility that the law of impact is to take"
            ]
        return []

    @property
    def moves_prices(self) -> bool:
        """Whether what the holder does reaches the price that everyone sees."""
        return self.dilution_in_price != "none"

    @property
    def impact_volatility_per_year(self) -> float:
        """The volatility that the law of impact takes."""
        assert self.impact is not None
        stated = self.impact.volatility_per_year
        found = volatility_of(self.price) if stated is None else float(stated)
        assert found is not None  # the validator has seen to it
        return found

    @property
    def drift(self) -> Decimal:
        """The drift in force under the measure, per year, continuously compounded."""
        if self.measure == "risk_neutral":
            return self.discount_rate_per_year
        assert self.drift_per_year is not None  # the validator has seen to it
        return self.drift_per_year

    @property
    def price_units_per_dollar(self) -> int:
        """How many quotation units make a dollar: 2**20, or one over the tick."""
        if self.tick_usd is None:
            return 2**20
        return int(1 / Fraction(self.tick_usd))
