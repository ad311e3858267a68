"""Parquet records: the same record as from CSV, whatever the columns' types, and the same refusals."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from simulate.errors import RecordError
from simulate.history import Record, read_record

SPREAD = Decimal("0.015")
DATES = [date(1999, 8, 6), date(1999, 8, 9), date(1999, 8, 10)]
MIDNIGHTS = [datetime(day.year, day.month, day.day) for day in DATES]

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_columns(name: str = "record.parquet", **columns: Any) -> Path:
        pq.write_table(pa.table(columns), tmp_path / name)
        return tmp_path / name

    return write_columns


def read(path: Path) -> Record:
    return read_record(path, spread_fraction=SPREAD)


def without_file(record: Record) -> Record:
    texts = tuple(text.removeprefix(f"{record.path}: ") for text in record.announcements)
    return replace(record, path=Path(), sha256="", announcements=texts)


def test_same_record_as_csv(vlnc: Record, tmp_path: Path) -> None:
    path = tmp_path / "vlnc.parquet"
    pq.write_table(pa.csv.read_csv(vlnc.path), path)
    record = read(path)
    assert without_file(record) == without_file(vlnc)
    assert record.sha256 != vlnc.sha256


@pytest.mark.parametrize(
    "dates",
    [
        pa.array(DATES, pa.date32()),
        pa.array(DATES, pa.date64()),
        pa.array([day.isoformat() for day in DATES]),
        pa.array([day.isoformat() for day in DATES]).dictionary_encode(),
        pa.array(MIDNIGHTS, pa.timestamp("ns")),
        pa.array(MIDNIGHTS, pa.timestamp("s")),
        # Midnight in New York, as data vendors give it; here from Greenwich time.
        pa.array([datetime(1999, 8, day.day, 4) for day in DATES], pa.timestamp("ns", tz="America/New_York")),
    ],
    ids=lambda array: str(array.type),
)
def test_types_of_dates(dates: pa.Array, write: Write) -> None:
    assert list(read(write(date=dates, close=[5.0, 5.5, 6.0])).dates) == DATES


@pytest.mark.parametrize(
    "closes",
    [
        pa.array([5.78, 5.5, 6], pa.float64()),
        pa.array([5.78, 5.5, 6], pa.float32()),
        pa.array([Decimal("5.78"), Decimal("5.5"), Decimal(6)], pa.decimal128(12, 6)),
        pa.array(["5.78", "5.5", "6"]),
    ],
    ids=lambda array: str(array.type),
)
def test_types_of_prices(closes: pa.Array, write: Write) -> None:
    # The shortest decimal of a binary number, not its 50 digits.
    assert read(write(Date=DATES, CLOSE=closes)).closes == (Decimal("5.78"), Decimal("5.5"), Decimal(6))


def test_volume_as_float_with_nulls_and_other_columns(write: Write) -> None:
    record = read(write(date=DATES, bid=[5, 5, 5], volume=[100.0, None, 0.0], note=["a", "b", None]))
    assert record.volumes == (100, None, 0)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"close": [5.0, float("nan"), 5.0]}, "row 2 (1999-08-09): close 'nan' is no number"),
        ({"close": [5.0, float("inf"), 5.0]}, "row 2 (1999-08-09): close 'inf' is no number"),
        ({"close": [True, True, True]}, "row 1 (1999-08-06): close 'True' is no number"),
        ({"close": [[5], [5], [5]]}, "row 1 (1999-08-06): close '[5]' is no number"),
        ({"close": [5.0, None, 5.0]}, "row 2 (1999-08-09): has neither a close nor a bid"),
        ({"close": [5.0, 50.0, 5.0]}, "row 2 (1999-08-09): close moves from 5.0 to 50.0"),
        (
            {"close": [5.0, 5.0, 5.0], "volume": [0.5, 1, 1]},
            "row 1 (1999-08-06): volume 0.5 is not a whole number",
        ),
        ({"open": [5.0, 5.0, 5.0]}, "neither a column close nor a column bid; its columns: date, open"),
    ],
)
def test_refused(columns: dict[str, Any], said: str, write: Write) -> None:
    with pytest.raises(RecordError) as caught:
        read(write(date=DATES, **columns))
    assert said in caught.value.messages[0]


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (pa.array([datetime(1999, 8, 6, 16)], pa.timestamp("us")), "'1999-08-06 16:00:00' is no date"),
        (pa.array([None], pa.date32()), "row 1: has no date"),
        (
            pa.array([-1_000_000], pa.int32()).cast(pa.date32()),
            "row 1 (a value out of range)",
        ),  # before the year 1
        (pa.array([2**62], pa.timestamp("ms")), "is a broken Parquet file"),
        (pa.array([36378.0]), "'36378.0' is no date"),  # a spreadsheet's day number
    ],
)
def test_dates_refused(dates: pa.Array, said: str, write: Write) -> None:
    with pytest.raises(RecordError) as caught:
        read(write(date=dates, close=[5.0]))
    assert said in caught.value.messages[0]


def test_broken_files(write: Write, tmp_path: Path) -> None:
    good = write(date=DATES, close=[5.0, 5.0, 5.0]).read_bytes()
    for name, content, said in [
        ("cut.parquet", good[:-20], "is a broken Parquet file"),
        ("short.parquet", b"PAR1", "is a broken Parquet file"),
        ("name.parquet", good.replace(b"close", b"cl\xcfse"), "is a broken Parquet file"),
        ("text.parquet", b"date,close\n1999-08-06,5\n", "is not a Parquet file"),
    ]:
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(RecordError, match=said):
            read(path)


def test_told_by_content_not_by_name(write: Write) -> None:
    assert read(write("record.csv", date=DATES, close=[5.0, 5.0, 5.0])).closes == (5, 5, 5)


def test_empty_repeated_and_too_many(write: Write, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="has no rows"):
        read(write(date=pa.array([], pa.date32()), close=pa.array([], pa.float64())))
    with pytest.raises(RecordError, match="2 columns named close"):
        read(write(date=DATES, close=[5, 5, 5], Close=[5, 5, 5]))
    with pytest.raises(RecordError, match="more than 20,000 rows"):
        read(write(date=["1999-08-06"] * 20_001, close=[5] * 20_001))


def test_imports_no_pandas(write: Write) -> None:
    path = write(date=pa.array(MIDNIGHTS, pa.timestamp("ns")), close=[5.0, 5.0, 5.0])
    code = (
        "import sys; from decimal import Decimal; from simulate.history import read_record; "
        f"read_record({str(path)!r}, spread_fraction=Decimal(0)); print('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
