"""The commands that make something of more than one run: compare, sweep, frontier, price-table."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

import simulate
from simulate.cli.answers import print_json, say_kept, say_written
from simulate.cli.guard import INTERRUPTED, guarded, say_error
from simulate.cli.inputs import refuse_input
from simulate.cli.options import Config, Json, Out, Paths, Quiet, Seed, TableDir, Threads, exact_number, named
from simulate.cli.terminal import progress_bar


@guarded
def compare(
    configs: Annotated[
        list[str], typer.Argument(metavar="A B ...", help="Scenario files, shipped names or run directories.")
    ],
    paths: Paths = None,
    seed: Seed = None,
    output: Annotated[
        list[str] | None, typer.Option(metavar="OUTPUT", help="An output to compare; default: the headline ones.")
    ] = None,
    unpaired: Annotated[
        bool, typer.Option("--unpaired", help="Take other seeds and path counts: errors add in quadrature.")
    ] = False,
    out: TableDir = None,
    threads: Threads = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Compare scenarios with the first one, on the same random numbers, with paired errors."""
    with progress_bar(not quiet) as (progress, announce):
        found = simulate.compare(
            configs,
            paths=paths,
            seed=seed,
            unpaired=unpaired,
            outputs=output,
            out=out,
            threads=threads,
            progress=progress,
            announce=announce,
        )
    if json:
        print_json(found.facts() | {"written": out, "differences": found.differences})
    elif not quiet:
        from simulate.cli.tables import print_comparison

        print_comparison(found)
        say_kept(out, "table and figure")


@guarded
def sweep(
    config: Config,
    vary: Annotated[
        list[str],
        typer.Option(metavar="FIELD=VALUES", help="start:stop:count, or a list; once for each field of the grid."),
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Directory of the sweep; one half done is gone on with.")],
    paths: Paths = None,
    seed: Seed = None,
    threads: Threads = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run a scenario on every point of a grid of its fields, the same seed at each."""
    form = "FIELD=VALUES, such as market.price.volatility_per_year=0.6:1.2:7"
    grid = named(vary, "--vary", form, "give all its values at once")
    try:
        with progress_bar(not quiet) as (progress, announce):
            found = simulate.sweep(
                config, grid, out=out, paths=paths, seed=seed, threads=threads, progress=progress, announce=announce
            )
    except KeyboardInterrupt:
        say_error(f"interrupted; finished points are kept in {out}: the same command goes on from there")
        raise typer.Exit(INTERRUPTED) from None
    if json:
        print_json(found.facts | {"directory": found.directory, "rows": found.table.num_rows})
    elif not quiet:
        from simulate.words.phrases import number_of

        points = found.table["point"].to_numpy()
        of_each = number_of(int(found.facts["paths"]), "path", "paths")
        print(
            f"{number_of(int(points.max()) + 1, 'point', 'points')} of {of_each}: {found.directory / 'sweep.parquet'}"
        )
        print("floorless frontier asks it which points keep a condition.")


@guarded
def frontier(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Directory of a finished sweep.")],
    keep: Annotated[
        list[str],
        typer.Option(
            metavar="CONDITION", help="Such as 'dilution_of_total p95 <= 0.15'; all that are given must hold."
        ),
    ],
    along: Annotated[
        str | None, typer.Option(metavar="FIELD", help="Look along this field; default: the last.")
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show which points of a sweep keep a condition, and where along a field it ceases to hold."""
    from simulate.sweeps import Sweep

    found = Sweep(directory).frontier(*keep, along=along)
    if json:
        print_json({"along": found.along, "points": found.points, "words": found.lines()})
    elif not quiet:
        from simulate.cli.tables import print_frontier

        print_frontier(found)


@guarded
def price_table(
    config: Config,
    prices: Annotated[
        str | None, typer.Option(metavar="P,P,...", help="Stock prices in dollars; default: around the start price.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--date", metavar="YYYY-MM-DD", help="Conversion date; default: all registered and floating."),
    ] = None,
    out: Out = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Print the table of hypothetical stock prices that a prospectus does: price, shares, part of the company."""
    day: date | None = None
    if on is not None:
        try:
            day = date.fromisoformat(on)
        except ValueError:
            raise typer.BadParameter(
                f"{on!r} is no date written YYYY-MM-DD, such as 1999-07-27", param_hint="--date"
            ) from None
    wanted = (
        None
        if prices is None
        else [
            exact_number(text.strip(), "--prices", "dollars parted by commas, such as 7,5,3")
            for text in prices.split(",")
        ]
    )
    scenario = simulate.load(config)
    refuse_input(out, scenario)
    table = simulate.price_table(scenario, prices=wanted, on=day)
    if out is not None:
        table.write_csv(out)
    if json:
        header = table.header()
        rows = [dict(zip(header, cells, strict=True)) for cells in table.cells()]
        print_json({"config": scenario.source, "written": out, "date": table.on, "rows": rows, "notes": table.notes})
    elif out is not None:
        say_written(out, json, quiet)
    elif not quiet:
        from simulate.cli.tables import print_price_table

        print_price_table(table, scenario.name)
