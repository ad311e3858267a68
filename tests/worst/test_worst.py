"""The worst case for the company: which policies are run, the ranking, its paired errors, files and words."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest
from command import answer, call
from deals import scenario, series

import simulate
from simulate.errors import ConfigError
from simulate.scenario import policies
from simulate.worst import cases, cases_of

PATHS = 64


def short_deal():
    """Three months of a floating price with maturity after two; expenses of $1,000 make it a whole deal."""
    floating = {"switch_on": "1999-01-20", "multiplier": "1.01", "lookback_sessions": 10, "lowest_count": 6}
    return scenario(
        all_series=[series(conversion_price={"fixed_usd": "6.03", "variable": floating}, maturity="1999-03-01")],
        deal={"horizon": "1999-04-01", "limits": {"ownership_fraction": "0.049"}, "expenses_usd": 1000},
        holder={"hurdle": 1, "participation": "0.3"},
        run={"paths": PATHS, "seed": 1},
    )


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return simulate.worst(short_deal(), out=tmp_path_factory.mktemp("worst") / "out", threads=1)


def test_every_policy_of_the_schema_is_a_case_its_own_first():
    listed = [case.policy for case in cases_of(short_deal())]
    assert listed[0] == "convert_and_sell"
    assert sorted(listed) == sorted(policies())


def test_a_policy_that_is_barred_is_labelled_so(monkeypatch):
    monkeypatch.setitem(cases.BARRED, "threshold", "SPA 4.14")
    by_policy = {case.policy: case for case in cases_of(short_deal())}
    assert by_policy["threshold"].label == "threshold (barred by SPA 4.14)"
    assert by_policy["hold"].label == "hold"


def test_the_worst_has_the_highest_number_and_its_errors_are_paired(found):
    for verdict in found.verdicts:
        numbers = verdict.numbers
        assert numbers[verdict.worst] == max(numbers.values())
        # The mean of the differences is the difference of the means but for the rounding of the sums.
        apart = numbers[verdict.order[0]] - numbers[verdict.order[1]]
        assert verdict.to_next.difference == pytest.approx(apart, rel=1e-9, abs=1e-9)
        assert verdict.to_next.method in ("paired", "sections")
    given_up = found.verdicts[0]
    assert given_up.measure.output == "value_given_up_usd"
    assert found.worst == given_up.worst


def test_a_number_is_that_of_the_scenario_run_alone(found):
    """By hand from two runs of their own: the mean of the per-path difference, and its standard error."""
    one, other = (
        simulate.run(case.scenario, threads=1, keep_paths=True).paths["value_given_up_usd"].to_numpy()
        for case in cases_of(short_deal(), ["threshold"])
    )
    each = found.comparison.difference("value_given_up_usd", "mean", "threshold")
    apart = other - one
    assert each.difference == pytest.approx(apart.mean(), rel=1e-12)
    assert each.standard_error == pytest.approx(apart.std(ddof=1) / np.sqrt(PATHS), rel=1e-12)


def test_what_is_the_same_for_all_is_said_to_be(found):
    """Nothing is redeemed: the company pays its $1,000 of expenses, whatever the holder does."""
    said = [line for line in found.sentences() if line.startswith("cash that the company pays out")]
    assert len(said) == 1
    assert "1,000 USD, the same under" in said[0]


def test_too_few_paths_for_an_error_are_said_to_be(found):
    """Without an interval nothing is known of what the paths tell apart."""
    verdict = found.verdicts[0]
    for low, error, end in (
        (None, None, "the paths are too few to tell its error."),
        (-1.0, 2.0, "the paths do not tell the two apart."),
    ):
        gap = replace(verdict.to_next, difference=3.0, standard_error=error, low=low)
        (said, *_) = replace(found, verdicts=(replace(verdict, to_next=gap),)).sentences()
        assert said.endswith(f"; {end}")


def test_table_facts_and_figure_are_written(found, tmp_path):
    folder = tmp_path / "again"
    simulate.worst(short_deal(), policies=["threshold"], out=folder, threads=1)
    facts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert facts["kind"] == "worst case"
    assert [case["policy"] for case in facts["policies"]] == ["convert_and_sell", "threshold"]
    assert facts["ranking"][0]["output"] == "value_given_up_usd"
    assert set(pq.read_table(folder / "comparison.parquet")["scenario"].to_pylist()) == {"threshold"}
    assert {file.name for file in (folder / "figures").iterdir()} == {"comparison.png", "comparison.pdf"}


def test_an_unknown_policy_and_one_policy_alone_are_refused():
    with pytest.raises(ConfigError, match="naked: no policy of a holder; allowed: hold, convert_and_sell"):
        simulate.worst(short_deal(), policies=["naked"])
    with pytest.raises(ConfigError, match="only convert_and_sell is run"):
        simulate.worst(short_deal(), policies=["convert_and_sell"])


def test_the_command_prints_the_ranking_and_json():
    of_two = ("--policy", "hold", "--policy", "optimal")
    shown = call("worst", "valence-1998-conversion-only", "--paths", 64, *of_two, "--threads", 1)
    assert shown.exit_code == 0, shown.output
    assert "64 paths, seed 1998, physical measure" in shown.stdout
    assert "hurts most" in shown.stdout
    assert "value_given_up_usd is not ranked" in shown.stdout
    assert "\noptimal does not apply" in shown.stdout  # a policy's name, as it is written in a scenario
    assert " fraction" not in shown.stdout
    arguments = ("worst", "valence-1998-conversion-only", "--paths", 64, "--policy", "hold", "--threads", 1)
    assert answer(*arguments)["ranking"][0]["output"] == "shares_issued"
    assert call(*arguments, "--quiet").stdout == ""
