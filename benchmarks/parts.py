"""The parts of a path, each in a compiled loop of its own over many paths: Python's calls do not count.

Parts overlap (the market holds the normals and the quotations), and alone a part is compiled otherwise than
inside the whole: they say where the time goes, and do not add up to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.kernel_runs import KernelRun
from benchmarks.rounds import Workload
from kernels.conversion_price import variable_price
from kernels.fans import WAITING, Fans, count_noted, note_prices
from kernels.intrinsics import borrow
from kernels.jit import clause, kernel
from kernels.market import gbm
from kernels.market.draw import draw_path, fill_tile, start_market
from kernels.market.scratch import TILE, Market, Quotes
from kernels.paths import is_finished, start_state, write_row
from kernels.random import Word
from kernels.returns import internal_rate
from kernels.session import run_session
from kernels.state import State
from kernels.tables import Floats, Integers, Tables

STORED_PATHS = 256
"""Paths whose markets and flows are kept for the parts that need them; a multiple of ``WAITING``."""
DRAWN_PATHS = 4096
PART_NAMES = (
    "random numbers and normals, to the horizon",
    "quotations and volumes, to the horizon",
    "the whole market, to the horizon",
    "window and variable price, to the horizon",
    "contract, until the holder is finished",
    "rate of return, of a path that has one",
    "fans of prices, of a fan path",
)


@kernel
def loop_normals(tables: Tables, seed: Word, paths: int, market: Market) -> None:
    """Random numbers and normals of every session of every path."""
    for path in range(paths):
        for first in range(0, tables.clock.days.size, TILE):
            gbm.draw_normals(seed, np.uint64(path), first, market)


@kernel
def loop_quotes(tables: Tables, paths: int, market: Market) -> None:
    """Closes, bids and volumes of every session, from the log prices that stand in the scratch."""
    for _ in range(paths):
        for first in range(0, tables.clock.days.size, TILE):
            gbm.quote_tile(first, market, tables)


@kernel
def loop_market(tables: Tables, seed: Word, paths: int, market: Market) -> None:
    """The whole market of every path to the horizon."""
    for path in range(paths):
        start_market(tables, market)
        for first in range(0, tables.clock.days.size, TILE):
            fill_tile(tables, seed, np.uint64(path), first, market)


@clause
def stored_market(path: int, market: Market, closes: Floats, bids: Floats, volumes: Floats) -> Market:
    """The scratch, with a stored path's prices and volumes in it."""
    return Market(
        closes[path],
        bids[path],
        volumes[path],
        market.z,
        market.e,
        market.restart,
        market.pick,
        market.log2_units,
        market.news,
        market.fields,
        market.carry,
        market.work,
        market.bridge,
    )


@kernel
def loop_window(tables: Tables, series: int, bids: Floats, state: State) -> float:
    """The variable price of one series on every session of stored paths; returns their sum."""
    out = 0.0
    for path in range(bids.shape[0]):
        state.window_end[series] = -1
        for t in range(tables.clock.days.size):
            place = tables.clock.earlier_bids.size + t
            out += variable_price(series, place, bids[path], tables.series, state)
    return out


@kernel
def loop_contract(
    tables: Tables,
    closes: Floats,
    bids: Floats,
    volumes: Floats,
    market: Market,
    state: State,
    rows: Floats,
    flows: Floats,
    followed: Integers,
) -> None:
    """Sessions of stored paths until each is finished, and its row; its flows are kept."""
    sessions = tables.clock.days.size
    terms = borrow(tables)
    own = borrow(state)
    for path in range(bids.shape[0]):
        here = stored_market(path, market, closes, bids, volumes)
        start_state(True, np.uint64(0), np.uint64(path), terms, own, tables.whole)
        followed[path] = sessions
        lent = borrow(here)
        quotes = borrow(Quotes(here.closes, here.bids, here.volumes, here.fields))
        for t in range(sessions):
            run_session(t, False, quotes, terms, own, tables.whole)
            if is_finished(t, terms, own, tables.whole):
                followed[path] = t + 1
                break
        write_row(path, followed[path], False, lent, terms, own, rows, tables.whole)
        for t in range(followed[path]):
            flows[path, t] = state.flows[t]


