"""Commands that check the program and its runs: ``verify``, ``validate``, ``migrate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulate.cli.answers import print_json
from simulate.cli.guard import guarded, say_error
from simulate.cli.options import Json, Quiet, whole_number, within

DIFFERS = 1
"""Exit code where something was found that is not what it should be."""


@guarded
def verify(
    run_directory: Annotated[Path, typer.Argument(metavar="RUNDIR", help="Directory of a run.")],
    paths: Annotated[int, typer.Option(parser=whole_number, metavar="N", help="Paths to draw again.")] = 20,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draw paths of a run again, by kernels and ledger, and compare all that it kept. 1: a difference."""
    within("--paths", paths, 1, 10**9)
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


def add_commands(app: typer.Typer) -> None:
    """Add the commands to the application.

    Parameters
    ----------
    app
        The application ``floorless``.
    """
    for command in (verify,):
        app.command()(command)
