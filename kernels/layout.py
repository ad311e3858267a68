"""How the rest of the contract lies in memory: records of a fixed layout, so that a call passes pointers.

A named tuple of a hundred arrays is a thousand scalars to the compiler: each call would copy them, and compiling would
take minutes. A record is one pointer, whatever it holds, and its fields are read as a named tuple's are. Its arrays
have the greatest lengths that the schema allows; counts stand beside them. What has a value for each session lies in
one array by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

MOST_SERIES = 4
MOST_WARRANTS = 8
MOST_EVENTS = 200
MOST_BANDS = 5
"""The covenant's first band and its further ones."""

# First places of ``Whole.by_session``, [KINDS_BY_SESSION, MOST_WARRANTS, T].
WINDOW_PRICE = 0
STEPPED = 1
RESETS = 2
PREMIUM_USD = 3
PREMIUM_CLAIM = 4
CLAIM_USD = 5
AMORTISED = 6
DRAWN = 7
WARRANT_RESETS = 8
PREMIUM_SUM = 9
LATE_DAYS = 10
PAY_SESSION = 11
UNUSABLE = 12
CASH_USD = 13
LAWFUL_USD = 14
NEXT_BUSY = 15
"""The first session from here on on which something dated acts."""
ACT_PREFERRED = 16
"""Preferred of which the holder gives notice on a date."""
ACT_COMMON = 17
"""Common that it sells on a date."""
RULE_144_COUNTED = 18
"""First session whose sales under Rule 144 still count against its limit on volume."""
RULE_144_HELD = 19
"""First session since which common has not been held long enough for it."""
RULE_144_FREE = 20
"""... or long enough to be free of that limit."""
BOUNDARY_STEP = 21
"""Number of the optimal holder's boundary in force; -1: none yet."""
KINDS_BY_SESSION = 22

# First places of ``WholeState.by_session``, [.., T].
NOTED_PRICE = 0
CERTIFICATE_DUE = 1
PAYMENT_DAYS = 2
WINDOW_SUM = 3
"""Of the first series; the others follow."""
EXERCISE_DUE = WINDOW_SUM + MOST_SERIES
DEFAULT_DUE = EXERCISE_DUE + 1
"""What of CERTIFICATE_DUE is default payments of the first series; the others follow."""
RULE_144_SOLD = DEFAULT_DUE + MOST_SERIES
"""Sold under Rule 144 by the investor; then by the agent."""
LOTS_OF_SERIES = RULE_144_SOLD + 2
"""Common from the first series whose holding period begins on the session; the others follow."""
LOTS_OF_WARRANTS = LOTS_OF_SERIES + MOST_SERIES
STATE_BY_SESSION = LOTS_OF_WARRANTS + MOST_WARRANTS

_KINDS = {"f": "f8", "i": "i8", "u": "i8", "b": "u1"}


def make_record(values: Mapping[str, Any], shapes: Mapping[str, tuple[int, ...]]) -> Any:
    """A record of named scalars and arrays.

    Parameters
    ----------
    values
        What each field holds: a number, or an array that fills the front of its field.
    shapes
        Shape of each field that is an array in the record.

    Returns
    -------
    numpy.record
        Flags are bytes, other whole numbers 64-bit integers.
    """
    arrays = {name: np.asarray(value) for name, value in values.items()}
    layout = [
        (name, _KINDS[array.dtype.kind], shapes[name]) if name in shapes else (name, _KINDS[array.dtype.kind])
        for name, array in arrays.items()
    ]
    record = np.zeros(1, dtype=np.dtype(layout, align=True)).view(np.recarray)[0]
    for name, array in arrays.items():
        if name in shapes:
            record[name][tuple(slice(0, length) for length in array.shape)] = array
        else:
            record[name] = array
    return record


def by_session(rows: Mapping[int, npt.ArrayLike], sessions: int) -> npt.NDArray[np.float64]:
    """What has a value for each session, [KINDS_BY_SESSION, MOST_WARRANTS, T].

    Parameters
    ----------
    rows
        By the places above: [T], or [rows, T].
    sessions
        T.
    """
    out = np.zeros((KINDS_BY_SESSION, MOST_WARRANTS, sessions))
    for kind, values in rows.items():
        block = np.atleast_2d(np.asarray(values, dtype=np.float64))
        out[kind, : block.shape[0]] = block
    return out
