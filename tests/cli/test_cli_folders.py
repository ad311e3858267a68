"""The commands about what stands on the disk, and the shell's completion: show, runs, export."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys

import pyarrow.parquet as pq
import pytest
from command import answer, call
from repository import REPOSITORY, SHIPPED

import simulate


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
    assert call("export", pair_of_runs[0], "--format", "xlsx").exit_code == 2


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
