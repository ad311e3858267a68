"""From rows of text to a checked price record: rows that cannot be used are named, missing prices filled."""

from __future__ import annotations

import decimal
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from simulate.errors import RecordError
from simulate.history.read import RawRecord, RawRow, shown
from simulate.history.record import Record
from simulate.sessions import FIRST_DAY, LAST_DAY, in_calendar, is_session, next_session

LOWEST_PRICE_USD = Decimal("0.000001")
HIGHEST_PRICE_USD = Decimal(1_000_000_000)
MOST_VOLUME_SHARES = 10**12
MOST_ERRORS_SHOWN = 20
FILLED_DECIMALS = Decimal(1).scaleb(-12)

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOST_DIGITS = 40
_EXAMPLES = {"close": "5.78125", "bid": "5.75", "volume": "120500"}
# Wide enough that nothing is rounded before the filled price is.
_CONTEXT = decimal.Context(prec=100)


@dataclass(frozen=True)
class _Row:
    day: date
    close: Decimal
    bid: Decimal
    volume: int | None
    close_filled: bool
    bid_filled: bool


@dataclass
class _Reader:
    """What is known while the rows are walked, top to bottom."""

    path: Path
    discount: Decimal
    allow_jumps: bool
    rows: list[_Row] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    jumps: list[date] = field(default_factory=list)
    last_day: date | None = None


def check_rows(path: Path, raw: RawRecord, *, spread_fraction: Decimal, allow_jumps: bool) -> Record:
    """Check a record's rows and fill its missing prices.

    Parameters
    ----------
    path
        The file, for messages.
    raw
        Its rows as text.
    spread_fraction
        Bid-ask spread as a share of the close: a missing bid is ``close x (1 - spread/2)``, rounded down to
        12 decimals; a missing close is ``bid / (1 - spread/2)``, rounded up to 12.
    allow_jumps
        Accept moves of more than a factor of two from one session to the next.

    Returns
    -------
    simulate.history.record.Record

    Raises
    ------
    simulate.errors.RecordError
        One line for each row that cannot be used, at most twenty and the number of those left out.
    """
    if not 0 <= spread_fraction < 1:
        raise RecordError(f"the spread ({spread_fraction}) must be a fraction from 0 to under 1, such as 0.015")
    reader = _Reader(path, _CONTEXT.subtract(1, _CONTEXT.divide(spread_fraction, Decimal(2))), allow_jumps)
    for row in raw.rows:
        faults = _take(reader, row)
        if faults:
            named = f" ({shown(row.date)})" if row.date else ""
            reader.errors.append(f"{path}: row {row.number}{named}: {'; '.join(faults)}")
    if reader.errors:
        more = len(reader.errors) - MOST_ERRORS_SHOWN
        first = reader.errors[:MOST_ERRORS_SHOWN]
        raise RecordError([*first, f"{path}: and {more} more"] if more > 0 else first)
    rows = reader.rows
    return Record(
        dates=tuple(row.day for row in rows),
        closes=tuple(row.close for row in rows),
        bids=tuple(row.bid for row in rows),
        volumes=tuple(row.volume for row in rows),
        bid_filled=tuple(row.bid_filled for row in rows),
        close_filled=tuple(row.close_filled for row in rows),
        path=path,
        sha256=raw.sha256,
        announcements=_announcements(reader, spread_fraction),
    )


def _take(reader: _Reader, raw: RawRow) -> list[str]:
    """Check one row and keep it; what is wrong with it, if anything."""
    faults: list[str] = []
    day = _day(reader, raw.date, faults)
    if raw.fault:
        return [*faults, raw.fault]
    close = _price("close", raw.close, faults)
    bid = _price("bid", raw.bid, faults)
    volume = _volume(raw.volume, faults)
    if not raw.close and not raw.bid:
        faults.append("has neither a close nor a bid; leave out sessions that are not on record")
    if close is not None and bid is not None and bid > close:
        faults.append(f"bid {bid} is above close {close}; a bid is at most the close")
    if faults or day is None:
        return faults
    if close is None:
        assert bid is not None  # a row with neither is a fault
        close, close_filled = _filled(_CONTEXT.divide(bid, reader.discount), decimal.ROUND_CEILING), True
    else:
        close_filled = False
    if bid is None:
        # Down, so that a filled bid is never above its close.
        bid, bid_filled = _filled(_CONTEXT.multiply(close, reader.discount), decimal.ROUND_FLOOR), True
    else:
        bid_filled = False
    row = _Row(day, close, bid, volume, close_filled, bid_filled)
    jump = _jump(reader, row)
    reader.rows.append(row)
    return [jump] if jump else []


