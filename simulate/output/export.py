"""The tables of a run as CSV, every column with its unit in the header."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from simulate.errors import OutputError
from simulate.output.run_directory import RunDirectory
from simulate.output.run_files import PATHS, TABLES, is_run

BATCH_ROWS = 65_536


def export_csv(run: str | Path, out: str | Path) -> list[Path]:
    """Write the tables of a run as CSV into a new folder, which appears whole or not at all.

    Parameters
    ----------
    run
        The run's folder.
    out
        The folder to write.

    Returns
    -------
    list of pathlib.Path
        The files: summary, sessions, histograms and, if they were kept, paths.

    Raises
    ------
    OutputError
        If the run cannot be read, or the folder cannot be written.
    """
    import pyarrow as pa

    folder = Path(run)
    if not is_run(folder):
        raise OutputError(f"{folder}: holds no run; name the directory of one")
    sources = [folder / f"{name}.parquet" for name in TABLES]
    if (folder / PATHS).is_file():
        sources.append(folder / PATHS)
    with RunDirectory(out) as directory:
        for source in sources:
            target = directory.file(f"{source.stem}.csv")
            try:
                _write(source, target, directory)
            except (FileNotFoundError, pa.ArrowException) as error:
                raise OutputError(f"{source}: cannot be read: {error}; run it again") from error
    return [directory.path / f"{source.stem}.csv" for source in sources]


def header(schema: Any) -> list[str]:
    """Names of a table's columns with their units: ``shares_issued [shares]``.

    Parameters
    ----------
    schema
        A pyarrow schema whose fields' metadata hold ``unit``.

    Returns
    -------
    list of str
        A column without a unit, or of words, has its name alone.
    """
    out = []
    for field in schema:
        unit = (field.metadata or {}).get(b"unit", b"").decode()
        out.append(field.name if unit in ("", "text", "name", "date") else f"{field.name} [{unit}]")
    return out


def _write(source: Path, target: Path, directory: RunDirectory) -> None:
    """One table, a batch of rows in memory at a time."""
    import pyarrow as pa
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    with pq.ParquetFile(source) as file:
        schema = file.schema_arrow
        kinds = [pa.string() if pa.types.is_list(field.type) else field.type for field in schema]
        flat = pa.schema([pa.field(name, kind) for name, kind in zip(header(schema), kinds, strict=True)])
        with directory.writing(), pc.CSVWriter(target, flat) as writer:
            for batch in file.iter_batches(BATCH_ROWS):
                writer.write_table(pa.Table.from_arrays([_flat(column) for column in batch.columns], schema=flat))


def _flat(column: Any) -> Any:
    """A list as words with spaces between, which a cell can hold."""
    import pyarrow as pa

    from simulate.output.arrow_arrays import array_of

    if not pa.types.is_list(column.type):
        return column
    texts = [None if each is None else " ".join(f"{value:g}" for value in each) for each in column.to_pylist()]
    return array_of(texts, pa.string())
