"""Dates on which a price falls to the market, and to how much of it; and where adjusted prices are rounded."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from simulate.scenario import Resets

FINEST = 2**20
"""Adjusted prices are whole numbers of one dollar over this."""


def rounded(price: Fraction, per_dollar: int) -> Fraction:
    """A price rounded to the nearest of so many parts of a dollar, halves up.

    Parameters
    ----------
    price
        Dollars.
    per_dollar
        Parts in a dollar: 100 for cents.

    Returns
    -------
    Fraction
        Dollars, at least one part.
    """
    return Fraction(max((price * per_dollar + Fraction(1, 2)).__floor__(), 1), per_dollar)


def to_the_cent(price: Fraction) -> Fraction:
    """An exercise price rounded to the nearest cent, halves up, at least one cent (``W 4``).

    Parameters
    ----------
    price
        Dollars.

    Returns
    -------
    Fraction
    """
    return rounded(price, 100)


@dataclass(frozen=True, slots=True)
class ResetTerms:
    """Resets of a fixed price or of an exercise price, their dates as session numbers."""

    sessions: frozenset[int]
    multiplier: Fraction
    lookback_sessions: int
    lowest_count: int
    floor: Fraction | None

    @classmethod
    def of(cls, resets: Resets, dates: tuple[date, ...]) -> ResetTerms:
        """Read resets on the sessions of a deal.

        Parameters
        ----------
        resets
            As configured.
        dates
            Of the sessions.

        Returns
        -------
        ResetTerms
            A date before session 0 does not act.
        """
        return cls(
            sessions=acting_sessions(resets.dates, dates),
            multiplier=Fraction(resets.multiplier),
            lookback_sessions=resets.lookback_sessions,
            lowest_count=resets.lowest_count,
            floor=None if resets.floor_usd is None else Fraction(resets.floor_usd),
        )


def acting_sessions(days: tuple[date, ...], dates: tuple[date, ...]) -> frozenset[int]:
    """The first session on or after each date; dates before session 0 and after the last session drop out.

    Parameters
    ----------
    days
        Dates.
    dates
        Of the sessions.

    Returns
    -------
    frozenset of int
    """
    return frozenset(session for day in days if (session := acting_session(day, dates)) is not None)


def acting_session(day: date, dates: tuple[date, ...]) -> int | None:
    """The first session on or after a date.

    Parameters
    ----------
    day
        A date.
    dates
        Of the sessions.

    Returns
    -------
    int or None
        None: the date lies before session 0, or after the last session.
    """
    session = bisect_left(dates, day)
    return None if day < dates[0] or session == len(dates) else session
