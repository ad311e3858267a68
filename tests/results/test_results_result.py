"""Result: what it shows, and that it comes back from disk as it was."""

from __future__ import annotations

import json
import math
import subprocess
import sys

import pytest
from synthetic_run import CONFIGS, synthetic_arrays, synthetic_result

from simulate.columns import columns
from simulate.errors import OutputError
from simulate.output.run_directory import RunDirectory
from simulate.output.tables import paths_schema, paths_table
from simulate.results import Result


def written(result: Result, path, *, paths=None) -> None:
    with RunDirectory(path) as run:
        run.write_config((CONFIGS / "valence-1998.yaml").read_text(encoding="utf-8"))
        run.write_manifest(result.manifest)
        for name in ("summary", "sessions", "histograms"):
            table = result.summary_table if name == "summary" else getattr(result, name)
            run.write_table(name, table)
        if paths is not None:
            run.open_paths_writer(paths.schema).write_table(paths)


def test_the_data_frame(synthetic):
    frame = synthetic.summary()
    assert frame.index.name == "output"
    assert list(frame.index) == [column.name for column in columns(synthetic.scenario)]
    row = synthetic.row("pnl_usd")
    assert frame.loc["pnl_usd", "unit"] == "USD"
    assert frame.loc["pnl_usd", "q95"] == row.quantiles[0.95][0]
    assert frame.loc["pnl_usd", "mean"] == row.mean
    assert frame.loc["cap_reached", "unit"] == "probability"
    assert math.isnan(frame.loc["cap_reached", "q50"])


def test_a_run_comes_back_whole(synthetic, tmp_path):
    arrays, masks = synthetic_arrays(synthetic.scenario, 300, 2)
    paths = paths_table(synthetic.scenario, 0, arrays, masks)
    written(synthetic, tmp_path / "run", paths=paths)
    back = Result.read(tmp_path / "run")
    assert back.summary_rows == synthetic.summary_rows
    assert back.sessions.equals(synthetic.sessions, check_metadata=True)
    assert back.histograms.equals(synthetic.histograms, check_metadata=True)
    assert back.paths.equals(paths, check_metadata=True)
    assert back.paths.schema.equals(paths_schema(synthetic.scenario), check_metadata=True)
    assert back.manifest == synthetic.manifest
    assert back.scenario == synthetic.scenario
    assert back.directory == tmp_path / "run"
    assert back.expected_irr_per_year == 0.42
    assert repr(back) == repr(synthetic)


def test_paths_that_were_not_kept_are_none(synthetic, tmp_path):
    written(synthetic, tmp_path / "run")
    assert Result.read(tmp_path / "run").paths is None
    assert synthetic.paths is None


@pytest.mark.parametrize("damage", ["manifest", "summary", "not a run"])
def test_what_cannot_be_read_is_told(synthetic, tmp_path, damage):
    if damage != "not a run":
        written(synthetic, tmp_path)
    if damage == "manifest":
        (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    elif damage == "summary":
        (tmp_path / "summary.parquet").write_bytes(b"PAR1")
    with pytest.raises(OutputError, match="holds no run" if damage == "not a run" else "cannot be read"):
        Result.read(tmp_path)


def test_damaged_paths_are_told(synthetic, tmp_path):
    written(synthetic, tmp_path / "run")
    (tmp_path / "run" / "paths.parquet").write_bytes(b"nothing")
    with pytest.raises(OutputError, match=r"paths\.parquet"):
        _ = Result.read(tmp_path / "run").paths


def test_the_manifest_must_identify_the_run(synthetic):
    facts = {key: value for key, value in synthetic.manifest.items() if key != "seed"}
    with pytest.raises(ValueError, match="lacks seed"):
        Result(synthetic.scenario, facts, synthetic.summary_rows, synthetic.sessions, synthetic.histograms)
    with pytest.raises(ValueError, match="needs a scenario"):
        Result(None, synthetic.manifest, (), synthetic.sessions, synthetic.histograms)


def test_an_output_that_is_not_there_is_told(synthetic):
    with pytest.raises(KeyError, match="pnl_usd"):
        synthetic.row("pln_usd")


def test_no_rate_of_return_is_none():
    assert synthetic_result(paths=20, expected_irr_per_year=None).expected_irr_per_year is None


def test_the_manifest_is_json(synthetic, tmp_path):
    written(synthetic, tmp_path / "run")
    assert json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))["seed"] == 1998


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("simulate.statistics", "pandas matplotlib pyarrow numba scipy.stats"),
        ("simulate.output.run_directory", "pandas matplotlib pyarrow numba scipy numpy"),
        ("simulate.results", "pandas matplotlib numba scipy.stats"),
        ("simulate.plots", "pandas matplotlib pyarrow numba scipy.stats"),
    ],
)
def test_heavy_libraries_come_late(module, heavy):
    code = f"import {module}, sys; print([m for m in '{heavy}'.split() if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
