"""Warrants on the common: who holds them, when and how they are exercised, and what adjusts them (``W``)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import model_validator

from simulate.scenario.base import Day, Exact, Part, refuse, term
from simulate.scenario.series import Resets


class Warrant(Part):
    """One warrant to purchase common stock (``W``)."""

    name: str = term("Short name, used in column names: W1", pattern=r"^[A-Za-z][A-Za-z0-9]{0,7}$")
    party: Literal["investor", "agent"] = term(
        "Who holds it: the investor, whose shares count together with the preferred's, or the placement agent",
        clause="W",
        default="investor",
    )
    shares: int = term("Warrant Shares at issue", unit="shares", clause="W", gt=0, le=10_000_000_000)
    exercise_price_usd: Exact = term("Exercise Price", unit="USD per share", clause="W", gt=0, le=100_000)
    issue_date: Day = term("Date of issue; a purchase price is paid on it", clause="W")
    purchase_price_usd: Exact = term(
        "What the holder paid for the warrant by itself (a pre-funded warrant); 0: it came with the preferred",
        unit="USD",
        clause="SPA 1",
        default=Decimal(0),
        ge=0,
    )
    exercisable_from: Day = term("First date of the exercise period, inclusive", clause="W 2")
    expires: Day = term("Last date of the exercise period; the last session on or before it is the last", clause="W 2")
    registration_effective: Day = term(
        "Date from which its shares may be sold on a public market", clause="RRA 2.1", mark="public"
    )
    statement: str | None = term(
        "The series whose registration statement covers its shares; null: a statement of its own",
        clause="RRA 2.1",
        default=None,
    )
    in_reserve: bool = term(
        "Whether its shares come out of the Reserved Amount (the investor's do)", clause="CoD V", default=True
    )
    anti_dilution: bool = term("Whether section 4(a) adjusts it for issues below market", clause="W 4(a)", default=True)
    adjusts_from: Day | None = term(
        "Issues before this date do not adjust it; null: from its issue",
        clause="W 4",
        mark="choice",
        default=None,
    )
    resets: Resets | None = term(
        "Dates on which the Exercise Price falls to the market (a floating warrant); null: none", default=None
    )
    shares_left: int | None = term(
        "Warrant Shares left at the start, when a run begins in the middle; null: what amount_left_usd buys",
        unit="shares",
        default=None,
        ge=0,
    )
    amount_left_usd: Exact | None = term(
        "Aggregate exercise amount left at the start: Warrant Shares left, a fraction included, x the Exercise Price "
        "in force; an adjustment leaves it alone; null: of shares_left, or all of it",
        unit="USD",
        clause="W 4(d)",
        mark="setting",
        default=None,
        ge=0,
    )
    adjusted_price_usd: Exact | None = term(
        "Exercise Price in force at the start, if it has been adjusted; null: exercise_price_usd",
        unit="USD per share",
        clause="W 4",
        mark="setting",
        default=None,
        gt=0,
        le=100_000,
    )
    shadow_price_usd: Exact | None = term(
        "Exercise Price at the start as every adjustment left it, unrounded: changes under 1% are carried forward in "
        "it; null: the Exercise Price in force",
        unit="USD per share",
        clause="W 4(h)",
        mark="setting",
        default=None,
        gt=0,
        le=100_000,
    )
    common_held: int = term("Common already held from it at the start", unit="shares", mark="setting", default=0, ge=0)
    assumed: tuple[str, ...] = term(
        "Terms of this warrant that nobody gave, by name: listed with the assumed inputs", mark="setting", default=()
    )

    @model_validator(mode="after")
    def _dates_in_order(self) -> Warrant:
        problems: list[str] = []
        if self.expires < self.exercisable_from:
            problems.append(
                f"expires ({self.expires}) is before exercisable_from ({self.exercisable_from}): the warrant would "
                "expire before it opens (W 2); put the dates in order"
            )
        if self.exercisable_from < self.issue_date:
            problems.append(
                f"exercisable_from ({self.exercisable_from}) is before issue_date ({self.issue_date}); put the dates "
                "in order (W 2)"
            )
        problems += self._position_problems()
        for name in self.assumed:
            if name not in Warrant.model_fields or name == "assumed" or getattr(self, name) is None:
                problems.append(f"assumed names {name!r}, which is no term of warrant {self.name} in force; name one")
        refuse(problems)
        return self

    @property
    def price_at_start_usd(self) -> Decimal:
        """Exercise Price in force when the run begins."""
        return self.exercise_price_usd if self.adjusted_price_usd is None else self.adjusted_price_usd

    @property
    def amount_at_start_usd(self) -> Fraction:
        """Aggregate exercise amount left when the run begins (``W 4(d)``)."""
        if self.amount_left_usd is not None:
            return Fraction(self.amount_left_usd)
        if self.shares_left is not None:
            return self.shares_left * Fraction(self.price_at_start_usd)
        return self.shares * Fraction(self.exercise_price_usd)

    def _position_problems(self) -> list[str]:
        """What contradicts itself in where the warrant stands when the run begins."""
        if self.shares_left is not None and self.amount_left_usd is not None:
            return ["shares_left and amount_left_usd both say what is left; keep one (W 4(d))"]
        most = self.shares * Fraction(self.exercise_price_usd)
        if self.amount_at_start_usd <= most:
            return []
        if self.amount_left_usd is not None:
            return [
                f"amount_left_usd ({self.amount_left_usd:,}) is more than shares x exercise_price_usd "
                f"({float(most):,.2f}), which an adjustment leaves alone (W 4(d)); lower it"
            ]
        if self.adjusted_price_usd is None:
            return [f"shares_left ({self.shares_left:,}) is more than shares ({self.shares:,}); lower it"]
        return [
            f"shares_left ({self.shares_left:,}) at the adjusted_price_usd ({self.adjusted_price_usd}) come to more "
            f"than shares x exercise_price_usd ({float(most):,.2f}), which an adjustment leaves alone (W 4(d)); lower "
            "it"
        ]


class Warrants(Part):
    """What all warrants share."""

    cashless_obeys_limits: bool = term(
        "Whether a cashless exercise obeys the cap, the 4.9% and the authorized shares",
        clause="W 12(c)",
        mark="choice",
        default=True,
    )
    fraction_paid_at: Literal["market", "exercise_price"] = term(
        "Price at which a fraction of a share is paid in cash", clause="W 1(d), 4(i)", mark="choice", default="market"
    )
    assumed_market_fraction: Exact = term(
        "A variable-rate convertible counts as if the market on its issue were this part of what it is (the Assumed "
        "Variable Market Price)",
        unit="fraction",
        clause="W 4(b)(ii)(2)",
        default=Decimal("0.8"),
        gt=0,
        le=1,
    )
    least_adjustment_fraction: Exact = term(
        "An adjustment of less than this part of the Exercise Price is carried forward",
        unit="fraction",
        clause="W 4(h)",
        default=Decimal("0.01"),
        ge=0,
        le=1,
    )
    merger_notice_sessions: int = term(
        "Sessions from the Notice of Major Transaction to the completion: the notice is due five to ten days before",
        unit="sessions",
        clause="W 4(e)",
        mark="choice",
        default=5,
        ge=0,
        le=60,
    )
    volatility_sessions: int = term(
        "Closes before that notice whose returns give the volatility of the Black-Scholes Amount",
        unit="sessions",
        clause="W 4(e)(ii)",
        default=100,
        ge=3,
        le=2520,
    )
