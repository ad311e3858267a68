"""The kernels' whole run on blocks of paths, as the engine's workers call them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import simulate
from benchmarks.rounds import Workload
from kernels.fans import Fans, Sums, make_fans, make_sums
from kernels.market.scratch import Market, make_market
from kernels.paths import simulate_block
from kernels.state import State, make_rows, make_state
from kernels.tables import Floats
from simulate.scenario import Scenario
from simulate.terms import Terms, make_terms
from simulate.workers import BLOCK_PATHS, FAN_PATHS

FAN_BLOCK_EVERY = 16
"""One block in so many has fan paths in a run of 2**20 paths, whose first 65,536 are fan paths."""
DEFAULT = "valence-1998-conversion-only"
"""The conversion of preferred alone: what every figure but one is of."""
BOOTSTRAP = "the same on bootstrapped history"
WHOLE = "valence-1998"
"""The whole contract."""


def scenario_named(name: str) -> Scenario:
    """A shipped scenario, or the default deal on the market of the bootstrapped one.

    Parameters
    ----------
    name
        Of a shipped configuration, or :data:`BOOTSTRAP`.
    """
    if name != BOOTSTRAP:
        return simulate.load(name)
    resampled = simulate.load("valence-1998-bootstrap")
    # A copy of the scenario that was loaded keeps the folder that its record lies in.
    return resampled.model_copy(update={"deal": simulate.load(DEFAULT).deal})


@dataclass(frozen=True)
class KernelRun:
    """A scenario, and the scratch of one thread."""

    scenario: Scenario
    terms: Terms
    market: Market
    state: State
    sums: Sums
    fans: Fans
    rows: Floats

    @classmethod
    def of(cls, name: str, block_paths: int = BLOCK_PATHS) -> KernelRun:
        """Load a shipped scenario and allocate.

        Parameters
        ----------
        name
            Of a shipped configuration.
        block_paths
            Paths in a block.
        """
        return cls.of_scenario(scenario_named(name), block_paths)

    @classmethod
    def of_scenario(cls, scenario: Scenario, block_paths: int = BLOCK_PATHS) -> KernelRun:
        """Allocate for a scenario.

        Parameters
        ----------
        scenario
            A checked scenario.
        block_paths
            Paths in a block.
        """
        terms = make_terms(scenario)
        sessions = len(terms.dates)
        return cls(
            scenario,
            terms,
            make_market(terms.tables),
            make_state(terms.tables),
            make_sums(sessions),
            make_fans(sessions),
            make_rows(terms.tables, block_paths),
        )

    @property
    def sessions(self) -> int:
        """Sessions to the horizon."""
        return len(self.terms.dates)

    def block(self, first_path: int, irr_paths: int = FAN_PATHS, fan_paths: int = FAN_PATHS) -> None:
        """Simulate one block, with the rates of return and the fans of the paths below the two numbers."""
        simulate_block(
            self.terms.tables,
            np.uint64(self.scenario.run.seed),
            np.uint64(first_path),
            irr_paths,
            fan_paths,
            self.terms.fan_series,
            self.market,
            self.state,
            self.sums,
            self.fans,
            self.rows,
        )

    def blocks_of_large_run(self) -> None:
        """As in a run of 2**20 paths: a block of fan paths, and fifteen beyond them."""
        paths = self.rows.shape[1]
        self.block(0)
        for k in range(FAN_BLOCK_EVERY - 1):
            self.block(FAN_PATHS + k * paths)

    def whole(self, name: str) -> Workload:
        """The whole run on one thread, under a name."""
        paths = FAN_BLOCK_EVERY * self.rows.shape[1]
        return Workload(name, paths * self.sessions, self.blocks_of_large_run)

    def plain(self, name: str) -> Workload:
        """A block beyond the fan paths, without rates of return."""
        return Workload(name, self.rows.shape[1] * self.sessions, lambda: self.block(FAN_PATHS))

    def fan(self, name: str) -> Workload:
        """A block of fan paths: prices to the horizon, fans and rates of return."""
        return Workload(name, self.rows.shape[1] * self.sessions, lambda: self.block(0))

    def threads(self, name: str, threads: int, paths: int = 2**20) -> Workload:
        """A run through the engine, summary included."""
        return Workload(name, paths * self.sessions, lambda: simulate.run(self.scenario, paths=paths, threads=threads))
