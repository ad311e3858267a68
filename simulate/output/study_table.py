"""The Arrow table of a study of several runs, which explains itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pyarrow as pa

from simulate.output.arrow_arrays import table_of_records
from simulate.output.tables import described_field

OF_OUTPUT = "of the output"


class Field(NamedTuple):
    """A column: its name and Arrow type, what it is, and whether it can be null."""

    name: str
    kind: Any
    unit: str
    meaning: str
    nullable: bool = False


def text(name: str, meaning: str) -> Field:
    """A column of words.

    Parameters
    ----------
    name, meaning
        Its name, and what it holds.
    """
    return Field(name, pa.string(), "text", meaning)


def amount(name: str, meaning: str, unit: str = OF_OUTPUT, *, nullable: bool = False) -> Field:
    """A column of numbers.

    Parameters
    ----------
    name, meaning, unit, nullable
        Its name, what it holds, in which unit, and whether it can be null.
    """
    return Field(name, pa.float64(), unit, meaning, nullable)


def with_its_error(name: str, meaning: str) -> tuple[Field, ...]:
    """A difference, its Monte Carlo error and its interval, which need more than a few paths.

    Parameters
    ----------
    name
        Of the difference.
    meaning
        What is taken from what.
    """
    few = "null: too few paths"
    return (
        amount(name, meaning),
        amount("standard_error", f"Monte Carlo error of the {name}; {few}", nullable=True),
        amount("low", f"low end of the interval of the {name}; {few}", nullable=True),
        amount("high", f"high end of the interval of the {name}; {few}", nullable=True),
    )


def study_table(
    fields: Iterable[Field], records: Iterable[Mapping[str, Any]], clause: str, facts: Mapping[str, Any]
) -> Any:
    """What a study found as a table, one row for each record.

    Parameters
    ----------
    fields
        Its columns, in order.
    records
        Values by name of column, in the order of the table.
    clause
        Where the study is defined; stands with every column.
    facts
        What was studied; stands in the schema's metadata, under ``floorless``.

    Returns
    -------
    pyarrow.Table
        Unit and meaning of every column are its metadata.
    """
    described = [
        described_field(each.name, each.kind, each.unit, each.meaning, clause, nullable=each.nullable)
        for each in fields
    ]
    schema = pa.schema(described, metadata={"floorless": json.dumps(facts, default=str)})
    return table_of_records(list(records), schema)
