"""Run a scenario with each of its numbers moved, on the same random numbers, and set each beside the scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from simulate.comparison import Difference
from simulate.comparison.side_by_side import differences_between
from simulate.comparison.sides import Side
from simulate.engine import run, with_run
from simulate.errors import ConfigError, RecordError
from simulate.output.run_directory import RunDirectory
from simulate.results import Result
from simulate.scenario import Scenario
from simulate.sensitivities.found import MEASURES, InputMoved, Key, Sensitivities
from simulate.sensitivities.inputs import STEP, Input, Moved, inputs_of

MOST_PATHS = 10_000
"""Paths of each run, unless others are asked for: a deal has a hundred numbers, each moved twice."""


def sensitivities(
    scenario: Scenario,
    *,
    step: Decimal = STEP,
    moves: Mapping[str, Decimal] | None = None,
    inputs: Sequence[str] | None = None,
    paths: int | None = None,
    seed: int | None = None,
    out: str | Path | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> Sensitivities:
    """Move each number of a scenario alone; see :func:`simulate.sensitivities`."""
    base = with_run(scenario, paths=scenario.run.most_paths(MOST_PATHS) if paths is None else paths, seed=seed)
    moved = inputs_of(base, step=step, moves=moves, chosen=inputs)
    directory = None if out is None else RunDirectory(out)
    runs = 1 + sum(each.scenario is not None for one in moved for each in (one.down, one.up))
    done = 0

    def result_of(given: Scenario) -> Result:
        """Run one scenario, telling of the paths of all runs together."""
        before = done * base.run.paths

        def report(finished: int, _: int) -> None:
            """Add what the runs before it have done."""
            if progress is not None:
                progress(before + finished, runs * base.run.paths)

        return run(given, keep_paths=True, threads=threads, progress=report, announce=announce)

    first = Side("as run", base, result_of(base))
    done += 1
    rows = []
    for one in moved:
        sides: dict[str, Side] = {}
        kept = {"down": one.down, "up": one.up}
        for direction, each in kept.items():
            if each.scenario is None:
                continue
            try:
                sides[direction] = Side(direction, each.scenario, result_of(each.scenario))
            except (ConfigError, RecordError) as error:
                kept[direction] = Moved(each.value, None, f"not run: {'; '.join(error.messages)}")
            done += 1
        rows.append(InputMoved(_without_scenarios(one, kept), _changes(first, sides)))
    assert first.result is not None  # it was run first of all
    found = Sensitivities(scenario.name, first.result, tuple(rows))
    if directory is not None:
        with directory:
            found.write(directory)
    return found


def _without_scenarios(one: Input, kept: dict[str, Moved]) -> Input:
    """The input as found; its scenarios have been run and are not kept."""
    down, up = (replace(kept[direction], scenario=None) for direction in ("down", "up"))
    return replace(one, down=down, up=up)


def _changes(first: Side, sides: Mapping[str, Side]) -> dict[Key, Difference]:
    """Each measure's change from the scenario to a move, and from the lower move to the upper."""
    pairs = {direction: (first, side) for direction, side in sides.items()}
    if len(sides) == 2:
        pairs["across"] = (sides["down"], sides["up"])
    out: dict[Key, Difference] = {}
    for direction, (one, other) in pairs.items():
        both = {column.name for column in one.columns} & {column.name for column in other.columns}
        for output in dict.fromkeys(measure.output for measure in MEASURES):
            if output not in both:
                continue
            column = next(column for column in one.columns if column.name == output)
            for each in differences_between(one, other, column, False):
                out[direction, output, each.statistic] = each
    return out
