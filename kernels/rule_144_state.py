"""Where a path stands under Rule 144: what was sold, what the limit on volume leaves (METHODS, Rule 144)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kernels.layout import MOST_SERIES, MOST_WARRANTS, make_record

Floats = npt.NDArray[np.float64]

INVESTOR = 0
AGENT = 1
PERSONS = 2
"""Each has a limit on volume of its own (Rule 144(e)(3))."""


class Rule144State(NamedTuple):
    """What changes on a path."""

    sold: Floats
    """Common of each series sold under the Rule, restated for splits, [S]."""
    warrant_sold: Floats
    """The same of each warrant, [W]."""
    room: Floats
    """What the limit on volume leaves each person today, [PERSONS]."""
    kept: Floats
    """1 if that limit has kept common back today, [PERSONS]."""
    period: Floats
    """PERIOD_RUNS, PERIOD_OVER or PERIOD_COUNTED, [1]."""


PERIOD_RUNS = 0.0
PERIOD_OVER = 1.0
"""The Registration Period has ended (``RRA 3.1``)."""
PERIOD_COUNTED = 2.0
"""... and that has kept a registration payment from growing."""


def make_rule_144_state() -> Any:
    """Allocate it for one thread, as a record (:mod:`kernels.layout`)."""
    shapes = {
        "sold": (MOST_SERIES,),
        "warrant_sold": (MOST_WARRANTS,),
        "room": (PERSONS,),
        "kept": (PERSONS,),
        "period": (1,),
    }
    return make_record({name: np.zeros(shape) for name, shape in shapes.items()}, shapes)
