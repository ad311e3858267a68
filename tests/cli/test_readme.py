"""README shows what the current version prints."""

from __future__ import annotations

from benchmarks.readme import ROOT, refreshed


def test_readme_shows_real_output():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert refreshed(text) == text
