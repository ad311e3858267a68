"""Write real output of the current version into README.md: ``python -m benchmarks.readme --write``.

A block stands between ``<!-- output: COMMAND -->`` and ``<!-- /output -->``. A test compares the blocks with what the
commands print.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_BLOCK = re.compile(r"(<!-- output: (?P<command>.*?) -->\n)(?P<text>.*?)(<!-- /output -->)", re.DOTALL)
_FLOORLESS = "import sys; from simulate.cli import main; sys.argv[0] = 'floorless'; main()"


def output(command: str) -> str:
    """What a command of the README prints, in a code block.

    Parameters
    ----------
    command
        ``floorless ...``, perhaps with ``| grep WORD``. A run is written to a folder that is thrown away.
    """
    words, _, wanted = command.partition(" | grep ")
    arguments = words.split()[1:]
    environment = os.environ | {"COLUMNS": "118", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory() as folder:
        if arguments[0] == "run":
            arguments += ["--out", f"{folder}/run"]
        done = subprocess.run(
            [sys.executable, "-c", _FLOORLESS, *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    shown = done.stdout if done.returncode == 0 else done.stderr
    lines = [line.rstrip() for line in shown.splitlines() if wanted in line and not line.startswith("Written to")]
    return "\n".join(["```text", f"$ {command}", *lines, "```", ""])


def refreshed(text: str) -> str:
    """The README's text with every block made afresh."""
    return _BLOCK.sub(lambda block: block[1] + output(block["command"]) + block[4], text)


def main() -> None:
    """Write the blocks, or tell whether they are current."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write README.md; else only compare")
    write = parser.parse_args().write
    path = ROOT / "README.md"
    before = path.read_text(encoding="utf-8")
    after = refreshed(before)
    if write:
        path.write_text(after, encoding="utf-8")
    elif before != after:
        sys.exit("README.md does not show what the commands print; run python -m benchmarks.readme --write")


if __name__ == "__main__":
    main()
