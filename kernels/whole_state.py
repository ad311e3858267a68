"""What else changes on a path of a deal that uses the rest of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kernels.jit import clause
from kernels.layout import MOST_BANDS, MOST_EVENTS, MOST_SERIES, MOST_WARRANTS, STATE_BY_SESSION, make_record
from kernels.remedy_state import RemedyState, make_remedy_state
from kernels.rows import FIRINGS
from kernels.rule_144_state import Rule144State, make_rule_144_state

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class WarrantState(NamedTuple):
    """The warrants, [W] each (``W``)."""

    amount: Floats
    """Aggregate exercise amount A in whole units of 1/scale dollars; Warrant Shares left are amount/price."""
    price: Floats
    """Exercise Price E in the same units."""
    shadow_usd: Floats
    """Unrounded exercise price X (``W 4(h)``)."""
    held: Floats
    """Common held from it."""
    issued: Floats
    """Common issued on it."""
    sold: Floats
    """Common sold of it."""
    proceeds: Floats
    """Sales, USD."""
    present: Floats
    """Sales discounted to session 0, USD."""
    strike: Floats
    """Exercise price paid, USD."""
    strike_present: Floats
    paid: Floats
    """Paid by the company: fractions, distributions, a merger's cash, USD."""
    paid_present: Floats
    accrued_usd: Floats
    """Distributions accrued per Warrant Share."""
    noticed_usd: Floats
    """Exercise Price on the date of a merger's notice, on today's footing; 0: none is given yet (``W 4(e)``)."""
    unexercised: Floats
    """Whole Warrant Shares that expired."""
    undelivered: Floats
    """Common held that is not delivered, and so not for sale (``W 1(e)``)."""
    failed: Floats
    """Common issued on the open failure's Conversion Date."""
    failed_sold: Floats
    """What of it was sold at once."""
    failed_sold_for_usd: Floats
    """What that brought, less commission."""
    failed_price_usd: Floats
    """Its Exercise Price, for what was sold of it."""
    bought_in_usd: Floats
    """What the holder paid to buy in what it had sold of it, USD."""
    bought_in_present: Floats
    due: Floats
    """What fell due on the account without interest, USD."""


class LiveState(NamedTuple):
    """Terms that events change, as they stand today."""

    fixed_price: Floats
    """Fixed price, whole units of 1/Q, [S]; 0: none."""
    floor_price: Floats
    """Floor of the variable price, [S]; 0: none."""
    ceiling_price: Floats
    """Ceiling, [S]; 0: none."""
    reset_floor: Floats
    """Floor of resets, [S]; 0: none."""
    frozen_price: Floats
    """Frozen price of an announcement (``CoD XI.B``), [S]; 0: none."""
    window_cap: Floats
    """Largest window price that later convertibles leave (``CoD XI.E``), [S]; BIG: none."""
    warrant_floor: Floats
    """Floor of a warrant's resets, [W]; 0: none."""
    lines: Floats
    """Upper ends of the price bands in units, [bands]; BIG: none."""
    floors: Floats
    """Shares of the first leg of each band, then of the conversion-volume rule, [bands + 1]."""
    numbers: Floats
    """See the places below, [LIVE]."""
    optional_only: Flags
    """Series that maturity did not convert, because a condition failed, [S]."""
    required_done: Flags
    """Series that maturity has converted as far as it could, [S]."""
    yesterday_claim: Floats
    """Claim of one preferred on the session before, scaled as in SeriesTable, [S]."""
    yesterday_price: Floats
    """Conversion price of the session before in units of 1/Q, [S]; 0: none."""
    announced_claim: Floats
    """claim/price of the session before a merger's announcement, by event, [E, S]; 0: none."""
    announced_price: Floats
    scratch: Floats
    """Sorted prices of a window that is built afresh, [LONGEST_WINDOW]."""
    unfloored_price: Floats
    """Variable price below the floor, where the floor acts today, [S]; 0: it does not."""
    stepped_on: Floats
    """Last session of a notice at a later multiplier, [S]; -1: none."""
    ceiling_acts: Flags
    """Whether the ceiling decides today's price, [S]."""
    passes_up_to: Floats
    """Shares as converted up to which every test surely passes, [S]."""
    lists: Floats
    """The lowest or highest prices of the windows of a tile, [LONGEST_WINDOW, TILE + 2 * LONGEST_WINDOW]."""
    bid: Floats
    """A price or sum for each session of a tile, [TILE]."""
    sold_today: Floats
    """Common of each series sold today, not yet paid for, where sales press the price, [S]."""
    warrant_sold_today: Floats
    """The same of each warrant, [W]."""
    short: Floats
    """Common sold short and not delivered yet, [S]."""


