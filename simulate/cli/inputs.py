"""What a command reads is not written over: an ``--out`` that is one of its inputs is refused before any work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from simulate.errors import OutputError

if TYPE_CHECKING:
    from simulate.scenario import Scenario


def refuse_input(out: Path | None, *inputs: Scenario | Path | str) -> None:
    """Refuse to write over what is read.

    Parameters
    ----------
    out
        What ``--out`` named; None: nothing is written.
    inputs
        Scenarios, with the records they name; files, with a shipped record by its name; runs' directories.

    Raises
    ------
    OutputError
        If ``out`` is one of these files, or a file of one of these runs, links followed.
    """
    if out is None:
        return
    for given in inputs:
        for file in _files(given):
            if _is_same(out, file):
                raise OutputError(f"{out}: is what the command reads, and --out would write over it; name another file")


def _files(given: Scenario | Path | str) -> list[Path]:
    """The files of an input."""
    from simulate.output.run_files import files_of_run
    from simulate.shipped import find_record

    if isinstance(given, (str, Path)):
        file = find_record(given)
        return files_of_run(file) if file.is_dir() else [file]
    market = given.market
    records = [getattr(market.price, "record", None), market.earlier_record]
    found = [find_record(given.folder / record) for record in records if record is not None]
    return found if given.source is None else [given.source, *found]


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        # One of them is not there yet, or is no path: reading or writing it says so.
        return False
