"""Everything of a deal beyond the conversion of preferred within its limits, read once from the Scenario."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from simulate.ledger.call_terms import CallTerms, call_terms
from simulate.ledger.equity_raise_terms import EquityRaiseTerms, equity_raise_terms
from simulate.ledger.event_terms import EventTerms, event_terms, last_dated_session, quoted_sessions
from simulate.ledger.payment_terms import CLAIM_PARTS, PaymentTerms, claims, payment_terms
from simulate.ledger.price_terms import PriceTerms, possible_multipliers, price_terms
from simulate.ledger.reset_terms import FINEST
from simulate.ledger.rule_144_terms import Rule144Terms, rule_144_terms
from simulate.ledger.volume_rules import BandTerms, VolumeRuleTerms, bands_of, rule_of
from simulate.ledger.warrant_terms import ExercisePolicy, WarrantTerms, exercise_policy, warrant_terms
from simulate.scenario import ConvertibleIssue, Position, Scenario


@dataclass(frozen=True, slots=True)
class GeneralTerms:
    """What a deal says beyond the conversion of preferred within its limits."""

    prices: tuple[PriceTerms, ...]
    """Of each series."""
    payments: tuple[PaymentTerms, ...]
    """Of each series."""
    claims: tuple[list[Fraction], ...]
    """Claim of one preferred share in dollars, by series and session."""
    positions: tuple[Position | None, ...]
    """Of each series: where it stands at session 0, if not at its issue."""
    warrants: tuple[WarrantTerms, ...]
    exercise: ExercisePolicy
    events: tuple[EventTerms, ...]
    last_dated: int
    """Last session on which a dated event acts; -1: none."""
    quoted: frozenset[int]
    """Sessions whose closing claims and conversion prices are kept for a later one."""
    bands: tuple[BandTerms, ...]
    """Of the covenant, its own first; empty without one."""
    conversion_volume: VolumeRuleTerms | None
    reserved_elsewhere: int
    cap_used: int
    ownership_before: bool
    """Whether new shares do not count in the outstanding of the ownership limit."""
    takes_later_terms: bool
    call: CallTerms | None
    """The company's call of preferred, if it uses one."""
    equity_raise: EquityRaiseTerms | None
    """On what terms the company sells common when its cash runs low; None: it does not."""
    rule_144: Rule144Terms | None
    """None: common that is not registered is not sold."""

    @classmethod
    def of(cls, scenario: Scenario, dates: tuple[date, ...]) -> GeneralTerms:
        """Read them from a scenario.

        Parameters
        ----------
        scenario
            The deal and its holder.
        dates
            Of the sessions.

        Returns
        -------
        GeneralTerms
        """
        deal = scenario.deal
        events = event_terms(scenario, dates)
        volume, cap = deal.limits.conversion_volume, deal.limits.cap
        return cls(
            prices=tuple(price_terms(series, dates) for series in deal.series),
            payments=tuple(payment_terms(series, dates) for series in deal.series),
            claims=tuple(claims(series, dates) for series in deal.series),
            positions=tuple(series.position for series in deal.series),
            warrants=warrant_terms(scenario, dates),
            exercise=exercise_policy(scenario),
            events=events,
            last_dated=last_dated_session(events),
            quoted=quoted_sessions(events),
            bands=bands_of(deal.limits.sale_volume),
            conversion_volume=None if volume is None else rule_of(volume),
            reserved_elsewhere=deal.common.reserved_elsewhere_shares,
            cap_used=0 if cap is None else cap.used_shares,
            ownership_before=deal.limits.ownership_basis == "before",
            takes_later_terms=scenario.holder.takes_later_terms,
            call=call_terms(scenario, dates),
            equity_raise=equity_raise_terms(scenario),
            rule_144=rule_144_terms(scenario),
        )

    def per_dollar(self, scenario: Scenario, dates: tuple[date, ...], per_dollar: int, units: int) -> int:
        """The smallest grid, not coarser than a given one, on which every amount of the deal is whole.

        Parameters
        ----------
        scenario
            The deal.
        dates
            Of the sessions.
        per_dollar
            Quanta in a dollar so far.
        units
            Quotation units in a dollar.

        Returns
        -------
        int
            Quanta in a dollar.
        """
        whole: list[int] = [per_dollar, FINEST, CLAIM_PARTS]
        lines = [band.line for band in self.bands if band.line is not None]
        later = [
            Fraction(event.fixed_price_usd)
            for event in scenario.deal.events
            if isinstance(event, ConvertibleIssue) and event.fixed_price_usd is not None
        ]
        whole += _denominators([*lines, *later])
        for terms, series in zip(self.prices, scenario.deal.series, strict=True):
            whole += _denominators([*terms.amounts(), Fraction(series.stated_value_usd)])
            for multiplier in possible_multipliers(scenario.deal, terms, dates):
                whole.append(units * terms.count * multiplier.denominator)
        for each in self.claims:
            whole += _denominators(each)
        return math.lcm(*whole)


def _denominators(amounts: Iterable[Fraction]) -> list[int]:
    return [amount.denominator for amount in amounts]
