"""The folder of a run: it appears whole or not at all.

Everything is written into a hidden folder beside the final one, flushed to the disk and renamed at the end. A
folder that is left by a killed process is removed by the next run of the same name.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from simulate.errors import OutputError, RecordError
from simulate.output import placing, run_files
from simulate.output.run_files import CONFIG, FIGURES, MANIFEST, PATHS, RECORDS

if TYPE_CHECKING:
    from simulate.output.parquet import RowsWriter


class RunDirectory:
    """A run's folder in the making; a context manager.

    Parameters
    ----------
    path
        Where the run shall appear. Missing parents are made.
    overwrite
        Replace a run that is there already. Folders that are not runs, or hold files of others, are never
        replaced.

    Attributes
    ----------
    path
        The final folder, absolute.
    partial
        The folder that is written into, beside it; None before the context is entered and after it is left.

    Raises
    ------
    OutputError
        At once, before hours of work, if the run could not appear there.
    """

    def __init__(self, path: str | Path, *, overwrite: bool = False) -> None:
        self.path = run_files.check_target(Path(path), overwrite=overwrite)
        self.overwrite = overwrite
        self.partial: Path | None = None
        self._lock: IO[bytes] | None = None
        self._writer: RowsWriter | None = None
        self._made: list[Path] = []

    def __enter__(self) -> RunDirectory:
        try:
            with self.writing():
                for parent in reversed([folder for folder in self.path.parents if not folder.exists()]):
                    parent.mkdir(exist_ok=True)
                    self._made.append(parent)
                placing.sweep(self.path)
                self.partial = placing.partial_folder(self.path)
                self.partial.mkdir()
                self._lock = placing.hold(self.partial)
        except BaseException:
            self._discard()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._finish()
        finally:
            self._discard()
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise OutputError(self._disk_full()) from error

    def _disk_full(self) -> str:
        return f"{self.path}: the disk is full; nothing was written: make room, or name another disk"

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Tell failures of writing as mistakes that the user can mend.

        Raises
        ------
        OutputError
            For any OSError inside the context.
        """
        try:
            yield
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise OutputError(self._disk_full()) from error
            reason = error.strerror or str(error)
            raise OutputError(f"{self.path}: cannot be written: {reason}; nothing was written") from error

    def file(self, name: str) -> Path:
        """Where a file of the run is written now.

        Parameters
        ----------
        name
            Relative to the run's folder.

        Returns
        -------
        pathlib.Path
            In the folder in the making; its own folder exists.

        Raises
        ------
        RuntimeError
            If the context is not entered.
        """
        if self.partial is None:
            raise RuntimeError("a run directory is written inside its context")
        target = self.partial / name
        with self.writing():
            target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def write_text(self, name: str, text: str) -> None:
        """Write a text file in UTF-8.

        Parameters
        ----------
        name
            Relative to the run's folder.
        text
            Its content.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        target = self.file(name)
        with self.writing(), target.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)

    def write_config(self, text: str) -> None:
        """Write the configuration as run.

        Parameters
        ----------
        text
            YAML.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        self.write_text(CONFIG, text)

    def write_manifest(self, manifest: Mapping[str, Any]) -> None:
        """Write the manifest as JSON; dates and decimals become text.

        Parameters
        ----------
        manifest
            What was run, with what, on what.

        Raises
        ------
        OutputError
            If it cannot be written.
        ValueError
            If a number is not finite.
        """
        text = json.dumps(manifest, indent=2, ensure_ascii=False, allow_nan=False, default=_as_text)
        self.write_text(MANIFEST, text + "\n")

    def write_table(self, name: str, table: Any) -> None:
        """Write a table as Parquet.

        Parameters
        ----------
        name
            ``summary``, ``sessions`` or ``histograms``.
        table
            A pyarrow table.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        from simulate.output.parquet import write_parquet

        target = self.file(f"{name}.parquet")
        with self.writing():
            write_parquet(table, target)

    def open_paths_writer(self, schema: Any) -> RowsWriter:
        """Open the per-path file, closed with the run if not before.

        Parameters
        ----------
        schema
            See :func:`simulate.output.tables.paths_schema`.

        Returns
        -------
        RowsWriter

        Raises
        ------
        OutputError
            If it cannot be made.
        """
        from simulate.output.parquet import RowsWriter

        target = self.file(PATHS)
        with self.writing():
            self._writer = RowsWriter(target, schema, self.writing)
        return self._writer

    def add_record(self, source: str | Path, content: bytes | None = None) -> str:
        """Keep a copy of a price record, so that the run can be explained when the original is gone.

        Parameters
        ----------
        source
            The record's file; records of the same name and content are kept once.
        content
            Its bytes as they were read; None: they are read now.

        Returns
        -------
        str
            Where it is, relative to the run's folder: what ``config.yaml`` must name.

        Raises
        ------
        OutputError
            If it cannot be written.
        RecordError
            If it cannot be read.
        """
        if content is None:
            try:
                content = Path(source).read_bytes()
            except OSError as error:
                raise RecordError(f"{source}: cannot be read: {error.strerror}") from None
        stem, suffix = Path(source).stem, Path(source).suffix
        target = self.file(f"{RECORDS}/{stem}{suffix}")
        number = 1
        with self.writing():
            while target.exists() and target.read_bytes() != content:
                number += 1
                target = target.with_name(f"{stem}-{number}{suffix}")
            target.write_bytes(content)
        return f"{RECORDS}/{target.name}"

    def hashes(self) -> dict[str, str]:
        """Hashes of the files written so far, for the manifest; ends the per-path rows.

        Returns
        -------
        dict of str to str
            SHA-256 by name relative to the run's folder, sorted; without figures, which may be drawn again.

        Raises
        ------
        OutputError
            If a file cannot be read.
        """
        if self._writer is not None:
            self._writer.close()
        out = {}
        folder = self.file(".").resolve()
        with self.writing():
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                name = file.relative_to(folder)
                if name.parts[0] not in (placing.LOCK, MANIFEST, FIGURES):
                    with file.open("rb") as stream:
                        out[name.as_posix()] = hashlib.file_digest(stream, "sha256").hexdigest()
        return out

    def _finish(self) -> None:
        """Flush everything and let the folder appear."""
        assert self.partial is not None  # the context is entered
        if self._writer is not None:
            self._writer.close()
        with self.writing():
            placing.flush(self.partial)
            if self.overwrite and self.path.is_dir():
                run_files.check_target(self.path, overwrite=True)
            if sys.platform == "win32" and self._lock is not None:
                self._lock.close()  # an open file cannot be removed there
            (self.partial / placing.LOCK).unlink()
            try:
                self.partial = placing.place(self.partial, self.path, overwrite=self.overwrite)
            except OSError as error:
                if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
                    text = f"{self.path}: something else appeared there during the run; nothing was written"
                    raise OutputError(text) from error
                raise
            self._made = []
            placing.flush_one(self.path.parent)

    def _discard(self) -> None:
        """Remove what is in the making, or what was replaced."""
        if self._writer is not None:
            self._writer.abandon()
            self._writer = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None
        if self.partial is not None:
            shutil.rmtree(self.partial, ignore_errors=True)
            self.partial = None
        for parent in reversed(self._made):
            with contextlib.suppress(OSError):
                parent.rmdir()
        self._made = []


def _as_text(value: object) -> str:
    """Dates, decimals and paths in JSON."""
    if isinstance(value, (date, Decimal, Path)):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a manifest")
