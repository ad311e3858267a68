"""The random numbers: Philox against its authors' vectors, and the blocks of the bootstrap."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from kernels.market.draw import draw_path
from kernels.market.scratch import make_market
from kernels.random import philox
from simulate.shipped import find_record
from simulate.terms import make_terms
from simulate.validation import deals, published
from simulate.validation.row import Row, estimated, exactly

_BLOCK_SESSIONS = 8


def vectors() -> Iterator[Row]:
    """V4: Philox4x32-10, each word of the two vectors."""
    for (fill, name), expected in published.PHILOX.items():
        word = np.uint64(fill)
        got = philox(word, word, word, word, word, word)
        for place, (one, other) in enumerate(zip(expected, got, strict=True)):
            yield exactly("V4", f"Philox4x32-10, counter and key {name}: word {place}", one, int(other))


def block_lengths(paths: int) -> Iterator[Row]:
    """V4: a block of the stationary bootstrap ends in each session with probability 1/b: lengths are geometric."""
    record = {"model": "bootstrap", "record": str(find_record("vlnc").resolve()), "block_sessions": _BLOCK_SESSIONS}
    scenario = deals.at_fixed_price(record, 1, hurdle=0)
    terms = make_terms(scenario)
    market = make_market(terms.tables)
    threshold = terms.tables.bootstrap.restart_probability * 2.0**32
    restarts = []
    for path in range(paths):
        draw_path(terms.tables, np.uint64(scenario.run.seed), np.uint64(path), market)
        restarts.append(market.restart < threshold)  # of the last tile: the scratch holds no more
    drawn = np.array(restarts)
    for lag, what in ((0, "P(a session begins a block)"), (1, "P(a block of one session)")):
        p = 1 / _BLOCK_SESSIONS
        began = drawn if lag == 0 else drawn[:, 1:][drawn[:, :-1]]
        error = math.sqrt(p * (1 - p) / began.size)
        note = f"{paths:,} paths, mean block of {_BLOCK_SESSIONS} sessions"
        yield estimated("V4", f"bootstrap: {what}", p, float(np.mean(began)), error, note)
