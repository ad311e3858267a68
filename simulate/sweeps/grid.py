"""Run every point of a grid, and read the grid back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulate.config.canonical import config_hash, to_yaml
from simulate.config.fields import extra
from simulate.config.yaml_tree import Mapping as TreeMapping
from simulate.config.yaml_tree import Problem, dotted, resolve
from simulate.engine import run, with_own_records, with_run
from simulate.errors import ConfigError, OutputError
from simulate.load import load_for, read_file, scenario_of, with_paths
from simulate.output.arrow_arrays import array_of
from simulate.output.manifest import code_hash
from simulate.output.summary_table import summary_schema, summary_table
from simulate.output.tables import described_field
from simulate.scenario import Scenario
from simulate.statistics import SummaryRow
from simulate.sweeps.axes import Axis, axes_of, points_of
from simulate.sweeps.folder import TABLE, SweepFolder, read_facts
from simulate.sweeps.places import with_value
from simulate.terms import make_terms

if TYPE_CHECKING:
    import pandas

    from simulate.sweeps.frontier import Frontier

Progress = Callable[[int, int], None]


class Sweep:
    """A finished sweep.

    Parameters
    ----------
    directory
        Its folder.

    Attributes
    ----------
    directory
        As given.
    facts
        Scenario, fields, values, paths, seed and versions.
    table
        A pyarrow table: one row for each point and output, with the varied fields and the numbers of the summary.

    Raises
    ------
    OutputError
        If there is no sweep, or it is not finished, or cannot be read.
    """

    def __init__(self, directory: str | Path) -> None:
        import pyarrow as pa

        from simulate.output.parquet import read_parquet

        self.directory = Path(directory)
        self.facts = read_facts(self.directory)
        file = self.directory / TABLE
        if not file.is_file():
            raise OutputError(
                f"{self.directory}: the sweep is not finished; run the same command again to go on with it"
            )
        try:
            self.table: Any = read_parquet(file)
        except (OSError, pa.ArrowException) as error:
            raise OutputError(f"{file}: cannot be read: {error}; run the sweep again elsewhere") from None

    @property
    def fields(self) -> tuple[str, ...]:
        """The varied fields, which are columns of the table."""
        return tuple(axis["field"] for axis in self.facts["axes"])

    def frame(self) -> pandas.DataFrame:
        """The table as a data frame."""
        frame: pandas.DataFrame = self.table.to_pandas()
        return frame

    def frontier(self, *keep: str, along: str | None = None) -> Frontier:
        """Which points keep a condition, and where along a field it ceases to hold.

        Parameters
        ----------
        *keep
            Conditions such as ``dilution_of_total p95 <= 0.15``; all must hold.
        along
            One of the varied fields; None: the last.

        Returns
        -------
        Frontier

        Raises
        ------
        ConfigError
            If a condition or the field cannot be used.
        """
        from simulate.sweeps.frontier import frontier

        return frontier(self, keep, along)


def sweep(
    scenario: Scenario | str | Path,
    vary: Mapping[str, str | Sequence[Any]],
    *,
    out: str | Path,
    paths: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
) -> Sweep:
    """Run a scenario on every point of a grid; see :func:`simulate.sweep`."""
    source, tree, problems = _file_of(scenario)
    given = load_for(scenario, paths) if isinstance(scenario, (str, Path)) else scenario
    tree = tree if paths is None else with_paths(tree, paths)
    base = with_run(given, paths=paths, seed=seed)
    axes = axes_of(tree, vary)
    points = points_of(axes)
    scenarios = _scenarios(source, tree, problems, axes, points, base)
    terms = make_terms(base)
    facts = {
        "kind": "sweep",
        "name": base.name,
        "config_hash": config_hash(given),
        "code_hash": code_hash(),
        "records": [{"name": record.path.name, "sha256": record.sha256} for record in terms.records],
        "seed": base.run.seed,
        "paths": base.run.paths,
        "axes": [{"field": axis.place.name, "values": list(axis.texts)} for axis in axes],
    }
    folder = SweepFolder(out, facts, lambda directory: to_yaml(with_own_records(base, terms, directory)))
    if not folder.is_finished:
        with folder:
            _run_points(folder, scenarios, axes, points, facts, threads, progress, announce)
            folder.finish(len(points))
    return Sweep(folder.path)


def _file_of(scenario: Scenario | str | Path) -> tuple[Path, TreeMapping, list[Problem]]:
    """The tree whose fields are varied: the file's, so that messages name its lines, or the scenario as YAML."""
    if isinstance(scenario, (str, Path)):
        return read_file(scenario)
    from simulate.config.yaml_tree import read_tree

    tree, problems = read_tree(to_yaml(scenario))
    assert isinstance(tree, TreeMapping)  # it is a scenario
    name = "scenario.yaml" if scenario.source is None else scenario.source.name
    return scenario.folder / name, tree, problems


