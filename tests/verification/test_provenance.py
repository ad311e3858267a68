"""The manifest says what a run was made of: every hash is recomputed here from the bytes it is of."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from importlib import metadata

import simulate
from simulate.output.manifest import code_hash
from simulate.sessions import calendar_file


def sha256(path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_manifest_names_everything_that_numbers_depend_on(tmp_path):
    simulate.run("valence-1998-conversion-only", paths=5, seed=11, out=tmp_path / "run", keep_paths=True)
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["seed"] == 11
    assert manifest["paths"] == 5
    assert manifest["code_hash"] == code_hash()
    assert manifest["calendar_sha256"] == sha256(calendar_file())
    assert manifest["versions"]["numba"] == metadata.version("numba")
    assert set(manifest["versions"]) == {"floorless", "numpy", "numba", "llvmlite", "pyarrow", "pydantic", "python"}
    assert manifest["processor"]
    assert isinstance(manifest["compiled"], bool)
    assert datetime.fromisoformat(manifest["finished_at"]).utcoffset() is not None
    tables = ("config.yaml", "histograms.parquet", "paths.parquet", "sessions.parquet", "summary.parquet")
    assert manifest["files"] == {name: sha256(tmp_path / "run" / name) for name in tables}
