"""A warrant: what it says, and where it stands on a path (``W``)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from simulate.ledger.conversion import Quantity
from simulate.ledger.reset_terms import ResetTerms
from simulate.scenario import Deal, Scenario, Warrant


@dataclass(frozen=True, slots=True)
class WarrantTerms:
    """One warrant, its dates as session numbers."""

    place: int
    """Place in deal order, from 0."""
    name: str
    party: str
    """``investor`` or ``agent``."""
    statement: int | None
    """Place of the series whose registration statement covers its shares; None: a statement of its own."""
    in_reserve: bool
    counts_against_cap: bool
    amount: Fraction
    """Aggregate exercise amount at session 0, dollars."""
    exercise_price: Fraction
    """Exercise Price in force at session 0."""
    shadow_price: Fraction
    """The same, as every adjustment before left it, unrounded (``W 4(h)``)."""
    common_held: int
    """Common held from it at session 0."""
    issue_date: date
    issued: int
    """First session on or after the issue date."""
    purchase_days: int
    """Calendar days from session 0 to the issue date."""
    purchase_price: Fraction
    adjusts_from: date | None
    """Issues on or after this date adjust it; None: it has no anti-dilution (``W 4(a)``)."""
    first: int
    """First session of the exercise period (``W 2``)."""
    last: int
    """Last session of the exercise period; -1 if it lies before session 0, the number of sessions if after the run."""
    expires: date
    registered: int
    """First session on which its shares may be sold (``RRA 2.1``)."""
    resets: ResetTerms | None


@dataclass(frozen=True, slots=True)
class ExercisePolicy:
    """How warrants are exercised, and what all of them share."""

    at_expiry: bool
    """Nothing before the last session."""
    never: bool
    hurdle: Fraction
    cashless: bool
    cashless_obeys_limits: bool
    fraction_at_market: bool
    """Whether a fraction of a share is paid at the market, not at the exercise price (``W 4(i)``)."""
    assumed_market: Fraction
    """A variable-rate issue counts as if the market were this part of what it is (``W 4(b)(ii)(2)``)."""
    least_change: Fraction
    """A change of less than this part of the Exercise Price is carried forward (``W 4(h)``)."""
    notice_sessions: int
    """A merger's notice is given so many sessions before its completion (``W 4(e)``)."""
    volatility_sessions: int
    """Closes whose returns give the volatility of the Black-Scholes Amount (``W 4(e)(ii)``)."""


@dataclass(slots=True)
class WarrantState:
    """Where a warrant stands on a path, in exact dollars.

    The aggregate exercise amount ``amount`` is what no adjustment changes: the number of Warrant Shares is
    ``amount / price``, so that a lower price gives more of them (``W 4(d)``).
    """

    terms: WarrantTerms
    amount: Fraction
    """Aggregate exercise amount A left, dollars."""
    price: Fraction
    """Exercise Price E in force."""
    shadow: Fraction
    """Exercise Price X as every adjustment leaves it, unrounded: what is under 1% is carried forward (``W 4(h)``)."""
    held: int
    """Common held from it."""
    reset_floor: Fraction | None
    issued: int = 0
    sold: int = 0
    noticed: Fraction | None = None
    """Exercise Price on the date of a merger's notice, on today's footing; None: none is given yet (``W 4(e)``)."""
    accrued: Fraction = Fraction(0)
    """Distributions that one Warrant Share gets on exercise (``W 4(f)``), dollars."""
    expired: int = 0
    """Whole Warrant Shares that expired."""
    undelivered: int = 0
    """What of the common held is not delivered, and so not for sale (``W 1(e)``)."""
    bought_in: int = 0
    """Common delivered a second time after a buy-in."""
    given_up: int = 0
    """Common that a merger or a liquidation took."""
    sales: list[tuple[int, Quantity]] = field(default_factory=list)
    """Session and shares x bid of each sale, in quanta."""
    strikes: list[tuple[int, Fraction]] = field(default_factory=list)
    """Session and Exercise Price paid by the holder."""
    paid: list[tuple[int, Fraction]] = field(default_factory=list)
    """Session and money paid to the holder: fractions, distributions, a merger's cash."""

    @classmethod
    def start(cls, terms: WarrantTerms) -> WarrantState:
        """The warrant at session 0.

        Parameters
        ----------
        terms
            What it says.

        Returns
        -------
        WarrantState
        """
        floor = None if terms.resets is None else terms.resets.floor
        return cls(terms, terms.amount, terms.exercise_price, terms.shadow_price, terms.common_held, floor)

    @property
    def real_left(self) -> Fraction:
        """Warrant Shares left, A / E."""
        return self.amount / self.price

    @property
    def whole_left(self) -> int:
        """Whole Warrant Shares left, floor(A / E)."""
        return self.amount // self.price

    @property
    def unexercised(self) -> int:
        """Whole Warrant Shares that expired or are left."""
        return self.expired + self.whole_left

    def unexpired(self, session: int) -> bool:
        """Whether anything of it is left on a session, inside its exercise period or before it."""
        return self.amount > 0 and session <= self.terms.last

    def exists(self, session: int) -> bool:
        """Whether it is issued by a session, and unexpired: what a distribution or a merger can find."""
        return self.terms.issued <= session and self.unexpired(session)


