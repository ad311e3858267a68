"""Price records for the tests: the one that ships, and small ones written by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from simulate.history import Record, read_record
from simulate.shipped import shipped_folder

SPREAD = Decimal("0.015")

WriteCsv = Callable[..., Path]
ReadCsv = Callable[..., Record]


@pytest.fixture(scope="session")
def vlnc() -> Record:
    return read_record(shipped_folder() / "history" / "vlnc.csv", spread_fraction=SPREAD)


@pytest.fixture
def write_csv(tmp_path: Path) -> WriteCsv:
    """Write lines to a CSV file, under the usual header unless another is given."""

    def write(*lines: str, header: str = "date,close,bid,volume") -> Path:
        path = tmp_path / "record.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def read_csv(write_csv: WriteCsv) -> ReadCsv:
    """Read a record written from lines."""

    def read(*lines: str, spread: Decimal = SPREAD, allow_jumps: bool = False, **keywords: str) -> Record:
        return read_record(write_csv(*lines, **keywords), spread_fraction=spread, allow_jumps=allow_jumps)

    return read


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for the examples of a property, which may not have a fixture of their own each."""
    return tmp_path_factory.mktemp("property")
