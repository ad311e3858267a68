"""The commands that make something of more than one run: compare, sweep, frontier, price-table."""

from __future__ import annotations

import csv

import pytest
from command import answer, call
from repository import SHIPPED

import simulate

PLAIN = SHIPPED / "valence-1998-conversion-only.yaml"


def test_compare_prints_every_output_with_its_difference_and_error(pair_of_runs):
    result = call("compare", *pair_of_runs)
    assert result.exit_code == 0, result.output
    found = simulate.compare(pair_of_runs)
    assert "cheaper less as-it-was" in result.stdout
    assert "640 paths, seed 7, paired: the same random numbers" in result.stdout
    each = found.difference("pnl_usd")
    (line,) = [line for line in result.stdout.splitlines() if line.strip().startswith("pnl_usd ")]
    mean = [f"{each.first:,.0f}", f"{each.other:,.0f}", f"+{each.difference:,.0f}", f"{each.standard_error:,.0f}"]
    assert line.split()[2:6] == mean
    for output in {each.output for each in found.differences}:
        assert f" {output} " in result.stdout
    assert "Nothing was written" in result.stdout
    assert "…" not in result.stdout


def test_compare_says_what_a_reader_must_know(pair_of_runs, capsys):
    from simulate.cli.tables import print_comparison
    from simulate.comparison import Comparison

    found = simulate.compare(pair_of_runs, outputs=["pnl_usd"])
    lacking = [("warrant_proceeds_usd", "cheaper"), ("company_net_cash_usd", "cheaper")]
    both = {"is_unpaired": True, "confidence": 0.95, "tail": 0.95}
    changed = {"code_hash": "another", "measure": "risk_neutral"}
    manifests = found.manifests | {"cheaper": found.manifests["cheaper"] | changed}
    print_comparison(Comparison(manifests, found.differences, lacking, **both))
    said = capsys.readouterr().out
    assert "Not compared, for cheaper has none: warrant_proceeds_usd, company_net_cash_usd.\n" in said
    assert "Note: the runs were made by different versions of the program" in said
    assert "(as-it-was physical, cheaper risk-neutral)" in said
    assert "Note: runs of one seed are not independent" in said
    assert found.notes == ()


def test_compare_writes_answers_in_json_and_keeps_quiet(pair_of_runs, tmp_path):
    found = answer("compare", *pair_of_runs, "--output", "shares_issued", "--out", tmp_path / "both")
    assert {each["output"] for each in found["differences"]} == {"shares_issued"}
    assert found["written"] == str(tmp_path / "both")
    assert (tmp_path / "both" / "comparison.parquet").is_file()
    quiet = call("compare", *pair_of_runs, "--quiet")
    assert (quiet.exit_code, quiet.output) == (0, "")


def test_compare_refuses_what_makes_no_pairs(pair_of_runs):
    refused = call("compare", pair_of_runs[0], PLAIN)
    assert refused.exit_code == 2
    assert "ask for --unpaired" in refused.stderr
    assert call("compare", PLAIN).exit_code == 2


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """A sweep of two points by the command."""
    folder = tmp_path_factory.mktemp("swept") / "grid"
    vary = "market.price.volatility_per_year=0.5,0.9"
    return folder, call("sweep", PLAIN, "--vary", vary, "--paths", "64", "--out", folder)


def test_sweep_says_where_the_table_is(swept):
    folder, result = swept
    assert result.exit_code == 0, result.output
    assert f"2 points of 64 paths: {folder / 'sweep.parquet'}" in result.stdout
    vary = "market.price.volatility_per_year=0.5,0.9"
    found = answer("sweep", PLAIN, "--vary", vary, "--paths", "64", "--out", folder)
    assert found["axes"] == [{"field": "market.price.volatility_per_year", "values": ["0.5", "0.9"]}]


