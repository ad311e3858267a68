"""The summary as an Arrow table, and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from simulate.output.tables import quantile_name
from simulate.statistics import QUANTILES, SummaryRow

_ROW_TEXTS = ("unit", "dtype", "meaning", "clause")
_ROW_NUMBERS = ("mean", "standard_error", "mean_low", "mean_high", "standard_deviation", "minimum", "maximum")
_ROW_TAIL = ("expected_shortfall", "expected_shortfall_error")


def summary_table(rows: Iterable[SummaryRow]) -> Any:
    """The summary, one row for each output.

    Parameters
    ----------
    rows
        In the order of the table.

    Returns
    -------
    pyarrow.Table
        ``output``, then the fields of :class:`simulate.statistics.SummaryRow`; quantiles as ``q05``,
        ``q05_low``, ``q05_high``. Numbers are in the row's ``unit``.
    """
    fields = [pa.field("output", pa.string(), nullable=False)]
    fields += [pa.field(name, pa.string(), nullable=False) for name in _ROW_TEXTS]
    fields += [pa.field(name, pa.float64()) for name in _ROW_NUMBERS]
    fields += [pa.field(name, pa.int64(), nullable=False) for name in ("defined", "undefined")]
    fields += [pa.field(quantile_name(p) + end, pa.float64()) for p in QUANTILES for end in ("", "_low", "_high")]
    fields += [pa.field(name, pa.float64()) for name in _ROW_TAIL]
    fields += [
        pa.field("worst", pa.string(), nullable=False),
        pa.field("binned", pa.bool_(), nullable=False),
        pa.field("truncated", pa.list_(pa.float64()), nullable=False),
        pa.field("confidence", pa.float64(), nullable=False),
        pa.field("tail", pa.float64(), nullable=False),
    ]
    records = []
    for row in rows:
        record: dict[str, Any] = {**vars(row), "output": row.name, "truncated": list(row.truncated)}
        for p in QUANTILES:
            three = row.quantiles.get(p, (None, None, None))
            record |= dict(zip((quantile_name(p) + end for end in ("", "_low", "_high")), three, strict=True))
        records.append({each.name: record[each.name] for each in fields})
    return pa.Table.from_pylist(records, schema=pa.schema(fields))


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
