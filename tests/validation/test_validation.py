"""The validation finds every number, says what it cannot do, and notices a number that is wrong."""

from __future__ import annotations

import pytest
from command import answer, call

import simulate.validation
from simulate.validation import closed_forms, filings, lines, pending, published, validation_rows
from simulate.validation.row import Row, bracketed, estimated, exactly, not_yet

FEW = 1000


def test_every_number_agrees_or_is_listed_as_not_there_yet():
    said: list[str] = []
    rows = list(validation_rows(FEW, said.append))
    assert [row for row in rows if row.verdict == "differs"] == []
    # Tables of the validation page: contract 12 has 12 figures; V1 5; V2 8 and the two ends of zero variance.
    count = {table: sum(row.table == table for row in rows) for table in ("contract 12", "V1", "V2", "V3", "V5")}
    assert count == {"contract 12": 12, "V1": 5, "V2": 10, "V3": 16, "V5": 10}
    assert len(said) == 13
    text = lines(rows)
    agree = sum(row.verdict == "agrees" for row in rows)
    assert text[-1] == f"{agree} agree, 0 differ, 0 this version cannot do yet"
    assert {row.verdict for row in rows} == {"agrees"}


def test_a_wrong_number_is_noticed(monkeypatch):
    # 1% of 1.876932 is 0.019; the error at 20,000 paths is 0.013, so ten times that is beyond four of them.
    monkeypatch.setattr(published, "WENDEL", {(10, 1): 1.876932 * 1.1})
    (row,) = closed_forms.look_backs(20_000)
    assert row.verdict == "differs"
    monkeypatch.setattr(published, "ALL_ON_1999_02_10", 3_434_609)
    assert [row.what for row in filings.rows() if row.verdict == "differs"] == [
        "both series and both investor warrants on 1999-02-10"
    ]


def test_verdicts():
    assert exactly("V1", "x", 2, 2).verdict == "agrees"
    assert exactly("V1", "x", 2, 2.0001).verdict == "differs"
    assert estimated("V1", "x", 2, 2.39, 0.1).verdict == "agrees"
    assert estimated("V1", "x", 2, 2.41, 0.1).verdict == "differs"
    assert estimated("V1", "x", 2, float("nan"), 0.1).verdict == "differs"
    assert not_yet("V1", "x", 2, "why").verdict == "not yet"


@pytest.mark.parametrize(("got", "code"), [(1.0, 0), (1.5, 1), (None, 0)])
def test_the_exit_code_tells(monkeypatch, got, code):
    monkeypatch.setattr(simulate.validation, "validation_rows", lambda *_: iter([Row("V1", "x", 1.0, got)]))
    result = call("validate", "--quick", "--json")
    assert result.exit_code == code
    if code == 0:
        assert answer("validate", "--quick")["rows"][0]["verdict"] == ("agrees" if got else "not yet")


def test_what_is_pending_has_no_number_of_ours():
    assert all(row.got is None and row.note for row in pending.rows())


def test_a_number_outside_its_bracket_differs():
    assert bracketed("V3", "x", 2.05, (2, 0.01), (2.1, 0.01)).verdict == "agrees"
    assert bracketed("V3", "x", 2.13, (2, 0.01), (2.1, 0.01)).verdict == "agrees"
    assert bracketed("V3", "x", 2.15, (2, 0.01), (2.1, 0.01)).verdict == "differs"
    assert bracketed("V3", "x", 1.95, (2, 0.01), (2.1, 0.01)).verdict == "differs"
    # Bounds that cross leave no width.
    assert bracketed("V3", "x", 2.2, (2.1, 0.001), (2, 0.001)).verdict == "differs"
