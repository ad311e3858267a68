"""The figures say what the summary says, fit their page, and leave matplotlib as it was."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure
from reading import check_page, words
from synthetic_run import scenario_of, synthetic_result

from simulate import plots
from simulate.errors import OutputError
from simulate.plots import Plots
from simulate.plots.bars import MOST_BARS, bars_of
from simulate.plots.dilution import percent
from simulate.plots.labels import significant, spread_apart, text_width_inches, wrapped
from simulate.plots.page import signature
from simulate.plots.pnl import millions
from simulate.plots.shares_issued import millions as million_shares
from simulate.plots.style import DARK, HEIGHT_INCHES, LIGHT, MIDDLE, PALE, WIDTH_INCHES

FIRST = ("dilution", "shares_issued", "pnl")
MODULES = sorted(file.stem for file in Path(plots.__file__).parent.glob("*.py") if file.stem != "__init__")


def pdf_of(figure: Figure) -> bytes:
    stream = io.BytesIO()
    figure.savefig(stream, format="pdf")
    return stream.getvalue()


@pytest.mark.parametrize("name", FIRST)
def test_every_figure_fits_its_page(any_synthetic, name):
    figure = getattr(any_synthetic.plot, name)()
    assert tuple(figure.get_size_inches()) == (WIDTH_INCHES, HEIGHT_INCHES)
    check_page(figure)


@pytest.mark.parametrize("name", FIRST)
def test_every_figure_is_signed(synthetic_by_name, name):
    for which, measure, model in (
        ("default", "physical measure, drift 0% a year", "geometric Brownian motion, volatility 90% a year"),
        ("bootstrap", "physical measure, drift 0% a year", "stationary bootstrap of vlnc.csv"),
        (
            "probable approval, risk-neutral",
            "risk-neutral measure, drift 5% a year",
            "geometric Brownian motion",
        ),
    ):
        result = synthetic_by_name(which)
        text = words(getattr(result.plot, name)())
        for part in (
            measure,
            model,
            "Run 0123456789ab",
            "seed 1998",
            "4,000 paths",
            "floorless 0.1.0",
            "95% confidence",
        ):
            assert part in text
        assert result.scenario.name in text


@pytest.mark.parametrize(
    ("price", "said"),
    [
        (
            {"volatility_per_year": "0.6", "jumps_per_year": 20, "jump_mean_log": 0, "jump_deviation_log": "0.1"},
            "(Merton's jump diffusion, volatility 60% a year, 20 jumps a year)",
        ),
        (
            {"omega_per_session": "0.0002", "alpha": "0.15", "beta": "0.75", "degrees_of_freedom": "4.5"},
            "(GARCH(1,1), Student-t innovations of 4.5 degrees of freedom)",
        ),
        ({"model": "tree", "volatility_per_year": "0.9"}, "(binomial walk, volatility 90% a year)"),
    ],
    ids=["merton", "garch", "tree"],
)
def test_the_signature_names_jumps_and_changing_variances(price, said):
    scenario = scenario_of("valence-1998")
    data = scenario.model_dump()
    data["market"]["price"] = {"model": "merton" if "jumps_per_year" in price else "garch"} | price
    assert said in signature(synthetic_result(type(scenario).model_validate(data), paths=10))


def test_dilution_says_what_the_summary_says(any_synthetic):
    row = any_synthetic.row("dilution_of_total")
    figure = any_synthetic.plot.dilution()
    text = words(figure)
    for p, name in ((0.05, "5% quantile"), (0.50, "median"), (0.95, "95% quantile")):
        value, low, high = row.quantiles[p]
        assert name in text
        assert percent(value) in text
        assert f"({100 * low:.2f} to {100 * high:.2f})" in text
    title = re.sub(r"\s+", " ", figure.texts[0].get_text())
    assert title.startswith(f"New shares are {percent(row.quantiles[0.50][0])} of the enlarged company")
    assert percent(row.quantiles[0.95][0]) in title
    (axes,) = figure.axes
    assert "new / (old + new)" in axes.get_xlabel()
    assert "percent" in axes.get_xlabel()
    assert axes.get_ylabel().startswith("Probability per bin of")
    places = sorted(line.get_xdata()[0] for line in axes.lines if len(set(line.get_xdata())) == 1)
    assert places == pytest.approx([100 * row.quantiles[p][0] for p in (0.05, 0.50, 0.95)])


def test_pnl_says_what_the_summary_says(any_synthetic):
    row = any_synthetic.row("pnl_usd")
    figure = any_synthetic.plot.pnl()
    text = words(figure)
    for p in (0.05, 0.50, 0.95):
        assert millions(row.quantiles[p][0]) in text
    assert f"mean | {millions(row.mean)}" in text or f"{millions(row.mean)} | mean" in text
    if row.standard_error is None:
        assert "s.e." not in text
    else:
        assert f"± {significant(row.standard_error / 1e6, 2)} (s.e.)" in text
    title = re.sub(r"\s+", " ", figure.texts[0].get_text())
    assert title.startswith(
        f"The investor {'earns' if row.mean >= 0 else 'loses'} {millions(abs(row.mean))} on average"
    )
    assert "million USD" in figure.axes[0].get_xlabel()
    assert "break-even" in text.lower()
    low, high = figure.axes[0].get_xlim()
    assert (low < 0 < high) != ("Break-even lies" in text)


def test_shares_issued_say_what_the_summary_says(any_synthetic):
    row = any_synthetic.row("shares_issued")
    figure = any_synthetic.plot.shares_issued()
    text = words(figure)
    for p in row.quantiles:
        assert million_shares(row.quantiles[p][0]) in text
    title = re.sub(r"\s+", " ", figure.texts[0].get_text())
    assert title.startswith(f"{million_shares(row.quantiles[0.50][0])} shares are issued by 2003-07-27 at the median")
    (axes,) = figure.axes
    assert "million shares" in axes.get_ylabel()
    for name in ("98% of paths", "90%", "50%", "median", "mean"):
        assert name in [entry.get_text() for entry in axes.get_legend().get_texts()]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("default", "Cap Amount 5,071,913, lifted on 1999-02-04 by Stockholder Approval"),
        ("no approval", "Cap Amount 5,071,913, never lifted: no Stockholder Approval"),
        (
            "probable approval, risk-neutral",
            "Cap Amount 5,071,913, lifted on 1999-02-04 with probability 50%",
        ),
    ],
)
def test_the_limits_are_told(synthetic_by_name, name, told):
    # 50,000,000 authorized less 26,704,073 outstanding.
    text = words(synthetic_by_name(name).plot.shares_issued())
    assert told in text
    assert "Authorized and not outstanding 23,295,927" in text


def test_no_limits_are_not_told(synthetic_by_name):
    text = words(synthetic_by_name("losing, no limits, long name").plot.shares_issued())
    assert "Cap Amount" not in text
    assert "Authorized" not in text


def test_the_cap_line_ends_where_the_cap_is_lifted(synthetic):
    (axes,) = synthetic.plot.shares_issued().axes
    dashed = [line for line in axes.lines if line.get_linestyle() == "--" and set(line.get_ydata()) == {5.071913}]
    # Days from 1970-01-01 to 1998-12-18 and to 1999-02-04.
    assert [list(line.get_xdata()) for line in dashed] == [[10578.0, 10626.0]]


def test_bands_are_the_table(synthetic):
    (axes,) = synthetic.plot.shares_issued().axes
    table = synthetic.sessions
    median = next(line for line in axes.lines if line.get_label() == "median")
    assert list(1e6 * median.get_ydata()) == pytest.approx(table["shares_issued_q50"].to_pylist())
    widest = axes.collections[0].get_paths()[0].vertices[:, 1]
    assert 1e6 * widest.max() == pytest.approx(max(table["shares_issued_q99"].to_pylist()))


def test_bars_are_the_histogram(any_synthetic):
    bars = bars_of(any_synthetic, "pnl_usd", 1e-6)
    row = any_synthetic.row("pnl_usd")
    assert bars.paths == row.defined
    inside = (bars.probabilities * np.diff(bars.edges) / bars.width).sum() * bars.paths
    assert round(inside) + bars.below + bars.above == bars.paths
    assert 1 <= bars.probabilities.size <= MOST_BARS
    assert (bars.minimum, bars.maximum) == pytest.approx((row.minimum * 1e-6, row.maximum * 1e-6))
    assert np.diff(bars.edges) == pytest.approx(np.full(bars.probabilities.size, bars.width))


def test_what_lies_beyond_is_told(synthetic):
    row, bars = synthetic.row("pnl_usd"), bars_of(synthetic, "pnl_usd", 1e-6)
    # 4,000 paths: n - ceil(0.999 n) = 4 above the bars, ceil(0.001 n) - 1 = 3 below.
    assert (bars.below, bars.above) == (3, 4)
    text = words(synthetic.plot.pnl())
    assert f"Of 4,000 paths, 3 lie left of the bars (down to {millions(row.minimum)})" in text
    assert f"4 lie right of the bars (up to {millions(row.maximum)})" in text


def test_a_cut_bar_tells_its_height(synthetic_by_name):
    result = synthetic_by_name("losing, no limits, long name")
    bars = bars_of(result, "dilution_of_total", 100.0)
    (axes,) = result.plot.dilution().axes
    assert bars.probabilities.max() > axes.get_ylim()[1]
    assert re.search(rf"bars? cut: .*{100 * bars.probabilities.max():.3g}%", words(axes.figure))


def test_too_few_paths_are_told(synthetic_by_name):
    assert "Too few paths for full intervals of the quantiles 1%" in words(synthetic_by_name("ten paths").plot.pnl())
    assert "Too few" not in words(synthetic_by_name("default").plot.pnl())


def test_an_output_that_is_nowhere_defined_is_told(synthetic):
    from synthetic_run import synthetic_result

    def undefined(arrays, masks):
        masks["pnl_usd"] = np.ones(50, bool)

    assert "P&L is defined on no path" in words(synthetic_result(paths=50, change=undefined).plot.pnl())


@pytest.mark.parametrize("name", FIRST)
def test_fonts_are_truetype(synthetic, name):
    pdf = pdf_of(getattr(synthetic.plot, name)())
    assert b"/Type3" not in pdf
    assert b"/FontFile2" in pdf
    assert b"DejaVuSans" in pdf


def test_the_font_check_can_fail():
    figure = Figure()
    figure.text(0.1, 0.1, "text")
    assert b"/Type3" in pdf_of(figure)


def test_global_settings_stay(synthetic, tmp_path):
    before = dict(matplotlib.rcParams)
    synthetic.plot.save(tmp_path, FIRST)
    figure = synthetic.plot.pnl()
    figure.canvas.draw()
    assert dict(matplotlib.rcParams) == before


def test_global_settings_do_not_enter(synthetic):
    plain = io.BytesIO()
    synthetic.plot.dilution().savefig(plain, format="png")
    with matplotlib.rc_context({"font.size": 20, "axes.facecolor": "black", "xtick.labelsize": 3, "savefig.dpi": 50}):
        changed = io.BytesIO()
        synthetic.plot.dilution().savefig(changed, format="png")
    assert changed.getvalue() == plain.getvalue()


def test_pyplot_is_not_used():
    figures = ", ".join(f"simulate.plots.{name}" for name in MODULES)
    code = f"import sys, {figures}; print('matplotlib.pyplot' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "False"


def test_saving_writes_every_figure_twice_the_same(synthetic, tmp_path):
    files = synthetic.plot.save(tmp_path / "deep" / "figures", FIRST)
    assert sorted(file.name for file in files) == sorted(f"{name}.{kind}" for name in FIRST for kind in ("pdf", "png"))
    assert sorted((tmp_path / "deep" / "figures").iterdir()) == sorted(files)
    first = {file.name: file.read_bytes() for file in files}
    assert all(first[f"{name}.png"].startswith(b"\x89PNG") for name in FIRST)
    again = synthetic.plot.save(tmp_path / "deep" / "figures", FIRST)
    assert {file.name: file.read_bytes() for file in again} == first


def test_all_figures_are_saved_unless_some_are_named(synthetic, tmp_path, monkeypatch):
    monkeypatch.setattr(Plots, "names", ("pnl", "limits"))
    assert [file.name for file in synthetic.plot.save(tmp_path)] == ["pnl.png", "pnl.pdf", "limits.png", "limits.pdf"]


def test_figures_that_cannot_be_written_are_told(synthetic, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot be written"):
        synthetic.plot.save(tmp_path / "file", FIRST)


def test_figures_show_themselves_in_notebooks(synthetic):
    assert synthetic.plot.pnl()._repr_png_().startswith(b"\x89PNG")


def test_shades_differ_in_grey():
    # Rec. 601 luma, as printers and viewers turn colours to grey; 25 of 255 is plainly visible.
    greys = []
    for colour in (DARK, MIDDLE, LIGHT, PALE, "#ffffff"):
        red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
        greys.append(0.299 * red + 0.587 * green + 0.114 * blue)
    assert (np.diff(greys) >= 24).all()


def test_numbers_are_written_with_significant_digits():
    assert [significant(x) for x in (0, 4.2334, 12.34, 1234.5, 0.00012345)] == [
        "0",
        "4.23",
        "12.3",
        "1,234",
        "0.000123",
    ]
    assert significant(-1.6) == "−1.60"
    assert millions(-1_616_000) == "−$1.62 million"
    assert percent(0.218_68) == "21.87%"


def test_labels_are_spread_in_order():
    places = spread_apart([1.0, 1.0, 1.1, 5.0], [1.0, 1.0, 1.0, 1.0], 0.0, 6.0)
    assert places == [1.0, 2.0, 3.0, 5.0]
    assert spread_apart([5.9, 5.9], [1.0, 1.0], 0.0, 6.0) == [4.5, 5.5]


def test_lines_are_no_wider_than_the_page():
    text = "one path in twenty gives " * 20
    lines = wrapped(text, 8.0, 3.0).split("\n")
    assert " ".join(lines) == " ".join(text.split())
    assert len(lines) > 3
    assert all(text_width_inches(line, 8.0) <= 3.0 for line in lines)
