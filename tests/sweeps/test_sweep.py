"""Grids that are run: points that land one by one, a restart, refusals, and what keeps a condition."""

from __future__ import annotations

import json

import pytest
from repository import SHIPPED

import simulate
from simulate.errors import ConfigError, OutputError
from simulate.sweeps import Frontier, FrontierPoint, Sweep
from simulate.sweeps.frontier import Condition

PLAIN = SHIPPED / "valence-1998-conversion-only.yaml"
MULTIPLIER = "deal.series.B.conversion_price.variable.multiplier"
VARY = {MULTIPLIER: "0.8:1.01:2", "market.price.volatility_per_year": [0.5, "0.9"]}


class Runs:
    """The engine's run, counted, and interrupted when it is told to be."""

    def __init__(self, monkeypatch, stop_at=None):
        from simulate.sweeps.grid import run

        self.scenarios, self.stop_at, self.run = [], stop_at, run
        monkeypatch.setattr("simulate.sweeps.grid.run", self)

    def __call__(self, scenario, **keywords):
        if len(self.scenarios) == self.stop_at:
            raise KeyboardInterrupt
        self.scenarios.append(scenario)
        return self.run(scenario, **keywords)


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """A grid of four points that was interrupted after two, and gone on with; and how often it ran in either."""
    folder = tmp_path_factory.mktemp("sweep") / "grid"
    with pytest.MonkeyPatch.context() as patch:
        first = Runs(patch, stop_at=2)
        with pytest.raises(KeyboardInterrupt):
            simulate.sweep(PLAIN, VARY, out=folder, paths=640, seed=5)
    landed = sorted(path.name for path in (folder / "points").iterdir() if path.suffix == ".parquet")
    with pytest.raises(OutputError, match="not finished"):
        Sweep(folder)
    done: list[tuple[int, int]] = []
    with pytest.MonkeyPatch.context() as patch:
        second = Runs(patch)
        found = simulate.sweep(PLAIN, VARY, out=folder, paths=640, seed=5, progress=lambda *at: done.append(at))
    return found, first, second, landed, done


def test_a_restart_runs_only_what_had_not_landed(swept):
    found, first, second, landed, done = swept
    assert landed == ["00000.parquet", "00001.parquet"]
    assert (len(first.scenarios), len(second.scenarios)) == (2, 2)
    assert sorted(path.name for path in found.directory.iterdir()) == ["config.yaml", "sweep.json", "sweep.parquet"]
    assert done[0] == (640, 2560)
    assert done[-1] == (2560, 2560)


def test_a_finished_sweep_is_read_and_not_run(swept, monkeypatch):
    found = swept[0]
    runs = Runs(monkeypatch)
    again = simulate.sweep(PLAIN, VARY, out=found.directory, paths=640, seed=5)
    assert runs.scenarios == []
    assert again.table.equals(found.table)


def test_the_table_holds_the_grid_and_explains_itself(swept):
    found = swept[0]
    grid = dict.fromkeys(
        (row["point"], row[MULTIPLIER], row["market.price.volatility_per_year"]) for row in found.table.to_pylist()
    )
    assert list(grid) == [(0, 0.8, 0.5), (1, 0.8, 0.9), (2, 1.01, 0.5), (3, 1.01, 0.9)]
    metadata = found.table.schema.field(MULTIPLIER).metadata
    assert (metadata[b"unit"], metadata[b"clause"]) == (b"fraction", b"CoD III.G")
    facts = json.loads(found.table.schema.metadata[b"floorless"])
    assert facts == found.facts
    assert (facts["paths"], facts["seed"]) == (640, 5)
    assert found.fields == tuple(VARY)
    assert len(found.frame()) == found.table.num_rows


