"""What the company owes when something fails, as a kernel reads it (METHODS 16 to 20).

``T`` sessions, ``S`` series. A session that never comes is ``T``; a part of the contract that the deal does not have is
named where it is asked for. Multiples are exact ratios of whole numbers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

REDEEMS_NEVER = 0
REDEEMS_WHEN_IT_PAYS_MORE = 1
REDEEMS_ALWAYS = 2


class ReserveTable(NamedTuple):
    """The Reserved Amount and its test (``CoD V``)."""

    series: int
    """The series that it is reserved for; -1: there is no Reserved Amount."""
    amount: float
    """At session 0, shares."""
    used: float
    """Shares issued out of it at session 0."""
    original: bool
    """Whether the test looks at the amount, and not at what remains."""
    numerator: float
    """The test's multiple is numerator / denominator."""
    denominator: float
    sessions: int
    """Failures in a row that make a trigger."""
    raises: bool
    """Whether the company raises it in time."""
    act_within_days: float
    """Calendar days from the trigger to event (vii)."""


class CapTestTable(NamedTuple):
    """The Trading Market Trigger Event (``CoD VI.B``)."""

    series: int
    """The series that it looks at; -1: there is no test."""
    first: int
    """First session on which it is read."""
    approval_by: int
    """Last session on or before the date by which approval was due; -1: before session 0."""
    numerator: float
    """The test's multiple is numerator / denominator."""
    denominator: float
    late_approval_cures: bool
    leaves_market: bool
    """Whether the holder has the listing ended after event (viii) (``CoD VIII.E``)."""
    restores_all: bool
    """Whether a redemption restores all of the cap, not what is left of it (``CoD VIII.B(iii)``)."""


class RegistrationTable(NamedTuple):
    """Registered shares and registration payments (``RRA 2.3``, ``3.2``)."""

    has_statement: Flags
    """Whether the series has a statement of a stated size, [S]."""
    registered: Floats
    """Shares registered on it at session 0, [S]."""
    cover_numerator: float
    """A statement fails under numerator / denominator of what is registrable."""
    cover_denominator: float
    restored_numerator: float
    """... and is amended to this multiple."""
    restored_denominator: float
    cover_sessions: int
    """Failures in a row that make a trigger."""
    raises: bool
    """Whether the company amends in time."""
    effective_within: int
    """Sessions from the trigger to event (ix)."""
    paying: int
    """Series whose deadline is watched; -1: none."""
    counted_days: Floats
    """Calendar days since the session before that count for a payment, if the investor has the series, [T]."""
    base_units: float
    """Purchase price that payments are of, paid up front, in whole units: cents, or as fine as the deal states it."""
    units_per_dollar: float
    of_all: bool
    """Whether payments are of all series' purchase price, or of the watched one's."""
    month_days: float
    """Counted days after which what has accrued is due."""
    day_numerator: float
    """USD per unit of purchase price and counted day, numerator / denominator."""
    day_denominator: float
    pay_session: Integers
    """Session on which what falls due on each session is paid, [T]."""
    unusable: Flags
    """Sessions on which event (vi) is read, [T]."""
    pays_in_shares: bool


class DeliveryTable(NamedTuple):
    """Default payments (``CoD VII``)."""

    exists: bool
    period: int
    """Sessions from the Conversion Date to the end of the Delivery Period."""
    exercise_period: int
    """Sessions from an exercise to the end of a warrant's own Delivery Period (``W 1(b)``)."""
    flat_usd: float
    """First stage, USD a calendar day."""
    flat_until: int
    """Sessions from the Conversion Date to the end of the first stage."""
    face_fraction: float
    """Second stage, of the affected face, a calendar day."""
    premium_daily: bool
    premium_sum: Floats
    """Sum of the Premium of one preferred over the calendar days from session 0's (exclusive) to session t's,
    USD, [S, T]."""
    ratchet_days: float
    """Calendar days after the period until the fixed price falls."""
    event_sessions: int
    """Sessions after the period until event (iii)."""
    pay_after: int
    """Sessions from the demand until payment is due."""
    purchase_cost: float
    """What a purchase of a dollar's worth costs the holder: 1 + commission."""


class RedemptionTable(NamedTuple):
    """Redemption and what the company can pay (``CoD VIII``, ``XIV.E``)."""

    series: Integers
    """The redeemable series, in order; none: there is no redemption."""
    redeems: int
    """The holder's policy; see the names above."""
    face_usd: Floats
    """First leg of the Redemption Amount, [S]."""
    pay_after: int
    """Sessions from the notice until payment is due."""
    cash_usd: Floats
    """What the company can pay in all, in force on each session, [T]; BIG: no limit."""
    lawful_usd: Floats
    """What it may lawfully pay for redemptions in all, [T]; BIG: no limit."""
    interest_per_day: float
    owed_recovery: float
    """Worth at the horizon of a dollar owed."""
    ends_when_cured: bool
    """Whether the rights of events (iii), (vii) and (ix) end with what gave them."""
    penalty_of_all_left: bool
    """Whether the Penalty is divided by all preferred left, not by what the refusal affected."""
    entries: int = 0
    """How many redeemable series there are."""


class ListingTable(NamedTuple):
    """The exchange's rule on low prices (contract 8)."""

    sessions: int
    """Sessions in a row under the line that bring a notice; 0: there is no rule."""
    line_units: float
    """A bid under this is too low, in quotation units."""
    cure_days: float
    """Calendar days from the notice to the delisting."""
    cure_sessions: int
    """Sessions in a row at the line or above that cure it."""
    event_after: int
    """Sessions from the first without a listing to event (i) (``CoD VIII.A(i)``)."""


class IssueCovenantTable(NamedTuple):
    """The restriction on the company's own later issues (``SPA 4.5``); which issues it is of, the events say."""

    held_numerator: float
    """It applies while the investor holds numerator / denominator of the preferred."""
    held_denominator: float
    event_after: int
    """Sessions from the issue to event (iv)."""


class RemedyTable(NamedTuple):
    """All of it."""

    reserve: ReserveTable
    cap_test: CapTestTable
    registration: RegistrationTable
    delivery: DeliveryTable
    redemption: RedemptionTable
    listing: ListingTable
    issues: IssueCovenantTable
