"""The commands that take a scenario and simulate it, or say what it is: run, check, schema, configs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import simulate
from simulate.cli.answers import print_json, say_kept, say_written, write_text
from simulate.cli.guard import guarded
from simulate.cli.options import Config, Json, Out, Paths, Quiet, Seed, Threads, half_widths, load_to_run
from simulate.cli.terminal import print_summary, progress_bar
from simulate.errors import OutputError

if TYPE_CHECKING:
    from simulate.results import Result
    from simulate.scenario import Scenario


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
    resume: Annotated[
        bool, typer.Option("--resume", help="Keep finished shards; go on with those there (needs --out).")
    ] = False,
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Use N processes of a Dask cluster on this machine.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Use the workers of the Dask scheduler at this address.")
    ] = None,
    paranoid: Annotated[
        bool,
        typer.Option("--paranoid", help="Check what must hold on every path; about 5% slower."),
    ] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Simulate a scenario and show what comes out, and how sure the answer is."""
    kept = {"--overwrite": overwrite, "--keep-paths": keep_paths, "--figures": figures, "--resume": resume}
    if out is None:
        _refuse_without_directory(kept)
    scenario = load_to_run(config, paths)
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
            resume=resume,
            workers=workers,
            scheduler=scheduler,
            paranoid=paranoid,
            progress=progress,
            announce=announce,
        )
    if json:
        print_json(_answer(scenario, result))
    elif not quiet:
        print_summary(result)
        say_kept(result.directory, "the run")


def _refuse_without_directory(kept: dict[str, bool]) -> None:
    """What is kept needs a place; ``kept``: whether each option is given."""
    for name, given in kept.items():
        if given:
            raise typer.BadParameter("goes with --out DIR: without a directory nothing is kept", param_hint=name)


def _answer(scenario: Scenario, result: Result) -> dict[str, Any]:
    """A run as JSON has it, with what was chosen and assumed."""
    from simulate.words import assumed_inputs, choices_in_force

    return {
        "directory": result.directory,
        "manifest": result.manifest,
        "summary": result.summary_rows,
        "choices": choices_in_force(scenario),
        "assumed": assumed_inputs(scenario),
    }


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


@guarded
def schema(out: Out = None, json: Json = False, quiet: Quiet = False) -> None:
    """Write the JSON Schema of scenario files, which editors use to complete and check them."""
    from simulate.config.schema import json_schema

    if out is None:
        if json or not quiet:
            print_json(json_schema())
        return
    from json import dumps

    _refuse_no_schema(out)
    write_text(out, dumps(json_schema(), indent=2) + "\n")
    say_written(out, json, quiet)


def _refuse_no_schema(out: Path) -> None:
    """A schema takes the place of a schema only: whoever names a scenario here has mistaken it for an input."""
    from json import loads

    try:
        held = loads(out.read_bytes()) if out.is_file() else {"$schema": ""}
    except ValueError:
        held = None
    if not (isinstance(held, dict) and "$schema" in held):
        raise OutputError(f"{out}: is there already and is no JSON Schema; name another file, or remove it")


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
