"""Commands that check the program and its runs: ``verify``, ``validate``, ``migrate``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from simulate.cli.answers import print_json, say_written, write_text
from simulate.cli.guard import guarded, say_error
from simulate.cli.inputs import refuse_input
from simulate.cli.options import MOST_COMPANION_PATHS, Json, Out, Quiet, RunDir, counted
from simulate.errors import OutputError

DIFFERS = 1
"""Exit code where something was found that is not what it should be."""


@guarded
def verify(
    run_directory: RunDir,
    paths: Annotated[int, counted("--paths", 1, MOST_COMPANION_PATHS, "Paths to draw again.")] = 20,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draw paths of a run again, by kernels and ledger, and compare all that it kept. 1: a difference."""
    from simulate.verification import verify_run

    found = verify_run(run_directory, paths=paths, announce=None if quiet else say_error)
    if json:
        print_json({"run": found.directory, "holds": found.holds, "sample": found.sample, "findings": found.findings})
    elif not quiet:
        numbers = ", ".join(map(str, found.sample[:20])) + (", ..." if len(found.sample) > 20 else "")
        if found.sample:
            print(f"Paths drawn again, chosen by the run's hash: {numbers}")
        print("\n".join(found.lines()))
    if not found.holds:
        raise typer.Exit(DIFFERS)


@guarded
def validate(
    fewer: Annotated[bool, typer.Option("--quick", help="20,000 paths a run instead of a million.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Compute what is published again, and print expected, got, error, verdict. Exit code 1 if a number differs."""
    from simulate.validation import FULL_PATHS, QUICK_PATHS, lines, validation_rows

    paths = QUICK_PATHS if fewer else FULL_PATHS
    rows = list(validation_rows(paths, None if quiet else say_error))
    differs = [row for row in rows if row.verdict == "differs"]
    if json:
        print_json(
            {"paths": paths, "holds": not differs, "rows": [asdict(row) | {"verdict": row.verdict} for row in rows]}
        )
    elif not quiet:
        print("\n".join(lines(rows)))
    if differs:
        raise typer.Exit(DIFFERS)


@guarded
def migrate(
    config: Annotated[str, typer.Argument(metavar="CONFIG", help="Scenario file, or directory of a run.")],
    out: Out = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Rewrite a scenario of an older schema version. A run is left as it is: name a file with --out."""
    from simulate.migration import migrate as rewrite
    from simulate.scenario import SCHEMA_VERSION

    found = rewrite(config)
    if not found.is_current and found.of_a_run and out is None:
        raise OutputError(f"{config}: a run is not rewritten: its hashes are of what was run; name a file with --out")
    if found.of_a_run:
        refuse_input(out, config)
    target = out if out is not None else None if found.is_current else found.source
    if target is not None:
        if target.is_dir():
            raise OutputError(f"{target}: is a directory; name the file to write")
        write_text(target, found.text)
    if json:
        print_json({"config": found.source, "from": found.version, "to": SCHEMA_VERSION, "written": target})
    elif not quiet:
        if found.is_current:
            print(f"{found.source}: is of schema version {SCHEMA_VERSION}, the current one; there is nothing to do")
        else:
            print(f"{found.source}: rewritten from schema version {found.version} to {SCHEMA_VERSION}")
        if target is not None:
            say_written(target, False, False)


def add_commands(app: typer.Typer) -> None:
    """Add the commands to the application.

    Parameters
    ----------
    app
        The application ``floorless``.
    """
    for command in (verify, validate, migrate):
        app.command()(command)
