"""Grids of scenarios: the same random numbers at every point, and what of the grid keeps a condition."""

from __future__ import annotations

from simulate.sweeps.frontier import Frontier, FrontierPoint
from simulate.sweeps.grid import Sweep, sweep

__all__ = ["Frontier", "FrontierPoint", "Sweep", "sweep"]
