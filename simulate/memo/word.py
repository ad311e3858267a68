"""The memo's parts as a Word document: the same words, tables and figures, the same bytes for the same parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

_NO_DATE = datetime(1980, 1, 1)
"""The earliest that the format of the file can hold: no date of making is in it."""
_GREY, _DARK, _INK = RGBColor(0x55, 0x55, 0x55), RGBColor(0x16, 0x32, 0x4F), RGBColor(0, 0, 0)
_BODY, _MONOSPACED = "Times New Roman", "Courier New"
_POINTS = 10.0


def word(head: Mapping[str, str], parts: Sequence[Mapping[str, Any]], pictures: Mapping[str, bytes]) -> bytes:
    """Set a memo as a Word document.

    Parameters
    ----------
    head
        ``title``, ``kicker``, ``subtitle`` and ``footer``.
    parts
        As a :class:`simulate.memo.document.Document` keeps them.
    pictures
        PNG files by name.

    Returns
    -------
    bytes
        A .docx file.
    """
    document = new_document()
    _prepare(document, head)
    _line(document, head["kicker"], 8.5, _GREY)
    _line(document, head["title"], 17, _DARK, bold=True)
    _line(document, head["subtitle"], 9, _GREY, after=6)
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        if part["kind"] == "heading" and following is not None and len(following.get("columns", ())) > 1:
            # Within its columns: Word keeps no heading with what a new section holds.
            _columns(document, len(following["columns"]))
        _PARTS[part["kind"]](document, part, pictures)
    stream = io.BytesIO()
    document.save(stream)
    return _without_dates(stream.getvalue())


def _prepare(document: WordDocument, head: Mapping[str, str]) -> None:
    """Page, styles, properties and footer."""
    properties = document.core_properties
    properties.title, properties.author, properties.comments = head["title"], "", ""
    properties.created = properties.modified = _NO_DATE
    properties.last_modified_by = ""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(215.9), Mm(279.4)
    section.left_margin = section.right_margin = Mm(19)
    section.top_margin, section.bottom_margin = Mm(17), Mm(18)
    for name, points in (("Normal", _POINTS), ("Heading 1", 11.5)):
        style: Any = document.styles[name]
        style.font.name, style.font.size = _BODY, Pt(points)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
        fonts.set(qn("w:hAnsi"), _BODY)
    heading: Any = document.styles["Heading 1"]
    heading.font.color.rgb, heading.font.bold = _DARK, True
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(10), Pt(3)
    footer = section.footer.paragraphs[0]
    # The style of a foot has two stops, in the middle and at the right.
    _run(footer, f"{head['footer']}\t\tPage ", 7.5, _GREY)
    _page_number(footer)


def _page_number(paragraph: Paragraph) -> None:
    """A field that Word fills with the page's number."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    properties, size = OxmlElement("w:rPr"), OxmlElement("w:sz")
    size.set(qn("w:val"), "15")
    properties.append(size)
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(properties)
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _run(
    paragraph: Paragraph, text: str, points: float, colour: RGBColor = _INK, *, bold: bool = False, font: str = _BODY
) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb, run.font.bold, run.font.name = Pt(points), colour, bold, font


def _line(
    where: WordDocument | _Cell,
    text: str,
    points: float,
    colour: RGBColor = _INK,
    *,
    bold: bool = False,
    after: float = 1,
    font: str = _BODY,
) -> Paragraph:
    """A paragraph of one look."""
    paragraph = where.add_paragraph()
    _run(paragraph, text, points, colour, bold=bold, font=font)
    paragraph.paragraph_format.space_after = Pt(after)
    return paragraph


def _heading(document: WordDocument, part: Mapping[str, Any], pictures: Mapping[str, bytes]) -> None:
    document.add_heading(part["text"], level=1)


def _paragraph(document: WordDocument, part: Mapping[str, Any], pictures: Mapping[str, bytes]) -> None:
    paragraph = _line(document, part["text"], _POINTS)
    if part["kind"] == "answer":
        _shade(paragraph)
    if part["source"]:
        paragraph.paragraph_format.keep_with_next = True
        _source(document, part["source"])


def _shade(paragraph: Paragraph) -> None:
    """The ground on which the answer stands."""
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "EEF3F8")):
        shading.set(qn(f"w:{name}"), value)
    paragraph._p.get_or_add_pPr().append(shading)


def _source(document: WordDocument, text: str) -> None:
    _line(document, text, 6.3, _GREY, after=5, font=_MONOSPACED)


