"""Changes as an Arrow table that explains itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from simulate.output.tables import described_field

_OF_OUTPUT = "of the output"
_OF_INPUT = "of the input"
_FIELDS: tuple[tuple[str, Any, str, str, bool], ...] = (
    ("input", pa.string(), "text", "dotted name of the number that is moved, alone", False),
    ("input_unit", pa.string(), "text", "its unit", False),
    ("clause", pa.string(), "text", "its clause", False),
    ("mark", pa.string(), "text", "where its value comes from: given, inferred, choice, assumed or public", False),
    (
        "way",
        pa.string(),
        "text",
        "down, up: from the scenario's value; across: from the lower to the higher",
        False,
    ),
    ("from_value", pa.float64(), _OF_INPUT, "where the way begins", False),
    ("to_value", pa.float64(), _OF_INPUT, "where it ends", False),
    ("output", pa.string(), "text", "name of the output, as in the per-path rows", False),
    ("unit", pa.string(), "text", "unit of the output", False),
    ("statistic", pa.string(), "text", "mean, or q95: the 95% quantile", False),
    ("first", pa.float64(), _OF_OUTPUT, "the number where the way begins", False),
    ("other", pa.float64(), _OF_OUTPUT, "the number where it ends", False),
    ("change", pa.float64(), _OF_OUTPUT, "the second less the first, path by path", False),
    ("standard_error", pa.float64(), _OF_OUTPUT, "Monte Carlo error of the change; null: too few paths", True),
    ("low", pa.float64(), _OF_OUTPUT, "low end of the interval of the change; null: too few paths", True),
    ("high", pa.float64(), _OF_OUTPUT, "high end of the interval of the change; null: too few paths", True),
    ("per_unit", pa.float64(), "of the output for one of the input", "change for a unit of the input", False),
    (
        "per_unit_standard_error",
        pa.float64(),
        "of the output for one of the input",
        "Monte Carlo error of it; null: too few paths",
        True,
    ),
    ("paths", pa.int64(), "paths", "paths on which the output is defined at both ends", False),
    ("method", pa.string(), "text", "paired or sections: how the error was found", False),
)


def changes_table(records: Iterable[Mapping[str, Any]], facts: Mapping[str, Any]) -> Any:
    """Changes as a table, one row for each.

    Parameters
    ----------
    records
        In the order of the table.
    facts
        What was moved; stands in the schema's metadata, under ``floorless``.

    Returns
    -------
    pyarrow.Table
        Unit and meaning of every column are its metadata.
    """
    fields = [
        described_field(name, kind, unit, meaning, "METHODS, Sensitivities", nullable=nullable)
        for name, kind, unit, meaning, nullable in _FIELDS
    ]
    schema = pa.schema(fields, metadata={"floorless": json.dumps(facts, default=str)})
    return pa.Table.from_pylist([dict(each) for each in records], schema=schema)
