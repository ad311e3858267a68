"""Answers of the command that are text: JSON that any reader takes, ledgers, price tables, files."""

from __future__ import annotations

import json as json_text
import math
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulate.errors import OutputError

if TYPE_CHECKING:
    from simulate.ledger import Ledger
    from simulate.ledger.three_books import Book
    from simulate.replay import PriceRow


def plain(value: Any) -> Any:
    """A value as JSON takes it: numbers as numbers, dates and paths as text, what is not finite as null.

    Parameters
    ----------
    value
        Anything the program answers with.

    Raises
    ------
    TypeError
        For a type that has no place in an answer.
    """
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, (float, Decimal, Fraction)):
        if isinstance(value, float) and not math.isfinite(value):
            return None
        if not isinstance(value, float) and value == int(value):
            return int(value)
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):  # numpy scalars and arrays
        return plain(value.tolist())
    raise TypeError(f"{type(value).__name__} has no place in an answer")


def print_json(value: Any) -> None:
    """Print an answer as JSON to stdout."""
    print(json_text.dumps(plain(value), indent=2, allow_nan=False))


def show_ledger(ledger: Ledger, about: dict[str, Any], out: Path | None, json: bool, quiet: bool) -> None:
    """Write a ledger if asked, and print its events, books and totals.

    Parameters
    ----------
    ledger
        Of :func:`simulate.replay` or :func:`simulate.explain`.
    about
        What it is of; goes into the JSON.
    out
        CSV file to write; None: the events are printed.
    json, quiet
        As on the command line.
    """
    if out is not None:
        ledger.write_csv(out)
    if json:
        books = [_book(book) for book in ledger.books]
        kept = {"totals": ledger.totals, "books": books, "notes": ledger.notes, "events": ledger.events}
        print_json(about | kept | {"written": out})
        return
    if quiet:
        return
    if out is None:
        print("\n".join(ledger.lines()))
    print("\nBooks, in dollars")
    print("\n".join(f"  {line}" for line in ledger.books_as_text()))
    print("\nTotals")
    width = max(map(len, ledger.totals), default=0)
    for name, value in ledger.totals.items():
        print(f"  {name:<{width}}  {_total(name, value)}")
    if out is not None:
        say_written(out, json, quiet)


def _book(book: Book) -> dict[str, Any]:
    """A book as JSON has it: its lines by name, what they come to, and the gap."""
    return {
        "party": book.party,
        "lines_usd": dict(book.lines),
        "result": book.result,
        "total_usd": book.total_usd,
        "gap_usd": book.gap_usd,
    }


def _total(name: str, value: Any) -> str:
    if value is None:
        return "not defined"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    is_money = name.endswith("_usd") and "price" not in name
    return f"{float(value):,.2f}" if is_money else f"{float(value):,.6f}"


def print_conversion_prices(rows: Iterable[PriceRow]) -> None:
    """Print conversion prices as CSV, the same text as the file of ``--out``."""
    import csv

    from simulate.ledger.csv_file import decimal_text

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("date", "bid", "variable_price_usd", "conversion_price_usd", "note"))
    for row in rows:
        bid = "" if row.bid is None else f"{row.bid.normalize():f}"
        prices = (decimal_text(row.variable_price_usd), decimal_text(row.conversion_price_usd))
        writer.writerow((row.date.isoformat(), bid, *prices, row.note))


def say_written(path: Path, json: bool, quiet: bool) -> None:
    """Say where a file went: in JSON on stdout, or in a line on stderr."""
    if json:
        print_json({"written": path})
    elif not quiet:
        print(f"Written to {path}", file=sys.stderr)


def say_kept(out: Path | None, what: str, target: str = "DIR") -> None:
    """Say on stdout where an answer was kept, or how it would be.

    Parameters
    ----------
    out
        What ``--out`` named; None: nothing was written.
    what
        What is kept there.
    target
        What ``--out`` takes.
    """
    print(f"Nothing was written; --out {target} keeps {what}." if out is None else f"Written to {out}")


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        try:
            partial.write_text(text, encoding="utf-8")
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written ({error.strerror}); name a file in a folder that can be written to"
        ) from None
