"""The command ``floorless``: parses, calls, prints. What is heavy is imported when it is needed."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

import simulate
from simulate.cli import (
    controls_command,
    folders,
    fresh,
    market_commands,
    memo,
    optimal_command,
    records,
    running,
    sensitivities_command,
    studies,
    worst_command,
)
from simulate.cli.guard import INTERRUPTED
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


for _name, _command in (
    ("run", running.run),
    ("check", running.check),
    ("schema", running.schema),
    ("history", records.history),
    ("replay", records.replay),
    ("conversion-price", records.conversion_price),
    ("explain", records.explain),
    ("configs", running.configs),
    ("compare", studies.compare),
    ("worst", worst_command.worst),
    ("sensitivities", sensitivities_command.sensitivities),
    ("control-variates", controls_command.control_variates),
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
    ("optimal", optimal_command.optimal),
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
