"""The Arrow tables of a run, each with an explicit schema; unit, meaning and clause are fields' metadata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulate.columns import Column, columns
from simulate.output.arrow_arrays import array_of, table_of
from simulate.scenario import Scenario
from simulate.statistics import QUANTILES
from simulate.statistics.fans import FanArrays
from simulate.statistics.histograms import Histogram

FAN_QUANTITIES: dict[str, tuple[str, str, str]] = {
    "shares_issued": ("shares", "common issued so far under the deal, net of contributions back", "CoD IV.A"),
    "preferred_left": ("preferred shares", "preferred of all series not yet converted", "CoD IV.H"),
    "price_usd": ("USD per share", "closing price of the session", "contract 2"),
    "conversion_price_usd": ("USD per share", "conversion price of a notice on the session", "CoD III.D"),
}
"""What the per-session table holds quantiles of: unit, meaning, clause."""

_TYPES = {"int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}


def quantile_name(p: float) -> str:
    """Name of a quantile in column names: ``q05`` for 0.05.

    Parameters
    ----------
    p
        A level in whole percent.

    Returns
    -------
    str
    """
    return f"q{round(100 * p):02d}"


def described_field(name: str, kind: Any, unit: str, meaning: str, clause: str = "", *, nullable: bool = False) -> Any:
    """A field of a schema with what a reader of the file must know of it.

    Parameters
    ----------
    name, kind
        The column's name and its Arrow type.
    unit, meaning, clause
        Its metadata; each stands alone.
    nullable
        Whether it can be null.

    Returns
    -------
    pyarrow.Field
    """
    metadata = {"unit": unit, "meaning": meaning, "clause": clause}
    return pa.field(name, kind, nullable=nullable, metadata=metadata)


def paths_schema(scenario: Scenario) -> Any:
    """Schema of the per-path rows, from the registry of columns.

    Parameters
    ----------
    scenario
        Its series name the per-series columns.

    Returns
    -------
    pyarrow.Schema
        ``path`` first; nullable only what the registry lets be undefined.
    """
    fields = [
        described_field("path", pa.int64(), "number from 0", "number of the path: its random numbers are keyed by it")
    ]
    for column in columns(scenario):
        unit, meaning, clause = column.unit, column.meaning, column.clause
        fields.append(
            described_field(column.name, _TYPES[column.dtype], unit, meaning, clause, nullable=column.nullable)
        )
    return pa.schema(fields)


def _path_values(column: Column, values: NDArray[np.generic], undefined: NDArray[np.bool_] | None, rows: int) -> Any:
    """One column of the per-path rows, refused if it holds what the registry rules out."""
    if values.shape != (rows,) or (undefined is not None and undefined.shape != (rows,)):
        raise ValueError(f"{column.name}: {values.shape} values for {rows} paths")
    known = np.ones(rows, np.bool_) if undefined is None else ~undefined
    if not column.nullable and not known.all():
        raise ValueError(f"{column.name} is undefined on a path, which the registry of columns rules out")
    clean = np.where(known, values, np.zeros((), values.dtype))
    if not np.isfinite(clean).all():
        raise ValueError(f"{column.name} holds a value that is not finite")
    typed = clean.astype(column.dtype)
    if column.dtype != "float64" and not np.array_equal(typed, clean):
        raise ValueError(f"{column.name} holds a value that is no {column.dtype}")
    return array_of(typed, _TYPES[column.dtype], ~known)


def paths_table(
    scenario: Scenario,
    first_path: int,
    arrays: Mapping[str, NDArray[np.generic]],
    masks: Mapping[str, NDArray[np.bool_]],
) -> Any:
    """Per-path rows of consecutive paths.

    Parameters
    ----------
    scenario
        Its columns, in order, are the table's.
    first_path
        Number of the first row's path.
    arrays
        [paths] for every column, in the column's unit. Whole numbers may come as float64.
    masks
        [paths] bool for nullable columns: true where the value is undefined. A column without a mask is
        defined throughout.

    Returns
    -------
    pyarrow.Table
        Of :func:`paths_schema`.

    Raises
    ------
    ValueError
        If a column is missing or unknown, lengths differ, or a value is not what the registry says.
    """
    registry = columns(scenario)
    names = {column.name for column in registry}
    wrong = sorted(names ^ set(arrays)) + sorted(set(masks) - names)
    if wrong:
        raise ValueError(f"columns and arrays do not match: {', '.join(wrong)}")
    rows = len(next(iter(arrays.values())))
    data = [array_of(np.arange(first_path, first_path + rows, dtype=np.int64), pa.int64())]
    data += [_path_values(column, arrays[column.name], masks.get(column.name), rows) for column in registry]
    return pa.Table.from_arrays(data, schema=paths_schema(scenario))


def sessions_schema() -> Any:
    """Schema of the per-session table.

    Returns
    -------
    pyarrow.Schema
        Quantiles are null on sessions where no path has a value; their intervals too where they are not known
        (METHODS, Sampling).
    """
    fields = [
        described_field("session", pa.int32(), "number from 0", "number of the trading session", "contract 2"),
        described_field("date", pa.date32(), "date", "date of the trading session", "contract 2"),
        described_field("days", pa.int32(), "days", "calendar days since session 0", "contract 2"),
    ]
    for name, (unit, meaning, clause) in FAN_QUANTITIES.items():
        fields.append(
            described_field(f"{name}_defined", pa.int64(), "paths", f"paths on which it is defined: {meaning}", clause)
        )
        for p in QUANTILES:
            label = f"{name}_{quantile_name(p)}"
            text = f"{100 * p:g}% quantile (binned): {meaning}"
            fields.append(described_field(label, pa.float64(), unit, text, clause, nullable=True))
            for end in ("low", "high"):
                fields.append(
                    described_field(
                        f"{label}_{end}",
                        pa.float64(),
                        unit,
                        f"{end} end of the interval of the {text}",
                        clause,
                        nullable=True,
                    )
                )
    unit, meaning, clause = FAN_QUANTITIES["shares_issued"]
    flow = "the investor's cash flow dated on the session"
    for name, of, means, where in (
        ("shares_issued_mean", unit, meaning, clause),
        ("expected_cash_flow_usd", "USD", flow, "contract 11"),
    ):
        fields.append(described_field(name, pa.float64(), of, f"mean over paths: {means}", where))
        error = f"standard error of the mean over paths: {means}"
        fields.append(described_field(f"{name}_error", pa.float64(), of, error, where, nullable=True))
    return pa.schema(fields)


def _or_null(values: NDArray[np.float64] | None, rows: int) -> Any:
    return pa.nulls(rows, pa.float64()) if values is None else np.asarray(values, dtype=np.float64)


def sessions_table(
    dates: Sequence[date],
    days: NDArray[np.integer[Any]],
    fans: Mapping[str, FanArrays],
    mean_issued: NDArray[np.float64],
    expected_cash_flow: NDArray[np.float64],
    mean_issued_error: NDArray[np.float64] | None = None,
    expected_cash_flow_error: NDArray[np.float64] | None = None,
) -> Any:
    """The per-session table.

    Parameters
    ----------
    dates, days
        [sessions]: each session's date, and calendar days since session 0.
    fans
        For every name of :data:`FAN_QUANTITIES`, quantiles at :data:`simulate.statistics.QUANTILES`.
    mean_issued
        [sessions], shares.
    expected_cash_flow
        [sessions], USD.
    mean_issued_error, expected_cash_flow_error
        [sessions], their standard errors; None: not known, null in the table.

    Returns
    -------
    pyarrow.Table
        Of :func:`sessions_schema`.

    Raises
    ------
    ValueError
        If a fan is missing or unknown, or lengths or levels differ.
    """
    if set(fans) != set(FAN_QUANTITIES):
        raise ValueError(f"fans of {sorted(fans)}; needed: {sorted(FAN_QUANTITIES)}")
    sessions = len(dates)
    data: dict[str, Any] = {
        "session": np.arange(sessions, dtype=np.int32),
        "date": list(dates),
        "days": np.asarray(days, dtype=np.int32),
        "shares_issued_mean": np.asarray(mean_issued, dtype=np.float64),
        "shares_issued_mean_error": _or_null(mean_issued_error, sessions),
        "expected_cash_flow_usd": np.asarray(expected_cash_flow, dtype=np.float64),
        "expected_cash_flow_usd_error": _or_null(expected_cash_flow_error, sessions),
    }
    for name, fan in fans.items():
        if fan.probabilities != QUANTILES or fan.value.shape != (sessions, len(QUANTILES)):
            raise ValueError(f"fan of {name}: {fan.value.shape} at {fan.probabilities}")
        data[f"{name}_defined"] = fan.count
        nobody = fan.count == 0
        for place, p in enumerate(QUANTILES):
            label = f"{name}_{quantile_name(p)}"
            for suffix, values in (("", fan.value), ("_low", fan.low), ("_high", fan.high)):
                unknown = nobody if fan.has_intervals or not suffix else np.ones(sessions, np.bool_)
                data[label + suffix] = array_of(values[:, place], pa.float64(), unknown)
    schema = sessions_schema()
    if any(len(values) != sessions for values in data.values()):
        raise ValueError(f"columns of the per-session table are not all {sessions} long")
    return table_of(data, schema)


def histograms_table(histograms: Mapping[str, Histogram]) -> Any:
    """Histograms of the outputs, one row for each bin.

    Parameters
    ----------
    histograms
        By name of output, in the order of the table.

    Returns
    -------
    pyarrow.Table
        ``column``, ``low``, ``high``, ``count``. The first and the last row of every output count what lies
        beyond its bins, from the minimum and to the maximum.
    """
    names: list[str] = []
    low: list[float] = []
    high: list[float] = []
    count: list[int] = []
    for name, histogram in histograms.items():
        edges = histogram.edges.tolist()
        first, last = min(histogram.minimum, edges[0]), max(histogram.maximum, edges[-1])
        names += [name] * (len(edges) + 1)
        low += [first, *edges]
        high += [*edges, last]
        count += [histogram.below, *histogram.counts.tolist(), histogram.above]
    schema = pa.schema(
        [
            described_field("column", pa.string(), "name", "name of the output whose histogram it is"),
            described_field("low", pa.float64(), "of the output", "lower edge of the bin; a value on it is in the bin"),
            described_field(
                "high",
                pa.float64(),
                "of the output",
                "upper edge of the bin; a value on it is in the next bin, but for an output's last two rows",
            ),
            described_field("count", pa.int64(), "paths", "paths on which the output lies in the bin"),
        ]
    )
    return table_of({"column": names, "low": low, "high": high, "count": count}, schema)
