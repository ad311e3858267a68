"""What a command reads is not written over, whatever --out says."""

from __future__ import annotations

import shutil

import pytest
from command import call
from repository import SHIPPED

SAID = "is what the command reads, and --out would write over it; name another file"


@pytest.fixture
def files(tmp_path):
    """A scenario that names a record, both in a folder, and a link to each."""
    for name, source in (("deal.yaml", SHIPPED / "valence-1998.yaml"), ("vlnc.csv", SHIPPED / "history" / "vlnc.csv")):
        shutil.copy(source, tmp_path / name)
        (tmp_path / f"link-{name}").symlink_to(tmp_path / name)
    return tmp_path


def content(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


@pytest.mark.parametrize(
    "command",
    [
        ("replay", "deal.yaml", "--prices", "vlnc.csv", "--out", "vlnc.csv"),
        ("replay", "deal.yaml", "--prices", "vlnc.csv", "--out", "deal.yaml"),
        ("replay", "link-deal.yaml", "--prices", "vlnc.csv", "--out", "deal.yaml"),
        ("conversion-price", "deal.yaml", "--prices", "vlnc.csv", "--out", "vlnc.csv"),
        ("conversion-price", "deal.yaml", "--prices", "vlnc.csv", "--out", "link-vlnc.csv"),
        ("optimal", "deal.yaml", "--out", "deal.yaml"),
        ("price-table", "deal.yaml", "--out", "deal.yaml"),
        ("explain", "deal.yaml", "0", "--seed", "1", "--out", "link-deal.yaml"),
    ],
    ids=" ".join,
)
def test_an_out_that_is_an_input_is_refused(files, monkeypatch, command):
    monkeypatch.chdir(files)
    before = content(files)
    result = call(*command)
    assert (result.exit_code, result.stderr) == (2, f"{command[-1]}: {SAID}\n")
    assert content(files) == before


def test_a_record_that_the_scenario_names_is_an_input(files):
    text = (SHIPPED / "valence-1998.yaml").read_text(encoding="utf-8")
    named = text.replace("  earlier_record: null", "  earlier_record: vlnc.csv", 1)
    (files / "named.yaml").write_text(named, encoding="utf-8")
    before = content(files)
    result = call("price-table", files / "named.yaml", "--out", files / "vlnc.csv")
    assert (result.exit_code, result.stderr) == (2, f"{files / 'vlnc.csv'}: {SAID}\n")
    assert content(files) == before


def test_files_of_a_run_are_inputs_and_others_in_its_folder_are_not(pair_of_runs, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(pair_of_runs[0], run)
    (run / "figures").mkdir(exist_ok=True)
    (run / "figures" / "fan.pdf").write_bytes(b"drawn")
    for command in (
        ("explain", run, 0, "--out", run / "summary.parquet"),
        ("memo", run, "--out", run / "figures" / "fan.pdf"),
        ("migrate", run, "--out", run / "config.yaml"),
    ):
        before = content(run)
        result = call(*command)
        assert (result.exit_code, result.stderr) == (2, f"{command[-1]}: {SAID}\n")
        assert content(run) == before
    assert (run / "figures" / "fan.pdf").read_bytes() == b"drawn"
    for _ in range(2):  # a file of the user's own is written over as anywhere
        assert call("explain", run, 0, "--out", run / "ledger.csv", "--quiet").exit_code == 0


def test_another_file_is_written_over_as_before(files):
    out = files / "ledger.csv"
    out.write_text("old", encoding="utf-8")
    assert call("replay", files / "deal.yaml", "--prices", files / "vlnc.csv", "--out", out, "--quiet").exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("date,session,kind")
    # The default of migrate is to rewrite the file: naming it changes nothing.
    assert call("migrate", files / "deal.yaml", "--out", files / "deal.yaml").exit_code == 0


def test_a_schema_takes_the_place_of_a_schema_only(files):
    before = content(files)
    for name in ("deal.yaml", "vlnc.csv"):
        result = call("schema", "--out", files / name)
        assert result.exit_code == 2
        assert (
            result.stderr
            == f"{files / name}: is there already and is no JSON Schema; name another file, or remove it\n"
        )
    assert content(files) == before
