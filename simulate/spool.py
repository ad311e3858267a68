"""Columns on their way to the summary: in a scratch file up to ``run.exact_quantiles`` paths, in fine bins beyond.

The file holds block after block, in each block column after column. One column at a time comes back into memory, so
that memory does not grow with the number of paths by more than that.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt

from kernels.rows import NOT_COMPUTED, UNDEFINED
from simulate.blocks import BLOCK_PATHS, FAN_PATHS
from simulate.columns import Column
from simulate.errors import OutputError
from simulate.statistics import fine_bins_for
from simulate.statistics.bins import FineBins

Floats = npt.NDArray[np.float64]

_ROW_BYTES = 8 * BLOCK_PATHS
FILE = "columns"


def defined_values(values: Floats) -> Floats:
    """The values that are no sentinel; where none is one, the array itself."""
    if values.size and values.min() > max(UNDEFINED, NOT_COMPUTED):
        return values
    known: Floats = values[(values != UNDEFINED) & (values != NOT_COMPUTED)]
    return known


class Spool:
    """Where the columns of a run wait; a context manager that removes its scratch file.

    Parameters
    ----------
    columns
        The registry's columns.
    exact
        Up to this many paths every value is kept; beyond it, counts in bins 0.1% wide.
    folder
        Where the file stays when the run is stopped; None: in a scratch folder, gone with the process.
    keep
        Keep every value in any case, for the per-path rows.
    """

    def __init__(
        self, columns: tuple[Column, ...], exact: int, *, folder: Path | None = None, keep: bool = False
    ) -> None:
        self._columns = columns
        self._places = {column.name: k for k, column in enumerate(columns)}
        self._exact = exact
        self._keep = keep
        self._stays = folder
        self._scratch: Path | None = None
        self._file: int | None = None
        self._block_bytes = _ROW_BYTES * len(columns)
        self._blocks = self._paths = 0
        self._bins: dict[str, FineBins] | None = None
        self._turn = threading.Lock()

    def __enter__(self) -> Spool:
        folder = self._stays
        if folder is None:
            folder = self._scratch = Path(tempfile.mkdtemp(prefix="floorless-", suffix=".partial"))
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        self._file = os.open(folder / FILE, flags, 0o600)
        if self._scratch is not None:
            # An open file outlives its name: a killed run leaves nothing behind. Elsewhere it goes at the end.
            with contextlib.suppress(OSError):
                (folder / FILE).unlink()
                folder.rmdir()
                self._scratch = None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)
            self._scratch = None

    @property
    def binned(self) -> bool:
        """Whether values are counted into bins."""
        return self._bins is not None

    @property
    def keeps_values(self) -> bool:
        """Whether the values of a block are put into the file."""
        return self._keep or not self.binned

    def expect(self, paths: int) -> None:
        """Say how many paths there will be before the next blocks come.

        Parameters
        ----------
        paths
            The total; past ``exact`` what is kept is counted into bins, once and for all.
        """
        if paths > self._exact and self._bins is None:
            bins = {column.name: fine_bins_for(column) for column in self._columns}
            for column in self._columns:
                for block in range(self._blocks):
                    bins[column.name].add(self._defined(column.name, block))
            self._bins = bins
            if not self._keep and self._stays is None and self._file is not None:
                os.ftruncate(self._file, 0)
        self._blocks, self._paths = -(-paths // BLOCK_PATHS), paths

    def put(self, block: int, values: Floats) -> None:
        """Keep the columns of a block; blocks may come in any order and from any thread.

        Parameters
        ----------
        block
            Its number.
        values
            [columns, paths].

        Raises
        ------
        OutputError
            If the disk is full.
        """
        rows = np.ascontiguousarray(values)
        if values.shape[1] < BLOCK_PATHS:
            rows = np.full((len(self._columns), BLOCK_PATHS), NOT_COMPUTED)
            rows[:, : values.shape[1]] = values
        try:
            self._write(memoryview(rows.data).cast("B"), block * self._block_bytes)
        except OSError as error:
            where = tempfile.gettempdir() if self._stays is None else self._stays
            other = "name another folder in TMPDIR" if self._stays is None else "go on with --resume"
            raise OutputError(
                f"{where}: cannot hold the run's scratch files: {error.strerror}; free some room and {other}, or lower "
                "run.exact_quantiles; nothing was written"
            ) from None

    def _write(self, data: memoryview, offset: int) -> None:
        assert self._file is not None  # the context is entered
        while data:
            if hasattr(os, "pwrite"):
                written = os.pwrite(self._file, data, offset)
            else:
                with self._turn:
                    os.lseek(self._file, offset, os.SEEK_SET)
                    written = os.write(self._file, data)
            data, offset = data[written:], offset + written

    def _read(self, size: int, offset: int) -> bytes:
        assert self._file is not None  # the context is entered
        if hasattr(os, "pread"):
            return os.pread(self._file, size, offset)
        with self._turn:
            os.lseek(self._file, offset, os.SEEK_SET)
            return os.read(self._file, size)

    def sync(self) -> None:
        """Have what was put written to the disk itself.

        Raises
        ------
        OSError
            If the disk refuses.
        """
        if self._file is not None and self.keeps_values:
            os.fsync(self._file)

    def stored(self, first_block: int, end_block: int) -> bytes:
        """What the file holds for some blocks, to be checked against a hash; may end early."""
        offset, end = first_block * self._block_bytes, end_block * self._block_bytes
        pieces = []
        while offset < end:
            piece = self._read(min(end - offset, 1 << 24), offset)
            if not piece:
                break
            pieces.append(piece)
            offset += len(piece)
        return b"".join(pieces)

    def block(self, block: int, paths: int) -> Floats:
        """The columns of a block as they were put.

        Parameters
        ----------
        block, paths
            Its number, and how many paths it has.

        Returns
        -------
        numpy.ndarray
            [columns, paths].
        """
        values = np.frombuffer(self.stored(block, block + 1)).reshape(len(self._columns), BLOCK_PATHS)
        return values[:, :paths]

    def _whole(self, name: str, block: int) -> Floats:
        if name == "irr_per_year" and block * BLOCK_PATHS >= FAN_PATHS:
            # Kept paths all have a rate of return; the summary is of the first ones all the same.
            return np.empty(0)
        offset = block * self._block_bytes + self._places[name] * _ROW_BYTES
        return np.frombuffer(self._read(_ROW_BYTES, offset))

    def _defined(self, name: str, block: int) -> Floats:
        return defined_values(self._whole(name, block))

    def values(self, name: str) -> Floats:
        """Every defined value of a column, in path order; only while nothing is binned."""
        values = np.empty(self._blocks * BLOCK_PATHS)
        size = 0
        for block in range(self._blocks):
            piece = self._whole(name, block)
            values[size : size + piece.size] = piece
            size += piece.size
        return defined_values(values[: min(size, self._paths)])

    def values_by_path(self, name: str) -> tuple[Floats, npt.NDArray[np.int64]]:
        """Every defined value of a column with the number of its path; only while nothing is binned.

        Parameters
        ----------
        name
            Of the column.

        Returns
        -------
        values, paths : numpy.ndarray
            In path order.
        """
        values, paths = [np.empty(0)], [np.empty(0, np.int64)]
        for block in range(self._blocks):
            found = self._whole(name, block)
            known = np.flatnonzero((found != UNDEFINED) & (found != NOT_COMPUTED))
            values.append(found[known])
            paths.append(known + block * BLOCK_PATHS)
        return np.concatenate(values), np.concatenate(paths)

    def count(self, bins: Mapping[str, FineBins]) -> None:
        """Take counts of more paths; only once values are binned."""
        assert self._bins is not None or not bins  # whoever counts knows that the run is binned
        for name, each in bins.items():
            assert self._bins is not None
            self._bins[name].merge(each)

    def bins(self, name: str) -> FineBins:
        """Counts of a column; only once values are binned."""
        assert self._bins is not None  # the caller asks `binned` first
        return self._bins[name]
