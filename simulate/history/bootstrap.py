"""What the stationary block bootstrap (Politis and Romano 1994) draws from, made of a price record."""

from __future__ import annotations

import decimal
import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
import numpy.typing as npt

from simulate.errors import RecordError
from simulate.history.record import Record, Returns, log_returns
from simulate.history.volatility import SESSIONS_PER_YEAR, automatic_block_sessions

LOWEST_VOLATILITY_PER_YEAR = 0.0001
HIGHEST_VOLATILITY_PER_YEAR = 5.0
"""The range that the schema allows a volatility."""

# Decimal's logarithm and exponential are correctly rounded: the same bits on every processor and C library.
_CONTEXT = decimal.Context(prec=34, rounding=decimal.ROUND_HALF_EVEN)
_LN_2 = _CONTEXT.ln(Decimal(2))
_LOG2_E = float(_CONTEXT.divide(Decimal(1), _LN_2))


@dataclass(frozen=True, eq=False)
class BootstrapTable:
    """What the bootstrap draws from; R returns.

    The gross return of a session is ``2 ** (log2_gross[i] + log2_noise x e)``, e a standard normal, times the
    scenario's drift of that session where ``drift`` is ``scenario``.

    Attributes
    ----------
    log2_gross
        log2 of the gross returns, [R]: rescaled, shrunk about their mean where smoothed, and divided by the
        mean gross return where the drift is the scenario's.
    log2_noise
        Deviation of the smoothing noise, ``h s / sqrt(1 + h^2)`` in base 2; 0: none.
    standardised
        (r - mean)/deviation of the record's log returns, n - 1, [R]; rescaling does not change it.
    next_index
        The return that follows in the same run, the last wrapping to the first, [R].
    volume_shares
        The record's volume on the session each return ends on, [R]; -1: not known.
    resample_volume
        Whether the record's volume at the drawn return is the session's volume.
    restart_probability
        1/b: a new block starts with this probability.
    block_sessions
        b, the mean block length in force.
    volatility_per_year
        Deviation of the log returns after rescaling, n - 1, times sqrt(252).
    announcements
        What the user must be told.
    """

    log2_gross: npt.NDArray[np.float64]
    log2_noise: float
    standardised: npt.NDArray[np.float64]
    next_index: npt.NDArray[np.int64]
    volume_shares: npt.NDArray[np.int64]
    resample_volume: bool
    restart_probability: float
    block_sessions: float
    volatility_per_year: float
    announcements: tuple[str, ...]


def bootstrap_table(
    record: Record,
    *,
    block_sessions: Decimal | Literal["auto"],
    drift: Literal["scenario", "record"],
    target_volatility_per_year: Decimal | None,
    smoothing: Decimal | None,
    volume_model: Literal["lognormal", "resample"],
    missing: Literal["refuse", "model"],
) -> BootstrapTable:
    """Make the table of a record; the arguments are the fields of ``market.price`` and ``market.volume``.

    Parameters
    ----------
    record
        A price record.
    block_sessions
        Mean block length b, at least 1, or ``auto``.
    drift
        ``scenario`` divides the gross returns by their mean, smoothing noise included; ``record`` keeps it.
    target_volatility_per_year
        Multiplies the deviations of log returns from their mean so that their volatility is this; None: off.
    smoothing
        Bandwidth h of Efron's smoothed bootstrap, as a share of the deviation; None: off.
    volume_model, missing
        With ``resample``, where a return lacks volume: ``refuse``, or ``model`` for every session.

    Returns
    -------
    BootstrapTable

    Raises
    ------
    simulate.errors.RecordError
        Where the record has fewer than two returns, or a volatility of zero or over 500% a year (unless
        rescaled), or lacks volumes that are to be resampled.
    """
    returns = log_returns(record)
    values = returns.log_return.tolist()
    mean, deviation = _mean_and_deviation(record, values)
    factor, rescaled = _rescaling(record, deviation, target_volatility_per_year)
    shrink, noise, smoothed = _smoothing(smoothing, factor, deviation)
    drawn = [mean + (value - mean) * factor * shrink for value in values]
    shift, drifts = _drift(drift, drawn, noise)
    block, block_text = _block(record, block_sessions)
    resample, volumes = _volumes(record, returns, volume_model, missing)
    runs = np.unique(returns.run).size
    said = f"{record.path}: bootstrap of {len(values)} returns in {runs} run{'s' * (runs > 1)}, {block_text}"
    return BootstrapTable(
        log2_gross=np.array([value * _LOG2_E - shift for value in drawn], dtype=np.float64),
        log2_noise=noise * _LOG2_E,
        standardised=np.array([(value - mean) / deviation for value in values], dtype=np.float64),
        next_index=returns.next_index,
        volume_shares=returns.volume_shares,
        resample_volume=resample,
        restart_probability=1 / block,
        block_sessions=block,
        volatility_per_year=factor * deviation * math.sqrt(SESSIONS_PER_YEAR),
        announcements=(said, *rescaled, *smoothed, *drifts, *volumes),
    )


