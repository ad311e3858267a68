"""The command ``optimal``: what the best holder makes of the deal, between two bounds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import simulate
from simulate.cli.answers import print_json, write_text
from simulate.cli.guard import guarded
from simulate.cli.options import Config, Json, Quiet, Threads, whole_number, within
from simulate.cli.terminal import progress_bar


@guarded
def optimal(
    config: Config,
    paths: Annotated[
        int | None, typer.Option(parser=whole_number, metavar="N", help="Paths of each run, instead of run.paths.")
    ] = None,
    fit_paths: Annotated[
        int | None, typer.Option(parser=whole_number, metavar="N", help="Paths to fit on; these are others.")
    ] = None,
    bound_paths: Annotated[
        int | None, typer.Option(parser=whole_number, metavar="N", help="Paths of the bound from above, in lots.")
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

    within("--paths", paths, 2, 10**9)
    within("--fit-paths", fit_paths, 2, 10**7)
    within("--bound-paths", bound_paths, 2, 10**7)
    scenario = simulate.load(config)
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
        print(
            "Nothing was written; --out FILE keeps the scenario with its boundaries."
            if out is None
            else f"Written to {out}"
        )
