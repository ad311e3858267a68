"""How paths share their normals, as the kernels take it: mirrored pairs, or the points of a Brownian bridge."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

import numpy as np

from kernels import tables as kernel
from kernels.market.sobol import POINTS, direction_numbers
from simulate.scenario import Scenario

START = -1
"""In the place of a point: session 0, where every path begins."""


def bridge_sessions(last: int) -> list[int]:
    """Sessions of the points of the bridge: spread over the run, closer at its beginning (METHODS, Sampling).

    Parameters
    ----------
    last
        The last session, at least 1.

    Returns
    -------
    list of int
        Ascending, at most 16; the last one is the horizon.
    """
    points = min(POINTS, last)
    out: list[int] = []
    for k in range(1, points + 1):
        # To the nearest, halves up, in whole numbers; each at least one session after the one before.
        nearest = (2 * last * k * k + points * points) // (2 * points * points)
        out.append(max(nearest, k if not out else out[-1] + 1))
    return out


def bridge_order(points: int) -> list[tuple[int, int, int]]:
    """In which order the points are set: each with the set ones before and after it.

    Parameters
    ----------
    points
        How many.

    Returns
    -------
    list of (int, int, int)
        Point, the one before (:data:`START`: session 0) and the one after (:data:`START`: none): the horizon, then
        the middle of what lies open, breadth first.
    """
    out = [(points - 1, START, START)]
    gaps = deque([(START, points - 1)])
    while gaps:
        left, right = gaps.popleft()
        if right - left < 2:
            continue
        middle = (left + right + 1) // 2
        out.append((middle, left, right))
        gaps += [(left, middle), (middle, right)]
    return out


def sampling_table(scenario: Scenario, dates: Sequence[object]) -> kernel.SamplingTable:
    """The sampling of a scenario.

    Parameters
    ----------
    scenario
        A checked scenario.
    dates
        Of its sessions.

    Returns
    -------
    kernels.tables.SamplingTable
    """
    mirror = np.uint64(1 if scenario.run.sampling == "antithetic" else 0)
    places, numbers = np.zeros(0, np.int64), np.zeros(0)
    if scenario.run.sampling != "sobol":
        none = np.zeros((0, 0), np.uint64)
        return kernel.SamplingTable(mirror, *(places,) * 4, *(numbers,) * 3, places, numbers, numbers, none)
    sessions = bridge_sessions(len(dates) - 1)
    order = bridge_order(len(sessions))
    weights = [_law(sessions, *each) for each in order]
    targets = [next(k for k, session in enumerate(sessions) if session >= t) for t in range(len(dates))]
    left_over = [sessions[targets[t]] - t + 1 for t in range(len(dates))]
    return kernel.SamplingTable(
        mirror=mirror,
        session=np.array(sessions, dtype=np.int64),
        place=np.array([place for place, _, _ in order], dtype=np.int64),
        left=np.array([left for _, left, _ in order], dtype=np.int64),
        right=np.array([right for _, _, right in order], dtype=np.int64),
        left_weight=np.array([left for left, _, _ in weights]),
        right_weight=np.array([right for _, right, _ in weights]),
        deviation=np.array([deviation for _, _, deviation in weights]),
        target=np.array(targets, dtype=np.int64),
        pull=np.array([1.0 / left for left in left_over]),
        free=np.array([math.sqrt((left - 1) / left) for left in left_over]),
        directions=direction_numbers()[: len(sessions)],
    )


def _law(sessions: Sequence[int], place: int, left: int, right: int) -> tuple[float, float, float]:
    """Weights of the points before and after in the expectation of a point, and its deviation about it."""
    here = sessions[place]
    before = 0 if left == START else sessions[left]
    if right == START:
        return 1.0, 0.0, math.sqrt(here - before)
    after = sessions[right]
    whole = after - before
    return (after - here) / whole, (here - before) / whole, math.sqrt((here - before) * (after - here) / whole)


def sampling_said(scenario: Scenario) -> tuple[str, ...]:
    """What is to be said of it beside the numbers."""
    run = scenario.run
    if run.sampling == "antithetic":
        return ("sampling antithetic: errors are those of pairs of paths with negated normals (METHODS, Sampling)",)
    if run.sampling == "sobol":
        return (
            f"sampling sobol: errors are those of independent randomisations of {run.paths_together:,} paths; "
            "quantiles by session have none (METHODS, Sampling)",
        )
    return ()
