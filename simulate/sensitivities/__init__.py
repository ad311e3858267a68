"""What the answer is sensitive to: each number of market and deal moved alone, on the same random numbers."""

from __future__ import annotations

from simulate.sensitivities.found import MEASURES, InputMoved, Sensitivities
from simulate.sensitivities.inputs import Input, Moved, inputs_of
from simulate.sensitivities.search import sensitivities

__all__ = ["MEASURES", "Input", "InputMoved", "Moved", "Sensitivities", "inputs_of", "sensitivities"]
