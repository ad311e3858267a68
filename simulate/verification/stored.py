"""The rows and tables that a run kept, against paths drawn again and against each other."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulate import engine
from simulate.errors import OutputError
from simulate.output.run_files import PATHS
from simulate.results import Result
from simulate.statistics import SummaryRow, quantile_rank
from simulate.verification.findings import Finding
from simulate.verification.redraw import Row, shown
from simulate.words.phrases import number_of
from simulate.workers import BLOCK_PATHS, FAN_PATHS

NEAR = 1e-9
"""How far a mean over the kept rows may lie from the summary's, relative: sums are rounded in another order here."""


class KeptRows:
    """The per-path rows of a run's folder, read a column at a time.

    Parameters
    ----------
    folder
        The run's folder, which holds per-path rows.
    paths
        How many there must be.

    Raises
    ------
    OutputError
        If they cannot be read, or are not numbered from 0 to paths - 1.
    """

    def __init__(self, folder: Path, paths: int) -> None:
        self.file = folder / PATHS
        numbers = self.column("path")[0]
        if numbers.size != paths or not np.array_equal(numbers, np.arange(paths)):
            raise OutputError(f"{self.file}: does not hold the paths 0 to {paths - 1}, each once; run it again")

    def column(self, name: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Values of an output, and where it is defined.

        Parameters
        ----------
        name
            Of the registry.

        Returns
        -------
        values, defined : numpy.ndarray
            [paths]; a value that is not defined is 0.

        Raises
        ------
        OutputError
            If it is not there.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        from simulate.output.parquet import read_parquet

        try:
            column = read_parquet(self.file, [name]).column(name).combine_chunks()
            defined = column.is_valid().to_numpy(zero_copy_only=False)
            values = pc.fill_null(column.cast(pa.float64()), 0.0).to_numpy(zero_copy_only=False)
        except (OSError, KeyError, pa.ArrowException) as error:
            raise OutputError(f"{self.file}: {name} cannot be read: {error}") from None
        return values, defined


def rows_and_summary(run: Result, sample: tuple[int, ...], rows: list[Row]) -> list[Finding]:
    """Whether the kept rows are those of the paths drawn again, and the summary is of the kept rows.

    Parameters
    ----------
    run
        With its folder.
    sample, rows
        Numbers of paths, and the kernels' rows of them.

    Returns
    -------
    list of Finding
        Both not verified if no rows were kept.
    """
    assert run.directory is not None  # only runs with a folder are verified
    paths = int(run.manifest["paths"])
    if not (run.directory / PATHS).is_file():
        text = "the run kept none (--keep-paths keeps them)"
        return [Finding("kept rows", "not verified", text), Finding("summary from kept rows", "not verified", text)]
    kept = KeptRows(run.directory, paths)
    places = np.array(sample)
    differences: list[str] = []
    wrong: list[str] = []
    for row in run.summary_rows:
        values, defined = kept.column(row.name)
        wrong += _wrong_in_summary(row, values, defined)
        for again, number in zip(rows, places.tolist(), strict=True):
            stored = float(values[number]) if defined[number] else None
            if stored != again[row.name]:
                differences.append(f"path {number}: {row.name}: kept {stored!r}, drawn again {again[row.name]!r}")
    drawn = number_of(len(sample), "path", "paths")
    count = len(run.summary_rows)
    good = (
        f"{drawn} drawn again have the same bits in all {count} outputs; {paths - len(sample):,} were not drawn again"
    )
    same = f"counts, means, extremes and exact quantiles of {count} outputs follow from the {paths:,} kept rows"
    return [
        Finding("kept rows", "differs", shown(differences)) if differences else Finding("kept rows", "verified", good),
        Finding("summary from kept rows", "differs", shown(wrong))
        if wrong
        else Finding("summary from kept rows", "verified", same),
    ]


def _wrong_in_summary(row: SummaryRow, values: NDArray[np.float64], defined: NDArray[np.bool_]) -> list[str]:
    """What the summary says of an output and the rows do not."""
    if row.name == "irr_per_year":  # its summary is of the first paths alone (METHODS 9)
        values, defined = values[:FAN_PATHS], defined[:FAN_PATHS]
    found = np.sort(values[defined])
    pairs: list[tuple[str, float | None, float | None]] = [
        ("defined", row.defined, found.size),
        ("undefined", row.undefined, values.size - found.size),
    ]
    if found.size:
        pairs += [("minimum", row.minimum, float(found[0])), ("maximum", row.maximum, float(found[-1]))]
        if not row.binned:
            pairs += [
                (f"{100 * p:g}% quantile", three[0], float(found[quantile_rank(found.size, p) - 1]))
                for p, three in row.quantiles.items()
            ]
        mean = math.fsum(found.tolist()) / found.size
        slack = NEAR * max(1.0, float(np.abs(found).max()))
        if row.mean is None or abs(row.mean - mean) > slack:
            pairs.append(("mean", row.mean, mean))
    return [f"{row.name}: {what} {said!r}, of the rows {is_!r}" for what, said, is_ in pairs if said != is_]


def whole_run(run: Result, most_paths: int) -> Finding:
    """Whether a small run, made again whole, has the same tables.

    Parameters
    ----------
    run
        With its folder.
    most_paths
        Runs of more paths are not made again, unless they are a single block.

    Returns
    -------
    Finding
    """
    what, paths = "summary, sessions and histograms", int(run.manifest["paths"])
    most = max(most_paths, BLOCK_PATHS)
    if paths > most:
        text = f"the run has {paths:,} paths; up to {most:,} are made again whole (--paths {paths} makes this one)"
        return Finding(what, "not verified", text)
    again: Any = engine.run(run.scenario)
    tables = ("summary_table", "sessions", "histograms")
    changed = [name for name in tables if not getattr(again, name).equals(getattr(run, name))]
    if changed:
        names = ", ".join(name.removesuffix("_table") for name in changed)
        return Finding(what, "differs", f"made again whole, the run has other numbers in: {names}")
    return Finding(what, "verified", f"all {paths:,} paths made again: the same bits")
