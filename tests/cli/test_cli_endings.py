"""How the command ends: exit codes, one line for each mistake, never a traceback."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import tomllib

import pytest
from command import call, process
from repository import REPOSITORY

import simulate
from simulate.errors import ConfigError, OutputError

HEAVY = (
    "numba",
    "numpy",
    "pandas",
    "pyarrow",
    "matplotlib",
    "scipy",
    "exchange_calendars",
    "arch",
    "pydantic",
)


def ending(monkeypatch, error: BaseException) -> object:
    """The end of a command in which an error is raised."""

    def raises(*arguments, **keywords):
        raise error

    monkeypatch.setattr(simulate, "load", raises)
    return call("run", "any.yaml")


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (ConfigError(["one: wrong", "two: wrong"]), 2, "one: wrong\ntwo: wrong\n"),
        (OutputError("run: in the way"), 2, "run: in the way\n"),
        (KeyboardInterrupt(), 130, "interrupted; nothing was written\n"),
        (OSError(28, "No space left on device", "/full/run"), 2, "/full/run: No space left on device; check"),
        (PermissionError(13, "Permission denied", "/mine"), 2, "/mine: Permission denied; check"),
        (OSError("odd"), 2, "odd; check"),
        (MemoryError(), 2, "out of memory; run fewer paths"),
        (
            ZeroDivisionError("by zero"),
            1,
            "unexpected ZeroDivisionError: by zero. This is a fault of floorless",
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_each_error_has_its_code_and_its_line(monkeypatch, error, code, said):
    result = ending(monkeypatch, error)
    assert result.exit_code == code
    assert result.stderr.startswith(said)
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_an_interrupt_within_an_import_is_an_interrupt(monkeypatch):
    wrapped = RuntimeError("Error calling __set_name__")
    wrapped.__cause__ = KeyboardInterrupt()
    assert ending(monkeypatch, wrapped).exit_code == 130


def test_the_traceback_of_a_fault_is_shown_when_asked_for(monkeypatch):
    monkeypatch.setenv("FLOORLESS_DEBUG", "1")
    result = ending(monkeypatch, ZeroDivisionError("by zero"))
    assert result.exit_code == 1
    assert isinstance(result.exception, ZeroDivisionError)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run"], "CONFIG"),
        (["walk"], "walk"),
        (["run", "valence-1998", "--paths", "many"], "not a number"),
        (["run", "valence-1998", "--paths", "1.5"], "not a whole number"),
        (["run", "valence-1998", "--paths", "nan"], "not a finite number"),
        (["run", "valence-1998", "--paths", "0"], "from 1 to"),
        (["run", "valence-1998", "--seed", "-1"], "from 0 to"),
        (["run", "valence-1998", "--threads", "0"], "threads"),
        (["run", "valence-1998", "--keep-paths"], "--out DIR"),
        (["run", "valence-1998", "--overwrite"], "--out DIR"),
        (["run", "valence-1998", "--until", "shares_issued"], "OUTPUT=HALF_WIDTH"),
        (["run", "valence-1998", "--until", "share_issued=1"], "shares_issued?"),
        (["run", "valence-1998", "--until", "shares_issued=0"], "above 0"),
        (["run", "valence-1998", "--until", "shares_issued=inf"], "finite"),
        (["run", "valence-1998", "--until", "pnl_usd=1", "--until", "pnl_usd=2"], "twice"),
        (
            ["run", "valence-1998", "--until", "shares_issued=abc"],
            "give OUTPUT=HALF_WIDTH, such as shares_issued=10000",
        ),
        (["price-table", "valence-1998", "--prices", "5:1:9"], "give dollars parted by commas, such as"),
        (["sensitivities", "valence-1998", "--move", "deal.limits=abc"], "give FIELD=AMOUNT, such as"),
        (["sensitivities", "valence-1998", "--step", "abc"], "--step a part of each number, such as 0.1"),
        (["value", "valence-1998", "--market-price", "A=x"], "give SERIES=USD, such as A=6.03"),
        (["history", "vlnc", "--spread", "1"], "fraction"),
        (["replay", "valence-1998"], "--prices"),
        (["explain", "runs/none", "-1"], "PATH"),
        (["explain", "runs/none", "1"], "holds no run"),
        (["check", "none.yaml"], "no such file"),
        (["history", "none.csv"], "none.csv"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_mistake_of_the_users_ends_with_two_and_says_what_it_is(arguments, said):
    result = call(*arguments)
    assert result.exit_code == 2
    # The frame of a usage error breaks its lines: words are looked for, not where they stand.
    assert said.split() == [word for word in said.split() if word in result.stderr]
    assert "Traceback" not in result.stderr


def test_every_error_of_a_file_is_printed(write):
    path = write(("hurdle: 1.0", "hurdle: 11"), ("tail: 0.95", "tail: 2"))
    result = call("check", path)
    assert result.exit_code == 2
    assert [line.split(": ")[1] for line in result.stderr.splitlines()] == ["holder.hurdle", "run.tail"]


def test_a_full_disk_is_told_on_one_line():
    with open("/dev/full", "w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "simulate.cli", "schema"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=REPOSITORY,
            check=False,
        )
    assert ended.returncode == 2
    assert ended.stderr == "No space left on device; check the path, its permissions and the space on the disk\n"


def test_a_reader_who_goes_away_is_no_error_to_speak_of():
    writer = subprocess.Popen(
        [sys.executable, "-c", "from simulate.cli import main; import time; time.sleep(1); main()", "schema"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )
    writer.stdout.close()
    said = writer.stderr.read()
    writer.stderr.close()
    assert writer.wait() == 141
    assert said == ""


def test_help_and_version_import_nothing_heavy():
    code = (
        "import sys\n"
        "from simulate.cli import app\n"
        f"app(sys.argv[1:], standalone_mode=False)\nprint([name for name in {HEAVY} if name in sys.modules])"
    )
    for option in ("--help", "--version"):
        ended = subprocess.run(
            [sys.executable, "-c", code, option], capture_output=True, text=True, cwd=REPOSITORY, check=True
        )
        assert ended.stdout.splitlines()[-1] == "[]"


def test_the_version_is_that_of_the_distribution():
    with (REPOSITORY / "pyproject.toml").open("rb") as stream:
        version = tomllib.load(stream)["project"]["version"]
    assert call("--version").stdout == f"floorless {version}\n"


def test_the_command_runs_as_a_module():
    ended = process("configs")
    assert ended.returncode == 0
    assert any(line.startswith("valence-1998 ") for line in ended.stdout.splitlines())


def test_a_terminal_that_lacks_a_letter_does_not_stop_the_command(write):
    path = write(("name: Valence Technology, Inc.", "name: Soci\u00e9t\u00e9 \u26a1"))
    ended = process("check", path, environment={"PYTHONIOENCODING": "ascii"})
    assert ended.returncode == 0, ended.stderr
    assert "Soci?t? ?" in ended.stdout


def test_the_functions_of_the_package_stay_functions():
    import simulate.explain
    import simulate.load
    import simulate.replay

    assert all(callable(function) for function in (simulate.load, simulate.replay, simulate.explain))
    assert simulate.load("valence-1998").deal.issuer.ticker == "VLNC"
    with pytest.raises(AttributeError, match="no attribute 'walk'"):
        _ = simulate.walk
    assert simulate.FloorlessError is ConfigError.__base__


def test_ctrl_c_ends_a_run_within_two_seconds_and_leaves_nothing(tmp_path):
    # 500 million paths take hours: the run is still under way when its folder has begun.
    arguments = ["run", "valence-1998", "--paths", "5e8", "--out", str(tmp_path / "run")]
    runs = subprocess.Popen(
        # A shell's background jobs inherit an ignored SIGINT: the child sets it as a terminal would.
        [
            sys.executable,
            "-c",
            "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
            "from simulate.cli import main; main()",
            *arguments,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )
    try:
        patience = time.monotonic() + 120  # the first run of a machine compiles first
        while not list(tmp_path.iterdir()) and runs.poll() is None and time.monotonic() < patience:
            time.sleep(0.05)
        assert runs.poll() is None, runs.stderr.read()
        sent = time.monotonic()
        runs.send_signal(signal.SIGINT)
        stdout, stderr = runs.communicate(timeout=30)
    finally:
        runs.kill()
    assert time.monotonic() - sent < 2
    assert runs.returncode == 130
    assert stdout == ""
    assert stderr.endswith("interrupted; nothing was written\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "  "])
@pytest.mark.parametrize("command", ["check", "run"])
def test_an_empty_name_is_no_scenario(command, name):
    result = call(command, name)
    assert result.exit_code == 2
    assert result.stderr.startswith("'': names no scenario; allowed: a YAML file, or the name of a scenario that ships")
