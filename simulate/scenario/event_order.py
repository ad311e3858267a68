"""What a deal's events say about each other: names, order, and what the company has promised not to issue."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from simulate.scenario.events import Delisting, Liquidation, Merger, RedemptionEvent, Suspension
from simulate.scenario.issues import ConvertibleIssue, Issuance, Readjustment

if TYPE_CHECKING:
    from simulate.scenario.deal import Deal


def event_contradictions(deal: Deal) -> Iterator[str]:
    """Every way in which the events contradict each other or the deal.

    Parameters
    ----------
    deal
        A deal whose events are each valid by themselves.

    Yields
    ------
    str
        One sentence each, which begins with the event's place in the list, from 0.
    """
    yield from _readjustments(deal)
    yield from _suspensions(deal)
    yield from _mergers(deal)
    yield from _ends(deal)
    yield from _later_issues(deal)


def _readjustments(deal: Deal) -> Iterator[str]:
    """A readjustment comes after the issue it readjusts, and no issue's name repeats (``W 4(b)``)."""
    issues: dict[str, ConvertibleIssue] = {}
    later = [event.name for event in deal.events if isinstance(event, ConvertibleIssue)]
    for number, event in enumerate(deal.events):
        if isinstance(event, ConvertibleIssue):
            if event.name in issues:
                yield (
                    f"events[{number}].name ({event.name}) repeats the name of an earlier convertible issue; name "
                    "each once, or a readjustment could mean either (W 4(b))"
                )
            issues.setdefault(event.name, event)
        elif isinstance(event, Readjustment):
            issue = issues.get(event.of)
            if event.of not in later:
                yield (
                    f"events[{number}].of names {event.of!r}, not among the convertible issues {later}; name one of "
                    "them (W 4(b))"
                )
            elif issue is None:
                yield (
                    f"events[{number}].of ({event.of}) is readjusted before its issue in the list; put the issue "
                    "first (W 4(b))"
                )
            elif event.date < issue.date:
                yield (
                    f"events[{number}].date ({event.date}) is before the issue of {event.of} ({issue.date}), which it "
                    "readjusts; put the dates in order (W 4(b))"
                )


def _suspensions(deal: Deal) -> Iterator[str]:
    names = [one.name for one in deal.series]
    for number, event in enumerate(deal.events):
        if isinstance(event, Suspension):
            unknown = [name for name in event.statements if name not in names]
            if unknown:
                yield (
                    f"events[{number}].statements names {unknown}, not among the series {names}; name the series "
                    "whose statements are suspended (RRA 3.6)"
                )


def _mergers(deal: Deal) -> Iterator[str]:
    """One merger at a time: it is over when it is completed or abandoned (``CoD XI.B``)."""
    mergers = [(number, event) for number, event in enumerate(deal.events) if isinstance(event, Merger)]
    mergers.sort(key=lambda item: (item[1].date, item[0]))
    for (_, before), (number, merger) in pairwise(mergers):
        over = before.completed or before.abandoned
        if over is None or merger.date <= over:
            end = "has no end" if over is None else f"is not over before {over}"
            yield (
                f"events[{number}].date ({merger.date}) announces a merger while the one announced on {before.date} "
                f"{end}; date its abandonment, or move this one after it (CoD XI.B)"
            )


def _ends(deal: Deal) -> Iterator[str]:
    """What can happen to a company once: two dates for it, or two ends, contradict each other."""
    ends: list[str] = []
    delisted = False
    for number, event in enumerate(deal.events):
        if isinstance(event, Delisting) and event.date is not None:
            if delisted:
                yield (
                    f"events[{number}].date ({event.date}) delists the common a second time; keep one delisting "
                    "(CoD VIII.A(i))"
                )
            delisted = True
        end = ""
        if isinstance(event, Merger) and event.pays and event.completed is not None:
            end = f"the merger completed on {event.completed}"
        elif isinstance(event, Liquidation) and event.date is not None:
            end = f"the liquidation of {event.date}"
        if end:
            if ends:
                field = "completed" if isinstance(event, Merger) else "date"
                yield (
                    f"events[{number}].{field}: {end} contradicts {ends[0]}: the company ends once; keep one "
                    "(CoD X, XI.C)"
                )
            ends.append(end)


def _later_issues(deal: Deal) -> Iterator[str]:
    """Issues that the company has promised not to make (``SPA 4.5``)."""
    covenant = deal.issue_covenant
    if covenant is None:
        return
    breaches = [
        event.date
        for event in deal.events
        if isinstance(event, RedemptionEvent) and event.event == "iv" and event.date is not None
    ]
    do = (
        "move it, say permitted: true if one of the exceptions of SPA 4.5 covers it, or add its breach as a "
        "redemption_event iv dated on or after it (CoD VIII.A(iv))"
    )
    for number, event in enumerate(deal.events):
        if not isinstance(event, (Issuance, ConvertibleIssue)) or event.permitted or event.date >= covenant.until:
            continue
        if any(breach >= event.date for breach in breaches):
            continue
        if isinstance(event, ConvertibleIssue) and (event.variable_rate or event.discount_fraction is not None):
            yield (
                f"events[{number}].date ({event.date}): variably priced securities may not be issued before "
                f"{covenant.until} (SPA 4.5(b)); {do}"
            )
            continue
        if isinstance(event, Issuance):
            shares, paid = event.shares, event.consideration_usd
        else:
            shares, paid = event.maximum_shares, event.consideration_usd + event.further_consideration_usd
        if paid < covenant.fixed_floor_usd * shares:
            yield (
                f"events[{number}].consideration_usd ({event.consideration_usd:,}) sells equity at less than "
                f"{covenant.fixed_floor_usd} a share before {covenant.until} (SPA 4.5(a)); {do}"
            )
