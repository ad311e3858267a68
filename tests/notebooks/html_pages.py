"""HTML read back: tables with their captions, and that every element that opens closes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Table:
    """A table as it is read: its caption, and its rows of cells, the headings first."""

    caption: str = ""
    rows: list[list[str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tables: list[Table] = []
        self.text: list[str] = []
        self.tags: set[str] = set()
        self.styles: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags.add(tag)
        self.styles += [value or "" for name, value in attrs if name == "style"]
        if tag == "table":
            self.tables.append(Table())
        elif tag == "tr":
            self.tables[-1].rows.append([])
        elif tag in ("td", "th"):
            self.tables[-1].rows[-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)
        if self.open and self.open[-1] in ("td", "th"):
            self.tables[-1].rows[-1][-1] += data
        elif self.open and self.open[-1] == "caption":
            self.tables[-1].caption += data


@dataclass(frozen=True)
class Page:
    """What a piece of HTML holds."""

    tables: list[Table]
    text: str
    tags: set[str]


OURS = {"table", "caption", "thead", "tbody", "tr", "th", "td", "p", "details", "summary", "ul", "li", "b", "span"}


def read(html: str) -> Page:
    """Read HTML; it must be well formed, of plain elements alone, and set no colour a dark page would hide."""
    reader = _Reader()
    reader.feed(html)
    assert reader.open == []
    assert reader.tags <= OURS, reader.tags - OURS
    for style in reader.styles:
        assert not re.search(r"background|(?<![-\w])color:(?!inherit)", style), style
    return Page(reader.tables, "".join(reader.text), reader.tags)
