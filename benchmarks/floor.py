"""What no code of the contract can save: drawing the market of the sessions that a path cannot do without.

Until the last preferred is converted, bids and volumes decide how much of it is; and where a warrant is left at the
end, the price was followed to its last session. What a figure is to reach must leave room for this. It is drawn by
the kernels' own loops, which vectorise.
"""

from __future__ import annotations

import numpy as np

from benchmarks.kernel_runs import KernelRun
from benchmarks.rounds import Workload
from kernels.jit import kernel
from kernels.market.asleep import walk_prices
from kernels.market.draw import fill_tile, start_market
from kernels.market.scratch import TILE, Market
from kernels.random import Word
from kernels.rows import FIXED_PLACES, FULL_CONVERSION, PER_SERIES, PER_SERIES_WHOLE, PER_WARRANT, WARRANT_UNEXERCISED
from kernels.tables import Integers, Tables
from simulate.workers import FAN_PATHS


@kernel
def loop_needed(
    tables: Tables, seed: Word, first_path: int, quoted: Integers, priced: Integers, market: Market
) -> None:
    """Draw of each path so many tiles with bids and volumes, and from there to another tile the prices alone."""
    for column in range(quoted.size):
        path = np.uint64(first_path + column)
        start_market(tables, market)
        for tile in range(quoted[column]):
            fill_tile(tables, seed, path, tile * TILE, market)
        for tile in range(quoted[column], priced[column]):
            walk_prices(tables, seed, path, tile * TILE, market)


def needed_tiles(run: KernelRun) -> tuple[Integers, Integers]:
    """The tiles that each path of the block just run cannot do without: with quotations, and with prices.

    Fewer than are drawn: not counted are the sales after the last notice, and what warrants need that are all
    exercised in the end.
    """
    whole = run.terms.tables.whole
    full = run.rows[FULL_CONVERSION]
    all_tiles = -(-run.sessions // TILE)
    quoted = np.where(full >= 0.0, np.maximum(full, 0.0) // TILE + 1, all_tiles).astype(np.int64)
    if whole is None:
        return quoted, quoted
    first = FIXED_PLACES + (PER_SERIES + PER_SERIES_WHOLE) * run.state.preferred.size + WARRANT_UNEXERCISED
    left = np.zeros(full.size)
    for warrant in range(int(whole.warrants.entries)):
        left += run.rows[first + PER_WARRANT * warrant]
    return quoted, np.where(left > 0.0, all_tiles, quoted)


def needed_market(run: KernelRun, name: str) -> Workload:
    """Drawing what the paths of a block beyond the fans cannot do without.

    Parameters
    ----------
    run
        A scenario; a block of it is run first.
    name
        Of the row.
    """
    run.block(FAN_PATHS)
    quoted, priced = needed_tiles(run)
    tables, seed = run.terms.tables, np.uint64(run.scenario.run.seed)
    paths = run.rows.shape[1]
    return Workload(
        name, paths * run.sessions, lambda: loop_needed(tables, seed, FAN_PATHS, quoted, priced, run.market)
    )
