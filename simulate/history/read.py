"""From the bytes of a price record, CSV or Parquet, to rows of text: the same checks then serve for both."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simulate.errors import RecordError

if TYPE_CHECKING:
    import pyarrow as pa

MOST_BYTES = 64 * 2**20
MOST_LINE = 1_000_000
"""Characters in a line of CSV: a line of millions of commas would fill the memory."""
MOST_CELL = 1_000
"""Bytes of a text in Parquet."""
MOST_ROWS = 20_000
"""A record has one row a session, and the calendar that ships has 12,582 of them."""

COLUMNS = ("date", "close", "bid", "volume")


@dataclass(frozen=True)
class RawRow:
    """One row of a record as text; an empty cell is a value that is not on record.

    Attributes
    ----------
    number
        Row as a spreadsheet counts it: in CSV the header is row 1; in Parquet, which has none,
        rows count from 1.
    date, close, bid, volume
        The cells, stripped.
    fault
        What is wrong with the row as a whole, if anything; its cells are then empty.
    """

    number: int
    date: str = ""
    close: str = ""
    bid: str = ""
    volume: str = ""
    fault: str = ""


@dataclass(frozen=True)
class RawRecord:
    """A record's rows as text.

    Attributes
    ----------
    rows
        In the order of the file.
    sha256
        Hash of the file's bytes, hexadecimal.
    """

    rows: tuple[RawRow, ...]
    sha256: str


def read_rows(path: Path) -> RawRecord:
    """Read a file's rows.

    Parameters
    ----------
    path
        CSV (UTF-8, comma, one header row) or Parquet, told apart by content.

    Returns
    -------
    RawRecord

    Raises
    ------
    simulate.errors.RecordError
        Where the file is missing, no regular file, over 64 MiB, unreadable, empty, in another encoding or
        format, lacks the column ``date`` or both of ``close`` and ``bid``, names a column twice, or
        has too many rows.
    """
    content = _content(path)
    if content.startswith(b"PAR1"):
        rows = _parquet_rows(path, content)
    elif path.suffix.lower() in (".parquet", ".pq"):
        raise RecordError(f"{path}: is not a Parquet file, whatever its name says; write it again, or give CSV")
    else:
        rows = _csv_rows(path, content)
    if not rows:
        raise RecordError(f"{path}: has no rows; one row a session is needed, with {', '.join(COLUMNS)}")
    return RawRecord(rows, hashlib.sha256(content).hexdigest())


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise RecordError(f"{path}: is a directory; name the CSV or Parquet file in it")
        if not path.exists():
            raise RecordError(f"{path}: there is no such file; check the path")
        if not path.is_file():
            raise RecordError(f"{path}: is no regular file; save the record to a CSV or Parquet file first")
        if path.stat().st_size > MOST_BYTES:
            raise _too_large(path)
        with path.open("rb") as stream:
            # One byte more than allowed tells a file that is too large, even one that grows while it is read.
            content = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RecordError(f"{path}: cannot be read ({reason})") from None
    if len(content) > MOST_BYTES:
        raise _too_large(path)
    if not content.strip():
        raise RecordError(f"{path}: is empty; one row a session is needed, with {', '.join(COLUMNS)}")
    return content


def _too_large(path: Path) -> RecordError:
    return RecordError(f"{path}: is over 64 MiB; a price record has one row a session")


def _positions(path: Path, header: Sequence[str]) -> dict[str, int]:
    """Where each of our columns stands in a header, in any case; other columns are ignored."""
    names = [name.strip().lower() for name in header]
    for column in COLUMNS:
        if names.count(column) > 1:
            raise RecordError(f"{path}: has {names.count(column)} columns named {column}; keep one")
    positions = {column: names.index(column) for column in COLUMNS if column in names}
    found = shown(", ".join(name for name in names if name), 120) or "none"
    if "date" not in positions:
        raise RecordError(f"{path}: has no column date; its columns: {found}; a comma must part them")
    if "close" not in positions and "bid" not in positions:
        raise RecordError(f"{path}: has neither a column close nor a column bid; its columns: {found}")
    return positions


def shown(text: str, most: int = 40) -> str:
    """Text of a file as a message may show it: on one line, and not too long.

    Parameters
    ----------
    text
        Anything.
    most
        Characters to keep at most.

    Returns
    -------
    str
    """
    short = text if len(text) <= most else text[: most - 3] + "..."
    return "".join(character if character.isprintable() else "?" for character in short)


def _too_many(path: Path) -> RecordError:
    return RecordError(f"{path}: has more than {MOST_ROWS:,} rows; a price record has one row a session")


def _lines(path: Path, text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > MOST_LINE:
            most = f"at most {MOST_LINE:,} are read, and a row has a few dozen"
            raise RecordError(f"{path}: line {number}: has {len(line):,} characters; {most}")
        yield line


def _csv_rows(path: Path, content: bytes) -> tuple[RawRow, ...]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RecordError(
            f"{path}: line {line}: is not UTF-8 text (byte 0x{content[error.start]:02x}), nor is the file Parquet; "
            "save it as CSV in UTF-8"
        ) from None
    reader = csv.reader(_lines(path, text), strict=True)
    try:
        table = list(islice(reader, MOST_ROWS + 2))
    except csv.Error as error:
        raise RecordError(f"{path}: line {reader.line_num}: is not CSV ({error})") from None
    if len(table) > MOST_ROWS + 1:
        raise _too_many(path)
    header = table[0] if table else []
    positions = _positions(path, header)
    rows = []
    for number, cells in enumerate(table[1:], start=2):
        if not cells:
            continue  # a blank line
        if len(cells) != len(header):
            first = cells[positions["date"]].strip() if positions["date"] < len(cells) else ""
            fault = f"has {len(cells)} cells, the header {len(header)}; quote a cell that holds a comma"
            rows.append(RawRow(number, date=first, fault=fault))
        else:
            values = {column: cells[position].strip() for column, position in positions.items()}
            rows.append(RawRow(number, **values))
    return tuple(rows)


def _parquet_rows(path: Path, content: bytes) -> tuple[RawRow, ...]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # As dictionaries: a cell of megabytes that stands in every row is then held once.
        file = pq.ParquetFile(pa.BufferReader(content))
        file = pq.ParquetFile(
            pa.BufferReader(content),
            read_dictionary=[field.name for field in file.schema_arrow if _is_text(field.type)],
        )
        header = file.schema_arrow.names
        positions = _positions(path, header)
        if file.metadata.num_rows > MOST_ROWS:
            raise _too_many(path)
        names = {column: header[position] for column, position in positions.items()}
        _check_unpacked(path, file)
        table = file.read(columns=list(names.values()), use_threads=False)
        cells = {column: _texts(table.column(name)) for column, name in names.items()}
    except (pa.ArrowException, OSError, KeyError, ValueError) as error:
        reason = shown(str(error).partition("\n")[0], 120)
        raise RecordError(f"{path}: is a broken Parquet file ({reason}); write it again, or give CSV") from None
    keys = tuple(cells)
    listed = zip(*cells.values(), strict=True)
    return tuple(RawRow(number, **dict(zip(keys, row, strict=True))) for number, row in enumerate(listed, start=1))


def _check_unpacked(path: Path, file: Any) -> None:
    """Refuse a file that grows beyond what is read of any file once it is unpacked."""
    groups = [file.metadata.row_group(number) for number in range(file.num_row_groups)]
    if sum(group.total_byte_size for group in groups) > MOST_BYTES:
        raise RecordError(f"{path}: is over 64 MiB when unpacked; a price record has one row a session")


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    return any(
        check(kind)
        for check in (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)
    )


def _texts(column: pa.ChunkedArray) -> list[str]:
    """Cells of a Parquet column as CSV would have them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        values = [chunk.dictionary for chunk in column.chunks]
        if any((pc.max(pc.binary_length(each)).as_py() or 0) > MOST_CELL for each in values if _is_text(each.type)):
            raise ValueError(f"a cell has more than {MOST_CELL:,} bytes")
        column = column.cast(column.type.value_type)
    kind = column.type
    if pa.types.is_timestamp(kind):
        if kind.tz is not None:
            column = pc.local_timestamp(column)
        # Microseconds are what datetime holds; as nanoseconds they would bring in pandas.
        column = column.cast(pa.timestamp("us"), safe=kind.unit != "ns")
    narrows: dict[Any, type[np.floating[Any]]] = {pa.float32(): np.float32, pa.float16(): np.float16}
    narrow = narrows.get(kind)
    return [_text(value, narrow) for value in _values(column)]


def _values(column: pa.ChunkedArray) -> Iterable[Any]:
    for scalar in column:
        try:
            yield scalar.as_py()
        except (ValueError, OverflowError):
            yield "a value out of range"  # a date before year 1, say: the checks refuse it with its row


def _text(value: Any, narrow: type[np.floating[Any]] | None) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        # The shortest decimal that reads back as the same number of that width: 5.78, not 5.780000209808350.
        return repr(value) if narrow is None else str(narrow(value))
    return str(value).strip()
