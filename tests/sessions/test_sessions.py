"""The calendar that ships, against its library and against history."""

from __future__ import annotations

import subprocess
import sys
import warnings
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulate import sessions as sessions_module
from simulate.errors import FloorlessError
from simulate.scenario.base import EARLIEST_DATE, LATEST_DATE
from simulate.sessions import (
    FIRST_DAY,
    LAST_DAY,
    calendar_file,
    calendar_lines,
    in_calendar,
    is_session,
    next_session,
    previous_session,
    session_on_or_after,
    session_on_or_before,
    sessions,
    sessions_apart,
)


def library_sessions(first: date, last: date) -> tuple[date, ...]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import exchange_calendars

        calendar = exchange_calendars.get_calendar("XNYS", start=first.isoformat(), end=last.isoformat())
        return tuple(session.date() for session in calendar.sessions)


def library_version() -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import exchange_calendars

        return str(exchange_calendars.__version__)


def test_equals_the_library_over_the_whole_range() -> None:
    # Another release may know of closings (days of mourning) that were not announced when the file was made.
    same_release = f"exchange_calendars {library_version()};" in calendar_file().read_text("ascii")
    last = LAST_DAY if same_release else date(2024, 12, 31)
    assert sessions(FIRST_DAY, last) == library_sessions(FIRST_DAY, last)


def test_file_is_what_the_module_writes() -> None:
    made = list(calendar_lines())
    text = calendar_file().read_text("ascii")
    assert text.endswith("\n")
    if f"exchange_calendars {library_version()};" in text:
        assert text.splitlines() == made
    assert [line for line in made if line.startswith("#")] == made[:3]


def test_range_is_the_schemas() -> None:
    assert (FIRST_DAY, LAST_DAY) == (EARLIEST_DATE, LATEST_DATE)
    assert sessions(FIRST_DAY, LAST_DAY)[0] == FIRST_DAY
    assert sessions(FIRST_DAY, LAST_DAY)[-1] == LAST_DAY


def test_closed_after_the_attacks_of_2001() -> None:
    # Contract 2: closed 2001-09-11 to 09-14; 15 and 16 are a weekend.
    assert sessions(date(2001, 9, 10), date(2001, 9, 17)) == (date(2001, 9, 10), date(2001, 9, 17))
    assert not any(is_session(date(2001, 9, day)) for day in range(11, 17))
    assert next_session(date(2001, 9, 10)) == date(2001, 9, 17)


def test_sessions_of_the_deal() -> None:
    # definitions.md: 1,155 sessions from 1998-12-18 for the whole deal; session 0 is one of them.
    deal = sessions(date(1998, 12, 18), date(2003, 7, 27))
    assert len(deal) == 1155
    assert deal[0] == date(1998, 12, 18)
    # Contract 1: 2003-07-27 is a Sunday; last session 2003-07-25.
    assert deal[-1] == date(2003, 7, 25)
    assert session_on_or_before(date(2003, 7, 27)) == date(2003, 7, 25)


@pytest.mark.parametrize("day", [date(1999, 7, 27), date(2001, 7, 27), date(1998, 12, 18), date(1999, 3, 15)])
def test_key_dates_are_sessions(day: date) -> None:
    assert is_session(day)
    assert session_on_or_after(day) == day == session_on_or_before(day)


def test_year_1999() -> None:
    # 1999: 252 sessions, by the exchange's list of holidays.
    first, last = date(1998, 12, 31), date(1999, 12, 31)
    assert sessions_apart(first, last) == 252
    assert sessions_apart(last, first) == -252
    assert (last - first).days == 365


@pytest.mark.parametrize(
    "day",
    [
        date(1999, 1, 18),  # Martin Luther King day, observed since 1998
        date(1997, 12, 25),
        date(2004, 6, 11),  # mourning for President Reagan
        date(2012, 10, 29),  # Hurricane Sandy
        date(2022, 6, 20),  # Juneteenth, observed since 2022
    ],
)
def test_holidays(day: date) -> None:
    assert not is_session(day)


@settings(deadline=None)
@given(st.dates(FIRST_DAY + timedelta(days=7), LAST_DAY - timedelta(days=7)))
def test_neighbours(day: date) -> None:
    after, before = next_session(day), previous_session(day)
    assert before < day < after
    assert is_session(after)
    assert is_session(before)
    between = [day] if is_session(day) else []
    assert list(sessions(before, after)) == [before, *between, after]
    assert session_on_or_after(day) == (day if between else after)
    assert session_on_or_before(day) == (day if between else before)
    assert sessions_apart(before, after) == 1 + len(between)


@pytest.mark.parametrize("day", [date(1989, 12, 29), date(1990, 1, 1), date(2039, 12, 31), date(2100, 1, 4)])
def test_days_outside_are_refused(day: date) -> None:
    assert not in_calendar(day)
    for function in (is_session, next_session, previous_session, session_on_or_after, session_on_or_before):
        with pytest.raises(FloorlessError, match=f"{day} lies outside the exchange calendar"):
            function(day)
    with pytest.raises(FloorlessError, match="lies outside"):
        sessions(date(2000, 1, 3), day)
    with pytest.raises(FloorlessError, match="lies outside"):
        sessions_apart(day, date(2000, 1, 3))


def test_ends_of_the_calendar() -> None:
    with pytest.raises(FloorlessError, match="ends at 2039-12-30"):
        next_session(LAST_DAY)
    with pytest.raises(FloorlessError, match="ends at 1990-01-02"):
        previous_session(FIRST_DAY)


def test_empty_range() -> None:
    assert sessions(date(2000, 1, 4), date(2000, 1, 3)) == ()
    assert sessions(date(2000, 1, 1), date(2000, 1, 2)) == ()


@pytest.mark.parametrize("content", [None, "", "1990-01-02\nyesterday\n", "1990-01-02\n1990-01-03\n"])
def test_broken_installation_is_said(
    content: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("installed")
    (folder / "calendars").mkdir()
    if content is not None:
        (folder / "calendars" / "xnys.txt").write_text(content)
    sessions_module._calendar.cache_clear()
    monkeypatch.setattr(sessions_module, "shipped_folder", lambda: folder)
    try:
        with pytest.raises(FloorlessError, match="install floorless again"):
            is_session(date(1999, 7, 27))
    finally:
        sessions_module._calendar.cache_clear()


def test_a_run_imports_no_calendar_library() -> None:
    code = (
        "import sys, datetime; from simulate.sessions import is_session; "
        "assert is_session(datetime.date(1999, 7, 27)); "
        "print([name for name in ('pandas', 'exchange_calendars', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
