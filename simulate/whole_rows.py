"""The kernels' rows of a deal that uses the rest of the contract, by what they hold (METHODS 21, 22)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kernels import rows as place

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class WholeRows:
    """The kernels' rows of a deal that uses the rest of the contract, by what they hold.

    Attributes
    ----------
    rows
        [places, paths]; see :func:`kernels.rows.whole_places`.
    series, warrants
        How many there are.
    """

    rows: Floats
    series: int
    warrants: int

    def of_series(self, k: int, what: int) -> Floats:
        """A place that every deal has for a series."""
        row: Floats = self.rows[place.FIXED_PLACES + place.PER_SERIES * k + what]
        return row

    def more_of_series(self, k: int, what: int) -> Floats:
        """A further place of a series."""
        row: Floats = self.rows[place.places(self.series) + place.PER_SERIES_WHOLE * k + what]
        return row

    def of_warrant(self, w: int, what: int) -> Floats:
        """A place of a warrant."""
        first = place.places(self.series) + place.PER_SERIES_WHOLE * self.series
        row: Floats = self.rows[first + place.PER_WARRANT * w + what]
        return row

    def of_path(self, what: int) -> Floats:
        """A place of the path."""
        first = place.places(self.series) + place.PER_SERIES_WHOLE * self.series + place.PER_WARRANT * self.warrants
        row: Floats = self.rows[first + what]
        return row

    def total(self, values: list[Floats]) -> Floats:
        """Sum in order, zero for none."""
        out = np.zeros(self.rows.shape[1])
        for value in values:
            out = out + value
        return out


def ratio(above: Floats, below: Floats) -> Floats:
    """``above / below``, undefined where ``below`` is 0."""
    defined = below != 0.0
    return np.where(defined, above / np.where(defined, below, 1.0), place.UNDEFINED)
