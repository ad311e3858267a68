"""Volatility of a record's log returns with its errors, and the block length that ``arch`` finds in them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulate.history.record import Record, Returns, log_returns

SESSIONS_PER_YEAR = 252

# arch correlates up to ceil(sqrt(n)) + 5 lags: with 10 returns or fewer a lag has nothing left to correlate.
_FEWEST_RETURNS_FOR_ARCH = 11
_MOST_LOG = 690.0


@dataclass(frozen=True)
class Volatility:
    """Deviation of log returns, n - 1, times sqrt(252), with two standard errors.

    Attributes
    ----------
    per_year
        The estimate, per square root of year.
    error_if_normal
        Its asymptotic standard error were the returns normal: ``s / sqrt(2 (n - 1))``.
    error_by_kurtosis
        The same with the sample's kurtosis k in place of the normal's 3:
        ``s / 2 x sqrt((k - (n - 3)/(n - 1)) / n)``, the delta method on the variance of the sample variance.
    """

    per_year: float
    error_if_normal: float
    error_by_kurtosis: float


def volatility_of(log_return: Sequence[float]) -> Volatility | None:
    """Volatility of log returns, with its standard errors.

    Parameters
    ----------
    log_return
        Log returns of sessions, [n].

    Returns
    -------
    Volatility or None
        None with fewer than two returns.
    """
    count = len(log_return)
    if count < 2:
        return None
    mean = math.fsum(log_return) / count
    squares = [(value - mean) ** 2 for value in log_return]
    variance = math.fsum(squares) / (count - 1)
    year = math.sqrt(SESSIONS_PER_YEAR)
    deviation = math.sqrt(variance)
    second = math.fsum(squares) / count
    # Returns that never move have no kurtosis, and no error either.
    kurtosis = math.fsum(square**2 for square in squares) / count / second**2 if second**2 > 0 else 3.0
    by_kurtosis = deviation / 2 * math.sqrt((kurtosis - (count - 3) / (count - 1)) / count)
    return Volatility(deviation * year, deviation / math.sqrt(2 * (count - 1)) * year, by_kurtosis * year)


def mean_gross_per_year(log_return: Sequence[float]) -> float:
    """Mean gross return of a session to the power 252: what the record's drift makes of a dollar in a year.

    Parameters
    ----------
    log_return
        Log returns of sessions, [n], n at least 1.

    Returns
    -------
    float
        Times a year; at most exp(690), so that it is always a number.
    """
    mean = math.fsum(math.exp(value) for value in log_return) / len(log_return)
    return math.exp(min(SESSIONS_PER_YEAR * math.log(mean), _MOST_LOG))


def automatic_block_sessions(record: Record) -> float:
    """Mean block length b of the stationary bootstrap by ``arch``.

    Politis and White (2004), corrected by Patton, Politis and White (2009), on the squared log returns of
    each run, weighted by the run's returns; at least 1. Runs of fewer than 11 returns, or that never move,
    carry no weight.

    Parameters
    ----------
    record
        A price record.

    Returns
    -------
    float
        Sessions; 1 where no run can be used.
    """
    returns = log_returns(record)
    counts = [len(run) - 1 for run in record.runs]
    return weighted_block(counts, arch_blocks(record, returns))


def weighted_block(counts: Sequence[int], blocks: Sequence[float | None]) -> float:
    """Block lengths of runs, weighted by their returns; at least 1.

    Parameters
    ----------
    counts
        Returns of each run.
    blocks
        Block length of each run, None where it carries no weight.

    Returns
    -------
    float
        Sessions; 1 where no run can be used.
    """
    used = [(count, block) for count, block in zip(counts, blocks, strict=True) if block is not None]
    if not used:
        return 1.0
    weighted = math.fsum(count * block for count, block in used)
    return max(1.0, weighted / math.fsum(count for count, _ in used))


def arch_blocks(record: Record, returns: Returns) -> list[float | None]:
    """Block length of the stationary bootstrap that ``arch`` finds on the squared log returns of each run.

    Parameters
    ----------
    record
        A price record.
    returns
        Its log returns.

    Returns
    -------
    list of float or None
        Sessions, one for each run; None where a run has fewer than 11 returns or never moves.
    """
    blocks: list[float | None] = []
    for number in range(len(record.runs)):
        squares = returns.log_return[returns.run == number] ** 2
        if squares.size < _FEWEST_RETURNS_FOR_ARCH or np.ptp(squares) <= 1e-12 * squares.max():
            blocks.append(None)
            continue
        from arch.bootstrap import optimal_block_length

        with np.errstate(all="ignore"):
            block = float(optimal_block_length(squares)["stationary"].iloc[0])
        blocks.append(block if math.isfinite(block) else None)
    return blocks
