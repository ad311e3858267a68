"""The tables of a run as one Excel workbook: a sheet each, every column with its unit in the header."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from simulate.errors import OutputError
from simulate.output.export import BATCH_ROWS, header
from simulate.output.run_files import MANIFEST, PATHS, TABLES, is_run

MOST_ROWS = 1_048_576
"""Rows of a sheet, its header with them: what Excel can hold."""
_NO_DATE = datetime(1980, 1, 1)
"""The same run gives the same file: no hour of its making is in it."""
_WIDEST, _NARROWEST = 60, 9
_ABOUT = ("name", "paths", "seed", "measure", "config_hash", "expected_irr_per_year", "expected_irr_standard_error")


def export_workbook(run: str | Path, out: str | Path) -> Path:
    """Write the tables of a run into a new Excel workbook, which appears whole or not at all.

    Parameters
    ----------
    run
        The run's folder.
    out
        The file to write; it must not be there yet.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    OutputError
        If the run cannot be read or has more paths than a sheet has rows, if the file is there already or cannot be
        written, or if the package that writes workbooks is not installed.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder, target = Path(run), Path(out).resolve()
    if not is_run(folder):
        raise OutputError(f"{folder}: holds no run; name the directory of one")
    if target.suffix.lower() != ".xlsx":
        raise OutputError(f"{out}: a workbook is a file that ends in .xlsx; name one")
    if target.exists():
        raise OutputError(f"{target}: is there already; name another file, or remove it")
    try:
        import xlsxwriter
    except ImportError:
        raise OutputError("a workbook needs the package xlsxwriter; pip install 'floorless[office]'") from None
    sources = [folder / f"{name}.parquet" for name in TABLES]
    if (folder / PATHS).is_file():
        sources.append(folder / PATHS)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        try:
            for source in sources:
                rows = pq.read_metadata(source).num_rows
                if rows >= MOST_ROWS:
                    raise OutputError(
                        f"{source}: {rows:,} rows, and a sheet of Excel holds {MOST_ROWS - 1:,} below its header; "
                        "export it as CSV"
                    )
            # A place that cannot be written is told before the work.
            partial.write_bytes(b"")
            with tempfile.TemporaryDirectory(prefix="floorless-") as scratch:
                # Row by row: a million paths do not fit into memory as cells.
                book = xlsxwriter.Workbook(partial, {"constant_memory": True, "tmpdir": scratch})
                book.set_properties({"title": "floorless", "created": _NO_DATE})
                _about(book, folder)
                for source in sources:
                    _sheet(book, source)
                book.close()
            os.replace(partial, target)
        finally:
            partial.unlink(missing_ok=True)
    except (pa.ArrowException, json.JSONDecodeError) as error:
        raise OutputError(f"{folder}: cannot be read: {error}; run it again") from error
    except (OSError, xlsxwriter.exceptions.XlsxWriterException) as error:
        raise OutputError(f"{target}: cannot be written: {error}; name another file") from None
    return target


def _about(book: Any, folder: Path) -> None:
    """What the numbers are of."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    sheet = book.add_worksheet("about")
    bold = book.add_format({"bold": True})
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 90)
    lines = [(name, manifest[name]) for name in _ABOUT if manifest.get(name) is not None]
    lines += [("announced", text) for text in manifest.get("announcements", ())]
    lines += [("warning", text) for text in manifest.get("warnings", ())]
    for row, (name, value) in enumerate(lines):
        sheet.write_string(row, 0, name, bold)
        if isinstance(value, float):
            sheet.write_number(row, 1, value)
        else:
            # A seed may have more digits than a number of Excel keeps.
            sheet.write_string(row, 1, str(value))


def _sheet(book: Any, source: Path) -> None:
    """One table on a sheet of its name."""
    import pyarrow.parquet as pq

    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    with pq.ParquetFile(source) as file:
        sheet = book.add_worksheet(source.stem)
        sheet.freeze_panes(1, 1)
        names = header(file.schema_arrow)
        for column, name in enumerate(names):
            sheet.set_column(column, column, min(max(len(name), _NARROWEST) + 2, _WIDEST))
            sheet.write_string(0, column, name, bold)
        for number, row in enumerate(_rows(file), start=1):
            for column, value in enumerate(row):
                if isinstance(value, bool):
                    sheet.write_boolean(number, column, value)
                elif isinstance(value, (int, float)):
                    sheet.write_number(number, column, value)
                elif isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, list):
                    sheet.write_string(number, column, " ".join(f"{each:g}" for each in value))
                elif value is not None:
                    sheet.write_string(number, column, value)


def _rows(file: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a table, a batch in memory at a time; None where a number is not defined."""
    for batch in file.iter_batches(BATCH_ROWS):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
