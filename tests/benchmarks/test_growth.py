"""What the tables of growth and of the whole contract say, and that every size of the work can be run."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import growth, parts, whole_contract
from benchmarks.kernel_runs import KernelRun
from benchmarks.rounds import Rounds, Workload
from kernels import rows


def made_up(sizes, calls, paths):
    """An axis whose calls took so many microseconds."""
    loads = tuple(Workload(f"work: {size}", 1000 * count, list) for size, count in zip(sizes, paths, strict=True))
    ns = {load.name: [micro * 1e3 / load.path_sessions] for load, micro in zip(loads, calls, strict=True)}
    return growth.Axis("work", sizes, loads, paths), Rounds(ns)


def test_time_of_a_path_and_its_growth():
    # Twice the size in three times the time of a path, from 10 microseconds for each of ten paths.
    axis, rounds = made_up((4, 8), (100.0, 300.0), (10, 10))
    assert axis.microseconds(rounds) == pytest.approx([10.0, 30.0])
    assert axis.excess(rounds) == pytest.approx(1.5)
    assert "| work | 4: 10.00, 8: 30.00 | 1.50 |" in growth.markdown([axis], rounds, 1)


def test_more_paths_in_the_same_time_each_grow_as_the_input():
    axis, rounds = made_up((10, 40), (100.0, 400.0), (10, 40))
    assert axis.microseconds(rounds) == pytest.approx([10.0, 10.0])
    assert axis.excess(rounds) == pytest.approx(1.0)


def test_the_figure_is_drawn(tmp_path):
    axis, rounds = made_up((4, 8), (100.0, 300.0), (10, 10))
    growth.draw([axis], rounds, tmp_path / "growth.png")
    assert (tmp_path / "growth.png").stat().st_size > 10_000


def test_every_size_is_a_scenario():
    counts = [len(growth.with_series(count).deal.series) for count in (1, 2, 3, 4)]
    assert counts == [1, 2, 3, 4]
    assert [len(growth.with_warrants(count).deal.warrants) for count in (1, 8)] == [1, 8]
    assert growth.looking_back(3).deal.series[1].conversion_price.variable.lowest_count == 1
    ends = [KernelRun.of_scenario(growth.ending(horizon), 1).sessions for horizon in growth.HORIZONS]
    assert ends == sorted(set(ends))
    assert sum(series.preferred_shares for series in growth.with_series(4).deal.series) == 7500


def test_every_session_in_full_leaves_the_same_rows():
    run = KernelRun.of("valence-1998", 64)
    run.block(100_000)
    passing = run.rows.copy()
    whole_contract.in_full(run).block(100_000)
    assert (run.rows == passing).all()


def test_every_session_drawn_leaves_the_same_rows_but_the_last_bid():
    run = KernelRun.of("valence-1998", 64)
    run.block(100_000)
    sleeping = run.rows.copy()
    drawn = whole_contract.to_the_horizon(run)
    drawn.block(100_000)
    count, warrants = len(run.scenario.deal.series), len(run.scenario.deal.warrants)
    last_bid = rows.whole_places(count, warrants) - rows.whole_places(0, 0) + rows.FIXED_PLACES + rows.LAST_BID_USD
    assert np.flatnonzero((drawn.rows != sleeping).any(axis=1)).tolist() == [last_bid]


def test_a_stored_market_is_the_scratch_with_other_quotations():
    run = KernelRun.of("valence-1998-conversion-only", 1)
    given = [np.arange(6.0).reshape(2, 3) + k for k in range(3)]
    made = getattr(parts.stored_market, "__wrapped__", parts.stored_market)(1, run.market, *given)
    for name, value in made._asdict().items():
        at = ("closes", "bids", "volumes").index(name) if name in ("closes", "bids", "volumes") else None
        assert value is getattr(run.market, name) if at is None else (value == given[at][1]).all()