def _table(document: WordDocument, part: Mapping[str, Any], pictures: Mapping[str, bytes]) -> None:
    headings, rows = part["headings"], part["rows"]
    named = part.get("sources") is not None
    table = document.add_table(rows=1 + len(rows), cols=len(headings))
    table.autofit = False
    widths = _widths(headings, rows, _text_width(document), named=named)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width  # which LibreOffice heeds; Word heeds the cells'
    for place, cells in enumerate([headings, *rows]):
        row = table.rows[place]
        _keep_whole(row._tr, is_heading=place == 0)
        for column, text in enumerate(cells):
            cell = row.cells[column]
            cell.width = widths[column]
            paragraph = cell.paragraphs[0]
            is_source = named and column == len(headings) - 1 and place > 0
            if is_source:
                _run(paragraph, text, 6.3, _GREY, font=_MONOSPACED)
            else:
                _run(paragraph, text, 8.3 if place == 0 else 8.8, bold=place == 0)
            shape = paragraph.paragraph_format
            shape.space_after, shape.space_before = Pt(0), Pt(0)
            # The rows of a table, and what is said of it, stand on one page.
            shape.keep_with_next = place < len(rows) or bool(part["note"] or part["source"])
            is_left = column == 0 or (named and column == len(headings) - 1)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if is_left else WD_ALIGN_PARAGRAPH.RIGHT
            if place in (0, len(rows)):
                _rules(cell, above=place == 0, below=True)
    if part["note"]:
        note = _line(document, part["note"], 8, _GREY, after=2)
        note.paragraph_format.keep_with_next = bool(part["source"])
    if part["source"]:
        _source(document, part["source"])
    elif not part["note"]:
        _line(document, "", 4)


def _widths(headings: Sequence[str], rows: Sequence[Sequence[str]], room: int, *, named: bool) -> list[Emu]:
    """Widths of the columns by what stands in them; headings are broken, then labels, where there is no room."""
    letters = [Pt(4.4)] * len(headings)
    if named:
        letters[-1] = Pt(4.0)  # small and of one width
    bodies = [max(len(row[column]) for row in rows) for column in range(len(headings))]
    words = [max(map(len, text.split()), default=0) for text in headings]
    wide = [max(body, len(text)) for body, text in zip(bodies, headings, strict=True)]
    narrow = [max(body, word) for body, word in zip(bodies, words, strict=True)]

    def needed(counts: Sequence[int]) -> list[int]:
        """With the margins of a cell."""
        return [int(count * letter) + Pt(12) for count, letter in zip(counts, letters, strict=True)]

    widths = needed(wide) if sum(needed(wide)) <= room else needed(narrow)
    excess = sum(widths) - room
    if excess > 0:
        widths[0] = max(widths[0] - excess, int(Mm(25)))
    return [Emu(width) for width in widths]


def _text_width(document: WordDocument) -> int:
    """Between the margins, in the units of the format."""
    section = document.sections[-1]
    return int(section.page_width or 0) - int(section.left_margin or 0) - int(section.right_margin or 0)


def _keep_whole(row: Any, *, is_heading: bool) -> None:
    """A row is not broken; the heading stands again on every page."""
    properties = row.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_heading:
        properties.append(OxmlElement("w:tblHeader"))


def _rules(cell: _Cell, *, above: bool, below: bool) -> None:
    """Lines above and below a cell."""
    borders = OxmlElement("w:tcBorders")
    for name, wanted in (("top", above), ("bottom", below)):
        if wanted:
            line = OxmlElement(f"w:{name}")
            for key, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
                line.set(qn(f"w:{key}"), value)
            borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)


def _figure(document: WordDocument, part: Mapping[str, Any], pictures: Mapping[str, bytes]) -> None:
    width = Emu(int(_text_width(document) * part["width"] / 100))
    document.add_picture(io.BytesIO(pictures[part["file"]]), width=width)
    picture = document.paragraphs[-1]
    picture.alignment = WD_ALIGN_PARAGRAPH.CENTER
    picture.paragraph_format.space_after = Pt(4)
    # What a reader who cannot see it is told.
    (properties,) = picture._p.iter(qn("wp:docPr"))
    properties.set("descr", part["file"].removesuffix(".png").replace("_", " "))


def _items(document: WordDocument, part: Mapping[str, Any], pictures: Mapping[str, bytes]) -> None:
    columns = part["columns"]
    for line in (line for column in columns for line in column):
        paragraph = document.add_paragraph()
        shape = paragraph.paragraph_format
        shape.space_after, shape.left_indent, shape.first_line_indent = Pt(2), Mm(3), Mm(-3)
        if line["term"]:
            _run(paragraph, f"{line['term']} ", part["size"], bold=True)
        elif len(columns) == 1:
            _run(paragraph, "– ", part["size"])
        _run(paragraph, line["text"], part["size"])
    if len(columns) > 1:
        _columns(document, 1)


def _columns(document: WordDocument, count: int) -> None:
    """Go on in so many columns on the same page."""
    section = document.add_section(WD_SECTION.CONTINUOUS)
    properties = section._sectPr
    for old in properties.findall(qn("w:cols")):
        properties.remove(old)
    columns = OxmlElement("w:cols")
    columns.set(qn("w:num"), str(count))
    columns.set(qn("w:space"), "340")
    properties.append(columns)


_PARTS = {
    "heading": _heading,
    "paragraph": _paragraph,
    "answer": _paragraph,
    "table": _table,
    "figure": _figure,
    "items": _items,
}


def _without_dates(content: bytes) -> bytes:
    """The same file with no hour of its making in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=_NO_DATE.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system
            target.writestr(entry, source.read(name))
    return out.getvalue()
