"""Fit the market models to a price record: estimates with errors, and what the record is too short to tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from simulate.calibration.blocks import fit_blocks
from simulate.calibration.fit import Calibration, Fit, Parameter
from simulate.calibration.garch import fit_garch
from simulate.calibration.gbm import fit_gbm
from simulate.calibration.merton import fit_merton
from simulate.calibration.sample import Sample
from simulate.calibration.volume import fit_volume
from simulate.errors import RecordError
from simulate.history import Record
from simulate.history.describe import FEWEST_RETURNS_FOR_INFERENCE

__all__ = ["MODELS", "Calibration", "Fit", "Parameter", "Sample", "calibrate"]

_FITS: dict[str, Callable[[Record, Sample], Fit]] = {
    "gbm": lambda _, sample: fit_gbm(sample),
    "merton": lambda _, sample: fit_merton(sample),
    "garch": lambda _, sample: fit_garch(sample),
    "bootstrap": lambda record, _: fit_blocks(record),
    "volume": lambda _, sample: fit_volume(sample),
}
MODELS = tuple(_FITS)
"""What can be fitted."""


def calibrate(record: Record, models: Sequence[str] | None = None) -> Calibration:
    """Fit models to a price record.

    Parameters
    ----------
    record
        A price record. A gap is no return, and nothing is filled in for it.
    models
        Of :data:`MODELS`; None: all.

    Returns
    -------
    Calibration

    Raises
    ------
    simulate.errors.RecordError
        Where no two sessions of the record follow each other, or a model is none of these.
    """
    chosen = tuple(MODELS if models is None else dict.fromkeys(models))
    unknown = [model for model in chosen if model not in MODELS]
    if unknown:
        raise RecordError(f"{unknown[0]!r} is no model; allowed: {', '.join(MODELS)}; choose among them")
    sample = Sample.of(record)
    if sample.size == 0:
        raise RecordError(f"{record.path}: no two sessions follow each other, so it holds no return; give a longer one")
    fits = tuple(_FITS[model](record, sample) for model in chosen)
    lost = [f"{fit.model} {name}" for fit in fits for name in fit.not_identified]
    said = record.announcements
    if sample.size < FEWEST_RETURNS_FOR_INFERENCE:
        said += (
            f"the record is too short to tell: {sample.size} returns, fewer than {FEWEST_RETURNS_FOR_INFERENCE}; what "
            "is fitted is the record's own, not the stock's",
        )
    if lost:
        said += (f"not identified: {', '.join(lost)}",)
    return Calibration(str(record.path), sample.size, len(record.runs), fits, said)
