"""The page of every clause: all that it names exists, it names all that can act, and what is printed is the page."""

from __future__ import annotations

import re

import pytest

from tests.clauses.clauses import CLAUSES, SECTIONS
from tests.clauses.firings import COUNTED, Firings, read_firings
from tests.clauses.page import BEGIN, END, ROOT, function_exists, names_a_test, page, write_into

COUNTS = re.compile(r"[\d,]+ \([\d,]+\)|[\d,]+ random deals and [\d,]+ paths")


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: f"{clause.section} {clause.cite}: {clause.rule[:40]}")
def test_a_clause_names_what_exists(clause):
    assert [name for name in (*clause.kernels, *clause.ledger) if not function_exists(name)] == []
    assert [test for test in clause.tests if not names_a_test(test)] == []
    assert clause.tests
    assert bool(clause.kernels and clause.ledger) != bool(clause.instead)
    assert set(clause.firings) <= set(COUNTED)


def test_every_section_is_covered_in_order():
    assert sorted({clause.section for clause in CLAUSES}) == sorted(SECTIONS) == list(range(1, 12))
    assert [clause.section for clause in CLAUSES] == sorted(clause.section for clause in CLAUSES)


def test_all_that_can_act_stands_under_a_clause():
    assert {name for clause in CLAUSES for name in clause.firings} == set(COUNTED)


def test_what_is_kept_counts_all_that_can_act():
    firings = read_firings()
    assert list(firings.times) == list(COUNTED)
    for name in COUNTED:
        assert firings.paths_on_which[name] <= min(firings.times[name], firings.paths)


def test_the_printed_page_is_the_page_but_for_the_counts():
    printed = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert printed.count(BEGIN) == printed.count(END) == 1
    found = BEGIN + printed.split(BEGIN)[1].split(END)[0] + END
    assert COUNTS.sub("n", found) == COUNTS.sub("n", page(read_firings()))


def test_the_page_is_written_between_its_markers(tmp_path):
    file = tmp_path / "page.md"
    file.write_text("# Before\n", encoding="utf-8")
    none = dict.fromkeys(COUNTED, 0)
    write_into(file, page(Firings(0, 0, none, none)))
    file.write_text(file.read_text(encoding="utf-8") + "after\n", encoding="utf-8")
    write_into(file, page(Firings(7, 35, none, none)))
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# Before\n\n<!-- clauses -->\n")
    assert text.endswith("<!-- /clauses -->\nafter\n")
    assert "over 7 random deals and 35 paths" in text
    assert text.count(BEGIN) == 1
