"""What a price record holds: sessions, gaps, volatility with its error, block length, volume, spread."""

from __future__ import annotations

import math
import statistics
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from simulate.history.record import Record, Returns, log_returns
from simulate.history.volatility import (
    SESSIONS_PER_YEAR,
    Volatility,
    arch_blocks,
    mean_gross_per_year,
    volatility_of,
    weighted_block,
)
from simulate.sessions import sessions_apart

FEWEST_RETURNS_FOR_INFERENCE = 250
"""About a year: with fewer, volatility and block length say little about the stock."""


@dataclass(frozen=True)
class Gap:
    """Sessions missing between two runs of a record.

    Attributes
    ----------
    last_before, first_after
        Sessions on record on either side.
    missing_sessions
        Sessions of the exchange between them.
    """

    last_before: date
    first_after: date
    missing_sessions: int


@dataclass(frozen=True)
class RunDescription:
    """One run of consecutive sessions.

    Attributes
    ----------
    first, last
        Its first and last session.
    sessions, returns
        How many it has.
    volatility
        None with fewer than two returns.
    arch_block_sessions
        Block length of the stationary bootstrap that ``arch`` finds on its squared returns; None where the
        run is too short or never moves.
    """

    first: date
    last: date
    sessions: int
    returns: int
    volatility: Volatility | None
    arch_block_sessions: float | None


