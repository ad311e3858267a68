"""The memo as a Word document: the words, numbers and figures of the PDF, and the same bytes every time."""

from __future__ import annotations

import io
import re
import shutil
import zipfile

import docx
import pytest
from command import answer, call
from docx.oxml.ns import qn
from test_memo import CLAUSE, SECTIONS, text_of, without_breaks

from simulate.errors import OutputError
from simulate.memo import write_memo
from simulate.memo.numbers import NUMBER


def lines_of(content: bytes) -> list[str]:
    """Every paragraph in the order of the page, those in tables too."""
    body = docx.Document(io.BytesIO(content)).element.body
    return ["".join(text.text or "" for text in line.iter(qn("w:t"))) for line in body.iter(qn("w:p"))]


@pytest.fixture(scope="module")
def content(made):
    return made.memo.docx.read_bytes()


def test_every_number_of_it_is_in_the_table(made, content):
    known = {number for entry in made.entries for number in NUMBER.findall(entry["text"])}
    found = {number for line in lines_of(content) for number in NUMBER.findall(CLAUSE.sub("", line))}
    assert len(found) > 200
    assert sorted(found - known) == []


def test_it_says_what_the_pdf_says(made, content):
    lines = lines_of(content)
    assert [line for line in lines if line in SECTIONS] == list(SECTIONS)
    # Numbers of the PDF, those of the foot apart, with how often each stands there.
    pdf = CLAUSE.sub("", without_breaks(text_of(made.memo.pdf.read_bytes())))
    here = {number for line in lines for number in NUMBER.findall(CLAUSE.sub("", line))}
    foot = set(NUMBER.findall(pdf.rpartition("floorless")[2]))
    assert set(NUMBER.findall(pdf)) - here <= foot


def test_its_figures_are_those_of_the_pdf(content):
    document = docx.Document(io.BytesIO(content))
    names = [each.get("descr") for each in document.element.body.iter(qn("wp:docPr"))]
    assert names == ["ownership", "tornado", "convergence"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert all(archive.read(name).startswith(b"\x89PNG") for name in pictures)
    assert len(pictures) == 3


def test_tables_say_their_heading_on_every_page_and_keep_their_rows_whole(content):
    tables = docx.Document(io.BytesIO(content)).tables
    assert len(tables) >= 6
    for table in tables:
        headed = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert headed == [True] + [False] * (len(table.rows) - 1)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_columns_are_as_wide_as_what_stands_in_them_and_fit_the_page(content):
    document = docx.Document(io.BytesIO(content))
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for table in document.tables:
        widths = [column.width for column in table.columns]
        assert widths == [cell.width for cell in table.rows[1].cells]
        assert sum(widths) <= room
        # Room for the digits of every cell, at 3 points each or more.
        for place, width in enumerate(widths[1:], start=1):
            assert width.pt >= 3 * max(len(row.cells[place].text) for row in table.rows[1:])


def test_a_heading_is_followed_by_what_it_heads(content):
    body = docx.Document(io.BytesIO(content)).element.body
    lines = [each for each in body if each.tag in (qn("w:p"), qn("w:tbl"))]
    texts = ["".join(text.text or "" for text in each.iter(qn("w:t"))) for each in lines]
    for section in SECTIONS:
        # Not by the end of a section of columns, with which Word keeps no heading.
        assert texts[texts.index(section) + 1], section


def test_the_same_run_gives_the_same_bytes_and_no_date_is_in_it(made, content, tmp_path):
    again = write_memo(made.directory, tmp_path / "memo.pdf", paths=250, docx=True)
    assert again.docx == tmp_path / "memo.docx"
    assert again.docx.read_bytes() == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT", core)) == {"1980-01-01T"}
    assert "python-docx" not in core


def test_the_command_writes_it_where_it_is_asked_for(made, tmp_path):
    found = answer("memo", made.directory, "--out", tmp_path / "board.pdf", "--paths", "250", "--docx")
    assert found["docx"] == str(tmp_path / "board.docx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["board-numbers.json", "board.docx", "board.pdf"]


def test_without_the_package_it_is_refused_before_anything_is_run(made, tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(OutputError, match="python-docx"):
        write_memo(made.directory, tmp_path / "memo.pdf", docx=True)
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_it_cannot_be_written_is_refused(made, tmp_path):
    (tmp_path / "memo.docx").mkdir()
    refused = call("memo", made.directory, "--out", tmp_path / "memo.pdf", "--docx")
    assert refused.exit_code == 2
    assert "is a directory" in refused.stderr
    shutil.rmtree(tmp_path / "memo.docx")
    assert list(tmp_path.iterdir()) == []
