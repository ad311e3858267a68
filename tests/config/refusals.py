"""What a refused scenario file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulate.errors import ConfigError
from simulate.load import load


def refused(path: Path) -> list[str]:
    """The messages of a refusal, without the file's name."""
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert all(message.startswith(f"{path}:") for message in caught.value.messages)
    return [message.removeprefix(f"{path}:") for message in caught.value.messages]


def line_of(path: Path, text: str, which: int = 0) -> int:
    """Number of the line that holds a text."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if text in line][which]
