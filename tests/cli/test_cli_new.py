"""The command new: a commented scenario from answers, or a copy of one that ships."""

from __future__ import annotations

import pytest
import typer
from command import answer, call
from repository import SHIPPED

import simulate


def test_answers_are_given_and_the_rest_is_assumed(tmp_path):
    path = tmp_path / "deal.yaml"
    result = call(
        "new", path, "--company", 'A "new" one: Inc', "--multiplier", "0.90", "--start", "2024-01-02", "--yes"
    )
    assert (result.exit_code, result.stdout) == (0, ""), result.output
    scenario = simulate.load(path)
    variable = scenario.deal.series[0].conversion_price.variable
    assert scenario.deal.issuer.name == 'A "new" one: Inc'
    assert str(variable.multiplier) == "0.90"
    assert (scenario.deal.start, variable.switch_on) == (scenario.deal.series[0].issue_date, scenario.deal.start)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line.split("# ")[1] for line in lines if " multiplier: " in line] == ["of the average below [given]"]
    (price,) = [line for line in lines if "start_price_usd" in line]
    assert price.endswith("[assumed]")
    assert call("check", path).exit_code == 0


def test_a_written_scenario_has_a_price_table(tmp_path):
    path = tmp_path / "deal.yaml"
    assert answer("new", path, "--start", "2024-01-02", "--fixed-usd", "null") == {"written": str(path)}
    # 85% of $2.00 is $1.70: 5,000 x 1,000 x (1 + 0.06 x 90/365) / 1.70 = 2,984,689.77 on 2024-04-01, day 90.
    (row,) = simulate.price_table(path, prices=[2]).rows
    assert row.shares == 2_984_690


def test_wrong_answers_are_told_like_any_mistake_and_nothing_is_written(tmp_path):
    path = tmp_path / "deal.yaml"
    result = call("new", path, "--multiplier", "9", "--start", "2024-02-30", "--yes")
    assert result.exit_code == 2
    start, multiplier = result.stderr.splitlines()
    assert "deal.start: '2024-02-30' is no date" in start
    assert f"{path}:" in multiplier
    assert "multiplier: 9 is not allowed" in multiplier
    assert list(tmp_path.iterdir()) == []


def test_questions_are_asked_on_a_terminal(tmp_path, monkeypatch):
    from typer.testing import CliRunner

    from simulate.cli import app

    monkeypatch.setattr("simulate.cli.fresh.is_terminal", lambda: True)
    said = "Asked Inc\n" + "\n" * 2 + "2024-01-02\n" + "\n" * 9
    path = tmp_path / "deal.yaml"
    result = CliRunner().invoke(app, ["new", str(path), "--volatility-per-year", "0.5"], input=said)
    assert result.exit_code == 0, result.output
    assert "Name of the company" in result.stderr
    assert "Volatility" not in result.stderr
    scenario = simulate.load(path)
    assert (scenario.deal.issuer.name, str(scenario.market.price.volatility_per_year)) == ("Asked Inc", "0.5")


def asked(path, monkeypatch, said, *options):
    """The command on a terminal whose user types these lines."""
    from typer.testing import CliRunner

    from simulate.cli import app

    monkeypatch.setattr("simulate.cli.fresh.is_terminal", lambda: True)
    return CliRunner().invoke(app, ["new", str(path), *options], input=said)


def test_each_answer_is_checked_as_it_is_given_and_asked_for_again(tmp_path, monkeypatch):
    path = tmp_path / "deal.yaml"
    # Company, ticker, outstanding twice, start twice, three at their default, Premium twice, two, look-back, count ...
    said = "\n\n25,000,000\n25000000\n2026-02-30\n2024-01-02\n\n\n6%\n0.06\n\n\n3\n12\n\n2\n\n\n\n"
    result = asked(path, monkeypatch, said)
    assert result.exit_code == 0, result.output
    for told in (
        "deal.common.outstanding_shares: '25,000,000' is text, not a number",
        "deal.start: '2026-02-30' is no date of the calendar",
        "deal.series[0].premium.rate_per_year: '6%' is text, not a number",
        "lowest_count (12) is more than lookback_sessions (3)",
        "lowest_count (5) is more than lookback_sessions (3)",  # the default, which an earlier answer rules out
    ):
        assert result.stderr.count(told) == 1, told
    assert str(path) not in result.stderr.replace(f"Written to {path}", "")
    variable = simulate.load(path).deal.series[0].conversion_price.variable
    assert (variable.lookback_sessions, variable.lowest_count) == (3, 2)
    # What equals a default and was typed all the same is the user's.
    (outstanding, premium, ticker) = (
        next(line for line in path.read_text(encoding="utf-8").splitlines() if f" {name}: " in line)
        for name in ("outstanding_shares", "rate_per_year", "ticker")
    )
    assert outstanding.endswith("[given]")
    assert premium.endswith("[given]")
    assert ticker.endswith("[assumed]")


