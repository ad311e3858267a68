"""The Premium: simple accretion on the stated value (``CoD III.F``)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TypeVar

from simulate.sessions import sessions

Money = TypeVar("Money", int, Fraction)
"""Dollars as an exact fraction, or whole quanta of a :class:`simulate.ledger.contract.Grid`."""


def premium_days(issue_date: date, conversion_date: date, *, counts_issue_date: bool) -> int:
    """N: calendar days from first issue "to, and including, the Conversion Date" (``CoD III.F``).

    Parameters
    ----------
    issue_date
        Date of first issue of the series.
    conversion_date
        The Conversion Date, which always counts.
    counts_issue_date
        Whether the issue date itself counts too.

    Returns
    -------
    int
        Calendar days.
    """
    return (conversion_date - issue_date).days + (1 if counts_issue_date else 0)


def premium_sessions(issue_date: date, conversion_date: date, *, counts_issue_date: bool) -> int:
    """N where it counts sessions: those after the date of first issue, up to and including the Conversion Date.

    Parameters
    ----------
    issue_date, conversion_date
        As in :func:`premium_days`.
    counts_issue_date
        Whether the issue date itself counts too, if it is a session.

    Returns
    -------
    int
        Trading sessions.
    """
    after = len(sessions(issue_date, conversion_date)) - len(sessions(issue_date, issue_date))
    return after + (len(sessions(issue_date, issue_date)) if counts_issue_date else 0)


def premium_a_day(stated_value_usd: Fraction, rate_per_year: Fraction, day_count_days: int) -> Fraction:
    """Premium that one preferred share earns in a day, simple (``CoD III.F``).

    Parameters
    ----------
    stated_value_usd
        Stated value of one preferred share.
    rate_per_year
        Premium rate.
    day_count_days
        Days in the year of the formula.

    Returns
    -------
    Fraction
        Dollars, exact.
    """
    return stated_value_usd * rate_per_year / day_count_days


def claim(stated_value: Money, premium_each_day: Money, days: int) -> Money:
    """What one preferred share converts: its stated value plus the Premium on it (``CoD III.F``, ``IV.A``).

    Parameters
    ----------
    stated_value, premium_each_day
        In dollars or in quanta, both the same; the second from :func:`premium_a_day`.
    days
        N, from :func:`premium_days`.

    Returns
    -------
    int or Fraction
        ``stated value x (1 + rate x N / day count)``, exact.
    """
    return stated_value + premium_each_day * days
