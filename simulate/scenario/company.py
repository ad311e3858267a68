"""What the company does: its policy, and the right to call preferred that only an amendment would give it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from simulate.scenario.base import Day, Exact, Part, term

if TYPE_CHECKING:
    from simulate.scenario.deal import Deal

CompanyPolicy = Literal["passive", "redeem_when_cheaper"]


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


class Company(Part):
    """The company's policy."""

    policy: CompanyPolicy = term(
        "What the company does of its own accord: nothing, or call preferred while that costs less than the common it "
        "would convert into, as far as it can pay",
        mark="assumed",
        default="passive",
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
