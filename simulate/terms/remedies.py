"""Reserve, cap test, registration, delivery and redemption as the kernels take them (METHODS 16 to 20)."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

import numpy as np

from kernels import remedy_tables as kernel
from kernels.tables import BIG
from simulate.scenario import Delivery, Money, Registration, Scenario, Series, Suspension
from simulate.terms.claims import claims
from simulate.terms.exact import exact

CENTS = 100
YEAR = 365
"""Days of a year, of interest and of the count of unusable days."""
POLICIES = {
    "never": kernel.REDEEMS_NEVER,
    "when_it_pays_more": kernel.REDEEMS_WHEN_IT_PAYS_MORE,
    "always": kernel.REDEEMS_ALWAYS,
}


def _ratio(value: Decimal, what: str) -> tuple[float, float]:
    """A decimal as numerator and denominator."""
    fraction = Fraction(value)
    return exact(fraction.numerator, what), exact(fraction.denominator, what)


def reserve_table(scenario: Scenario) -> kernel.ReserveTable:
    """The Reserved Amount and its test; without one, nothing is reserved and nothing is tested."""
    reserve = scenario.deal.reserve
    if reserve is None:
        return kernel.ReserveTable(-1, 0.0, 0.0, False, 1.0, 1.0, 1, False, 0.0)
    numerator, denominator = _ratio(reserve.required_multiple, "deal.reserve.required_multiple")
    return kernel.ReserveTable(
        series=[series.name for series in scenario.deal.series].index(reserve.series),
        amount=float(reserve.amount_shares),
        used=float(reserve.used_shares),
        original=reserve.basis == "original",
        numerator=numerator,
        denominator=denominator,
        sessions=reserve.sessions,
        raises=reserve.company == "raises",
        act_within_days=float(reserve.act_within_days),
    )


def cap_test_table(scenario: Scenario, dates: Sequence[date]) -> kernel.CapTestTable:
    """The Trading Market Trigger Event."""
    test = scenario.deal.cap_test
    if test is None:
        return kernel.CapTestTable(-1, len(dates), -1, 1.0, 1.0, False, False, False)
    numerator, denominator = _ratio(test.required_multiple, "deal.cap_test.required_multiple")
    return kernel.CapTestTable(
        series=[series.name for series in scenario.deal.series].index(test.series),
        first=bisect_right(dates, test.after),
        approval_by=bisect_right(dates, test.approval_by) - 1,
        numerator=numerator,
        denominator=denominator,
        late_approval_cures=test.late_approval_cures,
        leaves_market=scenario.holder.has_listing_ended,
        restores_all=test.redemption_basis == "allocated",
    )


def suspended_days(scenario: Scenario, series: Series, dates: Sequence[date], after: date | None = None) -> set[date]:
    """Calendar days on which a series' statement is suspended; ``after``: in windows dated after this day only.

    A window dated before session 0 does not act (METHODS 12).
    """
    out: set[date] = set()
    for event in scenario.deal.events:
        if not isinstance(event, Suspension) or series.name not in event.statements or event.date < dates[0]:
            continue
        if after is None or event.date > after:
            last = min(event.until, dates[-1])
            out |= {event.date + timedelta(days=k) for k in range((last - event.date).days + 1)}
    return out


def counted_days(scenario: Scenario, terms: Registration, series: Series, dates: Sequence[date]) -> list[float]:
    """Calendar days since the session before that count for registration payments (``RRA 2.3``)."""
    term = terms.deadline_days_with_comments if terms.sec_comments else terms.deadline_days
    deadline, effective = series.issue_date + timedelta(days=term), series.registration_effective
    starts = deadline
    if terms.runs_from == "from_closing" and effective > deadline:
        starts = series.issue_date
    suspended = suspended_days(scenario, series, dates, deadline)
    counts = [0.0] * len(dates)
    for k in range(1, (dates[-1] - dates[0]).days + 1):
        day = dates[0] + timedelta(days=k)
        if starts <= day < effective or day in suspended:
            counts[bisect_left(dates, day)] += 1.0
    return counts


def unusable(scenario: Scenario, terms: Registration, series: Series, dates: Sequence[date]) -> list[bool]:
    """Sessions on which event (vi) is read: not effective in time, or suspended too long (``CoD VIII.A(vi)``)."""
    out = [False] * len(dates)
    effective = series.registration_effective
    last = series.issue_date + timedelta(days=terms.redemption_day)
    due = bisect_left(dates, last)
    # Effective after the day, though on the first session after it, is late; a day before the run is its first session.
    if due < len(dates) and effective > (last if last > dates[0] else dates[0]):
        out[due] = True
    suspended = sorted(day for day in suspended_days(scenario, series, dates) if day >= effective)
    running = 0
    for session, day in enumerate(dates):
        running = running + 1 if day in suspended else 0
        year = bisect_right(suspended, day) - bisect_right(suspended, day - timedelta(days=YEAR))
        if running >= terms.unusable_sessions or year > terms.unusable_days_per_year:
            out[session] = True
    return out


def registration_table(scenario: Scenario, dates: Sequence[date]) -> kernel.RegistrationTable:
    """Statements, their cover, and the payments for a late one; without terms nothing is tested or paid."""
    terms, all_series = scenario.deal.registration, scenario.deal.series
    names = [series.name for series in all_series]
    given = terms or Registration()
    stated = {statement.series: float(statement.registered_shares) for statement in given.statements}
    paying = None if given.paying_series is None else all_series[names.index(given.paying_series)]
    counts, read = [0.0] * len(dates), [False] * len(dates)
    priced = "deal.series[0].purchase_price_usd"
    base_usd, units = Fraction(0), CENTS
    if paying is not None:
        counts = counted_days(scenario, given, paying, dates)
        read = unusable(scenario, given, paying, dates)
        base = all_series if given.payment_base == "both_series" else (paying,)
        dearest = max(base, key=lambda series: series.purchase_price_usd)
        priced = f"deal.series[{names.index(dearest.name)}].purchase_price_usd"
        # A line's purchase price is what has been drawn, which the path knows.
        base_usd = sum((Fraction(series.purchase_price_usd) for series in base if series.draws is None), Fraction(0))
        drawn = (Fraction(series.stated_value_usd) for series in base if series.draws is not None)
        units = math.lcm(CENTS, base_usd.denominator, *(each.denominator for each in drawn))
    a_day = Fraction(given.payment_fraction_per_month) / (given.payment_month_days * units)
    cover, cover_under = _ratio(given.cover_multiple, "deal.registration.cover_multiple")
    restored, restored_under = _ratio(given.restored_multiple, "deal.registration.restored_multiple")
    after = timedelta(days=given.pay_after_days)
    return kernel.RegistrationTable(
        has_statement=np.array([name in stated for name in names], dtype=np.bool_),
        registered=np.array([stated.get(name, 0.0) for name in names]),
        cover_numerator=cover,
        cover_denominator=cover_under,
        restored_numerator=restored,
        restored_denominator=restored_under,
        cover_sessions=given.cover_sessions,
        raises=given.company == "raises",
        effective_within=given.effective_within_sessions,
        paying=-1 if paying is None else names.index(paying.name),
        counted_days=np.array(counts),
        base_units=exact(int(base_usd * units), priced, len(dates)),
        units_per_dollar=float(units),
        of_all=given.payment_base == "both_series",
        month_days=float(given.payment_month_days),
        day_numerator=exact(a_day.numerator, "deal.registration.payment_fraction_per_month"),
        day_denominator=exact(a_day.denominator, "deal.registration.payment_fraction_per_month"),
        pay_session=np.array([min(bisect_left(dates, day + after), len(dates) - 1) for day in dates], dtype=np.int64),
        unusable=np.array(read, dtype=np.bool_),
        pays_in_shares=scenario.holder.takes_registration_payments_in == "shares",
    )


def premium_sums(series: Series, dates: Sequence[date]) -> list[float]:
    """Sum of the Premium of one preferred over the calendar days after session 0's, by session, USD."""
    days = [dates[0] + timedelta(days=k) for k in range((dates[-1] - dates[0]).days + 1)]
    premium = [claim - Fraction(series.stated_value_usd) for claim in claims(series, days)]
    sums = list(accumulate(premium[1:], initial=Fraction(0)))
    return [float(sums[(day - dates[0]).days]) for day in dates]


