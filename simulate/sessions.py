"""Trading sessions of the New York Stock Exchange, which Nasdaq keeps too, from the calendar that ships.

The calendar is frozen in ``configs/calendars/xnys.txt``, so that a run needs no calendar library and two
machines never differ. ``python -m simulate.sessions > configs/calendars/xnys.txt`` makes it again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from simulate.errors import FloorlessError
from simulate.shipped import shipped_folder

FIRST_DAY = date(1990, 1, 2)
LAST_DAY = date(2039, 12, 30)
"""First and last session of the calendar that ships."""


def calendar_file() -> Path:
    """The calendar that ships.

    Returns
    -------
    pathlib.Path
        One ISO date a line, ascending; lines that start with ``#`` say where it comes from.
    """
    return shipped_folder() / "calendars" / "xnys.txt"


@lru_cache(maxsize=1)
def _calendar() -> tuple[tuple[date, ...], frozenset[date]]:
    path = calendar_file()
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        days = tuple(date.fromisoformat(line) for line in lines if line and not line.startswith("#"))
    except (OSError, ValueError) as error:
        raise FloorlessError(f"{path}: cannot be read ({error}); install floorless again") from None
    if not days or days[0] != FIRST_DAY or days[-1] != LAST_DAY:
        raise FloorlessError(f"{path}: is not the calendar from {FIRST_DAY} to {LAST_DAY}; install floorless again")
    return days, frozenset(days)


def in_calendar(day: date) -> bool:
    """Whether the calendar that ships reaches a day, session or not.

    Parameters
    ----------
    day
        Any date.

    Returns
    -------
    bool
    """
    return FIRST_DAY <= day <= LAST_DAY


def _inside(*days: date) -> None:
    for day in days:
        if not in_calendar(day):
            raise FloorlessError(f"{day} lies outside the exchange calendar that ships, {FIRST_DAY} to {LAST_DAY}")


def _at(index: int, day: date) -> date:
    days = _calendar()[0]
    if not 0 <= index < len(days):
        raise FloorlessError(f"the exchange calendar that ships, {FIRST_DAY} to {LAST_DAY}, ends at {day}")
    return days[index]


def sessions(first: date, last: date) -> tuple[date, ...]:
    """Sessions from one day to another, both included.

    Parameters
    ----------
    first, last
        Any dates inside the calendar.

    Returns
    -------
    tuple of datetime.date
        Ascending; empty where there is none.

    Raises
    ------
    simulate.errors.FloorlessError
        Where a date lies outside the calendar.
    """
    _inside(first, last)
    days = _calendar()[0]
    return days[bisect_left(days, first) : bisect_right(days, last)]


def is_session(day: date) -> bool:
    """Whether the exchange traded on a day.

    Parameters
    ----------
    day
        A date inside the calendar.

    Returns
    -------
    bool

    Raises
    ------
    simulate.errors.FloorlessError
        Where the date lies outside the calendar: nothing is known of it.
    """
    _inside(day)
    return day in _calendar()[1]


def next_session(day: date) -> date:
    """First session strictly after a day.

    Parameters
    ----------
    day
        A date inside the calendar, session or not.

    Returns
    -------
    datetime.date

    Raises
    ------
    simulate.errors.FloorlessError
        Where the date, or the session after it, lies outside the calendar.
    """
    _inside(day)
    return _at(bisect_right(_calendar()[0], day), day)


def previous_session(day: date) -> date:
    """Last session strictly before a day.

    Parameters
    ----------
    day
        A date inside the calendar, session or not.

    Returns
    -------
    datetime.date

    Raises
    ------
    simulate.errors.FloorlessError
        Where the date, or the session before it, lies outside the calendar.
    """
    _inside(day)
    return _at(bisect_left(_calendar()[0], day) - 1, day)


def session_on_or_after(day: date) -> date:
    """The day itself if it is a session, else the first one after it.

    Parameters
    ----------
    day
        A date inside the calendar.

    Returns
    -------
    datetime.date

    Raises
    ------
    simulate.errors.FloorlessError
        Where the date lies outside the calendar.
    """
    _inside(day)
    return _at(bisect_left(_calendar()[0], day), day)


def session_on_or_before(day: date) -> date:
    """The day itself if it is a session, else the last one before it.

    Parameters
    ----------
    day
        A date inside the calendar.

    Returns
    -------
    datetime.date

    Raises
    ------
    simulate.errors.FloorlessError
        Where the date lies outside the calendar.
    """
    _inside(day)
    return _at(bisect_right(_calendar()[0], day) - 1, day)


def sessions_apart(first: date, last: date) -> int:
    """Number of sessions after one day, up to and including another.

    Parameters
    ----------
    first, last
        Dates inside the calendar. Between two sessions the count is the difference of their numbers.

    Returns
    -------
    int
        Negative where ``last`` is the earlier.

    Raises
    ------
    simulate.errors.FloorlessError
        Where a date lies outside the calendar.
    """
    _inside(first, last)
    days = _calendar()[0]
    return bisect_right(days, last) - bisect_right(days, first)


def calendar_lines() -> Iterator[str]:
    """Make the calendar again from ``exchange_calendars``.

    Yields
    ------
    str
        The lines of ``configs/calendars/xnys.txt``.
    """
    import warnings

    # The library reads pandas in ways that newer versions deprecate; its dates are not touched by that.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import exchange_calendars

        # Without a start the library gives the last 20 years only.
        calendar = exchange_calendars.get_calendar("XNYS", start=FIRST_DAY.isoformat(), end=LAST_DAY.isoformat())
        days = [session.date().isoformat() for session in calendar.sessions]
    yield f"# {len(days)} trading sessions of XNYS (New York Stock Exchange), {FIRST_DAY} to {LAST_DAY}."
    version = exchange_calendars.__version__
    yield f"# Source: exchange_calendars {version}; closings after its release are its forecast."
    yield "# To make it again: python -m simulate.sessions > configs/calendars/xnys.txt"
    yield from days


if __name__ == "__main__":
    print("\n".join(calendar_lines()))
