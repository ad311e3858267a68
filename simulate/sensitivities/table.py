"""Changes as an Arrow table that explains itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from simulate.output.study_table import Field, amount, study_table, text, with_its_error

_OF_INPUT = "of the input"
_PER_UNIT = "of the output for one of the input"
_FIELDS = (
    text("input", "dotted name of the number that is moved, alone"),
    text("input_unit", "its unit"),
    text("clause", "its clause"),
    text("mark", "where its value comes from: given, inferred, choice, assumed or public"),
    text("way", "down, up: from the scenario's value; across: from the lower to the higher"),
    amount("from_value", "where the way begins", _OF_INPUT),
    amount("to_value", "where it ends", _OF_INPUT),
    text("output", "name of the output, as in the per-path rows"),
    text("unit", "unit of the output"),
    text("statistic", "mean, or q95: the 95% quantile"),
    amount("first", "the number where the way begins"),
    amount("other", "the number where it ends"),
    *with_its_error("change", "the second less the first, path by path"),
    amount("per_unit", "change for a unit of the input", _PER_UNIT),
    amount("per_unit_standard_error", "Monte Carlo error of it; null: too few paths", _PER_UNIT, nullable=True),
    Field("paths", pa.int64(), "paths", "paths on which the output is defined at both ends"),
    text("method", "paired or sections: how the error was found"),
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
    return study_table(_FIELDS, records, "METHODS, Sensitivities", facts)
