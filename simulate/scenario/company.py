"""What the company does: its policy, and the right to call preferred that only an amendment would give it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from pydantic import field_validator

from simulate.scenario.base import Day, Exact, Part, term

if TYPE_CHECKING:
    from simulate.scenario.deal import Deal

CompanyPolicy = Literal["passive", "redeem_when_cheaper", "raise_equity"]


class CompanyCall(Part):
    """A right of the company to redeem preferred: no document of the deal gives it one."""

    series: tuple[str, ...] = term("The series that may be called", mark="assumed", min_length=1)
    first_date: Day = term("May be called on or after it", mark="assumed")
    multiple: Exact = term(
        "What a called preferred share gets, of its stated value and Premium",
        unit="multiple",
        mark="assumed",
        default=Decimal("1.2"),
        ge=1,
        le=10,
    )
    pay_after_sessions: int = term(
        "Sessions until it is paid; it is retired at once", unit="sessions", mark="assumed", default=5, ge=0, le=60
    )


class RaiseEquity(Part):
    """Terms of ``raise_equity``: the company sells common to others when its cash runs low (METHODS 26.2)."""

    threshold_usd: Exact = term(
        "It sells when what it could pay is under this: cash_usd in force and what it has raised, less what it has "
        "paid, what it owes, and what falls due within due_within_sessions",
        unit="USD",
        mark="assumed",
        ge=0,
        le=1_000_000_000,
    )
    due_within_sessions: int = term(
        "Sessions ahead in which what falls due counts", unit="sessions", mark="assumed", default=20, ge=0, le=250
    )
    discount_fraction: Exact = term(
        "Discount of the price to the closing bid, in whole thousandths",
        unit="fraction",
        mark="assumed",
        default=Decimal("0.1"),
        ge=0,
        le=Decimal("0.5"),
    )
    most_usd: int = term(
        "The most that one sale is to bring, whole dollars", unit="USD", mark="assumed", ge=1, le=100_000_000
    )
    sessions_between: int = term(
        "Sessions from one sale to the next at least", unit="sessions", mark="assumed", default=20, ge=1, le=1000
    )

    @field_validator("discount_fraction")
    @classmethod
    def _in_thousandths(cls, value: Decimal) -> Decimal:
        if (value * 1000) % 1:
            raise ValueError("must be in whole thousandths; round it to three decimals")
        return value


class Company(Part):
    """The company's policy."""

    policy: CompanyPolicy = term(
        "What the company does of its own accord: nothing, or call preferred while that costs less than the common it "
        "would convert into, as far as it can pay, or sell common to others when its cash runs low",
        mark="assumed",
        default="passive",
    )
    raise_equity: RaiseEquity | None = term(
        "Terms of raise_equity; null: none, as under any other policy", mark="assumed", default=None
    )


def company_contradictions(company: Company, deal: Deal) -> Iterator[str]:
    """Every way in which the company's policy contradicts the deal.

    Parameters
    ----------
    company, deal
        Each valid by itself.

    Yields
    ------
    str
        What is wrong, and what to do.
    """
    if company.policy == "redeem_when_cheaper":
        if deal.company_call is None:
            yield (
                "company.policy is redeem_when_cheaper, and deal.company_call is null: the documents give the company "
                "no right to call preferred; state the call of an amendment, or set the policy to passive"
            )
        if deal.redemption is None:
            yield (
                "company.policy is redeem_when_cheaper, and deal.redemption is null: what the company can pay is its "
                "cash_usd; state it, or set the policy to passive"
            )
    if company.policy == "raise_equity":
        if company.raise_equity is None:
            yield (
                "company.policy is raise_equity, and company.raise_equity is null: it says when the company sells, at "
                "what discount and for how much; state it, or set the policy to passive"
            )
        if deal.redemption is None:
            yield (
                "company.policy is raise_equity, and deal.redemption is null: what runs low is its cash_usd; state it, "
                "or set the policy to passive"
            )
        if deal.conversion.fractional_shares:
            yield (
                "company.policy is raise_equity, which sells whole shares, and deal.conversion.fractional_shares is "
                "true; set that to false, or the policy to passive"
            )
    elif company.raise_equity is not None:
        yield (
            f"company.raise_equity states terms, and company.policy is {company.policy}; set the policy to "
            "raise_equity, or the terms to null"
        )
