"""The commands about what stands on the disk, and the shell's completion: show, runs, export."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from datetime import datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command import answer, call
from repository import REPOSITORY, SHIPPED

import simulate
from simulate.output import workbook


def test_show_prints_the_summary_of_a_finished_run(pair_of_runs):
    result = call("show", pair_of_runs[0])
    assert result.exit_code == 0
    row = simulate.Result.read(pair_of_runs[0]).row("shares_issued")
    (line,) = [line for line in result.stdout.splitlines() if line.strip().startswith("shares_issued ")]
    assert line.split()[2:4] == [f"{row.mean:,.0f}", f"{row.standard_error:,.0f}"]
    found = answer("show", pair_of_runs[0])
    assert found["manifest"] == json.loads((pair_of_runs[0] / "manifest.json").read_text())
    assert call("show", pair_of_runs[0], "--quiet").output == ""
    assert call("show", pair_of_runs[0].parent).exit_code == 2


def test_runs_lists_what_is_there_and_what_cannot_be_read(pair_of_runs, tmp_path):
    broken = tmp_path / "broken"
    broken.mkdir()
    for name in ("config.yaml", "manifest.json"):
        (broken / name).write_text("{")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "run").symlink_to(pair_of_runs[0])
    (tmp_path / "deep" / "run").symlink_to(pair_of_runs[1])
    found = {run["directory"]: run for run in answer("runs", tmp_path)["runs"]}
    assert list(found) == [str(broken), str(tmp_path / "deep" / "run")], "two levels deep, no more"
    assert found[str(broken)]["name"].startswith("cannot be read")
    row = simulate.Result.read(pair_of_runs[1]).row("dilution_of_total")
    listed = found[str(tmp_path / "deep" / "run")]
    assert listed["dilution_of_total_p95"] == row.quantiles[0.95][0]
    assert (listed["paths"], listed["seed"]) == (640, 7)
    printed = call("runs", pair_of_runs[0].parent)
    assert printed.exit_code == 0
    assert printed.stdout.count(" 640 ") == 2
    (tmp_path / "none").mkdir()
    assert "No runs under" in call("runs", tmp_path / "none").stdout
    assert call("runs", tmp_path / "nowhere").exit_code == 2


def test_export_writes_every_table_with_units(pair_of_runs, tmp_path):
    found = answer("export", pair_of_runs[0], "--out", tmp_path / "csv")
    names = ["summary.csv", "sessions.csv", "histograms.csv", "paths.csv"]
    assert found["written"] == [str(tmp_path / "csv" / name) for name in names]
    with (tmp_path / "csv" / "paths.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    table = pq.read_table(pair_of_runs[0] / "paths.parquet").to_pylist()
    assert [int(row["shares_issued [shares]"]) for row in rows] == [row["shares_issued"] for row in table]
    assert [float(row["pnl_usd [USD]"]) for row in rows] == [row["pnl_usd"] for row in table]
    assert [row["sessions_to_full_conversion [sessions]"] == "" for row in rows] == [
        row["sessions_to_full_conversion"] is None for row in table
    ]
    with (tmp_path / "csv" / "summary.csv").open(encoding="utf-8", newline="") as stream:
        summary = {row["output"]: row for row in csv.DictReader(stream)}
    assert float(summary["pnl_usd"]["mean [of the output]"]) == pytest.approx(
        simulate.Result.read(pair_of_runs[0]).row("pnl_usd").mean, rel=1e-15
    )
    assert call("export", pair_of_runs[0], "--out", tmp_path / "csv").exit_code == 2
    assert call("export", tmp_path).exit_code == 2
    assert call("export", pair_of_runs[0], "--format", "parquet").exit_code == 2


def test_export_writes_a_workbook_with_units(pair_of_runs, tmp_path):
    pytest.importorskip("xlsxwriter")
    openpyxl = pytest.importorskip("openpyxl")
    file = tmp_path / "run.xlsx"
    assert answer("export", pair_of_runs[0], "--xlsx", "--out", file)["written"] == [str(file)]
    book = openpyxl.load_workbook(file, read_only=True)
    assert book.sheetnames == ["about", "summary", "sessions", "histograms", "paths"]
    manifest = json.loads((pair_of_runs[0] / "manifest.json").read_text())
    about = dict(row[:2] for row in book["about"].iter_rows(values_only=True))
    assert (about["seed"], about["config_hash"]) == (str(manifest["seed"]), manifest["config_hash"])
    for name in ("summary", "sessions", "histograms", "paths"):
        table = pq.read_table(pair_of_runs[0] / f"{name}.parquet")
        head, *rows = book[name].iter_rows(values_only=True)
        assert [text.partition(" [")[0] for text in head] == table.column_names
        assert len(rows) == table.num_rows
        for place, column in enumerate(table.columns):
            if not pa.types.is_list(column.type):
                found = [row[place] for row in rows]
                as_cells = [each.date() if isinstance(each, datetime) else each or 0 for each in found]
                # A cell keeps sixteen digits of a number.
                wanted = [each or 0 for each in column.to_pylist()]
                if pa.types.is_floating(column.type):
                    assert as_cells == pytest.approx(wanted, rel=1e-15), head[place]
                else:
                    assert as_cells == wanted, head[place]
    head = next(book["paths"].iter_rows(values_only=True))
    assert {"shares_issued [shares]", "pnl_usd [USD]", "dilution_of_total [fraction]"} <= set(head)
    # The same run gives the same file.
    assert call("export", pair_of_runs[0], "--format", "xlsx", "--out", tmp_path / "again.xlsx").exit_code == 0
    assert (tmp_path / "again.xlsx").read_bytes() == file.read_bytes()


def test_a_workbook_that_cannot_be_written_is_refused(pair_of_runs, tmp_path, monkeypatch):
    pytest.importorskip("xlsxwriter")
    (tmp_path / "there.xlsx").write_bytes(b"mine")
    for out, told in (
        ("there.xlsx", "is there already"),
        ("run.csv", "ends in .xlsx"),
        ("nowhere/run.xlsx", "cannot be written"),
    ):
        refused = call("export", pair_of_runs[0], "--xlsx", "--out", tmp_path / out)
        assert refused.exit_code == 2
        assert told in refused.stderr
        assert "Traceback" not in refused.stderr
    assert call("export", tmp_path, "--xlsx").exit_code == 2
    monkeypatch.setattr(workbook, "MOST_ROWS", 640)
    refused = call("export", pair_of_runs[0], "--xlsx", "--out", tmp_path / "long.xlsx")
    assert "export it as CSV" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["there.xlsx"]
    assert (tmp_path / "there.xlsx").read_bytes() == b"mine"


SNIPPET = re.compile(r"<!-- snippet: (\w+) -->\n```python\n(.*?)```", re.DOTALL)
"""Python of the README that opens a run's results, under the name of the package it needs."""


