"""What a study of several runs leaves in its folder: a table, what a reader must know of it, figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulate.output.run_directory import RunDirectory

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def write_study(
    directory: RunDirectory, name: str, table: Any, facts: Mapping[str, Any], figures: Mapping[str, Figure]
) -> None:
    """Write table, facts and figures.

    Parameters
    ----------
    directory
        A folder in the making, inside its context.
    name
        Of the table's file.
    table
        A pyarrow table.
    facts
        The manifest.
    figures
        By name of file, without its kind.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    from simulate.plots.style import KINDS, save

    directory.write_table(name, table)
    directory.write_manifest(facts)
    for file, figure in figures.items():
        for kind in KINDS:
            target = directory.file(f"figures/{file}.{kind}")
            with directory.writing():
                save(figure, target, kind)
