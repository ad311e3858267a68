"""The command ``floorless``: parses, calls, prints. What is heavy is imported when it is needed."""

from __future__ import annotations

import os
import sys
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

import simulate
from simulate.cli import folders, fresh, market_commands, memo, studies, worst_command
from simulate.cli.answers import print_conversion_prices, print_json, say_written, show_ledger, write_text
from simulate.cli.guard import INTERRUPTED, guarded
from simulate.cli.options import (
    Config,
    Json,
    Jumps,
    Out,
    Paths,
    Prices,
    Quiet,
    Seed,
    Threads,
    exact_number,
    half_widths,
    within,
)
from simulate.cli.terminal import print_summary, progress_bar
from simulate.cli.trust import add_commands

app = typer.Typer(
    name="floorless",
    help="Monte Carlo of the dilution and investor P&L of variable-price convertible stock.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _version(shown: bool) -> None:
    if shown:
        print(f"floorless {simulate.__version__}")
        raise typer.Exit


@app.callback()
def floorless(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Monte Carlo of the dilution and investor P&L of variable-price convertible stock."""


@app.command()
@guarded
def run(
    config: Config,
    paths: Paths = None,
    until: Annotated[
        list[str] | None,
        typer.Option(metavar="OUTPUT=HALF_WIDTH", help="Double the paths until that output's interval is this narrow."),
    ] = None,
    seed: Seed = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Directory for the run; without it nothing is kept.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a run that DIR already holds.")] = False,
    keep_paths: Annotated[bool, typer.Option("--keep-paths", help="Keep the per-path rows (needs --out).")] = False,
    figures: Annotated[bool, typer.Option("--figures", help="Draw the figures, PNG and PDF (needs --out).")] = False,
    threads: Threads = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Simulate a scenario and show what comes out, and how sure the answer is."""
    for name, given in (("--overwrite", overwrite), ("--keep-paths", keep_paths), ("--figures", figures)):
        if given and out is None:
            raise typer.BadParameter("goes with --out DIR: without a directory nothing is kept", param_hint=name)
    within("--paths", paths, 1, 10**12)
    within("--seed", seed, 0, 2**64 - 1)
    scenario = simulate.load(config)
    widths = half_widths(until or [], scenario)
    with progress_bar(not quiet) as (progress, announce):
        result = simulate.run(
            scenario,
            paths=paths,
            seed=seed,
            until=widths or None,
            out=out,
            overwrite=overwrite,
            keep_paths=keep_paths,
            figures=figures,
            threads=threads,
            progress=progress,
            announce=announce,
        )
    if json:
        from simulate.words import assumed_inputs, choices_in_force

        print_json(
            {
                "directory": result.directory,
                "manifest": result.manifest,
                "summary": result.summary_rows,
                "choices": choices_in_force(scenario),
                "assumed": assumed_inputs(scenario),
            }
        )
    elif not quiet:
        print_summary(result)
        where = (
            "Nothing was written; --out DIR keeps the run."
            if result.directory is None
            else f"Written to {result.directory}"
        )
        print(where)


@app.command()
@guarded
def check(config: Config, json: Json = False, quiet: Quiet = False) -> None:
    """Check a scenario; print the deal in words with every choice in force and every assumed input."""
    scenario = simulate.load(config)
    from simulate.terms import make_terms

    # What a run would refuse after loading (a record, decimals beyond exact arithmetic) is refused here too.
    announcements = make_terms(scenario).announcements
    from simulate.config.canonical import config_hash
    from simulate.words import assumed_inputs, choices_in_force, deal_in_words, fixed_readings

    words, readings = deal_in_words(scenario), fixed_readings(scenario)
    choices, assumed = choices_in_force(scenario), assumed_inputs(scenario)
    if json:
        print_json(
            {
                "config": scenario.source,
                "config_hash": config_hash(scenario),
                "name": scenario.name,
                "words": words,
                "choices": choices,
                "readings": readings,
                "assumed": assumed,
                "announcements": announcements,
            }
        )
    elif not quiet:
        print(f"{scenario.source}: {scenario.name}: valid.")
        sections = [("The deal", words), ("Announced", list(announcements))]
        for title, lines in sections:
            print("\n".join([f"\n{title}", *(f"  {line}" for line in lines)]))
        print("\nEvery [choice] in force")
        print("\n".join(f"  [choice] {item.line()}" for item in choices))
        print("\nReadings that no field switches")
        print("\n".join(f"  {reading.text} ({reading.clause})" for reading in readings))
        print("\nEvery [assumed] input")
        print("\n".join(f"  [assumed] {item.line()}" for item in assumed))


@app.command()
@guarded
def schema(out: Out = None, json: Json = False, quiet: Quiet = False) -> None:
    """Write the JSON Schema of scenario files, which editors use to complete and check them."""
    from simulate.config.schema import json_schema

    if out is None:
        if json or not quiet:
            print_json(json_schema())
        return
    from json import dumps

    write_text(out, dumps(json_schema(), indent=2) + "\n")
    say_written(out, json, quiet)


@app.command()
@guarded
def history(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Price record, CSV or Parquet, or a shipped one.")],
    spread: Annotated[
        Decimal,
        typer.Option(parser=exact_number, metavar="FRACTION", help="Bid-ask spread that fills a missing bid or close."),
    ] = Decimal("0.015"),
    allow_jumps: Jumps = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show what a price record holds: sessions, gaps, volatility with its error, block length, volume."""
    from simulate.history import describe, read_record
    from simulate.shipped import find_record

    if not 0 <= spread < 1:
        raise typer.BadParameter(f"{spread} is not a fraction from 0 to below 1, such as 0.015", param_hint="--spread")
    description = describe(read_record(find_record(file), spread_fraction=spread, allow_jumps=allow_jumps))
    if json:
        print_json(description.as_dict())
    elif not quiet:
        print("\n".join(description.lines()))


@app.command()
@guarded
def replay(
    config: Config,
    prices: Prices,
    out: Out = None,
    allow_jumps: Jumps = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Put the contract and the holder on a given price record, and show the ledger and its totals."""
    scenario = simulate.load(config)
    show_ledger(
        simulate.replay(scenario, prices, allow_jumps=allow_jumps),
        {"config": scenario.source},
        out,
        json,
        quiet,
    )


@app.command("conversion-price")
@guarded
def conversion_price(
    config: Config,
    prices: Prices,
    out: Out = None,
    next_session: Annotated[bool, typer.Option("--next", help="Add the session after the last row.")] = False,
    allow_jumps: Jumps = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Print, for each date of a price record, the prices of a conversion on that date (CSV)."""
    from simulate.replay import write_conversion_prices

    scenario = simulate.load(config)
    rows = simulate.conversion_prices(scenario, prices, next_session=next_session, allow_jumps=allow_jumps)
    if out is not None:
        write_conversion_prices(rows, out)
    if json:
        print_json({"config": scenario.source, "written": out, "rows": rows})
    elif out is not None:
        say_written(out, json, quiet)
    elif not quiet:
        print_conversion_prices(rows)


@app.command()
@guarded
def explain(
    run_directory: Annotated[Path, typer.Argument(metavar="RUNDIR", help="Directory of a run.")],
    path: Annotated[int, typer.Argument(metavar="PATH", min=0, help="Number of the path, from 0.")],
    out: Out = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draw one path of a run again by its number, and print its ledger."""
    show_ledger(simulate.explain(run_directory, path), {"run": run_directory, "path": path}, out, json, quiet)


@app.command()
@guarded
def configs(json: Json = False, quiet: Quiet = False) -> None:
    """List the scenarios that ship, with their paths."""
    from simulate.shipped import shipped_scenarios

    found = shipped_scenarios()
    if json:
        print_json(found)
    elif not quiet:
        width = max(map(len, found), default=0)
        for name, path in found.items():
            print(f"{name:<{width}}  {path}")


for _name, _command in (
    ("compare", studies.compare),
    ("worst", worst_command.worst),
    ("sweep", studies.sweep),
    ("frontier", studies.frontier),
    ("price-table", studies.price_table),
    ("memo", memo.memo),
    ("show", folders.show),
    ("runs", folders.runs),
    ("export", folders.export),
    ("new", fresh.new),
    ("calibrate", market_commands.calibrate),
    ("value", market_commands.value),
):
    app.command(_name)(_command)
add_commands(app)


def main() -> None:
    """Entry of the command ``floorless``."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a letter of a company's name is no reason to stop.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except SystemExit as ending:
        if ending.code == INTERRUPTED:
            # A thread may be deep in the compiler, which holds locks that the interpreter's own clean-up would wait
            # for.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(INTERRUPTED)
        raise
