"""The runs under a folder, each with its headline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from simulate.errors import FloorlessError, OutputError
from simulate.output.run_files import is_run

DEPTH = 2
"""How many levels of folders are looked through."""


@dataclass(frozen=True)
class RunLine:
    """A run in a list.

    Attributes
    ----------
    directory
        Its folder.
    name
        Of the scenario; of a run that cannot be read, why.
    paths, seed
        As run; None: it cannot be read.
    shares_issued, shares_issued_error
        Mean, with its standard error.
    dilution_of_total_p95, dilution_of_old_p95
        95% quantiles.
    pnl_usd
        Mean of the investor's.
    """

    directory: Path
    name: str
    paths: int | None = None
    seed: int | None = None
    shares_issued: float | None = None
    shares_issued_error: float | None = None
    dilution_of_total_p95: float | None = None
    dilution_of_old_p95: float | None = None
    pnl_usd: float | None = None


def find_runs(folder: Path) -> Iterator[RunLine]:
    """The runs under a folder, by name; the folder itself if it is one.

    Parameters
    ----------
    folder
        Where to look.

    Yields
    ------
    RunLine
        A run that cannot be read is listed with the reason.

    Raises
    ------
    OutputError
        If there is no such folder.
    """
    if not folder.is_dir():
        raise OutputError(f"{folder}: is no directory; name one that holds runs")
    yield from _below(folder, DEPTH)


def _below(folder: Path, depth: int) -> Iterator[RunLine]:
    if is_run(folder):
        yield _line(folder)
        return
    if depth == 0:
        return
    try:
        inside = sorted(each for each in folder.iterdir() if each.is_dir() and not each.name.startswith("."))
    except OSError:
        return  # a folder that may not be looked into holds no runs of ours
    for each in inside:
        yield from _below(each, depth - 1)


def _line(folder: Path) -> RunLine:
    from simulate.results import Result

    try:
        result = Result.read(folder)
        shares, total, old, profit = (
            result.row(name) for name in ("shares_issued", "dilution_of_total", "dilution_of_old", "pnl_usd")
        )
        name = result.scenario.name
    except (FloorlessError, KeyError) as error:
        return RunLine(folder, f"cannot be read: {error}".splitlines()[0])
    return RunLine(
        directory=folder,
        name=name,
        paths=int(result.manifest["paths"]),
        seed=int(result.manifest["seed"]),
        shares_issued=shares.mean,
        shares_issued_error=shares.standard_error,
        dilution_of_total_p95=total.quantiles[0.95][0] if 0.95 in total.quantiles else None,
        dilution_of_old_p95=old.quantiles[0.95][0] if 0.95 in old.quantiles else None,
        pnl_usd=profit.mean,
    )
