"""The scenarios that a memo compares: Stockholder Approval given and refused, and inputs moved one at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pydantic import ValidationError

from simulate.changed import with_field
from simulate.scenario import Scenario
from simulate.scenario.deal import Approval
from simulate.words.phrases import percent

PRICE_STEP, VOLUME_STEP, CAP_STEP = Decimal("0.2"), Decimal("0.5"), Decimal("0.25")
"""By what part of itself each is moved."""
VOLATILITY_STEP, MULTIPLIER_STEP = Decimal("0.2"), Decimal("0.05")
"""By how much each is moved: twenty points of volatility a year, five of the multiplier."""
_VOLATILITY = "volatility_per_year"
"""The field of the price models that have one."""


@dataclass(frozen=True)
class Moved:
    """A scenario with one input at another value.

    Attributes
    ----------
    key
        Name of its companion run.
    to
        The value, as it is written.
    scenario
        None where the value is not allowed.
    """

    key: str
    to: str
    scenario: Scenario | None


@dataclass(frozen=True)
class Input:
    """An input that is moved down and up.

    Attributes
    ----------
    name
        What it is.
    now
        Its value as run, as it is written.
    step
        By how much, in words.
    down, up
        The two scenarios.
    """

    name: str
    now: str
    step: str
    down: Moved
    up: Moved


def price_text(usd: Decimal) -> str:
    """A price in dollars and cents, or with the digits that its tick has.

    Parameters
    ----------
    usd
        Any price.

    Returns
    -------
    str
    """
    cents = usd.quantize(Decimal("0.01"))
    return f"${cents:,f}" if cents == usd else f"${usd.normalize():,f}"


def with_approval(scenario: Scenario) -> Scenario:
    """The scenario with Stockholder Approval given: on its date, or at the start where it has none.

    Parameters
    ----------
    scenario
        As run.

    Returns
    -------
    Scenario
    """
    deal = scenario.deal
    approval = Approval(mode="date", date=deal.approval.date or deal.start)
    return _deal(scenario, approval=approval)


def without_approval(scenario: Scenario) -> Scenario:
    """The scenario with Stockholder Approval never given.

    Parameters
    ----------
    scenario
        As run.

    Returns
    -------
    Scenario
    """
    return _deal(scenario, approval=Approval(mode="never"))


def inputs(scenario: Scenario) -> list[Input]:
    """The inputs that a memo moves, each down and up.

    Parameters
    ----------
    scenario
        As run.

    Returns
    -------
    list of Input
        Those that the scenario has.
    """
    found = [_start_price(scenario)]
    if _VOLATILITY in type(scenario.market.price).model_fields:
        found.append(_volatility(scenario))
    found.append(_volume(scenario))
    for make in (_multiplier, _cap):
        made = make(scenario)
        if made is not None:
            found.append(made)
    return found


def _deal(scenario: Scenario, **changes: Any) -> Scenario:
    return scenario.model_copy(update={"deal": scenario.deal.model_copy(update=changes)})


def _two(
    key: str,
    name: str,
    now: str,
    step: str,
    values: tuple[Any, Any],
    say: Callable[[Any], str],
    make: Callable[[Any], Scenario],
) -> Input:
    moved = []
    for direction, value in zip(("down", "up"), values, strict=True):
        try:
            scenario: Scenario | None = make(value)
        except ValidationError:
            scenario = None
        moved.append(Moved(f"{key}-{direction}", say(value), scenario))
    return Input(name, now, step, moved[0], moved[1])


def _start_price(scenario: Scenario) -> Input:
    market = scenario.market
    grid = market.tick_usd or Decimal("0.01")

    def quoted(value: Decimal) -> Decimal:
        """The nearest price on the grid of quotations."""
        return (value / grid).quantize(Decimal(1), ROUND_HALF_UP) * grid

    now = market.start_price_usd
    values = (quoted(now * (1 - PRICE_STEP)), quoted(now * (1 + PRICE_STEP)))
    return _two(
        "price",
        "Start price",
        price_text(now),
        f"{percent(PRICE_STEP)} of itself",
        values,
        price_text,
        lambda value: with_field(scenario, ("market", "start_price_usd"), value),
    )


def _volatility(scenario: Scenario) -> Input:
    now: Decimal = getattr(scenario.market.price, _VOLATILITY)

    def moved(value: Decimal) -> Scenario:
        """The scenario at another volatility."""
        return with_field(scenario, ("market", "price", _VOLATILITY), value)

    values = (now - VOLATILITY_STEP, now + VOLATILITY_STEP)
    step = f"{100 * VOLATILITY_STEP:.0f} points"
    return _two("volatility", "Volatility", percent(now), step, values, percent, moved)


def _volume(scenario: Scenario) -> Input:
    now = scenario.market.volume.median_shares

    def moved(value: int) -> Scenario:
        """The scenario at another median volume."""
        return with_field(scenario, ("market", "volume", "median_shares"), value)

    values = (round(now * (1 - VOLUME_STEP)), round(now * (1 + VOLUME_STEP)))
    step = f"{percent(VOLUME_STEP)} of itself"
    return _two("volume", "Median volume", f"{now:,}", step, values, lambda value: f"{value:,}", moved)


def _multiplier(scenario: Scenario) -> Input | None:
    """The multiplier of every series that floats."""
    floating = [one.conversion_price.variable for one in scenario.deal.series if one.conversion_price.variable]
    now = sorted({variable.multiplier for variable in floating if not variable.waived})
    if not now:
        return None

    def moved(step: Decimal) -> Scenario:
        """The scenario with every multiplier moved by a step."""
        out = scenario
        for place, one in enumerate(scenario.deal.series):
            variable = one.conversion_price.variable
            if variable is not None and not variable.waived:
                steps = ("deal", "series", place, "conversion_price", "variable", "multiplier")
                out = with_field(out, steps, variable.multiplier + step)
        return out

    def say(step: Decimal) -> str:
        """The multipliers after a step."""
        return ", ".join(percent(multiplier + step) for multiplier in now)

    step = f"{100 * MULTIPLIER_STEP:.0f} points"
    values = (-MULTIPLIER_STEP, MULTIPLIER_STEP)
    return _two("multiplier", "Multiplier", say(Decimal(0)), step, values, say, moved)


def _cap(scenario: Scenario) -> Input | None:
    cap, now = scenario.deal.limits.cap, scenario.deal.cap_amount_shares
    if cap is None or now is None:
        return None

    def moved(value: int) -> Scenario:
        """The scenario at another Cap Amount."""
        changes = {"amount_shares": value, "share_of_outstanding": None}
        checked = type(cap).model_validate(cap.model_dump() | changes)
        return _deal(scenario, limits=scenario.deal.limits.model_copy(update={"cap": checked}))

    values = (round(now * (1 - CAP_STEP)), round(now * (1 + CAP_STEP)))
    step = f"{percent(CAP_STEP)} of itself"
    return _two("cap", "Cap Amount", f"{now:,}", step, values, lambda value: f"{value:,}", moved)
