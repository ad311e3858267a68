"""The kernels on the ledger's own hand-made paths: whatever a test of the ledger works out by hand, they must give too.

``NUMBA_DISABLE_JIT=1 python -m pytest -p tests.parity.twin_plugin tests/ledger``. After each ledger that a test keeps,
the kernels run the same deal on the same quotations, and every column is compared. With the compiler off the quotations
can be put in the place of those that are drawn.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from unittest import mock

from kernel_rows import kernel_columns
from parity import finest_money

import simulate.ledger
from kernels.market.footing import restate_tile
from kernels.market.scratch import ASLEEP_SINCE, TILE
from simulate.columns import columns
from simulate.errors import ConfigError
from simulate.ledger import Contract, PathMarket
from simulate.scenario import Scenario
from simulate.terms import Terms, make_terms
from simulate.verification.agreement import KNIFE_EDGE, agrees

found: Counter[str] = Counter()
"""How many ledgers were compared, and why the others were not."""


def _beyond(contract: Contract, market: PathMarket) -> str:
    """Why the kernels cannot run it; empty: they can."""
    if len(contract.session_dates) < 2:
        return "a path of one session"
    if None in (*market.bids, *market.closes, *market.volumes):
        return "a quotation or a volume that is not on record"
    moved = contract.scenario.market.moves_prices or contract.scenario.holder.presses_the_window
    if not market.as_drawn and (moved or any("split" in each.kind for each in contract.scenario.deal.events)):
        return "quotations on the footing of their own session"
    return ""


def _on_its_grid(scenario: Scenario, market: PathMarket) -> Scenario:
    """The scenario, quoted in the units of a path's quotations."""
    tick = Decimal(1) / market.price_units_per_dollar
    return scenario.model_copy(update={"market": scenario.market.model_copy(update={"tick_usd": tick})})


@contextlib.contextmanager
def _put_in(market: PathMarket) -> Iterator[None]:
    """Let the kernels find these quotations where they would draw."""
    import kernels.paths
    import kernels.whole_paths

    draw_sessions = kernels.whole_paths.draw_sessions

    def start_market(tables: Any, scratch: Any) -> None:
        """What stood before session 0."""
        earlier = tables.clock.earlier_bids.size
        if earlier:
            scratch.bids[:earlier] = market.earlier_bids[-earlier:]
            scratch.volumes[:earlier] = market.earlier_volumes[-earlier:]
        scratch.carry[ASLEEP_SINCE] = -1.0

    def fill_tile(tables: Any, seed: Any, path: Any, first: int, scratch: Any) -> None:
        """The quotations of some sessions."""
        end = min(first + TILE, len(market.bids))
        earlier = tables.clock.earlier_bids.size
        scratch.closes[first:end] = market.closes[first:end]
        scratch.bids[earlier + first : earlier + end] = market.bids[first:end]
        scratch.volumes[earlier + first : earlier + end] = market.volumes[first:end]
        restate_tile(first, tables, scratch, tables.whole)

    def drawn(tables: Any, seed: Any, path: Any, sessions: Any, threshold: Any, whole: Any) -> None:
        """The sessions on which events come."""
        draw_sessions(tables, seed, path, sessions, threshold, whole)
        for event in range(int(whole.events.entries)):
            if whole.events.hazard[event] >= 0:
                session = market.event_sessions[event] if market.event_sessions else None
                sessions[event] = len(market.bids) if session is None else session
        for event, value in enumerate(market.event_thresholds):
            if value is not None:
                threshold[event] = value

    with (
        mock.patch.object(kernels.paths, "start_market", start_market),
        mock.patch.object(kernels.paths, "fill_tile", fill_tile),
        mock.patch.object(kernels.paths, "approval_drawn", return_value=market.approved),
        mock.patch.object(kernels.paths, "may_sleep", return_value=False),
        mock.patch.object(kernels.whole_paths, "draw_sessions", drawn),
    ):
        yield


def unlike(scenario: Scenario, arrays: dict[str, Any], totals: dict[str, Any]) -> list[str]:
    """Outputs of the first path on which the kernels' columns and a ledger's totals do not agree."""
    registry = {column.name: column for column in columns(scenario)}
    fractional, coarse = scenario.deal.conversion.fractional_shares, finest_money(totals, registry)
    out = []
    for name, value in totals.items():
        kernel, column = float(arrays[name][0]), registry[name]
        near = column.unit == "USD" and value is not None and abs(kernel - value) <= coarse
        on_edge = fractional and name.startswith(KNIFE_EDGE)
        if not (near or on_edge or agrees(column, kernel, value, fractional)):
            out.append(f"{name}: kernels {kernel!r}, ledger {value!r}")
    return out


Run = tuple[Scenario, Terms, dict[str, Any]]
"""A deal as the kernels run it, and the ledger's totals."""


def as_run(contract: Contract, market: PathMarket, totals: dict[str, Any]) -> Run | str:
    """A ledger's deal as the kernels run it on the same quotations; or why they cannot."""
    reason = _beyond(contract, market)
    if reason:
        return reason
    scenario = _on_its_grid(contract.scenario, market)
    with mock.patch.object(simulate.terms, "session_dates", return_value=tuple(contract.session_dates)):
        try:
            terms = make_terms(scenario)
        except ConfigError:
            return "a deal that no run takes"
    if terms.tables.clock.earlier_bids.size > min(len(market.earlier_bids), len(market.earlier_volumes)) or None in (
        *market.earlier_bids,
        *market.earlier_volumes,
    ):
        return "earlier sessions that are not on record"
    return scenario, terms, totals


def differences(run: Run | str, market: PathMarket) -> list[str]:
    """Outputs on which the kernels differ from a ledger's totals."""
    if isinstance(run, str):
        found[run] += 1
        return []
    scenario, terms, totals = run
    with _put_in(market):
        arrays = kernel_columns(scenario, terms, 0, 1)
    found["compared"] += 1
    return unlike(scenario, arrays, totals)
