"""Run every policy that applies on the same random numbers, and find the one that hurts the company most."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from simulate.comparison import Comparison, Difference
from simulate.comparison.measure import Measure
from simulate.comparison.side_by_side import differences_between, run_sides
from simulate.comparison.sides import Side, sides_of
from simulate.errors import ConfigError
from simulate.output.run_directory import RunDirectory
from simulate.scenario import Scenario
from simulate.terms import make_terms
from simulate.worst.cases import Case, cases_of
from simulate.worst.worst_case import MEASURES, Verdict, WorstCase


def worst(
    scenario: Scenario,
    *,
    policies: Sequence[str] | None = None,
    paths: int | None = None,
    seed: int | None = None,
    out: str | Path | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> WorstCase:
    """Find the policy of the holder that hurts the company most; see :func:`simulate.worst`."""
    cases = [_made(case) for case in cases_of(scenario, policies)]
    ready = [case for case in cases if case.scenario is not None]
    if len(ready) < 2:
        raise ConfigError(
            f"only {ready[0].policy} is run; name at least one other policy that applies"
            if ready
            else f"{cases[0].policy}: {cases[0].reason}"
        )
    sides = sides_of([case.scenario for case in ready], paths, seed)
    directory = None if out is None else RunDirectory(out)
    with tempfile.TemporaryDirectory(prefix="floorless-") as folder:
        run_sides(sides, Path(folder), keep=True, threads=threads, progress=progress, announce=announce)
        measures = [each for each in MEASURES if all(_has(side, each.output) for side in sides)]
        left_out = [(each.output, side.label) for each in MEASURES for side in sides if not _has(side, each.output)]
        comparison = _against_own(sides, measures, left_out)
        verdicts = tuple(_verdict(measure, sides, comparison) for measure in measures)
    found = WorstCase(scenario.name, tuple(cases), comparison, verdicts)
    if directory is not None:
        with directory:
            found.write(directory)
    return found


def _made(case: Case) -> Case:
    """The case, not to be run where the kernels' tables refuse its scenario."""
    if case.scenario is None:
        return case
    try:
        make_terms(case.scenario)
    except ConfigError as error:
        return Case(case.policy, None, case.barred_by, "; ".join(error.messages))
    return case


def _has(side: Side, output: str) -> bool:
    return any(column.name == output for column in side.columns)


def _between(first: Side, other: Side, output: str) -> list[Difference]:
    column = next(column for column in first.columns if column.name == output)
    return list(differences_between(first, other, column, False))


def _against_own(sides: Sequence[Side], measures: Sequence[Measure], left_out: list[tuple[str, str]]) -> Comparison:
    """The differences of every other policy from the scenario's own."""
    first = sides[0]
    outputs = dict.fromkeys(measure.output for measure in measures)
    return Comparison(
        {side.label: side.result.manifest for side in sides if side.result is not None},
        [each for side in sides[1:] for output in outputs for each in _between(first, side, output)],
        left_out,
        is_unpaired=False,
        confidence=float(first.scenario.run.confidence),
        tail=float(first.scenario.run.tail),
    )


def _verdict(measure: Measure, sides: Sequence[Side], comparison: Comparison) -> Verdict:
    """The policy whose number is the highest, and how far it is from the next and from the scenario's own."""
    own = sides[0]
    numbers = {
        side.label: comparison.difference(measure.output, measure.statistic, side.label).other for side in sides[1:]
    }
    numbers = {own.label: comparison.difference(measure.output, measure.statistic).first} | numbers
    # At a tie the first in order: the scenario's own, then as the schema has them.
    order = sorted(numbers, key=lambda label: -numbers[label])
    by_label = {side.label: side for side in sides}
    to_next = next(
        each
        for each in _between(by_label[order[1]], by_label[order[0]], measure.output)
        if each.statistic == measure.statistic
    )
    to_own = None
    if order[0] != own.label:
        to_own = comparison.difference(measure.output, measure.statistic, order[0])
    return Verdict(measure, numbers, tuple(order), to_next, to_own)
