"""The small deals of ``ledger_deals`` with the parts that say what the company owes when something fails.

Unless a test says otherwise the holder holds, so that nothing converts before maturity, and no condition of required
conversion is tested. Session 0 is Monday 1999-01-04; every weekday is a session: Monday to Friday of the first week
are sessions 0 to 4, the Monday after is session 5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ledger_deals import cents, deal, keep, weekdays

from simulate.ledger import Contract, Ledger, PathMarket, keep_ledger
from simulate.scenario import Scenario

HOLD = {"policy": "hold"}
IGNORED = {"maturity_conditions": "ignored"}


def failing(*series_terms: Mapping[str, Any], parts: Mapping[str, Any], **changes: Any) -> Scenario:
    """A small deal with more parts: reserve, registration, delivery, redemption, events and the like."""
    changes["holder"] = HOLD | dict(changes.get("holder", {}))
    changes["conversion"] = IGNORED | dict(changes.get("conversion", {}))
    raw = deal(*series_terms, **changes).model_dump(mode="json")
    raw["deal"] |= parts
    return Scenario.model_validate(raw)


def warrant(name: str = "W", **changes: Any) -> dict[str, Any]:
    """1,000 Warrant Shares at $20, which no test's bid reaches."""
    terms: dict[str, Any] = {
        "name": name,
        "shares": 1000,
        "exercise_price_usd": "20",
        "issue_date": "1999-01-04",
        "exercisable_from": "1999-01-04",
        "expires": "1999-12-31",
        "registration_effective": "1999-01-04",
    }
    return terms | changes


def flat(scenario: Scenario, sessions: int, bid: float = 11.0, **market: Any) -> Ledger:
    """The ledger of a path whose bid never moves."""
    return keep(scenario, [bid] * sessions, **market)


def keep_drawn(scenario: Scenario, bids: Sequence[float], drawn: tuple[int | None, ...]) -> Ledger:
    """The ledger of a path on which events with a hazard come on the sessions given."""
    in_cents = [cents(bid) for bid in bids]
    market = PathMarket(
        price_units_per_dollar=100,
        bids=in_cents,
        closes=in_cents,
        volumes=[1000] * len(bids),
        earlier_bids=[1100] * 5,
        earlier_volumes=[1000] * 5,
        approved=False,
        event_sessions=drawn,
    )
    return keep_ledger(Contract.of(scenario, weekdays(len(bids))), market)


def acts(ledger: Ledger, *kinds: str) -> list[int | None]:
    """Sessions of the events of some kinds, in order."""
    return [event.session for event in ledger.events if event.kind in kinds]


def amounts(ledger: Ledger, *kinds: str) -> list[tuple[int | None, float | None]]:
    """Session and dollars of the events of some kinds, in order."""
    return [(event.session, event.amount_usd) for event in ledger.events if event.kind in kinds]


def shares(ledger: Ledger, *kinds: str) -> list[tuple[int | None, Any]]:
    """Session and shares of the events of some kinds, in order."""
    return [(event.session, event.shares) for event in ledger.events if event.kind in kinds]


def preferred(ledger: Ledger, *kinds: str) -> list[tuple[int | None, str, Any]]:
    """Session, series and preferred of the events of some kinds, in order."""
    return [(event.session, event.instrument, event.preferred) for event in ledger.events if event.kind in kinds]


def times(ledger: Ledger, name: str) -> Any:
    """How often something acted on the path."""
    return ledger.totals[f"times_{name}"]
