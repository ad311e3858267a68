"""Corporate events as the kernels take them (METHODS 12)."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import TypeGuard

import numpy as np

from kernels import whole_tables as kernel
from kernels.tables import BIG
from simulate.scenario import (
    AuthorizedIncrease,
    ConvertibleIssue,
    DatedOrDrawn,
    Delisting,
    DeliveryFailure,
    Distribution,
    Event,
    Issuance,
    Liquidation,
    Merger,
    Readjustment,
    RedemptionEvent,
    Scenario,
    SpecialAdjustment,
    Split,
    StockDividend,
    Suspension,
)
from simulate.terms.arrays import flags, floats, integers

KINDS = {
    "issuance": kernel.ISSUANCE,
    "convertible_issue": kernel.CONVERTIBLE_ISSUE,
    "readjustment": kernel.READJUSTMENT,
    "split": kernel.SPLIT,
    "stock_dividend": kernel.STOCK_DIVIDEND,
    "merger": kernel.MERGER,
    "dividend": kernel.DIVIDEND,
    "rights": kernel.RIGHTS,
    "liquidation": kernel.LIQUIDATION,
    "special_adjustment": kernel.SPECIAL_ADJUSTMENT,
    "authorized_increase": kernel.AUTHORIZED_INCREASE,
    "delisting": kernel.DELISTING,
    "suspension": kernel.SUSPENSION,
    "delivery_failure": kernel.DELIVERY_FAILURE,
    "redemption_event": kernel.REDEMPTION_EVENT,
}
REDEMPTION_EVENTS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


def hazard_words(hazard_per_year: float, days: Sequence[int]) -> list[float]:
    """The event has happened by session t if its 32-bit word is below this (METHODS 12)."""
    return [float(math.floor(2.0**32 * (1.0 - math.exp(-hazard_per_year * day / 365)))) for day in days]


def _session(day: date | None, dates: Sequence[date]) -> int:
    """First session on or after a date; never for a date before session 0, after the last one, or none."""
    if day is None or day < dates[0]:
        return len(dates)
    return bisect_left(dates, day)


def _numbers(event: Event, issues: Mapping[str, ConvertibleIssue]) -> dict[str, float]:
    """The numbers of one event, by column; those it lacks are 0."""
    if isinstance(event, Issuance):
        return {
            "shares": event.shares,
            "consideration_usd": float(event.consideration_usd),
            "fraction": float(event.market_price_usd or 0),
        }
    if isinstance(event, ConvertibleIssue):
        paid = event.consideration_usd + event.further_consideration_usd
        if event.variable_rate:
            paid = event.maximum_shares * (event.fixed_price_usd or Decimal(0))
        return {
            "shares": event.maximum_shares,
            "consideration_usd": float(paid),
            "fraction": float(event.discount_fraction or 0),
            "flag": event.variable_rate,
        }
    if isinstance(event, Readjustment):
        further = event.further_consideration_usd
        usd = 0.0 if further is None else float(issues[event.of].consideration_usd + further)
        return {"consideration_usd": usd, "flag": further is None}
    if isinstance(event, (Split, StockDividend)):
        return {"shares": event.new_shares, "old_shares": event.old_shares}
    if isinstance(event, Merger):
        worth = -1.0 if event.consideration_usd is None else float(event.consideration_usd)
        return {"fraction": worth, "rate": float(event.treasury_rate_per_year)}
    if isinstance(event, Distribution):
        return {"fraction": float(event.worth_usd)}
    if isinstance(event, Liquidation):
        return {"fraction": float(event.recovery)}
    if isinstance(event, SpecialAdjustment):
        factor = Fraction(event.factor)
        return {"shares": factor.numerator, "old_shares": factor.denominator}
    if isinstance(event, AuthorizedIncrease):
        return {"shares": event.shares}
    if isinstance(event, Delisting):
        return {"shares": event.event_sessions}
    if isinstance(event, DeliveryFailure):
        return {"shares": event.late_days, "flag": event.refusal, "other_flag": event.buy_in}
    return {}


def _kind(event: Event) -> int:
    if isinstance(event, StockDividend) and event.treatment == "as_split":
        return kernel.STOCK_DIVIDEND_AS_SPLIT
    return KINDS[event.kind]


def _follows_price(event: Event) -> TypeGuard[Delisting]:
    """Whether the event's hazard follows the price: its session is not known before the path is run."""
    return isinstance(event, Delisting) and bool(event.hazard_level_usd) and bool(event.hazard_per_year)


