"""Scenarios and finished runs side by side: pairs, refusals, files and the figure."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest

import simulate
from simulate.columns import columns
from simulate.comparison import Comparison
from simulate.comparison.sides import outputs_of, sides_of
from simulate.errors import ConfigError, OutputError

PLAIN = "valence-1998-conversion-only"


@pytest.fixture(scope="module")
def found(pair_of_runs):
    return simulate.compare(pair_of_runs)


def test_every_headline_output_is_compared(found, pair_of_runs):
    headline = [column.name for column in columns(simulate.load(PLAIN)) if column.headline]
    assert list(dict.fromkeys(each.output for each in found.differences)) == headline
    assert found.labels == ("as-it-was", "cheaper")
    assert (found.paths, found.seeds, found.left_out) == ((640, 640), (7, 7), ())


def test_a_paired_difference_is_that_of_the_kept_paths(found, pair_of_runs):
    first, other = (pq.read_table(run / "paths.parquet")["pnl_usd"].to_numpy() for run in pair_of_runs)
    each = found.difference("pnl_usd")
    apart = other - first
    assert each.difference == pytest.approx(apart.mean(), rel=1e-12)
    assert each.standard_error == pytest.approx(apart.std(ddof=1) / np.sqrt(640), rel=1e-12)
    assert each.standard_error < 0.2 * np.hypot(first.std(), other.std()) / np.sqrt(640)
    summary = [simulate.Result.read(run).row("pnl_usd").quantiles[0.05][0] for run in pair_of_runs]
    assert found.difference("pnl_usd", "q05").difference == summary[1] - summary[0]


def test_a_cheaper_conversion_costs_more_shares_per_dollar(found):
    # 90% of the average instead of 101%: the holder's discount grows, and surely so on the same paths.
    assert found.difference("discount_to_market").low > 0
    assert found.difference("pnl_usd").low > 0


def test_an_output_is_compared_where_both_define_it(found, pair_of_runs):
    name = "sessions_to_full_conversion"
    first, other = (pq.read_table(run / "paths.parquet")[name].is_valid().to_numpy() for run in pair_of_runs)
    assert found.difference(name).paths == int((first & other).sum()) < 640


def test_a_scenario_is_run_on_the_random_numbers_of_a_finished_run(pair_of_runs):
    same = simulate.compare([pair_of_runs[0], pair_of_runs[0] / "config.yaml"])
    assert same.labels == ("as-it-was", "as-it-was (2)")
    assert {each.difference for each in same.differences} == {0.0}
    assert {each.standard_error for each in same.differences if each.paths == 640} == {0.0}


def test_what_makes_no_pairs_is_refused_unless_asked_for(pair_of_runs):
    with pytest.raises(ConfigError) as refused:
        simulate.compare([pair_of_runs[0], PLAIN], paths=100)
    seed, paths = refused.value.messages
    assert "seed 1,998, and 7 in as-it-was" in seed
    assert "paths 100, and 640 in as-it-was" in paths
    assert "--unpaired" in seed


def test_unpaired_errors_add_in_quadrature_and_need_no_kept_paths(pair_of_runs):
    other = simulate.run(PLAIN, paths=128, seed=8)
    with pytest.raises(ConfigError, match="kept no per-path rows"):
        simulate.compare([pair_of_runs[0], other])
    found = simulate.compare([pair_of_runs[0], other], unpaired=True)
    each = found.difference("shares_issued")
    errors = [simulate.Result.read(pair_of_runs[0]).row("shares_issued").standard_error]
    errors.append(other.row("shares_issued").standard_error)
    assert each.standard_error == pytest.approx(np.hypot(*errors))
    assert (each.method, each.paths) == ("unpaired", 128)


def test_outputs_that_one_side_lacks_are_left_out_and_named():
    sides = sides_of([PLAIN, "valence-1998"], None, None)
    compared, left_out = outputs_of(sides, None)
    assert ("warrant_proceeds_usd", PLAIN) in left_out
    names = {column.name for column in compared}
    assert "shares_issued" in names
    assert "warrant_proceeds_usd" not in names
    with pytest.raises(ConfigError, match=f"warrant_proceeds_usd: {PLAIN} has no such output"):
        simulate.compare([PLAIN, "valence-1998"], outputs=["warrant_proceeds_usd"])


def test_refusals_say_what_to_do(pair_of_runs, tmp_path):
    with pytest.raises(ConfigError, match="at least two"):
        simulate.compare([PLAIN])
    with pytest.raises(ConfigError, match="--paths: all that is compared is run already"):
        simulate.compare(pair_of_runs, paths=10)
    with pytest.raises(ConfigError, match="did you mean pnl_usd"):
        simulate.compare(pair_of_runs, outputs=["pnl_us"])
    with pytest.raises(OutputError, match="holds no run"):
        simulate.compare([PLAIN, tmp_path])
    with pytest.raises(ConfigError, match="int: is no scenario"):
        simulate.compare([PLAIN, 3])
    loose = simulate.load(PLAIN)
    loose = loose.model_copy(update={"run": loose.run.model_copy(update={"confidence": loose.run.confidence / 2})})
    with pytest.raises(ConfigError, match=r"run\.confidence"):
        simulate.compare([PLAIN, loose])


def test_the_files_explain_themselves_and_appear_once(pair_of_runs, tmp_path):
    found = simulate.compare(pair_of_runs, outputs=["shares_issued", "cap_reached"], out=tmp_path / "both")
    table = pq.read_table(tmp_path / "both" / "comparison.parquet")
    assert table.to_pylist() == found.table.to_pylist()
    facts = json.loads(table.schema.metadata[b"floorless"])
    assert (facts["first"], facts["others"], facts["paired"]) == ("as-it-was", ["cheaper"], True)
    assert {field.metadata[b"meaning"] for field in table.schema} > {b"the other's number less the first's"}
    assert json.loads((tmp_path / "both" / "manifest.json").read_text())["runs"]["cheaper"]["seed"] == 7
    assert sorted(path.name for path in (tmp_path / "both" / "figures").iterdir()) == [
        "comparison.pdf",
        "comparison.png",
    ]
    with pytest.raises(OutputError, match="is not empty"):
        simulate.compare(pair_of_runs, out=tmp_path / "both")


def texts_within_the_page(figure):
    """Every text of a figure, each found to lie on its page."""
    figure.set_dpi(200)
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    (axes,) = figure.axes
    texts = [*figure.texts, *axes.texts]
    if axes.get_legend() is not None:
        texts += axes.get_legend().get_texts()
    for text in texts:
        box = text.get_window_extent(renderer)
        assert box.x0 >= 0, text.get_text()
        assert box.x1 <= figure.bbox.x1, text.get_text()
        assert box.y0 >= 0, text.get_text()
        assert box.y1 <= figure.bbox.y1, text.get_text()
    return " ".join(text.get_text() for text in texts)


def test_the_figure_shows_every_mean(found):
    words = texts_within_the_page(found.plot())
    for each in found.differences:
        assert each.output in words
    pnl = found.difference("pnl_usd")
    assert f"+{pnl.difference:,.0f} ± " in words
    assert "95% confidence" in words


def test_long_names_of_many_scenarios_stay_on_the_page(found):
    names = [f"scenario {k} of $1 and $2 a share {'with a long name ' * 6}".strip() for k in range(4)]
    differences = [replace(each, scenario=name) for name in names[1:] for each in found.differences]
    manifests = dict.fromkeys(names, found.manifests["cheaper"])
    many = Comparison(manifests, differences, (), is_unpaired=False, confidence=0.95, tail=0.95)
    words = texts_within_the_page(many.plot())
    assert "What 3 scenarios change against scenario 0 of $1 and $2" in words.replace("\n", " ")
    assert "scenario 3 of $1 and $2" in words
