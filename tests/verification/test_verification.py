"""A run is verified as it stands, and each way in which its folder can be made to lie is found."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command import answer, call

import simulate
from simulate.errors import ConfigError, OutputError
from simulate.verification import verify_run
from simulate.verification.redraw import chosen_paths

PATHS = 20


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A run of the plain deal with its rows kept."""
    folder = tmp_path_factory.mktemp("runs") / "run"
    simulate.run("valence-1998-conversion-only", paths=PATHS, out=folder, keep_paths=True)
    return folder


@pytest.fixture
def run(made, tmp_path) -> Path:
    """A copy of it, to be spoilt."""
    return Path(shutil.copytree(made, tmp_path / "run"))


def outcomes(folder: Path, paths: int = 1) -> dict[str, str]:
    return {finding.what: finding.outcome for finding in verify_run(folder, paths=paths).findings}


def change_manifest(folder: Path, **changes) -> None:
    file = folder / "manifest.json"
    manifest = json.loads(file.read_text()) | changes
    file.write_text(json.dumps({key: value for key, value in manifest.items() if value is not None}))


def rewrite(folder: Path, name: str, column: str, change) -> None:
    """Change a column of a table, and the manifest's hash with it, as a careful forger would."""
    file = folder / name
    table = pq.read_table(file)
    place = table.schema.get_field_index(column)
    values = change(table.column(column).to_pylist())
    pq.write_table(
        table.set_column(place, table.schema.field(place), pa.array(values, table.schema.types[place])), file
    )
    change_manifest(folder, files=None)


def test_a_run_is_verified_whole(made):
    found = verify_run(made, paths=5)
    assert found.holds
    assert {finding.outcome for finding in found.findings} == {"verified"}
    assert len(found.sample) == 5
    assert found.sample == verify_run(made, paths=5).sample
    assert found.lines()[-1] == f"{made}: 8 verified, 0 differ, 0 not verified"


def test_the_sample_follows_from_the_run():
    one, other = chosen_paths("f7c42924c5eb", 10**9, 20), chosen_paths("f7c42924c5ec", 10**9, 20)
    assert one == chosen_paths("f7c42924c5eb", 10**9, 20)
    assert one != other
    assert list(one) == sorted(set(one))
    assert chosen_paths("0", 3, 20) == (0, 1, 2)


def test_what_was_not_kept_is_told(made, tmp_path):
    folder = tmp_path / "lean"
    simulate.run("valence-1998-conversion-only", paths=8, out=folder)
    found = outcomes(folder, paths=2)
    assert found["kept rows"] == found["summary from kept rows"] == "not verified"
    assert found["summary, sessions and histograms"] == "verified"


def test_a_run_of_many_paths_is_not_made_again_whole(run):
    from simulate.results import Result
    from simulate.verification.stored import whole_run

    result = Result.read(run)
    result.manifest["paths"] = 4097
    finding = whole_run(result, 4096)
    assert finding.outcome == "not verified"
    assert "--paths 4097" in finding.detail


def test_a_changed_configuration_is_found_and_nothing_else_is_claimed(run):
    file = run / "config.yaml"
    file.write_text(file.read_text().replace("hurdle: 1", "hurdle: 2"))
    found = outcomes(run)
    assert found["configuration"] == "differs"
    assert found["kernels and ledger"] == found["kept rows"] == "not verified"


@pytest.mark.parametrize(("name", "value"), [("seed", 7), ("paths", 19)])
def test_a_manifest_that_says_something_else_is_found(run, name, value):
    change_manifest(run, **{name: value})
    assert outcomes(run)["configuration"] == "differs"


def test_a_changed_or_missing_file_is_found(run):
    (run / "sessions.parquet").write_bytes((run / "histograms.parquet").read_bytes())
    finding = next(each for each in verify_run(run, paths=1).findings if each.what == "files")
    assert (finding.outcome, finding.detail) == ("differs", "sessions.parquet was changed after the run")
    change_manifest(run, files={"../other": "0", "gone.parquet": "0"})
    finding = next(each for each in verify_run(run, paths=1).findings if each.what == "files")
    assert finding.detail == "../other lies outside the run; gone.parquet is missing"


def test_a_changed_row_is_found_by_drawing_its_path_again(run):
    # One share more on every path: the mean in the summary is then off too.
    rewrite(run, "paths.parquet", "shares_issued", lambda values: [value + 1 for value in values])
    found = outcomes(run, paths=3)
    assert found["files"] == "not verified"
    assert found["kept rows"] == found["summary from kept rows"] == "differs"
    assert found["kernels and ledger"] == found["summary, sessions and histograms"] == "verified"
    result = call("verify", run, "--paths", 3)
    assert result.exit_code == 1
    assert "kept rows: path" in result.stdout


def test_a_changed_summary_is_found(run):
    rewrite(run, "summary.parquet", "mean", lambda values: [value and value * (1 + 1e-6) for value in values])
    found = outcomes(run, paths=1)
    assert found["kept rows"] == "verified"
    assert found["summary from kept rows"] == found["summary, sessions and histograms"] == "differs"


def test_a_lost_row_is_refused(run):
    table = pq.read_table(run / "paths.parquet")
    pq.write_table(table.slice(1), run / "paths.parquet")
    with pytest.raises(OutputError, match="does not hold the paths 0 to 19"):
        verify_run(run, paths=1)


def test_kernels_that_disagree_with_the_ledger_are_found(made, monkeypatch):
    from simulate.verification import redraw

    real = redraw.derive

    def wrong(*arguments):
        out = real(*arguments)
        return out | {"shares_issued": out["shares_issued"] + 1}

    monkeypatch.setattr(redraw, "derive", wrong)
    assert outcomes(made, paths=2)["kernels and ledger"] == "differs"


def test_another_version_is_told_and_is_no_difference(run):
    change_manifest(run, code_hash="0" * 64, versions={"numpy": "1.0"})
    found = verify_run(run, paths=1)
    program = found.findings[0]
    assert program.outcome == "not verified"
    assert program.detail.startswith(
        "the run was made by another version of the program or its libraries: code 000000000000"
    )
    assert "numpy 1.0 (here " in program.detail
    assert found.holds


def test_another_schema_version_is_refused_by_name(run):
    change_manifest(run, schema_version=7)
    result = call("verify", run)
    assert result.exit_code == 2
    assert "schema version 7" in result.stderr


def test_the_command_answers_in_json_and_refuses_what_is_no_run(made, tmp_path):
    found = answer("verify", made, "--paths", 2)
    assert found["holds"] is True
    assert len(found["sample"]) == 2
    assert call("verify", tmp_path).exit_code == 2
    assert call("verify", made, "--paths", 0).exit_code == 2
    with pytest.raises(ConfigError, match="at least one"):
        verify_run(made, paths=0)
