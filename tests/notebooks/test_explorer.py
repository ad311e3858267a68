"""The explorer without a browser: what is turned, that it never compiles, and that its numbers are those of a run."""

from __future__ import annotations

from decimal import Decimal
from operator import itemgetter

import pytest
from html_pages import read

import simulate
from kernels.jit import COMPILED, typeof
from simulate.config.canonical import to_yaml
from simulate.engine import with_run
from simulate.errors import ConfigError
from simulate.notebook.exploration import OUTPUTS, Exploration
from simulate.notebook.explorer import Explorer
from simulate.notebook.knobs import Bench, Choice, knobs_of
from simulate.notebook.pace import BUDGET_SECONDS, FIRST, LADDER, Pace
from simulate.notebook.quick import quick_run
from simulate.readiness import _no_paths
from simulate.shipped import shipped_scenarios
from simulate.terms import make_terms

VALENCE = ["start_price_usd", "volatility_per_year", "multiplier", "lookback_sessions", "cap_shares", "approval"]
VALENCE += ["volume_limit", "holder"]


def extremes(scenario) -> list[dict[str, object]]:
    """Every knob at each end, or at each setting, the others as the scenario has them."""
    out = []
    for knob in knobs_of(scenario):
        values = list(knob.settings) if isinstance(knob, Choice) else [knob.low, knob.high]
        out += [{knob.key: value} for value in values]
    return out


def test_the_knobs_of_the_deal():
    assert [knob.key for knob in knobs_of(simulate.load("valence-1998"))] == VALENCE
    keys = {name: {knob.key for knob in knobs_of(simulate.load(name))} for name in shipped_scenarios()}
    assert "cap_shares" not in keys["equity-line"]
    assert "multiplier" not in keys["fixed-with-resets"]
    assert "volatility_per_year" not in keys["valence-1998-bootstrap"]


@pytest.mark.parametrize("name", ["valence-1998", "equity-line"])
def test_every_knob_turns_its_fields_and_nothing_else(name):
    scenario = simulate.load(name)
    bench = Bench(scenario)
    assert bench.turned({knob.key: knob.value for knob in bench.knobs}) is scenario
    before = to_yaml(scenario).splitlines()
    for values in extremes(scenario):
        (key, value), *_ = values.items()
        knob = next(one for one in bench.knobs if one.key == key)
        after = to_yaml(bench.turned(values)).splitlines()
        moved = [new.strip() for old, new in zip(before, after, strict=True) if old != new]
        if value == knob.value:
            assert moved == []
        else:
            fields = [name.rsplit(".", 1)[1] for name in knob.texts(value)]
            assert [line.split(":")[0] for line in moved] == fields


@pytest.mark.parametrize("name", ["valence-1998", "valence-1998-bootstrap", "convertible-note"])
def test_no_knob_asks_for_another_compiled_variant(name):
    """What Numba compiles for is the types of the tables: they are the same wherever the knobs stand."""
    scenario = simulate.load(name)
    bench = Bench(scenario)

    def signature(values):
        return tuple(typeof(argument) for argument in _no_paths(make_terms(bench.turned(values), whole=True)))

    first = signature({})
    for values in extremes(scenario):
        assert signature(values) == first, values


def test_a_slider_keeps_to_its_grid():
    cap = next(knob for knob in knobs_of(simulate.load("valence-1998")) if knob.key == "cap_shares")
    assert (cap.value, cap.step, cap.low % cap.step, cap.is_whole) == (5_071_913, 100_000, 71_913, True)
    assert cap.on_grid(5_000_000) == 4_971_913
    assert (cap.on_grid(0), cap.on_grid(10**9)) == (cap.low, cap.high)
    price = next(knob for knob in knobs_of(simulate.load("valence-1998")) if knob.key == "start_price_usd")
    assert price.on_grid(6.3000000001) == Decimal("6.30")
    assert price.texts(6.3) == {"market.start_price_usd": "6.3"}


def test_what_cannot_be_turned():
    bench = Bench(simulate.load("valence-1998"))
    with pytest.raises(KeyError, match="no knob multiplyer; there are start_price_usd, volatility"):
        bench.turned({"multiplyer": 1})
    with pytest.raises(ValueError, match="approval: 'perhaps' is none of 'given on 1999-02-04', 'refused'"):
        bench.turned({"approval": "perhaps"})


