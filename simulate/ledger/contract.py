"""The terms of a deal on its sessions, read once from the Scenario and used for every path.

Dates become session numbers ("on or after a date" is the first session whose date is on or after it),
decimals become exact fractions. :mod:`simulate.ledger.grid` then counts the money in whole quanta.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from simulate.ledger.conversion import Rounding, rounding_of
from simulate.ledger.feedback_terms import FeedbackTerms, feedback_terms
from simulate.ledger.general_terms import GeneralTerms
from simulate.ledger.grid import Grid, grid_of
from simulate.ledger.policy_terms import PolicyTerms, policy_terms
from simulate.ledger.premium import premium_a_day, premium_days, premium_sessions
from simulate.ledger.volume_rules import session_share
from simulate.scenario import Cap, SaleVolume, Scenario, Series, uses_whole

if TYPE_CHECKING:
    from simulate.ledger.remedy_terms import RemedyTerms


@dataclass(frozen=True, slots=True)
class VariableTerms:
    """The Variable Conversion Price of a series (``CoD III.G``)."""

    multiplier: Fraction
    lookback_sessions: int
    lowest_count: int
    includes_same_day: bool
    waived: bool
    switch_on: int
    """First session on which the price may float (``CoD III.D``)."""


@dataclass(frozen=True, slots=True)
class SeriesTerms:
    """One series of preferred, its dates as session numbers."""

    place: int
    """Place in deal order, from 0."""
    name: str
    preferred_shares: int
    stated_value: Fraction
    purchase_price: Fraction
    issue_date: date
    purchase_days: int
    """Calendar days from session 0 to the issue date: zero or negative."""
    premium_a_day: Fraction
    premium_days: tuple[int, ...]
    """N of each session (``CoD III.F``)."""
    fixed_price: Fraction | None
    variable: VariableTerms | None
    registered: int
    """First session on which its common may be sold (``RRA 2.1``)."""
    maturity: int
    """Session of the required conversion (``CoD IV.H``); the number of sessions if the run ends before it."""
    counts_against_cap: bool


@dataclass(frozen=True, slots=True)
class CovenantTerms:
    """The sale-volume covenant (``SPA 4.15``), its shares as numerator and denominator."""

    while_held: int
    floor_shares: int
    session_share: tuple[int, int]
    average_share: tuple[int, int]
    average_sessions: int
    share_of_limit: tuple[int, int]
    """The part of the limit that is this holder's, after a transfer."""
    price_line: Fraction | None


@dataclass(frozen=True, slots=True)
class Contract:
    """A deal and its holder on their sessions; build with :meth:`of`, once, and keep for all paths."""

    scenario: Scenario
    session_dates: tuple[date, ...]
    days: tuple[int, ...]
    """Calendar days of each session from session 0."""
    discounts: tuple[float, ...]
    """``exp(-r days/365)`` of each session."""
    series: tuple[SeriesTerms, ...]
    outstanding_shares: int
    authorized_shares: int | None
    rounding: Rounding
    fractional: bool
    same_day_sale: bool
    stranded: bool
    recovery: Fraction
    approval: int
    """First session on which an approval that is given acts; the number of sessions if it never can."""
    cap_amount: int | None
    cap_gross: bool
    cap_excess_lost: bool
    ownership: tuple[int, int] | None
    covenant: CovenantTerms | None
    participation: tuple[int, int] | None
    policy: PolicyTerms
    decides_on_previous_close: bool
    hurdle: tuple[int, int]
    commission: Fraction
    discount_rate_per_year: float
    general: GeneralTerms | None = None
    """What the deal says beyond the conversion of preferred within its limits; None: nothing."""
    remedies: RemedyTerms | None = None
    """What the company owes when something fails; None with ``general``."""
    feedback: FeedbackTerms | None = None
    """What the holder's doing does to the price, or the price to the company; None: nothing."""
    _grids: dict[int, Grid] = field(default_factory=dict, repr=False, compare=False)

    @property
    def whole(self) -> bool:
        """Whether the deal uses any part of the contract beyond its conversion."""
        return self.general is not None

    @property
    def presses_the_window(self) -> bool:
        """Whether the holder sells into the look-back before it converts (METHODS, Pressure)."""
        return self.scenario.holder.presses_the_window

    @classmethod
    def of(cls, scenario: Scenario, session_dates: Sequence[date]) -> Contract:
        """Read the terms of a scenario on its sessions.

        Parameters
        ----------
        scenario
            The deal, the discount rate and the holder.
        session_dates
            Dates of sessions 0..T-1: the first on or after ``deal.start``, the last on or before
            ``deal.horizon``.

        Returns
        -------
        Contract

        Raises
        ------
        ValueError
            No sessions, or dates that do not ascend.
        """
        dates = tuple(session_dates)
        if not dates or any(later <= earlier for earlier, later in pairwise(dates)):
            raise ValueError("the contract needs session dates, at least one, in ascending order")
        deal, holder = scenario.deal, scenario.holder
        days = tuple((day - dates[0]).days for day in dates)
        rate = float(scenario.market.discount_rate_per_year)
        cap, ownership, approval = deal.limits.cap, deal.limits.ownership_fraction, deal.approval.date
        whole = uses_whole(scenario)
        return cls(
            scenario=scenario,
            session_dates=dates,
            days=days,
            discounts=tuple(math.exp(-rate * day / 365) for day in days),
            series=tuple(_series_terms(scenario, place, dates) for place in range(len(deal.series))),
            outstanding_shares=deal.common.outstanding_shares,
            authorized_shares=deal.common.authorized_shares,
            rounding=rounding_of(
                fractional_shares=deal.conversion.fractional_shares, round_up=deal.conversion.round_up
            ),
            fractional=deal.conversion.fractional_shares,
            same_day_sale=deal.conversion.same_day_sale,
            stranded=deal.conversion.after_maturity == "stranded",
            recovery=Fraction(deal.conversion.unconverted_recovery),
            approval=len(dates) if approval is None else bisect_left(dates, approval),
            cap_amount=None if cap is None else _cap_amount(cap, deal.common.outstanding_shares),
            cap_gross=cap is not None and cap.returns == "gross",
            cap_excess_lost=cap is not None and cap.excess == "lost",
            ownership=None if ownership is None else ownership.as_integer_ratio(),
            covenant=_covenant_terms(deal.limits.sale_volume, [series.name for series in deal.series]),
            participation=None if holder.participation is None else holder.participation.as_integer_ratio(),
            policy=policy_terms(scenario, dates),
            decides_on_previous_close=holder.sale_decision == "previous_close",
            hurdle=holder.hurdle.as_integer_ratio(),
            commission=Fraction(holder.commission_fraction),
            discount_rate_per_year=rate,
            general=GeneralTerms.of(scenario, dates) if whole else None,
            remedies=_remedy_terms(scenario, dates) if whole else None,
            feedback=feedback_terms(scenario),
        )

    def grid(self, price_units_per_dollar: int) -> Grid:
        """The deal's money in whole quanta, for prices quoted in so many units a dollar; made once and kept.

        Parameters
        ----------
        price_units_per_dollar
            How many quotation units make a dollar.

        Returns
        -------
        Grid
        """
        grid = self._grids.get(price_units_per_dollar)
        if grid is None:
            grid = self._grids[price_units_per_dollar] = grid_of(self, price_units_per_dollar)
        return grid


