"""What a verification found: each thing looked at, and whether it holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Outcome = Literal["verified", "differs", "not verified"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    what
        What it is.
    outcome
        ``verified``; ``differs``: it is not what it should be; ``not verified``: it could not be looked at, or not
        fully, and the detail says why.
    detail
        What was compared with what, and how much of it.
    """

    what: str
    outcome: Outcome
    detail: str


@dataclass(frozen=True)
class Verification:
    """What was found of a run.

    Attributes
    ----------
    directory
        The run's folder.
    sample
        Numbers of the paths that were drawn again, ascending.
    findings
        In the order in which they were looked at.
    """

    directory: Path
    sample: tuple[int, ...]
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing differs; what was not verified is no difference."""
        return all(finding.outcome != "differs" for finding in self.findings)

    def lines(self) -> list[str]:
        """The findings as text, and how many of each kind there are."""
        out = [f"{finding.outcome:<13} {finding.what}: {finding.detail}" for finding in self.findings]
        count = {
            kind: sum(f.outcome == kind for f in self.findings) for kind in ("verified", "differs", "not verified")
        }
        total = f"{count['verified']} verified, {count['differs']} differ, {count['not verified']} not verified"
        return [*out, f"{self.directory}: {total}"]