@kernel
def loop_rates(tables: Tables, flows: Floats, followed: Integers, state: State) -> float:
    """Internal rates of return of stored paths; returns their sum."""
    out = 0.0
    for path in range(flows.shape[0]):
        out += internal_rate(followed[path], flows[path], tables.clock.days, tables.series, state.netted)
    return out


@kernel
def loop_fans(
    tables: Tables,
    series: int,
    closes: Floats,
    bids: Floats,
    volumes: Floats,
    market: Market,
    state: State,
    fans: Fans,
) -> None:
    """The fans of price and conversion price of stored paths, every session of them."""
    for path in range(bids.shape[0]):
        here = stored_market(path, market, closes, bids, volumes)
        quotes = Quotes(here.closes, here.bids, here.volumes, here.fields)
        state.window_end[:] = -1
        waiting = path % WAITING
        note_prices(0, tables.clock.days.size, waiting, series, quotes, tables, state, fans, tables.whole)
        if waiting == WAITING - 1:
            count_noted(WAITING, fans)


@dataclass(frozen=True)
class StoredPaths:
    """Markets of the first paths of a run."""

    closes: Floats
    bids: Floats
    volumes: Floats
    rows: Floats
    flows: Floats
    followed: npt.NDArray[np.int64]

    @classmethod
    def of(cls, run: KernelRun) -> StoredPaths:
        """Draw them."""
        closes, bids, volumes = [], [], []
        for path in range(STORED_PATHS):
            draw_path(run.terms.tables, np.uint64(run.scenario.run.seed), np.uint64(path), run.market)
            closes.append(run.market.closes.copy())
            bids.append(run.market.bids.copy())
            volumes.append(run.market.volumes.copy())
        return cls(
            np.array(closes),
            np.array(bids),
            np.array(volumes),
            np.zeros((run.rows.shape[0], STORED_PATHS)),
            np.zeros((STORED_PATHS, run.sessions)),
            np.zeros(STORED_PATHS, dtype=np.int64),
        )


def part_workloads(run: KernelRun) -> list[Workload]:
    """The parts of a scenario's run.

    Parameters
    ----------
    run
        A GBM scenario.

    Returns
    -------
    list of Workload
        Nanoseconds are per nominal path-session of the paths that pay for the part: a rate of return and the
        fans of prices are computed on fan paths only.
    """
    tables, seed = run.terms.tables, np.uint64(run.scenario.run.seed)
    stored = StoredPaths.of(run)
    closes, bids, volumes = stored.closes, stored.bids, stored.volumes
    drawn, kept = DRAWN_PATHS * run.sessions, STORED_PATHS * run.sessions

    def contract() -> None:
        loop_contract(
            tables,
            closes,
            bids,
            volumes,
            run.market,
            run.state,
            stored.rows,
            stored.flows,
            stored.followed,
        )

    contract()
    series = run.terms.fan_series
    calls = (
        (drawn, lambda: loop_normals(tables, seed, DRAWN_PATHS, run.market)),
        (drawn, lambda: loop_quotes(tables, DRAWN_PATHS, run.market)),
        (drawn, lambda: loop_market(tables, seed, DRAWN_PATHS, run.market)),
        (kept, lambda: loop_window(tables, series, bids, run.state)),
        (kept, contract),
        (kept, lambda: loop_rates(tables, stored.flows, stored.followed, run.state)),
        (
            kept,
            lambda: loop_fans(tables, series, closes, bids, volumes, run.market, run.state, run.fans),
        ),
    )
    return [
        Workload(f"part: {name}", path_sessions, call)
        for name, (path_sessions, call) in zip(PART_NAMES, calls, strict=True)
    ]