def test_a_point_is_the_run_of_the_file_with_that_value(swept, tmp_path):
    found = swept[0]
    before, series_b = PLAIN.read_text().split("- name: B")
    changed = f"{before}- name: B{series_b.replace('multiplier: 1.01', 'multiplier: 0.8', 1)}"
    (tmp_path / "deal.yaml").write_text(changed)
    result = simulate.run(tmp_path / "deal.yaml", paths=640, seed=5)
    rows = {row["output"]: row for row in found.table.to_pylist() if row["point"] == 1}
    assert list(rows) == [row.name for row in result.summary_rows]
    for row in result.summary_rows:
        assert rows[row.name]["mean"] == row.mean
        assert rows[row.name]["standard_error"] == row.standard_error


def test_another_sweep_does_not_mix_with_it(swept):
    found = swept[0]
    with pytest.raises(OutputError, match="differs in seed"):
        simulate.sweep(PLAIN, VARY, out=found.directory, paths=640, seed=6)
    with pytest.raises(OutputError, match="differs in axes"):
        simulate.sweep(PLAIN, {MULTIPLIER: "0.9,1"}, out=found.directory, paths=640, seed=5)


def test_a_sweep_that_another_process_runs_is_left_alone(tmp_path):
    from simulate.sweeps.folder import SweepFolder

    one, other = (SweepFolder(tmp_path / "grid", {}, lambda _: "") for _ in range(2))
    with one, pytest.raises(OutputError, match="another process"), other:
        pass
    with other:
        assert (tmp_path / "grid" / "points").is_dir()


def test_what_cannot_be_run_is_refused_before_anything_is(tmp_path, monkeypatch):
    runs = Runs(monkeypatch)
    with pytest.raises(ConfigError) as refused:
        simulate.sweep(PLAIN, {MULTIPLIER: "0.9,7", "holder.hurdle": "1,-1"}, out=tmp_path / "grid")
    line = next(
        k for k, text in enumerate(PLAIN.read_text().split("- name: B")[1].splitlines()) if "multiplier" in text
    )
    line += PLAIN.read_text().split("- name: B")[0].count("\n") + 1
    hurdle, *told = refused.value.messages
    assert "holder.hurdle: -1 is not allowed" in hurdle
    assert len(told) == 1
    assert told[0].startswith(f"{PLAIN}:{line}: deal.series[1].conversion_price.variable.multiplier: 7 is not allowed")
    assert told[0].endswith(f"(varied as {MULTIPLIER})")
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(OutputError):
            simulate.sweep(PLAIN, {"holder.hurdle": "1,1.1"}, out=place)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("")
    with pytest.raises(OutputError, match="is not empty"):
        simulate.sweep(PLAIN, {"holder.hurdle": "1,1.1"}, out=tmp_path / "full")
    assert runs.scenarios == []
    assert not (tmp_path / "grid").exists()


def test_a_scenario_from_python_is_swept_like_its_file(tmp_path, monkeypatch):
    runs = Runs(monkeypatch, stop_at=0)
    with pytest.raises(KeyboardInterrupt):
        simulate.sweep(simulate.load("valence-1998-bootstrap"), {"holder.hurdle": "1,1.1"}, out=tmp_path / "grid")
    assert runs.scenarios == []
    assert (tmp_path / "grid" / "records" / "vlnc.csv").is_file()
    assert simulate.load(tmp_path / "grid" / "config.yaml").market.price.record == "records/vlnc.csv"


def test_conditions_are_read():
    found = Condition.of("dilution_of_total p95 <= 0.15")
    assert (found.output, found.number, found.at_most, found.bound) == ("dilution_of_total", "q95", True, 0.15)
    assert Condition.of("pnl_usd mean>=-1,000").bound == -1000
    assert Condition.of("pnl_usd shortfall > 0").number == "expected_shortfall"
    for text in (
        "dilution_of_total <= 0.15",
        "dilution_of_total p94 <= 0.15",
        "dilution_of_total p95 = 0.15",
        "a p95 <= -",
    ):
        with pytest.raises(ConfigError, match="is no condition"):
            Condition.of(text)


@pytest.mark.parametrize(
    ("low", "high", "at_most", "at_least"),
    [
        (0.10, 0.14, "kept", "broken"),
        (0.10, 0.15, "kept", "undecided"),
        (0.14, 0.16, "undecided", "undecided"),
        (0.16, 0.20, "broken", "kept"),
        (None, None, "undecided", "undecided"),
    ],
)
def test_only_a_whole_interval_decides(low, high, at_most, at_least):
    assert Condition.of("x mean <= 0.15").verdict(low, high) == at_most
    assert Condition.of("x mean >= 0.15").verdict(low, high) == at_least


