"""The wheel in fresh environments: each Python that is there, and the oldest dependencies that it may be had with.

``python -m tests.wheels.interpreters`` installs without compilers (binary packages only), runs 10,000 paths against
the kept hash and a short ``validate``. Looked for are ``python3.12`` and its like where commands are, and what pyenv
has installed; a Python that is not there is named and counts as neither passed nor failed. ``3.12``, ``oldest`` and the
like try those alone, ``--no-validate`` leaves the last step out.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

from tests.wheels.builds import build

REPOSITORY = Path(__file__).resolve().parents[2]
VERSIONS = ("3.11", "3.12", "3.13")
OLDEST, OLDEST_ON = "oldest", "3.11"


def oldest() -> list[str]:
    """The lowest version that each dependency's range allows, as constraints."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = [re.match(r"([A-Za-z0-9_.-]+)>=([0-9.]+)", each) for each in project["dependencies"]]
    assert all(found), project["dependencies"]
    return [f"{each[1]}=={each[2]}.*" if each[2].count(".") < 2 else f"{each[1]}=={each[2]}" for each in found if each]


def interpreter(version: str) -> str | None:
    """A Python of a version that really runs; None: there is none."""
    installed = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    names = [shutil.which(f"python{version}"), *map(str, sorted(installed.glob(f"{version}.*/bin/python")))]
    for name in filter(None, names):
        command = [name, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        if said.returncode == 0 and said.stdout.strip() == version:
            return name
    return None


def attempt(python: str, wheel: Path, constraints: list[str], *, validate: bool) -> str:
    """Install and run in a fresh environment; empty, or what failed."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        environment["FLOORLESS_CACHE_DIR"] = str(folder / "cache")
        (folder / "constraints.txt").write_text("\n".join(constraints) + "\n")
        inside = folder / "environment" / ("Scripts" if sys.platform == "win32" else "bin")
        golden = REPOSITORY / "tests" / "wheels" / "golden.py"
        steps = [
            [python, "-m", "venv", str(folder / "environment")],
            [
                str(inside / "python"), "-m", "pip", "install", "--quiet", "--only-binary", ":all:",
                "--constraint", str(folder / "constraints.txt"), str(wheel),
            ],
            [str(inside / "python"), str(golden)],
        ]  # fmt: skip
        if validate:
            steps.append([str(inside / "floorless"), "validate", "--quick", "--quiet"])
        for step in steps:
            done = subprocess.run(step, cwd=folder, env=environment, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                last = (done.stdout + done.stderr).strip().splitlines()[-3:]
                return f"{Path(step[0]).name} {' '.join(step[1:4])}: exit {done.returncode}: {' | '.join(last)}"
    return ""


def sets_of(which: Sequence[str]) -> list[tuple[str, str, list[str]]]:
    """Version, name and constraints of what is tried; of nothing named: of all."""
    sets: list[tuple[str, str, list[str]]] = [
        (version, "newest dependencies", []) for version in VERSIONS if version in which or not which
    ]
    if OLDEST in which or not which:
        sets.append((OLDEST_ON, "oldest dependencies", oldest()))
    return sets


def main(arguments: Sequence[str] | None = None) -> int:
    """Try what is there, and say what is not."""
    parser = argparse.ArgumentParser(prog="python -m tests.wheels.interpreters", description=__doc__)
    parser.add_argument(
        "which", nargs="*", metavar="WHICH", help=f"{', '.join(VERSIONS)} or {OLDEST}; without any: all of them"
    )
    parser.add_argument("--no-validate", action="store_true", help="leave the short validate out")
    given = parser.parse_args(arguments)
    unknown = [each for each in given.which if each not in (*VERSIONS, OLDEST)]
    if unknown:
        parser.error(f"{', '.join(unknown)}: not known; name {', '.join(VERSIONS)} or {OLDEST}")
    counts = {"passed": 0, "failed": 0, "not there": 0}
    with tempfile.TemporaryDirectory() as scratch:
        build(Path(scratch))
        wheel = next(Path(scratch).glob("*.whl"))
        for version, name, constraints in sets_of(given.which):
            python = interpreter(version)
            if python is None:
                verdict, reason = "not there", "no such interpreter on this machine: not tried"
            else:
                reason = attempt(python, wheel, constraints, validate=not given.no_validate)
                verdict = "failed" if reason else "passed"
            counts[verdict] += 1
            print(f"Python {version}, {name}: {verdict}{': ' + reason if reason else ''}", flush=True)
    print(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
