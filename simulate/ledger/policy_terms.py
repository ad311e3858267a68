"""The holder's policy as the ledger reads it (METHODS 6, 25)."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from simulate.scenario import Holder, Scenario, margin_of


@dataclass(frozen=True, slots=True)
class ActTerms:
    """Dated acts of a holder, by session and series."""

    preferred: dict[tuple[int, int], int]
    """Preferred of which it gives notice."""
    common: dict[tuple[int, int], int]
    """Common that it sells."""
    sells_as_dated: bool
    last: int
    """Last session with an act; -1: none."""


@dataclass(frozen=True, slots=True)
class ShortTerms:
    """How a holder that sells short does it."""

    borrow_limit: Fraction
    """Part of the common outstanding."""
    borrow_cost: Fraction
    """Per dollar of stock and year."""
    counts: bool
    """Whether short sales count against the limit on sales."""
    before_effectiveness: bool
    waits_while_falling: bool


@dataclass(frozen=True, slots=True)
class BoundaryTerms:
    """Multiples of the conversion price at which a lot is given notice of, by the part that is left; None: it waits."""

    first: int
    """Session from which it holds."""
    floating: tuple[Fraction | None, ...]
    """While the price floats under the fixed one, or there is none."""
    fixed: tuple[Fraction | None, ...]
    """While the fixed price is the Conversion Price."""


@dataclass(frozen=True, slots=True)
class PolicyTerms:
    """What the holder does, beyond what every holder decides."""

    name: str
    """As in ``holder.policy``."""
    least_bid: Fraction | None
    """Multiple of the conversion price, 1 + margin, at which it gives notice, or sells short; None: at none."""
    takes_all: bool
    """Whether a notice for the margin is of all that the limits on conversion allow."""
    acts: ActTerms | None
    """Of ``dated_acts``."""
    short: ShortTerms | None
    """Of ``short_hedged``."""
    boundaries: tuple[tuple[BoundaryTerms, ...], ...] = ()
    """Of the policy ``optimal``, for each series."""

    @property
    def converts(self) -> bool:
        """Whether it gives notices before maturity."""
        return self.name != "hold"

    @property
    def sells_as_dated(self) -> bool:
        """Whether common from series is sold on dates alone."""
        return self.acts is not None and self.acts.sells_as_dated


def policy_terms(scenario: Scenario, dates: Sequence[date]) -> PolicyTerms:
    """Read them from a scenario.

    Parameters
    ----------
    scenario
        The deal and its holder.
    dates
        Of the sessions.

    Returns
    -------
    PolicyTerms
    """
    holder = scenario.holder
    margin = margin_of(holder)
    amounts = {"threshold": holder.threshold.amount, "roll_off": holder.roll_off.amount}
    hedged = holder.short_hedged
    return PolicyTerms(
        name=holder.policy,
        least_bid=None if margin is None else 1 + Fraction(margin),
        takes_all=amounts.get(holder.policy) == "what_limits_allow",
        acts=_act_terms(scenario, dates) if holder.policy == "dated_acts" else None,
        short=ShortTerms(
            borrow_limit=Fraction(hedged.borrow_limit_fraction),
            borrow_cost=Fraction(hedged.borrow_cost_per_year),
            counts=hedged.counts_in_sale_limit,
            before_effectiveness=hedged.before_effectiveness,
            waits_while_falling=hedged.waits_while_price_falls,
        )
        if holder.policy == "short_hedged"
        else None,
        boundaries=tuple(_boundaries(holder, series.name, dates) for series in scenario.deal.series),
    )


def _act_terms(scenario: Scenario, dates: Sequence[date]) -> ActTerms:
    """Dates as sessions; acts of one kind and series that fall on one session are one."""
    acts = scenario.holder.dated_acts
    places = {series.name: place for place, series in enumerate(scenario.deal.series)}
    preferred: Counter[tuple[int, int]] = Counter()
    common: Counter[tuple[int, int]] = Counter()
    for act in acts.acts:
        session = bisect_left(dates, act.date)
        if session < len(dates):
            preferred[session, places[act.series]] += act.preferred_shares or 0
            common[session, places[act.series]] += act.common_shares or 0
    return ActTerms(
        preferred={key: count for key, count in preferred.items() if count},
        common={key: count for key, count in common.items() if count},
        sells_as_dated=acts.sells == "as_dated",
        last=max((session for session, _ in (*preferred, *common)), default=-1),
    )


def _boundaries(holder: Holder, name: str, dates: Sequence[date]) -> tuple[BoundaryTerms, ...]:
    """Those of one series, in the order of their dates."""
    return tuple(
        BoundaryTerms(bisect_left(dates, boundary.date), _multiples(boundary.floating), _multiples(boundary.fixed))
        for boundary in holder.optimal.of_series(name)
    )


def _multiples(row: tuple[Decimal | None, ...]) -> tuple[Fraction | None, ...]:
    return tuple(None if least is None else Fraction(least) for least in row)
