"""When the events of a path act: on their dates, or drawn once a path from their hazards (METHODS 12)."""

from __future__ import annotations

import numpy as np

from kernels.exponentials import LN_2, log_two
from kernels.jit import clause
from kernels.random import BITS_32, LOW_32, STREAM_DEAL, Word, philox
from kernels.tables import Floats, Integers, Tables
from kernels.whole_tables import Whole

_WORDS_A_BLOCK = 4
_TWO_TO_MINUS_32 = 2.0**-32


@clause
def draw_sessions(
    tables: Tables, seed: Word, path: Word, out: Integers, threshold: Floats, whole: Whole | None
) -> None:
    """Set the session on which each event acts on a path, in ``out`` [E]; T: never, or not known beforehand.

    Of a hazard that follows the price the path finds out: the event happens where it has added up to ``threshold`` [E].
    """
    if whole is None:
        return
    sessions = tables.clock.days.size
    events = whole.events
    for event in range(whole.events.entries):
        out[event] = events.session[event]
        hazard = events.hazard[event]
        if hazard >= 0:
            # Block 0 of the deal's stream is the approval's.
            block = np.uint64(1 + hazard // _WORDS_A_BLOCK)
            a, b, c, d = philox(path & LOW_32, path >> BITS_32, block, STREAM_DEAL, seed & LOW_32, seed >> BITS_32)
            which = hazard % _WORDS_A_BLOCK
            word = a if which == 0 else b if which == 1 else c if which == 2 else d
            drawn = float(np.int64(word))
            if events.hazard_a_day[event] > 0.0:
                # The chance of having happened, 1 - exp(-sum), passes the uniform number (word + 1/2)/2^32.
                threshold[event] = -LN_2 * log_two(1.0 - (drawn + 0.5) * _TWO_TO_MINUS_32)
                out[event] = sessions
                continue
            acts = sessions
            for t in range(sessions - 1, 0, -1):
                acts = t if drawn < whole.hazard_words[hazard, t] else acts
            out[event] = acts
