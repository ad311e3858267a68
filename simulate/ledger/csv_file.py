"""Writing a CSV file whole or not at all, and exact numbers as decimal text."""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from simulate.errors import OutputError


def decimal_text(value: int | Fraction | None, places: int = 6) -> str:
    """An exact number as decimal text, rounded half up only here.

    Parameters
    ----------
    value
        The number; None gives an empty text.
    places
        Decimal places of a fraction; integers have none.

    Returns
    -------
    str
    """
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    unit = 10**places
    scaled = math.floor(abs(value) * unit + Fraction(1, 2))
    sign = "-" if value < 0 and scaled else ""
    return f"{sign}{scaled // unit}.{scaled % unit:0{places}d}"


def write_csv(path: str | os.PathLike[str], header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file beside its place and move it there when it is whole.

    Parameters
    ----------
    path
        Where the file goes; one that is there is replaced.
    header
        Names of the columns.
    rows
        Their cells.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    target = Path(path)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        try:
            with partial.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream, lineterminator="\n")
                writer.writerow(header)
                writer.writerows(rows)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{target}: cannot be written ({error.strerror}); name a file in a folder that can be written to"
        ) from None
