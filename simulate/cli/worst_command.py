"""The command ``worst``: which policy of the holder hurts the company most."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated

import typer

import simulate
from simulate.cli.answers import print_json
from simulate.cli.guard import guarded
from simulate.cli.options import Config, Json, Paths, Quiet, Seed, Threads, within
from simulate.cli.terminal import number, progress_bar

if TYPE_CHECKING:
    from simulate.worst import WorstCase

HEADING_WIDTH = 18
"""Characters of a line of a heading."""


@guarded
def worst(
    config: Config,
    paths: Paths = None,
    seed: Seed = None,
    policy: Annotated[
        list[str] | None, typer.Option(metavar="POLICY", help="A policy to run beside its own; default: all.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Directory for the table and the figure.")] = None,
    threads: Threads = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run every policy of the holder on the same random numbers, and say which hurts the company most."""
    within("--paths", paths, 1, 10**12)
    within("--seed", seed, 0, 2**64 - 1)
    with progress_bar(not quiet) as (progress, announce):
        found = simulate.worst(
            config,
            policies=policy,
            paths=paths,
            seed=seed,
            out=out,
            threads=threads,
            progress=progress,
            announce=announce,
        )
    if json:
        print_json(found.facts() | {"written": out, "differences": found.comparison.differences})
    elif not quiet:
        print_worst(found)
        print("Nothing was written; --out DIR keeps table and figure." if out is None else f"Written to {out}")


def print_worst(found: WorstCase) -> None:
    """Print each policy's numbers, the worst by the first measure on top, and what is found in words.

    Parameters
    ----------
    found
        The worst case.
    """
    from simulate.cli.tables import print_table, signed

    headings = ["policy"]
    for verdict in found.verdicts:
        headings += [fill(verdict.measure.words, HEADING_WIDTH), f"less\n{found.own}", "\u00b1"]
    rows = []
    for label in found.verdicts[0].order:
        cells = [label]
        for verdict in found.verdicts:
            unit = verdict.to_next.unit
            cells.append(number(verdict.numbers[label], unit))
            if label == found.own:
                cells += ["-", "-"]
            else:
                measure = verdict.measure
                each = found.comparison.difference(measure.output, measure.statistic, label)
                cells += [signed(each.difference, unit), number(each.standard_error, unit)]
        rows.append(cells)
    seed, paths = found.comparison.seeds[0], found.comparison.paths[0]
    measure_of = found.comparison.manifests[found.own]["measure"].replace("_", "-")
    title = f"{found.name}: {paths:,} paths, seed {seed}, {measure_of} measure, the same random numbers for all"
    print_table(title, headings, rows)
    for sentence in found.sentences():
        first = sentence.split(" ")[0]
        # Names of outputs and policies stand as they are.
        print(sentence if "_" in first else sentence[0].upper() + sentence[1:])
