"""What the commands about scenarios and records answer: all of them but run and explain."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest
from command import answer, call
from repository import SHIPPED

from simulate.config.canonical import config_hash
from simulate.load import load


def test_check_prints_the_deal_every_choice_and_every_assumption():
    result = call("check", "valence-1998")
    assert result.exit_code == 0
    assert "Cap Amount: before Stockholder Approval" in result.stdout
    assert "  [choice] deal.conversion.round_up = per_notice (or per_share): " in result.stdout
    assert "  [assumed] market.start_price_usd = 7 USD per share: " in result.stdout
    assert "Business days are the exchange's sessions" in result.stdout


def test_check_answers_in_json_and_says_nothing_when_quiet():
    found = answer("check", SHIPPED / "valence-1998.yaml")
    assert found["config_hash"] == config_hash(load("valence-1998"))
    assert {"deal.approval.mode", "holder.participation"} <= {item["name"] for item in found["choices"]}
    assert {"market.price.volatility_per_year"} <= {item["name"] for item in found["assumed"]}
    quiet = call("check", "valence-1998", "--quiet")
    assert (quiet.exit_code, quiet.output) == (0, "")


def test_check_refuses_what_only_a_run_would_find(write):
    path = write(("horizon: 2003-07-27", "horizon: 2001-07-29"), ("multiplier: 1.01", "multiplier: 1.010000000001"))
    result = call("check", path)
    assert result.exit_code == 2
    assert "decimals" in result.stderr


@pytest.mark.parametrize(("drift", "said"), [("5", True), ("-4", True), ("3", False), ("0.05", False)])
def test_check_warns_of_a_drift_that_may_be_a_percentage(write, drift, said):
    result = call("check", write(("drift_per_year: 0 ", f"drift_per_year: {drift} ")))
    assert result.exit_code == 0, result.output
    assert (
        "Announced" in result.stdout and "market.drift_per_year" in result.stdout.split("Every [choice]")[0]
    ) == said
    if drift == "5":
        assert (
            "is 500% a year: the expected price after a year is 148 times that of the start; 5% is 0.05"
            in result.stdout
        )


def test_schema_goes_to_stdout_or_to_a_file(tmp_path):
    path = tmp_path / "schema.json"
    printed = call("schema").stdout
    result = call("schema", "--out", path)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == f"Written to {path}\n"
    assert path.read_text() == printed
    assert json.loads(printed)["$schema"].endswith("2020-12/schema")
    assert answer("schema", "--out", path) == {"written": str(path)}
    assert answer("schema") == json.loads(printed)
    assert call("schema", "--quiet").output == ""


def test_a_file_that_cannot_be_written_is_refused_and_leaves_nothing(tmp_path):
    (tmp_path / "taken").mkdir()
    result = call("schema", "--out", tmp_path / "taken")
    assert result.exit_code == 2
    assert "taken: cannot be written" in result.stderr
    assert call("schema", "--out", tmp_path / "none" / "schema.json").exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_configs_lists_what_ships():
    found = answer("configs")
    assert set(found) == {path.stem for path in SHIPPED.glob("*.yaml")}
    assert found["valence-1998"] == str(SHIPPED / "valence-1998.yaml")
    assert call("configs").stdout.count("\n") == len(found)


def test_history_says_what_the_record_holds():
    # 72 sessions in three runs; volatility 95%, 118%, 33%: configs/history/README.md and valence-1998.yaml.
    result = call("history", "vlnc")
    assert result.exit_code == 0
    assert "72 sessions" in result.stdout
    found = answer("history", SHIPPED / "history" / "vlnc.csv")
    assert found["sessions"] == 72
    assert [round(run["volatility"]["per_year"], 2) for run in found["runs"]] == [0.95, 1.18, 0.33]
    assert call("history", "vlnc", "--quiet").output == ""


def test_history_fills_with_the_spread_that_is_asked_for():
    wide = call("history", "vlnc", "--spread", "0.03").stdout
    assert "half the spread, 1.5%" in wide


def rows_of(text: str) -> dict[str, dict[str, str]]:
    return {row["date"]: row for row in csv.DictReader(StringIO(text))}


def test_the_conversion_price_of_4_november_1999_is_the_filed_one():
    # 101% of the six lowest of the ten bids of 1999-10-21 to 11-03: section 12 of the contract's reading.
    result = call("conversion-price", "valence-1998", "--prices", "vlnc")
    assert result.exit_code == 0
    row = rows_of(result.stdout)["1999-11-04"]
    assert list(row) == ["date", "bid", "variable_price_usd", "conversion_price_usd", "note"]
    assert round(float(row["variable_price_usd"]), 4) == 4.7081
    assert row["conversion_price_usd"] == row["variable_price_usd"]


def test_conversion_prices_are_the_same_on_stdout_in_a_file_and_in_json(tmp_path):
    path = tmp_path / "prices.csv"
    arguments = ("conversion-price", "valence-1998", "--prices", "vlnc", "--next")
    printed = call(*arguments).stdout
    result = call(*arguments, "--out", path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert path.read_text() == printed
    rows = answer(*arguments)["rows"]
    assert [row["date"] for row in rows] == list(rows_of(printed))
    assert rows[-1]["bid"] is None
    assert len(rows) == 73
    by_date = {row["date"]: row for row in rows}
    assert f"{by_date['1999-11-04']['variable_price_usd']:.6f}" == rows_of(printed)["1999-11-04"]["variable_price_usd"]
    assert call(*arguments, "--quiet").output == ""


def test_replay_prints_the_ledger_and_its_totals(tmp_path):
    path = tmp_path / "ledger.csv"
    arguments = ("replay", "valence-1998", "--prices", "vlnc")
    result = call(*arguments)
    assert result.exit_code == 0
    assert "\nTotals\n" in result.stdout
    assert "(CoD IV.A)" in result.stdout
    books = result.stdout[result.stdout.index("\nBooks, in dollars\n") : result.stdout.index("\nTotals\n")]
    for party in ("Company", "Investor", "Other holders"):
        assert f"  {party} (closes to the cent)\n" in books
    found = answer(*arguments, "--out", path)
    assert found["written"] == str(path)
    by_party = {book["party"]: book for book in found["books"]}
    assert by_party["Investor"]["total_usd"] == pytest.approx(found["totals"]["pnl_usd"], abs=0.005)
    assert by_party["Company"]["gap_usd"] == by_party["Other holders"]["gap_usd"] == 0
    assert found["totals"]["shares_issued"] == sum(found["totals"][f"shares_series_{name}"] for name in "ab")
    assert len(found["events"]) == len(list(csv.DictReader(StringIO(path.read_text()))))
    quiet = call(*arguments, "--out", path, "--quiet")
    assert (quiet.exit_code, quiet.output) == (0, "")
    brief = call(*arguments, "--out", path)
    assert "(CoD IV.A)" not in brief.stdout
    assert f"Written to {path}" in brief.stderr


def test_replay_refuses_a_vote_that_is_drawn(write):
    path = write(("    mode: date ", "    probability: 0.5\n    mode: probability "))
    result = call("replay", path, "--prices", "vlnc")
    assert result.exit_code == 2
    assert "deal.approval.mode" in result.stderr


@pytest.mark.parametrize("command", ["replay", "conversion-price"])
def test_a_jump_in_a_record_is_refused_unless_allowed(command, tmp_path):
    record = tmp_path / "jump.csv"
    lines = (SHIPPED / "history" / "vlnc.csv").read_text().splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("1999-11-19"))
    lines[place] = "1999-11-19,80,79,,stated,changed"
    record.write_text("\n".join(lines) + "\n")
    refused = call(command, "valence-1998", "--prices", record)
    assert refused.exit_code == 2
    assert "1999-11-19" in refused.stderr
    assert "or allow jumps (--allow-jumps; allow_jumps in a scenario)" in refused.stderr
    assert call(command, "valence-1998", "--prices", record, "--allow-jumps").exit_code == 0


def test_calibrate_prints_tables_doubts_and_yaml():
    result = call("calibrate", "vlnc", "--model", "gbm", "--model", "bootstrap")
    assert result.exit_code == 0
    assert "too short to tell: 69 returns" in result.stdout
    assert "    model: gbm\n    volatility_per_year: 0.8806" in result.stdout
    found = answer("calibrate", SHIPPED / "history" / "vlnc.csv", "--model", "gbm")
    assert [fit["model"] for fit in found["fits"]] == ["gbm"]
    # The deviation of all 69 returns, as `floorless history` has it.
    described = answer("history", "vlnc")["volatility"]
    assert found["fits"][0]["parameters"][0]["estimate"] == pytest.approx(described["per_year"], rel=1e-12)
    assert call("calibrate", "vlnc", "--quiet", "--model", "gbm").output == ""
    refused = call("calibrate", "vlnc", "--model", "heston")
    assert refused.exit_code == 2
    assert "'heston' is no model; there are gbm" in refused.stderr


def test_value_refuses_the_physical_measure_and_prices_that_are_none():
    refused = call("value", "valence-1998")
    assert refused.exit_code == 2
    assert "market.measure: is physical (drift 0 a year)" in refused.stderr
    assert "--risk-neutral" in refused.stderr
    for given in ("A", "A=x", "=6"):
        assert call("value", "valence-1998", "--risk-neutral", "--market-price", given).exit_code == 2


def test_value_answers_by_instrument():
    given = ("valence-1998", "--risk-neutral", "--paths", 2, "--market-price", "A=6.5")
    found = answer("value", *given)
    assert [each["name"] for each in found["instruments"]] == ["A", "B", "W1", "W2", "G1", "G2"]
    assert [each["holder"] for each in found["instruments"]] == ["investor"] * 4 + ["agent"] * 2
    # (6.50 - 6.03) and (7 - 6.03) on 7,500,000/6.03 shares.
    stated = [each["stated_usd"] for each in found["beneficial_conversion"]]
    assert stated == pytest.approx([584_577.11, 1_206_467.66], abs=0.005)
    assert found["said"][0].startswith("re-measured")
    assert any("earlier closing bids" in text for text in found["said"])
    printed = call("value", *given)
    assert "Beneficial conversion feature" in printed.stdout
    assert "A, 1998-07-27: market $6.5, conversion $6.0300, 1,243,781 shares" in printed.stdout
    assert call("value", *given, "--quiet").output == ""


def test_one_path_and_one_session_are_no_plural(tmp_path):
    assert ", 1 path\n" in call("value", "valence-1998", "--risk-neutral", "--paths", 1).stdout
    record = tmp_path / "one.csv"
    record.write_text("date,close\n1999-08-06,5\n")
    assert ": 1 session, 1999-08-06 to 1999-08-06, 1 run, 0 gaps" in call("history", record).stdout
