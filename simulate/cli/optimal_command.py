"""The command ``optimal``: what the best holder makes of the deal, between two bounds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import simulate
from simulate.cli.answers import print_json, say_kept, write_text
from simulate.cli.guard import guarded
from simulate.cli.inputs import refuse_input
from simulate.cli.options import MOST_COMPANION_PATHS, Config, Json, Quiet, Threads, counted
from simulate.cli.terminal import progress_bar

MOST_FIT_PATHS = 10**7
"""The fit and the bound keep every path in memory."""


@guarded
def optimal(
    config: Config,
    paths: Annotated[
        int | None, counted("--paths", 2, MOST_COMPANION_PATHS, "Paths of each run, instead of run.paths.")
    ] = None,
    fit_paths: Annotated[
        int | None, counted("--fit-paths", 2, MOST_FIT_PATHS, "Paths to fit on; these are others.")
    ] = None,
    bound_paths: Annotated[
        int | None, counted("--bound-paths", 2, MOST_FIT_PATHS, "Paths of the bound from above, in lots.")
    ] = None,
    risk_neutral: Annotated[
        bool,
        typer.Option("--risk-neutral", help="Take a scenario of the physical measure under the risk-neutral one."),
    ] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Scenario to write, whose holder follows the boundaries.")
    ] = None,
    threads: Threads = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Fit the best holder's rule, and bound what the series are worth to it from below and from above."""
    from simulate.optimal import block_problems, block_value
    from simulate.optimal.holder import BOUND_PATHS, FIT_PATHS, optimal_value
    from simulate.optimal.text import block_lines

    scenario = simulate.load(config)
    refuse_input(out, scenario)
    if not block_problems(scenario) and out is None:
        block = block_value(scenario, paths=paths, fit_paths=fit_paths or 50_000)
        if json:
            print_json({"config": scenario.source, "name": scenario.name, "block": block, "gap": block.gap})
        elif not quiet:
            print("\n".join(block_lines(scenario, block)))
        return
    with progress_bar(not quiet) as (progress, announce):
        found = optimal_value(
            scenario,
            paths=paths,
            fit_paths=fit_paths or FIT_PATHS,
            bound_paths=bound_paths or BOUND_PATHS,
            threads=threads,
            risk_neutral=risk_neutral,
            progress=progress,
            announce=announce,
        )
    if out is not None:
        from simulate.config.canonical import to_yaml

        write_text(out, to_yaml(found.scenario))
    if json:
        print_json(
            {
                "config": scenario.source,
                "name": scenario.name,
                "paths": found.paths,
                "fit_paths": found.fit_paths,
                "bound_paths": found.bound_paths,
                "series": found.series,
                "gaps": {one.name: one.gap for one in found.series},
                "boundaries": [boundary.model_dump() for boundary in found.scenario.holder.optimal.boundaries],
                "written": out,
            }
        )
    elif not quiet:
        print("\n".join(found.lines()))
        say_kept(out, "the scenario with its boundaries", "FILE")