def _day(reader: _Reader, text: str, faults: list[str]) -> date | None:
    """Read a date that must be a session after the one of the row above."""
    if not text:
        faults.append("has no date")
        return None
    try:
        day = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        faults.append(f"{shown(text)!r} is no date; write it as 1999-08-06")
        return None
    if not in_calendar(day):
        faults.append(f"the date lies outside the exchange calendar that ships, {FIRST_DAY} to {LAST_DAY}")
        return None
    above = reader.last_day
    if above is not None and day == above:
        faults.append("the date is repeated; keep one row a session")
    elif above is not None and day < above:
        faults.append(f"the date comes after {above} in the file; sort the rows by date, oldest first")
    else:
        reader.last_day = day
    if not is_session(day):
        faults.append(f"the exchange was closed on this {day:%A}; remove the row")
    return day


def _number(column: str, text: str, faults: list[str]) -> Decimal | None:
    if not text:
        return None
    if not _NUMBER.fullmatch(text) or len(text) > _MOST_DIGITS:
        long = _NUMBER.fullmatch(text) is not None
        what = f"is longer than {_MOST_DIGITS} characters" if long else "is no number"
        faults.append(f"{column} {shown(text)!r} {what}; write it as {_EXAMPLES[column]}, or leave the cell empty")
        return None
    return Decimal(text)


def _price(column: str, text: str, faults: list[str]) -> Decimal | None:
    price = _number(column, text, faults)
    if price is None:
        return None
    if price <= 0:
        faults.append(f"{column} {text} is not positive; leave the cell empty where nothing is on record")
        return None
    if not LOWEST_PRICE_USD <= price <= HIGHEST_PRICE_USD:
        faults.append(f"{column} {text} must lie from {LOWEST_PRICE_USD:f} to {HIGHEST_PRICE_USD:,} dollars")
        return None
    return price


def _volume(text: str, faults: list[str]) -> int | None:
    volume = _number("volume", text, faults)
    if volume is None:
        return None
    if volume < 0:
        faults.append(f"volume {text} is negative; leave the cell empty where nothing is on record")
    elif volume > MOST_VOLUME_SHARES:
        faults.append(f"volume {text} is over {MOST_VOLUME_SHARES:,} shares; give it in single shares")
    elif volume != int(volume):
        faults.append(f"volume {text} is not a whole number of shares; give it in single shares")
    else:
        return int(volume)
    return None


def _filled(price: Decimal, rounding: str) -> Decimal:
    filled = max(price.quantize(FILLED_DECIMALS, rounding=rounding, context=_CONTEXT), FILLED_DECIMALS)
    # Written as a person would: neither 5.737890625000 nor 5E+1.
    return Decimal(format(filled.normalize(_CONTEXT), "f"))


def _jump(reader: _Reader, row: _Row) -> str:
    """What is wrong with a move of more than a factor of two since the session before; empty: nothing."""
    if not reader.rows or next_session(reader.rows[-1].day) != row.day:
        return ""
    before = reader.rows[-1]
    moves = []
    if not (before.close_filled or row.close_filled):
        moves.append(("close", before.close, row.close))
    if not (before.bid_filled or row.bid_filled):
        moves.append(("bid", before.bid, row.bid))
    # Filled prices count only where neither pair is on record: the spread alone must not make a jump.
    for name, old, new in moves or [("filled bid", before.bid, row.bid)]:
        if max(old, new) > 2 * min(old, new):
            if reader.allow_jumps:
                reader.jumps.append(row.day)
                return ""
            return (
                f"{name} moves from {old:f} to {new:f} in one session, more than a factor of two; correct "
                "it, or allow jumps (--allow-jumps; allow_jumps in a scenario)"
            )
    return ""


def _announcements(reader: _Reader, spread_fraction: Decimal) -> tuple[str, ...]:
    half = f"at half the spread, {(spread_fraction * 50).normalize():f}%"
    closes = sum(row.close_filled for row in reader.rows)
    bids = sum(row.bid_filled for row in reader.rows)
    out = []
    if closes:
        out.append(f"{reader.path}: {closes} close{'s' * (closes > 1)} filled from bids {half}")
    if bids:
        out.append(f"{reader.path}: {bids} bid{'s' * (bids > 1)} filled from closes {half}")
    if reader.jumps:
        days = ", ".join(str(day) for day in reader.jumps[:5]) + (", ..." if len(reader.jumps) > 5 else "")
        count = len(reader.jumps)
        out.append(
            f"{reader.path}: {count} move{'s' * (count > 1)} of more than a factor of two accepted, as allowed: {days}"
        )
    return tuple(out)
