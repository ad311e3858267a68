"""How often each clause acted over the parity population: counted by the slow parity run, kept for the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kernels.rows import FIRINGS
from simulate.columns import LIMITS

COUNTED = (*FIRINGS, *(f"bound_{name}" for name in LIMITS))
"""What is counted: all that can act, and the sessions on which each limit bound."""

FILE = Path(__file__).with_name("firings.json")


@dataclass(frozen=True)
class Firings:
    """Counts of one population.

    Attributes
    ----------
    deals, paths
        Its size; paths of all deals together.
    paths_on_which, times
        By name of :data:`COUNTED`: paths on which it acted, and how often on all of them.
    apart
        What was counted on another population, in words; empty: all of it on this one.
    """

    deals: int
    paths: int
    paths_on_which: Mapping[str, int]
    times: Mapping[str, int]
    apart: str = ""


def write_firings(deals: int, paths: int, paths_on_which: Mapping[str, int], times: Mapping[str, int]) -> None:
    """Keep the counts of a population; the same population leaves the same file."""
    fired = {name: [paths_on_which.get(name, 0), times.get(name, 0)] for name in COUNTED}
    lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(counts)}" for name, counts in fired.items())
    FILE.write_text(
        f'{{\n  "deals": {deals},\n  "paths": {paths},\n  "fired": {{\n{lines}\n  }}\n}}\n', encoding="utf-8"
    )


def read_firings() -> Firings:
    """The counts of the last population."""
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    return Firings(
        deals=kept["deals"],
        paths=kept["paths"],
        paths_on_which={name: counts[0] for name, counts in kept["fired"].items()},
        times={name: counts[1] for name, counts in kept["fired"].items()},
        apart=kept.get("apart", ""),
    )
