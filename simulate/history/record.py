"""A price record as the program holds it, its daily log returns, and the window before a date."""

from __future__ import annotations

import decimal
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import numpy.typing as npt

from simulate.errors import RecordError
from simulate.sessions import next_session, previous_session, session_on_or_after

# Decimal's logarithm is correctly rounded: the same bits whatever the processor or the C library.
_CONTEXT = decimal.Context(prec=34, rounding=decimal.ROUND_HALF_EVEN)


@dataclass(frozen=True)
class Record:
    """Closing prices, closing bids and volumes of sessions, ascending; gaps allowed.

    Attributes
    ----------
    dates
        Sessions of the exchange, [T], each once.
    closes, bids
        USD a share, [T], exactly as they stand in the file, or filled from each other at half the spread.
    volumes
        Shares traded, [T]; None where the file does not say.
    bid_filled, close_filled
        Whether the bid or the close of a session was filled, [T].
    path
        The file, as it was named.
    sha256
        Hash of the file's bytes, hexadecimal.
    announcements
        What the user must be told: how many prices were filled and how, and the jumps accepted.
    """

    dates: tuple[date, ...]
    closes: tuple[Decimal, ...]
    bids: tuple[Decimal, ...]
    volumes: tuple[int | None, ...]
    bid_filled: tuple[bool, ...]
    close_filled: tuple[bool, ...]
    path: Path
    sha256: str
    announcements: tuple[str, ...]

    @property
    def runs(self) -> tuple[range, ...]:
        """Maximal stretches of consecutive exchange sessions, as ranges of positions in the record."""
        starts = [i for i, day in enumerate(self.dates) if i == 0 or next_session(self.dates[i - 1]) != day]
        ends = [*starts[1:], len(self.dates)]
        return tuple(range(start, end) for start, end in zip(starts, ends, strict=True) if end > start)


@dataclass(frozen=True, eq=False)
class Returns:
    """Daily log returns of a record, run after run; none crosses a gap.

    Attributes
    ----------
    log_return
        Natural logarithm of the gross return from one session to the next, [R].
    run
        Index in :attr:`Record.runs` of the run it belongs to, [R].
    next_index
        The return that follows in the same run, the last wrapping to the first, [R].
    end_session
        The session that each return ends on, [R].
    volume_shares
        Volume of that session, [R]; -1 where it is not known.
    """

    log_return: npt.NDArray[np.float64]
    run: npt.NDArray[np.int64]
    next_index: npt.NDArray[np.int64]
    end_session: tuple[date, ...]
    volume_shares: npt.NDArray[np.int64]


def log_returns(record: Record) -> Returns:
    """Daily log returns, none across a gap.

    A return is bid to bid where both sessions have a bid on record, else close to close where both have a
    close on record, else from the filled prices (filled bids and filled closes then move alike).

    Parameters
    ----------
    record
        A price record.

    Returns
    -------
    simulate.history.record.Returns
        Empty arrays where no two sessions of the record follow each other.
    """
    values: list[float] = []
    runs: list[int] = []
    following: list[int] = []
    ends: list[int] = []
    for number, run in enumerate(record.runs):
        first = len(values)
        for i in run[1:]:
            values.append(_log_return(record, i))
            runs.append(number)
            ends.append(i)
        count = len(values) - first
        following.extend(first + (j + 1) % count for j in range(count))
    volumes = [record.volumes[i] for i in ends]
    return Returns(
        log_return=np.array(values, dtype=np.float64),
        run=np.array(runs, dtype=np.int64),
        next_index=np.array(following, dtype=np.int64),
        end_session=tuple(record.dates[i] for i in ends),
        volume_shares=np.array([-1 if volume is None else volume for volume in volumes], dtype=np.int64),
    )


def _log_return(record: Record, i: int) -> float:
    """Log return from session ``i - 1`` to session ``i`` of a run."""
    no_bid = record.bid_filled[i - 1] or record.bid_filled[i]
    no_close = record.close_filled[i - 1] or record.close_filled[i]
    prices = record.closes if no_bid and not no_close else record.bids
    return float(_CONTEXT.ln(_CONTEXT.divide(prices[i], prices[i - 1])))


def earlier_window(
    record: Record, start: date, bids_needed: int, volumes_needed: int
) -> tuple[list[Decimal], list[int | None]]:
    """Closing bids and volumes of the sessions immediately before a date.

    Parameters
    ----------
    record
        A price record.
    start
        The date: session 0 is the first session on or after it.
    bids_needed, volumes_needed
        How many sessions back, 0 or more each.

    Returns
    -------
    bids : list of decimal.Decimal
        USD a share, oldest first, filled where the record has none.
    volumes : list of int or None
        Shares, oldest first; None where the record does not say.

    Raises
    ------
    simulate.errors.RecordError
        Where any of those sessions is not on record.
    """
    positions = {day: i for i, day in enumerate(record.dates)}
    needed = max(bids_needed, volumes_needed)
    session_0 = session_on_or_after(start)
    window: list[date] = []
    day = session_0
    for _ in range(needed):
        day = previous_session(day)
        window.append(day)
    missing = [day for day in window if day not in positions]
    if missing:
        raise RecordError(
            f"{record.path}: too short for the look-back: the {needed} sessions before {session_0} are "
            f"needed, {window[-1]} to {window[0]}; {needed - len(missing)} of them are on record, the latest "
            f"missing is {missing[0]}; give a record that holds them, or start later"
        )
    window.reverse()
    bids = [record.bids[positions[day]] for day in window[needed - bids_needed :]]
    volumes = [record.volumes[positions[day]] for day in window[needed - volumes_needed :]]
    return bids, volumes
