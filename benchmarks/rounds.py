"""Timing in interleaved rounds (A B C A B C ...), so that a noisy neighbour disturbs all figures alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Clock = Callable[[], int]


@dataclass(frozen=True)
class Workload:
    """Something to time.

    Attributes
    ----------
    name
        As the tables show it.
    path_sessions
        Nominal path-sessions of one call: paths times the sessions to the horizon, computed or not.
    call
        Does the work.
    """

    name: str
    path_sessions: int
    call: Callable[[], object]

    def time_ns(self, clock: Clock = time.perf_counter_ns) -> float:
        """Nanoseconds per nominal path-session of one call."""
        began = clock()
        self.call()
        return (clock() - began) / self.path_sessions

    def slowed(self, by: float) -> Workload:
        """The same, slower by a share of its own time: a slow-down that is planted.

        Parameters
        ----------
        by
            0.5: the call keeps the processor for half as long again.
        """

        def call() -> None:
            """Do the work, then nothing useful."""
            began = time.thread_time_ns()
            self.call()
            ends = began + (1.0 + by) * (time.thread_time_ns() - began)
            while time.thread_time_ns() < ends:
                pass

        return Workload(self.name, self.path_sessions, call)


@dataclass(frozen=True)
class Rounds:
    """Nanoseconds per nominal path-session: by workload, one number a round."""

    ns: dict[str, list[float]]

    def median_ns(self, name: str) -> float:
        """Median over the rounds."""
        return statistics.median(self.ns[name])

    def best_ns(self, name: str) -> float:
        """The quickest round."""
        return min(self.ns[name])

    def median_ratio(self, name: str, to: str) -> float:
        """Median over the rounds of the ratio within a round."""
        return statistics.median(a / b for a, b in zip(self.ns[name], self.ns[to], strict=True))

    def best_ratio(self, name: str, to: str) -> float:
        """Ratio of the quickest rounds: what noise disturbs least."""
        return self.best_ns(name) / self.best_ns(to)


def measure(workloads: Sequence[Workload], rounds: int, clock: Clock = time.perf_counter_ns) -> Rounds:
    """Time workloads in interleaved rounds, after one round that is thrown away.

    Parameters
    ----------
    workloads
        Their names differ.
    rounds
        How many count, at least 1.
    clock
        Nanoseconds; ``time.thread_time_ns`` does not go on while others have the processor, but is of one thread only.
    """
    ns: dict[str, list[float]] = {workload.name: [] for workload in workloads}
    for number in range(rounds + 1):
        for workload in workloads:
            taken = workload.time_ns(clock)
            if number:
                ns[workload.name].append(taken)
    return Rounds(ns)