def warrant_terms(scenario: Scenario, dates: tuple[date, ...]) -> tuple[WarrantTerms, ...]:
    """The warrants of a deal on its sessions.

    Parameters
    ----------
    scenario
        The deal.
    dates
        Of its sessions.

    Returns
    -------
    tuple of WarrantTerms
    """
    return tuple(_terms(scenario.deal, place, dates) for place in range(len(scenario.deal.warrants)))


def _terms(deal: Deal, place: int, dates: tuple[date, ...]) -> WarrantTerms:
    warrant, cap = deal.warrants[place], deal.limits.cap
    price = warrant.exercise_price_usd if warrant.adjusted_price_usd is None else warrant.adjusted_price_usd
    names = [series.name for series in deal.series]
    return WarrantTerms(
        place=place,
        name=warrant.name,
        party=warrant.party,
        statement=None if warrant.statement is None else names.index(warrant.statement),
        in_reserve=warrant.in_reserve,
        counts_against_cap=cap is not None and warrant.name in cap.counts,
        amount=_amount_left(warrant, Fraction(price)),
        exercise_price=Fraction(price),
        shadow_price=Fraction(price if warrant.shadow_price_usd is None else warrant.shadow_price_usd),
        common_held=warrant.common_held,
        issue_date=warrant.issue_date,
        issued=bisect_left(dates, warrant.issue_date),
        purchase_days=(warrant.issue_date - dates[0]).days,
        purchase_price=Fraction(warrant.purchase_price_usd),
        adjusts_from=(warrant.adjusts_from or warrant.issue_date) if warrant.anti_dilution else None,
        first=bisect_left(dates, warrant.exercisable_from),
        last=bisect_right(dates, warrant.expires) - 1 if warrant.expires <= deal.horizon else len(dates),
        expires=warrant.expires,
        registered=bisect_left(dates, warrant.registration_effective),
        resets=None if warrant.resets is None else ResetTerms.of(warrant.resets, dates),
    )


def _amount_left(warrant: Warrant, price: Fraction) -> Fraction:
    """Dollars for which Warrant Shares are left at session 0: what is stated, or all that was to be paid at issue."""
    if warrant.amount_left_usd is not None:
        return Fraction(warrant.amount_left_usd)
    if warrant.shares_left is not None:
        return warrant.shares_left * price
    return warrant.shares * Fraction(warrant.exercise_price_usd)


def exercise_policy(scenario: Scenario) -> ExercisePolicy:
    """How the warrants of a deal are exercised.

    Parameters
    ----------
    scenario
        The deal and its holder.

    Returns
    -------
    ExercisePolicy
    """
    policy, shared = scenario.holder.warrants, scenario.deal.warrant_terms
    return ExercisePolicy(
        at_expiry=policy.exercise == "at_expiry",
        never=policy.exercise == "never",
        hurdle=Fraction(policy.hurdle),
        cashless=policy.method == "cashless",
        cashless_obeys_limits=shared.cashless_obeys_limits,
        fraction_at_market=shared.fraction_paid_at == "market",
        assumed_market=Fraction(shared.assumed_market_fraction),
        least_change=Fraction(shared.least_adjustment_fraction),
        notice_sessions=shared.merger_notice_sessions,
        volatility_sessions=shared.volatility_sessions,
    )
