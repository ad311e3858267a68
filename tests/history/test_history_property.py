"""Whatever is done to a record's rows, it loads whole or is refused with the row."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulate.errors import RecordError
from simulate.history import Record, describe, log_returns, read_record
from simulate.history.check import check_rows
from simulate.history.read import RawRecord, RawRow
from simulate.sessions import is_session, sessions
from simulate.shipped import shipped_folder

SPREAD = Decimal("0.015")
with (shipped_folder() / "history" / "vlnc.csv").open(encoding="utf-8", newline="") as _stream:
    HEADER, *ROWS = [row[:4] for row in csv.reader(_stream)]

CELLS = st.one_of(
    st.just(""),
    st.dates(date(1985, 1, 1), date(2045, 1, 1)).map(str),
    st.sampled_from([row[0] for row in ROWS]),
    st.decimals(allow_nan=True, allow_infinity=True).map(str),
    st.decimals(min_value=4, max_value=7, places=4).map(str),
    st.integers(-10, 10**13).map(str),
    st.floats().map(repr),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
)
EDITS = st.one_of(
    st.tuples(st.just("cell"), st.integers(0, 71), st.integers(0, 3), CELLS),
    st.tuples(st.just("drop"), st.integers(0, 71), st.just(0), st.just("")),
    st.tuples(st.just("repeat"), st.integers(0, 71), st.just(0), st.just("")),
    st.tuples(st.just("swap"), st.integers(0, 71), st.integers(0, 71), st.just("")),
    st.tuples(st.just("cut"), st.integers(0, 71), st.integers(0, 3), st.just("")),
    st.tuples(st.just("more"), st.integers(0, 71), st.just(0), CELLS),
)


def edited(edits: list[tuple[str, int, int, str]]) -> list[list[str]]:
    rows = [list(row) for row in ROWS]
    for kind, i, j, cell in edits:
        i = min(i, len(rows) - 1)
        if kind == "cell" and j < len(rows[i]):
            rows[i][j] = cell
        elif kind == "drop" and len(rows) > 1:
            del rows[i]
        elif kind == "repeat":
            rows.insert(i, list(rows[i]))
        elif kind == "swap":
            j = min(j, len(rows) - 1)
            rows[i], rows[j] = rows[j], rows[i]
        elif kind == "cut":
            rows[i] = rows[i][: j + 1]
        elif kind == "more":
            rows[i] = [*rows[i], cell]
    return rows


def outcome(read: Callable[[], Record]) -> tuple[Record | None, tuple[str, ...]]:
    """The record, or what was said against it."""
    try:
        return read(), ()
    except RecordError as error:
        return None, error.messages


def check_sound(record: Record) -> None:
    """What every loaded record promises."""
    count = len(record.dates)
    lists = (record.closes, record.bids, record.volumes, record.bid_filled, record.close_filled)
    assert all(len(values) == count for values in lists)
    assert list(record.dates) == sorted(set(record.dates))
    assert all(is_session(day) for day in record.dates)
    for bid, close, volume in zip(record.bids, record.closes, record.volumes, strict=True):
        assert bid.is_finite()
        assert close.is_finite()
        assert 0 < bid <= close
        assert volume is None or (isinstance(volume, int) and volume >= 0)
    assert [i for run in record.runs for i in run] == list(range(count))
    returns = log_returns(record)
    assert len(returns.log_return) == count - len(record.runs)
    assert np.all(np.abs(returns.log_return) <= np.log(2) + 1e-9)
    following = returns.next_index
    assert np.array_equal(returns.run[following], returns.run)
    assert sorted(following.tolist()) == list(range(following.size))


@settings(deadline=None, max_examples=150)
@given(st.lists(EDITS, min_size=1, max_size=4))
def test_mutated_rows_load_or_are_named(shared_folder: Path, edits: list[tuple[str, int, int, str]]) -> None:
    rows = edited(edits)
    path = shared_folder / "mutated.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([HEADER, *rows])
    record, messages = outcome(lambda: read_record(path, spread_fraction=SPREAD))
    if record is not None:
        check_sound(record)
        return
    assert 1 <= len(messages) <= 21
    for message in messages:
        named = re.match(rf"{re.escape(str(path))}: (row (\d+)(: | \()|and \d+ more$)", message)
        assert named, message
        assert "\n" not in message
        if named[2]:
            number = int(named[2])
            assert 2 <= number <= len(rows) + 1
            # The file's first rows as they were have nothing wrong with them.
            assert rows[: number - 1] != ROWS[: number - 1], message


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 71), st.integers(0, 3), CELLS)
def test_one_bad_cell_is_named_by_its_own_row_or_the_next(shared_folder: Path, i: int, j: int, cell: str) -> None:
    rows = edited([("cell", i, j, cell)])
    raw = RawRecord(tuple(RawRow(k, *(text.strip() for text in row)) for k, row in enumerate(rows, start=2)), sha256="")
    record, messages = outcome(lambda: check_rows(Path("mutated.csv"), raw, spread_fraction=SPREAD, allow_jumps=False))
    if record is not None:
        check_sound(record)
        return
    # A date that jumps ahead puts every row after it out of order, so the first one named is what counts.
    named = re.match(r"mutated\.csv: row (\d+)", messages[0])
    assert named
    assert int(named[1]) in (i + 2, i + 3)


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_any_sound_record_loads_and_is_described(data: st.DataObject) -> None:
    days = sessions(date(1999, 1, 4), date(1999, 1, 4) + timedelta(days=60))
    kept = data.draw(st.lists(st.sampled_from(days), min_size=1, unique=True).map(sorted))
    rows = []
    for number, day in enumerate(kept, start=2):
        close = data.draw(st.decimals(min_value="5.5", max_value="9", places=3))
        bid = data.draw(st.decimals(min_value="5", max_value="5.4", places=5))
        which = data.draw(st.sampled_from(["close", "bid", "both"]))
        volume = data.draw(st.one_of(st.none(), st.integers(0, 10**12)))
        rows.append(
            RawRow(
                number,
                str(day),
                str(close) if which != "bid" else "",
                str(bid) if which != "close" else "",
                "" if volume is None else str(volume),
            )
        )
    record = check_rows(Path("sound.csv"), RawRecord(tuple(rows), ""), spread_fraction=SPREAD, allow_jumps=False)
    check_sound(record)
    found = describe(record)
    assert found.returns == len(record.dates) - len(record.runs)
    assert found.automatic_block_sessions >= 1
    assert len(found.gaps) == len(record.runs) - 1
