"""The kernels compiled, before the clock of a run or of a worker starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from kernels.fans import make_fans, make_sums
from kernels.fine_bins import count_fine, fine_span
from kernels.jit import is_compiled
from kernels.market.scratch import make_market
from kernels.paths import simulate_block
from kernels.reduce import block_moments
from kernels.state import make_rows, make_state
from simulate.terms import Terms
from simulate.workers import until_compiled

Announce = Callable[[str], None]


def _no_paths(terms: Terms) -> tuple[Any, ...]:
    """Arguments of a block of no paths."""
    sessions = len(terms.dates)
    return (
        terms.tables,
        np.uint64(0),
        np.uint64(0),
        0,
        0,
        0,
        make_market(terms.tables),
        make_state(terms.tables),
        make_sums(sessions),
        make_fans(0),
        make_rows(terms.tables, 0),
    )


def have_compiled(terms: Terms, announce: Announce | None) -> None:
    """Compile what a run calls, on a block of no paths, and say so if it takes time.

    Parameters
    ----------
    terms
        Its tables: deals that use the whole contract are compiled by themselves.
    announce
        Called with a line to show; None: nobody is told.
    """
    if not is_compiled(simulate_block, _no_paths(terms)) and announce is not None:
        whole = terms.tables.whole is not None
        long = "half a minute: the deal uses the whole contract" if whole else "a quarter of a minute"
        announce(f"compiling the kernels for this machine; once, about {long}")

    def work() -> None:
        """Call the entry points."""
        simulate_block(*_no_paths(terms))
        block_moments(np.zeros(1))
        fine_span(np.zeros(1))
        count_fine(np.zeros(0), 0, np.zeros(1, np.int32), 0, np.zeros(1, np.int32))

    until_compiled(work)
