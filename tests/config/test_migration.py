"""Scenarios of another schema version are rewritten where a way is known, and refused by version where none is."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from simulate import migration
from simulate.cli import app
from simulate.errors import ConfigError
from simulate.load import load
from simulate.migration import migrate


def call(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def later(monkeypatch):
    """The program a version on: version 2 calls the holder's hurdle by another name."""

    def rename(document):
        document["holder"]["least_gain"] = document["holder"].pop("hurdle")

    monkeypatch.setattr(migration, "SCHEMA_VERSION", 2)
    monkeypatch.setattr(migration, "STEPS", {1: rename})


def test_the_current_version_has_nothing_to_do(write):
    path = write()
    before = path.read_bytes()
    assert migrate(path).is_current
    result = call("migrate", path)
    assert result.exit_code == 0
    assert "nothing to do" in result.stdout
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("schema_version: 0", "schema_version: 0 is older, and nothing leads from version 0 to the next"),
        ("schema_version: 99", "schema_version: 99 is newer than this program reads"),
        ("schema_version: one", "states no schema_version that is a whole number"),
        ("schema_version: ²", "states no schema_version that is a whole number"),
        ("schema_version: 99999999999999999999", "states no schema_version that is a whole number"),
        ("schema_version: [1", "YAML does not parse"),
        ("schema_version: *one", "an alias (*one)"),
    ],
)
def test_other_versions_are_refused_by_name(write, stated, said):
    path = write(("schema_version: 1", stated))
    before = path.read_bytes()
    result = call("migrate", path)
    assert result.exit_code == 2
    assert said in result.stderr
    assert path.read_bytes() == before


def test_a_step_keeps_comments_and_numbers_as_they_were_written(write, later):
    path = write()
    text = migrate(path).text
    changed = [(a, b) for a, b in zip(path.read_text().splitlines(), text.splitlines(), strict=True) if a != b]
    assert ("schema_version: 1", "schema_version: 2") in changed
    # The renamed key goes to the end of its part; no other part changes.
    assert any("least_gain: 1.0" in new for _, new in changed)
    assert "(CoD IV.G(i)); never recomputed" in text
    assert "price_below_usd: 12.00" in text


def test_a_file_is_rewritten_in_place_or_elsewhere(write, later, tmp_path):
    path = write()
    original = path.read_bytes()
    assert call("migrate", path, "--out", tmp_path / "new.yaml").exit_code == 0
    assert path.read_bytes() == original
    assert call("migrate", path).exit_code == 0
    assert path.read_bytes() == (tmp_path / "new.yaml").read_bytes() != original


def test_a_run_is_never_rewritten(write, later, tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    path = write()
    (folder / "config.yaml").write_bytes(path.read_bytes())
    (folder / "manifest.json").write_text("{}")
    result = call("migrate", folder)
    assert result.exit_code == 2
    assert "a run is not rewritten" in result.stderr
    assert call("migrate", folder, "--out", tmp_path / "new.yaml").exit_code == 0
    assert (folder / "config.yaml").read_bytes() == path.read_bytes()
    assert "schema_version: 2" in (tmp_path / "new.yaml").read_text()


def test_a_chain_with_a_gap_is_refused(write, monkeypatch):
    monkeypatch.setattr(migration, "SCHEMA_VERSION", 3)
    monkeypatch.setattr(migration, "STEPS", {2: lambda document: None})
    with pytest.raises(ConfigError, match="nothing leads from version 1 to the next"):
        migrate(write())


def test_what_ships_is_current():
    assert migrate("valence-1998").is_current
    assert load("valence-1998").schema_version == 1
