"""How paths are cut: numbers that are part of a result's definition."""

from __future__ import annotations

BLOCK_PATHS = 4096
"""Paths in a block. Part of a result's definition: sums are taken block by block."""
FAN_PATHS = 65_536
"""Paths whose prices are followed to the horizon, and whose internal rate of return is computed in any case."""
