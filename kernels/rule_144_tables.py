"""Rule 144 as a kernel reads it: ``T`` sessions, ``S`` series, ``W`` warrants (METHODS, Rule 144)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]


class Rule144Table(NamedTuple):
    """The Rule's numbers on the sessions of a deal."""

    applies: bool
    """Whether common that is not registered may be sold under it."""
    volume_numerator: float
    """Part of the common outstanding that may be sold, numerator / denominator."""
    volume_denominator: float
    average_sessions: int
    """Sessions before the sale whose volume is averaged ..."""
    average_weeks: float
    """... by so many weeks."""
    tacks: bool
    """Whether warrants are exercised cashless, and their common counts as held since their issue."""
    held_from: Integers
    """First session on which common has been held long enough since the series' issue, [S]; 0: of a line, whose common
    is held since the draw."""
    free_from: Integers
    """... or long enough to be free of the limit on volume, [S]."""
    warrant_held_from: Integers
    """The same of warrants that tack, [W]; 0 of others, whose common is held since the exercise."""
    warrant_free_from: Integers
    counted_from: Integers
    """First session whose sales under the Rule still count, [T]."""
    held_before: Integers
    """Common held since an earlier session than this has been held long enough, [T]."""
    free_before: Integers
    """... or long enough to be free of the limit on volume, [T]."""
