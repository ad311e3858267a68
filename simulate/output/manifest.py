"""What was run, with what, on what: the manifest of a run."""

from __future__ import annotations

import hashlib
import os
import platform
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from kernels.jit import COMPILED, package_hash
from simulate.blocks import BLOCK_PATHS, FAN_PATHS
from simulate.reduction import Reduction
from simulate.scenario import SCHEMA_VERSION, Scenario
from simulate.sessions import calendar_file
from simulate.spool import Spool
from simulate.terms import Terms
from simulate.words.marks import assumed_inputs

_LIBRARIES = ("floorless", "numpy", "numba", "llvmlite", "pyarrow", "pydantic")


@cache
def code_hash() -> str:
    """SHA-256 of the program's sources, kernels and all."""
    folder = Path(__file__).parent.parent
    digest = hashlib.sha256(package_hash().encode())
    for file in sorted(folder.rglob("*.py")):
        digest.update(file.relative_to(folder).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def processor() -> str:
    """The processor's name as the system tells it."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def versions() -> dict[str, str]:
    """Versions of the program, of the libraries that numbers depend on, and of Python, by name."""
    return {name: _version(name) for name in _LIBRARIES} | {"python": platform.python_version()}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


def warnings(scenario: Scenario, terms: Terms, reduction: Reduction) -> list[str]:
    """What a reader must know before using the numbers."""
    out: list[str] = []
    if reduction.ceiling:
        out.append(
            f"{reduction.ceiling:,} of {reduction.paths:,} paths touched the ceiling of the price grid "
            f"(${terms.highest_price_usd:,.0f}); their sales are understated"
        )
    unknown = reduction.undefined["irr_per_year"]
    if unknown:
        out.append(
            f"{unknown:,} paths have no internal rate of return (no unique root); they are left out of its table"
        )
    left = reduction.moments["unconverted_stated_value_usd"]
    if left.mean > 0 and scenario.deal.conversion.unconverted_recovery == 0:
        out.append(
            "preferred still unconverted at the horizon counts as worth nothing "
            "[assumed: deal.conversion.unconverted_recovery]"
        )
    return out


def binned_in_words(reduction: Reduction, spool: Spool) -> dict[str, Any] | None:
    """Which outputs are counted in bins, and what is known of their numbers all the same.

    Parameters
    ----------
    reduction, spool
        Of a finished run.

    Returns
    -------
    dict or None
        None: every value was kept, and quantiles are exact.
    """
    if not spool.binned:
        return None
    numbers = [column for column in reduction.columns if column.dtype != "bool" and spool.bins(column.name).count]
    tail = reduction.scenario.run.tail
    bounds = {
        column.name: spool.bins(column.name).shortfall_bound(tail, "low" if column.worst == "low" else "high")
        for column in numbers
        if column.worst
    }
    return {
        "outputs": [column.name for column in numbers],
        "relative_error": 0.001,
        "guarantee": (
            "a quantile is within 0.1% of the order statistic, whatever the order of the paths; zero is exact, whole "
            "numbers up to 2,047 are exact, numbers under 2.2e-311 in size count as zero; means, errors, minima, "
            "maxima and counts are exact"
        ),
        "expected_shortfall_bound": bounds,
    }


def manifest(
    scenario: Scenario,
    terms: Terms,
    reduction: Reduction,
    expected_rate: tuple[float | None, float | None],
    config_hash: str,
    threads: int,
    seconds: float,
) -> dict[str, Any]:
    """The manifest of a finished run.

    Parameters
    ----------
    scenario
        As run.
    terms
        Its tables, with what was announced on the way.
    reduction
        The sums over all paths.
    expected_rate
        Rate of return of the expected flows, and its standard error.
    config_hash
        Hash of the configuration as written.
    threads, seconds
        How it was run, and how long it took; no number depends on them.
    """
    rate, rate_error = expected_rate
    computed = reduction.moments["irr_per_year"].count + reduction.undefined["irr_per_year"]
    return {
        "schema_version": SCHEMA_VERSION,
        "name": scenario.name,
        "config_hash": config_hash,
        "code_hash": code_hash(),
        "seed": scenario.run.seed,
        "paths": reduction.paths,
        "sessions": len(terms.dates),
        "first_session": terms.dates[0],
        "last_session": terms.dates[-1],
        "measure": scenario.market.measure,
        "expected_irr_per_year": rate,
        "expected_irr_standard_error": rate_error,
        "irr_paths": computed,
        "fan_paths": min(FAN_PATHS, reduction.paths),
        "conversion_price_series": scenario.deal.series[terms.fan_series].name,
        "block_paths": BLOCK_PATHS,
        "price_ceiling_usd": terms.highest_price_usd,
        "price_ceiling_touched_paths": reduction.ceiling,
        "announcements": list(terms.announcements),
        "warnings": warnings(scenario, terms, reduction),
        "assumed_inputs": [item.name for item in assumed_inputs(scenario)],
        "records": [{"name": record.path.name, "sha256": record.sha256} for record in terms.records],
        "calendar_sha256": hashlib.sha256(calendar_file().read_bytes()).hexdigest(),
        "versions": versions(),
        "compiled": COMPILED,
        "platform": platform.platform(),
        "processor": processor(),
        "processors": os.cpu_count(),
        "threads": threads,
        "seconds": round(seconds, 3),
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
