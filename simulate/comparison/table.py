"""Differences as an Arrow table that explains itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from simulate.comparison.differences import Difference
from simulate.output.tables import described_field

_OF_OUTPUT = "of the output"
_FIELDS: tuple[tuple[str, Any, str, str, bool], ...] = (
    ("scenario", pa.string(), "text", "label of the scenario that is set against the first", False),
    ("output", pa.string(), "text", "name of the output, as in the per-path rows", False),
    ("unit", pa.string(), "text", "unit of the output and of its numbers here", False),
    ("statistic", pa.string(), "text", "mean, quantile (q05, q50, q95) or expected shortfall", False),
    ("first", pa.float64(), _OF_OUTPUT, "the number in the first scenario", False),
    ("other", pa.float64(), _OF_OUTPUT, "the number in the other scenario", False),
    ("difference", pa.float64(), _OF_OUTPUT, "the other's number less the first's", False),
    ("standard_error", pa.float64(), _OF_OUTPUT, "Monte Carlo error of the difference; null: too few paths", True),
    ("low", pa.float64(), _OF_OUTPUT, "low end of the interval of the difference; null: too few paths", True),
    ("high", pa.float64(), _OF_OUTPUT, "high end of the interval of the difference; null: too few paths", True),
    ("paths", pa.int64(), "paths", "paths on which the output is defined in both scenarios", False),
    ("method", pa.string(), "text", "paired, sections or unpaired: how the error was found", False),
)


def differences_table(differences: Iterable[Difference], facts: Mapping[str, Any]) -> Any:
    """Differences as a table, one row for each.

    Parameters
    ----------
    differences
        In the order of the table.
    facts
        What was compared; stands in the schema's metadata, under ``floorless``.

    Returns
    -------
    pyarrow.Table
        Unit and meaning of every column are its metadata.
    """
    fields = [
        described_field(name, kind, unit, meaning, "METHODS, Comparison", nullable=nullable)
        for name, kind, unit, meaning, nullable in _FIELDS
    ]
    schema = pa.schema(fields, metadata={"floorless": json.dumps(facts, default=str)})
    return pa.Table.from_pylist([asdict(each) for each in differences], schema=schema)
