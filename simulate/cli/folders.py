"""The commands about what stands on the disk: show, runs, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from simulate.cli.answers import print_json, say_written
from simulate.cli.guard import guarded
from simulate.cli.options import Json, Quiet, RunDir


@guarded
def show(run_directory: RunDir, json: Json = False, quiet: Quiet = False) -> None:
    """Show the summary of a finished run again."""
    from simulate.results import Result

    result = Result.read(run_directory)
    if json:
        print_json({"directory": result.directory, "manifest": result.manifest, "summary": result.summary_rows})
    elif not quiet:
        from simulate.cli.terminal import print_summary

        print_summary(result)


@guarded
def runs(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Where to look; two levels deep.")] = Path("."),
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """List the runs under a directory with their headline: paths, shares, dilution, the investor's P&L."""
    from simulate.output.listing import find_runs

    found = list(find_runs(directory))
    if json:
        print_json({"directory": directory, "runs": found})
    elif not quiet:
        from simulate.cli.tables import print_runs

        print_runs(directory, found)


@guarded
def export(
    run_directory: RunDir,
    kind: Annotated[Literal["csv", "xlsx"], typer.Option("--format", help="A folder of CSV, or a workbook.")] = "csv",
    xlsx: Annotated[bool, typer.Option("--xlsx", help="The same as --format xlsx.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH", help="Directory, or workbook, to write; default: RUNDIR with -csv or .xlsx after it."
        ),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write the tables of a run as CSV or as an Excel workbook, every column with its unit in the header."""
    final = run_directory.resolve()
    if xlsx or kind == "xlsx":
        from simulate.output.workbook import export_workbook

        target = final.with_name(f"{final.name}.xlsx") if out is None else out
        files = [export_workbook(run_directory, target)]
    else:
        from simulate.output.export import export_csv

        target = final.with_name(f"{final.name}-csv") if out is None else out
        files = export_csv(run_directory, target)
    if json:
        print_json({"written": files})
    else:
        say_written(target, json, quiet)
