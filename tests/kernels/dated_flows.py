"""Dated flows and purchases for the kernels' internal rate of return."""

from __future__ import annotations

import numpy as np

from kernels.returns import FLOW_ROWS, internal_rate
from kernels.tables import SeriesTable


def purchases(usd, days) -> SeriesTable:
    empty = np.zeros(1)
    fields = dict.fromkeys(SeriesTable._fields, empty)
    fields |= {
        name: np.zeros(1, np.int64)
        for name in ("lookback_sessions", "lowest_count", "window_lag", "switch_on", "registered", "matures")
    }
    fields |= {name: np.zeros(1, np.bool_) for name in ("waived", "counts_to_cap")}
    fields |= {"purchase_usd": np.array(usd, float), "purchase_days": np.array(days, float)}
    return SeriesTable(**fields)


def rate(flows, days, usd, bought):
    # What another path left in the scratch is no flow.
    scratch = np.full((FLOW_ROWS, len(flows) + len(usd)), 7.0)
    return internal_rate(len(flows), np.array(flows, float), np.array(days, float), purchases(usd, bought), scratch)
