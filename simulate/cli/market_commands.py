"""Commands about prices: what a record says of the market models, and what the deal's instruments are worth."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import typer

import simulate
from simulate.cli.answers import print_json
from simulate.cli.guard import guarded
from simulate.cli.options import (
    Config,
    Json,
    Jumps,
    Paths,
    Quiet,
    Record,
    Seed,
    Spread,
    Threads,
    exact_number,
    load_to_run,
    named,
)
from simulate.cli.terminal import progress_bar

_MODELS = ("gbm", "merton", "garch", "bootstrap", "volume")


def _prices(given: list[str]) -> dict[str, Decimal]:
    """Market prices by series, of texts such as ``A=6.03``."""
    form = "SERIES=USD, such as A=6.03"
    prices = named(given, "--market-price", form, "give each series once")
    return {name: exact_number(price, "--market-price", form) for name, price in prices.items()}


@guarded
def calibrate(
    file: Record,
    model: Annotated[
        list[str] | None, typer.Option(metavar="MODEL", help=f"Of {', '.join(_MODELS)}; may be repeated; default: all.")
    ] = None,
    spread: Spread = Decimal("0.015"),
    allow_jumps: Jumps = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Fit the market models to a price record: estimates, errors, what it cannot tell, and YAML to paste."""
    for name in model or ():
        if name not in _MODELS:
            raise typer.BadParameter(f"{name!r} is no model; there are {', '.join(_MODELS)}", param_hint="--model")
    found = simulate.calibrate(file, models=model, spread_fraction=spread, allow_jumps=allow_jumps)
    if json:
        print_json(found)
    elif not quiet:
        print("\n".join(found.lines()))


@guarded
def value(
    config: Config,
    paths: Paths = None,
    seed: Seed = None,
    risk_neutral: Annotated[
        bool,
        typer.Option("--risk-neutral", help="Value a scenario of the physical measure risk-neutral all the same."),
    ] = False,
    market_price: Annotated[
        list[str] | None,
        typer.Option(metavar="SERIES=USD", help="Market price on a series' issue date, if that is not session 0."),
    ] = None,
    optimal: Annotated[
        bool,
        typer.Option("--optimal", help="Also to the best holder in lots, under a bound from above: fits its rule."),
    ] = False,
    threads: Threads = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Value each series and warrant to its holder, risk-neutral, and the beneficial conversion feature."""
    given = _prices(market_price or [])
    scenario = load_to_run(config, paths)
    with progress_bar(not quiet) as (progress, announce):
        found = simulate.fair_value(
            scenario,
            paths=paths,
            seed=seed,
            threads=threads,
            risk_neutral=risk_neutral,
            market_prices=given,
            progress=progress,
            announce=announce,
        )
        best = None
        if optimal:
            from simulate.optimal.holder import best_of_run

            best = best_of_run(found, seed=seed, threads=threads, progress=progress, announce=announce)
    if json:
        print_json(
            {
                "config": scenario.source,
                "name": scenario.name,
                "value_date": found.value_date,
                "paths": found.paths,
                "confidence": found.confidence,
                "instruments": found.instruments,
                "beneficial_conversion": found.beneficial,
                "said": found.said,
                "optimal": None if best is None else best.series,
            }
        )
    elif not quiet:
        print("\n".join(found.lines()))
        if best is not None:
            print("\n".join(["", *best.lines()]))
