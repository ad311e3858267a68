"""The deal, its series, limits and sales as the kernels take them."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import numpy as np

from kernels import tables as kernel
from kernels.market.volume import MOST_SHARES
from simulate.scenario import Scenario
from simulate.terms.arrays import flags, floats, integers
from simulate.terms.exact import SeriesNumbers, exact


def session_on_or_after(day: date, dates: Sequence[date]) -> int:
    """Number of the first session on or after a date; ``len(dates)`` if there is none."""
    return bisect_left(dates, day)


def series_table(scenario: Scenario, numbers: Sequence[SeriesNumbers], dates: Sequence[date]) -> kernel.SeriesTable:
    """The series: claims and prices as exact whole numbers, dates as sessions."""
    deal = scenario.deal
    cap = deal.limits.cap
    variables = [series.conversion_price.variable for series in deal.series]
    names = [series.name for series in deal.series]
    # Purchases that are not of a series come after the series': only the rate of return reads them.
    bought = [
        (0.0 if series.draws is not None else float(series.purchase_price_usd), series.issue_date)
        for series in deal.series
    ] + [
        (float(warrant.purchase_price_usd), warrant.issue_date)
        for warrant in deal.warrants
        if warrant.party == "investor" and warrant.purchase_price_usd > 0
    ]
    own = [f"deal.series[{k}]" for k in range(len(deal.series))]
    premiums = [f"{field}.premium.rate_per_year" for field in own]
    multipliers = [f"{field}.conversion_price.variable.multiplier" for field in own]
    prices = [
        multiplier if series.conversion_price.fixed_usd is None else f"{field}.conversion_price.fixed_usd"
        for series, field, multiplier in zip(deal.series, own, multipliers, strict=True)
    ]
    return kernel.SeriesTable(
        preferred=floats([series.preferred_shares for series in deal.series]),
        stated_value_usd=floats([float(series.stated_value_usd) for series in deal.series]),
        claim_scale=floats([exact(n.claim_scale, field) for n, field in zip(numbers, premiums, strict=True)]),
        price_scale=floats([exact(n.price_scale, field) for n, field in zip(numbers, prices, strict=True)]),
        fixed_price=floats([exact(n.fixed_price, f, n.claim_scale) for n, f in zip(numbers, prices, strict=True)]),
        window_price=floats([exact(n.window_price, field) for n, field in zip(numbers, multipliers, strict=True)]),
        lookback_sessions=integers([v.lookback_sessions if v else 1 for v in variables]),
        lowest_count=integers([n.taken for n in numbers]),
        window_lag=integers([1 if v is None or v.window_end == "day_before" else 0 for v in variables]),
        switch_on=integers([session_on_or_after(v.switch_on, dates) if v else len(dates) for v in variables]),
        waived=flags([v is not None and v.waived for v in variables]),
        registered=integers([session_on_or_after(series.registration_effective, dates) for series in deal.series]),
        matures=integers([session_on_or_after(series.maturity, dates) for series in deal.series]),
        counts_to_cap=flags([cap is not None and name in cap.counts for name in names]),
        hurdle_bid=floats([exact(n.hurdle_bid, "holder.hurdle") for n in numbers]),
        hurdle_price=floats([exact(n.hurdle_price, "holder.hurdle") for n in numbers]),
        purchase_usd=floats([usd for usd, _ in bought]),
        purchase_days=floats([(day - dates[0]).days for _, day in bought]),
    )


def claim_table(scenario: Scenario, numbers: Sequence[SeriesNumbers]) -> kernel.Floats:
    """The claim of one preferred of each series on each session, as an exact whole number, [S, T]."""
    return np.array(
        [[exact(value, f"deal.series[{k}].premium.rate_per_year") for value in n.claim] for k, n in enumerate(numbers)]
    )


def deal_table(scenario: Scenario, dates: Sequence[date]) -> kernel.DealTable:
    """Common stock, cap, approval, ownership and the mechanics of conversion."""
    deal = scenario.deal
    cap, approval = deal.limits.cap, deal.approval
    ownership = Fraction(deal.limits.ownership_fraction or 0)
    chance = {"date": Fraction(1), "never": Fraction(0)}.get(approval.mode)
    if chance is None:
        chance = Fraction(approval.probability or 0)
    outstanding, authorized = deal.common.outstanding_shares, deal.common.authorized_shares
    return kernel.DealTable(
        outstanding=float(outstanding),
        authorized=kernel.BIG if authorized is None else float(authorized),
        cap_amount=kernel.BIG if cap is None else float(cap.resolved_shares(outstanding)),
        approval_session=len(dates) if approval.date is None else session_on_or_after(approval.date, dates),
        approval_words=float(chance * 2**32),
        cap_gross=cap is not None and cap.returns == "gross",
        cap_excess_lost=cap is not None and cap.excess == "lost",
        ownership_numerator=float(ownership.numerator),
        ownership_denominator=exact(ownership.denominator, "deal.limits.ownership_fraction", 4 * outstanding),
        round_up_per_share=deal.conversion.round_up == "per_share",
        fractional=deal.conversion.fractional_shares,
        same_day_sale=deal.conversion.same_day_sale,
        keeps_converting=deal.conversion.after_maturity == "keeps_converting",
        recovery=float(deal.conversion.unconverted_recovery),
    )


def sale_table(scenario: Scenario) -> kernel.SaleTable:
    """The sale-volume covenant and what the market takes without it."""
    covenant = scenario.deal.limits.sale_volume
    names = [series.name for series in scenario.deal.series]
    units = scenario.market.price_units_per_dollar
    taken = Fraction(scenario.holder.participation or 0)
    session = covenant.share_of_all_volume(covenant) if covenant else Fraction(0)
    average = Fraction(covenant.share_of_average_volume) / covenant.average_sessions if covenant else Fraction(0)
    sessions, most = covenant.average_sessions if covenant else 0, int(MOST_SHARES)
    share = Fraction(covenant.share_of_limit) if covenant else Fraction(1)
    line = kernel.BIG
    if covenant is not None and covenant.price_below_usd is not None:
        line = float(math.ceil(Fraction(covenant.price_below_usd) * units))
    return kernel.SaleTable(
        covenant=covenant is not None,
        while_held=names.index(covenant.while_held) if covenant else 0,
        floor_shares=float(covenant.floor_shares) if covenant else 0.0,
        session_numerator=exact(session.numerator, "deal.limits.sale_volume.share_of_session_volume", most),
        session_denominator=float(session.denominator),
        average_numerator=exact(average.numerator, "deal.limits.sale_volume.share_of_average_volume", most * sessions),
        average_denominator=float(average.denominator),
        average_sessions=sessions,
        share_numerator=exact(share.numerator, "deal.limits.sale_volume.share_of_limit", most),
        share_denominator=float(share.denominator),
        line_units=line,
        participation_numerator=exact(taken.numerator, "holder.participation", most),
        participation_denominator=float(taken.denominator),
        net_of_commission=float(1 - scenario.holder.commission_fraction),
    )
