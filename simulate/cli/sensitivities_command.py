"""The command ``sensitivities``: how far the answer moves with each number of market and deal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import simulate
from simulate.cli.answers import print_json, say_kept
from simulate.cli.guard import guarded
from simulate.cli.options import Config, Json, Paths, Quiet, Seed, Threads, exact_number, named
from simulate.cli.terminal import number, progress_bar

if TYPE_CHECKING:
    from simulate.comparison import Difference
    from simulate.sensitivities import Sensitivities


@guarded
def sensitivities(
    config: Config,
    paths: Paths = None,
    seed: Seed = None,
    step: Annotated[
        str, typer.Option(metavar="PART", help="By what part of itself each number is moved down and up.")
    ] = "0.1",
    input: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD", help="A number, or a part such as deal.limits; default: market and deal."),
    ] = None,
    move: Annotated[
        list[str] | None, typer.Option(metavar="FIELD=AMOUNT", help="By how much to move a number instead.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Directory for the table and the figures.")] = None,
    threads: Threads = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Move each number of market and deal alone, on the same random numbers, and show what changes."""
    form = "FIELD=AMOUNT, such as market.price.volatility_per_year=0.2"
    amounts = named(move or (), "--move", form, "give each number once")
    with progress_bar(not quiet) as (progress, announce):
        found = simulate.sensitivities(
            config,
            step=exact_number(step, "--step", "a part of each number, such as 0.1"),
            moves={field: exact_number(amount, "--move", form) for field, amount in amounts.items()},
            inputs=input,
            paths=paths,
            seed=seed,
            out=out,
            threads=threads,
            progress=progress,
            announce=announce,
        )
    if json:
        print_json(found.facts() | {"written": out, "changes": found.records()})
    elif not quiet:
        print_sensitivities(found)
        say_kept(out, "table and figures")


def print_sensitivities(found: Sensitivities) -> None:
    """Print the change of each number with each input, the largest on top, and what does not move.

    Parameters
    ----------
    found
        The sensitivities.
    """
    from simulate.cli.tables import heading, print_table, seed_and_measure
    from simulate.config.canonical import plain_number
    from simulate.words.phrases import number_of

    headings = ["input", "unit", "now", "moved to"]
    for measure in found.measures:
        headings += [heading(measure.words), "\u00b1"]
    rows = []
    for row in found.ordered():
        for way, moved in (("down", row.input.down), ("up", row.input.up)):
            if moved.value is None or moved.reason:
                continue
            cells = [row.input.name, row.input.unit, plain_number(row.input.now), plain_number(moved.value)]
            for measure in found.measures:
                each = row.changes.get((way, measure.output, measure.statistic))
                cells += ["-", "-"] if each is None else _change(each)
            rows.append(cells)
    drawn = seed_and_measure(found.base.manifest)
    title = f"{found.name}: {number_of(found.paths, 'path', 'paths')} each, {drawn}, the same random numbers for all"
    print_table(title, headings, rows, words=2)
    for sentence in found.sentences():
        print(sentence)


def _change(each: Difference) -> list[str]:
    """A change and its error; of fractions, in as many places as small ones need."""
    from simulate.cli.tables import signed

    if each.unit == "fraction":
        error = "-" if each.standard_error is None else f"{each.standard_error:.6f}"
        return [f"{each.difference:+.6f}", error]
    return [signed(each.difference, each.unit), number(each.standard_error, each.unit)]
