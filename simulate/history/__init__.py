"""Price records: read, check, describe, and make ready to draw from; the face of the neighbouring modules.

A record is a CSV or Parquet file with the columns ``date``, ``close``, ``bid`` and ``volume``: sessions of
the exchange in order, gaps allowed. Nothing in it is interpolated; a close or a bid that is missing is filled
from the other.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from simulate.history.bootstrap import BootstrapTable, bootstrap_table
from simulate.history.check import check_rows
from simulate.history.describe import Gap, RecordDescription, RunDescription, describe
from simulate.history.read import read_rows
from simulate.history.record import Record, Returns, earlier_window, log_returns
from simulate.history.volatility import (
    SESSIONS_PER_YEAR,
    Volatility,
    automatic_block_sessions,
    volatility_of,
    weighted_block,
)

__all__ = [
    "SESSIONS_PER_YEAR",
    "BootstrapTable",
    "Gap",
    "Record",
    "RecordDescription",
    "Returns",
    "RunDescription",
    "Volatility",
    "automatic_block_sessions",
    "bootstrap_table",
    "describe",
    "earlier_window",
    "log_returns",
    "read_record",
    "volatility_of",
    "weighted_block",
]


def read_record(path: str | Path, *, spread_fraction: Decimal, allow_jumps: bool = False) -> Record:
    """Read and check a price record.

    Columns ``date`` (ISO), ``close``, ``bid`` (USD a share) and ``volume`` (shares), in any order and case;
    at least one of ``close`` and ``bid``; others are ignored. An empty cell is a value that is not on record.

    Parameters
    ----------
    path
        CSV (UTF-8, commas, one header row) or Parquet, at most 64 MiB and 20,000 rows.
    spread_fraction
        Bid-ask spread as a share of the close: a missing bid is ``close x (1 - spread/2)``, a missing close
        ``bid / (1 - spread/2)``, to 12 decimals. Counted in :attr:`Record.announcements`.
    allow_jumps
        Accept moves of more than a factor of two from one session to the next; they are announced.

    Returns
    -------
    Record

    Raises
    ------
    simulate.errors.RecordError
        Where the file cannot be read, or one line (``file: row N (date): what is wrong``) for each row with a
        date that is no session, repeated or out of order; a number that is no number; a price that is not
        positive, or a bid above the close; neither close nor bid; a volume that is negative or not whole;
        or a jump. At most twenty lines, and the number of those left out.
    """
    file = Path(path)
    return check_rows(file, read_rows(file), spread_fraction=spread_fraction, allow_jumps=allow_jumps)
