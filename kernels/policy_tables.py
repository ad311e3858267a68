"""The holder's policies as a kernel reads them; a deal of conversion alone has only the first two (METHODS 6, 25)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

HOLD = 0
CONVERT_AND_SELL = 1
THRESHOLD = 2
ROLL_OFF = 3
PRICING_WINDOW_PRESSURE = 9


class PolicyTable(NamedTuple):
    """Terms of the holder's policy."""

    margin_bid: Floats
    """Weight of the decision bid in the margin's test ``bid x margin_bid < price x margin_price``, [S]."""
    margin_price: Floats
    """Weight of the conversion price in the same, [S]; 0: there is no margin at which the policy gives notice."""
    takes_all: bool
    """Whether a notice for the margin is of all that the limits on conversion allow, or of what can be sold."""
    may_sell_at_once: bool
    """Whether what is decided on the close of a session may be sold on it (``same_close``)."""
