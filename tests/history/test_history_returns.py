"""Log returns, their runs, and the window before session 0."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest

from simulate.errors import RecordError
from simulate.history import Record, earlier_window, log_returns

ReadCsv = Callable[..., Record]


def test_bid_to_bid_else_close_to_close_else_filled(read_csv: ReadCsv) -> None:
    record = read_csv(
        "1999-08-06,5,,",
        "1999-08-09,5.5,5.25,200",  # close to close: the first bid is not on record
        "1999-08-10,,5.5,300",  # bid to bid
        "1999-08-11,6,,",  # from the filled price: a bid, then a close
        "1999-08-12,6.25,,400",  # close to close
        "1999-08-13,6.5,6,",  # close to close, not bid to bid
        "1999-08-16,7,6.25,",  # bid to bid, not close to close
    )
    returns = log_returns(record)
    expected = [5.5 / 5, 5.5 / 5.25, 6 * 0.9925 / 5.5, 6.25 / 6, 6.5 / 6.25, 6.25 / 6]
    np.testing.assert_allclose(returns.log_return, np.log(expected), rtol=1e-14, atol=0)
    assert returns.volume_shares.tolist() == [200, 300, -1, 400, -1, -1]
    assert returns.end_session == record.dates[1:]


def test_never_across_a_gap_and_wrapping_within_a_run(read_csv: ReadCsv) -> None:
    # Sessions: three in a row, one alone, two in a row.
    record = read_csv(
        *("1999-08-06,5,,", "1999-08-09,6,,", "1999-08-10,5,,"),
        "1999-08-12,50,,",
        *("1999-08-16,7,,", "1999-08-17,8,,"),
    )
    assert record.runs == (range(3), range(3, 4), range(4, 6))
    returns = log_returns(record)
    np.testing.assert_allclose(returns.log_return, np.log([6 / 5, 5 / 6, 8 / 7]), rtol=1e-14, atol=0)
    assert returns.run.tolist() == [0, 0, 2]
    assert returns.next_index.tolist() == [1, 0, 2]
    assert returns.end_session == (date(1999, 8, 9), date(1999, 8, 10), date(1999, 8, 17))


def test_dtypes_and_emptiness(read_csv: ReadCsv) -> None:
    returns = log_returns(read_csv("1999-08-06,5,,", "1999-08-10,5,,"))
    assert returns.log_return.dtype == np.float64
    assert returns.log_return.size == 0
    for whole in (returns.run, returns.next_index, returns.volume_shares):
        assert whole.dtype == np.int64
        assert whole.size == 0
    assert returns.end_session == ()


def test_the_record_that_ships(vlnc: Record) -> None:
    """Against a reading of the file that shares nothing with the program but the calendar's gaps."""
    with vlnc.path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    expected = []
    for before, after in pairwise(rows):
        if after["date"] in ("1999-10-14", "2005-07-14"):
            continue  # configs/history/README.md: where the second and the third run begin
        column = "bid" if before["bid"] and after["bid"] else "close"
        expected.append(math.log(float(after[column]) / float(before[column])))
    returns = log_returns(vlnc)
    assert np.bincount(returns.run).tolist() == [14, 26, 29]
    # The floating-point quotient inside the logarithm is itself rounded, by up to 2e-16.
    np.testing.assert_allclose(returns.log_return, expected, rtol=0, atol=1e-15)


def test_window_of_the_filings(vlnc: Record) -> None:
    # Contract 12: closing bids 1999-10-21 to 11-03, the window of 1999-11-04.
    bids, volumes = earlier_window(vlnc, date(1999, 11, 4), 10, 5)
    filed = "4.5000 5.1875 4.84375 4.7500 4.4375 4.5625 4.8750 5.34375 5.3125 6.0000"
    assert bids == [Decimal(text) for text in filed.split()]
    assert volumes == [None] * 5


def test_window_with_more_volumes_than_bids_and_filled_bids(vlnc: Record) -> None:
    bids, volumes = earlier_window(vlnc, date(2005, 7, 20), 2, 3)
    # 3.71 and 3.67 x 0.9925
    assert bids == [Decimal("3.682175"), Decimal("3.642475")]
    assert volumes == [238000, 73000, 66700]
    assert earlier_window(vlnc, date(2005, 7, 20), 0, 0) == ([], [])


def test_window_before_a_day_that_is_no_session(vlnc: Record) -> None:
    assert earlier_window(vlnc, date(1999, 11, 6), 1, 0) == ([Decimal("5.75")], [])  # a Saturday


@pytest.mark.parametrize(
    ("start", "needed", "there", "missing"),
    [
        (date(1998, 12, 18), 10, 0, date(1998, 12, 17)),
        (date(1999, 10, 21), 10, 5, date(1999, 10, 13)),
        (date(1999, 11, 22), 28, 27, date(1999, 10, 13)),
    ],
)
def test_too_short_for_the_look_back(vlnc: Record, start: date, needed: int, there: int, missing: date) -> None:
    with pytest.raises(RecordError) as caught:
        earlier_window(vlnc, start, needed, 5)
    (message,) = caught.value.messages
    assert message.startswith(f"{vlnc.path}: too short for the look-back: the {needed} sessions before {start}")
    assert f"; {there} of them are on record, the latest missing is {missing};" in message
    if there >= 5:
        assert len(earlier_window(vlnc, start, there, 5)[0]) == there
