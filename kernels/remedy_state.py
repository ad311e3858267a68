"""What remedies change on a path: reserve, statements, failures, rights, and what is owed (METHODS 16 to 20)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kernels.layout import MOST_SERIES, make_record

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# Places of RemedyState.numbers. The first ones are what a path's row takes.
REMEDY_PAID_USD = 0
"""Paid on the pooled accounts, interest included."""
REMEDY_PAID_PRESENT_USD = 1
REMEDY_INTEREST_PAID_USD = 2
REMEDY_OWED_USD = 3
"""Owed and unpaid at the last session."""
REMEDY_OWED_WORTH_PRESENT_USD = 4
"""Its worth, discounted to session 0."""
REMEDY_BUY_IN_COST_USD = 5
REMEDY_RESERVED_LEFT = 6
"""What remains of the Reserved Amount."""
REMEDY_OWED_WORTH_USD = 7
"""The worth of what is owed on the last session, not discounted."""

RESERVE_AMOUNT = 8
RESERVE_USED = 9
RESERVE_FAILURES = 10
"""Failures of the reserve test in a row."""
RESERVE_TRIGGER_DAY = 11
"""Calendar day of the Authorization Trigger Date; NEVER: no trigger pends."""

COUNTED_DAYS = 12
"""Days counted for registration payments so far."""
ACCRUED_DAYS = 13
"""Those not yet due."""
COUNTED_LAST = 14
"""1 if the session before counted a day."""
HAD_PAYING = 15
"""1 if the investor had the paying series, or common from it, at the close of the session before."""
PAYMENT_NEXT = 16
"""No session before this one has a registration payment that is not paid yet."""

FAILURE_STAGE = 17
"""NO_FAILURE or FAILURE_OPEN."""
FAILURE_EVENT = 18
"""Number of the event of the last failure."""
BOUGHT_IN_EXERCISED = 19
"""1 once the holder has bought in shares of an exercise."""
FAILURE_REFUSAL = 20
"""1: a refusal."""
CONVERSION_SESSION = 21
"""c."""
PERIOD_END = 22
"""e."""
DELIVERED_ON = 23
"""d; T: not within the run."""
RATCHET_ON = 24
"""First session on which the fixed price falls; T: not within the run."""
FAILURE_FACE_USD = 25
FAILURE_PREMIUM_USD = 26
"""Premium on the affected preferred at c."""
SOLD_FOR_USD = 27
"""What the shares sold at once on c brought."""
BOUGHT_IN = 28
"""1 once the holder has bought in."""

CERTIFICATE_USD = 29
"""Certificate account: due and unpaid."""
INTEREST_USD = 30
"""Interest on it, unpaid."""
REGISTRATION_USD = 31
"""Registration account: due and unpaid."""
INTEREST_DAY = 32
"""Calendar day to which interest has run."""
SPENT_USD = 33
"""Paid out of the company's capacity."""
LAWFUL_TAKEN_USD = 34
"""Taken by redemptions of what may lawfully be paid."""
LAST_DUE = 35
"""Last session on which something will fall due; -1: none."""

LISTING_UNDER = 36
"""Sessions in a row with a bid under the listing rule's line, before a notice."""
LISTING_CURED = 37
"""Sessions in a row with a bid not under it, since the notice."""
LISTING_NOTICE_DAY = 38
"""Calendar day of the exchange's notice; NEVER: none pends."""
LISTING_ENDS = 39
"""Session from which the rule has delisted the common; -1: it has not."""
BREACH_EVENT_ON = 40
"""Session on which event (iv) is born of an issue that the company may not make; -1: none."""
PAYMENTS_WAIT = 41
"""Registration payments that are due and not paid yet."""

REMEDY_NUMBERS = 42

NEVER = -1.0e9
"""Stands for no day at all."""
NO_FAILURE = 0.0
FAILURE_OPEN = 2.0
RIGHTS = 10
"""Redemption Events (i) to (x)."""


class RemedyState(NamedTuple):
    """Everything that remedies change; ``S`` series, ``T`` sessions."""

    numbers: Floats
    """See the places above."""
    right: Integers
    """Session on which the right of each Redemption Event was born; -1: not alive; [RIGHTS]."""
    undelivered: Floats
    """Common issued that is not delivered, and so not for sale, [S]; not part of ``State.held``."""
    undelivered_at_end: Floats
    """What of it was left at the last session, and then counted as held, [S]."""
    bought_in: Floats
    """Common bought in the market in a buy-in, [S]: shares sold a second time later."""
    due: Floats
    """What fell due on the pooled accounts, USD, [S]."""
    default_unpaid: Floats
    """Default payments in CERTIFICATE_USD, by series, USD, [S]."""
    default_converted: Floats
    """What has accrued of the open failure and was converted at maturity, by series, USD, [S]."""
    cut_usd: Floats
    """Redemption Amount at which capital impairment first cut an election, until one is not cut, [S]; 0: none."""
    covered_too_little: Flags
    """Whether event (ix) is of this statement, [S]."""
    registered: Floats
    """Shares registered on each statement, [S]."""
    cover_failures: Integers
    """Failures of the cover test in a row, [S]."""
    cover_trigger: Integers
    """Session of the trigger that pends, [S]; -1: none."""
    affected: Floats
    """Preferred that the open failure affects, [S]."""
    affected_face_usd: Floats
    """Its stated value, [S]."""
    failed_shares: Floats
    """Common issued on c, [S]."""
    failed_sold: Floats
    """What of it was sold at once, [S]."""
    lowest_price: Floats
    """Lowest conversion price since c in units of 1/Q, [S]; 0: none yet."""
    grain: Floats
    """Units of 1/Q in the grain of adjusted prices, [S]."""


def make_remedy_state() -> RemedyState:
    """Allocate it for one thread, as a record (:mod:`kernels.layout`)."""
    each: tuple[int, ...] = (MOST_SERIES,)
    shapes: dict[str, tuple[int, ...]] = dict.fromkeys(RemedyState._fields, each) | {
        "numbers": (REMEDY_NUMBERS,),
        "right": (RIGHTS,),
    }
    kinds = dict.fromkeys(("right", "cover_failures", "cover_trigger"), np.int64) | {"covered_too_little": np.bool_}
    record: RemedyState = make_record(
        {name: np.zeros(shape, kinds.get(name, np.float64)) for name, shape in shapes.items()}, shapes
    )
    return record
