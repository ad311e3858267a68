"""How much of a block may go on each session: what its holder may sell of it (METHODS 28)."""

from __future__ import annotations

from kernels.jit import kernel
from kernels.optimal.problem import Problem, price_units
from kernels.sales import participation_shares, sale_limit
from kernels.tables import Floats, Tables


@kernel
def note_limits(keeps: bool, bids: Floats, volumes: Floats, tables: Tables, out: Floats) -> None:
    """The most that one path's holder may sell on each session while it owns the series, shares; BIG: no limit.

    Parameters
    ----------
    keeps
        Whether the series is the one that keeps the covenant alive; if not, the covenant may have ended before.
    bids, volumes
        Of the path, earlier ones first.
    tables
        The deal.
    out
        Receives them, [T].
    """
    earlier = tables.clock.earlier_bids.size
    for t in range(out.size):
        out[t], _ = sale_limit(earlier + t, bids[earlier + t], True, volumes, tables.sale)
        if not keeps:
            free = participation_shares(earlier + t, volumes, tables.sale)
            out[t] = free if free > out[t] else out[t]


@kernel
def note_parts(
    later: int,
    preferred: float,
    net: float,
    bids: Floats,
    limits: Floats,
    problem: Problem,
    window: Floats,
    out: Floats,
) -> None:
    """The part of the block that may go on each session: what fills the limit, and one preferred for rounding up.

    Parameters
    ----------
    later
        Sessions between what is known and what is done.
    preferred
        In the block.
    net
        1 - commission.
    bids
        Of one path, earlier ones first.
    limits
        Of :func:`note_limits`.
    problem, window
        As in :func:`kernels.optimal.lot_values.lot_basis`.
    out
        Receives them, [T]; on the last all goes.
    """
    last = problem.discount.size - 1
    for t in range(last):
        price = price_units(t, problem.earlier_bids.size + t, bids, problem, window)
        claim = problem.claim_usd[t] / net
        part = limits[t + later] * (price / problem.quote.units_per_dollar) / claim + 1.0 / preferred
        out[t] = part if part < 1.0 else 1.0
    out[last] = 1.0
