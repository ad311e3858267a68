"""The memo as a document: parts in order, set by typst from a template, the same bytes for the same parts."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulate.memo.numbers import Numbers

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TEMPLATE = "memo.typ"
_PICTURE_DPI = 220
_LETTERS_OF_A_PAGE = 6500
"""A list with fewer in a column is kept on one page: in columns that break over pages a reader loses the order."""


class Document:
    """Parts of a memo as they come.

    Parameters
    ----------
    numbers
        Where its numbers are entered; each part names the sources of those entered since the part before.
    """

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self._parts: list[dict[str, Any]] = []
        self._pictures: dict[str, bytes] = {}

    def heading(self, text: str) -> None:
        """Begin a section."""
        self._parts.append({"kind": "heading", "text": text})

    def paragraph(self, text: str, *, kind: str = "paragraph", source: str | None = None) -> None:
        """Add running text; ``kind`` ``answer`` sets it apart, ``source`` says in one word where its numbers stand."""
        found = self.numbers.sources()
        self._parts.append({"kind": kind, "text": text, "source": _sourced(found if source is None else source)})

    def table(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        note: str = "",
        sourced: bool = False,
        source: str | None = None,
    ) -> None:
        """Add a table.

        Parameters
        ----------
        headings
            Of the columns.
        rows
            Cells as they are written.
        note
            Below it.
        sourced
            Whether the last column names where each row's numbers come from.
        source
            Where they all stand; None: named one by one.
        """
        found = self.numbers.sources()
        source = _sourced(found if source is None else source)
        part: dict[str, Any] = {"kind": "table", "headings": list(headings), "rows": [list(row) for row in rows]}
        part |= {"note": note, "source": "" if sourced else source, "sources": "column" if sourced else None}
        self._parts.append(part)

    def figure(self, name: str, figure: Figure, *, width: int = 78) -> None:
        """Add a figure, so many percent of the page wide."""
        self._parts.append({"kind": "figure", "file": self._picture(name, figure), "width": width})

    def items(self, lines: Sequence[tuple[str, str]], *, columns: int = 1, size: float = 8.6) -> None:
        """Add a list: a term in bold, or none, and what is said of it; in columns of much the same length."""
        whole = sum(_length(line) for line in lines)
        parts: list[list[dict[str, str]]] = [[] for _ in range(columns)]
        before = 0
        for line in lines:
            middle = before + _length(line) / 2
            parts[min(columns - 1, int(columns * middle / whole))].append({"term": line[0], "text": line[1]})
            before += _length(line)
        part = {"kind": "items", "columns": parts, "size": size, "whole": whole / columns < _LETTERS_OF_A_PAGE}
        self._parts.append(part)
        self.numbers.sources()

    def _picture(self, name: str, figure: Figure) -> str:
        stream = io.BytesIO()
        figure.savefig(stream, format="png", dpi=_PICTURE_DPI, metadata={"Software": None})
        self._pictures[f"{name}.png"] = stream.getvalue()
        return f"{name}.png"

    def pdf(self, **head: str) -> bytes:
        """Set the document.

        Parameters
        ----------
        **head
            ``title``, ``kicker``, ``subtitle`` and ``footer``.

        Returns
        -------
        bytes
            A PDF: fonts are those that typst brings, no date is in it.
        """
        import typst

        with tempfile.TemporaryDirectory(prefix="floorless-") as name:
            folder = Path(name)
            (folder / TEMPLATE).write_bytes(Path(__file__).with_name(TEMPLATE).read_bytes())
            data = json.dumps({**head, "parts": self._parts}, ensure_ascii=False, allow_nan=False)
            (folder / "data.json").write_text(data, encoding="utf-8")
            for file, content in self._pictures.items():
                (folder / file).write_bytes(content)
            made = typst.compile(str(folder / TEMPLATE), format="pdf", ignore_system_fonts=True)
        assert isinstance(made, bytes)  # without an output file the pages come back
        return made

    def docx(self, **head: str) -> bytes:
        """Set the document for Word.

        Parameters
        ----------
        **head
            As of :meth:`pdf`.

        Returns
        -------
        bytes
            A .docx file without a date in it.
        """
        from simulate.memo.word import word

        return word(head, self._parts, self._pictures)


def _length(line: tuple[str, str]) -> int:
    """Lines that an item takes in a column of half a page, in letters."""
    letters = 78
    return letters * -(-len(" ".join(line)) // letters) + letters // 4


def _sourced(source: str) -> str:
    return f"Source: {source}" if source else ""
