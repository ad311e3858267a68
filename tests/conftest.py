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


@pytest.fixture(scope="session")
def pair_of_runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two finished runs of the same random numbers, their paths kept: conversion alone, and at 90% of the average."""
    import simulate

    folder = tmp_path_factory.mktemp("pair")
    text = (SHIPPED / "valence-1998-conversion-only.yaml").read_text(encoding="utf-8")
    before, series_b = text.split("- name: B")
    (folder / "cheaper.yaml").write_text(
        f"{before}- name: B{series_b.replace('multiplier: 1.01', 'multiplier: 0.90', 1)}"
    )
    (folder / "as-it-was.yaml").write_text(text)
    for name in ("as-it-was", "cheaper"):
        simulate.run(folder / f"{name}.yaml", paths=640, seed=7, out=folder / name, keep_paths=True)
    return folder / "as-it-was", folder / "cheaper"
