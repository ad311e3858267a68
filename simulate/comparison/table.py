"""Differences as an Arrow table that explains itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from simulate.comparison.differences import Difference
from simulate.output.study_table import Field, amount, study_table, text, with_its_error

_FIELDS = (
    text("scenario", "label of the scenario that is set against the first"),
    text("output", "name of the output, as in the per-path rows"),
    text("unit", "unit of the output and of its numbers here"),
    text("statistic", "mean, quantile (q05, q50, q95) or expected shortfall"),
    amount("first", "the number in the first scenario"),
    amount("other", "the number in the other scenario"),
    *with_its_error("difference", "the other's number less the first's"),
    Field("paths", pa.int64(), "paths", "paths on which the output is defined in both scenarios"),
    text("method", "paired, sections or unpaired: how the error was found"),
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
    return study_table(_FIELDS, map(asdict, differences), "METHODS, Comparison", facts)
