"""Reading and checking CSV records: what is accepted, what is filled, and what is refused with its row."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from simulate.errors import RecordError
from simulate.history import Record, read_record
from simulate.shipped import shipped_folder

ReadCsv = Callable[..., Record]
WriteCsv = Callable[..., Path]
SPREAD = Decimal("0.015")


def messages(read: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(RecordError) as caught:
        read()
    return caught.value.messages


def test_the_record_that_ships(vlnc: Record) -> None:
    # configs/history/README.md: 72 sessions in three runs. Counted in the file: 40 closes and 38 bids, six of
    # them together.
    assert len(vlnc.dates) == 72
    assert [(vlnc.dates[run[0]], vlnc.dates[run[-1]]) for run in vlnc.runs] == [
        (date(1999, 8, 6), date(1999, 8, 26)),
        (date(1999, 10, 14), date(1999, 11, 19)),
        (date(2005, 7, 14), date(2005, 8, 24)),
    ]
    assert sum(vlnc.close_filled) == 72 - 40
    assert sum(vlnc.bid_filled) == 72 - 38
    assert vlnc.announcements == (
        f"{vlnc.path}: 32 closes filled from bids at half the spread, 0.75%",
        f"{vlnc.path}: 34 bids filled from closes at half the spread, 0.75%",
    )
    assert vlnc.sha256 == hashlib.sha256(vlnc.path.read_bytes()).hexdigest()
    # The bid may equal the close, as on 1999-08-17.
    i = vlnc.dates.index(date(1999, 8, 17))
    assert vlnc.bids[i] == vlnc.closes[i] == Decimal("5.3125")
    assert not vlnc.bid_filled[i]
    assert not vlnc.close_filled[i]
    assert vlnc.volumes[vlnc.dates.index(date(1999, 8, 19))] == 558000
    assert sum(volume is not None for volume in vlnc.volumes) == 30


def test_filled_prices(read_csv: ReadCsv) -> None:
    record = read_csv("1999-08-06,5.78125,,", "1999-08-09,,5.5,", "1999-08-10,6,5.75,100")
    # 5.78125 x 0.9925 = 5.737890625 exactly; 5.5 / 0.9925 = 5.541561712846347..., up at the twelfth decimal.
    assert record.bids == (Decimal("5.737890625"), Decimal("5.5"), Decimal("5.75"))
    assert record.closes == (Decimal("5.78125"), Decimal("5.541561712847"), Decimal("6"))
    assert record.bid_filled == (True, False, False)
    assert record.close_filled == (False, True, False)
    assert record.volumes == (None, None, 100)
    assert [text.partition(": ")[2] for text in record.announcements] == [
        "1 close filled from bids at half the spread, 0.75%",
        "1 bid filled from closes at half the spread, 0.75%",
    ]


def test_filled_bid_never_above_its_close(read_csv: ReadCsv) -> None:
    # Without a spread a long close, such as data vendors print, must not round up past itself.
    record = read_csv("1999-08-06,13.1400003433227549,,", spread=Decimal(0))
    assert record.bids == (Decimal("13.140000343322"),)


def test_headers_in_any_case_and_order_and_other_columns(read_csv: ReadCsv) -> None:
    record = read_csv("9,x,1999-08-06,100.0,5.5", header="Adj Close,Source, DATE ,Volume,Close")
    assert record.dates == (date(1999, 8, 6),)
    assert record.closes == (Decimal("5.5"),)
    assert record.volumes == (100,)


def test_no_volume_column_and_blank_lines(read_csv: ReadCsv) -> None:
    record = read_csv("1999-08-06,5.5", "", "1999-08-09,5.25", "", header="date,bid")
    assert record.volumes == (None, None)
    assert record.bids == (Decimal("5.5"), Decimal("5.25"))


def test_byte_order_mark_and_windows_lines(tmp_path: Path) -> None:
    path = tmp_path / "windows.csv"
    path.write_bytes(b"\xef\xbb\xbfdate,close\r\n1999-08-06,5.5\r\n")
    assert read_record(path, spread_fraction=SPREAD).closes == (Decimal("5.5"),)


def test_path_as_text_and_frozen(write_csv: WriteCsv) -> None:
    path = write_csv("1999-08-06,5.5,,")
    record = read_record(str(path), spread_fraction=SPREAD)
    assert record.path == path
    with pytest.raises(FrozenInstanceError):
        record.sha256 = ""  # type: ignore[misc]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1999-08-05,5,,", "comes after 1999-08-06 in the file"),
        ("1999-08-06,5,,", "the date is repeated"),
        ("1999-08-07,5,,", "closed on this Saturday"),
        ("1999-09-06,5,,", "closed on this Monday"),  # Labor Day
        ("1989-08-04,5,,", "outside the exchange calendar"),
        ("2040-01-03,5,,", "outside the exchange calendar"),
        ("08/09/1999,5,,", "is no date"),
        ("19990809,5,,", "is no date"),
        ("1999-02-30,5,,", "is no date"),
        (",5,,", "has no date"),
        ("1999-08-09,abc,,", "close 'abc' is no number"),
        ("1999-08-09,nan,,", "close 'nan' is no number"),
        ("1999-08-09,5,inf,", "bid 'inf' is no number"),
        ("1999-08-09,1_000,,", "is no number"),
        ("1999-08-09,٥,,", "is no number"),
        ("1999-08-09,5" + "0" * 60 + ",,", "is longer than 40 characters; write it as 5.78125, or"),
        ("1999-08-09,0,,", "close 0 is not positive"),
        ("1999-08-09,5,-1,", "bid -1 is not positive"),
        ("1999-08-09,1e300,,", "must lie from 0.000001 to 1,000,000,000 dollars"),
        ("1999-08-09,1e-300,,", "must lie from 0.000001"),
        ("1999-08-09,5,,-1", "volume -1 is negative"),
        ("1999-08-09,5,,1.5", "volume 1.5 is not a whole number"),
        ("1999-08-09,5,,1e300", "over 1,000,000,000,000 shares"),
        ("1999-08-09,5,,many", "volume 'many' is no number; write it as 120500, or"),
        ("1999-08-09,,,100", "neither a close nor a bid"),
        ("1999-08-09,5,5.0001,", "bid 5.0001 is above close 5"),
        ("1999-08-09,12,,", "close moves from 5.5 to 12 in one session"),
        ("1999-08-09,2.74,,", "close moves from 5.5 to 2.74 in one session"),
        ("1999-08-09,,12,", "filled bid moves from 5.45875 to 12 in one session"),
        ("1999-08-09,5,,1,2", "has 5 cells, the header 4"),
        ("1999-08-09,5", "has 2 cells, the header 4"),
    ],
)
def test_refused_with_its_row(line: str, said: str, read_csv: ReadCsv) -> None:
    # The header is row 1 and a good row is row 2, so the bad one is row 3.
    (message,) = messages(lambda: read_csv("1999-08-06,5.5,,", line))
    day = line.partition(",")[0]
    named = f"record.csv: row 3 ({day}): " if day else "record.csv: row 3: "
    assert named in message
    assert said in message


def test_bid_to_bid_jump(read_csv: ReadCsv) -> None:
    (message,) = messages(lambda: read_csv("1999-08-06,6,2,", "1999-08-09,6,4.5,"))
    assert "row 3 (1999-08-09): bid moves from 2 to 4.5" in message


def test_a_factor_of_two_is_no_jump_and_the_spread_makes_none(read_csv: ReadCsv) -> None:
    # The bids double exactly; the first close is filled, and 10.2 is more than twice it.
    record = read_csv("1999-08-06,,5,", "1999-08-09,10.2,10,", "1999-08-10,5.1,5,", spread=Decimal(0))
    assert record.closes == (5, Decimal("10.2"), Decimal("5.1"))


def test_jumps_across_a_gap_are_no_jumps(read_csv: ReadCsv) -> None:
    assert len(read_csv("1999-08-06,5,,", "1999-08-10,50,,").runs) == 2


def test_jumps_allowed_are_announced(read_csv: ReadCsv) -> None:
    record = read_csv("1999-08-06,5,,", "1999-08-09,50,,", "1999-08-10,5,5,", allow_jumps=True)
    assert record.closes == (5, 50, 5)
    text = "2 moves of more than a factor of two accepted, as allowed: 1999-08-09, 1999-08-10"
    assert record.announcements[-1] == f"{record.path}: {text}"


def test_all_errors_at_once(read_csv: ReadCsv) -> None:
    found = messages(lambda: read_csv("1999-08-07,x,y,-1", "1999-08-09,5,,", "1999-08-10,0,,"))
    assert [re.findall(r"row \d+", message) for message in found] == [["row 2"], ["row 4"]]
    assert found[0].count(";") >= 3  # the date, the close, the bid and the volume are all named


def test_twenty_errors_and_the_number_of_the_rest(read_csv: ReadCsv) -> None:
    found = messages(lambda: read_csv(*["1999-08-07,5,,"] * 25))
    assert len(found) == 21
    assert found[-1].endswith("record.csv: and 5 more")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"  \n\n", "is empty"),
        (b"\xef\xbb\xbf", "no column date; its columns: none"),
        (b"date,close\n", "has no rows"),
        (b"date,close\n\n\n", "has no rows"),
        (b"close,bid\n5,5\n", "no column date"),
        (b"date,open\n1999-08-06,5\n", "neither a column close nor a column bid"),
        (b"date;close\n1999-08-06;5\n", "no column date; its columns: date;close; a comma must part them"),
        (b"date,close,Close\n1999-08-06,5,5\n", "2 columns named close"),
        (
            "date,close\n1999-08-06,5\n".encode("utf-16"),
            "line 1: is not UTF-8 text (byte 0xff), nor is the file Parquet",
        ),
        (b"date,close,note\n1999-08-06,5,\n1999-08-09,5,d\xe9j\xe0\n", "line 3: is not UTF-8 text (byte 0xe9)"),
        (b"\x1f\x8b\x08\x00\xff\xfe", "is not UTF-8 text"),
        (b'date,close\n1999-08-06,"5\n', "is not CSV"),
        (b"date,close\n" + b"x" * 200_000 + b",5\n", "line 2: is not CSV"),
        (b"date,close\n" + b"1999-08-06,5\n" * 20_001, "more than 20,000 rows"),
    ],
)
def test_files_refused(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "record.csv"
    path.write_bytes(content)
    (message,) = messages(lambda: read_record(path, spread_fraction=SPREAD))
    assert message.startswith(f"{path}: ")
    assert said in message


def test_file_too_large(tmp_path: Path) -> None:
    path = tmp_path / "record.csv"
    with path.open("wb") as stream:
        stream.truncate(64 * 2**20 + 1)  # sparse: takes no room on the disk
    (message,) = messages(lambda: read_record(path, spread_fraction=SPREAD))
    assert "over 64 MiB" in message


def test_missing_directory_pipe_and_nonsense_paths(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, said in [
        (tmp_path / "none.csv", "there is no such file"),
        (tmp_path, "is a directory"),
        (pipe, "is no regular file"),
        (Path("a\0b"), ""),
        (tmp_path / ("x" * 300), ""),
    ]:
        (message,) = messages(lambda path=path: read_record(path, spread_fraction=SPREAD))  # type: ignore[misc]
        assert said in message


def test_unreadable_file(write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_csv("1999-08-06,5,,")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # a superuser's tests could read it whatever its mode
    (message,) = messages(lambda: read_record(path, spread_fraction=SPREAD))
    assert message == f"{path}: cannot be read (Permission denied)"


@pytest.mark.parametrize("spread", [Decimal("-0.01"), Decimal(1)])
def test_spread_out_of_range(spread: Decimal, read_csv: ReadCsv) -> None:
    (message,) = messages(lambda: read_csv("1999-08-06,5,,", spread=spread))
    assert "must be a fraction from 0 to under 1" in message


def test_a_message_stays_on_one_line(read_csv: ReadCsv) -> None:
    (message,) = messages(lambda: read_csv('"1999\n08",5,,'))
    assert "\n" not in message
    assert "row 2 (1999?08)" in message


def test_reading_csv_imports_nothing_heavy() -> None:
    path = shipped_folder() / "history" / "vlnc.csv"
    code = (
        "import sys; from decimal import Decimal; from simulate.history import read_record, log_returns; "
        f"log_returns(read_record({str(path)!r}, spread_fraction=Decimal('0.015'))); "
        "heavy = ('pandas', 'exchange_calendars', 'pyarrow', 'arch', 'scipy'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