def _adjusts(scenario: Scenario, event: Event) -> list[bool]:
    """Whether an issue may adjust each warrant: the exceptions, and the date from which it is adjusted."""
    if not isinstance(event, (Issuance, ConvertibleIssue)) or event.excepted:
        return [False] * len(scenario.deal.warrants)
    return [
        warrant.anti_dilution
        and event.date >= (warrant.issue_date if warrant.adjusts_from is None else warrant.adjusts_from)
        for warrant in scenario.deal.warrants
    ]


def _completion(event: Event, dates: Sequence[date]) -> int:
    """Session of a completion that is paid, a merger's; never for what is announced on no session, and other events."""
    if not isinstance(event, Merger) or not event.pays or _session(event.date, dates) == len(dates):
        return len(dates)
    return _session(event.completed, dates)


def _notices(scenario: Scenario, dates: Sequence[date]) -> list[int]:
    """Session of the notice before each merger's completion, its announcement's at least; never for other events."""
    ahead = scenario.deal.warrant_terms.merger_notice_sessions
    done = [_completion(event, dates) for event in scenario.deal.events]
    return [
        len(dates) if session == len(dates) else max(_session(event.date, dates), session - ahead)
        for event, session in zip(scenario.deal.events, done, strict=True)
    ]


def _restricted_from(scenario: Scenario, event: Event) -> float:
    """The lowest Market Price in units that puts a restricted issue under its part of the market; 0: none does.

    ``P < f n M`` of METHODS 12 is ``M > P/(f n)``.
    """
    covenant = scenario.deal.issue_covenant
    if covenant is None or covenant.market_leg == "ignored" or not isinstance(event, (Issuance, ConvertibleIssue)):
        return 0.0
    if event.permitted or event.date >= covenant.until:
        return 0.0
    shares, paid = (event.shares if isinstance(event, Issuance) else event.maximum_shares), event.consideration_usd
    if isinstance(event, ConvertibleIssue):
        if event.variable_rate or event.discount_fraction is not None:
            return 0.0
        paid += event.further_consideration_usd
    highest = Fraction(paid) / (Fraction(covenant.market_fraction) * shares) * scenario.market.price_units_per_dollar
    return min(float(math.floor(highest) + 1), BIG)


def _hazard(event: Event) -> float | None:
    """Chance per year of an event that is drawn; None: it is dated."""
    if not isinstance(event, DatedOrDrawn) or event.hazard_per_year is None:
        return None
    return float(event.hazard_per_year)


def _refers_to(event: Event, events: Sequence[Event], issues: Mapping[str, ConvertibleIssue]) -> int:
    """Place of the issue that a readjustment is of, or which of the ten Redemption Events it is; 0 for other events."""
    if isinstance(event, Readjustment):
        return events.index(issues[event.of])
    return REDEMPTION_EVENTS.index(event.event) if isinstance(event, RedemptionEvent) else 0


def _thawed(scenario: Scenario, event: Event, dates: Sequence[date]) -> int:
    """Session from which a freeze is gone, of a merger that is abandoned, or of what is completed and pays nothing.

    So many trading days after the date of the announcement, be it a trading day or not; after the date of the
    consummation; never for other events (``CoD XI.B``).
    """
    if not isinstance(event, Merger):
        return len(dates)
    if event.abandoned is None:
        return len(dates) if event.pays or event.completed is None else bisect_right(dates, event.completed)
    last_by_then = bisect_right(dates, event.abandoned) - 1
    gone = last_by_then + scenario.deal.merger.freeze_sessions_after_abandonment
    return max(_session(event.abandoned, dates), gone)