@pytest.mark.parametrize(
    ("name", "paths"),
    # Over a block of 4,096 and part of the next; the whole contract; prices that feel the holder's sales.
    [("valence-1998-conversion-only", 4_500), ("valence-1998", 600), ("valence-1998-spiral", 300)],
)
def test_its_numbers_are_those_of_a_run_bit_for_bit(name, paths):
    scenario = simulate.load(name)
    turned = Bench(scenario).turned({"start_price_usd": "5.5", "multiplier": "0.9"})
    turned = with_run(turned, paths=paths if COMPILED else 20)
    full = simulate.run(turned)
    for threads in (1, 2):
        quick = quick_run(turned, OUTPUTS, threads=threads)
        for output in OUTPUTS:
            assert quick.row(output) == full.row(output)
    bins = [row for row in full.histograms.to_pylist() if row["column"] in OUTPUTS]
    key = itemgetter("column")
    assert sorted(quick.histograms.to_pylist(), key=key) == sorted(bins, key=key)


@pytest.fixture(scope="module")
def explorer():
    return simulate.explore("valence-1998-conversion-only", paths=300, seed=5)


def test_two_settings_give_the_medians_of_two_runs(explorer):
    medians = []
    for multiplier in ("1.01", "0.85"):
        answer = explorer.turn(multiplier=multiplier, holder="holds until maturity")
        run = simulate.run(answer.scenario)
        assert (run.manifest["paths"], run.manifest["seed"]) == (300, 5)
        median = run.row("dilution_of_total").quantiles[0.5][0]
        assert f'class="floorless-median" data-value="{median!r}"' in answer.numbers_html()
        assert answer.png.startswith(b"\x89PNG")
        assert [row.price_usd for row in answer.prices.rows] == [
            row.price_usd for row in simulate.price_table(answer.scenario).rows
        ]
        medians.append(median)
    assert medians[0] < medians[1]


def test_it_says_how_many_paths_and_what_error(explorer):
    explorer.turn(multiplier="1.01")
    page = read(explorer.answer._repr_html_())
    row = explorer.answer.result.row("shares_issued")
    shares = next(cells for cells in page.tables[0].rows if cells[0] == "shares_issued")
    assert shares[1:4] == ["shares", f"{row.mean:,.0f}", f"{row.standard_error:,.0f}"]
    assert "300 paths of seed 5; physical measure (drift 0% a year)." in page.text
    assert [one.name for one in explorer.answer.result.summary_rows] == list(OUTPUTS)


def controls(explorer: Explorer):
    """The widgets of the knobs by label, and the status."""
    left = explorer.widget().children[0].children[0]
    return {child.description: child for child in left.children if child.description}, left.children[-1]


def test_moving_a_widget_redraws(explorer):
    pytest.importorskip("ipywidgets")
    by_label, status = controls(explorer)
    assert 'data-draws="1"' in status.value
    slider = by_label["Series B: look-back"]
    assert (slider.min, slider.max, slider.value) == (6, 40, 10)
    slider.value = 20
    assert 'data-draws="2"' in status.value
    assert explorer.scenario.deal.series[1].conversion_price.variable.lookback_sessions == 20
    by_label["as the scenario has it"].click()
    assert 'data-draws="3"' in status.value
    assert slider.value == 10
    assert explorer.scenario.deal == simulate.load("valence-1998-conversion-only").deal


def test_what_contradicts_is_said_and_nothing_moves(explorer, monkeypatch):
    pytest.importorskip("ipywidgets")
    by_label, status = controls(explorer)
    before = explorer.answer

    def refuse(*_):
        raise ConfigError("deal.<i>: no")

    monkeypatch.setattr(explorer._exploration, "draw", refuse)
    by_label["Volatility"].value = 0.5
    assert "Not possible; what is drawn is of the values before. deal.&lt;i&gt;: no" in status.value
    assert explorer.answer is before


def test_pages_that_are_only_read_show_the_answer(explorer):
    bundle = explorer._repr_mimebundle_()
    assert {"text/html", "text/plain", "application/vnd.jupyter.widget-view+json"} == set(bundle)
    assert explorer.answer.numbers_html() in bundle["text/html"]
    assert "data:image/png;base64," in bundle["text/html"]


def test_without_widgets_it_still_answers(explorer, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    bundle = Explorer(Exploration(explorer.scenario, paths=50))._repr_mimebundle_()
    assert "Sliders need pip install" in bundle["text/html"]


def test_the_pace_keeps_a_redraw_within_a_second():
    pace = Pace()
    assert pace.paths == FIRST
    # 0.3 seconds beside the paths, and a tenth of a millisecond for each path.
    for _ in range(3):
        pace.note(pace.paths * 1e-4, 0.3 + pace.paths * 1e-4)
        assert 0.3 + pace.paths * 1e-4 <= BUDGET_SECONDS
    # On a machine that is twenty times busier it comes down, and no further than there is work.
    pace.note(pace.paths * 2e-3, 0.3 + pace.paths * 2e-3)
    assert pace.paths == LADDER[0]
    fixed = Pace(77)
    fixed.note(100.0, 100.0)
    assert fixed.paths == 77
