"""The rest of the contract as the kernels take it: payments of preferred, limits in general, and all parts together."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import numpy as np

from kernels import whole_tables as kernel
from kernels.market.volume import MOST_SHARES
from kernels.packing import pack_whole
from kernels.tables import BIG
from simulate.scenario import (
    PriceBand,
    SaleVolume,
    Scenario,
    Series,
    SpecialAdjustment,
    Split,
    StockDividend,
    VolumeRule,
)
from simulate.terms.arrays import flags, floats, integers
from simulate.terms.claims import claims, premium_paid
from simulate.terms.events import event_table
from simulate.terms.exact import SeriesNumbers, exact, series_numbers
from simulate.terms.feedback import feedback_table
from simulate.terms.policies import company_table, policy_table
from simulate.terms.prices import GRAIN, decimals_of_prices, later_multipliers, pricing_table
from simulate.terms.remedies import remedy_table
from simulate.terms.rule_144 import rule_144_table
from simulate.terms.warrants import warrant_table

PREMIUM_MODES = {
    "on_conversion": kernel.PREMIUM_ON_CONVERSION,
    "in_kind": kernel.PREMIUM_ON_CONVERSION,
    "cash": kernel.PREMIUM_IN_CASH,
    "shares": kernel.PREMIUM_IN_SHARES,
}


def whole_series_numbers(series: Series, scenario: Scenario, dates: Sequence[date]) -> SeriesNumbers:
    """The whole numbers of one series, fine enough for everything that its price may come to."""
    deal = scenario.deal
    variable = series.conversion_price.variable
    multipliers: list[Fraction] = []
    if variable is not None:
        multipliers = [Fraction(step.multiplier) for step in variable.multiplier_steps]
        multipliers += later_multipliers(scenario, series, dates).values()
    adjusts = series.conversion_price.resets is not None or any(
        isinstance(event, (Split, StockDividend, SpecialAdjustment)) for event in deal.events
    )
    return series_numbers(
        series,
        scenario,
        dates,
        more_prices=decimals_of_prices(series, scenario),
        more_multipliers=multipliers,
        grain=GRAIN if adjusts else 1,
    )


def payment_table(
    scenario: Scenario, numbers: Sequence[SeriesNumbers], dates: Sequence[date], fan_series: int
) -> kernel.PaymentTable:
    """Premium, amortisation, draws and positions."""
    all_series = scenario.deal.series
    sessions = len(dates)
    usd, whole = np.zeros((len(all_series), sessions)), np.zeros((len(all_series), sessions))
    claim, scales = np.zeros((len(all_series), sessions)), []
    amortised, drawn = np.zeros((len(all_series), sessions)), np.zeros((len(all_series), sessions))
    for k, (series, number) in enumerate(zip(all_series, numbers, strict=True)):
        due = premium_paid(series, dates)
        scale = math.lcm(*(amount.denominator for amount in due))
        scaled = [int(amount * scale) * number.price_scale for amount in due]
        common = math.gcd(scale, *scaled) if any(scaled) else 1
        scales.append(exact(scale // common, f"deal.series[{k}].premium.rate_per_year"))
        usd[k] = [float(amount) for amount in due]
        whole[k] = [exact(value // common, f"deal.series[{k}].premium.rate_per_year") for value in scaled]
        claim[k] = [float(value) for value in claims(series, dates)]
        for plan, out in ((series.amortisation, amortised), (series.draws, drawn)):
            for day in plan.dates if plan is not None else ():
                session = bisect_left(dates, day)
                if day >= dates[0] and session < sessions:
                    out[k, session] += plan.preferred_shares  # type: ignore[union-attr]
    draws = [series.draws is not None for series in all_series]
    positions = [series.position for series in all_series]
    return kernel.PaymentTable(
        premium_mode=integers([PREMIUM_MODES[s.premium.paid] for s in all_series]),
        premium_usd=usd,
        premium_claim=whole,
        premium_scale=floats(scales),
        claim_usd=claim,
        amortised=amortised,
        amortised_in_cash=flags([s.amortisation is not None and s.amortisation.pay == "cash" for s in all_series]),
        drawn=drawn,
        is_drawn=flags(draws),
        last_draw=integers(
            [
                int(max(np.flatnonzero(row), default=-1)) if is_drawn else -1
                for row, is_drawn in zip(drawn, draws, strict=True)
            ]
        ),
        start_held=floats([0 if p is None else p.common_held for p in positions]),
        start_preferred=floats(
            [
                0 if is_drawn else series.preferred_shares if p is None else p.preferred_left
                for series, p, is_drawn in zip(all_series, positions, draws, strict=True)
            ]
        ),
        start_proceeds_usd=floats([0.0 if p is None else float(p.proceeds_usd) for p in positions]),
        expenses_usd=float(scenario.deal.expenses_usd),
        needs_last_bid=scenario.deal.capital_table is not None,
        fan_series=fan_series,
    )


def limits_table(scenario: Scenario) -> kernel.LimitsTable:
    """Bands of prices, the conversion-volume rule, and the numbers that splits move."""
    limits, deal = scenario.deal.limits, scenario.deal
    covenant = limits.sale_volume
    units = scenario.market.price_units_per_dollar
    bands: list[SaleVolume | PriceBand] = [] if covenant is None else [covenant, *covenant.further_bands]
    ends = [band.price_below_usd for band in bands]
    scale = math.lcm(units, GRAIN, *(Fraction(end).denominator for end in ends if end is not None))
    none = VolumeRule(floor_shares=0, share_of_session_volume=0, share_of_average_volume=0, average_sessions=1)
    conversions = none if limits.conversion_volume is None else limits.conversion_volume
    given: list[SaleVolume | PriceBand | VolumeRule] = [*bands, conversions]
    session = [] if covenant is None else [covenant.share_of_all_volume(band) for band in bands]
    session.append(Fraction(conversions.share_of_session_volume))
    average = [Fraction(rule.share_of_average_volume) / rule.average_sessions for rule in given]
    most = int(MOST_SHARES)

    covenant_field = "deal.limits.sale_volume"
    further = [f"{covenant_field}.further_bands[{k}]" for k in range(len(bands) - 1)]
    fields = [*([covenant_field, *further] if bands else []), "deal.limits.conversion_volume"]
    return kernel.LimitsTable(
        reserved_elsewhere=float(deal.common.reserved_elsewhere_shares),
        cap_used=0.0 if limits.cap is None else float(limits.cap.used_shares),
        ownership_before=limits.ownership_basis == "before",
        lines=floats(
            [
                BIG if end is None else exact(int(Fraction(end) * scale), f"{field}.price_below_usd")
                for field, end in zip(fields, ends, strict=False)
            ]
        ),
        lines_per_unit=float(scale // units),
        lines_grain=float(scale // GRAIN),
        floors=floats([rule.floor_shares for rule in given]),
        session_numerator=floats(
            [
                exact(share.numerator, f"{field}.share_of_session_volume", most)
                for field, share in zip(fields, session, strict=True)
            ]
        ),
        session_denominator=floats([share.denominator for share in session]),
        average_numerator=floats(
            [
                exact(share.numerator, f"{field}.share_of_average_volume", most * rule.average_sessions)
                for field, share, rule in zip(fields, average, given, strict=True)
            ]
        ),
        average_denominator=floats([share.denominator for share in average]),
        average_sessions=integers([rule.average_sessions for rule in given]),
        conversion_volume=limits.conversion_volume is not None,
        maturity_tested=deal.conversion.maturity_conditions == "tested",
        refuses_at_maturity=scenario.holder.refuses_at_maturity,
    )


def whole_table(
    scenario: Scenario, numbers: Sequence[SeriesNumbers], dates: Sequence[date], fan_series: int
) -> kernel.Whole:
    """All parts of the contract beyond conversion."""
    events, hazard_words = event_table(scenario, dates)
    return pack_whole(
        pricing=pricing_table(scenario, numbers, dates),
        payments=payment_table(scenario, numbers, dates, fan_series),
        warrants=warrant_table(scenario, dates),
        events=events,
        limits=limits_table(scenario),
        remedy=remedy_table(scenario, dates),
        policy=policy_table(scenario, numbers, dates),
        feedback=feedback_table(scenario),
        company=company_table(scenario, numbers, dates),
        rule_144=rule_144_table(scenario, dates),
        hazard_words=hazard_words,
    )
