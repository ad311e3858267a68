"""Scenarios side by side: the differences of their outputs, on the same random numbers, with paired errors."""

from __future__ import annotations

from simulate.comparison.comparison import Comparison
from simulate.comparison.differences import Difference
from simulate.comparison.side_by_side import compare

__all__ = ["Comparison", "Difference", "compare"]