@dataclass(frozen=True)
class RecordDescription:
    """What a price record holds.

    Attributes
    ----------
    path, sha256, announcements
        Of the record.
    sessions, first, last
        How many sessions, the first and the last.
    gaps, runs
        Where the record has holes, and the stretches between them.
    returns
        Daily log returns, none across a gap.
    volatility
        Of all returns together; None with fewer than two.
    mean_log_return, mean_log_return_error
        Mean of a session's log return and its standard error; None with fewer than two returns.
    mean_gross_per_year
        Mean gross return to the power 252: what the record's own drift would make of a dollar in a year.
    automatic_block_sessions
        See :func:`simulate.history.volatility.automatic_block_sessions`.
    volume_sessions, volume_median_shares, volume_log_deviation
        Sessions with a volume on record, their median, and the deviation (n - 1) of the log of positive ones.
    two_sided_sessions, two_sided_spread_fraction
        Sessions with both close and bid on record, and their mean of (close - bid)/close: half the spread.
    closes_filled, bids_filled
        Prices that were filled.
    warning
        Said where the record is too short for inference; else empty.
    """

    path: str
    sha256: str
    announcements: tuple[str, ...]
    sessions: int
    first: date
    last: date
    gaps: tuple[Gap, ...]
    runs: tuple[RunDescription, ...]
    returns: int
    volatility: Volatility | None
    mean_log_return: float | None
    mean_log_return_error: float | None
    mean_gross_per_year: float | None
    automatic_block_sessions: float
    volume_sessions: int
    volume_median_shares: float | None
    volume_log_deviation: float | None
    two_sided_sessions: int
    two_sided_spread_fraction: float | None
    closes_filled: int
    bids_filled: int
    warning: str

    def as_dict(self) -> dict[str, Any]:
        """The same as plain numbers, texts, lists and dictionaries, for JSON; dates in ISO."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain

    def lines(self) -> list[str]:
        """The same as lines of text, for a terminal."""
        out = [
            f"{self.path}: {_count(self.sessions, 'session')}, {self.first} to {self.last}, "
            f"{_count(len(self.runs), 'run')}, {_count(len(self.gaps), 'gap')}"
        ]
        out += [
            f"  gap: {gap.last_before} to {gap.first_after}, {_count(gap.missing_sessions, 'session')} missing"
            for gap in self.gaps
        ]
        for run in self.runs:
            block = "none" if run.arch_block_sessions is None else f"{run.arch_block_sessions:.1f} sessions"
            out.append(
                f"  run: {run.first} to {run.last}, {_count(run.sessions, 'session')}, "
                f"{_count(run.returns, 'return')}, volatility {_volatility_text(run.volatility)}, "
                f"arch block {block}"
            )
        out.append(
            f"Volatility of all {_count(self.returns, 'return')}: {_volatility_text(self.volatility)} "
            "(errors: if returns were normal; by the record's kurtosis)"
        )
        if self.mean_log_return is not None:
            out.append(
                f"Mean log return: {self.mean_log_return:.5f} a session, standard error "
                f"{self.mean_log_return_error:.5f}; mean gross return: {self.mean_gross_per_year:.3g} times "
                "a year"
            )
        out.append(
            f"Block length, auto: {self.automatic_block_sessions:.1f} sessions "
            "(arch on squared returns per run, weighted by length, at least 1)"
        )
        out.append(self._volume_line())
        if self.two_sided_spread_fraction is None:
            out.append("Close and bid: on record together on no session")
        else:
            out.append(
                f"Close and bid: on record together on {_count(self.two_sided_sessions, 'session')}, the bid "
                f"{self.two_sided_spread_fraction:.2%} below the close on average"
            )
        out += self.announcements
        if self.warning:
            out.append(self.warning)
        return out

    def _volume_line(self) -> str:
        if self.volume_median_shares is None:
            return "Volume: on record on no session"
        deviation = "unknown" if self.volume_log_deviation is None else f"{self.volume_log_deviation:.2f}"
        return (
            f"Volume: on record on {self.volume_sessions} of {_count(self.sessions, 'session')}, median "
            f"{self.volume_median_shares:,.0f} shares, log deviation {deviation}"
        )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _volatility_text(volatility: Volatility | None) -> str:
    if volatility is None:
        return "unknown"
    return (
        f"{volatility.per_year:.1%} a year "
        f"(standard error {volatility.error_if_normal:.1%}; {volatility.error_by_kurtosis:.1%})"
    )


def describe(record: Record) -> RecordDescription:
    """What a price record holds.

    Parameters
    ----------
    record
        A price record.

    Returns
    -------
    RecordDescription
    """
    returns = log_returns(record)
    values = returns.log_return.tolist()
    count = len(values)
    volatility = volatility_of(values)
    runs = _runs(record, returns)
    edges = [(before.last, after.first) for before, after in pairwise(runs)]
    volumes = [volume for volume in record.volumes if volume is not None]
    logs = [math.log(volume) for volume in volumes if volume > 0]
    halves = _half_spreads(record)
    return RecordDescription(
        path=str(record.path),
        sha256=record.sha256,
        announcements=record.announcements,
        sessions=len(record.dates),
        first=record.dates[0],
        last=record.dates[-1],
        gaps=tuple(Gap(last, first, sessions_apart(last, first) - 1) for last, first in edges),
        runs=runs,
        returns=count,
        volatility=volatility,
        mean_log_return=math.fsum(values) / count if volatility else None,
        mean_log_return_error=(volatility.per_year / math.sqrt(SESSIONS_PER_YEAR * count) if volatility else None),
        mean_gross_per_year=mean_gross_per_year(values) if volatility else None,
        automatic_block_sessions=weighted_block(
            [run.returns for run in runs], [run.arch_block_sessions for run in runs]
        ),
        volume_sessions=len(volumes),
        volume_median_shares=float(statistics.median(volumes)) if volumes else None,
        volume_log_deviation=statistics.stdev(logs) if len(logs) > 1 else None,
        two_sided_sessions=len(halves),
        two_sided_spread_fraction=math.fsum(halves) / len(halves) if halves else None,
        closes_filled=sum(record.close_filled),
        bids_filled=sum(record.bid_filled),
        warning=_warning(count),
    )


def _runs(record: Record, returns: Returns) -> tuple[RunDescription, ...]:
    return tuple(
        RunDescription(
            first=record.dates[run[0]],
            last=record.dates[run[-1]],
            sessions=len(run),
            returns=len(run) - 1,
            volatility=volatility_of(returns.log_return[returns.run == number].tolist()),
            arch_block_sessions=block,
        )
        for number, (run, block) in enumerate(zip(record.runs, arch_blocks(record, returns), strict=True))
    )


def _half_spreads(record: Record) -> list[float]:
    """(close - bid)/close of the sessions that have both on record."""
    prices = zip(record.closes, record.bids, record.close_filled, record.bid_filled, strict=True)
    return [float((close - bid) / close) for close, bid, *filled in prices if not any(filled)]


def _warning(returns: int) -> str:
    if returns >= FEWEST_RETURNS_FOR_INFERENCE:
        return ""
    return (
        f"Warning: the record is too short for inference: {_count(returns, 'return')}, fewer than "
        f"{FEWEST_RETURNS_FOR_INFERENCE}; its volatility and block length are its own, not the stock's"
    )
