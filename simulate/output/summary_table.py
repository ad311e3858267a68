"""The summary as an Arrow table, and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from simulate.columns import YES_OR_NO
from simulate.output.arrow_arrays import table_of_records
from simulate.output.tables import described_field, quantile_name
from simulate.statistics import QUANTILES, SummaryRow

_OF_OUTPUT = "of the output"
_TEXTS = {
    "output": "name of the output, as in the per-path rows",
    "unit": "unit of the output and of its numbers here; probability for a yes-or-no output",
    "dtype": "type of the output in the per-path rows: int64, float64 or bool",
    "meaning": "what the output is",
    "clause": "clause of the contract that the output comes from",
}
_NUMBERS = {
    "mean": "mean of the output over the paths on which it is defined; the probability of a yes-or-no output",
    "standard_error": "Monte Carlo standard error of the mean; null: a single path, or none",
    "mean_low": "low end of the interval of the mean at the stated confidence, Wilson's for a yes-or-no output",
    "mean_high": "high end of the interval of the mean at the stated confidence, Wilson's for a yes-or-no output",
    "standard_deviation": "standard deviation of the output over the paths; null: a single path, or none",
    "minimum": "least value of the output on any path",
    "maximum": "greatest value of the output on any path",
}
_COUNTS = {"defined": "paths on which the output is defined", "undefined": "paths on which the output is undefined"}
_TAIL = {
    "expected_shortfall": "mean of the output over its worst paths, at the level of the tail; null: no bad end",
    "expected_shortfall_error": "Monte Carlo standard error of the expected shortfall; null: a single path in the tail",
}


def _quantile_fields() -> list[Any]:
    """Each quantile, and the two ends of its interval."""
    out = []
    for p in QUANTILES:
        text = f"{100 * p:g}% quantile of the output over the paths on which it is defined"
        for end, of in (
            ("", ""),
            ("_low", "low end of the interval of the "),
            ("_high", "high end of the interval of the "),
        ):
            name = quantile_name(p) + end
            out.append(described_field(name, pa.float64(), _OF_OUTPUT, of + text, "METHODS 9", nullable=True))
    return out


def summary_schema() -> Any:
    """Schema of the summary.

    Returns
    -------
    pyarrow.Schema
        Unit, meaning and clause of every column are its metadata; numbers are in the unit of their row's output.
    """
    level = "level of the intervals of means and quantiles"
    tail = "level of the expected shortfall: the worst paths are a share of one less it"
    truncated = "levels of the quantiles whose interval covers less than the confidence, for want of paths"
    return pa.schema(
        [
            *(described_field(name, pa.string(), "text", text, "METHODS 9") for name, text in _TEXTS.items()),
            *(
                described_field(name, pa.float64(), _OF_OUTPUT, text, "METHODS 9", nullable=True)
                for name, text in _NUMBERS.items()
            ),
            *(described_field(name, pa.int64(), "paths", text, "METHODS 9") for name, text in _COUNTS.items()),
            *_quantile_fields(),
            *(
                described_field(name, pa.float64(), _OF_OUTPUT, text, "METHODS 9", nullable=True)
                for name, text in _TAIL.items()
            ),
            described_field("worst", pa.string(), "text", "bad end of the output: high, low, or empty", "METHODS 9"),
            described_field(
                "binned",
                pa.bool_(),
                YES_OR_NO,
                "whether quantiles and expected shortfall come from bins 0.1% wide",
                "METHODS 9",
            ),
            described_field("truncated", pa.list_(pa.float64()), "fraction", truncated, "METHODS 9"),
            described_field("confidence", pa.float64(), "fraction", level, "METHODS 9"),
            described_field("tail", pa.float64(), "fraction", tail, "METHODS 9"),
            described_field(
                "at_minimum",
                pa.int64(),
                "paths",
                "paths on which the output is at its minimum (in the bin of it, if binned); null: not defined on any",
                "METHODS 9",
                nullable=True,
            ),
            described_field(
                "error_degrees",
                pa.int64(),
                "degrees of freedom",
                "degrees of freedom of the errors, which come from pairs or randomisations; null: from paths",
                "METHODS, Sampling",
                nullable=True,
            ),
            *(
                described_field(
                    f"above_minimum_{end}",
                    pa.float64(),
                    "fraction",
                    f"{end} end of the interval of the share of paths above the minimum, where errors come from pairs "
                    "or randomisations; null: they come from paths",
                    "METHODS, Sampling",
                    nullable=True,
                )
                for end in ("low", "high")
            ),
        ]
    )


def summary_table(rows: Iterable[SummaryRow]) -> Any:
    """The summary, one row for each output.

    Parameters
    ----------
    rows
        In the order of the table.

    Returns
    -------
    pyarrow.Table
        Of :func:`summary_schema`: ``output``, then the fields of :class:`simulate.statistics.SummaryRow`; quantiles
        as ``q05``, ``q05_low``, ``q05_high``. Numbers are in the row's ``unit``.
    """
    schema = summary_schema()
    records = []
    for row in rows:
        record: dict[str, Any] = {**vars(row), "output": row.name, "truncated": list(row.truncated)}
        for p in QUANTILES:
            three = row.quantiles.get(p, (None, None, None))
            record |= dict(zip((quantile_name(p) + end for end in ("", "_low", "_high")), three, strict=True))
        records.append({name: record[name] for name in schema.names})
    return table_of_records(records, schema)


def summary_rows(table: Any) -> tuple[SummaryRow, ...]:
    """The rows that a summary table was made from.

    Parameters
    ----------
    table
        Of :func:`summary_table`.

    Returns
    -------
    tuple of SummaryRow
    """
    rows = []
    for record in table.to_pylist():
        quantiles = {}
        for p in QUANTILES:
            three = tuple(record.pop(quantile_name(p) + end) for end in ("", "_low", "_high"))
            if three[0] is not None:
                quantiles[p] = three
        truncated = tuple(record.pop("truncated"))
        rows.append(SummaryRow(name=record.pop("output"), quantiles=quantiles, truncated=truncated, **record))
    return tuple(rows)
