"""Small deals with round numbers, so that a reader can work each test by hand.

Unless a test says otherwise: one Series B of 100 preferred at $1,000 stated value, no Premium, convertible
at a fixed $10.00, so that each preferred is 100 common; 1,000,000 shares outstanding; no limits; the holder
sells all it can at once. A dollar is worth 5% less a year later, so that where the kernels run beside a ledger the day
of each payment shows. Prices are whole cents. Session 0 is Monday 1999-01-04; every weekday is a session.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from simulate.ledger import Contract, Ledger, PathMarket, keep_ledger
from simulate.ledger.path import Path
from simulate.ledger.session import run_session
from simulate.scenario import Scenario

MONDAY = date(1999, 1, 4)


def weekdays(count: int, first: date = MONDAY) -> list[date]:
    days, day = [], first
    while len(days) < count:
        if day.weekday() < 5:
            days.append(day)
        day += timedelta(days=1)
    return days


def series(name: str = "B", **changes: Any) -> dict[str, Any]:
    terms: dict[str, Any] = {
        "name": name,
        "preferred_shares": 100,
        "stated_value_usd": "1000",
        "purchase_price_usd": "100000",
        "issue_date": "1999-01-04",
        "premium": {"rate_per_year": "0"},
        "conversion_price": {"fixed_usd": "10"},
        "registration_effective": "1999-01-04",
        "maturity": "1999-03-31",
    }
    return terms | changes


def variable(**changes: Any) -> dict[str, Any]:
    """A variable price: the bid of the session before, from the start."""
    terms: dict[str, Any] = {
        "switch_on": "1999-01-04",
        "multiplier": "1",
        "lookback_sessions": 1,
        "lowest_count": 1,
    }
    return terms | changes


def covenant(**changes: Any) -> dict[str, Any]:
    """A sale-volume covenant that allows 250 shares a session, and no more."""
    terms: dict[str, Any] = {
        "while_held": "B",
        "floor_shares": 250,
        "share_of_session_volume": "0",
        "share_of_average_volume": "0",
    }
    return terms | changes


def deal(
    *series_terms: Mapping[str, Any],
    limits: Mapping[str, Any] | None = None,
    holder: Mapping[str, Any] | None = None,
    conversion: Mapping[str, Any] | None = None,
    approval: Mapping[str, Any] | None = None,
    common: Mapping[str, Any] | None = None,
    market: Mapping[str, Any] | None = None,
    horizon: str = "1999-03-31",
    rest: Mapping[str, Any] | None = None,
) -> Scenario:
    volume = {"median_shares": 1000, "log_deviation": "0", "persistence": "0", "size_correlation": "0"}
    return Scenario.model_validate(
        {
            "schema_version": 1,
            "name": "A small deal",
            "deal": {
                "issuer": {"name": "Company", "ticker": "CO"},
                "start": "1999-01-04",
                "horizon": horizon,
                "common": {"outstanding_shares": 1_000_000} | dict(common or {}),
                "series": [dict(terms) for terms in series_terms] or [series()],
                "approval": dict(approval or {"mode": "never"}),
                "limits": dict(limits or {}),
                # What maturity needs is tested only where a test asks for it.
                "conversion": {"maturity_conditions": "ignored"} | dict(conversion or {}),
            }
            | dict(rest or {}),
            "market": {
                "start_price_usd": "11",
                "measure": "physical",
                "drift_per_year": "0",
                "discount_rate_per_year": "0.05",
                "spread_fraction": "0",
                "price": {"model": "gbm", "volatility_per_year": "0.5"},
                "volume": volume,
            }
            | dict(market or {}),
            "holder": {"policy": "convert_and_sell", "participation": None} | dict(holder or {}),
        }
    )


def cents(dollars: float | None) -> int | None:
    return None if dollars is None else round(dollars * 100)


def warrant(name: str = "W", **changes: Any) -> dict[str, Any]:
    """A warrant on 1,000 shares at $10.00, open from the start to beyond the run."""
    terms: dict[str, Any] = {
        "name": name,
        "shares": 1000,
        "exercise_price_usd": "10",
        "issue_date": "1999-01-04",
        "exercisable_from": "1999-01-04",
        "expires": "1999-12-31",
        "registration_effective": "1999-01-04",
    }
    return terms | changes


def market_of(
    scenario: Scenario,
    bids: Sequence[float | None],
    *,
    closes: Sequence[float | None] | None = None,
    earlier_bids: Sequence[float | None] = (11.0,) * 5,
    volumes: Sequence[int | None] | None = None,
    earlier_volumes: Sequence[int | None] = (1000,) * 5,
    approved: bool | None = None,
    event_sessions: tuple[int | None, ...] = (),
    event_thresholds: tuple[float | None, ...] = (),
    as_drawn: bool = True,
) -> PathMarket:
    """The market of a path with the given closing bids, before any split; closes are the bids unless given."""
    return PathMarket(
        price_units_per_dollar=100,
        bids=[cents(bid) for bid in bids],
        closes=[cents(close) for close in (bids if closes is None else closes)],
        volumes=[1000] * len(bids) if volumes is None else volumes,
        earlier_bids=[cents(bid) for bid in earlier_bids],
        earlier_volumes=earlier_volumes,
        approved=scenario.deal.approval.mode == "date" if approved is None else approved,
        event_sessions=event_sessions,
        event_thresholds=event_thresholds,
        as_drawn=as_drawn,
    )


def keep(scenario: Scenario, bids: Sequence[float | None], **market: Any) -> Ledger:
    """The ledger of a path with the given closing bids, one a weekday from 1999-01-04."""
    return keep_ledger(Contract.of(scenario, weekdays(len(bids))), market_of(scenario, bids, **market))


def walk(scenario: Scenario, bids: Sequence[float | None], **market: Any) -> Path:
    """The path itself, after its last session.

    Its ledger is kept too: where the kernels run beside every ledger (``tests/parity/twin.py``) they run beside this.
    """
    contract, quotations = Contract.of(scenario, weekdays(len(bids))), market_of(scenario, bids, **market)
    keep_ledger(contract, quotations, record_events=False)
    path = Path(contract, quotations, None)
    for session in range(len(bids)):
        if path.finished:
            break
        run_session(path, session)
    return path


def dollars(path: Path, quanta: int | None) -> Fraction | None:
    return None if quanta is None else Fraction(quanta, path.grid.per_dollar)


def conversions(ledger: Ledger) -> list[tuple[int | None, str, Any, Any]]:
    """Session, series, preferred and common of each conversion, in order."""
    kinds = ("notice", "required conversion")
    return [(e.session, e.instrument, e.preferred, e.shares) for e in ledger.events if e.kind in kinds]


def sales(ledger: Ledger) -> list[tuple[int | None, str, Any]]:
    """Session, series and common of each sale, in order."""
    return [(e.session, e.instrument, e.shares) for e in ledger.events if e.kind == "sale"]
