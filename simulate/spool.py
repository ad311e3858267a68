"""Columns on their way to the summary: in a scratch folder up to ``run.exact_quantiles`` paths, in fine bins beyond.

One column at a time comes back into memory, so that memory does not grow with the number of paths by more than that.
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
from simulate.columns import Column
from simulate.errors import OutputError
from simulate.statistics import fine_bins_for
from simulate.statistics.bins import FineBins

Floats = npt.NDArray[np.float64]


def defined_values(values: Floats) -> Floats:
    """The values that are no sentinel."""
    known: Floats = values[(values != UNDEFINED) & (values != NOT_COMPUTED)]
    return known


class Spool:
    """Where the columns of a run wait; a context manager that removes its scratch folder.

    Parameters
    ----------
    columns
        The registry's columns.
    exact
        Up to this many paths every value is kept; beyond it, counts in bins 0.1% wide.
    """

    def __init__(self, columns: tuple[Column, ...], exact: int) -> None:
        self._columns = columns
        self._exact = exact
        self._paths = 0
        self._folder: Path | None = None
        self._files: dict[str, int] = {}
        self._bins: dict[str, FineBins] | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Spool:
        self._folder = Path(tempfile.mkdtemp(prefix="floorless-", suffix=".partial"))
        for column in self._columns:
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            self._files[column.name] = os.open(self._folder / column.name, flags, 0o600)
        # Open files outlive their names: a killed run leaves nothing behind. Where that is not so, they go at the end.
        with contextlib.suppress(OSError):
            for column in self._columns:
                (self._folder / column.name).unlink()
            self._folder.rmdir()
            self._folder = None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close_files()

    def _close_files(self) -> None:
        for file in self._files.values():
            os.close(file)
        self._files = {}
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    @property
    def binned(self) -> bool:
        """Whether values have been counted into bins instead of kept."""
        return self._bins is not None

    def expect(self, paths: int) -> None:
        """Say how many paths there will be before the next blocks come.

        Parameters
        ----------
        paths
            The total; past ``exact`` what is kept is counted into bins, once and for all.
        """
        if paths <= self._exact or self._bins is not None:
            self._paths = max(self._paths, paths)
            return
        bins = {column.name: fine_bins_for(column) for column in self._columns}
        for column in self._columns:
            for values in self._pieces(column.name):
                bins[column.name].add(values)
        self._bins = bins
        self._close_files()
        self._paths = paths

    def add(self, first_path: int, arrays: Mapping[str, Floats]) -> None:
        """Take the columns of a block; blocks may come in any order and from any thread.

        Raises
        ------
        OutputError
            If the scratch folder's disk is full.
        """
        if self._bins is not None:
            with self._lock:
                for name, bins in self._bins.items():
                    bins.add(defined_values(arrays[name]))
            return
        for name, file in self._files.items():
            data = np.ascontiguousarray(arrays[name]).tobytes()
            offset = 8 * first_path
            try:
                while data:
                    written = os.pwrite(file, data, offset)
                    data, offset = data[written:], offset + written
            except OSError as error:
                raise OutputError(
                    f"{tempfile.gettempdir()}: cannot hold the run's scratch files: {error.strerror}; free some room, "
                    "name another folder in TMPDIR, or lower run.exact_quantiles; nothing was written"
                ) from None

    def _pieces(self, name: str, paths: int = 1 << 20) -> list[Floats]:
        size = os.fstat(self._files[name]).st_size // 8
        pieces = []
        for first in range(0, size, paths):
            count = min(paths, size - first)
            data = os.pread(self._files[name], 8 * count, 8 * first)
            pieces.append(defined_values(np.frombuffer(data, dtype=np.float64)))
        return pieces

    def values(self, name: str) -> Floats:
        """Every defined value of a column, in path order; only while nothing is binned."""
        pieces = self._pieces(name)
        return np.concatenate(pieces) if pieces else np.empty(0)

    def bins(self, name: str) -> FineBins:
        """Counts of a column; only once values are binned."""
        assert self._bins is not None  # the caller asks `binned` first
        return self._bins[name]