def _scenarios(
    source: Path,
    tree: TreeMapping,
    problems: list[Problem],
    axes: Sequence[Axis],
    points: Sequence[tuple[str, ...]],
    base: Scenario,
) -> list[Scenario]:
    """The scenario of every point, all checked before the first is run."""
    out: list[Scenario] = []
    refused: dict[str, None] = {}
    for point in points:
        changed: Any = tree
        for axis, text in zip(axes, point, strict=True):
            changed = with_value(changed, axis.place.path, text)
        try:
            out.append(scenario_of(source, changed, problems).model_copy(update={"run": base.run}))
        except ConfigError as error:
            refused |= dict.fromkeys(_named(error.messages, axes))
    if refused:
        raise ConfigError(list(refused))
    return out


def _named(messages: Sequence[str], axes: Sequence[Axis]) -> list[str]:
    """The loader's lines, those of a varied field with its name as it was given."""
    out = []
    for message in messages:
        varied = [axis.place for axis in axes if f": {dotted(axis.place.path)}: " in message]
        out.append(f"{message} (varied as {varied[0].name})" if varied else message)
    return out


def _run_points(
    folder: SweepFolder,
    scenarios: Sequence[Scenario],
    axes: Sequence[Axis],
    points: Sequence[tuple[str, ...]],
    facts: Mapping[str, Any],
    threads: int | None,
    progress: Progress | None,
    announce: Callable[[str], None] | None,
) -> None:
    """Run the points that have not landed yet."""
    each = scenarios[0].run.paths
    for number, (scenario, point) in enumerate(zip(scenarios, points, strict=True)):

        def report(done: int, _: int, before: int = number * each) -> None:
            """Tell of the paths of all points together."""
            if progress is not None:
                progress(before + done, each * len(points))

        if folder.has(number):
            report(each, each)
            continue
        try:
            result = run(scenario, threads=threads, progress=report, announce=announce)
        except ConfigError as error:
            where = ", ".join(f"{axis.place.name}={text}" for axis, text in zip(axes, point, strict=True))
            raise ConfigError([f"{message} (at {where})" for message in error.messages]) from None
        folder.land(number, _point_table(number, axes, point, result.summary_rows, facts))


def _point_table(
    number: int, axes: Sequence[Axis], point: Sequence[str], rows: Sequence[SummaryRow], facts: Mapping[str, Any]
) -> Any:
    """The summary of a point, with the values of the varied fields in front."""
    import pyarrow as pa

    summary = summary_table(rows)
    fields = [described_field("point", pa.int32(), "number from 0", "number of the point; the last field runs fastest")]
    columns = [array_of([number] * len(rows), pa.int32())]
    for axis, text in zip(axes, point, strict=True):
        kind = pa.float64() if axis.is_numeric else pa.string()
        value = resolve(text)
        shown = float(value) if axis.is_numeric and isinstance(value, Decimal) else text
        info = axis.place.info
        fields.append(
            described_field(axis.place.name, kind, extra(info, "unit"), info.description or "", extra(info, "clause"))
        )
        columns.append(array_of([shown] * len(rows), kind))
    schema = pa.schema([*fields, *summary_schema()], metadata={"floorless": json.dumps(facts)})
    return pa.Table.from_arrays([*columns, *summary.columns], schema=schema)
