"""Arrow arrays and tables of plain values, by way of their buffers.

``pyarrow.array`` and what is made of it ask whether a value is pandas', and import pandas to find out, wherever it is
installed: a third of a second of each run. Buffers are what they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_DAY_ZERO = date(1970, 1, 1)
_NUMBERS: dict[Any, type[np.generic]] = {pa.int64(): np.int64, pa.int32(): np.int32, pa.float64(): np.float64}


def _bits(flags: NDArray[np.bool_]) -> Any:
    """Flags as Arrow keeps them: a bit each, the lowest first."""
    return pa.py_buffer(np.packbits(flags, bitorder="little"))


def _offsets(lengths: Iterable[int]) -> Any:
    """Where each of some pieces begins, and where the last one ends."""
    ends = np.cumsum([0, *lengths])
    if ends[-1] > np.iinfo(np.int32).max:
        raise ValueError("a column of texts or lists is longer than 2 GiB")
    return pa.py_buffer(ends.astype(np.int32))


def _unlike(values: Sequence[Any], kinds: type | tuple[type, ...], kind: Any) -> None:
    """Refuse what is of another type than the column."""
    for value in values:
        if not isinstance(value, kinds):
            raise TypeError(f"{value!r} ({type(value).__name__}) in a column of {kind}")


def array_of(values: Any, kind: Any, undefined: NDArray[np.bool_] | None = None) -> Any:
    """A column.

    Parameters
    ----------
    values
        A numpy array of the column's type, or a sequence in which None is null.
    kind
        Its Arrow type: int64, int32, float64, bool, string, date32, or a list of one of them.
    undefined
        Of an array: true where it is null.

    Returns
    -------
    pyarrow.Array

    Raises
    ------
    TypeError
        If a value is of another type than the column.
    """
    if isinstance(values, np.ndarray):
        return _of_numpy(values, kind, undefined)
    listed = list(values)
    absent = np.array([each is None for each in listed], dtype=np.bool_)
    validity = _bits(~absent) if absent.any() else None
    there = [each for each in listed if each is not None]
    if pa.types.is_list(kind):
        _unlike(there, (list, tuple), kind)
        offsets = _offsets(0 if each is None else len(each) for each in listed)
        inner = array_of([item for each in there for item in each], kind.value_type)
        return pa.Array.from_buffers(kind, len(listed), [validity, offsets], children=[inner])
    if pa.types.is_string(kind):
        _unlike(there, str, kind)
        texts = [b"" if each is None else each.encode() for each in listed]
        data = pa.py_buffer(b"".join(texts))
        return pa.Array.from_buffers(kind, len(listed), [validity, _offsets(map(len, texts)), data])
    if pa.types.is_date32(kind):
        _unlike(there, date, kind)
        days = np.array([0 if each is None else (each - _DAY_ZERO).days for each in listed], dtype=np.int32)
        return pa.Array.from_buffers(kind, len(listed), [validity, pa.py_buffer(days)])
    if pa.types.is_boolean(kind):
        _unlike(there, (bool, np.bool_), kind)
        filled = np.array([bool(each) for each in listed], dtype=np.bool_)
    else:
        whole = pa.types.is_integer(kind)
        _unlike(there, (int, np.integer) if whole else (int, float, np.integer, np.floating), kind)
        filled = np.array([0 if each is None else each for each in listed], dtype=_NUMBERS[kind])
    return _of_numpy(filled, kind, absent)


def _of_numpy(values: NDArray[Any], kind: Any, undefined: NDArray[np.bool_] | None) -> Any:
    """A column of numbers or flags."""
    wanted = np.dtype(np.bool_) if pa.types.is_boolean(kind) else np.dtype(_NUMBERS[kind])
    if values.ndim != 1 or values.dtype != wanted:
        raise TypeError(f"{values.shape} of {values.dtype} in a column of {kind}")
    if undefined is not None and undefined.shape != values.shape:
        raise ValueError(f"{undefined.shape} flags for {values.shape} values")
    validity = _bits(~undefined) if undefined is not None and undefined.any() else None
    data = _bits(values) if wanted == np.bool_ else pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(kind, values.size, [validity, data])


def table_of(data: Mapping[str, Any], schema: Any) -> Any:
    """A table.

    Parameters
    ----------
    data
        Columns by name, as :func:`array_of` takes them, or Arrow arrays as they are.
    schema
        Its fields name the columns, in order.

    Returns
    -------
    pyarrow.Table
    """
    arrays = []
    for field in schema:
        values = data[field.name]
        arrays.append(values if isinstance(values, pa.Array) else array_of(values, field.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def table_of_records(records: Sequence[Mapping[str, Any]], schema: Any) -> Any:
    """A table of rows.

    Parameters
    ----------
    records
        A value for each of the schema's names.
    schema
        The columns, in order.

    Returns
    -------
    pyarrow.Table
    """
    return table_of({name: [each[name] for each in records] for name in schema.names}, schema)
