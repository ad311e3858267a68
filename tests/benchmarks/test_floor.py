"""What a path cannot do without, against the ledger of the same paths."""

from __future__ import annotations

import pytest

import simulate
from benchmarks.floor import needed_market, needed_tiles
from benchmarks.kernel_runs import DEFAULT, WHOLE, KernelRun
from kernels.market.scratch import TILE
from simulate.workers import FAN_PATHS

PATHS = 6


@pytest.mark.parametrize("name", [DEFAULT, WHOLE])
def test_tiles_end_where_the_ledger_is_finished(name):
    run = KernelRun.of(name, PATHS)
    run.block(FAN_PATHS)
    quoted, priced = needed_tiles(run)
    last_tile = (run.sessions - 1) // TILE
    for column in range(PATHS):
        ledger = simulate.explain(run.scenario, FAN_PATHS + column)
        events = ledger.events
        converted = max(event.session for event in events if event.kind in ("notice", "required conversion"))
        assert quoted[column] == converted // TILE + 1
        left = sum(
            int(total) for output, total in ledger.totals.items() if output.startswith("warrants_unexercised_shares_")
        )
        assert priced[column] == (last_tile + 1 if left else quoted[column])
    if name == WHOLE:
        assert set(priced) > {last_tile + 1}


def test_drawing_them_takes_the_run_own_paths():
    run = KernelRun.of(WHOLE, PATHS)
    floor = needed_market(run, "floor")
    assert floor.path_sessions == PATHS * run.sessions
    floor.call()