def _remedy_terms(scenario: Scenario, dates: tuple[date, ...]) -> RemedyTerms:
    from simulate.ledger.remedy_terms import RemedyTerms  # it reads this module's terms in its turn

    return RemedyTerms.of(scenario, dates)


def _cap_amount(cap: Cap, outstanding: int) -> int:
    """The Cap Amount: a number, or a share of the common outstanding at session 0, rounded down."""
    if cap.amount_shares is not None:
        return cap.amount_shares
    assert cap.share_of_outstanding is not None
    return (Fraction(cap.share_of_outstanding) * outstanding).__floor__()


def _series_terms(scenario: Scenario, place: int, dates: tuple[date, ...]) -> SeriesTerms:
    """One series, its dates turned into session numbers."""
    deal = scenario.deal
    series = deal.series[place]
    cap, fixed = deal.limits.cap, series.conversion_price.fixed_usd
    counted = premium_sessions if series.premium.counts == "sessions" else premium_days
    return SeriesTerms(
        place=place,
        name=series.name,
        preferred_shares=series.preferred_shares,
        stated_value=Fraction(series.stated_value_usd),
        purchase_price=Fraction(series.purchase_price_usd),
        issue_date=series.issue_date,
        purchase_days=(series.issue_date - dates[0]).days,
        premium_a_day=premium_a_day(
            Fraction(series.stated_value_usd),
            Fraction(series.premium.rate_per_year),
            series.premium.day_count_days,
        ),
        premium_days=tuple(
            counted(series.issue_date, day, counts_issue_date=series.premium.counts_issue_date) for day in dates
        ),
        fixed_price=None if fixed is None else Fraction(fixed),
        variable=_variable_terms(series, dates),
        registered=bisect_left(dates, series.registration_effective),
        maturity=bisect_left(dates, series.maturity),
        counts_against_cap=cap is not None and series.name in cap.counts,
    )


def _variable_terms(series: Series, dates: tuple[date, ...]) -> VariableTerms | None:
    variable = series.conversion_price.variable
    if variable is None:
        return None
    return VariableTerms(
        multiplier=Fraction(variable.multiplier),
        lookback_sessions=variable.lookback_sessions,
        lowest_count=variable.lowest_count,
        includes_same_day=variable.window_end == "same_day",
        waived=variable.waived,
        switch_on=bisect_left(dates, variable.switch_on),
    )


def _covenant_terms(covenant: SaleVolume | None, names: list[str]) -> CovenantTerms | None:
    if covenant is None:
        return None
    line = covenant.price_below_usd
    return CovenantTerms(
        while_held=names.index(covenant.while_held),
        floor_shares=covenant.floor_shares,
        session_share=session_share(covenant.share_of_session_volume, own_sales_count=covenant.own_sales_count),
        average_share=covenant.share_of_average_volume.as_integer_ratio(),
        average_sessions=covenant.average_sessions,
        share_of_limit=covenant.share_of_limit.as_integer_ratio(),
        price_line=None if line is None else Fraction(line),
    )
