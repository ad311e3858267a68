"""The commands run and explain: the summary, the run directory, the progress, the JSON."""

from __future__ import annotations

import json

import pytest
from command import answer, call

import simulate
from simulate.cli.answers import plain
from simulate.cli.terminal import number, progress_bar
from simulate.columns import columns
from simulate.load import load


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A small run of the default scenario, kept with its paths."""
    directory = tmp_path_factory.mktemp("runs") / "small"
    result = call("run", "valence-1998", "--paths", "300", "--out", directory, "--keep-paths")
    assert result.exit_code == 0, result.output
    return directory, result


def test_the_summary_names_measure_units_errors_and_assumptions(kept):
    directory, result = kept
    assert "300 paths, seed 1998, physical measure (drift 0% a year)" in result.stdout
    for column in columns(load("valence-1998")):
        assert (f" {column.name} " in result.stdout) == column.headline
    assert "inputs are [assumed]" in result.stdout
    assert f"Written to {directory}" in result.stdout
    assert "…" not in result.stdout
    assert "\x1b" not in result.output


def test_the_summary_is_that_of_the_result(kept):
    directory, result = kept
    row = simulate.Result.read(directory).row("shares_issued")
    (line,) = [line for line in result.stdout.splitlines() if line.strip().startswith("shares_issued ")]
    numbers = [float(word.replace(",", "")) for word in line.split()[2:]]
    wanted = [
        row.mean,
        row.standard_error,
        *(row.quantiles[p][0] for p in (0.05, 0.5, 0.95)),
        row.expected_shortfall,
    ]
    assert numbers == [round(value) for value in wanted]


def test_a_run_is_not_replaced_unless_asked_for(kept):
    directory, _ = kept
    before = (directory / "manifest.json").read_bytes()
    refused = call("run", "valence-1998", "--paths", "10", "--out", directory)
    assert refused.exit_code == 2
    assert "already holds a run" in refused.stderr
    assert (directory / "manifest.json").read_bytes() == before


def test_explain_prints_the_ledger_of_a_path_of_the_run(kept, tmp_path):
    directory, _ = kept
    found = answer("explain", directory, "3", "--out", tmp_path / "ledger.csv")
    paths = simulate.Result.read(directory).paths.to_pylist()
    assert found["totals"]["shares_issued"] == paths[3]["shares_issued"]
    assert (tmp_path / "ledger.csv").read_text().count("\n") == len(found["events"]) + 1
    printed = call("explain", directory, "3")
    assert printed.exit_code == 0
    assert ["shares_issued", f"{paths[3]['shares_issued']:,}"] in [line.split() for line in printed.stdout.splitlines()]


def test_json_is_alone_on_stdout_and_quiet_says_nothing(tmp_path):
    found = answer("run", "valence-1998", "--paths", "64", "--seed", "7")
    assert found["directory"] is None
    assert found["manifest"]["seed"] == 7
    assert found["manifest"]["paths"] == 64
    (row,) = [row for row in found["summary"] if row["name"] == "shares_issued"]
    assert set(row["quantiles"]) == {"0.01", "0.05", "0.25", "0.5", "0.75", "0.95", "0.99"}
    assert {"deal.conversion.round_up"} <= {item["name"] for item in found["choices"]}
    assert {"market.start_price_usd"} <= {item["name"] for item in found["assumed"]}
    quiet = call("run", "valence-1998", "--paths", "64", "--quiet", "--out", tmp_path / "run")
    assert (quiet.exit_code, quiet.output) == (0, "")
    assert (tmp_path / "run" / "manifest.json").is_file()


def test_options_reach_the_run(monkeypatch, tmp_path):
    seen = {}

    def fake(scenario, **keywords):
        seen.update(keywords)
        raise simulate.FloorlessError("seen")

    monkeypatch.setattr(simulate, "run", fake)
    call(
        *(
            "run",
            "valence-1998",
            "--paths",
            "1e6",
            "--seed",
            "5",
            "--threads",
            "2",
            "--out",
            tmp_path,
            "--overwrite",
        ),
        *("--keep-paths", "--figures", "--until", "shares_issued=10000", "--until", "pnl_usd = 1e4"),
    )
    assert seen.pop("progress") is None
    assert callable(seen.pop("announce"))
    assert seen == {
        "paths": 1_000_000,
        "seed": 5,
        "until": {"shares_issued": 10_000.0, "pnl_usd": 10_000.0},
        "out": tmp_path,
        "overwrite": True,
        "keep_paths": True,
        "figures": True,
        "threads": 2,
        "resume": False,
        "workers": None,
        "scheduler": None,
        "paranoid": False,
    }


def test_without_a_directory_nothing_is_kept_and_it_says_so():
    result = call("run", "valence-1998", "--paths", "16")
    assert "Nothing was written; --out DIR keeps the run." in result.stdout


def test_progress_is_shown_on_a_terminal_only(monkeypatch, capsys):
    import sys

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with progress_bar(True) as (progress, announce):
        announce("compiling [once]")
        progress(50, 200)
        progress(200, 200)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "compiling [once]" in shown.err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    with progress_bar(True) as (progress, announce):
        assert progress is None
        announce("compiling")
    assert capsys.readouterr().err == "compiling\n"
    with progress_bar(False) as both:
        assert both == (None, None)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1234567.4, "shares", "1,234,567"),
        (0.12345, "fraction", "0.1235"),
        (4.70807, "USD per share", "4.7081"),
        (-1234.6, "USD", "-1,235"),
        (98.04, "sessions", "98.0"),
        (None, "USD", "-"),
        (float("nan"), "USD", "-"),
    ],
)
def test_numbers_are_shown_in_their_unit(value, unit, text):
    assert number(value, unit) == text


def test_answers_in_json_have_no_number_that_is_none():
    import datetime
    from decimal import Decimal
    from fractions import Fraction
    from pathlib import Path

    import numpy as np

    given = {
        "nan": float("nan"),
        "inf": np.float64("inf"),
        "decimal": Decimal("6.03"),
        "whole": Decimal("7.00"),
        "third": Fraction(1, 3),
        "day": datetime.date(1998, 12, 18),
        "path": Path("a/b"),
        "array": np.array([1, 2]),
        "yes": np.bool_(True),
        0.5: (1, None),
    }
    assert json.loads(json.dumps(plain(given), allow_nan=False)) == {
        "nan": None,
        "inf": None,
        "decimal": 6.03,
        "whole": 7,
        "third": 1 / 3,
        "day": "1998-12-18",
        "path": "a/b",
        "array": [1, 2],
        "yes": True,
        "0.5": [1, None],
    }
    with pytest.raises(TypeError, match="object has no place"):
        plain(object())


def test_paths_take_the_place_of_the_files_own_before_that_is_checked(write):
    path = write(("run:\n", "run:\n  sampling: sobol\n"))
    own = call("run", path, "--quiet")
    assert own.exit_code == 2
    assert "run.paths: paths 100,000 are not at least 2 whole randomisations" in own.stderr
    assert call("run", path, "--quiet", "--paths", 8192).exit_code == 0
    assert simulate.run(path, paths=8192).manifest["paths"] == 8192
    other = call("run", path, "--quiet", "--paths", 5000)
    assert other.exit_code == 2
    assert "run.paths: paths 5,000 are not at least 2 whole randomisations" in other.stderr


def test_paths_that_are_given_do_not_hide_what_else_is_wrong(write):
    path = write(("run:\n", "run:\n  sampling: sobol\n"), ("hurdle: 1.0", "hurdle: 11"))
    refused = call("run", path, "--quiet", "--paths", 8192)
    assert refused.exit_code == 2
    assert [line.split(": ")[1] for line in refused.stderr.splitlines()] == ["holder.hurdle"]
