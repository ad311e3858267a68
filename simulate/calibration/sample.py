"""A record's returns as the fits take them: with the days that each spans, and the volume of its session."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulate.history import Record, log_returns

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Sample:
    """Daily log returns, none across a gap.

    Attributes
    ----------
    log_return
        Natural logarithms, [n].
    days
        Calendar days that each spans, [n].
    run
        Which stretch of consecutive sessions each belongs to, [n].
    volume_before, volume
        Shares of the session before and of the return's own, [n]; NaN where they are not on record, or 0.
    """

    log_return: Floats
    days: Floats
    run: npt.NDArray[np.int64]
    volume_before: Floats
    volume: Floats

    @classmethod
    def of(cls, record: Record) -> Sample:
        """The sample of a price record."""
        returns = log_returns(record)
        ends = [place for run in record.runs for place in run[1:]]
        volumes = np.array([float(volume) if volume else np.nan for volume in record.volumes])
        return cls(
            log_return=returns.log_return,
            days=np.array([(record.dates[i] - record.dates[i - 1]).days for i in ends], dtype=np.float64),
            run=returns.run,
            volume_before=volumes[[i - 1 for i in ends]],
            volume=volumes[ends],
        )

    @property
    def size(self) -> int:
        """How many returns there are."""
        return int(self.log_return.size)

    @property
    def deviation(self) -> float:
        """Of a session's log return, n - 1."""
        return float(np.std(self.log_return, ddof=1)) if self.size > 1 else 0.0

    def longest_run(self) -> Floats:
        """The returns of the longest stretch of consecutive sessions; the first of equals."""
        counts = np.bincount(self.run) if self.size else np.zeros(1, dtype=np.int64)
        returns: Floats = self.log_return[self.run == int(np.argmax(counts))]
        return returns
