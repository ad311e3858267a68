"""Tables and paragraphs as HTML: every text escaped, no colour of its own, so that light and dark pages both read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape

_CELL = "padding:0.25em 0.6em"
_LEFT = f' style="text-align:left;vertical-align:top;{_CELL}"'
_RIGHT = f' style="text-align:right;vertical-align:top;white-space:nowrap;font-variant-numeric:tabular-nums;{_CELL}"'
_HEADING = f' style="text-align:right;vertical-align:bottom;{_CELL}"'
_SHORT = f' style="text-align:left;vertical-align:top;white-space:nowrap;{_CELL}"'
_SHORT_WORDS = 16
"""A cell of words of at most so many characters, such as a date, is not broken."""
_CAPTION = ' style="caption-side:top;text-align:left;font-weight:bold;color:inherit"'
_SMALL = ' style="font-size:90%;opacity:0.85;margin:0.3em 0"'
_FOUR_DECIMALS = ("fraction", "multiple", "per year", "probability", "share of paths", "")
NOTHING = "–"
"""Stands where there is no number."""


def shown(value: float | None, unit: str) -> str:
    """A number in its unit, with as many digits as a reader can use; a dash where there is none.

    Parameters
    ----------
    value
        None, or what is no finite number, is no number.
    unit
        As in the registry of columns.
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    if unit.startswith("USD per") or unit in _FOUR_DECIMALS:
        # A small error in four decimals would read as none.
        return f"{value:,.4f}" if value == 0 or abs(value) >= 0.001 else f"{value:.6f}"
    return f"{value:,.1f}" if unit == "sessions" else f"{value:,.0f}"


def signed(value: float | None, unit: str) -> str:
    """A difference in its unit, with its sign."""
    text = shown(value, unit)
    return f"+{text}" if value is not None and text != NOTHING and value > 0 else text


def table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]], *, words: int = 1) -> str:
    """A table.

    Parameters
    ----------
    caption
        Above it; empty: none.
    headings
        Of the columns.
    rows
        Cells as text; they are escaped here.
    words
        How many columns, from the left, are words; the others are numbers and stand to the right.

    Returns
    -------
    str
        HTML.
    """
    lines = ["<table>"]
    if caption:
        lines.append(f"<caption{_CAPTION}>{escape(caption)}</caption>")
    lines.append("<thead>" + _row("th", headings, words) + "</thead>")
    lines.append("<tbody>")
    lines += [_row("td", row, words) for row in rows]
    return "\n".join([*lines, "</tbody>", "</table>"])


def _row(tag: str, cells: Sequence[str], words: int) -> str:
    is_heading = tag == "th"
    parts = (f"<{tag}{_style(cell, k < words, is_heading)}>{escape(cell)}</{tag}>" for k, cell in enumerate(cells))
    return f"<tr>{''.join(parts)}</tr>"


def _style(cell: str, is_words: bool, is_heading: bool) -> str:
    if not is_words:
        # A wide table's headings may be broken, its numbers not.
        return _HEADING if is_heading else _RIGHT
    return _SHORT if len(cell) <= _SHORT_WORDS else _LEFT


def paragraph(text: str) -> str:
    """A paragraph in small print."""
    return f"<p{_SMALL}>{escape(text)}</p>"


def details(summary: str, inside: str) -> str:
    """Something that opens on a click.

    Parameters
    ----------
    summary
        What is seen before; it is escaped here.
    inside
        HTML.
    """
    return f'<details style="margin:0.3em 0"><summary>{escape(summary)}</summary>\n{inside}\n</details>'


def bullets(texts: Iterable[str]) -> str:
    """A list, a text to an item."""
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"