def _until(event: Event, dates: Sequence[date]) -> int:
    """Session after a suspension, or from which on a drawn Redemption Event gives no right; never for other events."""
    if isinstance(event, Suspension):
        return bisect_right(dates, event.until)
    if isinstance(event, RedemptionEvent) and event.date is None and event.until is not None:
        return bisect_left(dates, event.until)
    return len(dates)


def _splits(events: Sequence[Event], session: Sequence[int], sessions: int) -> list[int]:
    """Places of the splits and stock dividends that act, by session, then in order."""
    acting = [
        (at, place)
        for place, (event, at) in enumerate(zip(events, session, strict=True))
        if isinstance(event, (Split, StockDividend)) and at < sessions
    ]
    return [place for _, place in sorted(acting)]


def event_table(scenario: Scenario, dates: Sequence[date]) -> tuple[kernel.EventTable, kernel.Floats]:
    """The events, dates as sessions, and by hazard and session the words below which a drawn one has happened."""
    events, series = scenario.deal.events, scenario.deal.series
    issues = {event.name: event for event in events if isinstance(event, ConvertibleIssue)}
    days = [(day - dates[0]).days for day in dates]
    numbers = [_numbers(event, issues) for event in events]
    hazards = [_hazard(event) for event in events]
    words = [hazard_words(hazard, days) for hazard in hazards if hazard is not None]
    row_of_words = count()
    session = [
        -1 if hazard is not None else _session(event.date, dates) for event, hazard in zip(events, hazards, strict=True)
    ]
    notice = _notices(scenario, dates)
    suspended = [[isinstance(event, Suspension) and one.name in event.statements for one in series] for event in events]
    adjusts = [_adjusts(scenario, event) for event in events]
    following = [event if _follows_price(event) else None for event in events]

    def column(name: str) -> list[float]:
        """A number of each event."""
        return [each.get(name, 0.0) for each in numbers]

    table = kernel.EventTable(
        kind=integers([_kind(event) for event in events]),
        session=integers(session),
        hazard=integers([-1 if hazard is None else next(row_of_words) for hazard in hazards]),
        shares=floats(column("shares")),
        consideration_usd=floats(column("consideration_usd")),
        old_shares=floats(column("old_shares")),
        fraction=floats(column("fraction")),
        rate=floats(column("rate")),
        noticed=integers(notice),
        moneyness_days=floats([days[min(each, len(dates) - 1)] for each in notice]),
        before_notice=integers([max(0, each - 1) for each in notice]),
        merger_face_usd=floats([float(scenario.deal.merger.face_multiple * one.stated_value_usd) for one in series]),
        flag=flags([bool(value) for value in column("flag")]),
        other_flag=flags([bool(value) for value in column("other_flag")]),
        refers_to=integers([_refers_to(event, events, issues) for event in events]),
        completed=integers([_completion(event, dates) for event in events]),
        thawed=integers([_thawed(scenario, event, dates) for event in events]),
        until=integers([_until(event, dates) for event in events]),
        suspended=np.array(suspended, dtype=np.bool_).reshape(len(events), len(series)),
        adjusts=np.array(adjusts, dtype=np.bool_).reshape(len(events), len(scenario.deal.warrants)),
        restricted_from=floats([_restricted_from(scenario, event) for event in events]),
        splits=integers(_splits(events, session, len(dates))),
        hazard_a_day=floats([0.0 if each is None else float(each.hazard_per_year or 0) / 365 for each in following]),
        hazard_level_usd=floats([0.0 if each is None else float(each.hazard_level_usd or 0) for each in following]),
        hazard_power=floats([0.0 if each is None else float(each.hazard_power) for each in following]),
        follows_price=any(each is not None for each in following),
        takes_later_terms=scenario.holder.takes_later_terms,
    )
    return table, np.array(words, dtype=np.float64).reshape(len(words), len(dates))