def test_the_estimate_meets_the_bound_on_a_straight_line():
    # From 0.10 at 1 to 0.20 at 3 it is 0.15 at 2; a second field has a line of its own.
    def point(x, y, value):
        verdict = "kept" if value < 0.15 else "broken"
        return FrontierPoint({"x": x, "y": y}, ((value, value, value),), verdict)

    points = (point(1.0, "a", 0.10), point(1.0, "b", 0.30), point(3.0, "a", 0.20), point(3.0, "b", 0.40))
    found = Frontier((Condition.of("d p95 <= 0.15"),), "x", points)
    assert found.lines() == [
        "y = a: kept at 1; broken at 3; the estimate meets the bound near 2",
        "y = b: broken at 1, 3",
    ]


def test_a_frontier_of_a_sweep_agrees_with_its_table(swept):
    found = swept[0]
    rows = {row["point"]: row for row in found.table.to_pylist() if row["output"] == "dilution_of_total"}
    bound = (rows[0]["q95_high"] + rows[3]["q95_low"]) / 2
    assert rows[0]["q95_high"] < rows[3]["q95_low"], "more volatility, more shares at the 95% quantile"
    frontier = found.frontier(f"dilution_of_total p95 <= {bound}", along=MULTIPLIER)
    assert [point.verdict for point in frontier.points][0::3] == ["kept", "broken"]
    assert frontier.points[2].values == {MULTIPLIER: 1.01, "market.price.volatility_per_year": 0.5}
    row = rows[2]
    assert frontier.points[2].estimates == ((row["q95"], row["q95_low"], row["q95_high"]),)
    both = found.frontier(f"dilution_of_total p95 <= {bound}", "pnl_usd mean >= 1e12")
    assert {point.verdict for point in both.points} == {"broken"}
    for bad in ("dilution_of_totl p95 <= 1", "pnl_usd p95"):
        with pytest.raises(ConfigError):
            found.frontier(bad)
    with pytest.raises(ConfigError, match="was not varied"):
        found.frontier("pnl_usd mean > 0", along="holder.hurdle")
    with pytest.raises(ConfigError, match="nothing is to be kept"):
        found.frontier()


@pytest.mark.parametrize(
    ("text", "unit", "dtype", "said"),
    [
        ("dilution_of_total p95 <= 15", "fraction", "float64", "is from 0 to 1, which 15 is not: 15% is 0.15"),
        ("dilution_of_total p95 >= -0.1", "fraction", "float64", "is from 0 to 1, which -0.1 is not; give"),
        ("approved mean >= 50", "true or false", "bool", "is from 0 to 1, which 50 is not: 50% is 0.5"),
        ("discount_to_market mean <= 20", "fraction", "float64", "is at most 1, which 20 is not: 20% is 0.2"),
        ("shares_issued p95 <= -1", "shares", "int64", "is never below 0, which -1 is not; give"),
    ],
)
def test_a_bound_that_no_point_can_come_to_is_refused(text, unit, dtype, said):
    with pytest.raises(ConfigError) as refused:
        Condition.of(text).refuse_beyond_range(unit, dtype)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("dilution_of_total p95 <= 1", "fraction"),
        ("dilution_of_old p95 <= 15", "fraction"),
        ("discount_to_market mean >= -2", "fraction"),
        ("pnl_usd mean >= -1e6", "USD"),
    ],
)
def test_a_bound_that_an_output_may_come_to_is_taken(text, unit):
    Condition.of(text).refuse_beyond_range(unit, "float64")


def test_a_frontier_refuses_a_bound_in_percent(swept):
    with pytest.raises(ConfigError, match=r"'dilution_of_total p95 <= 15': .*15% is 0\.15"):
        swept[0].frontier("dilution_of_total p95 <= 15")
