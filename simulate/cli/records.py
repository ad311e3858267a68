"""The commands that put the contract on given prices: history, replay, conversion-price, explain."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

import simulate
from simulate.cli.answers import print_conversion_prices, print_json, say_written, show_ledger
from simulate.cli.guard import guarded
from simulate.cli.inputs import refuse_input
from simulate.cli.options import HIGHEST_SEED, Config, Json, Jumps, Out, Prices, Quiet, Record, Spread, counted


@guarded
def history(
    file: Record,
    spread: Spread = Decimal("0.015"),
    allow_jumps: Jumps = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show what a price record holds: sessions, gaps, volatility with its error, block length, volume."""
    from simulate.history import describe, read_record
    from simulate.shipped import find_record

    description = describe(read_record(find_record(file), spread_fraction=spread, allow_jumps=allow_jumps))
    if json:
        print_json(description.as_dict())
    elif not quiet:
        print("\n".join(description.lines()))


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
    refuse_input(out, scenario, prices)
    show_ledger(
        simulate.replay(scenario, prices, allow_jumps=allow_jumps),
        {"config": scenario.source},
        out,
        json,
        quiet,
    )


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
    refuse_input(out, scenario, prices)
    rows = simulate.conversion_prices(scenario, prices, next_session=next_session, allow_jumps=allow_jumps)
    if out is not None:
        write_conversion_prices(rows, out)
    if json:
        print_json({"config": scenario.source, "written": out, "rows": rows})
    elif out is not None:
        say_written(out, json, quiet)
    elif not quiet:
        print_conversion_prices(rows)


@guarded
def explain(
    run_directory: Annotated[
        Path, typer.Argument(metavar="RUNDIR", help="Directory of a run; with --seed, a scenario.")
    ],
    path: Annotated[int, typer.Argument(metavar="PATH", min=0, help="Number of the path, from 0.")],
    seed: Annotated[
        int | None,
        counted("--seed", 0, HIGHEST_SEED, "Draw the path of a scenario under this seed; no run is needed.", "S"),
    ] = None,
    out: Out = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draw one path of a run again by its number, and print its ledger."""
    refuse_input(out, run_directory)
    if seed is None:
        ledger = simulate.explain(run_directory, path)
    else:
        from simulate.as_run import with_run
        from simulate.explain import explain as explain_scenario

        scenario = simulate.load(run_directory)
        refuse_input(out, scenario)
        ledger = explain_scenario(with_run(scenario, seed=seed), path)
    show_ledger(ledger, {"run": run_directory, "path": path}, out, json, quiet)
