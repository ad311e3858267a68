"""The folder of a sweep: points land one by one, whole or not at all, and make one table at the end."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from simulate.errors import OutputError
from simulate.output import placing
from simulate.output.parquet import write_parquet
from simulate.output.run_directory import RunDirectory

FACTS = "sweep.json"
TABLE = "sweep.parquet"
POINTS = "points"


def is_sweep(folder: Path) -> bool:
    """Whether a folder holds a sweep, finished or not."""
    return (folder / FACTS).is_file()


class SweepFolder:
    """A sweep's folder; a context manager that keeps other processes out of it.

    Parameters
    ----------
    path
        The folder. A new one is made with the sweep's facts in it.
    facts
        What the sweep is; a folder that holds another is refused.
    config
        Gives the scenario that is varied, as YAML, once its records are kept.

    Attributes
    ----------
    path
        The folder.

    Raises
    ------
    OutputError
        If the folder cannot be used.
    """

    def __init__(self, path: str | Path, facts: Mapping[str, Any], config: Callable[[RunDirectory], str]) -> None:
        self.path = Path(path)
        self._stack = contextlib.ExitStack()
        if is_sweep(self.path):
            self._check_same(facts)
            return
        directory = RunDirectory(self.path)
        with directory:
            directory.write_config(config(directory))
            directory.write_text(FACTS, json.dumps(facts, indent=2, ensure_ascii=False) + "\n")

    def _check_same(self, facts: Mapping[str, Any]) -> None:
        """Refuse to mix the points of two sweeps."""
        found = read_facts(self.path)
        differ = [name for name in facts if json.loads(json.dumps(facts[name])) != found.get(name)]
        if differ:
            raise OutputError(
                f"{self.path}: holds a sweep that differs in {', '.join(differ)}; name another directory, or remove "
                "this one"
            )

    def __enter__(self) -> SweepFolder:
        with _writing(self.path):
            (self.path / POINTS).mkdir(exist_ok=True)
            held = placing.hold_alone(self.path / POINTS)
        if held is None:
            raise OutputError(f"{self.path}: another process runs this sweep; wait for it, or name another directory")
        self._stack.callback(held.close)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def is_finished(self) -> bool:
        """Whether the one table of all points is there."""
        return (self.path / TABLE).is_file()

    def point_file(self, number: int) -> Path:
        """Where a point lands."""
        return self.path / POINTS / f"{number:05d}.parquet"

    def has(self, number: int) -> bool:
        """Whether a point has landed."""
        return self.point_file(number).is_file()

    def land(self, number: int, table: Any) -> None:
        """Write a point whole, or not at all."""
        _write_whole(table, self.point_file(number))

    def finish(self, points: int) -> None:
        """Make one table of all points, and remove theirs."""
        import pyarrow as pa

        from simulate.output.parquet import read_parquet

        try:
            tables = [read_parquet(self.point_file(number)) for number in range(points)]
        except (OSError, pa.ArrowException) as error:
            raise OutputError(f"{self.path / POINTS}: cannot be read: {error}; remove it and run again") from error
        _write_whole(pa.concat_tables(tables), self.path / TABLE)
        shutil.rmtree(self.path / POINTS, ignore_errors=True)


def read_facts(folder: Path) -> dict[str, Any]:
    """The facts of a sweep.

    Parameters
    ----------
    folder
        Of the sweep.

    Returns
    -------
    dict

    Raises
    ------
    OutputError
        If there is no sweep, or it cannot be read.
    """
    if not is_sweep(folder):
        raise OutputError(f"{folder}: holds no sweep ({FACTS}); name the directory of one")
    try:
        found: dict[str, Any] = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise OutputError(f"{folder / FACTS}: cannot be read: {error}; run the sweep again elsewhere") from None
    return found


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{path}: cannot be written: {reason}; what has landed is kept") from error


def _write_whole(table: Any, target: Path) -> None:
    partial = target.with_name(f".{target.name}.partial")
    with _writing(target):
        try:
            write_parquet(table, partial)
            placing.flush_one(partial)
            os.replace(partial, target)
            placing.flush_one(target.parent)
        finally:
            partial.unlink(missing_ok=True)