def delivery_table(scenario: Scenario, dates: Sequence[date]) -> kernel.DeliveryTable:
    """Default payments; without terms, a failure does nothing."""
    terms, all_series = scenario.deal.delivery, scenario.deal.series
    given = terms or Delivery()
    daily = terms is not None and given.premium == "daily"
    sums = [premium_sums(series, dates) if daily else [0.0] * len(dates) for series in all_series]
    return kernel.DeliveryTable(
        exists=terms is not None,
        period=max(given.period_sessions, given.certificate_sessions + 1),
        exercise_period=given.period_sessions,
        flat_usd=float(given.flat_usd_per_day),
        flat_until=given.flat_until_sessions,
        face_fraction=float(given.face_fraction_per_day),
        premium_daily=daily,
        premium_sum=np.array(sums),
        ratchet_days=float(given.ratchet_days),
        event_sessions=given.event_sessions,
        pay_after=given.pay_after_sessions,
        purchase_cost=float(1 + scenario.holder.commission_fraction),
    )


def in_force(amounts: Sequence[Money], dates: Sequence[date], otherwise: float) -> list[float]:
    """The amount in force on each session: 0 before the first; ``otherwise`` if there are none."""
    if not amounts:
        return [otherwise] * len(dates)
    starts = [amount.date for amount in amounts]
    values = [0.0, *(float(amount.usd) for amount in amounts)]
    return [values[bisect_right(starts, day)] for day in dates]


