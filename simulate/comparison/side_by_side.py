"""Run what is to be compared, and set it side by side."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from simulate.column import Column
from simulate.comparison.comparison import Comparison
from simulate.comparison.differences import Difference, Subject, paired, unpaired
from simulate.comparison.sides import Side, check_overrides, check_pairing, outputs_of, sides_of
from simulate.engine import run
from simulate.output.run_directory import RunDirectory
from simulate.statistics import Clusters


def compare(
    scenarios: Sequence[Any],
    *,
    paths: int | None = None,
    seed: int | None = None,
    is_unpaired: bool = False,
    outputs: Sequence[str] | None = None,
    out: str | Path | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> Comparison:
    """Compare scenarios on the same random numbers; see :func:`simulate.compare`."""
    sides = sides_of(scenarios, paths, seed)
    check_overrides(sides, paths, seed)
    check_pairing(sides, is_unpaired=is_unpaired)
    plan = [(side, *outputs_of((sides[0], side), outputs)) for side in sides[1:]]
    directory = None if out is None else RunDirectory(out)
    with tempfile.TemporaryDirectory(prefix="floorless-") as folder:
        run_sides(sides, Path(folder), keep=not is_unpaired, threads=threads, progress=progress, announce=announce)
        differences = [
            difference
            for side, compared, _ in plan
            for column in compared
            for difference in differences_between(sides[0], side, column, is_unpaired)
        ]
        found = Comparison(
            {side.label: side.result.manifest for side in sides if side.result is not None},
            differences,
            dict.fromkeys(lacking for _, _, left_out in plan for lacking in left_out),
            is_unpaired=is_unpaired,
            confidence=float(sides[0].scenario.run.confidence),
            tail=float(sides[0].scenario.run.tail),
        )
    if directory is not None:
        with directory:
            found.write(directory)
    return found


def run_sides(
    sides: Sequence[Side],
    folder: Path,
    *,
    keep: bool,
    threads: int | None,
    progress: Callable[[int, int], None] | None,
    announce: Callable[[str], None] | None,
) -> None:
    """Run what is not run yet, its per-path rows on the disk."""
    waiting = [side for side in sides if side.result is None]
    total, done = sum(side.paths for side in waiting), 0
    for number, side in enumerate(waiting):
        before = done

        def report(finished: int, _: int, before: int = before) -> None:
            """Tell of the paths of all runs together."""
            if progress is not None:
                progress(before + finished, total)

        side.result = run(
            side.scenario,
            out=folder / str(number) if keep else None,
            keep_paths=keep,
            threads=threads,
            progress=report,
            announce=announce,
        )
        done += side.paths


def differences_between(first: Side, other: Side, column: Column, is_unpaired: bool) -> Iterable[Difference]:
    """Every difference of one output between two sides."""
    subject = Subject(
        scenario=other.label,
        output=column.name,
        unit="probability" if column.dtype == "bool" else column.unit,
        is_share=column.dtype == "bool",
        worst=column.worst,
        confidence=float(first.scenario.run.confidence),
        tail=float(first.scenario.run.tail),
    )
    if is_unpaired:
        assert first.result is not None  # both have been run
        assert other.result is not None
        return unpaired(subject, first.result.row(column.name), other.result.row(column.name))
    (one, in_one), (two, in_two) = first.values(column.name), other.values(column.name)
    both = in_one & in_two
    together = first.scenario.run.paths_together
    clusters = None if together == 1 else Clusters.of(np.flatnonzero(both), together)
    return paired(subject, one[both], two[both], clusters)
