"""Whether a run is what its folder says: configuration, records, files, and a sample of its paths drawn again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from simulate.errors import ConfigError, OutputError
from simulate.results import Result
from simulate.scenario import SCHEMA_VERSION
from simulate.terms import make_terms
from simulate.verification import identity, stored
from simulate.verification.findings import Finding, Outcome, Verification
from simulate.verification.redraw import against_ledger, chosen_paths, kernel_rows

__all__ = ["DEFAULT_PATHS", "Finding", "Outcome", "Verification", "verify_run"]

DEFAULT_PATHS = 20
_ELSE = ("kernels and ledger", "kept rows", "summary from kept rows", "summary, sessions and histograms")


def verify_run(
    directory: str | Path, *, paths: int = DEFAULT_PATHS, announce: Callable[[str], None] | None = None
) -> Verification:
    """Verify a run.

    Parameters
    ----------
    directory
        The run's folder; nothing in it is changed.
    paths
        How many of its paths to draw again. Which ones follows from the run itself, see
        :func:`simulate.verification.redraw.chosen_paths`. A run of no more than this, or of one block of paths, is
        made again whole.
    announce
        Called with a line to show, such as that the program is compiling.

    Returns
    -------
    Verification

    Raises
    ------
    FloorlessError
        If the folder holds no run, or one that this program cannot read: then nothing was verified.
    """
    if paths < 1:
        raise ConfigError(f"paths {paths}: at least one path must be drawn again")
    run = Result.read(directory)
    version = run.manifest.get("schema_version")
    if version != SCHEMA_VERSION:
        raise OutputError(
            f"{directory}: the run is of schema version {version}, and this program reads {SCHEMA_VERSION}; nothing "
            "was verified: install the floorless that made it"
        )
    folder = Path(directory)
    findings = [identity.program(run.manifest), identity.configuration(run.manifest, run.scenario)]
    findings.append(identity.files(run.manifest, folder))
    sample: tuple[int, ...] = ()
    if findings[1].outcome == "verified":
        terms = make_terms(run.scenario)
        findings.append(identity.records(run.manifest, terms))
        if findings[-1].outcome == "verified":
            sample = chosen_paths(run.run_id, int(run.manifest["paths"]), paths)
            rows = list(kernel_rows(run.scenario, terms, sample, announce or _silent))
            findings.append(against_ledger(run.scenario, terms, sample, rows))
            findings += stored.rows_and_summary(run, sample, rows)
            findings.append(stored.whole_run(run, paths))
    if not sample:
        text = "not looked at: what would be drawn again is not what was run"
        findings += [Finding(what, "not verified", text) for what in _ELSE]
    return Verification(folder, sample, tuple(findings))


def _silent(_: str) -> None:
    """Say nothing."""
