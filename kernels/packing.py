"""From the tables of a whole deal, as they are built, to the records that kernels read (:mod:`kernels.layout`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from kernels import layout
from kernels.layout import MOST_BANDS, MOST_EVENTS, MOST_SERIES, MOST_WARRANTS, make_record
from kernels.policy_tables import MOST_BOUNDARIES, MOST_PARTS, CompanyTable, PolicyTable
from kernels.remedy_tables import RemedyTable
from kernels.rule_144_tables import Rule144Table
from kernels.tables import SeriesTable
from kernels.whole_tables import (
    EventTable,
    FeedbackTable,
    Floats,
    LimitsTable,
    PaymentTable,
    PricingTable,
    WarrantTable,
    Whole,
)

_SERIES = (MOST_SERIES,)
_WARRANTS = (MOST_WARRANTS,)
_EVENTS = (MOST_EVENTS,)
_RULES = (MOST_BANDS + 1,)


def _record(
    table: Any, shape: tuple[int, ...], *, others: Mapping[str, tuple[int, ...]] | None = None, **counts: int
) -> Any:
    """A record of a table's scalars and arrays; what has a value for each session is left out."""
    left_out = () if isinstance(table, SeriesTable) else BY_SESSION
    values = {name: value for name, value in table._asdict().items() if name not in left_out} | counts
    shapes = {name: shape for name, value in values.items() if getattr(value, "ndim", 0)} | dict(others or {})
    return make_record(values, shapes)


BY_SESSION = {
    "window_price": layout.WINDOW_PRICE,
    "stepped": layout.STEPPED,
    "resets": layout.RESETS,
    "premium_usd": layout.PREMIUM_USD,
    "premium_claim": layout.PREMIUM_CLAIM,
    "claim_usd": layout.CLAIM_USD,
    "amortised": layout.AMORTISED,
    "drawn": layout.DRAWN,
    "premium_sum": layout.PREMIUM_SUM,
    "counted_days": layout.LATE_DAYS,
    "pay_session": layout.PAY_SESSION,
    "unusable": layout.UNUSABLE,
    "cash_usd": layout.CASH_USD,
    "lawful_usd": layout.LAWFUL_USD,
    "act_preferred": layout.ACT_PREFERRED,
    "act_common": layout.ACT_COMMON,
    "boundary_step": layout.BOUNDARY_STEP,
    "counted_from": layout.RULE_144_COUNTED,
    "held_before": layout.RULE_144_HELD,
    "free_before": layout.RULE_144_FREE,
}
"""Fields that have a value for each session, and their places; a warrant's resets have a place of their own."""


def pack_series(series: SeriesTable) -> SeriesTable:
    """The series of a whole deal as a record; what was bought beside them repeats the first purchase's day."""
    purchases = MOST_SERIES + MOST_WARRANTS
    more = {"purchase_usd": (purchases,), "purchase_days": (purchases,)}
    record: SeriesTable = _record(series, _SERIES, others=more)
    record.purchase_days[series.purchase_days.size :] = series.purchase_days[0]
    return record


DATED = (
    layout.RESETS,
    layout.WARRANT_RESETS,
    layout.PREMIUM_USD,
    layout.AMORTISED,
    layout.DRAWN,
    layout.LATE_DAYS,
    layout.UNUSABLE,
    layout.ACT_PREFERRED,
    layout.ACT_COMMON,
)
"""What acts on a session where its value is not zero."""


def next_busy(rows: Mapping[int, Any], sessions: int) -> Floats:
    """The first session from each one on, [T], on which something dated acts; the first and the last always count.

    Parameters
    ----------
    rows
        Values by session, by the places of :mod:`kernels.layout`.
    sessions
        T.
    """
    busy = np.zeros(sessions, dtype=np.bool_)
    busy[[0, -1]] = True
    for kind in DATED:
        busy |= (np.atleast_2d(np.asarray(rows[kind], dtype=np.float64)) != 0.0).any(axis=0)
    dates = np.flatnonzero(busy)
    return dates[np.searchsorted(dates, np.arange(sessions))].astype(np.float64)


def pack_whole(
    pricing: PricingTable,
    payments: PaymentTable,
    warrants: WarrantTable,
    events: EventTable,
    limits: LimitsTable,
    remedy: RemedyTable,
    policy: PolicyTable,
    feedback: FeedbackTable,
    company: CompanyTable,
    rule_144: Rule144Table,
    hazard_words: Floats,
) -> Whole:
    """Lay a whole deal out for the kernels.

    Parameters
    ----------
    pricing, payments, warrants, events, limits, remedy, policy, feedback, company, rule_144
        As built.
    hazard_words
        [hazards, T].

    Returns
    -------
    Whole
        With records in place of the tables.
    """
    sessions = payments.claim_usd.shape[1]
    parts = (pricing, payments, remedy.registration, remedy.delivery, remedy.redemption, policy, rule_144)
    rows = {BY_SESSION[name]: part._asdict()[name] for part in parts for name in part._fields if name in BY_SESSION}
    rows[layout.WARRANT_RESETS] = warrants.resets.reshape(-1, sessions)
    by_event = {"discount_price": (MOST_SERIES, MOST_EVENTS), "lower_fixed": (MOST_SERIES, MOST_EVENTS)}
    by_other = {
        "suspended": (MOST_EVENTS, MOST_SERIES),
        "adjusts": (MOST_EVENTS, MOST_WARRANTS),
        "merger_face_usd": _SERIES,
    }
    by_boundary = {
        "boundary_price": (MOST_SERIES, MOST_BOUNDARIES, 2, MOST_PARTS),
        "boundary_from": (MOST_SERIES, MOST_BOUNDARIES),
    }
    return Whole(
        pricing=_record(pricing, _SERIES, others=by_event),
        payments=_record(payments, _SERIES),
        warrants=_record(warrants, _WARRANTS, entries=warrants.amount.size),
        events=_record(events, _EVENTS, others=by_other, entries=events.kind.size, split_count=events.splits.size),
        limits=_record(limits, _RULES, bands=limits.lines.size),
        remedy=RemedyTable(
            reserve=_record(remedy.reserve, _SERIES),
            cap_test=_record(remedy.cap_test, _SERIES),
            registration=_record(remedy.registration, _SERIES),
            delivery=_record(remedy.delivery, _SERIES),
            redemption=_record(remedy.redemption, _SERIES, entries=remedy.redemption.series.size),
            listing=_record(remedy.listing, _SERIES),
            issues=_record(remedy.issues, _SERIES),
        ),
        policy=_record(policy, _SERIES, others=by_boundary),
        feedback=_record(feedback, _SERIES),
        company=_record(company, _SERIES, others={"adjusts_from": _WARRANTS}),
        rule_144=_record(rule_144, _SERIES, others={"warrant_held_from": _WARRANTS, "warrant_free_from": _WARRANTS}),
        by_session=layout.by_session(rows | {layout.NEXT_BUSY: next_busy(rows, sessions)}, sessions),
        hazard_words=hazard_words,
    )