def test_frontier_says_which_points_keep_a_condition(swept):
    folder, _ = swept
    result = call("frontier", folder, "--keep", "dilution_of_total median <= 1")
    assert result.exit_code == 0
    assert "Along market.price.volatility_per_year:\n  kept at 0.5, 0.9\n" in result.stdout
    found = answer("frontier", folder, "--keep", "dilution_of_total median <= 0")
    assert [point["verdict"] for point in found["points"]] == ["broken", "broken"]
    assert found["words"] == ["broken at 0.5, 0.9"]
    few = answer("frontier", folder, "--keep", "dilution_of_total p99 <= 1")
    assert [point["verdict"] for point in few["points"]] == ["undecided"] * 2, "64 paths have no 99% interval"
    assert call("frontier", folder, "--keep", "x").exit_code == 2


@pytest.mark.parametrize("vary", ["market.price.volatility_per_year", "=1,2", "x="])
def test_sweep_refuses_what_is_no_field_and_values(vary, tmp_path):
    result = call("sweep", PLAIN, "--vary", vary, "--out", tmp_path / "grid")
    assert result.exit_code == 2
    assert not (tmp_path / "grid").exists()


def test_sweep_says_what_an_interrupt_leaves(tmp_path, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("simulate.sweeps.grid.run", stop)
    result = call("sweep", PLAIN, "--vary", "holder.hurdle=1,1.1", "--out", tmp_path / "grid")
    assert result.exit_code == 130
    assert "the same command goes on from there" in result.stderr


def test_price_table_prints_both_roundings_and_the_cap():
    result = call("price-table", "valence-1998", "--prices", "7, 1.75")
    assert result.exit_code == 0
    rows = [line.split() for line in result.stdout.splitlines() if line.strip().startswith(("7.0000", "1.7500"))]
    # 5,071,472 within the Cap Amount: tests/results/test_price_table.py.
    assert rows[1][1:10] == [
        *("6.0300", "1,318,408", "1.7675", "4,397,435", "5,715,843", "5,715,843", "17.63%", "21.40%", "5,071,472")
    ]
    assert "of total: new / (old + new); of old: new / old." in result.stdout
    assert "Note: capped: within the Cap Amount" in result.stdout


def test_price_table_goes_to_a_file_and_to_json(tmp_path):
    arguments = ("price-table", "valence-1998", "--date", "1999-02-10", "--prices", "7")
    result = call(*arguments, "--out", tmp_path / "table.csv")
    assert (result.exit_code, result.stdout) == (0, "")
    with (tmp_path / "table.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found = answer(*arguments)
    assert found["rows"] == rows
    assert found["date"] == "1999-02-10"
    assert rows[0]["shares_series_b_nearest [shares, to the nearest]"] == "1254822"
    assert call(*arguments, "--quiet").output == ""


@pytest.mark.parametrize(
    "wrong", [("--prices", "x"), ("--prices", "0"), ("--date", "1999-02-30"), ("--prices", "1,,2")]
)
def test_price_table_refuses_what_is_no_price_or_date(wrong):
    assert call("price-table", "valence-1998", *wrong).exit_code == 2


def test_price_table_shows_no_warrants_where_there_are_none_and_the_deals_own_limit(tmp_path):
    shown = call("price-table", "valence-1998", "--prices", "7").stdout
    assert "shares with" in shown
    assert "Note: limits on a single holder (4.9%), on sales and on authorized shares are not applied." in shown
    path = tmp_path / "deal.yaml"
    assert call("new", path, "--start", "2024-01-02", "--yes").exit_code == 0
    shown = call("price-table", path, "--prices", "7").stdout
    assert "shares with" not in shown
    assert "Note: limits on a single holder (4.99%), on sales and on authorized shares are not applied." in shown
    path.write_text(path.read_text().replace("ownership_fraction: 0.0499", "ownership_fraction: null"))
    assert "Note: limits on sales and on authorized shares are not applied." in call("price-table", path).stdout
