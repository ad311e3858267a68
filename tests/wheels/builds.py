"""sdist and wheel built twice from the tracked files alone: the same bytes.

``python -m tests.wheels.builds DIR`` leaves the files in DIR.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
EPOCH = "946684800"
"""2000-01-01: any moment will do, as long as it is said."""


def copy_tracked(target: Path) -> None:
    """The files that git knows, and nothing else, into a folder."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    for name in listed.stdout.split("\0"):
        if name and (REPOSITORY / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(REPOSITORY / name, target / name)


def build(target: Path) -> dict[str, str]:
    """Build both into a folder; SHA-256 by name."""
    with tempfile.TemporaryDirectory() as scratch:
        copy_tracked(Path(scratch))
        environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH}
        command = [sys.executable, "-m", "hatchling", "build", "-d", str(target.resolve())]
        subprocess.run(command, cwd=scratch, env=environment, check=True, capture_output=True, text=True)
    files = sorted(each for each in target.iterdir() if each.suffix in (".whl", ".gz"))
    return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in files}


def main(folder: Path) -> int:
    """Build twice and compare; the exit code tells."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as other:
        one, two = build(folder), build(Path(other))
    for name, digest in one.items():
        print(f"{name}: {digest[:16]}, {'the same again' if two.get(name) == digest else 'another the second time'}")
    return 0 if one == two and len(one) == 2 else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.wheels.builds", description=__doc__)
    parser.add_argument("folder", metavar="DIR", type=Path, help="where the files are left")
    sys.exit(main(parser.parse_args().folder))
