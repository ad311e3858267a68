"""Shared fixtures: the repository, the shipped scenarios as text, and a place to write changed ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from repository import SHIPPED

# A compiled kernel's first call takes seconds: no test may fail for being first.
settings.register_profile("floorless", deadline=None)
settings.load_profile("floorless")

Write = Callable[..., Path]


@pytest.fixture
def valence() -> str:
    """The text of the default scenario."""
    return (SHIPPED / "valence-1998.yaml").read_text(encoding="utf-8")


@pytest.fixture
def write(tmp_path: Path, valence: str) -> Write:
    """Write the default scenario with replacements: the first of each that is found."""

    def written(*replacements: tuple[str, str], text: str | bytes | None = None) -> Path:
        path = tmp_path / "deal.yaml"
        if isinstance(text, bytes):
            path.write_bytes(text)
            return path
        out = valence if text is None else text
        for old, new in replacements:
            assert old in out, f"{old!r} is not in the scenario"
            out = out.replace(old, new, 1)
        path.write_text(out, encoding="utf-8")
        return path

    return written
