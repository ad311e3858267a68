"""The scenarios that a memo sets beside the run: other holders, and pressure on the price."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

from pydantic import ValidationError

from simulate.scenario import Scenario
from simulate.scenario.holder import Holder
from simulate.scenario.market import Market
from simulate.scenario.policies import BARRED

FURTHER_FALL_PER_YEAR = Decimal("0.4155")
"""-ln(1 - 0.34): in the year after such an issue holders of the common lost 34% on average (Hillion and Vermaelen)."""
_DILUTION = "dilution_in_price"
_IMPACT: dict[str, Any] = {_DILUTION: "impact", "impact": {}}
_WORDS = {
    "hold": "waits until maturity",
    "convert_and_sell": "converts and sells",
    "threshold": "waits for a margin",
    "roll_off": "converts before its price rises",
    "short_hedged": "sells short, then converts",
    "dated_acts": "acts on stated dates",
    "optimal": "follows fitted boundaries",
    "pricing_window_pressure": "sells into the look-back",
}


@dataclass(frozen=True)
class Other:
    """A scenario that differs from the run in what the holder or the stock does.

    Attributes
    ----------
    key
        Name of its companion run.
    name
        What is different, in a few words.
    note
        What a reader must know of it; empty: nothing.
    scenario
        None where it is not allowed.
    """

    key: str
    name: str
    note: str
    scenario: Scenario | None


def policy_in_words(policy: str) -> str:
    """What a holder of a policy does, in a few words; that the contract forbids it, where it does."""
    clause = BARRED.get(policy)
    return _WORDS.get(policy, policy.replace("_", " ")) + (f" (stress: {clause} bars it)" if clause else "")


def other_holders(scenario: Scenario) -> list[Other]:
    """The run with every other policy of the holder that there is, its other numbers as they are.

    Parameters
    ----------
    scenario
        As run.

    Returns
    -------
    list of Other
        In the order of the schema.
    """
    out = []
    for policy in get_args(Holder.model_fields["policy"].annotation):
        if policy == scenario.holder.policy:
            continue
        made = _with(scenario, {"policy": policy}, {})
        note = ""
        if made is None and _DILUTION in Market.model_fields:
            # A holder who presses the price needs a price that can be pressed.
            made = _with(scenario, {"policy": policy}, _IMPACT)
            note = f"{policy_in_words(policy)}: with the law of impact at its defaults"
        name = f"{policy_in_words(policy)[0].upper()}{policy_in_words(policy)[1:]}"
        out.append(Other(f"holder-{policy.replace('_', '-')}", name, note if made is not None else "", made))
    return out


def price_pressure(scenario: Scenario) -> Other:
    """The run with a price that the deal presses: by the law of impact, else by a further fall of the stock.

    Parameters
    ----------
    scenario
        As run.

    Returns
    -------
    Other
    """
    market = scenario.market
    if _DILUTION in Market.model_fields:
        if getattr(market, _DILUTION) != "none":
            changed = _with(scenario, {}, {_DILUTION: "none", "impact": None})
            name = "Sales do not press the price"
            return Other("no-price-pressure", name, "The run itself has price pressure on.", changed)
        pressed = _with(scenario, {}, _IMPACT)
        if pressed is not None:
            note = "Price pressure: the holder's sales move the price by the law of impact at its defaults (METHODS)."
            return Other("price-pressure", "The holder's sales press the price", note, pressed)
    now = market.discount_rate_per_year if market.measure == "risk_neutral" else market.drift_per_year
    drift = {"measure": "physical", "drift_per_year": (now or Decimal(0)) - FURTHER_FALL_PER_YEAR}
    note = (
        "Price pressure: the expected price falls by a further 34% a year, the mean loss in the year after such an "
        "issue (Hillion and Vermaelen)."
    )
    return Other("price-pressure", "The stock falls a further 34% a year", note, _with(scenario, {}, drift))


def _with(scenario: Scenario, holder: dict[str, Any], market: dict[str, Any]) -> Scenario | None:
    """The scenario changed, checked as a file's would be; None where that is not allowed."""
    try:
        changes: dict[str, Any] = {}
        if holder:
            changes["holder"] = Holder.model_validate(scenario.holder.model_dump() | holder)
        if market:
            changes["market"] = Market.model_validate(scenario.market.model_dump() | market)
        Scenario.model_validate({name: getattr(scenario, name) for name in Scenario.model_fields} | changes)
    except ValidationError:
        return None
    return scenario.model_copy(update=changes)
