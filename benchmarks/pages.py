"""Tables on their way to a page: printed, and put between the two markers of a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def parser_of(module: str, description: str | None, *, rounds: str) -> argparse.ArgumentParser:
    """The options that every table takes.

    Parameters
    ----------
    module, description
        As ``python -m`` runs it, and what it does.
    rounds
        How many rounds there are without the option, in words.
    """
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=description)
    parser.add_argument("--rounds", type=int, help=f"interleaved rounds ({rounds})")
    parser.add_argument("--write", type=Path, metavar="FILE", help="replace what stands between the markers")
    return parser


def show(text: str, file: Path | None, opening: str, closing: str) -> int:
    """Print a table, and write it if a file is named.

    Parameters
    ----------
    text, file
        The table, and the page; None: it is only printed.
    opening, closing
        The markers.

    Returns
    -------
    int
        Exit code; 2 where the table cannot be written.
    """
    print(text)
    try:
        if file is not None:
            write_between(file, opening, closing, text)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def write_between(file: Path, opening: str, closing: str, text: str) -> None:
    """Replace what stands between two markers of a file.

    Parameters
    ----------
    file
        A text file with both markers, each once.
    opening, closing
        The markers, which stay.
    text
        What is put between them.

    Raises
    ------
    ValueError
        If the markers are not there, each once and in order.
    OSError
        If the file cannot be read or written.
    """
    before = file.read_text(encoding="utf-8")
    head, opened, rest = before.partition(opening)
    _, closed, tail = rest.partition(closing)
    if not (opened and closed) or before.count(opening) != 1 or before.count(closing) != 1:
        raise ValueError(f"{file} needs one {opening} and, after it, one {closing}; put them where the table goes")
    file.write_text(f"{head}{opening}\n{text}\n{closing}{tail}", encoding="utf-8")
