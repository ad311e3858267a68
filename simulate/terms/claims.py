"""What one preferred converts on each session, and the Premium paid along the way (``CoD III.F``; METHODS 15)."""

from __future__ import annotations

import calendar
import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from simulate.scenario import Series
from simulate.sessions import is_session, sessions_apart

MILLIONTH = 10**6
"""A compounding claim is rounded to the nearest millionth of a dollar."""
MONTHS_PER_YEAR = 12


def premium_days(series: Series, day: date) -> int:
    """N of the Premium (``CoD III.F``): calendar days, or sessions, from first issue to the Conversion Date."""
    if series.premium.counts == "sessions":
        first = series.issue_date
        return sessions_apart(first, day) + (1 if series.premium.counts_issue_date and is_session(first) else 0)
    return (day - series.issue_date).days + (1 if series.premium.counts_issue_date else 0)


def months_after(day: date, months: int) -> date:
    """So many months after a date: the same day of the month, or its last."""
    index = day.month - 1 + months
    year, month = day.year + index // MONTHS_PER_YEAR, index % MONTHS_PER_YEAR + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def pay_dates(series: Series, until: date) -> list[date]:
    """Pay dates up to a date: every ``pay_months`` months from the issue date, same day of the month or its last."""
    out: list[date] = []
    months = series.premium.pay_months
    issue = series.issue_date
    while True:
        day = months_after(issue, months * (len(out) + 1))
        if day > until:
            return out
        out.append(day)


def claims(series: Series, dates: Sequence[date]) -> list[Fraction]:
    """The claim of one preferred on each session, USD, exact."""
    stated, premium = Fraction(series.stated_value_usd), series.premium
    rate = Fraction(premium.rate_per_year)
    if premium.paid == "on_conversion":
        return [stated * (1 + rate * premium_days(series, day) / premium.day_count_days) for day in dates]
    paid = pay_dates(series, dates[-1])
    out = []
    for day in dates:
        periods = bisect_right(paid, day)
        since = (day - paid[periods - 1]).days if periods else premium_days(series, day)
        run = 1 + rate * since / premium.day_count_days
        if premium.paid == "in_kind":
            grown = stated * (1 + rate * premium.pay_months / MONTHS_PER_YEAR) ** periods * run
            out.append(Fraction(math.floor(grown * MILLIONTH + Fraction(1, 2)), MILLIONTH))
        else:
            out.append(stated * run)
    return out


def premium_paid(series: Series, dates: Sequence[date]) -> list[Fraction]:
    """Premium paid on one preferred on each session, USD, exact: of the pay dates that act on it."""
    out = [Fraction(0)] * len(dates)
    premium = series.premium
    if premium.paid not in ("cash", "shares"):
        return out
    paid = pay_dates(series, dates[-1])
    each = Fraction(series.stated_value_usd) * Fraction(premium.rate_per_year) / premium.day_count_days
    for number, day in enumerate(paid):
        session = bisect_left(dates, day)
        if day > dates[0] and session < len(dates):
            run = (day - (paid[number - 1] if number else series.issue_date)).days
            out[session] += each * run
    return out