LIVE_AUTHORIZED = 0
LIVE_RESERVED_ELSEWHERE = 1
LIVE_CAP_AMOUNT = 2
LIVE_OLD = 3
"""Shares outstanding at session 0, restated for splits."""
LIVE_OTHER_SHARES = 4
"""Shares of the company's own issues, restated."""
LIVE_OTHER_USD = 5
LIVE_DELISTED = 6
"""Session from which the common is not listed (delisted, or left its market); T: never."""
LIVE_ENDED = 7
"""Session on which the path ended; -1: not."""
LIVE_ISSUED_VALUE_USD = 8
"""Sum over all shares issued of shares x bid at issue."""
LIVE_FROZEN_UNTIL = 9
"""Session before which the frozen prices hold."""
LIVE_CONVERTED_TODAY = 10
"""Common issued today on the holder's notices."""
LIVE_FUTURE_DRAWS = 11
LIVE_RATIO_NEW = 12
"""Product of the new shares of the splits so far, and of the old ones."""
LIVE_RATIO_OLD = 13
LIVE_BOUND_VOLUME = 14
"""1 if the conversion-volume rule bound today."""
LIVE_LAST_SESSION = 15
"""Last session that was followed to its close."""
LIVE_LEAVES = 16
"""Session on which the common leaves its market after event (viii); -1: not."""
LIVE_SUMS_UNTIL = 17
"""Session before which, in its tile, the sums of windows are known."""
LIVE_BUSY_FROM = 18
"""First session from the next one on that must be run in full."""
LIVE_EXERCISE_UNITS = 19
"""Decision bid in units above which some warrant may pay."""
LIVE_HAS_COMMON = 20
"""1 if investor or agent held common at the close of the session before."""
LIVE_NOTES_PRICES = 21
"""1 if the path is counted in the fans of prices."""
LIVE_HAS_WARRANT_COMMON = 22
"""1 if any of it came from a warrant."""
LIVE_IMPACT = 23
"""I: what sales have done to the logarithm of the price, all of today's so far included."""
LIVE_IMPACT_AT_OPEN = 24
"""I of the close of the session before: today's quotations have it in them."""
LIVE_RECENT_SALES = 25
"""F, in usual volumes: what was sold, fading by half."""
LIVE_ALL_SALES = 26
"""C, in usual volumes: all that was sold."""
LIVE_USUAL_VOLUME = 27
"""ADV, restated for splits."""
LIVE_SHARES_AT_START = 28
"""Common outstanding and as converted at session 0, restated for splits."""
LIVE_TOUCHED_CEILING = 29
"""1 if a close as drawn stood at the ceiling."""
LIVE_ACTS_CUT = 30
"""Dated acts of the holder that were cut or could not be."""
LIVE_SHORT_SOLD = 31
"""Common sold short so far, restated for splits as the next two are."""
LIVE_SHORT_COVERED = 32
LIVE_MOST_SHORT = 33
LIVE_BORROW_COST_USD = 34
LIVE_COVER_COST_USD = 35
LIVE_CALLED = 36
"""Preferred that the company has called."""
LIVE_CALL_USD = 37
LIVE_ACTS_ALONE = 38
"""1 if the deal's ordinary sessions may be run by :mod:`kernels.series_alone`."""
LIVE_RAISED_USD = 39
"""What the company's sales of common under its policy have brought: it adds to what it can pay."""
LIVE_LAST_RAISE = 40
"""Session of the last of them; NEVER: none."""
LIVE = 41


