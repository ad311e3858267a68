"""The deal: instruments, prices, dates and limits, each with the clause it comes from."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import model_validator

from simulate.scenario.base import Day, Exact, Part, refuse, term
from simulate.scenario.capital import CapitalTable
from simulate.scenario.company import CompanyCall
from simulate.scenario.consistency import contradictions
from simulate.scenario.covenants import IssueCovenant
from simulate.scenario.events import Event
from simulate.scenario.limits import Limits
from simulate.scenario.listing import ListingRule
from simulate.scenario.mergers import MergerTerms
from simulate.scenario.registration import Registration
from simulate.scenario.remedies import CapTest, Delivery, Redemption, Reserve
from simulate.scenario.rule_144 import Rule144
from simulate.scenario.series import Series
from simulate.scenario.warrants import Warrant, Warrants


class Issuer(Part):
    """The company whose common stock the preferred converts into."""

    name: str = term("Name of the company", min_length=1)
    ticker: str = term("Trading symbol of the common stock", min_length=1)
    calendar: Literal["XNYS"] = term(
        "Exchange calendar of trading sessions", default="XNYS", mark="choice", clause="contract 2"
    )


class Common(Part):
    """The common stock at session 0."""

    outstanding_shares: int = term(
        "Common shares outstanding at session 0, before anything is issued under the deal",
        unit="shares",
        mark="public",
        gt=0,
        le=100_000_000_000,
    )
    authorized_shares: int | None = term(
        "Authorized common shares; nothing is issued beyond them; null: no such limit",
        unit="shares",
        clause="CoD V",
        mark="assumed",
        default=None,
        gt=0,
        le=100_000_000_000,
    )
    reserved_elsewhere_shares: int = term(
        "Authorized common reserved for options and other instruments",
        unit="shares",
        clause="CoD V",
        mark="assumed",
        default=0,
        ge=0,
    )

    @model_validator(mode="after")
    def _authorized_covers_outstanding(self) -> Common:
        if self.authorized_shares is not None and self.authorized_shares < self.outstanding_shares:
            raise ValueError(
                f"authorized_shares ({self.authorized_shares:,}) is below outstanding_shares "
                f"({self.outstanding_shares:,}); authorized must be at least outstanding: raise it, or "
                "set it to null for no such limit"
            )
        return self


class Approval(Part):
    """Stockholder Approval, which lifts the cap (``CoD IV.G(i)``, ``SPA 4.13``)."""

    mode: Literal["date", "never", "probability"] = term(
        "date: given on that date; never; probability: drawn once per path, effective on that date",
        clause="CoD IV.G(i)",
        mark="choice",
    )
    date: Day | None = term("Date of approval", clause="CoD IV.G(i)", mark="public", default=None)
    probability: Exact | None = term(
        "Chance that approval is given on that date", unit="fraction", mark="assumed", default=None, ge=0, le=1
    )

    @model_validator(mode="after")
    def _mode_has_its_inputs(self) -> Approval:
        problems: list[str] = []
        if self.mode != "never" and self.date is None:
            problems.append(f"mode {self.mode} needs a date; add one, or set mode to never")
        if self.mode == "never" and self.date is not None:
            problems.append("mode never takes no date; remove date, or set mode to date")
        if self.mode == "probability" and self.probability is None:
            problems.append("mode probability needs a probability from 0 to 1; add one, or set mode to date or never")
        if self.mode != "probability" and self.probability is not None:
            problems.append(f"probability goes with mode probability only, not {self.mode}; remove it, or change mode")
        refuse(problems)
        return self


class Conversion(Part):
    """How a notice becomes shares, and what happens at and after maturity."""

    round_up: Literal["per_notice", "per_share"] = term(
        "Where the number of common shares is rounded up", clause="CoD IV.A, IV.E", mark="choice", default="per_notice"
    )
    fractional_shares: bool = term(
        "Convert fractions of preferred into fractions of common, nothing rounded (for closed forms)",
        clause="CoD IV.E",
        mark="choice",
        default=False,
    )
    same_day_sale: bool = term(
        "Whether shares may be sold on their Conversion Date", clause="CoD IV.C", mark="choice", default=True
    )
    maturity_conditions: Literal["tested", "ignored"] = term(
        "Whether required conversion needs all shares authorized and reserved, registered and listed (else nothing "
        "converts), or happens as far as the limits allow",
        clause="CoD IV.H",
        mark="choice",
        default="tested",
    )
    after_maturity: Literal["keeps_converting", "stranded"] = term(
        "What the limits hold back at maturity: converts as room appears, or never",
        clause="CoD IV.H",
        mark="choice",
        default="keeps_converting",
    )
    unconverted_recovery: Exact = term(
        "Worth of preferred still unconverted at the horizon, as a share of stated value",
        unit="fraction",
        mark="assumed",
        default=Decimal(0),
        ge=0,
        le=5,
    )


class Deal(Part):
    """Everything the documents fix."""

    issuer: Issuer = term("The company")
    start: Day = term("Session 0: the Second Closing", clause="SPA 1")
    horizon: Day = term("Last date that is simulated", clause="CoD IV.H")
    common: Common = term("Common stock at session 0")
    series: tuple[Series, ...] = term("Series of preferred, in the order of ties", min_length=1, max_length=4)
    approval: Approval = term("Stockholder Approval", clause="CoD IV.G(i)")
    limits: Limits = term("Limits on conversion and sale", clause="CoD IV.G", default_factory=Limits)
    conversion: Conversion = term("Mechanics of conversion", clause="CoD IV", default_factory=Conversion)
    warrants: tuple[Warrant, ...] = term(
        "Warrants, in the order of their notices", clause="W", default=(), max_length=8
    )
    warrant_terms: Warrants = term("What all warrants share", clause="W", default_factory=Warrants)
    reserve: Reserve | None = term("Reserved Amount; null: none", clause="CoD V", default=None)
    cap_test: CapTest | None = term("Trading Market Trigger Event; null: none", clause="CoD VI.B", default=None)
    registration: Registration | None = term("Registration rights; null: none", clause="RRA", default=None)
    rule_144: Rule144 | None = term(
        "Rule 144 as another way to the market for common that is not registered; null: it is not sold",
        clause="contract 5",
        mark="choice",
        default=None,
    )
    delivery: Delivery | None = term("Default payments; null: none", clause="CoD VII", default=None)
    redemption: Redemption | None = term("Redemption by the holder; null: none", clause="CoD VIII", default=None)
    company_call: CompanyCall | None = term(
        "A right of the company to call preferred, as an amendment would give it; null: none, as in the documents",
        mark="assumed",
        default=None,
    )
    merger: MergerTerms = term(
        "What a merger does to the preferred", clause="CoD XI.B, XI.C", default_factory=MergerTerms
    )
    listing_rule: ListingRule | None = term(
        "The exchange's rule on low prices; null: none", clause="contract 8", default=None
    )
    later_convertibles: Literal["one_less_discount", "multiplier_times_one_less_discount"] = term(
        "A later convertible's discount d makes the multiplier 1 - d, or 1.01 x (1 - d)",
        clause="CoD XI.E",
        mark="choice",
        default="one_less_discount",
    )
    events: tuple[Event, ...] = term(
        "What happens to the company, in the order of a session", default=(), max_length=200
    )
    issue_covenant: IssueCovenant | None = term(
        "What the company may not issue; null: no such covenant", clause="SPA 4.5", default=None
    )
    capital_table: CapitalTable | None = term("The company's other rights to common; null: none", default=None)
    expenses_usd: Exact = term(
        "The investor's expenses that the company reimburses, on the start date",
        unit="USD",
        clause="SPA 4.6",
        mark="assumed",
        default=Decimal(0),
        ge=0,
    )
    expenses_limit_usd: Exact = term(
        "The most that the company reimburses of them in all",
        unit="USD",
        clause="SPA 4.6",
        default=Decimal(50_000),
        ge=0,
    )
    agent_fee_usd: Exact = term(
        "The placement agent's cash fee, on the start date",
        unit="USD",
        clause="SPA 1",
        mark="assumed",
        default=Decimal(0),
        ge=0,
    )

    @model_validator(mode="after")
    def _hangs_together(self) -> Deal:
        refuse(contradictions(self))
        return self

    @property
    def cap_amount_shares(self) -> int | None:
        """The Cap Amount in shares at session 0, whichever way it is stated; None: no cap (``CoD IV.G(i)``)."""
        cap = self.limits.cap
        return None if cap is None else cap.resolved_shares(self.common.outstanding_shares)
