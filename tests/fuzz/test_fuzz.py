"""Files at random, and those that once did harm: each is taken or refused in words, soon, and nothing else happens."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import record_file, scenario_file
from outcome import attempt, record_outcome, scenario_outcome
from typer.testing import CliRunner

from simulate.cli import app
from simulate.errors import FloorlessError
from simulate.history import read_record
from simulate.load import load

CORPUS = Path(__file__).parent / "corpus"
SCENARIOS, RECORDS = (sorted((CORPUS / kind).iterdir()) for kind in ("config", "history"))
TAKEN = {"carriage-returns.csv"}
"""What is taken for all its oddness: line ends of every kind are line ends."""


@settings(max_examples=25)
@given(number=st.integers(0, 10**9))
def test_spoilt_scenarios(tmp_path_factory, number):
    found = attempt(scenario_file(Random(number)), "deal.yaml", scenario_outcome, tmp_path_factory.mktemp("fuzz"))
    assert found in ("taken", "refused")


@settings(max_examples=25)
@given(number=st.integers(0, 10**9))
def test_spoilt_records(tmp_path_factory, number):
    found = attempt(record_file(Random(number)), "record.csv", record_outcome, tmp_path_factory.mktemp("fuzz"))
    assert found in ("taken", "refused")


@settings(max_examples=50)
@given(content=st.binary(max_size=200))
def test_any_bytes(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("fuzz")
    assert attempt(content, "deal.yaml", scenario_outcome, folder) == "refused"
    assert attempt(content, "record.csv", record_outcome, tmp_path_factory.mktemp("fuzz")) == "refused"


@pytest.mark.parametrize("path", [*SCENARIOS, *RECORDS], ids=lambda path: path.name)
def test_the_corpus(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name, outcome = ("deal.yaml", scenario_outcome) if path.suffix == ".yaml" else (f"r{path.suffix}", record_outcome)
    found = attempt(path.read_bytes(), name, outcome, tmp_path)
    assert found == ("taken" if path.name in TAKEN else "refused")
    result = CliRunner().invoke(app, ["check" if path.suffix == ".yaml" else "history", str(tmp_path / name)])
    assert result.exit_code == (0 if found == "taken" else 2)
    assert "Traceback" not in result.output
    assert not (tmp_path / "fuzzed").exists()


@pytest.fixture
def pipe(tmp_path) -> Path:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name")
def test_what_is_no_file_is_refused_before_it_is_opened(pipe, tmp_path):
    """A pipe nobody writes to would never end; nor would a device."""
    link = tmp_path / "link.yaml"
    link.symlink_to("/dev/zero")
    loop = tmp_path / "loop.yaml"
    loop.symlink_to(loop)
    for path in (
        pipe,
        link,
        loop,
        Path("/dev/zero"),
        Path("/dev/null"),
        tmp_path,
        tmp_path / ("x" * 300),
        Path("a\0b"),
    ):
        with pytest.raises(FloorlessError):
            load(path)
        with pytest.raises(FloorlessError):
            read_record(path, spread_fraction=Decimal("0.015"))


def test_a_huge_file_is_refused_without_reading_it(tmp_path, monkeypatch):
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(2**40)  # a terabyte of nothing, which takes no room

    def opens(*_arguments, **_options):
        raise AssertionError("opened")

    monkeypatch.setattr(Path, "open", opens)
    with pytest.raises(FloorlessError, match=r"is larger than 1,048,576 bytes"):
        load(path)
    with pytest.raises(FloorlessError, match="is over 64 MiB"):
        read_record(path, spread_fraction=Decimal("0.015"))