@pytest.mark.parametrize("name", ["pandas", "polars", "duckdb", "openpyxl"])
def test_results_open_as_the_readme_says(name, pair_of_runs, tmp_path, monkeypatch):
    snippets = dict(SNIPPET.findall((REPOSITORY / "README.md").read_text(encoding="utf-8")))
    if name not in snippets:
        pytest.skip("the README shows none")
    pytest.importorskip(name)
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "valence-1998").symlink_to(pair_of_runs[0])
    if name == "openpyxl":
        answer("export", pair_of_runs[0], "--xlsx", "--out", tmp_path / "runs" / "valence-1998.xlsx")
    monkeypatch.chdir(tmp_path)
    said: dict = {}
    exec(snippets[name], said)
    row = simulate.Result.read(pair_of_runs[0]).row("dilution_of_total")
    assert float(said["mean"]) == pytest.approx(row.mean, rel=1e-12)


def completed(words: str) -> list[str]:
    """What bash offers after some words of a command line."""
    script = "import sys; from simulate.cli import main; sys.argv = ['floorless']; main()"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env=os.environ
        | {
            "PYTHONPATH": str(REPOSITORY),
            "_FLOORLESS_COMPLETE": "complete_bash",
            "COMP_WORDS": f"floorless {words}",
            "COMP_CWORD": str(len(words.split())),
        },
    )
    return done.stdout.split()


def test_the_shell_completes_commands_and_shipped_scenarios():
    assert completed("price") == ["price-table"]
    assert sorted(completed("run valence")) == sorted(path.stem for path in SHIPPED.glob("valence*.yaml"))
