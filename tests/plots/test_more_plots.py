"""The figures beyond the first three: they fit their page and say what the summary and the tables say."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pytest
from made_up import CALL_USD, PATHS, PRICES, SENSITIVITIES, result_with_cash_calls
from matplotlib.text import Text
from reading import check_page, words
from synthetic_run import result_with_fractions, scenario_of, synthetic_result

import simulate
from simulate.columns import LIMITS
from simulate.errors import OutputError
from simulate.plots import FIGURES, WHOLE_FIGURES
from simulate.plots.cash_calls import cash_call
from simulate.plots.chances import percent
from simulate.plots.conversion_price import price_text
from simulate.plots.tornado import Move, Sensitivity
from simulate.results import Result
from simulate.statistics.chances import chance_above
from simulate.statistics.estimators import Moments, normal_deviate, wilson_interval

LATER = (*FIGURES[3:], *WHOLE_FIGURES)


@pytest.fixture(scope="module")
def called() -> Result:
    return result_with_cash_calls()


@pytest.fixture(scope="module")
def with_rows() -> Result:
    made = synthetic_result(paths=600)
    values = np.arange(600, dtype=np.float64) ** 2
    table = pa.table({"path": np.arange(600), "pnl_usd": values})
    return Result(made.scenario, made.manifest, made.summary_rows, made.sessions, made.histograms, paths=table)


@pytest.mark.parametrize("name", LATER)
def test_every_figure_fits_its_page_and_is_signed(called, name):
    figure = getattr(called.plot, name)()
    check_page(figure)
    assert figure.axes[0].axison, "nothing is drawn"
    text = words(figure)
    for part in ("physical measure", "Run 0123456789ab", "seed 1998", "4,000 paths", "95% confidence"):
        assert part in text


@pytest.mark.parametrize("name", [name for name in LATER if name != "cash_calls"])
def test_every_figure_of_few_paths_fits_its_page(synthetic_by_name, name):
    check_page(getattr(synthetic_by_name("ten paths").plot, name)())


def test_figures_of_tables_fit_their_page(called, with_rows):
    figures = (
        called.plot.tornado(SENSITIVITIES, output="New shares", unit="million shares", paths=PATHS),
        called.plot.price_table(PRICES),
        with_rows.plot.convergence("pnl_usd"),
    )
    for figure in figures:
        check_page(figure)
        assert "Run 0123456789ab" in words(figure)


def test_a_plain_deal_has_the_figures_of_conversion_alone():
    plain = synthetic_result(scenario_of("valence-1998-conversion-only"), paths=50)
    assert plain.plot.names == FIGURES
    check_page(plain.plot.limits())


def test_the_chance_and_the_size_of_cash_calls(called):
    # 4,000 paths, every fortieth is called: 100 of them, 2.5%, for $2.5 million beyond the expenses.
    chance = chance_above(called.row("company_payments_usd"), 50_000.0)
    assert (chance.paths, chance.of) == (100, 4000)
    assert (chance.low, chance.high) == wilson_interval(100, 4000, 0.95)
    text = words(called.plot.cash_calls())
    assert "cash on 2.5% of paths, $2.50 million on average when it does" in text
    assert text.count("2.5%") == 3
    assert CALL_USD == 2_500_000


def test_fractions_of_a_share_are_no_call_for_cash():
    """10 of 400 paths redeem for $2.5 million; fractions are paid on 300, of investor and agent, and are no bar."""
    figure = result_with_fractions("redemption").plot.cash_calls()
    check_page(figure)
    text = words(figure)
    assert "cash on 2.5% of paths, $2.50 million on average when it does" in text
    assert "reimbursed at the start are left out, and so is cash for fractions of a share." in text
    bars = [bar.get_width() for bar in figure.axes[0].patches]
    assert bars == pytest.approx([2.5, 2.5])
    call = cash_call(result_with_fractions("redemption"))
    assert (call.chance.low, call.chance.high) == wilson_interval(10, 400, 0.95)
    # The $5.38 of 200 paths stay in the mean over ten.
    assert call.mean_usd == pytest.approx(CALL_USD + 20 * 5.38)


def test_a_company_that_pays_fractions_alone_is_never_called():
    made = result_with_fractions()
    call = cash_call(made)
    assert (call.chance.paths, call.mean_usd, call.fractions) == (0, None, "apart")
    assert "pays nothing on any path but expenses of $50,000 and fractions of a share" in words(made.plot.cash_calls())


def test_fractions_that_the_summary_cannot_tell_apart_are_said_to_be_counted():
    made = result_with_fractions("redemption", "registration_payment")
    call = cash_call(made)
    # Every other path has a fraction; all ten redemptions and ten registration payments are on the others.
    assert (call.chance.paths, call.fractions) == (220, "counted")
    text = words(made.plot.cash_calls())
    assert "left out; fractions of a share are not." in text
    bars = [bar.get_width() for bar in made.plot.cash_calls().axes[0].patches]
    assert bars == pytest.approx([55.0, 2.5, 2.5])


def test_small_calls_are_told_in_dollars():
    def small(arrays, masks):
        arrays["company_payments_usd"] = 50_000.0 + 1_234.0 * (np.arange(arrays["pnl_usd"].size) % 40 == 0)

    text = words(synthetic_result(paths=400, change=small).plot.cash_calls())
    assert "$1,230 on average when it does" in text
    assert "Size, USD" in text


def test_no_cash_call_is_told():
    assert "The company pays nothing" in words(synthetic_result(paths=50).plot.cash_calls())


def test_chances_where_the_summary_can_tell_them(called):
    always = called.row("shares_issued")
    assert chance_above(always).share == 1.0
    assert chance_above(always, 1e12).share == 0.0
    # Levels inside an output's range cannot be told from its summary.
    assert chance_above(always, always.mean) is None
    yes_or_no = called.row("cap_reached")
    assert chance_above(yes_or_no).share == pytest.approx(yes_or_no.mean)


def test_limits_say_how_often_they_bound(called):
    text = words(called.plot.limits())
    for name in LIMITS:
        row = called.row(f"sessions_bound_{name}")
        assert percent(chance_above(row).share) in text
        assert row.clause in text
    figure = called.plot.limits()
    widths = sorted(bar.get_width() for bar in figure.axes[1].patches)
    assert widths == pytest.approx(sorted(called.row(f"sessions_bound_{name}").mean for name in LIMITS))


def test_what_acted_is_ordered_and_complete(called):
    figure = called.plot.acted()
    # Four paths in five exercise, one in forty redeems; nothing else happens.
    assert [bar.get_width() for bar in figure.axes[0].patches] == pytest.approx([80.0, 2.5])
    assert "2 of " in words(figure)


def test_ownership_is_the_fan_of_shares(called):
    figure = called.plot.ownership()
    median = next(line for line in figure.axes[0].lines if line.get_label() == "median")
    issued = np.array(called.sessions["shares_issued_q50"].to_pylist())
    # 26,704,073 shares outstanding at session 0.
    assert median.get_ydata() == pytest.approx(100 * issued / (26_704_073 + issued))
    text = words(figure)
    for value, _, _ in called.row("dilution_of_total").quantiles.values():
        assert f"{100 * value:.1f}%" in text
    assert "Reserved Amount 4,000,000, of Series B and its warrants" in text
    assert "Cap Amount 5,071,913, lifted on 1999-02-04" in text
    assert "Authorized and not outstanding 23,295,927" in text


@pytest.mark.parametrize(
    ("figure", "name", "written"),
    [
        ("new_shares", "shares_issued", lambda value: f"{value / 1e6:,.2f} million"),
        ("issue_price", "effective_issue_price_usd", lambda value: f"${value:.2f}"),
        ("discount", "discount_to_market", lambda value: f"{100 * value:.1f}%".replace("-", "−")),
        ("value_given_up", "value_given_up_per_old_share_usd", lambda value: f"${value:.2f}"),
        ("full_conversion", "sessions_to_full_conversion", lambda value: f"{value:,.0f} sessions"),
    ],
)
def test_histograms_say_what_the_summary_says(called, figure, name, written):
    text = words(getattr(called.plot, figure)())
    for p in (0.05, 0.50, 0.95):
        assert written(called.row(name).quantiles[p][0]) in text


def test_dilution_at_every_level(called):
    text = words(called.plot.dilution_levels())
    for name in ("dilution_of_total", "dilution_of_old"):
        for value, _, _ in called.row(name).quantiles.values():
            assert f"{100 * value:.2f}%" in text


def test_the_conversion_price_leaves_out_sessions_without_one(called):
    figure = called.plot.conversion_price()
    median = next(line for line in figure.axes[0].lines if line.get_label() == "median")
    assert median.get_ydata() == pytest.approx(called.sessions["conversion_price_usd_q50"].to_pylist())


@pytest.mark.parametrize(
    ("value", "fixed", "said"),
    [
        # Middles of bins: of [6, 6.03125), of [3, 3.015625), of the one above, of [4.71875, 4.75).
        (6.015625, 6.03, "$6.03"),
        (3.0078125, 3.0, "$3.00"),
        (3.0234375, 3.0, "about $3.02"),
        (4.734375, 6.03, "about $4.7"),
        (4.734375, None, "about $4.7"),
        (0.4833984375, 6.03, "about $0.483"),
        (2.7265625, 2.7225, "$2.7225"),
    ],
)
def test_a_price_is_told_as_exactly_as_its_bin_knows_it(value, fixed, said):
    assert price_text(value, fixed) == said


def test_no_conversion_price_is_told_to_a_cent_that_no_clause_has():
    made = simulate.run(simulate.load("valence-1998"), paths=500, threads=1)
    text = words(made.plot.conversion_price())
    assert "converts at $6.03 at the median" in text or "converts at about $" in text
    assert not re.search(r"(?<!about )\$(?!6\.03)\d", text)
    assert (
        "bands are counted in bins at most 0.8% wide, of which that of the fixed price is told as the fixed price."
        in text
    )


def test_warrants_say_what_they_issued(called):
    row = called.row("shares_warrant_w1")
    text = words(called.plot.warrants())
    assert f"{row.mean:,.0f} ({100 * row.mean / 447_761:.0f}%)" in text


def test_the_tornado_is_ordered_by_swing(called):
    figure = called.plot.tornado(SENSITIVITIES, output="New shares", unit="million shares", paths=PATHS)
    labels = [label.get_text().replace("\n", " ") for label in figure.axes[0].get_yticklabels()]
    assert [label.split(",")[0] for label in labels] == ["Start price", "Volatility", "Cap Amount"]
    assert [bar.get_width() for bar in figure.axes[0].patches] == [0.62, -0.31, -0.22, 0.35, 0.0]
    assert "New shares moves most with the start price: by 0.62 million shares" in words(figure)
    assert "$8.40: −0.31" in words(figure)


def test_the_tornado_has_room_for_long_labels_and_says_where_no_interval_is_known(called):
    rows = [
        Sensitivity("Cash: $15,000,000", Move("$13,500,000", -0.62, 0.1), Move("$16,500,000", 0.5, None)),
        Sensitivity("Spread: 0.015", Move("0.0135", 0.0, 0.0), Move("0.0165", 0.0013, 0.002)),
    ]
    figure = called.plot.tornado(rows, output="New shares", unit="million shares", paths=PATHS)
    assert "No whisker: too few paths for an interval." in words(figure).replace("\n", " ")
    assert "0.0165: +0.0013" in words(figure)
    check_page(figure)
    axes = figure.axes[0].get_window_extent()
    boxes = [Text.get_window_extent(text) for text in figure.axes[0].texts]
    assert len(boxes) == 4
    assert all(axes.x0 <= box.x0 and box.x1 <= axes.x1 for box in boxes)


def test_hypothetical_prices_are_drawn_as_given(called):
    figure = called.plot.price_table(list(reversed(PRICES)))
    line = figure.axes[0].lines[0]
    assert list(line.get_xdata()) == [price for price, _ in PRICES]
    assert list(line.get_ydata()) == pytest.approx([shares / 1e6 for _, shares in PRICES])
    with pytest.raises(ValueError, match="at least one row"):
        called.plot.price_table([])


def test_convergence_is_of_the_first_paths(with_rows):
    figure = with_rows.plot.convergence("pnl_usd")
    line = figure.axes[0].lines[0]
    counts, means = line.get_xdata(), line.get_ydata()
    squares = np.arange(600, dtype=np.float64) ** 2
    assert means == pytest.approx([squares[:count].mean() for count in counts])
    band = figure.axes[0].collections[0].get_paths()[0].vertices[:, 1]
    error = Moments.of(squares[: counts[0]]).standard_error
    assert band.max() == pytest.approx(
        max(squares[:n].mean() + normal_deviate(0.95) * Moments.of(squares[:n]).standard_error for n in counts)
    )
    assert error > 0


def test_convergence_needs_the_rows_of_paths(called):
    with pytest.raises(OutputError, match="--keep-paths"):
        called.plot.convergence()


@pytest.mark.parametrize(
    ("paths", "told"), [(0, "0%"), (1, "under 0.01%"), (1_310, "1.3%"), (99_999, "over 99.99%"), (100_000, "100%")]
)
def test_what_happened_seldom_is_not_told_as_never(paths, told):
    assert percent(paths / 100_000) == told
