"""What variance reduction gains: cost for equal error, on five outputs of the shipped deal.

``python -m benchmarks.variance [REPLICATIONS [PATHS]]``. Each replication is a seed of its own. Time is
processor time of one thread, so that what else runs on the machine does not count.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

import simulate
from benchmarks.machine import ROOT
from simulate.scenario import Scenario

CONFIG = ROOT / "configs" / "valence-1998.yaml"
MEANS = ("shares_issued", "pnl_usd", "dilution_of_total", "value_given_up_usd")
QUANTILE = "shares_issued, 95% quantile"
METHODS = ("antithetic", "controls", "sobol")
REPLICATIONS, PATHS = 6, 16_384

Estimates = dict[str, tuple[float, float]]
"""By output, the estimate and its standard error as it is stated."""


@dataclass(frozen=True)
class Gain:
    """What a method gains on one output.

    Attributes
    ----------
    method, output
        Which.
    variance_ratio
        Plain variance over the method's, each as its own errors state it, over all replications.
    observed_ratio
        The same of the estimates' spread over the replications: rough, but no error is taken on trust.
    cost_ratio
        Time with the method over time without.
    """

    method: str
    output: str
    variance_ratio: float
    observed_ratio: float
    cost_ratio: float

    @property
    def gain(self) -> float:
        """How many times cheaper the same error is."""
        return self.variance_ratio / self.cost_ratio


def _run(scenario: Scenario, sampling: str, paths: int, seed: int, *, keep: bool = False) -> Estimates:
    """Means and the quantile of a run; the quantile's error is half its interval over the deviate."""
    run = scenario.run.model_copy(update={"sampling": sampling, "paths": paths, "seed": seed})
    result = simulate.run(scenario.model_copy(update={"run": run}), threads=1, keep_paths=keep)
    out: Estimates = {}
    for output in MEANS:
        row = result.row(output)
        assert row.mean is not None
        assert row.standard_error is not None
        out[output] = row.mean, row.standard_error
    row = result.row("shares_issued")
    value, low, high = row.quantiles[0.95]
    out[QUANTILE] = value, (high - low) / 2 / row.deviate
    return out


def _controls(scenario: Scenario, paths: int, seed: int) -> Estimates:
    found = simulate.control_variates(scenario, paths=paths, seed=seed, threads=1)
    rows = {output: found.row(output) for output in MEANS}
    return {output: (row.mean, row.standard_error) for output, row in rows.items()}


def measure(replications: int = REPLICATIONS, paths: int = PATHS) -> list[Gain]:
    """Run the replications.

    Parameters
    ----------
    replications
        Seeds, at least two.
    paths
        Of each: whole randomisations of Sobol's sequence, at least two.

    Returns
    -------
    list of Gain
        Method by method; no control corrects a quantile.
    """
    given = simulate.load(CONFIG)
    methods: dict[str, Callable[[int, int], Estimates]] = {
        "plain": lambda paths, seed: _run(given, "plain", paths, seed),
        "kept": lambda paths, seed: _run(given, "plain", paths, seed, keep=True),
        "antithetic": lambda paths, seed: _run(given, "antithetic", paths, seed),
        "controls": lambda paths, seed: _controls(given, paths, seed),
        "sobol": lambda paths, seed: _run(given, "sobol", paths, seed),
    }
    seconds = dict.fromkeys(methods, 0.0)
    found: dict[str, list[Estimates]] = {method: [] for method in methods}
    for method in methods.values():
        method(8192, 0)  # compiled before the clock starts
    for seed in range(1, replications + 1):
        for name, method in methods.items():
            began = time.process_time()
            found[name].append(method(paths, seed))
            seconds[name] += time.process_time() - began
    out = []
    for name in METHODS:
        # Controls are fitted to kept rows: what keeping costs is not theirs.
        cost = seconds[name] / seconds["kept" if name == "controls" else "plain"]
        for output in found[name][0]:
            plain, own = (np.array([each[output] for each in found[which]]) for which in ("plain", name))
            stated = np.square(plain[:, 1]).sum() / np.square(own[:, 1]).sum()
            observed = np.var(plain[:, 0], ddof=1) / np.var(own[:, 0], ddof=1)
            out.append(Gain(name, output, float(stated), float(observed), cost))
    return out


def main() -> None:
    """Print the table."""
    given = [int(text) for text in sys.argv[1:3]]
    replications, paths = [*given, *(REPLICATIONS, PATHS)[len(given) :]]
    gains = measure(replications, paths)
    print(f"{CONFIG.name}: {replications} replications of {paths:,} paths, processor time of one thread")
    print(f"{'method':<11} {'output':<28} {'variance':>9} {'observed':>9} {'cost':>6} {'gain':>6}")
    for each in gains:
        numbers = f"{each.variance_ratio:9.2f} {each.observed_ratio:9.2f} {each.cost_ratio:6.2f} {each.gain:6.2f}"
        output = each.output if each.output == QUANTILE else f"{each.output}, mean"
        print(f"{each.method:<11} {output:<28} {numbers}")
    print(f"{'controls':<11} {QUANTILE:<28} {'none: controls correct means alone':>33}")


if __name__ == "__main__":
    main()
