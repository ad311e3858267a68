"""What the market did on one path: all the ledger is told; it draws nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PathMarket:
    """The market of one path, in whole quotation units and whole shares.

    Attributes
    ----------
    price_units_per_dollar
        How many quotation units make a dollar.
    bids, closes
        Closing bid and closing price of each session 0..T-1, in units; None: no price on record (a gap).
    volumes
        Volume of each session, in shares; None: not known.
    earlier_bids, earlier_volumes
        The same for the sessions before session 0, oldest first, as many as are known or given.
    approved
        Whether Stockholder Approval is given on this path (it then acts from its date; ``CoD IV.G(i)``).
    event_sessions
        The session drawn for each event of the deal that has a hazard, in the order of ``deal.events``; None for
        an event that never comes, and for one that is dated. Empty where nothing is drawn.
    as_drawn
        Whether prices and volumes after a split are still on the footing before it, so that the ledger restates them
        (METHODS 12.4), and what the holder's doing does to the price is not in them yet (Impact, Dilution); if not,
        they are what everyone saw, on the footing of their own session, as a record of a market is.
    event_thresholds
        The exponential variable of mean 1 drawn for each event whose hazard follows the price, in the order of
        ``deal.events``; None for another. Empty where nothing is drawn.
    highest_units
        Ceiling of a close; None: there is none.
    """

    price_units_per_dollar: int
    bids: Sequence[int | None]
    closes: Sequence[int | None]
    volumes: Sequence[int | None]
    earlier_bids: Sequence[int | None]
    earlier_volumes: Sequence[int | None]
    approved: bool
    event_sessions: tuple[int | None, ...] = ()
    as_drawn: bool = False
    event_thresholds: tuple[float | None, ...] = ()
    highest_units: int | None = None