def redemption_table(scenario: Scenario, dates: Sequence[date]) -> kernel.RedemptionTable:
    """Redemption and what the company can pay; without terms, no redemption and no limit, and delivery's interest."""
    terms, delivery, all_series = scenario.deal.redemption, scenario.deal.delivery, scenario.deal.series
    names = [series.name for series in all_series]
    if terms is None:
        return kernel.RedemptionTable(
            series=np.zeros(0, dtype=np.int64),
            redeems=kernel.REDEEMS_NEVER,
            face_usd=np.zeros(len(names)),
            pay_after=0,
            cash_usd=np.full(len(dates), BIG),
            lawful_usd=np.full(len(dates), BIG),
            interest_per_day=0.0 if delivery is None else float(delivery.interest_per_year / YEAR),
            owed_recovery=0.0,
            ends_when_cured=False,
            penalty_of_all_left=False,
        )
    return kernel.RedemptionTable(
        series=np.array([names.index(name) for name in terms.series], dtype=np.int64),
        redeems=POLICIES[scenario.holder.redeems],
        face_usd=np.array([float(terms.face_multiple * series.stated_value_usd) for series in all_series]),
        pay_after=terms.pay_after_sessions,
        cash_usd=np.array(in_force(terms.cash_usd, dates, BIG)),
        lawful_usd=np.array(in_force(terms.lawful_usd, dates, BIG)),
        interest_per_day=float(terms.interest_per_year / YEAR),
        owed_recovery=float(terms.owed_recovery),
        ends_when_cured=terms.right == "ends_when_cured",
        penalty_of_all_left=terms.penalty_per == "share_left",
    )


def listing_table(scenario: Scenario) -> kernel.ListingTable:
    """The exchange's rule on low prices; without one, no session is counted."""
    rule = scenario.deal.listing_rule
    if rule is None:
        return kernel.ListingTable(0, 0.0, 0.0, 1, 0)
    line = math.ceil(Fraction(rule.minimum_bid_usd) * scenario.market.price_units_per_dollar)
    return kernel.ListingTable(
        sessions=rule.sessions_under,
        line_units=exact(line, "deal.listing_rule.minimum_bid_usd"),
        cure_days=float(rule.cure_days),
        cure_sessions=rule.cure_sessions,
        event_after=rule.event_sessions - 1,
    )


def issue_covenant_table(scenario: Scenario) -> kernel.IssueCovenantTable:
    """How much preferred keeps the restriction on issues alive, and when its breach is event (iv)."""
    covenant = scenario.deal.issue_covenant
    if covenant is None:
        return kernel.IssueCovenantTable(1.0, 1.0, 0)
    numerator, denominator = _ratio(covenant.held_fraction, "deal.issue_covenant.held_fraction")
    return kernel.IssueCovenantTable(numerator, denominator, covenant.event_after_sessions)


def remedy_table(scenario: Scenario, dates: Sequence[date]) -> kernel.RemedyTable:
    """What the company owes when something fails.

    Parameters
    ----------
    scenario
        A checked scenario.
    dates
        Date of each session.

    Returns
    -------
    RemedyTable
    """
    return kernel.RemedyTable(
        reserve=reserve_table(scenario),
        cap_test=cap_test_table(scenario, dates),
        registration=registration_table(scenario, dates),
        delivery=delivery_table(scenario, dates),
        redemption=redemption_table(scenario, dates),
        listing=listing_table(scenario),
        issues=issue_covenant_table(scenario),
    )