class MoneyState(NamedTuple):
    """Shares and money by series, [S] each."""

    sold: Floats
    """Common sold."""
    redeemed: Floats
    """Preferred retired for cash."""
    paid: Floats
    """Paid to the investor on the series outside the pooled accounts, USD."""
    paid_present: Floats
    drawn: Floats
    """Preferred drawn on an equity line."""
    bought: Floats
    """Purchase price paid by draws, USD."""
    bought_present: Floats
    bought_in_usd: Floats
    """What the holder paid to buy in what it had sold of it, USD."""
    bought_in_present: Floats


class EventState(NamedTuple):
    """The events of this path."""

    session: Integers
    """Session on which each event acts, [E]; T: never."""
    factor: Floats
    """Adjustment factor that each issue applied to each warrant, [E, W]; 0: none."""
    outstanding: Floats
    """O at each convertible issue, [E]."""
    market_usd: Floats
    """M at each convertible issue, [E]."""
    threshold: Floats
    """Where a hazard that follows the price has added up to this, the event happens, [E]."""
    added_up: Floats
    """What it has added up to, [E]."""


class WholeState(NamedTuple):
    """All of it."""

    warrant: WarrantState
    live: LiveState
    money: MoneyState
    event: EventState
    remedy: RemedyState
    rule_144: Rule144State
    fired: Integers
    """Counts of what acted, in the order of ``kernels.rows.FIRINGS``."""
    by_session: Floats
    """What has a value for each session, by the places of :mod:`kernels.layout`."""


def make_whole_state(sessions: int, window: int, tile: int) -> WholeState:
    """Allocate it for one thread, as records (:mod:`kernels.layout`).

    Parameters
    ----------
    sessions
        T.
    window
        Longest look-back, in sessions.
    tile
        Sessions drawn at a time.
    """
    series, warrants, events = (MOST_SERIES,), (MOST_WARRANTS,), (MOST_EVENTS,)
    live: dict[str, tuple[int, ...]] = dict.fromkeys(LiveState._fields, series) | {
        "warrant_floor": warrants,
        "lines": (MOST_BANDS,),
        "floors": (MOST_BANDS + 1,),
        "numbers": (LIVE,),
        "announced_claim": (MOST_EVENTS, MOST_SERIES),
        "announced_price": (MOST_EVENTS, MOST_SERIES),
        "scratch": (window,),
        "lists": (window, tile + 2 * window),
        "bid": (tile,),
        "warrant_sold_today": warrants,
    }
    event: dict[str, tuple[int, ...]] = dict.fromkeys(EventState._fields, events) | {
        "factor": (MOST_EVENTS, MOST_WARRANTS)
    }
    flags, whole = ("optional_only", "required_done", "ceiling_acts"), ("session",)
    return WholeState(
        warrant=_zeros(dict.fromkeys(WarrantState._fields, warrants)),
        live=_zeros(live, flags=flags),
        money=_zeros(dict.fromkeys(MoneyState._fields, series)),
        event=_zeros(event, integers=whole),
        remedy=make_remedy_state(),
        rule_144=make_rule_144_state(),
        fired=np.zeros(len(FIRINGS), dtype=np.int64),
        by_session=np.zeros((STATE_BY_SESSION, sessions)),
    )


def _zeros(
    shapes: Mapping[str, tuple[int, ...]], *, flags: tuple[str, ...] = (), integers: tuple[str, ...] = ()
) -> Any:
    """A record of zeros."""
    kinds = dict.fromkeys(integers, np.int64) | dict.fromkeys(flags, np.bool_)
    return make_record({name: np.zeros(shape, kinds.get(name, np.float64)) for name, shape in shapes.items()}, shapes)


@clause
def fire(what: int, fired: Integers) -> None:
    """Count one occurrence of something that acted."""
    fired[what] += 1
