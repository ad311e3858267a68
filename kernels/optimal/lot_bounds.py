"""A dual bound of a block in lots: what hindsight makes of it, less a martingale (METHODS 28)."""

from __future__ import annotations

from kernels.jit import kernel
from kernels.market.quotes import bid_units, close_units
from kernels.optimal.lot_values import LotFit, lot_value
from kernels.optimal.problem import pays
from kernels.optimal.walk import fill_successors
from kernels.random import Word
from kernels.tables import Floats


@kernel
def bound_lots(
    first: int,
    seed: Word,
    number: int,
    logs: Floats,
    bids: Floats,
    most_in_session: Floats,
    fit: LotFit,
    path_bids: Floats,
    inner: Floats,
    scores: Floats,
    out: Floats,
) -> None:
    """The most that hindsight makes of the block in lots on each path, less a martingale for each part that is sold.

    Parameters
    ----------
    first, seed, logs, bids, path_bids, inner
        As in ``stopping.bound``.
    number
        Of which lot the martingale is.
    most_in_session
        Part of the block that may go on each session, [paths, T].
    fit
        What is fitted.
    scores
        Scratch, [2, T].
    out
        Receives it, discounted, [paths].
    """
    problem = fit.problem
    last = problem.discount.size - 1
    earlier = problem.earlier_bids.size
    for path in range(bids.shape[0]):
        for k in range(earlier + 1):
            path_bids[k] = bids[path, k]
        martingale = 0.0
        sorted_up_to = 0
        for t in range(last + 1):
            place = earlier + t
            if t > 0:
                count = fill_successors(t, logs[path, t - 1], seed, Word(first + path), problem, inner[0], inner[1])
                expected = 0.0
                for k in range(count):
                    path_bids[place] = bid_units(close_units(inner[0, k], problem.quote), problem.quote)
                    expected += inner[1, k] * lot_value(number, t, path_bids, fit)
                path_bids[place] = bids[path, place]
                martingale += lot_value(number, t, path_bids, fit) - expected
            if t < problem.first:
                continue
            score = pays(t, path_bids, problem, fit.window) - martingale
            # The best sessions first: an insertion among those so far.
            here = sorted_up_to
            while here > 0 and scores[0, here - 1] < score:
                scores[0, here], scores[1, here] = scores[0, here - 1], scores[1, here - 1]
                here -= 1
            scores[0, here], scores[1, here] = score, most_in_session[path, t]
            sorted_up_to += 1
        left = 1.0
        total = 0.0
        for k in range(sorted_up_to):
            part = scores[1, k] if scores[1, k] < left else left
            total += part * scores[0, k]
            left -= part
        out[path] = total
