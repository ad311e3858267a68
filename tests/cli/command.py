"""Calling the command as a user does, in this process and in another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from repository import REPOSITORY
from typer.testing import CliRunner

from simulate.cli import app


def call(*arguments: object) -> Any:
    """Call the command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def answer(*arguments: object) -> Any:
    """The JSON that a successful call prints, alone on stdout, with no number that is none."""
    result = call(*arguments, "--json")
    assert result.exit_code == 0, result.output

    def no_constant(text: str) -> None:
        raise AssertionError(f"{text} in JSON")

    return json.loads(result.stdout, parse_constant=no_constant)


def process(*arguments: object, **keywords: Any) -> subprocess.CompletedProcess[str]:
    """Call the command in another process."""
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)} | keywords.pop("environment", {})
    return subprocess.run(
        [sys.executable, "-m", "simulate.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
        **keywords,
    )
