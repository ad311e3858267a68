"""Control variates: means beside the plain ones, with what the model knows exactly of the same paths."""

from __future__ import annotations

from simulate.controls.known import Control, controls_of
from simulate.controls.regression import ControlledMean, controlled_mean
from simulate.controls.study import ControlledMeans, control_variates

__all__ = ["Control", "ControlledMean", "ControlledMeans", "control_variates", "controlled_mean", "controls_of"]
