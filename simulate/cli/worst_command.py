"""The command ``worst``: which policy of the holder hurts the company most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

import simulate
from simulate.cli.answers import print_json, say_kept
from simulate.cli.guard import guarded
from simulate.cli.options import Config, Json, Paths, Quiet, Seed, TableDir, Threads
from simulate.cli.terminal import number, progress_bar

if TYPE_CHECKING:
    from simulate.worst import WorstCase


@guarded
def worst(
    config: Config,
    paths: Paths = None,
    seed: Seed = None,
    policy: Annotated[
        list[str] | None, typer.Option(metavar="POLICY", help="A policy to run beside its own; default: all.")
    ] = None,
    out: TableDir = None,
    threads: Threads = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run every policy of the holder on the same random numbers, and say which hurts the company most."""
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
        say_kept(out, "table and figure")


def print_worst(found: WorstCase) -> None:
    """Print each policy's numbers, the worst by the first measure on top, and what is found in words.

    Parameters
    ----------
    found
        The worst case.
    """
    from simulate.cli.tables import heading, print_table, seed_and_measure, signed
    from simulate.words.phrases import number_of

    headings = ["policy"]
    for verdict in found.verdicts:
        headings += [heading(verdict.measure.words), f"less\n{found.own}", "\u00b1"]
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
    drawn = seed_and_measure(found.comparison.manifests[found.own])
    paths = number_of(found.comparison.paths[0], "path", "paths")
    title = f"{found.name}: {paths}, {drawn}, the same random numbers for all"
    print_table(title, headings, rows)
    policies = {case.policy for case in found.cases}
    for sentence in found.sentences():
        first = sentence.split(" ")[0]
        # Names of outputs and policies stand as they are.
        print(sentence if "_" in first or first in policies else sentence[0].upper() + sentence[1:])
