"""Columns made of their buffers are what pyarrow makes of the same values."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulate.output.arrow_arrays import array_of, table_of, table_of_records
from simulate.output.parquet import read_parquet, write_parquet

VALUES = {
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.int32(): st.integers(-(2**31), 2**31 - 1),
    pa.float64(): st.floats(),
    pa.bool_(): st.booleans(),
    pa.string(): st.text(st.characters(exclude_categories=["Cs"])),
    pa.date32(): st.dates(),
    pa.list_(pa.float64()): st.lists(st.floats(), max_size=4),
}


def same(one, other) -> bool:
    """Equal, with a NaN equal to a NaN and zeros of either sign told apart."""
    one.validate(full=True)
    return one.type == other.type and repr(one.to_pylist()) == repr(other.to_pylist())


@pytest.mark.parametrize("kind", VALUES, ids=str)
@settings(deadline=None, max_examples=60)
@given(st.data())
def test_sequences(kind, data):
    values = data.draw(st.lists(st.none() | VALUES[kind], max_size=20))
    made, expected = array_of(values, kind), pa.array(values, kind)
    assert same(made, expected)
    assert made.null_count == expected.null_count


@pytest.mark.parametrize("kind", [pa.int64(), pa.int32(), pa.float64(), pa.bool_()], ids=str)
@pytest.mark.parametrize("size", [0, 1, 8, 9, 1000])
def test_arrays(kind, size):
    generator = np.random.Generator(np.random.Philox(size))
    values = generator.integers(0, 2, 3 * size).astype(kind.to_pandas_dtype())[::3]
    undefined = generator.random(size) < 0.3
    assert same(array_of(values, kind), pa.array(values, kind))
    assert same(array_of(values, kind, undefined), pa.array(values, kind, mask=undefined))
    assert same(array_of(values, kind, np.zeros(size, np.bool_)), pa.array(values, kind))


def test_a_file_keeps_its_bytes(tmp_path):
    """As pyarrow's own way writes it: the files of earlier versions are those of this one."""
    schema = pa.schema([("name", pa.string()), ("at", pa.date32()), ("value", pa.float64()), ("yes", pa.bool_())])
    records = [
        {"name": f"row {k}", "at": date(1998, 12, 1 + k), "value": None if k % 3 else k / 7, "yes": k % 2 == 0}
        for k in range(20)
    ]
    write_parquet(table_of_records(records, schema), tmp_path / "ours")
    write_parquet(pa.Table.from_pylist(records, schema=schema), tmp_path / "theirs")
    assert (tmp_path / "ours").read_bytes() == (tmp_path / "theirs").read_bytes()
    assert read_parquet(tmp_path / "ours").equals(pq.read_table(tmp_path / "theirs"), check_metadata=True)
    assert read_parquet(tmp_path / "ours", ["yes", "at"]).column_names == ["yes", "at"]
    with pytest.raises(KeyError):
        read_parquet(tmp_path / "ours", ["no such column"])


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1"], pa.int64()),
        ([1.5], pa.int64()),
        (["1"], pa.float64()),
        ([1], pa.bool_()),
        ([1], pa.string()),
        (["1998-12-31"], pa.date32()),
        ([1.0], pa.list_(pa.float64())),
        (np.zeros(3), pa.int64()),
        (np.zeros((3, 2)), pa.float64()),
    ],
)
def test_what_is_of_another_type_is_refused(values, kind):
    with pytest.raises(TypeError, match=r"in a column of"):
        array_of(values, kind)


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="flags for"):
        array_of(np.zeros(3), pa.float64(), np.zeros(2, np.bool_))
    with pytest.raises(KeyError):
        table_of({"one": [1]}, pa.schema([("other", pa.int64())]))