def _mean_and_deviation(record: Record, values: list[float]) -> tuple[float, float]:
    """Mean of the log returns and their deviation, n - 1; refused with fewer than two."""
    count = len(values)
    if count < 2:
        raise RecordError(
            f"{record.path}: has {count} return{'s' * (count != 1)} between sessions that follow each other; "
            "a bootstrap needs at least two: give a longer record"
        )
    mean = math.fsum(values) / count
    return mean, math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (count - 1))


def _rescaling(record: Record, deviation: float, target: Decimal | None) -> tuple[float, list[str]]:
    """Factor on the deviations from the mean, and what to say of it."""
    volatility = deviation * math.sqrt(SESSIONS_PER_YEAR)
    if volatility < LOWEST_VOLATILITY_PER_YEAR:
        raise RecordError(
            f"{record.path}: its volatility is {volatility:.2g} a year, under {LOWEST_VOLATILITY_PER_YEAR}: "
            "there is nothing to draw; give a record whose price moves"
        )
    if target is None:
        if volatility > HIGHEST_VOLATILITY_PER_YEAR:
            raise RecordError(
                f"{record.path}: its volatility is {volatility:.0%} a year, over "
                f"{HIGHEST_VOLATILITY_PER_YEAR:.0%}; correct the record, or set target_volatility_per_year"
            )
        return 1.0, []
    factor = float(target) / volatility
    return factor, [
        f"log returns rescaled about their mean by {factor:.4g}, from a volatility of {volatility:.1%} to "
        f"{float(target):.1%} a year"
    ]


def _smoothing(bandwidth: Decimal | None, factor: float, deviation: float) -> tuple[float, float, list[str]]:
    """Factor on the deviations from the mean, deviation of the noise, and what to say of them."""
    if bandwidth is None:
        return 1.0, 0.0, []
    h = float(bandwidth)
    shrink = 1 / math.sqrt(1 + h * h)
    return (
        shrink,
        h * shrink * factor * deviation,
        [
            f"returns smoothed with a normal kernel of bandwidth {bandwidth:f} deviations (Efron's smoothed "
            "bootstrap, shrunk so that the variance stays)"
        ],
    )


def _drift(drift: Literal["scenario", "record"], drawn: list[float], noise: float) -> tuple[float, list[str]]:
    """log2 of what the gross returns are divided by, and what to say of it."""
    mean_gross = math.fsum(_exp(value) for value in drawn) / len(drawn) * _exp(noise * noise / 2)
    if drift == "scenario":
        return _log2(mean_gross), []
    yearly = math.exp(min(SESSIONS_PER_YEAR * math.log(mean_gross), 690.0))
    return 0.0, [
        f"Warning: drift: record keeps the record's own mean return, which multiplies the price by "
        f"{yearly:.3g} a year; drift: scenario takes it out"
    ]


def _block(record: Record, block_sessions: Decimal | Literal["auto"]) -> tuple[float, str]:
    if block_sessions == "auto":
        block = automatic_block_sessions(record)
        return block, f"mean block {block:.2f} sessions (auto: arch on squared returns per run)"
    return float(block_sessions), f"mean block {block_sessions.normalize():f} sessions"


def _volumes(
    record: Record,
    returns: Returns,
    model: Literal["lognormal", "resample"],
    missing: Literal["refuse", "model"],
) -> tuple[bool, list[str]]:
    """Whether the record's volume is drawn with its returns, and what to say of it."""
    if model != "resample":
        return False, []
    unknown = [
        day for day, volume in zip(returns.end_session, returns.volume_shares.tolist(), strict=True) if volume < 0
    ]
    if not unknown:
        return True, ["volume resampled with the returns"]
    lack = f"{len(unknown)} of {len(returns.end_session)} returns lack volume"
    if missing == "refuse":
        raise RecordError(
            f"{record.path}: volume cannot be resampled: {lack}, the first that of {unknown[0]}; set "
            "volume.missing to model, or volume.model to lognormal"
        )
    return False, [f"{lack}: the lognormal model gives the volume of every session (missing: model)"]


def _exp(value: float) -> float:
    return float(_CONTEXT.exp(Decimal(value)))


def _log2(value: float) -> float:
    return float(_CONTEXT.divide(_CONTEXT.ln(Decimal(value)), _LN_2))
