"""Parquet as a run writes and reads it: the same rows give the same bytes, however they came in shards."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

ROW_GROUP = 65_536
"""Rows in a group: fixed, so that a file's bytes do not depend on the sizes of shards."""
_OPTIONS: dict[str, Any] = {
    "compression": "zstd",
    "compression_level": 3,
    "version": "2.6",
    "store_schema": True,
}


def write_parquet(table: Any, target: Path) -> None:
    """Write a table: the same table gives the same bytes.

    Parameters
    ----------
    table
        A pyarrow table.
    target
        The file.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    pq.write_table(table.combine_chunks(), target, row_group_size=ROW_GROUP, **_OPTIONS)


def read_parquet(source: Path, names: list[str] | None = None) -> Any:
    """Read a table. ``pyarrow.parquet.read_table`` would import pyarrow's datasets, and they pandas.

    Parameters
    ----------
    source
        The file.
    names
        Columns, in this order; None: all.

    Returns
    -------
    pyarrow.Table

    Raises
    ------
    OSError, pyarrow.ArrowException
        If it cannot be read.
    KeyError
        If it has no such column.
    """
    with pq.ParquetFile(source) as file:
        table = file.read(names)
    return table if names is None else table.select(names)


class RowsWriter:
    """Writes rows as they come, in groups of fixed size.

    Parameters
    ----------
    target
        The file.
    schema
        A pyarrow schema.
    guard
        Makes the context in which the disk is written, so that its owner tells failures in its own way.

    Raises
    ------
    OSError
        If it cannot be made or written, unless the guard raises another.
    """

    def __init__(
        self, target: Path, schema: Any, guard: Callable[[], AbstractContextManager[None]] = nullcontext
    ) -> None:
        self._guard = guard
        self._waiting: list[Any] = []
        self._rows = 0
        self._writer: Any = pq.ParquetWriter(target, schema, **_OPTIONS)

    def write_table(self, table: Any) -> None:
        """Append rows.

        Parameters
        ----------
        table
            A pyarrow table of the writer's schema.
        """
        self._waiting.append(table)
        self._rows += table.num_rows
        if self._rows >= ROW_GROUP:
            self._write(self._rows - self._rows % ROW_GROUP)

    def _write(self, rows: int) -> None:
        joined = pa.concat_tables(self._waiting).combine_chunks()
        with self._guard():
            self._writer.write_table(joined.slice(0, rows).combine_chunks(), row_group_size=ROW_GROUP)
        self._waiting = [joined.slice(rows)]
        self._rows -= rows

    def close(self) -> None:
        """Write what is left and the file's end; does nothing the second time."""
        if self._writer is None:
            return
        if self._rows:
            self._write(self._rows)
        writer, self._writer = self._writer, None
        with self._guard():
            writer.close()

    def __enter__(self) -> RowsWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:
            self.abandon()

    def abandon(self) -> None:
        """Close the file without caring what is in it."""
        writer, self._writer = self._writer, None
        if writer is not None:
            with contextlib.suppress(Exception):
                writer.close()
