"""The command ``control-variates``: means with what the model knows exactly, beside the plain ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simulate
from simulate.cli.answers import print_json
from simulate.cli.guard import guarded
from simulate.cli.options import Config, Json, Paths, Quiet, Seed, Threads
from simulate.cli.terminal import number, progress_bar

if TYPE_CHECKING:
    from simulate.controls import ControlledMeans


@guarded
def control_variates(
    config: Config,
    paths: Paths = None,
    seed: Seed = None,
    threads: Threads = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Estimate means with control variates: the stock and the claim at single dates, whose means are known."""
    with progress_bar(not quiet) as (progress, announce):
        found = simulate.control_variates(
            config, paths=paths, seed=seed, threads=threads, progress=progress, announce=announce
        )
    if json:
        controls = [{"name": each.name, "expectation": each.expectation} for each in found.controls]
        ratios = {each.output: each.variance_ratio for each in found.rows}
        print_json(
            {"run": found.result.manifest, "controls": controls, "means": found.rows, "variance_ratio": ratios}
            | {"left_out": found.left_out, "controls_left_out": [each.name for each in found.constant]}
        )
    elif not quiet:
        print_controlled(found)


def print_controlled(found: ControlledMeans) -> None:
    """Print each mean, plain and with controls.

    Parameters
    ----------
    found
        The means.
    """
    from simulate.cli.tables import print_table, seed_and_measure
    from simulate.words.phrases import number_of

    headings = ["output", "unit", "mean,\nplain", "±", "mean,\ncontrolled", "±", "plain paths\nfor one"]
    rows = [
        [
            *(each.output, each.unit, number(each.plain, each.unit), number(each.plain_error, each.unit)),
            *(number(each.mean, each.unit), number(each.standard_error, each.unit)),
            "-" if each.variance_ratio is None else f"{each.variance_ratio:.2f}",
        ]
        for each in found.rows
    ]
    manifest = found.result.manifest
    title = (
        f"{found.result.scenario.name}: {number_of(int(manifest['paths']), 'path', 'paths')}, "
        f"{seed_and_measure(manifest)}, {number_of(len(found.controls), 'control', 'controls')}"
    )
    print_table(title, headings, rows, words=2)
    for each in found.constant:
        print(f"Left out of the controls, for it does not vary: {each.name}.")
    if found.left_out:
        print(f"Without controls, for some paths have none: {', '.join(found.left_out)}.")
    print("Controls correct means alone: quantiles and shortfalls are the plain ones of floorless run.")
