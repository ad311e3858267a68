"""What variance reduction gains: cost for equal error, on five outputs of the shipped deal.

``python -m benchmarks.variance [REPLICATIONS [PATHS]]``. Each replication is a seed of its own. Time is processor time
of one thread, so that what else runs on the machine does not count.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

import numpy as np

import simulate
from benchmarks.machine import ROOT
from simulate.controls import ControlledMeans

CONFIG = ROOT / "configs" / "valence-1998.yaml"
MEANS = ("shares_issued", "pnl_usd", "dilution_of_total", "value_given_up_usd")
QUANTILE = "shares_issued, 95% quantile"
REPLICATIONS, PATHS = 12, 4000


@dataclass(frozen=True)
class Gain:
    """What controls gain on one output.

    Attributes
    ----------
    output
        Which.
    variance_ratio
        Plain variance over controlled, each as its own errors state it, over all replications.
    observed_ratio
        The same of the estimates' spread over the replications: rough, but no error is taken on trust.
    cost_ratio
        Time with controls over time without.
    """

    output: str
    variance_ratio: float
    observed_ratio: float
    cost_ratio: float

    @property
    def gain(self) -> float:
        """How many times cheaper the same error is."""
        return self.variance_ratio / self.cost_ratio


def measure(replications: int = REPLICATIONS, paths: int = PATHS) -> list[Gain]:
    """Run the replications.

    Parameters
    ----------
    replications
        Seeds, at least two.
    paths
        Of each.

    Returns
    -------
    list of Gain
        Of the four means; no control corrects a quantile.
    """
    scenario = simulate.load(CONFIG)
    # Compiled before the clock starts.
    simulate.control_variates(scenario, paths=paths, seed=0, threads=1)
    found: list[ControlledMeans] = []
    plain_seconds = seconds = 0.0
    for seed in range(1, replications + 1):
        began = time.process_time()
        simulate.run(scenario, paths=paths, seed=seed, threads=1, keep_paths=True)
        between = time.process_time()
        found.append(simulate.control_variates(scenario, paths=paths, seed=seed, threads=1))
        plain_seconds += between - began
        seconds += time.process_time() - between
    out = []
    for output in MEANS:
        rows = [each.row(output) for each in found]
        stated = sum(row.plain_error**2 for row in rows) / sum(row.standard_error**2 for row in rows)
        observed = np.var([row.plain for row in rows], ddof=1) / np.var([row.mean for row in rows], ddof=1)
        out.append(Gain(output, float(stated), float(observed), seconds / plain_seconds))
    return out


def main() -> None:
    """Print the table."""
    given = [int(text) for text in sys.argv[1:3]]
    replications, paths = [*given, *(REPLICATIONS, PATHS)[len(given) :]]
    gains = measure(replications, paths)
    print(f"{CONFIG.name}: {replications} replications of {paths:,} paths, processor time of one thread")
    print(f"{'output':<28} {'variance':>9} {'observed':>9} {'cost':>6} {'gain':>6}")
    for each in gains:
        numbers = f"{each.variance_ratio:9.2f} {each.observed_ratio:9.2f} {each.cost_ratio:6.2f} {each.gain:6.2f}"
        print(f"{each.output + ', mean':<28} {numbers}")
    print(f"{QUANTILE:<28} {'none: controls correct means alone':>33}")


if __name__ == "__main__":
    main()
