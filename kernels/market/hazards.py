"""When the events of a path act: on their dates, or drawn once a path from their hazards (METHODS 12)."""

from __future__ import annotations

import numpy as np

from kernels.jit import clause
from kernels.random import BITS_32, LOW_32, STREAM_DEAL, Word, philox
from kernels.tables import Integers, Tables
from kernels.whole_tables import Whole

_WORDS_A_BLOCK = 4


@clause
def draw_sessions(tables: Tables, seed: Word, path: Word, out: Integers, whole: Whole | None) -> None:
    """Set the session on which each event acts on a path, in ``out`` [E]; T: never."""
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
            acts = sessions
            for t in range(sessions - 1, 0, -1):
                acts = t if drawn < whole.hazard_words[hazard, t] else acts
            out[event] = acts
