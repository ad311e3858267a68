"""A small run of conversion alone, and its memo: made once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import simulate
from simulate.memo import Memo, write_memo


@dataclass(frozen=True)
class Made:
    """A run's folder, what the memo command wrote, and the entries of its table of numbers."""

    directory: Path
    memo: Memo
    entries: list[dict[str, Any]]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    import json

    folder = tmp_path_factory.mktemp("memo")
    simulate.run("valence-1998-conversion-only", paths=400, out=folder / "run")
    memo = write_memo(folder / "run", folder / "memo.pdf", paths=250, docx=True)
    return Made(folder / "run", memo, json.loads(memo.numbers.read_text(encoding="utf-8"))["numbers"])
