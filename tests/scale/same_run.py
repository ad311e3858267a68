"""Two runs' folders compared number for number: every column of every Parquet file, and what the manifest counts."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq

TABLES = ("summary", "sessions", "histograms", "paths")
NUMBERS = (
    "config_hash",
    "seed",
    "paths",
    "expected_irr_per_year",
    "expected_irr_standard_error",
    "irr_paths",
    "price_ceiling_touched_paths",
    "warnings",
    "binned",
)


def columns_compared(one: Path, other: Path) -> int:
    """Compare two runs' folders; how many columns were compared. Any difference fails."""
    compared = 0
    for name in TABLES:
        files = [folder / f"{name}.parquet" for folder in (one, other)]
        assert files[0].is_file() == files[1].is_file(), name
        if not files[0].is_file():
            continue
        # The same rows give the same bytes, so the files are compared too.
        tables = [pq.read_table(file) for file in files]
        assert tables[0].column_names == tables[1].column_names
        for column in tables[0].column_names:
            assert tables[0][column].equals(tables[1][column]), (name, column)
            compared += 1
        assert files[0].read_bytes() == files[1].read_bytes(), name
    manifests = [json.loads((folder / "manifest.json").read_text(encoding="utf-8")) for folder in (one, other)]
    for key in NUMBERS:
        assert manifests[0][key] == manifests[1][key], key
    return compared
