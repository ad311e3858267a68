"""Paid Premium, amortisation and draws on the sessions of a deal, and the claim of a series in general."""

from __future__ import annotations

import calendar
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from simulate.ledger.premium import claim, premium_a_day, premium_days, premium_sessions
from simulate.ledger.reset_terms import acting_session
from simulate.scenario import Series

CLAIM_PARTS = 10**6
"""A claim whose Premium compounds is a whole number of one dollar over this."""


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """What is paid on a series along the way, by the session on which it is paid."""

    in_shares: bool
    """Whether the Premium is paid in common, where the limits hold it."""
    premium: Mapping[int, Fraction]
    """Premium due on one preferred, dollars."""
    premium_from: Mapping[int, str]
    """What that Premium runs over, in words."""
    amortised: Mapping[int, int]
    """Preferred that must be retired."""
    amortised_in_cash: bool
    drawn: Mapping[int, int]
    """Preferred that the company draws."""
    is_drawn: bool
    last_draw: int
    """Session of the last draw; -1: none."""


def payment_terms(series: Series, dates: tuple[date, ...]) -> PaymentTerms:
    """The payments of a series.

    Parameters
    ----------
    series
        As configured.
    dates
        Of the sessions.

    Returns
    -------
    PaymentTerms
    """
    premium: defaultdict[int, Fraction] = defaultdict(Fraction)
    words: dict[int, str] = {}
    each_day = premium_a_day(
        Fraction(series.stated_value_usd), Fraction(series.premium.rate_per_year), series.premium.day_count_days
    )
    if series.premium.paid in ("cash", "shares"):
        previous = series.issue_date
        for day in pay_dates(series, dates[-1]):
            session = acting_session(day, dates)
            if session is not None and day > dates[0]:
                premium[session] += each_day * (day - previous).days
                words[session] = f"Premium to {day.isoformat()}"
            previous = day
    amortisation, draws = series.amortisation, series.draws
    amortised = _on_sessions(amortisation.dates, amortisation.preferred_shares, dates) if amortisation else {}
    maturity = bisect_left(dates, series.maturity)
    drawn = _on_sessions(draws.dates, draws.preferred_shares, dates) if draws else {}
    drawn = {session: preferred for session, preferred in drawn.items() if session <= maturity}
    return PaymentTerms(
        in_shares=series.premium.paid == "shares",
        premium=dict(premium),
        premium_from=words,
        amortised=amortised,
        amortised_in_cash=amortisation is not None and amortisation.pay == "cash",
        drawn=drawn,
        is_drawn=draws is not None,
        last_draw=max(drawn, default=-1),
    )


def pay_dates(series: Series, until: date) -> list[date]:
    """Every so many months from the issue date, on the same day of the month or on its last.

    Parameters
    ----------
    series
        As configured.
    until
        Last date that is looked at.

    Returns
    -------
    list of date
        Ascending, after the issue date.
    """
    issued = series.issue_date
    found: list[date] = []
    months = issued.year * 12 + issued.month - 1
    while True:
        months += series.premium.pay_months
        year, month = months // 12, months % 12 + 1
        day = date(year, month, min(issued.day, calendar.monthrange(year, month)[1]))
        if day > until:
            return found
        found.append(day)


def claims(series: Series, dates: Sequence[date]) -> list[Fraction]:
    """The claim of one preferred share on each session, whichever way its Premium is paid.

    Parameters
    ----------
    series
        As configured.
    dates
        Of the sessions.

    Returns
    -------
    list of Fraction
        Dollars. Premium paid in cash or shares leaves the claim on its pay dates; Premium in kind is added
        to the stated value and earns Premium itself, the claim rounded to the nearest millionth of a dollar.
    """
    stated, premium = Fraction(series.stated_value_usd), series.premium
    counted = premium_sessions if premium.counts == "sessions" else premium_days
    each_day = premium_a_day(stated, Fraction(premium.rate_per_year), premium.day_count_days)
    paid = [] if premium.paid == "on_conversion" else pay_dates(series, dates[-1])
    growth = 1 + Fraction(premium.rate_per_year) * premium.pay_months / 12
    found = []
    for day in dates:
        number = bisect_right(paid, day)
        if number:
            days = (day - paid[number - 1]).days
        else:
            days = counted(series.issue_date, day, counts_issue_date=premium.counts_issue_date)
        value = claim(stated, each_day, days)
        if premium.paid == "in_kind":
            parts = (value * growth**number * CLAIM_PARTS + Fraction(1, 2)).__floor__()
            value = Fraction(parts, CLAIM_PARTS)
        found.append(value)
    return found


def _on_sessions(days: Sequence[date], preferred: int, dates: tuple[date, ...]) -> dict[int, int]:
    """So many preferred on the session of each date, those of one session together."""
    counts = Counter(acting_session(day, dates) for day in days)
    return {session: preferred * count for session, count in counts.items() if session is not None}
