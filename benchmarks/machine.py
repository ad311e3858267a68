"""What was measured on, and with what: processor, versions, commit."""

from __future__ import annotations

import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("numpy", "numba", "llvmlite")


def processor() -> str:
    """The processor's model string, with family and model: virtual machines cut the name short."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    pairs = (line.partition(":") for line in text.split("\n\n")[0].splitlines())
    found = {name.strip(): value.strip() for name, _, value in pairs}
    name = found.get("model name") or platform.machine()
    if "cpu family" in found and "model" in found:
        name += f" (family {found['cpu family']}, model {found['model']})"
    return name


def versions() -> str:
    """Versions of Python and of the packages that decide the speed, in one line."""
    return ", ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in PACKAGES)])


def commit() -> str:
    """The commit of the checkout, marked where the kernels differ from it; ``unknown`` outside a checkout."""

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    try:
        changed = git("status", "--porcelain", "kernels")
        return git("rev-parse", "--short", "HEAD") + (" with changes to kernels" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
