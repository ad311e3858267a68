"""The corporate events of a deal on its sessions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date

from simulate.ledger.reset_terms import acting_session
from simulate.scenario import DatedOrDrawn, Distribution, Event, Merger, RedemptionEvent, Scenario, Suspension


@dataclass(frozen=True, slots=True)
class EventTerms:
    """One event, its dates as session numbers."""

    place: int
    """Place in deal order, from 0."""
    event: Event
    session: int | None
    """Session on which a dated event acts; None: not on this run, or drawn once a path."""
    drawn: bool
    completed: int | None = None
    """Session of a completion that is paid, a merger's."""
    thawed: int | None = None
    """Session from which a merger's freeze is gone; None: it stays."""
    until: int = -1
    """Last session of a suspension."""
    ends: int | None = None
    """Session from which on a drawn Redemption Event gives no right (``CoD VIII.A(x)``); None: without end."""


def event_terms(scenario: Scenario, dates: tuple[date, ...]) -> tuple[EventTerms, ...]:
    """The events of a deal on its sessions.

    Parameters
    ----------
    scenario
        The deal.
    dates
        Of its sessions.

    Returns
    -------
    tuple of EventTerms
        An event dated before session 0 acts not at all: positions state what it did.
    """
    freeze = scenario.deal.merger.freeze_sessions_after_abandonment
    return tuple(_terms(place, event, dates, freeze) for place, event in enumerate(scenario.deal.events))


def _terms(place: int, event: Event, dates: tuple[date, ...], freeze: int) -> EventTerms:
    if isinstance(event, DatedOrDrawn) and event.date is None:
        until = event.until if isinstance(event, RedemptionEvent) else None
        return EventTerms(place, event, None, drawn=True, ends=None if until is None else bisect_left(dates, until))
    assert event.date is not None
    session = acting_session(event.date, dates)
    if session is not None and isinstance(event, Merger):
        return EventTerms(
            place,
            event,
            session,
            drawn=False,
            completed=acting_session(event.completed, dates) if event.completed and event.pays else None,
            thawed=_end_of_freeze(event, dates, freeze),
        )
    if session is not None and isinstance(event, Suspension):
        return EventTerms(place, event, session, drawn=False, until=bisect_right(dates, event.until) - 1)
    return EventTerms(place, event, session, drawn=False)


def _end_of_freeze(event: Merger, dates: tuple[date, ...], freeze: int) -> int | None:
    """The first session free of it: after an abandonment, or a consummation that pays nothing (``CoD XI.B``)."""
    if event.abandoned is not None:
        return _abandonment(event.abandoned, dates, freeze)
    return bisect_right(dates, event.completed) if event.completed and not event.pays else None


def _abandonment(announced: date, dates: tuple[date, ...], freeze: int) -> int:
    """The Abandonment Date: so many trading days after the date on which it is announced, no earlier (``CoD XI.B``)."""
    first_after = bisect_right(dates, announced)
    return first_after + freeze - 1 if freeze else bisect_left(dates, announced)


def quoted_sessions(events: tuple[EventTerms, ...]) -> frozenset[int]:
    """The sessions whose claims and conversion prices a later session looks back on.

    Parameters
    ----------
    events
        Of the deal.

    Returns
    -------
    frozenset of int
        The session before a distribution's record date (``CoD IX.B``) and before a merger's announcement
        (``XI.C``), session 0 if there is none before.
    """
    return frozenset(
        max(terms.session - 1, 0)
        for terms in events
        if terms.session is not None and isinstance(terms.event, (Distribution, Merger))
    )


def last_dated_session(events: tuple[EventTerms, ...]) -> int:
    """The last session on which a dated event acts: until then a path goes on (METHODS 10).

    Parameters
    ----------
    events
        Of the deal.

    Returns
    -------
    int
        -1: none does.
    """
    acts = [session for terms in events for session in (terms.session, terms.completed) if session is not None]
    return max(acts, default=-1)