def test_a_wrong_option_is_told_before_anything_is_asked(tmp_path, monkeypatch):
    result = asked(tmp_path / "deal.yaml", monkeypatch, "", "--multiplier", "9")
    assert result.exit_code == 2
    assert "multiplier: 9 is not allowed" in result.stderr
    assert "Name of the company" not in result.stderr


def test_an_interrupted_question_ends_as_an_interrupt(tmp_path, monkeypatch):
    def interrupted(*arguments, **keywords):
        raise typer.Abort from KeyboardInterrupt()

    monkeypatch.setattr("simulate.cli.fresh.typer.prompt", interrupted)
    result = asked(tmp_path / "deal.yaml", monkeypatch, "")
    assert result.exit_code == 130
    assert result.stderr.endswith("interrupted; nothing was written\n")
    assert list(tmp_path.iterdir()) == []


def test_a_whole_deal_is_written_with_its_limits_and_its_warrant(tmp_path):
    path = tmp_path / "whole.yaml"
    told = ("--warrant-shares", "300000", "--cap-fraction", "0.1999", "--outstanding-shares", "20000000")
    assert call("new", path, "--whole", "--start", "2024-01-02", *told, "--yes").exit_code == 0
    scenario = simulate.load(path)
    deal = scenario.deal
    assert deal.cap_amount_shares == 3_998_000  # 19.99% of 20,000,000
    assert [(warrant.name, warrant.shares) for warrant in deal.warrants] == [("W1", 300_000)]
    assert deal.warrants[0].expires == deal.horizon
    assert deal.limits.sale_volume.while_held == deal.reserve.series == deal.registration.paying_series == "A"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line.split("# ")[1] for line in lines if "share_of_outstanding" in line] == [
        "most that is issued before approval [given]"
    ]
    assert [line.split("[")[-1] for line in lines if "exercise_price_usd" in line] == ["assumed]"]
    assert call("check", path).exit_code == 0
    assert simulate.run(scenario, paths=2, threads=1).row("shares_warrant_w1").defined == 2


def test_a_deal_of_conversions_alone_is_written_as_ever(tmp_path):
    path = tmp_path / "plain.yaml"
    assert call("new", path, "--start", "2024-01-02", "--yes").exit_code == 0
    deal = simulate.load(path).deal
    assert (deal.warrants, deal.limits.cap, deal.reserve, deal.redemption) == ((), None, None, None)
    assert not any(line.startswith("[") for line in path.read_text(encoding="utf-8").splitlines())


def test_a_copy_is_the_shipped_file_with_its_records(tmp_path):
    path = tmp_path / "copy.yaml"
    assert call("new", path, "--from", "valence-1998-bootstrap").exit_code == 0
    assert path.read_bytes() == (SHIPPED / "valence-1998-bootstrap.yaml").read_bytes()
    assert (tmp_path / "history" / "vlnc.csv").read_bytes() == (SHIPPED / "history" / "vlnc.csv").read_bytes()
    assert simulate.load(path) == simulate.load("valence-1998-bootstrap")
    assert call("new", tmp_path / "second.yaml", "--from", "valence-1998-bootstrap").exit_code == 0
    (tmp_path / "history" / "vlnc.csv").write_text("date,close\n")
    refused = call("new", tmp_path / "third.yaml", "--from", "valence-1998-bootstrap")
    assert refused.exit_code == 2
    assert "is another record" in refused.stderr
    assert (tmp_path / "history" / "vlnc.csv").read_text() == "date,close\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--from", "valence-199"), "did you mean valence-1998"),
        (("--from", "valence-1998", "--multiplier", "1"), "change multiplier in the copy"),
        (("--from", "valence-1998", "--whole"), "leave --whole out"),
        (("--warrant-shares", "1", "--yes"), "goes with --whole"),
    ],
)
def test_what_cannot_be_copied_is_refused(arguments, words, tmp_path):
    result = call("new", tmp_path / "deal.yaml", *arguments)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.replace("│", " ").split())
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_kept_unless_asked_for(tmp_path):
    path = tmp_path / "deal.yaml"
    path.write_text("mine\n")
    refused = call("new", path, "--from", "valence-1998")
    assert refused.exit_code == 2
    assert "or replace it (--overwrite)" in refused.stderr
    assert path.read_text() == "mine\n"
    assert call("new", path, "--from", "valence-1998", "--overwrite").exit_code == 0
    assert simulate.load(path) == simulate.load("valence-1998")
    assert call("new", tmp_path, "--yes", "--overwrite").exit_code == 2
