"""What every command has in common: --json, --quiet, no colours where nobody looks; and what is refused before work."""

from __future__ import annotations

import json
import shutil

import pytest
from command import call, process
from typer.main import get_command

from simulate.cli import app

COMMANDS = sorted(get_command(app).commands)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_json_and_quiet(name):
    options = {option for parameter in get_command(app).commands[name].params for option in parameter.opts}
    assert {"--json", "--quiet"} <= options


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "valence-1998"),
        ("configs",),
        ("conversion-price", "valence-1998", "--prices", "vlnc"),
        ("history", "vlnc"),
        ("price-table", "valence-1998"),
        ("schema",),
    ],
    ids=lambda arguments: arguments[0],
)
def test_json_is_alone_on_stdout_and_quiet_says_nothing(arguments):
    if "vlnc" in arguments:
        arguments = [word.replace("vlnc", "configs/history/vlnc.csv") for word in arguments]
    answer = call(*arguments, "--json")
    assert answer.exit_code == 0
    json.loads(answer.stdout)
    assert answer.stderr == ""
    quiet = call(*arguments, "--quiet")
    assert (quiet.exit_code, quiet.output) == (0, "")


def test_no_colours_in_a_pipe(pair_of_runs):
    done = process("show", pair_of_runs[0])
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr
    refused = process("run", "valence-1998", "--paths", "none")
    assert refused.returncode == 2
    assert "\x1b" not in refused.stdout + refused.stderr


def test_runs_of_other_seeds_are_not_compared_as_pairs(pair_of_runs):
    refused = call("compare", pair_of_runs[0], "valence-1998-conversion-only", "--seed", "9", "--paths", "640")
    assert refused.exit_code == 2
    assert "--unpaired" in refused.stderr


def test_a_sweep_of_a_field_that_is_not_there_names_the_nearest(tmp_path):
    refused = call(
        "sweep", "valence-1998", "--vary", "market.price.volatilty=0.5:1:2", "--out", tmp_path / "sweep"
    )  # fmt: skip
    assert refused.exit_code == 2
    assert "did you mean market.price.volatility_per_year?" in refused.stderr
    assert not (tmp_path / "sweep").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "valence-1998", "--out"),
        ("compare", "valence-1998", "valence-1998-as-first-sold", "--out"),
        ("sweep", "valence-1998", "--vary", "market.price.volatility_per_year=0.5:1:2", "--out"),
        ("price-table", "valence-1998", "--out"),
        ("schema", "--out"),
        ("new", "--yes"),
        ("conversion-price", "valence-1998", "--prices", "configs/history/vlnc.csv", "--out"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_place_that_cannot_be_written_is_refused(arguments, tmp_path):
    # A file stands where the folder should be: that stops every user, whatever the permissions.
    (tmp_path / "file").write_text("mine")
    refused = call(*arguments, tmp_path / "file" / "out")
    assert refused.exit_code == 2
    assert "file" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert (tmp_path / "file").read_text() == "mine"


def test_a_memo_of_a_run_whose_configuration_was_changed_is_refused(pair_of_runs, tmp_path):
    changed = tmp_path / "changed"
    shutil.copytree(pair_of_runs[0], changed)
    config = changed / "config.yaml"
    config.write_text(config.read_text().replace("lookback_sessions: 10", "lookback_sessions: 11"))
    refused = call("memo", changed, "--out", tmp_path / "memo.pdf")
    assert refused.exit_code == 2
    assert "its hash differs" in refused.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["changed"]


def test_terms_of_the_other_ways_out_of_range_are_refused(pair_of_runs, tmp_path):
    refused = call("memo", pair_of_runs[0], "--out", tmp_path / "memo.pdf", "--placement-discount", "1.5")
    assert refused.exit_code == 2
    assert "placement_discount: 1.5 is not allowed; allowed: from 0 to 0.9" in refused.stderr
